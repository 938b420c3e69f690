import { simpleParser } from 'mailparser';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Dovecot } from './support/dovecot.ts';
import { Jishi } from './support/jishi.ts';
import { entries, lookedAt, placed, sentRows, tally } from './support/ledger.ts';
import { headerIdOf, mail } from './support/mails.ts';
import { Postfix } from './support/postfix.ts';
import { headerOf, Sink } from './support/sink.ts';
import { standing } from './support/standing.ts';
import { until } from './support/until.ts';

const test = suite('a conversation over real mail servers');
const desk = 'support@desk.test';
const customer = 'customer@hospital.test';

const house = standing(test, async stand => {
  const dovecot = await Dovecot.start(stand, ['support', 'customer']);
  const refusing = await Sink.open(stand, { refuses: () => '550 5.1.1 no such cashier' });
  const postfix = await Postfix.start(stand, dovecot, { [desk]: 'support', [customer]: 'customer' }, refusing.port);
  const jishi = await Jishi.start(stand, {
    mail: postfix.submissionUrl('support'),
    inboxes: [dovecot.inbox('support')],
  });
  await until('support is looked at', 20, () => lookedAt(jishi.parts.store, 'support'));
  return { dovecot, postfix, jishi };
});

/** The customer's latest mail from the desk, as it lies in the mailbox. */
async function acknowledgements(): Promise<Buffer[]> {
  const all = await house().dovecot.sources('customer');
  return all.filter(bytes => headerOf(bytes, 'from')?.includes(desk));
}

const isPlaced = (headerId: string) =>
  until(
    `${headerId} has its place`,
    20,
    () => placed(house().jishi.parts.store, headerId),
    () => `${house().jishi.tail()}\n${house().postfix.log()}`,
  );

/** The outbox row of what was answered to a mail, once its fate is known. */
async function fateOf(headerId: string, states: string[], seconds = 20) {
  const { ticketId } = await isPlaced(headerId);
  const { store } = house().jishi.parts;
  return until(
    `the acknowledgement of ${headerId} is ${states.join(' or ')}`,
    seconds,
    async () => (await sentRows(store)).find(row => row.ticketId === ticketId && states.includes(row.state)),
    () => `${house().jishi.tail()}\n${house().postfix.log()}`,
  );
}

test('an acknowledgement reaches the mailbox as a reply, with the number, as text and HTML, marked as automatic', async () => {
  const { postfix } = house();
  await postfix.send(
    customer,
    desk,
    await mail(1, { from: customer, headers: { References: '<earlier@hospital.test>' } }),
  );
  const [bytes] = await until(
    'the acknowledgement is there',
    20,
    async () => {
      const found = await acknowledgements();
      return found.length > 0 && found;
    },
    () => postfix.log(),
  );
  const { ticket } = await isPlaced(headerIdOf(1));
  assert.is(headerOf(bytes!, 'in-reply-to'), headerIdOf(1));
  assert.is(headerOf(bytes!, 'references'), `<earlier@hospital.test> ${headerIdOf(1)}`);
  assert.is(headerOf(bytes!, 'auto-submitted'), 'auto-replied');
  const parsed = await simpleParser(bytes!);
  assert.ok(parsed.subject?.includes(`[#${ticket}]`), parsed.subject);
  assert.ok(parsed.text?.includes(String(ticket)));
  assert.ok(String(parsed.html).includes(String(ticket)));
});

test("the customer's reply to it goes onto the same ticket, and is not acknowledged again", async () => {
  const { postfix, jishi } = house();
  const before = await tally(jishi.parts.store);
  const [acknowledgement] = await acknowledgements();
  const inReplyTo = headerOf(acknowledgement!, 'message-id')!;
  const first = await isPlaced(headerIdOf(1));
  const text = '补充：二楼的窗口也开不了票了。';
  await postfix.send(customer, desk, await mail(2, { from: customer, subject: 'Re: 开票问题', inReplyTo, text }));
  const reply = await isPlaced(headerIdOf(2));
  assert.equal([reply.place, reply.ticketId], ['ticket', first.ticketId]);
  // Whatever is sent after a mail that came later would have been preceded by a second acknowledgement.
  await postfix.send(customer, desk, await mail(3, { from: customer }));
  await fateOf(headerIdOf(3), ['sent']);
  await until('it is there', 10, async () => (await acknowledgements()).length === 2);
  const after = await tally(jishi.parts.store);
  assert.equal([after.tickets, after.sent], [before.tickets + 1, before.sent + 1]);
});

test('an automatic reply to an acknowledgement is tied to it, opens no ticket, and gets no answer', async () => {
  const { postfix, jishi } = house();
  const before = await tally(jishi.parts.store);
  const [acknowledgement] = await acknowledgements();
  const about = headerOf(acknowledgement!, 'message-id')!;
  const vacation = await mail(4, {
    from: customer,
    subject: '自动回复：我在休假',
    text: '我正在休假，下周一回来。',
    inReplyTo: about,
    headers: { 'Auto-Submitted': 'auto-replied' },
  });
  await postfix.send('', desk, vacation);
  const entry = await isPlaced(headerIdOf(4));
  const row = (await sentRows(jishi.parts.store)).find(one => one.messageId === about);
  assert.is(entry.place, 'machine');
  assert.is(entry.reportsOn, row?.id);
  assert.is(row?.state, 'sent');
  assert.equal(await tally(jishi.parts.store), { ...before, kept: before.kept + 1 });
});

test("an acknowledgement that the server refuses is failed, with the server's words", async () => {
  const { postfix } = house();
  await postfix.send('nobody@hospital.test', desk, await mail(5, { from: 'nobody@hospital.test' }));
  const row = await fateOf(headerIdOf(5), ['failed', 'sent']);
  assert.is(row.state, 'failed');
  assert.match(row.reason ?? '', /550 5\.1\.1 <nobody@hospital\.test>/);
});

test('an acknowledgement that bounces is known by its bounce, which opens no ticket and gets no answer', async () => {
  const { postfix, jishi } = house();
  await postfix.send('cashier@bounce.test', desk, await mail(6, { from: 'cashier@bounce.test' }));
  const row = await fateOf(headerIdOf(6), ['bounced'], 40);
  const { store } = jishi.parts;
  const bounce = (await entries(store)).find(entry => entry.reportsOn === row.id);
  assert.is(bounce?.place, 'machine');
  assert.is(bounce?.ticketId, row.ticketId);
  assert.is((await sentRows(store)).filter(one => one.answersId === bounce?.id).length, 0);
  const { code, needsPerson } = await jishi.status();
  assert.is(code, 1);
  assert.ok(needsPerson.some(words => words.startsWith('1 outbound message(s) bounced')));
});

test.run();
