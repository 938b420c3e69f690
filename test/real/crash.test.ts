import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openStore } from '../../store/connect.ts';
import { chance } from './support/chance.ts';
import { Dovecot } from './support/dovecot.ts';
import { Jishi } from './support/jishi.ts';
import { entries, sentRows, tally } from './support/ledger.ts';
import { headerIdOf, mails } from './support/mails.ts';
import { Sink } from './support/sink.ts';
import { standing } from './support/standing.ts';
import { until } from './support/until.ts';

const test = suite('kill -9');
const count = 300;
const kills = 24;
const connections = 2;
/** Repeat a run with JISHI_SEED=…; the moments are the same, as far as the machine is. */
const seed = Number(process.env.JISHI_SEED ?? Date.now() % 1_000_000);

const house = standing(test, async stand => {
  const dovecot = await Dovecot.start(stand, ['support']);
  // Slow enough that a kill finds mails in its hands.
  const sink = await Sink.open(stand, { delayMs: 100 });
  const jishi = await Jishi.configure(stand, {
    inboxes: [dovecot.inbox('support')],
    over: { outbound: { mail: sink.url, connections } },
  });
  return { dovecot, sink, jishi };
});

test(`killed ${kills} times while ${count} mails come, jishi opens one ticket for each and acknowledges it`, async () => {
  const { dovecot, sink, jishi } = house();
  const random = chance(seed);
  const arriving = arrive(dovecot, chance(seed + 1));
  let databases = 0;
  for (let n = 0; n < kills; n++) if (await killOnce(jishi, random)) databases++;
  await arriving;

  jishi.startProcess();
  await until(
    'jishi is up',
    30,
    () => hasStarted(jishi),
    () => jishi.tail(),
  );
  const store = await openStore({ data: jishi.data, database: null, share: true });
  try {
    await until(
      'every mail is acknowledged',
      90,
      async () => (await tally(store)).sent === count,
      async () => `seed ${seed}: ${JSON.stringify(await tally(store))}\n${jishi.tail()}`,
    );
    const all = await entries(store);
    const rows = await sentRows(store);
    const duplicates = sink.delivered.length - new Set(sink.delivered.map(mail => mail.messageId)).size;
    console.log(
      `\n  seed ${seed}: ${kills} kills, ${databases} of them with the database, ${duplicates} mails sent twice`,
    );

    assert.is(all.length, count, 'a message is kept more than once, or not at all');
    assert.equal(
      new Set(all.map(entry => entry.headerId)),
      new Set(Array.from({ length: count }, (_, n) => headerIdOf(n))),
    );
    assert.is(all.filter(entry => entry.place === 'ticket').length, count);
    assert.is(new Set(all.map(entry => entry.ticketId)).size, count);
    assert.is((await tally(store)).tickets, count);
    assert.is(rows.length, count);
    assert.is(new Set(rows.map(row => row.ticketId)).size, count);

    // A user who gets a mail twice gets the same mail twice: servers and mail programs show it once.
    assert.equal(new Set(sink.delivered.map(mail => mail.messageId)), new Set(rows.map(row => row.messageId)));
    const recipientOf = new Map(rows.map(row => [row.messageId, row.recipient]));
    for (const mail of sink.delivered) assert.equal(mail.recipients, [recipientOf.get(mail.messageId)]);
    // What a kill can make go out twice was taken by the server, or nearly, and not yet committed as sent: one mail on
    // each connection, as many that wait for the commit, and as many in the commit that is under way.
    assert.ok(duplicates <= kills * connections * 3, `${duplicates} mails went out twice`);
    await until('all are seen', 15, async () => (await dovecot.list('support')).every(message => message.seen));
  } finally {
    await store.close();
  }
});

test.run();

/** Mails come in bursts, all the time. */
async function arrive(dovecot: Dovecot, random: () => number): Promise<void> {
  for (let n = 0; n < count; ) {
    const burst = Math.min(count - n, 1 + Math.floor(random() * 12));
    await dovecot.append('support', await mails(n, burst));
    n += burst;
    await delay(random() * 2_500);
  }
}

/** Starts jishi and kills it: while it starts, just when it has kept something, or while it works. */
async function killOnce(jishi: Jishi, random: () => number): Promise<boolean> {
  const when = random();
  const wait = random();
  const withDatabase = random() < 0.3;
  const child = jishi.startProcess();
  if (when < 0.25) await delay(wait * 1_500);
  else {
    await until(
      'jishi is up',
      30,
      () => hasStarted(jishi),
      () => jishi.tail(),
    );
    if (when > 0.6) await delay(wait * 2_500);
    // It may keep nothing for a while: then it is killed as it waits.
    else
      await until('something is kept', 3, () => jishi.said('"event":"kept"')).then(
        () => delay(wait * 40),
        () => {},
      );
  }
  const exit = new Promise(resolve => child.once('exit', resolve));
  const killed = jishi.kill(withDatabase);
  await exit;
  return killed;
}

/** Whether the latest process has said that it works. */
function hasStarted(jishi: Jishi): boolean {
  return jishi.said('"event":"started"');
}
