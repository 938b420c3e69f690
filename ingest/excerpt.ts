import type { FaxReading, MailReading } from './reading.ts';

/** The sender's own words, of which receipts and answers quote the beginning. */
export function excerptOf({ mail, fax }: { mail: Pick<MailReading, 'reply'> | null; fax: FaxReading | null }): string {
  if (fax) return fax.fields.description ?? fax.text;
  return mail?.reply ?? '';
}
