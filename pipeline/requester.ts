import type { Language } from '../classify/judgement.ts';
import type { TextLine } from '../ingest/reading.ts';
import type { StoredReading } from '../store/schema.ts';

/** Who asks, and where an acknowledgement or answer reaches them on the channel that they used. */
export type Requester = {
  name: string;
  /** Lower-case mail address; null where none is known. */
  address: string | null;
  fax: string | null;
  organization: string | null;
};

export function requesterOf({ mail, fax }: StoredReading): Requester {
  if (fax) {
    const { contact, organization, fax: number, email } = fax.fields;
    return {
      name: contact ?? organization ?? fax.station.callerName ?? '',
      address: email?.toLowerCase() ?? null,
      fax: firstNumber([number, fax.station.callerId, fax.station.tsi]),
      organization: organization ?? fax.station.callerName,
    };
  }
  const to = mail?.replyTo.find(address => address.address !== '') ?? mail?.from;
  return {
    name: mail?.from.name || (mail?.from.address.split('@')[0] ?? ''),
    address: to?.address ? to.address.toLowerCase() : null,
    fax: null,
    organization: null,
  };
}

/** What the request is called: the mail's subject, or the fax's first line that could be a title. */
export function titleOf({ mail, fax }: StoredReading, language: Language): string {
  if (mail && !fax) return mail.subject.replace(/\s+/g, ' ').trim().slice(0, 300);
  const lines = fax?.pages.flatMap(page => page.lines.filter(line => !isHeaderLine(line, page.height))) ?? [];
  const title = lines.map(line => line.text.trim()).find(text => /\p{L}{2}.*\p{L}{2}/u.test(text));
  return title?.slice(0, 80) ?? (language === 'zh' ? '传真' : 'Fax');
}

/** A number that can be dialled: 7 digits or more, ignoring what separates them. */
function firstNumber(candidates: (string | null | undefined)[]): string | null {
  for (const candidate of candidates) {
    const number = (candidate ?? '').normalize('NFKC').replace(/[^\d+]/g, '');
    if (number.replace('+', '').length >= 7) return number;
  }
  return null;
}

/** The sender's machine prints date, number and page along the top edge (transmit terminal identification, ITU-T T.30). */
function isHeaderLine({ box: [, y, , height] }: TextLine, pageHeight: number): boolean {
  return y + height < pageHeight * 0.035;
}
