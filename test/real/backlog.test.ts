import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Dovecot } from './support/dovecot.ts';
import { Jishi } from './support/jishi.ts';
import { entries, sentRows, tally } from './support/ledger.ts';
import { headerIdOf, mails } from './support/mails.ts';
import { Sink } from './support/sink.ts';
import { standing } from './support/standing.ts';
import { until } from './support/until.ts';

const test = suite('a backlog');
const count = 2000;

const house = standing(test, async stand => {
  const dovecot = await Dovecot.start(stand, ['support']);
  const sink = await Sink.open(stand);
  const jishi = await Jishi.configure(stand, { mail: sink.url, inboxes: [dovecot.inbox('support')] });
  return { dovecot, sink, jishi };
});

test(`${count} mails that wait in an inbox become ${count} tickets, each acknowledged once`, async () => {
  const { dovecot, sink, jishi } = house();
  dovecot.deliver('support', await mails(0, count));
  const begun = performance.now();
  await jishi.start();
  const { store } = jishi.parts;
  await until(
    'every acknowledgement is sent',
    150,
    async () => (await tally(store)).sent === count,
    async () => `${JSON.stringify(await tally(store))}\n${jishi.tail()}`,
  );
  console.log(`\n  drained ${count} mails in ${((performance.now() - begun) / 1000).toFixed(1)} s`);

  const all = await entries(store);
  assert.is(all.length, count);
  assert.is(all.filter(entry => entry.place === 'ticket').length, count);
  assert.is(new Set(all.map(entry => entry.ticketId)).size, count);
  assert.equal(
    new Set(all.map(entry => entry.headerId)),
    new Set(Array.from({ length: count }, (_, n) => headerIdOf(n))),
  );
  const rows = await sentRows(store);
  assert.is(rows.length, count);
  assert.is(sink.delivered.length, count);
  assert.equal(new Set(sink.delivered.map(mail => mail.messageId)), new Set(rows.map(row => row.messageId)));
  assert.equal(new Set(sink.delivered.flatMap(mail => mail.recipients)), new Set(rows.map(row => row.recipient)));
  assert.is(new Set(rows.map(row => row.recipient)).size, count);
  await until('all are seen', 15, async () => (await dovecot.list('support')).every(message => message.seen));
});

test.run();
