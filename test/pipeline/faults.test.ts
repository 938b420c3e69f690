import { eq, sql } from 'drizzle-orm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CodedError, PermanentError, TransientError } from '../../errors.ts';
import { runStep } from '../../pipeline/run.ts';
import { sweep } from '../../pipeline/sweep.ts';
import { arrive } from '../../pipeline.ts';
import { sha256Of } from '../../store/blobs.ts';
import { recorded, release } from '../../store/replay.ts';
import { messages, outbox, tickets } from '../../store/schema.ts';
import { statusOf } from '../../store/status.ts';
import { arrivalOf, drain, mailBytes, process, type TestParts, testParts } from '../support/parts.ts';
import { testStore } from '../support/postgres.ts';

const test = suite('when something fails');
let parts: TestParts;

test.before.each(async () => {
  parts = testParts(await testStore());
});
test.after.each(async () => {
  await parts.store.close();
});

const question = '您好，请问在哪里可以查询上个月的开票汇总？不着急。';
const damaged = Buffer.from('II*\0 damaged', 'latin1');
const clearJobs = () => parts.store.db.execute(sql`delete from graphile_worker._private_jobs`);
const faxArrival = () =>
  arrivalOf(damaged, { channel: 'fax', inbox: 'faxes', sourceKey: `faxes/file/${Math.random()}` });

test('a fax that cannot be read goes to quarantine with its cause, its original kept', async () => {
  await process(parts, [faxArrival()]);
  const [message] = await parts.store.db.select().from(messages);
  assert.equal([message?.place, message?.placeReason], ['quarantine', 'fax-damaged']);
  assert.ok((await parts.store.blobs.get(message?.blob ?? '')).equals(damaged));
});

test('a message above the limit goes to quarantine, its original kept', async () => {
  const config = { ...parts.config, limits: { messageBytes: 50 } };
  await process({ ...parts, config }, [arrivalOf(mailBytes({}, question))]);
  const [message] = await parts.store.db.select().from(messages);
  assert.equal([message?.place, message?.placeReason], ['quarantine', 'message-bytes']);
});

test('one bad message never holds up the others of its batch', async () => {
  const good = [1, 2, 3].map(n => arrivalOf(mailBytes({}, `${question} ${n}`)));
  await arrive(parts, good);
  await clearJobs();
  const rows = await parts.store.db.select().from(messages).orderBy(messages.id);
  await parts.store.db
    .update(messages)
    .set({ blob: 'f'.repeat(64) })
    .where(eq(messages.id, rows[1]?.id ?? 0));
  await runStep(
    parts,
    'read',
    rows.map(row => row.id),
    1,
  );
  await drain(parts);
  const places = (await parts.store.db.select().from(messages).orderBy(messages.id)).map(row => row.place);
  assert.equal(places, ['ticket', 'quarantine', 'ticket']);
});

test('what can be read after a mend leaves the quarantine and becomes a ticket', async () => {
  await process(parts, [faxArrival()]);
  parts.faxes.known.set(damaged.toString('latin1'), {
    type: 'fax',
    text: '我院所有窗口都无法开票',
    pages: [],
    fields: { fax: '0755-00000312' },
    ticks: [],
    codes: [],
    station: { tsi: null, callerId: null, callerName: null },
  });
  const [one] = await recorded(parts.store.db, 'quarantine');
  assert.ok(one);
  assert.is(await parts.store.transaction(tx => release(tx, one.message)), true);
  assert.is(await parts.store.transaction(tx => release(tx, one.message)), false);
  await drain(parts);
  const [ticket] = await parts.store.db.select().from(tickets);
  assert.equal([ticket?.channel, ticket?.requesterFax], ['fax', '075500000312']);
  assert.is(parts.fax.sent.length, 1);
});

test('a fax whose sender’s number nobody knows has its acknowledgement held for a person', async () => {
  parts.faxes.known.set(damaged.toString('latin1'), {
    type: 'fax',
    text: '无法开票',
    pages: [],
    fields: {},
    ticks: [],
    codes: [],
    station: { tsi: 'abc', callerId: null, callerName: null },
  });
  await process(parts, [faxArrival()]);
  const [row] = await parts.store.db.select().from(outbox);
  assert.equal([row?.state, row?.reason, row?.channel], ['held', 'no-recipient', 'fax']);
});

test('a mail server that is away leaves the acknowledgement queued; it leaves later, once', async () => {
  parts.mail.failures.push(new TransientError('smtp-unreachable', 'connect ECONNREFUSED'));
  await process(parts, [arrivalOf(mailBytes({}, question))]).catch(() => {});
  const [row] = await parts.store.db.select().from(outbox);
  assert.equal([row?.state, row?.reason], ['queued', 'smtp-unreachable: connect ECONNREFUSED']);
  for (let again = 0; again < 2; again++) await runStep(parts, 'send', [row?.id ?? 0], 2);
  assert.is(parts.mail.sent.length, 1);
});

