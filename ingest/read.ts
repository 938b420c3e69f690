import { createHash } from 'node:crypto';
import { PermanentError } from '../errors.ts';
import { type Envelope, looksLikeFax } from './arrival.ts';
import type { FaxReader } from './fax/reader.ts';
import { contentKey } from './mail/content.ts';
import { faxGateway } from './mail/gateway.ts';
import { readMail } from './mail/parse.ts';
import type { Attachment, FaxReading, FaxStation, MailReading } from './reading.ts';

/** A mail, a fax, or a fax that a gateway has mailed: then both. */
export type ReadMessage = { mail: MailReading | null; fax: FaxReading | null; contentKey: string };

/**
 * Reads a mail of an ordinary inbox.
 *
 * @throws PermanentError with the reader's code
 */
export async function readMailMessage(bytes: Buffer): Promise<ReadMessage> {
  const mail = await readMail(bytes);
  return { mail, fax: null, contentKey: contentKey(mail) };
}

/**
 * Reads what a fax inbox brings: a fax file, or a gateway's mail with the fax attached.
 *
 * @throws PermanentError with the reader's code; `fax-no-pages` for a mail without a fax in it
 */
export async function readFaxMessage(
  bytes: Buffer,
  envelope: Envelope | null,
  reader: FaxReader,
): Promise<ReadMessage> {
  if (looksLikeFax(bytes)) {
    const fax = await reader.read(bytes);
    return {
      mail: null,
      fax: { ...fax, station: known(fax.station, envelope?.station) },
      contentKey: createHash('sha256').update(bytes).digest('hex'),
    };
  }
  const mail = await readMail(bytes);
  const files = faxFiles(mail.attachments);
  if (files.length === 0)
    throw new PermanentError(
      'fax-no-pages',
      'The mail in this fax inbox has no TIFF, PDF or picture attached: look at the original',
    );
  const readings: FaxReading[] = [];
  for (const file of files) readings.push(await reader.read(file.content));
  const fax = joined(readings);
  return {
    mail,
    fax: { ...fax, station: known(fax.station, faxGateway(mail) ?? undefined) },
    contentKey: contentKey(mail),
  };
}

/** A gateway may attach the same pages as TIFF and as PDF: the TIFF is what came over the line. */
function faxFiles(attachments: Attachment[]): Attachment[] {
  const files = attachments.filter(file => looksLikeFax(file.content));
  const tiffs = files.filter(file => /^(?:II|MM)/.test(file.content.toString('latin1', 0, 2)));
  return tiffs.length > 0 ? tiffs : files;
}

/** Several files of one call are one fax: its pages follow each other. */
function joined(readings: FaxReading[]): FaxReading {
  const [first, ...rest] = readings;
  const whole: FaxReading = { ...first!, pages: [...first!.pages] };
  for (const next of rest) {
    const before = whole.pages.length;
    whole.pages.push(...next.pages.map(page => ({ ...page, n: page.n + before })));
    whole.fields = { ...next.fields, ...whole.fields };
    whole.ticks = whole.ticks.concat(next.ticks);
    whole.codes = whole.codes.concat(next.codes);
  }
  return { ...whole, text: readings.map(reading => reading.text).join('\f') };
}

/** What the file itself says of the sending station, filled up with what its carrier knew. */
function known(station: FaxStation, carrier: FaxStation | undefined): FaxStation {
  return {
    tsi: station.tsi ?? carrier?.tsi ?? null,
    callerId: station.callerId ?? carrier?.callerId ?? null,
    callerName: station.callerName ?? carrier?.callerName ?? null,
  };
}
