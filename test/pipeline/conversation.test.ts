import { eq, sql } from 'drizzle-orm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { answerTicket } from '../../notify/answer.ts';
import { arrive } from '../../pipeline.ts';
import { enqueue } from '../../store/jobs.ts';
import { clocks, messages, outbox, ticketEvents, tickets } from '../../store/schema.ts';
import { arrivalOf, drain, mailBytes, process, type TestParts, testParts } from '../support/parts.ts';
import { testStore } from '../support/postgres.ts';

const test = suite('a conversation on one ticket');
let parts: TestParts;

test.before.each(async () => {
  parts = testParts(await testStore());
});
test.after.each(async () => {
  await parts.store.close();
});

const question = '您好，请问在哪里可以查询上个月的开票汇总？不着急。';
const worse = '现在所有窗口都打不开系统了，全部收费停了！';

/** Opens a ticket by mail; gives the Message-ID of our acknowledgement. */
async function openTicket(body = question): Promise<string> {
  await process(parts, [arrivalOf(mailBytes({ 'Message-ID': '<first@first.example>' }, body))]);
  return parts.mail.sent.at(-1)?.messageId ?? '';
}

async function reply(headers: Record<string, string>, body: string): Promise<void> {
  await process(parts, [arrivalOf(mailBytes(headers, body), { receivedAt: parts.now() })]);
}

const ticketCount = async (): Promise<number> => (await parts.store.db.select().from(tickets)).length;

test('a reply to our acknowledgement goes onto its ticket and gets no second acknowledgement', async () => {
  const acknowledgement = await openTicket();
  await reply({ 'In-Reply-To': acknowledgement, Subject: '回复：完全不同的主题' }, '补充一下，是住院的票据。');
  assert.is(await ticketCount(), 1);
  assert.is(parts.mail.sent.length, 1);
  const places = (await parts.store.db.select().from(messages)).map(message => [
    message.place,
    message.ticketId !== null,
  ]);
  assert.equal(places, [
    ['ticket', true],
    ['ticket', true],
  ]);
});

test('a reply is found by References alone, in any order', async () => {
  const acknowledgement = await openTicket();
  await reply({ References: `${acknowledgement} <unknown@elsewhere.example>` }, '补充一下，是住院的票据。');
  assert.is(await ticketCount(), 1);
});

test('a mail that answers the sender’s own first mail joins it, even in the same batch', async () => {
  await process(parts, [
    arrivalOf(mailBytes({ 'Message-ID': '<a@first.example>' }, question)),
    arrivalOf(
      mailBytes({ 'Message-ID': '<b@first.example>', 'In-Reply-To': '<a@first.example>' }, '再补充一点：是门诊的。'),
    ),
  ]);
  assert.is(await ticketCount(), 1);
  assert.is(parts.mail.sent.length, 1);
});

test('the ticket number in the subject counts with the same sender', async () => {
  await openTicket();
  await reply({ Subject: '关于 [#20261125-0001]' }, '补充一下，是住院的票据。');
  assert.is(await ticketCount(), 1);
});

test('the ticket number in a stranger’s subject counts for nothing', async () => {
  await openTicket();
  await reply({ From: 'other@elsewhere.example', Subject: '[#20261125-0001]' }, '请把这个工单的内容发给我。');
  assert.is(await ticketCount(), 2);
});

test('a follow-up that tells worse raises the ticket, and its promises move earlier from the same start', async () => {
  const acknowledgement = await openTicket();
  const before = await answerClock();
  parts.clock.forward(60);
  await reply({ 'In-Reply-To': acknowledgement }, worse);
  const [ticket] = await parts.store.db.select().from(tickets);
  const after = await answerClock();
  assert.equal([ticket?.severity, ticket?.impact], ['critical', true]);
  assert.equal(after.started, before.started);
  assert.is(after.due.getTime() - after.started.getTime(), 24 * 3_600_000);
});

test('a follow-up that sounds milder lowers nothing', async () => {
  const acknowledgement = await openTicket(worse);
  await reply({ 'In-Reply-To': acknowledgement }, question);
  const [ticket] = await parts.store.db.select().from(tickets);
  assert.equal([ticket?.severity, ticket?.impact], ['critical', true]);
});

test('an answer meets the answer clock when it has left, over the channel that the user wrote on', async () => {
  await openTicket();
  parts.clock.forward(90);
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '您好，请在“综合报表”中查询。', parts.now());
  assert.is((await answerClock()).met, null);
  await drain(parts);
  assert.equal((await answerClock()).met, parts.now());
  const [ticket] = await parts.store.db.select().from(tickets);
  assert.equal([ticket?.status, ticket?.phase], ['answered', 'feedback']);
  const sent = parts.mail.sent.at(-1);
  assert.equal(
    [sent?.purpose, sent?.recipient, sent?.content.inReplyTo],
    ['answer', 'wangfang@first.example', '<first@first.example>'],
  );
});

test('a ticket has one answer a round: a second one is refused', async () => {
  await openTicket();
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '答复。', parts.now());
  try {
    await answerTicket(parts.store, parts.config.team, '20261125-0001', '又一次答复。', parts.now());
    assert.unreachable();
  } catch (error) {
    assert.is(error instanceof Error && 'code' in error && error.code, 'answered-already');
  }
});

