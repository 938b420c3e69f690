import { sql } from 'drizzle-orm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Dovecot } from './support/dovecot.ts';
import { Jishi } from './support/jishi.ts';
import { entries, lookedAt, placed, status, tally } from './support/ledger.ts';
import { cashier, headerIdOf, mail, mails } from './support/mails.ts';
import { Sink } from './support/sink.ts';
import { standing } from './support/standing.ts';
import { until } from './support/until.ts';

const test = suite('an IMAP inbox');
const users = ['seen', 'move', 'delete', 'keep', 'renumbered', 'ledger', 'foldering', 'stuck'];

const house = standing(test, async stand => {
  const dovecot = await Dovecot.start(stand, users);
  const sink = await Sink.open(stand);
  const jishi = await Jishi.start(stand, {
    mail: sink.url,
    inboxes: [
      dovecot.inbox('seen', { done: 'seen' }),
      dovecot.inbox('move', { done: 'move:Archive' }),
      dovecot.inbox('delete', { done: 'delete' }),
      dovecot.inbox('keep', { done: 'keep' }),
      // Dovecot says nothing to a session whose mailbox is numbered anew; a new IDLE finds out.
      dovecot.inbox('renumbered', { done: 'seen', timeoutSeconds: 10 }),
      dovecot.inbox('ledger', { done: 'seen' }),
      dovecot.inbox('foldering', { done: 'move:Done/Mail' }),
      dovecot.inbox('stuck', { done: 'move:no//such' }),
    ],
  });
  for (const user of users) await until(`${user} is looked at`, 20, () => lookedAt(jishi.parts.store, user));
  return { dovecot, sink, jishi };
});

const isPlaced = (n: number) =>
  until(
    `mail ${n} has its place`,
    15,
    () => placed(house().jishi.parts.store, headerIdOf(n)),
    () => house().jishi.tail(),
  );

test('a mail that comes while jishi waits is a ticket, and acknowledged, within seconds', async () => {
  const { dovecot, sink } = house();
  const begun = performance.now();
  await dovecot.append('seen', [await mail(1)]);
  const entry = await isPlaced(1);
  assert.is(entry.place, 'ticket');
  await until('its sender has the acknowledgement', 10, () => sink.to(cashier(1)).length === 1);
  const seconds = (performance.now() - begun) / 1000;
  assert.ok(seconds < 5, `it took ${seconds} s`);
});

test('a mail is \\Seen only after it is kept', async () => {
  const { dovecot, jishi } = house();
  const { store } = jishi.parts;
  let uid = 0;
  const isSeen = async (): Promise<boolean> =>
    (await dovecot.list('seen')).some(message => message.uid === uid && message.seen);
  await store.transaction(async tx => {
    // While the ledger cannot be written to, the bytes of the mail are on the disk already.
    await tx.execute(sql`lock table messages in exclusive mode`);
    [uid = 0] = await dovecot.append('seen', [await mail(2)]);
    await until('jishi waits for the lock', 10, async () => {
      const waiting = await store.db.execute(
        sql`select 1 from pg_locks where not granted and relation = 'messages'::regclass`,
      );
      return waiting.length > 0;
    });
    assert.is(await isSeen(), false);
  });
  await until('it is seen', 10, isSeen);
  assert.is((await isPlaced(2)).place, 'ticket');
});

test('done: move:Archive moves what is kept', async () => {
  const { dovecot } = house();
  await dovecot.append('move', await mails(10, 3));
  for (const n of [10, 11, 12]) assert.is((await isPlaced(n)).place, 'ticket');
  await until('the inbox is empty', 10, async () => (await dovecot.list('move')).length === 0);
  assert.is((await dovecot.list('move', 'Archive')).length, 3);
});

test('a folder to move to is made when it is missing', async () => {
  const { dovecot } = house();
  await dovecot.append('foldering', await mails(60, 2));
  for (const n of [60, 61]) assert.is((await isPlaced(n)).place, 'ticket');
  await until('the inbox is empty', 10, async () => (await dovecot.list('foldering')).length === 0);
  assert.is((await dovecot.list('foldering', 'Done/Mail')).length, 2);
});

