import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PermanentError, TransientError } from '../../errors.ts';
import type { Carrier } from '../../notify/carrier.ts';
import { openMailFolder, openSmtp } from '../../notify/mail.ts';
import type { OutboxRow } from '../../store/outbox.ts';

const test = suite('mail that goes out');
const team = { name: '电子票据服务台', address: 'support@jishi.example', timezone: 'Asia/Shanghai' };
const received: Buffer[] = [];
let refuse: { at: 'rcpt' | 'data'; code: number } | null = null;
let server: SMTPServer;
let carrier: Carrier;

const row: OutboxRow = {
  id: 1,
  ticketId: 1,
  answersId: 1,
  purpose: 'acknowledgement',
  round: 1,
  channel: 'email',
  recipient: 'wangfang@first.example',
  messageId: '<ack.20261125-0001.00ff@jishi.example>',
  content: {
    subject: '[#20261125-0001] 已受理：无法开票',
    text: '您好',
    html: '<p>您好</p>',
    inReplyTo: '<q@first.example>',
    references: ['<p@first.example>', '<q@first.example>'],
    letter: null,
  },
  state: 'sending',
  reason: null,
  attempts: 1,
  claimedBy: null,
  createdAt: new Date('2026-11-25T08:00:00Z'),
  sentAt: null,
};

const refusal = (at: 'rcpt' | 'data'): Error | null =>
  refuse?.at === at ? Object.assign(new Error('no'), { responseCode: refuse.code }) : null;

test.before(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, callback) => callback(refusal('rcpt')),
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const error = refusal('data');
        if (!error) received.push(Buffer.concat(chunks));
        callback(error);
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  carrier = openSmtp(`smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, 2, team);
});
test.after(async () => {
  await carrier.close();
  await new Promise<void>(resolve => server.close(() => resolve()));
});
test.before.each(() => {
  received.length = 0;
  refuse = null;
});

test('an acknowledgement is a proper reply that says a machine wrote it', async () => {
  await carrier.send(row);
  const mail = await simpleParser(received[0] ?? '');
  assert.is(mail.messageId, row.messageId);
  assert.is(mail.inReplyTo, '<q@first.example>');
  assert.equal(mail.references, ['<p@first.example>', '<q@first.example>']);
  assert.is(mail.headers.get('auto-submitted'), 'auto-replied');
  assert.is(mail.subject, row.content.subject);
  assert.match(mail.text ?? '', '您好');
  assert.match(mail.html || '', '<p>您好</p>');
  assert.is(mail.from?.text, '"电子票据服务台" <support@jishi.example>');
  assert.is(mail.date?.toISOString(), '2026-11-25T08:00:00.000Z');
});

test('a person’s answer does not say that a machine wrote it', async () => {
  await carrier.send({ ...row, purpose: 'answer' });
  const mail = await simpleParser(received[0] ?? '');
  assert.is(mail.headers.has('auto-submitted'), false);
});

test('a second sending is the same message to every receiver', async () => {
  await carrier.send(row);
  await carrier.send(row);
  const [first, second] = await Promise.all(received.map(raw => simpleParser(raw)));
  assert.equal([first?.messageId, first?.date, first?.text], [second?.messageId, second?.date, second?.text]);
});

for (const [code, at] of [
  [451, 'rcpt'],
  [450, 'rcpt'],
  [452, 'data'],
  [421, 'rcpt'],
  [535, 'rcpt'],
] as const) {
  test(`${code} at ${at} is passing: it is tried again`, async () => {
    refuse = { at, code };
    assert.instance(await carrier.send(row).catch((error: unknown) => error), TransientError);
  });
}

for (const [code, at] of [
  [550, 'rcpt'],
  [552, 'data'],
  [554, 'data'],
  [553, 'rcpt'],
] as const) {
  test(`${code} at ${at} is lasting: a person sees it`, async () => {
    refuse = { at, code };
    assert.instance(await carrier.send(row).catch((error: unknown) => error), PermanentError);
  });
}

test('a server that is not there is passing', async () => {
  const nobody = openSmtp('smtp://127.0.0.1:1', 1, team);
  assert.instance(await nobody.send(row).catch((error: unknown) => error), TransientError);
  await nobody.close();
});

test('without a server it is an .eml file, the same one when it is sent twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jishi-outbox-'));
  const files = openMailFolder(folder, team);
  await files.send(row);
  await files.send(row);
  const names = await readdir(folder);
  assert.equal(names, ['ack.20261125-0001.00ff.eml']);
  const mail = await simpleParser(await readFile(join(folder, names[0] ?? '')));
  assert.is(mail.messageId, row.messageId);
  await rm(folder, { recursive: true });
});

test.run();
