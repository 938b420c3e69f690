import { once } from 'node:events';
import { createServer } from 'node:net';
import nodemailer from 'nodemailer';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf } from '../../../errors.ts';
import type { Arrival } from '../../../ingest/arrival.ts';
import { SmtpSource } from '../../../ingest/sources/smtp.ts';
import { silentLog } from '../../../log.ts';

const test = suite('the SMTP inbox');
const kept: Arrival[] = [];
let failing = false;
let source: SmtpSource;

const keep = async (arrivals: Arrival[]): Promise<void> => {
  if (failing) throw new Error('disk full');
  kept.push(...arrivals);
};

const open = (listen: string, movable: boolean, messageBytes = 100_000): SmtpSource =>
  new SmtpSource(
    { kind: 'smtp', name: 'mx', channel: 'email', listen, connections: 5 },
    { keep, log: silentLog, messageBytes, movable },
  );

test.before.each(async () => {
  kept.length = 0;
  failing = false;
  source = open('127.0.0.1:0', false);
  await source.start();
});
test.after.each(async () => {
  await source.stop();
});

async function submit(raw: string, from = 'user@first.example'): Promise<{ response: string }> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: source.port, ignoreTLS: true });
  try {
    return await transport.sendMail({ envelope: { from, to: 'support@jishi.example' }, raw });
  } finally {
    transport.close();
  }
}

const replyOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'responseCode' in error ? Number(error.responseCode) : 0;

test('250 is said when the message is kept, with the bytes as they came below the trace', async () => {
  const { response } = await submit('Subject: hi\r\n\r\nbody\r\n');
  assert.match(response, '250 2.0.0 kept as');
  assert.is(kept.length, 1);
  const text = kept[0]?.bytes.toString() ?? '';
  assert.match(text, /^Return-Path: <user@first\.example>\r\nReceived: from /);
  assert.ok(text.endsWith('Subject: hi\r\n\r\nbody\r\n'));
  assert.equal(kept[0]?.envelope, { reversePath: 'user@first.example', recipients: ['support@jishi.example'] });
});

test('when it cannot be kept, 451 is said and the sender keeps it', async () => {
  failing = true;
  const error = await submit('Subject: hi\r\n\r\nbody\r\n').catch((thrown: unknown) => thrown);
  assert.is(replyOf(error), 451);
  assert.is(kept.length, 0);
});

test('a message above the limit is refused with 552 and not kept', async () => {
  const error = await submit(`Subject: big\r\n\r\n${'x'.repeat(99)}\r\n`.repeat(1500)).catch(
    (thrown: unknown) => thrown,
  );
  assert.is(replyOf(error), 552);
  assert.is(kept.length, 0);
});

test('a bounce comes from the null path, and says so', async () => {
  await submit('Subject: bounce\r\n\r\nbody\r\n', '');
  assert.match(kept[0]?.bytes.toString() ?? '', /^Return-Path: <>\r\n/);
});

test('a taken port is an error in words where it was chosen, and passed over where it was not', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const chosen = open(`127.0.0.1:${port}`, false);
  const error = await chosen.start().catch((thrown: unknown) => thrown);
  assert.is(codeOf(error), 'smtp-listen');
  assert.match(String(error), 'choose another with listen');
  const movable = open(`127.0.0.1:${port}`, true);
  await movable.start();
  assert.ok(movable.port > port);
  await movable.stop();
  other.close();
});

test.run();
