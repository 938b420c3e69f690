import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMail } from '../../../ingest/mail/parse.ts';
import type { MailReading } from '../../../ingest/reading.ts';
import { packageRoot } from '../../../root.ts';

/** The answer beside a mail. White space and angle brackets never count; null and what is left out are not asked. */
type Truth = {
  class: string;
  classAlso?: string[];
  from: { name: string; address: string };
  subject: string;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  text: string | null;
  reply: string | null;
  replyAlso?: string[];
  /** Lines that may stay in the reply or go. */
  signature?: string;
  /** Quoted lines may stay. */
  interleaved?: boolean;
  attachments: { name: string; bytes: number | null }[];
  failedRecipient: string | null;
  failedRecipients?: string[];
  /** Message-ID of our mail that a machine reports on. */
  about?: string;
};

const folder = join(packageRoot, 'test/fixtures/mail');
const fixtures = suite('mail fixtures');

for (const file of readdirSync(folder).filter(name => name.endsWith('.eml'))) {
  fixtures(file, async () => {
    const truth: Truth = JSON.parse(readFileSync(join(folder, file.replace(/\.eml$/, '.json')), 'utf8'));
    check(await readMail(readFileSync(join(folder, file))), truth);
  });
}

function check(mail: MailReading, truth: Truth): void {
  assert.ok(
    [truth.class, ...(truth.classAlso ?? [])].includes(mail.class),
    `class is ${mail.class} (${mail.classReason}), expected ${truth.class}`,
  );
  assert.is(mail.from.address.toLowerCase(), truth.from.address.toLowerCase());
  if (mail.from.name !== '' || truth.from.name !== truth.from.address)
    assert.is(squeeze(mail.from.name), squeeze(truth.from.name));
  assert.is(squeeze(mail.subject), squeeze(truth.subject));
  assert.equal(
    [mail.messageId, mail.inReplyTo, ...mail.references].map(bare),
    [truth.messageId, truth.inReplyTo, ...truth.references].map(bare),
  );
  if (truth.text !== null) assert.is(squeeze(mail.text), squeeze(truth.text));
  if (truth.reply !== null) {
    const words = (text: string) => ownWords(text, truth);
    assert.ok(
      [truth.reply, ...(truth.replyAlso ?? [])].some(reply => words(reply) === words(mail.reply)),
      `reply is ${JSON.stringify(mail.reply)}, expected ${JSON.stringify(truth.reply)}`,
    );
  }
  for (const { name, bytes } of truth.attachments) {
    const found = mail.attachments.find(attachment => attachment.name === name);
    assert.ok(found, `attachment ${name} is missing among ${mail.attachments.map(a => a.name).join(', ')}`);
    if (bytes !== null) assert.is(found.bytes, bytes, `bytes of ${name}`);
  }
  const named = mail.attachments.filter(attachment => attachment.name !== '').map(attachment => attachment.name);
  assert.is(
    named.length,
    truth.attachments.filter(attachment => attachment.name !== '').length,
    `attachments are ${named.join(', ')}`,
  );
  if (truth.class === 'bounce')
    assert.ok(
      (truth.failedRecipients ?? [truth.failedRecipient]).includes(mail.failedRecipient),
      `failed is ${mail.failedRecipient}`,
    );
  if (truth.about) assert.ok(mail.reportsOn.includes(truth.about), `reports on ${mail.reportsOn.join(' ')}`);
}

const squeeze = (text: string) => text.replace(/[\s\u00a0\u200b\ufeff]+/g, '');
const bare = (id: string | null) => squeeze(id ?? '').replace(/^<|>$/g, '');

function ownWords(text: string, { signature = '', interleaved = false }: Truth): string {
  return text
    .replace(/\s*[<[]https?:\/\/[^>\]\s]*[>\]]\s*/g, '')
    .split('\n')
    .filter(line => !(interleaved && (line.trimStart().startsWith('>') || /写道\s*[:：]\s*$/.test(line))))
    .map(squeeze)
    .filter(line => /[\p{L}\p{N}]/u.test(line) && !squeeze(signature).includes(line.replace(/^\||\|$/g, '')))
    .join('');
}

fixtures.run();
