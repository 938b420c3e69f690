import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Dovecot } from './support/dovecot.ts';
import { Jishi } from './support/jishi.ts';
import { entries, lookedAt, placed, status } from './support/ledger.ts';
import { Line } from './support/line.ts';
import { cashier, headerIdOf, mail, mails } from './support/mails.ts';
import { Sink } from './support/sink.ts';
import { standing } from './support/standing.ts';
import { until } from './support/until.ts';

const test = suite('an IMAP inbox on a bad line');

const house = standing(test, async stand => {
  const warnings: string[] = [];
  const warn = (warning: Error): number => warnings.push(`${warning.name}: ${warning.message}`);
  process.on('warning', warn);
  stand.down(() => process.off('warning', warn));
  const dovecot = await Dovecot.start(stand, ['cut', 'kicked', 'silent', 'refused']);
  const sink = await Sink.open(stand);
  const cut = await Line.open(stand, dovecot.port);
  const silent = await Line.open(stand, dovecot.port);
  const jishi = await Jishi.start(stand, {
    mail: sink.url,
    inboxes: [
      dovecot.inbox('cut', { port: cut.port }),
      dovecot.inbox('kicked'),
      dovecot.inbox('silent', { port: silent.port, timeoutSeconds: 10 }),
      dovecot.inbox('refused', { password: 'mended' }),
    ],
  });
  for (const user of ['cut', 'kicked', 'silent'])
    await until(`${user} is looked at`, 20, () => lookedAt(jishi.parts.store, user));
  return { dovecot, sink, cut, silent, jishi, warnings };
});

/** Every one of these mails is on a ticket of its own, and was acknowledged once. */
async function areServedOnce(numbers: number[], seconds = 30): Promise<void> {
  const { jishi, sink } = house();
  for (const n of numbers)
    await until(
      `mail ${n} is acknowledged`,
      seconds,
      () => sink.to(cashier(n)).length > 0,
      () => jishi.tail(),
    );
  const all = await entries(jishi.parts.store);
  for (const n of numbers) {
    const found = all.filter(entry => entry.headerId === headerIdOf(n));
    assert.is(found.length, 1, `mail ${n} is kept ${found.length} times`);
    assert.is(found[0]?.place, 'ticket');
    assert.is(sink.to(cashier(n)).length, 1, `mail ${n} is acknowledged more than once`);
  }
}

const errorOf = async (inbox: string): Promise<string | null> =>
  (await status(house().jishi.parts.store)).inboxes.find(one => one.name === inbox)?.error ?? null;

test('a connection that is cut in the middle of a message is opened again, and every message comes once', async () => {
  const { dovecot, cut } = house();
  cut.cutAfter(4_000_000);
  await dovecot.append('cut', [await mail(1), await mail(2, { attachmentBytes: 9_000_000 }), await mail(3)]);
  await areServedOnce([1, 2, 3]);
  assert.is(cut.cuts, 1);
});

test('so it is when it is cut again and again while messages come', async () => {
  const { dovecot, cut } = house();
  for (let n = 10; n < 40; n += 3) {
    cut.cutAfter(3_000 + n * 100);
    await dovecot.append('cut', await mails(n, 3));
    if (n % 2 === 0) cut.cut();
  }
  await areServedOnce(Array.from({ length: 30 }, (_, i) => 10 + i));
  await until('no message is left unread', 15, async () => (await dovecot.list('cut')).every(message => message.seen));
});

test('a server that ends the session is asked again, and the trouble is over when it answers', async () => {
  const { dovecot } = house();
  await dovecot.append('kicked', await mails(50, 2));
  await areServedOnce([50, 51]);
  dovecot.kick('kicked');
  await until('the trouble is told', 10, () => errorOf('kicked'));
  await until('the trouble is over', 10, async () => (await errorOf('kicked')) === null);
  await dovecot.append('kicked', await mails(52, 2));
  await areServedOnce([52, 53]);
});

test('a server that falls silent is noticed, and what came meanwhile is fetched when it speaks again', async () => {
  const { dovecot, silent, jishi } = house();
  silent.silence();
  await dovecot.append('silent', await mails(60, 2));
  await until(
    'jishi notices',
    25,
    () => errorOf('silent'),
    () => jishi.tail(),
  );
  assert.is(await placed(jishi.parts.store, headerIdOf(60)), null);
  silent.speak();
  await areServedOnce([60, 61], 40);
  assert.is(await errorOf('silent'), null);
});

test('a wrong password is told in words by check and status, while the other inboxes work; mended, it works', async () => {
  const { dovecot, jishi } = house();
  const words = 'refuses the name or password of inbox "refused"';
  await until('status says it', 10, async () => (await errorOf('refused'))?.includes(words));
  const shown = await jishi.status();
  assert.is(shown.code, 1);
  assert.ok(shown.needsPerson.some(line => line.startsWith('inbox refused: ') && line.includes(words)));
  const { code, findings } = await jishi.check();
  assert.is(code, 1);
  const wrong = findings.filter(finding => !finding.ok);
  assert.equal(
    wrong.map(finding => finding.what),
    ['inbox refused'],
  );
  assert.match(wrong[0]?.words ?? '', 'check user and password');

  await dovecot.append('kicked', [await mail(70)]);
  await areServedOnce([70]);
  dovecot.setPassword('refused', 'mended');
  await dovecot.append('refused', [await mail(71)]);
  await areServedOnce([71], 75);
  assert.is(await errorOf('refused'), null);
});

test('nothing piles up in a process that waits for a minute', () => {
  assert.equal(house().warnings, []);
});

test.run();
