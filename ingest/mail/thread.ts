import type { MailReading } from '../reading.ts';

/**
 * What ties a mail to the conversation it belongs to.
 *
 * @returns `ids`: Message-IDs with brackets, the closest relative first (In-Reply-To, then References from the newest to the
 *   oldest, then what a report speaks about); `tickets`: ticket numbers in the subject, in order
 */
export function threadKeys(reading: MailReading): { ids: string[]; tickets: string[] } {
  const related = [reading.inReplyTo ?? '', ...[...reading.references].reverse(), ...reading.reportsOn];
  const ids = related.map(bracketed).filter(id => id !== '' && id !== reading.messageId);
  return { ids: [...new Set(ids)], tickets: ticketNumbersIn(reading.subject) };
}

/** `<a@b>` for `a@b`, `< a@b >` and `a@b>,`; '' for what is no id at all. */
function bracketed(id: string): string {
  const bare = id.replace(/[<>\s,;"]/g, '');
  return bare === '' ? '' : `<${bare}>`;
}

/** A ticket number is the local date, a dash and at least four digits: `20261125-0033`. */
const ticket = /(?<![\d-])(20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d{4,9})(?![\d-])/g;

/**
 * The ticket numbers in a subject, without repeats. Ours are written `[#20261125-0033]`; people and programs lose the
 * brackets, widen the characters (`＃２０２６１１２５－００３３`) or break the number with a blank at the fold. Where a bracketed number
 * stands, bare ones beside it do not count.
 */
export function ticketNumbersIn(subject: string): string[] {
  const plain = subject
    .normalize('NFKC')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/(\d)\s?-\s?(\d)/g, '$1-$2');
  const marked = [...plain.matchAll(/\[\s?#\s?([\d-]{13,18})\s?\]/g)].flatMap(([, number = '']) => numbersIn(number));
  return [...new Set(marked.length > 0 ? marked : numbersIn(plain))];
}

const numbersIn = (text: string) => [...text.matchAll(ticket)].map(([, number = '']) => number);
