import { eq } from 'drizzle-orm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clocks, messages, outbox, ticketEvents, tickets } from '../../store/schema.ts';
import { arrivalOf, mailBytes, process, type TestParts, testParts } from '../support/parts.ts';
import { testStore } from '../support/postgres.ts';

const test = suite('the road from arrival to acknowledgement');
let parts: TestParts;

test.before.each(async () => {
  parts = testParts(await testStore());
});
test.after.each(async () => {
  await parts.store.close();
});

const stopped = '您好，今早开始全院所有窗口都开不出电子票据，系统连接不上，病人都在排队，请尽快处理。';
const question = '您好，请问在哪里可以查询上个月的开票汇总？不着急。';

test('a mail becomes a ticket with its clocks running, and its sender has an acknowledgement', async () => {
  await process(parts, [arrivalOf(mailBytes({ Subject: '无法开票' }, stopped))]);
  const [ticket] = await parts.store.db.select().from(tickets);
  assert.is(ticket?.number, '20261125-0001');
  assert.is(ticket?.severity, 'critical');
  assert.is(ticket?.impact, true);
  assert.is(ticket?.requesterAddress, 'wangfang@first.example');
  const running = await parts.store.db.select().from(clocks).orderBy(clocks.due);
  assert.equal(
    running.map(clock => clock.clock),
    ['acknowledge', 'handoff', 'repair', 'answer'],
  );
  const [row] = parts.mail.sent;
  assert.is(parts.mail.sent.length, 1);
  assert.is(row?.recipient, 'wangfang@first.example');
  assert.match(row?.content.subject ?? '', '[#20261125-0001]');
});

test('the answer is due 24 hours after we received it when work is held up', async () => {
  await process(parts, [arrivalOf(mailBytes({}, stopped), { receivedAt: new Date('2026-11-25T03:00:00Z') })]);
  const [answer] = await parts.store.db.select().from(clocks).where(eq(clocks.clock, 'answer'));
  assert.is(answer?.due.toISOString(), '2026-11-26T03:00:00.000Z');
});

test('the answer is due after 48 hours when work is not held up', async () => {
  await process(parts, [arrivalOf(mailBytes({}, question), { receivedAt: new Date('2026-11-25T03:00:00Z') })]);
  const [answer] = await parts.store.db.select().from(clocks).where(eq(clocks.clock, 'answer'));
  assert.is(answer?.due.toISOString(), '2026-11-27T03:00:00.000Z');
});

test('the Date header starts no clock', async () => {
  await process(parts, [arrivalOf(mailBytes({ Date: 'Mon, 2 Nov 2026 08:00:00 +0800' }, question))]);
  const [clock] = await parts.store.db.select().from(clocks).where(eq(clocks.clock, 'answer'));
  assert.is(clock?.started.toISOString(), '2026-11-25T07:59:00.000Z');
});

test('the acknowledge clock stops when the acknowledgement has left, the answer clock does not', async () => {
  await process(parts, [arrivalOf(mailBytes({}, question))]);
  const rows = await parts.store.db.select().from(clocks);
  assert.ok(rows.find(clock => clock.clock === 'acknowledge')?.met);
  assert.is(rows.find(clock => clock.clock === 'answer')?.met, null);
});

test('a repeated arrival and repeated jobs have the effect of one', async () => {
  await process(parts, [arrivalOf(mailBytes({}, stopped), { sourceKey: 'support/1/twice' })], 2);
  assert.is((await parts.store.db.select().from(messages)).length, 1);
  assert.is((await parts.store.db.select().from(tickets)).length, 1);
  assert.is((await parts.store.db.select().from(outbox)).length, 1);
  assert.is(parts.mail.sent.length, 1);
  const events = await parts.store.db.select().from(ticketEvents).orderBy(ticketEvents.id);
  assert.equal(
    events.map(event => event.event),
    ['opened', 'acknowledged'],
  );
});

test('the same mail through two inboxes is one ticket with one acknowledgement', async () => {
  const headers = { 'Message-ID': '<same@first.example>' };
  await process(parts, [
    arrivalOf(mailBytes({ 'Delivered-To': 'support@jishi.example', ...headers }, stopped)),
    arrivalOf(mailBytes({ 'Delivered-To': 'help@jishi.example', ...headers }, stopped), {
      inbox: 'second',
      sourceKey: 'second/9/1',
    }),
  ]);
  assert.is((await parts.store.db.select().from(tickets)).length, 1);
  assert.is(parts.mail.sent.length, 1);
  const places = (await parts.store.db.select().from(messages).orderBy(messages.id)).map(message => message.place);
  assert.equal(places, ['ticket', 'duplicate']);
});

