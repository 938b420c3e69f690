import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contract } from '../../classify/contract.ts';
import { deadlines, dueHours } from '../../classify/deadlines.ts';
import { kinds, severities } from '../../classify/judgement.ts';

const clocks = suite('the contract’s clocks');
const received = new Date('2026-11-21T15:30:00Z');
const minutesAfter = (due: Date) => (due.getTime() - received.getTime()) / 60_000;
const dues = (...judged: Parameters<typeof deadlines>[0][]) =>
  judged.map(one => Object.fromEntries(deadlines(one, received).map(({ clock, due }) => [clock, minutesAfter(due)])));

clocks('a critical fault is repaired within 12 hours, and answered within 24', () => {
  const [due] = dues({ kind: 'fault', severity: 'critical', impact: true });
  assert.equal(due, { acknowledge: 5, handoff: 30, repair: 12 * 60, answer: 24 * 60 });
});

clocks('a general fault is repaired within 24 hours', () => {
  const [held, working] = dues(
    { kind: 'fault', severity: 'general', impact: true },
    { kind: 'fault', severity: 'general', impact: false },
  );
  assert.equal(held, { acknowledge: 5, handoff: 30, answer: 24 * 60, repair: 24 * 60 });
  assert.equal(working, { acknowledge: 5, handoff: 30, repair: 24 * 60, answer: 48 * 60 });
});

clocks('no loaner is owed for a minor fault, nor for what is no fault', () => {
  for (const kind of kinds)
    for (const severity of severities)
      if (kind !== 'fault' || severity === 'minor')
        assert.not.ok(deadlines({ kind, severity, impact: true }, received).some(({ clock }) => clock === 'repair'));
});

clocks('machine mail and spam are promised nothing', () => {
  for (const kind of ['automatic', 'spam'] as const)
    assert.equal(deadlines({ kind, severity: 'minor', impact: false }, received), []);
});

clocks('impact alone decides between 24 and 48 hours', () => {
  assert.is(dueHours({ impact: true }), 24);
  assert.is(dueHours({ impact: false }), 48);
});

clocks('time is elapsed time: a weekend and a change of clocks do not stop it', () => {
  const friday = new Date('2026-03-27T20:00:00+01:00');
  const answer = deadlines({ kind: 'question', severity: 'minor', impact: false }, friday).find(
    d => d.clock === 'answer',
  );
  assert.is(answer?.due.toISOString(), '2026-03-29T19:00:00.000Z');
});

clocks('the one due first stands on top', () => {
  const due = deadlines({ kind: 'fault', severity: 'critical', impact: true }, received).map(one => one.due.getTime());
  assert.equal(
    due,
    [...due].sort((a, b) => a - b),
  );
});

clocks('every due time names a clause of the contract, and every clause its own id', () => {
  for (const kind of kinds)
    for (const severity of severities)
      for (const { clause, clock } of deadlines({ kind, severity, impact: true }, received))
        assert.is(contract[clause].clock, clock);
  for (const [id, clause] of Object.entries(contract)) assert.is(clause.id, id);
});

clocks.run();
