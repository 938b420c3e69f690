import { type ClauseId, contract } from './contract.ts';
import type { Judgement, Kind } from './judgement.ts';

/** A due time that follows from the judgement alone; `clause` is an id of `contract`. */
export type Deadline = { clock: 'acknowledge' | 'handoff' | 'answer' | 'repair'; clause: ClauseId; due: Date };

/** What the contract's clocks depend on. */
export type Judged = Pick<Judgement, 'kind' | 'severity' | 'impact'>;

/**
 * The promises that start with a request, the one due first on top.
 * Elapsed time, day and night, weekends included. Machine mail and spam are promised nothing; a loaner device is owed
 * only for a fault that is not minor.
 *
 * @param receivedAt when we received the first message (never its Date header)
 */
export function deadlines(judged: Judged, receivedAt: Date): Deadline[] {
  if (unpromised.has(judged.kind)) return [];
  const due = (clock: Deadline['clock'], clause: TimedClause): Deadline => ({
    clock,
    clause,
    due: new Date(receivedAt.getTime() + milliseconds(clause)),
  });
  const found = [
    due('acknowledge', judged.kind === 'fault' ? `acknowledge-${judged.severity}` : 'acknowledge'),
    due('handoff', 'handoff'),
    due('answer', judged.impact ? 'answer-impact' : 'answer-no-impact'),
  ];
  if (judged.kind === 'fault' && judged.severity !== 'minor') found.push(due('repair', `repair-${judged.severity}`));
  return found.sort((a, b) => a.due.getTime() - b.due.getTime());
}

/** Hours that the contract gives for the answer: 24 where the sender's work is held up, 48 where it is not. */
export function dueHours(judged: { impact: boolean }): 24 | 48 {
  return judged.impact ? contract['answer-impact'].term.hours : contract['answer-no-impact'].term.hours;
}

const unpromised: ReadonlySet<Kind> = new Set(['automatic', 'spam']);

/** The end of a local day needs a time zone, so those two clauses are not for this file. */
type TimedClause = Exclude<ClauseId, 'feedback' | 'follow-up'>;

function milliseconds(clause: TimedClause): number {
  const { term } = contract[clause];
  return 'hours' in term ? term.hours * 3_600_000 : term.minutes * 60_000;
}