test('when a message cannot be moved the operator is told, and it is a ticket all the same', async () => {
  const { dovecot, sink, jishi } = house();
  await dovecot.append('stuck', [await mail(70)]);
  await until('it is acknowledged', 15, () => sink.to(cashier(70)).length === 1);
  assert.is((await dovecot.list('stuck')).length, 1);
  await until('status tells', 10, async () =>
    (await status(jishi.parts.store)).inboxes.some(one => one.name === 'stuck' && one.error?.includes('move:no//such')),
  );
});

test('done: delete deletes what is kept', async () => {
  const { dovecot } = house();
  await dovecot.append('delete', await mails(20, 3));
  for (const n of [20, 21, 22]) assert.is((await isPlaced(n)).place, 'ticket');
  await until('the inbox is empty', 10, async () => (await dovecot.list('delete')).length === 0);
});

test('done: keep leaves everything on the server as it was', async () => {
  const { dovecot } = house();
  await dovecot.append('keep', await mails(30, 3));
  for (const n of [30, 31, 32]) assert.is((await isPlaced(n)).place, 'ticket');
  const left = await dovecot.list('keep');
  assert.is(left.length, 3);
  assert.not(left.some(message => message.seen));
});

test('after a change of UIDVALIDITY everything is looked at again, nothing is ticketed twice, and new mail still comes', async () => {
  const { dovecot, sink, jishi } = house();
  await dovecot.append('renumbered', await mails(40, 5));
  for (const n of [40, 41, 42, 43, 44]) await isPlaced(n);
  const before = await tally(jishi.parts.store);
  dovecot.renumber('renumbered');
  await dovecot.append('renumbered', [await mail(45)]);

  assert.is((await isPlaced(45)).place, 'ticket');
  await until('the five are looked at again', 15, async () => {
    const all = await entries(jishi.parts.store);
    return all.filter(entry => entry.place === 'duplicate').length === 5;
  });
  assert.is(jishi.events('uidvalidity-changed').length, 1);
  await until('the new one is acknowledged', 10, () => sink.to(cashier(45)).length === 1);
  const after = await tally(jishi.parts.store);
  assert.is(after.tickets, before.tickets + 1);
  for (const n of [40, 41, 42, 43, 44]) assert.is(sink.to(cashier(n)).length, 1);
});

test('a message that is missing in the ledger is fetched again at the next reconciliation, and the counts agree', async () => {
  const { dovecot, jishi } = house();
  await dovecot.append('ledger', await mails(50, 4));
  for (const n of [50, 51, 52, 53]) await isPlaced(n);
  const { store } = jishi.parts;
  const lost = await placed(store, headerIdOf(52));
  await store.transaction(async tx => {
    for (const table of ['content_keys', 'judgements', 'readings', 'attachments'])
      await tx.execute(sql`delete from ${sql.identifier(table)} where message_id = ${lost?.id}`);
    await tx.execute(sql`delete from clocks where ticket_id = ${lost?.ticketId}`);
    await tx.execute(sql`delete from outbox where ticket_id = ${lost?.ticketId}`);
    await tx.execute(sql`delete from ticket_events where ticket_id = ${lost?.ticketId}`);
    await tx.execute(sql`delete from messages where id = ${lost?.id}`);
    await tx.execute(sql`delete from tickets where id = ${lost?.ticketId}`);
  });
  assert.is(await placed(store, headerIdOf(52)), null);

  // A reconciliation is due at every start, and every `reconcileMinutes`.
  await jishi.stop();
  await jishi.start();
  assert.is((await isPlaced(52)).place, 'ticket');
  const finding = (await jishi.check()).findings.find(one => one.what === 'inbox ledger');
  assert.is(finding?.ok, true);
  assert.match(finding?.words ?? '', 'server 4 = ledger 4');
});

test.run();
