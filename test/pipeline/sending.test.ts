import { eq } from 'drizzle-orm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf, PermanentError, TransientError } from '../../errors.ts';
import { answerTicket } from '../../notify/answer.ts';
import { runStep } from '../../pipeline/run.ts';
import { decideOutbox, troubledOutbox } from '../../store/outbox.ts';
import { clocks, outbox, tickets } from '../../store/schema.ts';
import { markSolved } from '../../store/tickets.ts';
import { beat } from '../../store/workers.ts';
import { arrivalOf, drain, mailBytes, process, type TestParts, testParts } from '../support/parts.ts';
import { testStore } from '../support/postgres.ts';

const test = suite('nothing sent twice, nothing left unsaid');
let parts: TestParts;

test.before.each(async () => {
  parts = testParts(await testStore());
});
test.after.each(async () => {
  await parts.store.close();
});

const question = '您好，请问在哪里可以查询上个月的开票汇总？不着急。';
const rows = () => parts.store.db.select().from(outbox).orderBy(outbox.id);

/** A ticket whose acknowledgement waits in the outbox. */
async function queued(n = 1): Promise<number[]> {
  for (let i = 0; i < n; i++) parts.mail.failures.push(new TransientError('smtp-unreachable', 'away'));
  const mails = Array.from({ length: n }, (_, i) =>
    arrivalOf(mailBytes({ From: `u${i}@first.example` }, `${question} ${i}`)),
  );
  await process(parts, mails).catch(() => {});
  parts.mail.failures.length = 0;
  return (await rows()).map(row => row.id);
}

test('two jobs with the same row at the same time send it once', async () => {
  const ids = await queued();
  const slow = parts.mail.send.bind(parts.mail);
  parts.mail.send = async row => {
    await new Promise(resolve => setImmediate(resolve));
    await slow(row);
  };
  await Promise.all([runStep(parts, 'send', ids, 1), runStep(parts, 'send', ids, 1), runStep(parts, 'send', ids, 1)]);
  assert.is(parts.mail.sent.length, 1);
});

test('a row in the hands of another living worker is left to it; a dead worker’s row is taken over', async () => {
  const ids = await queued();
  await beat(parts.store.db, { id: 'other', pools: [] });
  await parts.store.db.update(outbox).set({ state: 'sending', claimedBy: 'other' });
  await runStep(parts, 'send', ids, 1);
  assert.is(parts.mail.sent.length, 0);
  await parts.store.db.update(outbox).set({ claimedBy: 'dead' });
  await runStep(parts, 'send', ids, 1);
  assert.is(parts.mail.sent.length, 1);
});

test('a database that is away for a moment while mails leave makes none leave twice', async () => {
  const ids = await queued(40);
  const { transaction } = parts.store;
  let failing = 0;
  let calls = 0;
  const flaky: TestParts = {
    ...parts,
    store: {
      ...parts.store,
      transaction: work => {
        calls++;
        // The first takes the rows; then the database is away for a while.
        if (calls > 1 && failing < 3) {
          failing++;
          return Promise.reject(new TransientError('connection-lost', 'away'));
        }
        return transaction(work);
      },
    },
  };
  await runStep(flaky, 'send', ids, 1);
  assert.is(failing, 3);
  assert.is(parts.mail.sent.length, 40);
  assert.ok((await rows()).every(row => row.state === 'sent'));
});

test('what a stranger writes as Reply-To reaches one mailbox or none', async () => {
  for (const to of [
    '<a@b.example,d@e.example,g@h.example>',
    '"a@b.example,victim@v.example"@evil.example',
    `<${'a'.repeat(300)}@b.example>`,
  ])
    await process(parts, [arrivalOf(mailBytes({ 'Reply-To': to }, `${question} ${to.length}`))]);
  for (const { recipient } of parts.mail.sent) assert.match(recipient ?? '', /^[^@,]+@[^@,]+$/);
});

test('a user who writes again while the answer is on its way out has a promise for that', async () => {
  await process(parts, [arrivalOf(mailBytes({ 'Message-ID': '<a@first.example>' }, question))]);
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '您好，请在“综合报表”中查询。', parts.now());
  await parts.store.db.execute('delete from graphile_worker._private_jobs');
  await process(parts, [arrivalOf(mailBytes({ 'In-Reply-To': '<a@first.example>' }, '现在所有窗口都开不了票了！'))]);
  const [, answer] = await rows();
  await runStep(parts, 'send', [answer?.id ?? 0], 1);
  const [ticket] = await parts.store.db.select().from(tickets);
  assert.equal([ticket?.status, ticket?.severity], ['open', 'critical']);
  const answers = await parts.store.db.select().from(clocks).where(eq(clocks.clock, 'answer')).orderBy(clocks.round);
  assert.equal(
    answers.map(clock => [clock.round, clock.met === null]),
    [
      [1, false],
      [2, true],
    ],
  );
});

test('an answer that was refused can be followed by another', async () => {
  await process(parts, [arrivalOf(mailBytes({}, question))]);
  parts.mail.failures.push(new PermanentError('smtp-refused', '550'));
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '一。', parts.now());
  await drain(parts);
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '二。', parts.now());
  await drain(parts);
  assert.match(parts.mail.sent.at(-1)?.content.text ?? '', '二。');
  assert.is((await parts.store.db.select().from(tickets))[0]?.status, 'answered');
});

test('a person can send what was held to an address, or dismiss it', async () => {
  await process(parts, [arrivalOf(mailBytes({ From: '"我" <>' }, question))]);
  const [held] = await troubledOutbox(parts.store.db);
  const id = held?.row.id ?? 0;
  const nobody = await parts.store
    .transaction(tx => decideOutbox(tx, id, { state: 'queued', recipient: null }))
    .catch((error: unknown) => error);
  assert.is(codeOf(nobody), '23514');
  assert.is(
    await parts.store.transaction(tx => decideOutbox(tx, id, { state: 'queued', recipient: 'me@first.example' })),
    true,
  );
  await drain(parts);
  assert.is(parts.mail.sent[0]?.recipient, 'me@first.example');
  assert.is(await parts.store.transaction(tx => decideOutbox(tx, id, { state: 'dismissed' })), false);
});

test('a fault that is solved meets its repair promise, once', async () => {
  await process(parts, [arrivalOf(mailBytes({}, '所有窗口都开不了票，病人都在排队'))]);
  const [ticket] = await parts.store.db.select().from(tickets);
  assert.is(await parts.store.transaction(tx => markSolved(tx, ticket?.id ?? 0, parts.now())), true);
  assert.is(await parts.store.transaction(tx => markSolved(tx, ticket?.id ?? 0, parts.now())), false);
});

test.run();
