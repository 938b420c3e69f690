import { PermanentError } from '../../errors.ts';
import type { MailLimits } from './limits.ts';

/**
 * Puts right what would hide the header or the body from a parser: an mbox line, blank lines or a byte order mark on top,
 * lines that end in CR alone or CR CR LF, a body without the blank line before it, a header beyond all measure.
 *
 * @returns the mended bytes, mostly the same ones, and the codes of limits that were met
 * @throws PermanentError `mail-format` if these bytes are no mail
 */
export function mendMail(raw: Buffer, limits: MailLimits): { bytes: Buffer; met: string[] } {
  const met: string[] = [];
  let bytes = raw;
  if (bytes.length > limits.bytes) {
    bytes = bytes.subarray(0, limits.bytes);
    met.push('bytes');
  }
  bytes = mendLineEnds(bytes.subarray(contentStart(bytes)));
  const header = findHeader(bytes, limits.headerBytes);
  if (header.known === 0) throw noMail(raw);
  if (header.cost > limits.headerBytes || header.endless) {
    met.push('header-bytes');
    return { bytes: Buffer.concat([shortHeader(bytes, header.end), bytes.subarray(header.end)]), met };
  }
  if (header.bodyAt === null) return { bytes, met };
  return {
    bytes: Buffer.concat([bytes.subarray(0, header.bodyAt), Buffer.from('\r\n'), bytes.subarray(header.bodyAt)]),
    met,
  };
}

/** The index after the blank line that ends the header; `length` if there is none. */
export function bodyStart(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const end = lineEnd(bytes, at);
    if (isBlank(bytes, at, end)) return end;
    at = end;
  }
  return bytes.length;
}

function noMail(raw: Buffer): PermanentError {
  return new PermanentError(
    'mail-format',
    `Cannot read the mail: its ${raw.length} bytes do not begin with header lines such as "From:" (RFC 5322 §2.2); look at the original by hand`,
  );
}

/** After a byte order mark, blank lines and an mbox line. */
function contentStart(bytes: Buffer): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x20 || bytes[at] === 0x09) at++;
  if (/^>?From [^\r\n]/.test(bytes.toString('latin1', at, at + 10))) at = lineEnd(bytes, at);
  return at;
}

function mendLineEnds(bytes: Buffer): Buffer {
  const lineFeed = bytes.indexOf(0x0a);
  if (lineFeed < 0)
    return bytes.includes(0x0d) ? Buffer.from(bytes.toString('latin1').replace(/\r/g, '\r\n'), 'latin1') : bytes;
  if (lineFeed > 1 && bytes[lineFeed - 1] === 0x0d && bytes[lineFeed - 2] === 0x0d)
    return Buffer.from(bytes.toString('latin1').replace(/\r+\n/g, '\r\n'), 'latin1');
  const carriageReturn = bytes.indexOf(0x0d);
  // a header whose lines end in CR, and a line feed somewhere in the body
  if (carriageReturn >= 0 && carriageReturn < lineFeed - 1)
    return Buffer.from(bytes.toString('latin1').replace(/\r(?!\n)/g, '\r\n'), 'latin1');
  return bytes;
}

/** `cost`: bytes as mailparser counts them, a line being worth 64 at least. */
type HeaderShape = { end: number; cost: number; known: number; bodyAt: number | null; endless: boolean };

const fieldLine = /^[!-9;-~]{1,100}[ \t]*:/;
const knownField =
  /^(?:from|to|cc|bcc|subject|date|received|return-path|message-id|mime-version|content-[a-z-]+|delivered-to|reply-to|sender|references|in-reply-to|dkim-signature|x-[a-z0-9-]+|list-[a-z-]+|auto-submitted|arc-[a-z-]+|authentication-results)[ \t]*:/i;

/** Goes through the header lines. `bodyAt`: where a body begins that no blank line announces. */
function findHeader(bytes: Buffer, most: number): HeaderShape {
  let at = 0;
  let cost = 0;
  let known = 0;
  let bodyAt: number | null = null;
  let knownAtBody = 0;
  while (at < bytes.length) {
    const end = lineEnd(bytes, at);
    if (isBlank(bytes, at, end))
      return { end, cost, known, bodyAt: known > knownAtBody ? null : bodyAt, endless: false };
    const line = bytes.toString('latin1', at, Math.min(end, at + 120));
    if (knownField.test(line)) known++;
    else if (!fieldLine.test(line) && !/^[ \t]/.test(line) && !/^>?From /.test(line) && bodyAt === null && known > 0) {
      bodyAt = at;
      knownAtBody = known;
    }
    cost += Math.max(end - at, 64);
    at = end;
    if (cost > most * 4)
      return { end: at, cost, known, bodyAt: known > knownAtBody ? null : bodyAt, endless: bodyAt === null };
  }
  return { end: bytes.length, cost, known, bodyAt: known > knownAtBody ? null : bodyAt, endless: false };
}

const neededField =
  /^(?:from|to|cc|subject|date|return-path|message-id|mime-version|content-type|content-transfer-encoding|content-disposition|reply-to|sender|references|in-reply-to|list-[a-z-]+|auto-submitted|precedence|x-auto[a-z-]*|x-failed-recipients)[ \t]*:/i;

/** The fields that a reader needs, none longer than 64 KB. */
function shortHeader(bytes: Buffer, end: number): Buffer {
  const fields = bytes.toString('latin1', 0, end).split(/\r?\n(?![ \t])/);
  const kept = fields.filter(field => neededField.test(field)).map(field => field.slice(0, 65_536));
  return Buffer.from(`${kept.slice(0, 200).join('\r\n')}\r\n\r\n`, 'latin1');
}

function lineEnd(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(0x0a, at);
  return end < 0 ? bytes.length : end + 1;
}

function isBlank(bytes: Buffer, at: number, end: number): boolean {
  return end - at === 1 ? bytes[at] === 0x0a : end - at === 2 && bytes[at] === 0x0d && bytes[at + 1] === 0x0a;
}