test('a refused recipient is not tried again, and a person sees the server’s words', async () => {
  parts.mail.failures.push(new PermanentError('smtp-refused', '550 5.1.1 no such user'));
  await process(parts, [arrivalOf(mailBytes({}, question))]);
  const [row] = await parts.store.db.select().from(outbox);
  assert.equal([row?.state, row?.reason], ['failed', 'smtp-refused: 550 5.1.1 no such user']);
  await runStep(parts, 'send', [row?.id ?? 0], 2);
  assert.is(parts.mail.sent.length, 0);
});

test('one refused recipient does not stop the rest of its batch', async () => {
  parts.mail.failures.push(new PermanentError('smtp-refused', '550'));
  await process(
    parts,
    [1, 2, 3].map(n => arrivalOf(mailBytes({ From: `u${n}@first.example` }, `${question} ${n}`))),
  );
  assert.is(parts.mail.sent.length, 2);
});

test('what was in the carrier’s hands when its worker died goes out again under the same Message-ID', async () => {
  await process(parts, [arrivalOf(mailBytes({}, question))]);
  await parts.store.db.update(outbox).set({ state: 'sending', sentAt: null });
  const [row] = await parts.store.db.select().from(outbox);
  await runStep(parts, 'send', [row?.id ?? 0], 2);
  assert.is(parts.mail.sent.length, 2);
  assert.is(parts.mail.sent[0]?.messageId, parts.mail.sent[1]?.messageId);
});

test('a message whose job was lost is found by the sweep and goes on', async () => {
  await arrive(parts, [arrivalOf(mailBytes({}, question))]);
  await clearJobs();
  await parts.store.db.update(messages).set({ keptAt: new Date(parts.now().getTime() - 120_000) });
  assert.is(await sweep(parts), 1);
  assert.is(await sweep(parts), 0);
  await drain(parts);
  assert.is(parts.mail.sent.length, 1);
});

test('the sweep leaves alone what a job will move', async () => {
  await arrive(parts, [arrivalOf(mailBytes({}, question))]);
  await parts.store.db.update(messages).set({ keptAt: new Date(parts.now().getTime() - 120_000) });
  assert.is(await sweep(parts), 0);
});

test('an error that nobody foresaw is tried a few times, then a person sees it', async () => {
  await arrive(parts, [arrivalOf(mailBytes({}, question))]);
  await clearJobs();
  const [message] = await parts.store.db.select().from(messages);
  const broken: TestParts = {
    ...parts,
    store: {
      ...parts.store,
      blobs: {
        ...parts.store.blobs,
        get: async () => {
          throw new TypeError('x is undefined');
        },
      },
    },
  };
  const early = await runStep(broken, 'read', [message?.id ?? 0], 1);
  assert.is((await Promise.allSettled(early ?? []))[0]?.status, 'rejected');
  assert.is((await parts.store.db.select().from(messages))[0]?.place, null);
  await runStep(broken, 'read', [message?.id ?? 0], 5);
  const [after] = await parts.store.db.select().from(messages);
  assert.equal([after?.place, after?.placeReason], ['quarantine', 'read-failed']);
});

test('arrivals are the sum of tickets, machine mail, spam, quarantine and duplicates', async () => {
  const same = mailBytes({ 'Message-ID': '<same@first.example>' }, question);
  await process(parts, [
    arrivalOf(same),
    arrivalOf(same, { inbox: 'second' }),
    arrivalOf(mailBytes({ 'Auto-Submitted': 'auto-replied' }, '我正在休假。')),
    faxArrival(),
  ]);
  await arrive(parts, [arrivalOf(mailBytes({}, `${question} 2`))]);
  const { messages: counts } = await statusOf(parts.store.db, parts.now());
  assert.equal(counts, {
    arrived: 5,
    ticket: 1,
    machine: 1,
    spam: 0,
    quarantine: 1,
    duplicate: 1,
    underWay: 1,
    balanced: true,
  });
});

test('what is stuck is told to a person', async () => {
  await arrive(parts, [arrivalOf(mailBytes({}, question))]);
  await clearJobs();
  await parts.store.db.update(messages).set({ keptAt: new Date(parts.now().getTime() - 700_000) });
  assert.equal((await statusOf(parts.store.db, parts.now())).stuck, { messages: 1, outbox: 0 });
});

test('a fax that brings its reader down every time ends in quarantine, not in endless tries', async () => {
  await arrive(parts, [faxArrival()]);
  await clearJobs();
  const [message] = await parts.store.db.select().from(messages);
  const broken: TestParts = {
    ...parts,
    faxReader: {
      read: async () => {
        throw new CodedError('fax-worker', 'its process ended');
      },
      close: async () => {},
    },
  };
  for (let attempt = 1; attempt <= 5; attempt++)
    await Promise.allSettled((await runStep(broken, 'readFax', [message?.id ?? 0], attempt)) ?? []);
  assert.is((await parts.store.db.select().from(messages))[0]?.place, 'quarantine');
});

test('the original of a message has the SHA-256 of the bytes that came', async () => {
  const bytes = mailBytes({}, question);
  await arrive(parts, [arrivalOf(bytes)]);
  assert.is((await parts.store.db.select().from(messages))[0]?.blob, sha256Of(bytes));
});

test.run();
