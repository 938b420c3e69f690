import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import PQueue from 'p-queue';
import postgres from 'postgres';

/**
 * The bare road, the limit that the whole road is measured against: fetch, parse, insert in batches of 100, answer over
 * pooled SMTP. No judgement, no jobs, no originals, no guarantees: a crash loses what was in memory.
 */
const [, , imapPort = '', database = '', smtpPort = ''] = process.argv;
const sql = postgres(database, { max: 4, onnotice: () => {} });
await sql`create table if not exists bare (message_id text, sender text, subject text, body text)`;
const transport = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(smtpPort),
  pool: true,
  maxConnections: 5,
  maxMessages: 1000,
  ignoreTLS: true,
});
const sending = new PQueue({ concurrency: 5 });
const client = new ImapFlow({
  host: '127.0.0.1',
  port: Number(imapPort),
  secure: false,
  doSTARTTLS: false,
  auth: { user: 'support', pass: 'secret-support' },
  logger: false,
});
client.on('error', () => {});
await client.connect();
await client.mailboxOpen('INBOX');

const begun = performance.now();
let batch: { message_id: string; sender: string; subject: string; body: string }[] = [];
let n = 0;
const inserts: Promise<unknown>[] = [];
for await (const { source } of client.fetch('1:*', { uid: true, source: true, internalDate: true })) {
  const mail = await simpleParser(source ?? '');
  const sender = mail.from?.value[0]?.address ?? '';
  batch.push({ message_id: mail.messageId ?? '', sender, subject: mail.subject ?? '', body: mail.text ?? '' });
  if (batch.length === 100) {
    inserts.push(sql`insert into bare ${sql(batch)}`);
    batch = [];
  }
  n++;
  void sending.add(() =>
    transport.sendMail({
      from: 'support@desk.test',
      to: sender,
      subject: `Re: ${mail.subject}`,
      inReplyTo: mail.messageId ?? '',
      text: 'Received.',
      html: '<p>Received.</p>',
    }),
  );
}
if (batch.length > 0) inserts.push(sql`insert into bare ${sql(batch)}`);
await Promise.all(inserts);
await sending.onIdle();
const seconds = (performance.now() - begun) / 1000;
process.send?.({ n, seconds, rss: process.memoryUsage().rss });
client.close();
transport.close();
await sql.end();
process.disconnect();