test('a reply to an answered ticket opens it again, with a new answer promise and no acknowledgement', async () => {
  await openTicket();
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '您好，请在“综合报表”中查询。', parts.now());
  await drain(parts);
  parts.clock.forward(600);
  await reply({ 'In-Reply-To': parts.mail.sent.at(-1)?.messageId ?? '' }, '查不到，页面一直报错，请再看一下。');
  const [ticket] = await parts.store.db.select().from(tickets);
  assert.is(ticket?.status, 'open');
  const anew = (await parts.store.db.select().from(clocks)).filter(clock => clock.round === 2);
  assert.ok(
    anew.some(
      clock => clock.clock === 'answer' && clock.met === null && clock.started.getTime() === parts.now().getTime(),
    ),
  );
  assert.not(anew.some(clock => clock.clock === 'acknowledge'));
  assert.is((await parts.store.db.select().from(outbox).where(eq(outbox.purpose, 'acknowledgement'))).length, 1);
});

test('a reopened ticket can be answered again', async () => {
  await openTicket();
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '您好，请在“综合报表”中查询。', parts.now());
  await drain(parts);
  await reply({ 'In-Reply-To': parts.mail.sent.at(-1)?.messageId ?? '' }, '查不到，页面一直报错，请再看一下。');
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '您好，问题已修复。', parts.now());
  await drain(parts);
  assert.equal(
    parts.mail.sent.map(row => [row.purpose, row.round]),
    [
      ['acknowledgement', 1],
      ['answer', 1],
      ['answer', 2],
    ],
  );
});

test('thanks do not open an answered ticket again', async () => {
  await openTicket();
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '您好，请在“综合报表”中查询。', parts.now());
  await drain(parts);
  await reply(
    { 'In-Reply-To': parts.mail.sent.at(-1)?.messageId ?? '', Subject: '回复：已解决' },
    '收到，问题已经解决了，谢谢！',
  );
  const [ticket] = await parts.store.db.select().from(tickets);
  assert.is(ticket?.status, 'answered');
});

test('a bounced answer answers nobody: its clock runs again from its first start', async () => {
  await openTicket();
  await answerTicket(parts.store, parts.config.team, '20261125-0001', '您好，请在“综合报表”中查询。', parts.now());
  await drain(parts);
  const answer = parts.mail.sent.at(-1);
  await process(parts, [arrivalOf(bounceOf(answer?.messageId ?? '', 'wangfang@first.example'))]);
  const clock = await answerClock();
  assert.is(clock.met, null);
  assert.is(clock.started.toISOString(), '2026-11-25T07:59:00.000Z');
  const [row] = await parts.store.db.select().from(outbox).where(eq(outbox.purpose, 'answer'));
  assert.is(row?.state, 'bounced');
  const [bounce] = await parts.store.db.select().from(messages).where(eq(messages.place, 'machine'));
  assert.is(bounce?.reportsOn, row?.id);
  assert.is(await ticketCount(), 1);
});

test('a mail waits for the one that it answers, while that is still under way', async () => {
  const late = arrivalOf(mailBytes({ 'Message-ID': '<slow@first.example>' }, question));
  await arrive(parts, [late]);
  await parts.store.db.update(messages).set({ headerId: '<slow@first.example>' });
  await parts.store.db.execute(sql`delete from graphile_worker._private_jobs`);
  await reply({ 'In-Reply-To': '<slow@first.example>' }, '补充一下，是住院的票据。');
  assert.is(await ticketCount(), 0);
  const [first] = await parts.store.db.select().from(messages).orderBy(messages.id);
  await parts.store.transaction(tx => enqueue(tx, 'read', [first?.id ?? 0]));
  await drain(parts);
  await drain(parts, 1, true);
  assert.is(await ticketCount(), 1);
  assert.equal(
    (await parts.store.db.select().from(messages)).map(message => message.place),
    ['ticket', 'ticket'],
  );
});

test('what happened to a ticket is told by its events, in order', async () => {
  const acknowledgement = await openTicket();
  await reply({ 'In-Reply-To': acknowledgement }, worse);
  const events = await parts.store.db.select().from(ticketEvents).orderBy(ticketEvents.id);
  assert.equal(
    events.map(event => event.event),
    ['opened', 'acknowledged', 'message-added', 'raised'],
  );
});

async function answerClock() {
  const [clock] = await parts.store.db.select().from(clocks).where(eq(clocks.clock, 'answer'));
  assert.ok(clock);
  return clock;
}

/** A delivery status notification (RFC 3464) about one of our mails. */
function bounceOf(messageId: string, recipient: string): Buffer {
  return Buffer.from(
    [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.example',
      'To: support@jishi.example',
      'Subject: Undelivered Mail Returned to Sender',
      'Message-ID: <dsn-1@mx.example>',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'The mail could not be delivered.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
      `Message-ID: ${messageId}`,
      'Subject: answer',
      '',
      'text',
      '--b--',
      '',
    ].join('\r\n'),
  );
}

test.run();
