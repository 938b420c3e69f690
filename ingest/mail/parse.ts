import { PermanentError } from '../../errors.ts';
import type { Attachment, MailReading } from '../reading.ts';
import { bodiesOf } from './bodies.ts';
import { charsetNamed } from './charset.ts';
import { faxGateway } from './gateway.ts';
import { type Header, parseId, parseIds } from './header.ts';
import { defaultMailLimits, type MailLimits } from './limits.ts';
import { classOf } from './machine.ts';
import { bodyStart, mendMail } from './mend.ts';
import { type Part, readParts } from './parts.ts';
import { visibleReply } from './reply.ts';
import { failedRecipientOf, reportsOn } from './report.ts';

/**
 * Reads a mail: raw RFC 5322 bytes, however broken, into what a person would read in it. mailparser takes the mail apart;
 * what goes wrong in practice (character sets, encoded words, file names, line ends, boundaries) is mended around it.
 *
 * @throws PermanentError `mail-format` if the bytes are no mail at all
 */
export async function readMail(raw: Buffer, options: { limits?: Partial<MailLimits> } = {}): Promise<MailReading> {
  const limits = { ...defaultMailLimits, ...options.limits };
  const { bytes, met } = mendMail(raw, limits);
  const parts = await readParts(bytes, limits);
  const whole = parts.root && (await reopened(parts.root, bytes, limits));
  const root = whole ?? parts.root;
  if (root === null)
    throw new PermanentError(
      'mail-format',
      `Cannot read the mail: no header was found in its ${raw.length} bytes; look at the original by hand`,
    );
  const found = new Set([...met, ...parts.met]);
  return reading(root, limits, found);
}

function reading(root: Part, limits: MailLimits, met: Set<string>): MailReading {
  const { header } = root;
  const bodies = bodiesOf(root, limits, met);
  header.hint = charsetNamed(bodies.charset);
  const from = senderOf(header);
  const subject = header.text('subject');
  const attachments = attachmentsOf(bodies.others, limits, met);
  const reply = visibleReply(bodies.lines(), subject);
  const returnPath = returnPathOf(header);
  const to = recipients(header, 'to', limits, met);
  const { text } = bodies;
  const fax = faxGateway({ from, subject, text, attachments }) !== null;
  const verdict = classOf({ root, header, from, returnPath, subject, text, reply, attachments, fax });
  const isReport = verdict.class === 'bounce' || verdict.class === 'autoreply' || verdict.class === 'feedback-report';
  const report = { root, header, from, to, text };
  return {
    type: 'mail',
    ...verdict,
    from,
    to,
    cc: recipients(header, 'cc', limits, met),
    replyTo: header
      .addresses('reply-to')
      .filter(({ address }) => address !== '' && address.toLowerCase() !== from.address.toLowerCase()),
    returnPath,
    subject,
    messageId: messageIdOf(header),
    inReplyTo: parseId(header.raw('in-reply-to')),
    references: header.rawAll('references').flatMap(parseIds),
    date: dateOf(header),
    text,
    reply,
    attachments,
    failedRecipient: verdict.class === 'bounce' ? failedRecipientOf(report) : null,
    reportsOn: isReport ? reportsOn(report) : [],
    limits: [...met],
  };
}

/** A multipart whose boundary is missing or never stands in the body has no parts: the boundary is then guessed, or the body is text. */
async function reopened(root: Part, bytes: Buffer, limits: MailLimits): Promise<Part | null> {
  if (!root.type.startsWith('multipart/') || root.children.length > 0) return null;
  const start = bodyStart(bytes);
  const body = bytes.subarray(start);
  if (body.toString('latin1', 0, 1000).trim() === '') return null;
  const guessed = /^--([\w'()+,./:=?-]{1,70})[ \t]*\r?\n(?=[\w-]{1,60}:)/m.exec(
    body.toString('latin1', 0, 200_000),
  )?.[1];
  const type = guessed ? `${root.type}; boundary="${guessed}"` : 'text/plain';
  const fields = bytes
    .toString('latin1', 0, start)
    .replace(/^content-(?:type|transfer-encoding):.*\r?\n(?:[ \t].*\r?\n)*/gim, '');
  const { root: again } = await readParts(
    Buffer.concat([Buffer.from(`Content-Type: ${type}\r\n${fields}`, 'latin1'), body]),
    limits,
  );
  return again;
}

/** The first author; where From is missing or unreadable, Sender says who sent it (RFC 5322 §3.6.2). */
function senderOf(header: Header): MailReading['from'] {
  const authors = header.addresses('from');
  const author = authors.find(({ address }) => address !== '') ?? authors[0];
  if (author && author.address !== '') return author;
  const [sender] = header.addresses('sender');
  return { name: author?.name || sender?.name || '', address: sender?.address ?? '' };
}

function recipients(header: Header, name: string, limits: MailLimits, met: Set<string>): MailReading['to'] {
  const all = header.addresses(name);
  if (all.length > limits.recipients) met.add('recipients');
  return all.slice(0, limits.recipients);
}

function attachmentsOf(parts: Part[], limits: MailLimits, met: Set<string>): Attachment[] {
  if (parts.length > limits.attachments) met.add('attachments');
  return parts.slice(0, limits.attachments).map(({ name, type, content, cid }) => ({
    name,
    type,
    bytes: content.length,
    content,
    ...(cid === null ? {} : { cid }),
  }));
}

/** The last server puts Return-Path on top (RFC 5321 §4.4). */
function returnPathOf(header: Header): string | null {
  const raw = header.raw('return-path');
  return raw === null ? null : raw.replace(/[<>\s"]/g, '');
}

function messageIdOf(header: Header): string | null {
  const raw = header.raw('message-id');
  if (raw === null) return null;
  const id = parseId(raw);
  const bare = raw.replace(/[<>\s]/g, '');
  return id ?? (bare === '' ? null : `<${bare}>`);
}

function dateOf(header: Header): string | null {
  const raw = header.raw('date');
  if (raw === null) return null;
  const date = new Date(raw.replace(/\([^()]*\)/g, '').trim());
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
