import { createHash } from 'node:crypto';
import type { Attachment, MailReading } from '../reading.ts';

/**
 * The same message gives the same key, whichever inbox and whichever way it came by: Message-ID, sender, and what it holds.
 * Trace fields, transfer encodings and line ends do not count. Without a Message-ID, date and subject stand in for it.
 *
 * @returns SHA-256 in hex
 */
export function contentKey(reading: MailReading): string {
  const identity = reading.messageId ?? [reading.date ?? '', reading.subject.trim()].join('\n');
  const hash = createHash('sha256');
  for (const field of [identity, reading.from.address.toLowerCase(), bodyOf(reading.text)])
    hash.update(`${field.length}:${field}\n`);
  for (const attachment of reading.attachments) hash.update(digestOf(attachment));
  return hash.digest('hex');
}

/** Trailing blanks and blank lines at the end come and go on the way. */
const bodyOf = (text: string) =>
  text
    .split(/\r\n?|\n/)
    .map(line => line.trimEnd())
    .join('\n')
    .trim();

/** Text and attached mails have their line ends rewritten by servers, other files do not. */
function digestOf({ type, content }: Attachment): Buffer {
  const bytes = /^(?:text|message)\//.test(type)
    ? Buffer.from(content.toString('latin1').replace(/\r/g, '').trimEnd(), 'latin1')
    : content;
  return createHash('sha256').update(bytes).digest();
}
