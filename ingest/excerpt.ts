import type { FaxReading, MailReading, TextLine } from './reading.ts';

/** The sender's own words, of which receipts and answers quote the beginning. */
export function excerptOf({ mail, fax }: { mail: Pick<MailReading, 'reply'> | null; fax: FaxReading | null }): string {
  if (!fax) return mail?.reply ?? '';
  const body = bodyLines(fax).map(line => line.text);
  return fax.fields.description ?? (body.length > 0 ? body.join('\n') : fax.text);
}

/** The lines of a fax below the one that the sending machine prints along the top edge (transmit terminal identification, ITU-T T.30). */
export function bodyLines(fax: FaxReading): TextLine[] {
  return fax.pages.flatMap(page => page.lines.filter(({ box: [, y, , height] }) => y + height >= page.height * 0.035));
}
