import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Dovecot } from './support/dovecot.ts';
import { Jishi } from './support/jishi.ts';
import { entries, lookedAt, placed, status } from './support/ledger.ts';
import { cashier, headerIdOf, mail } from './support/mails.ts';
import { Sink } from './support/sink.ts';
import { standing } from './support/standing.ts';
import { until } from './support/until.ts';

const test = suite('messages that are hard to take');
const users = ['barred', 'alone', 'broken', 'large'];

const house = standing(test, async stand => {
  const dovecot = await Dovecot.start(stand, users);
  const sink = await Sink.open(stand);
  const jishi = await Jishi.start(stand, {
    mail: sink.url,
    inboxes: users.map(user => dovecot.inbox(user, { reconcileMinutes: 1 })),
  });
  for (const user of users) await until(`${user} is looked at`, 20, () => lookedAt(jishi.parts.store, user));
  return { dovecot, sink, jishi };
});

const isPlaced = (n: number, seconds = 30) =>
  until(
    `mail ${n} has its place`,
    seconds,
    () => placed(house().jishi.parts.store, headerIdOf(n)),
    () => house().jishi.tail(),
  );

test('a message that the server lists and does not give holds up none of those around it', async () => {
  const { dovecot, jishi } = house();
  await jishi.stop();
  await dovecot.append('barred', [await mail(1), await mail(2)]);
  dovecot.bar('barred', headerIdOf(2));
  await dovecot.append('barred', [await mail(3)]);
  await jishi.start();
  for (const n of [1, 3]) assert.is((await isPlaced(n)).place, 'ticket');
  assert.is(await placed(jishi.parts.store, headerIdOf(2)), null);
  const words = '1 message(s) of inbox barred are on the server but could not be taken';
  const { code } = await until('status says that one is missing', 60, async () => {
    const answer = await jishi.status();
    return answer.needsPerson.includes(words) && answer;
  });
  assert.is(code, 1);
});

test('nor does one that comes alone', async () => {
  const { dovecot, jishi } = house();
  await jishi.stop();
  await dovecot.append('alone', [await mail(11)]);
  dovecot.bar('alone', headerIdOf(11));
  await jishi.start();
  await until('jishi has given it up for now', 60, () =>
    jishi.events('fetch-refused').some(event => event.inbox === 'alone'),
  );
  await dovecot.append('alone', [await mail(12)]);
  assert.is((await isPlaced(12)).place, 'ticket');
  dovecot.bar('alone', headerIdOf(11), false);
});

test('bytes that are no mail are kept in quarantine, with a reason, and the next mail goes on', async () => {
  const { dovecot, jishi } = house();
  await dovecot.append('broken', [Buffer.from('no header line in here\r\n\r\nat all\r\n'), await mail(21)]);
  assert.is((await isPlaced(21)).place, 'ticket');
  await until('the other one is in quarantine', 10, async () => {
    const all = await entries(jishi.parts.store);
    return all.some(entry => entry.place === 'quarantine' && entry.reason === 'mail-format');
  });
  const { code, needsPerson } = await jishi.status();
  assert.is(code, 1);
  assert.ok(needsPerson.some(line => line.startsWith('1 message(s) in quarantine')));
});

test('a mail of 30 MB is a ticket, and acknowledged, like any other', async () => {
  const { dovecot, sink } = house();
  await dovecot.append('large', [await mail(31, { attachmentBytes: 22 * 1024 * 1024 }), await mail(32)]);
  for (const n of [31, 32]) assert.is((await isPlaced(n)).place, 'ticket');
  for (const n of [31, 32]) await until(`mail ${n} is acknowledged`, 15, () => sink.to(cashier(n)).length === 1);
});

test('what the server gives again is taken at the next reconciliation', async () => {
  assert.is((await isPlaced(11, 100)).place, 'ticket');
  await until('nothing is missing', 10, async () =>
    (await status(house().jishi.parts.store)).inboxes.some(one => one.name === 'alone' && one.missing === 0),
  );
});

test.run();
