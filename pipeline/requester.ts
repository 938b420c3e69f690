import type { Language } from '../classify/judgement.ts';
import { bodyLines } from '../ingest/excerpt.ts';
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
      address: usable(email),
      fax: firstNumber([number, fax.station.callerId, fax.station.tsi]),
      organization: organization ?? fax.station.callerName,
    };
  }
  const to = mail?.replyTo.find(({ address }) => usable(address) !== null) ?? mail?.from;
  return {
    name: (mail?.from.name || (mail?.from.address.split('@')[0] ?? '')).slice(0, 200),
    address: usable(to?.address),
    fax: null,
    organization: null,
  };
}

/**
 * One mail address in lower case, or null: what strangers write must never reach more than one mailbox, nor an index as a
 * novel (RFC 5321 §4.5.3.1.3: a path has 256 letters at most).
 */
function usable(address: string | null | undefined): string | null {
  const written = (address ?? '').trim().toLowerCase();
  return written.length <= 254 && /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/.test(written) ? written : null;
}

/** What the request is called: the mail's subject, or the fax's line that is most like a title. */
export function titleOf({ mail, fax }: StoredReading, language: Language): string {
  if (mail && !fax) return mail.subject.replace(/\s+/g, ' ').trim().slice(0, 300);
  const texts = (fax ? bodyLines(fax) : [])
    .map(line => line.text.trim())
    .filter(text => /\p{L}{2}.*\p{L}{2}/u.test(text));
  const title = texts.find(text => namesSubject.test(text)) ?? texts.find(text => !noTitle.test(text));
  return title?.replace(subjectLabel, '').slice(0, 80) || (language === 'zh' ? '传真' : 'Fax');
}

const subjectLabel = /^(?:事由|主题|标题|Subject|Re)\s*[:：]\s*/i;
const namesSubject = /^(?:关于.{2}|(?:事由|主题|标题|Subject|Re)\s*[:：]\s*\S)/i;
/** Salutations, dates, and the words on a cover sheet. */
const noTitle =
  /[:：]$|^\d{1,2} [A-Z][a-z]+ \d{4}$|^[A-Z][a-z]+ \d{1,2}, \d{4}$|^\d{4}年|cover sheet|^传真(?:封面|首页)$|^(?:To|From|Dear)\b/i;

/** The first that holds a number that can be dialled: 7 digits or more, whatever separates them. */
function firstNumber(candidates: (string | null | undefined)[]): string | null {
  for (const candidate of candidates) {
    const [written = ''] = /\+?\d[\d ()-]{5,30}\d/.exec((candidate ?? '').normalize('NFKC')) ?? [];
    const number = written.replace(/[^\d+]/g, '');
    if (number.replace('+', '').length >= 7) return number;
  }
  return null;
}