test('an automatic reply opens no ticket and is never acknowledged', async () => {
  await process(parts, [
    arrivalOf(mailBytes({ 'Auto-Submitted': 'auto-replied', Subject: '自动回复' }, '我正在休假。')),
  ]);
  const [message] = await parts.store.db.select().from(messages);
  assert.is(message?.place, 'machine');
  assert.is((await parts.store.db.select().from(tickets)).length, 0);
  assert.is(parts.mail.sent.length, 0);
});

test('our own mail that comes back opens no ticket', async () => {
  await process(parts, [arrivalOf(mailBytes({}, question))]);
  const ours = parts.mail.sent[0]?.messageId ?? '';
  const desk = '服务台 <support@jishi.example>';
  await process(parts, [
    arrivalOf(mailBytes({ From: desk, 'Message-ID': ours }, stopped)),
    arrivalOf(mailBytes({ From: desk, 'Auto-Submitted': 'auto-replied' }, stopped)),
  ]);
  const own = await parts.store.db.select().from(messages).where(eq(messages.placeReason, 'own'));
  assert.is(own.length, 2);
  assert.is((await parts.store.db.select().from(tickets)).length, 1);
});

test('a request that a form sends from the desk’s own address is a ticket, answered to its Reply-To', async () => {
  await process(parts, [
    arrivalOf(mailBytes({ From: 'support@jishi.example', 'Reply-To': 'nurse@first.example' }, stopped)),
  ]);
  assert.is(parts.mail.sent[0]?.recipient, 'nurse@first.example');
});

test('an alarm without Message-ID and Date that comes again with the same words is a new one', async () => {
  const alarm = Buffer.from(
    'From: monitor@first.example\r\nSubject: down\r\n\r\nServer is down, all counters stopped.\r\n',
  );
  await process(parts, [arrivalOf(alarm), arrivalOf(alarm)]);
  const places = (await parts.store.db.select().from(messages)).map(message => message.place);
  assert.equal(places, ['ticket', 'ticket']);
});

test('a mail with eighty thousand references, an endless id and an endless address is filed all the same', async () => {
  const references = Array.from({ length: 80_000 }, (_, n) => `<${n}@x.example>`).join(' ');
  await process(parts, [
    arrivalOf(mailBytes({ References: references }, question)),
    arrivalOf(mailBytes({ 'Message-ID': `<${'m'.repeat(5000)}@x.example>` }, `${question} 2`)),
    arrivalOf(mailBytes({ From: `<${'a'.repeat(4000)}@x.example>` }, `${question} 3`)),
  ]);
  assert.is((await parts.store.db.select().from(tickets)).length, 3);
});

test('an acknowledgement replies to the mail: In-Reply-To, References, a Message-ID of ours', async () => {
  await process(parts, [
    arrivalOf(mailBytes({ 'Message-ID': '<q1@first.example>', References: '<q0@first.example>' }, question)),
  ]);
  const [row] = parts.mail.sent;
  assert.is(row?.content.inReplyTo, '<q1@first.example>');
  assert.equal(row?.content.references, ['<q0@first.example>', '<q1@first.example>']);
  assert.match(row?.messageId ?? '', /^<ack\.20261125-0001\.[0-9a-f]{16}@jishi\.example>$/);
});

test('one correspondent gets no more than the configured acknowledgements an hour; the rest waits for a person', async () => {
  const limit = parts.config.outbound.perCorrespondent;
  const many = Array.from({ length: limit + 2 }, (_, n) => arrivalOf(mailBytes({}, `${question} ${n}`)));
  await process(parts, many);
  const held = await parts.store.db.select().from(outbox).where(eq(outbox.state, 'held'));
  assert.is(parts.mail.sent.length, limit);
  assert.equal(
    held.map(row => row.reason),
    ['rate-limit', 'rate-limit'],
  );
  assert.is((await parts.store.db.select().from(tickets)).length, limit + 2);
});

test('a mail without a usable sender gets a ticket, and a person to reach its sender', async () => {
  await process(parts, [arrivalOf(mailBytes({ From: '"我" <>' }, stopped))]);
  const [row] = await parts.store.db.select().from(outbox);
  assert.equal([row?.state, row?.reason], ['held', 'no-recipient']);
});

test('letters that a database cannot hold do not stop a mail', async () => {
  await process(parts, [arrivalOf(mailBytes({ Subject: 'NUL \0 in it' }, `${question} \0 end`))]);
  assert.is((await parts.store.db.select().from(tickets)).length, 1);
});

test.run();
