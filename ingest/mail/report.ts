import type { Address } from '../reading.ts';
import { failedAddressPatterns, stillTrying } from './bounces.ts';
import { Header, parseId, parseIds } from './header.ts';
import type { Part } from './parts.ts';

/** One recipient of a delivery report (RFC 3464 §2.3). `action` in lower case, '' where the report names none. */
export type ReportedRecipient = { finalRecipient: string; originalRecipient: string; action: string; status: string };

/** What a reader of reports looks at. */
export type ReportMail = { root: Part; header: Header; from: Address; to: Address[]; text: string };

/** All parts of a mail, the multiparts too, from the top down. */
export function partsOf(root: Part): Part[] {
  return [root, ...root.children.flatMap(partsOf)];
}

/** The recipients in a message/delivery-status part: groups of fields between blank lines, which some servers forget. */
export function reportedRecipients(part: Part): ReportedRecipient[] {
  const groups: Map<string, string>[] = [];
  let current = new Map<string, string>();
  for (const line of [...unfoldedLines(part.content), '']) {
    const [, name = '', value = ''] = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
    const key = name.toLowerCase();
    if (line.trim() === '' || (current.has(key) && perRecipient.has(key))) {
      groups.push(current);
      current = new Map();
    }
    if (key !== '' && !current.has(key)) current.set(key, value.trim());
  }
  return groups
    .filter(group => group.has('final-recipient') || group.has('original-recipient'))
    .map(group => ({
      finalRecipient: addressOf(group.get('final-recipient') ?? ''),
      originalRecipient: addressOf(group.get('original-recipient') ?? ''),
      action: (group.get('action') ?? '').toLowerCase(),
      status: group.get('status') ?? '',
    }));
}

const perRecipient = new Set(['final-recipient', 'original-recipient', 'action']);

/**
 * The recipient that a bounce says was not reached; null for delays, and for reports of success. RFC 3464 first, then
 * the `X-Failed-Recipients` of exim, then the words of servers that know no standard.
 */
export function failedRecipientOf(mail: ReportMail): string | null {
  const parts = partsOf(mail.root);
  const statuses = parts.filter(part => /^message\/(?:global-)?delivery-status$/.test(part.type));
  const inside =
    statuses.length > 0
      ? statuses
      : parts.filter(part => returned.has(part.type) && part.content.includes('Final-Recipient:'));
  const recipients = inside.flatMap(reportedRecipients);
  const failed =
    recipients.find(r => r.action.startsWith('fail')) ??
    recipients.find(r => !notFailed.test(r.action) && r.status.startsWith('5'));
  if (failed) return whole(failed.finalRecipient) || whole(failed.originalRecipient) || failed.finalRecipient || null;
  if (recipients.length > 0 && recipients.every(r => r.action !== '')) return null;
  const [rejected] = parts.filter(part => /disposition-notification$/.test(part.type)).flatMap(reportedRecipients);
  if (rejected) return rejected.finalRecipient || null;
  const [listed] = (mail.header.raw('x-failed-recipients') ?? '').split(',');
  if (listed?.includes('@')) return addressOf(listed);
  if (stillTrying.some(pattern => pattern.test(mail.text))) return null;
  return failedInWords(mail);
}

/** Message-IDs of the mail that a report or an automatic answer speaks about: from the returned mail, the report's fields, then the thread. */
export function reportsOn(mail: ReportMail): string[] {
  const ids: string[] = [];
  for (const part of partsOf(mail.root)) {
    if (returned.has(part.type)) ids.push(...parseIds(Header.of(part.content).raw('message-id')).slice(0, 1));
    else if (/^message\/(?:disposition-notification|delivery-status|feedback-report)$/.test(part.type)) {
      const fields = Header.of(
        Buffer.from(part.content.toString('latin1').replace(/(?:\r?\n){2,}/g, '\r\n'), 'latin1'),
      );
      for (const name of ['original-message-id', 'x-original-message-id'])
        ids.push(...parseIds(fields.raw(name)).slice(0, 1));
    }
  }
  if (ids.length === 0)
    ids.push(...parseIds(/^[>| \t]*Message-ID:[ \t]*(<[^<>\n]{3,300}>)/im.exec(mail.text)?.[1] ?? null));
  const answered = parseId(mail.header.raw('in-reply-to'));
  if (answered) ids.push(answered);
  if (ids.length === 0) ids.push(...parseIds(mail.header.raw('references')).slice(-1));
  return [...new Set(ids)];
}

const returned = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global-headers',
  'message/partial',
]);

const notFailed = /^(?:delayed|delivered|relayed|expanded)/;

/** The address if it can be one: some systems report an internal name without a domain as the final recipient. */
const whole = (address: string) => (/@[^@]+\.[^@]+$/.test(address) ? address : '');

/** `rfc822; <a@b>` → `a@b` (RFC 3464 §2.1.2). */
function addressOf(value: string): string {
  const plain = value.replace(/^[^;@]{0,40};/, '').trim();
  return /([^\s<>"'(),;:]+@[^\s<>"'(),;:]+)/.exec(plain)?.[1] ?? plain.replace(/[<>"]/g, '').split(/\s/)[0] ?? '';
}

function unfoldedLines(content: Buffer): string[] {
  return content
    .toString('latin1', 0, 200_000)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
}

function failedInWords(mail: ReportMail): string | null {
  const ours = new Set([...mail.to, mail.from].map(({ address }) => address.toLowerCase()));
  const counts = (address: string) =>
    !ours.has(address.toLowerCase()) && !/^(?:postmaster|mailer-daemon|abuse|helpdesk|support)@/i.test(address);
  const words = beforeCopy(mail.text).slice(0, 20_000);
  for (const pattern of failedAddressPatterns) {
    const address = pattern.exec(words)?.[1];
    if (address && counts(address)) return address;
  }
  const [to] = partsOf(mail.root)
    .filter(part => returned.has(part.type))
    .flatMap(part => Header.of(part.content).addresses('to'));
  if (to?.address) return to.address;
  const named = [...words.matchAll(/[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g)]
    .map(([address]) => address)
    .find(counts);
  if (named) return named;
  return /^[>| \t]*To:[^\n]{0,200}?([\w.+=-]{1,64}@[\w.-]{3,200})/im.exec(mail.text)?.[1] ?? null;
}

/** The part of a bounce that speaks of the failure, above the copy of the returned mail. */
function beforeCopy(text: string): string {
  const copy = text.search(
    /^(?:-{2,}.{0,40}(?:copy of the message|original message|Below this line|returned message|原始邮件)|原始邮件头)/im,
  );
  return copy > 0 ? text.slice(0, copy) : text;
}
