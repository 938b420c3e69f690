import { readFile } from 'node:fs/promises';
import { codeOf, messageOf } from '../errors.ts';
import { looksLikeFax } from '../ingest/arrival.ts';
import { faxJson } from '../ingest/fax/json.ts';
import { type FaxReader, openFaxReader } from '../ingest/fax/reader.ts';
import { mailJson } from '../ingest/mail/json.ts';
import { readMail } from '../ingest/mail/parse.ts';
import type { FaxReading, MailReading } from '../ingest/reading.ts';
import { paint, print, tell } from './terminal.ts';

export type ReadOptions = { json?: boolean; engine?: 'ppocr' | 'tesseract' | 'both' };

/** `jishi read FILE…`: what a person would read in each file, in the order given. */
export async function read(files: string[], options: ReadOptions): Promise<void> {
  const reader = openFaxReader({ engine: options.engine ?? 'ppocr' });
  try {
    for (const file of files) {
      const { ok, json, show } = await readOne(file, reader);
      if (!ok) process.exitCode = 1;
      if (options.json) await write(`${json}\n`);
      else show();
    }
  } finally {
    await reader.close();
  }
}

/** What one file gave: as its JSON line, and how a person is shown it. */
type Outcome = { ok: boolean; json: string; show: () => void };

async function readOne(file: string, reader: FaxReader): Promise<Outcome> {
  const begun = performance.now();
  const ms = (): number => Math.round(performance.now() - begun);
  try {
    const bytes = await readFile(file);
    if (looksLikeFax(bytes) || /\.(?:tiff?|pdf|png|jpe?g)$/i.test(file)) {
      const fax = await reader.read(bytes);
      return { ok: true, json: faxJson(file, fax, ms()), show: () => showFax(file, fax) };
    }
    const mail = await readMail(bytes);
    return { ok: true, json: JSON.stringify(mailJson(file, mail, ms())), show: () => showMail(file, mail) };
  } catch (error) {
    const refused = { code: codeOf(error), message: messageOf(error) };
    return {
      ok: false,
      json: JSON.stringify({ file, ok: false, error: refused }),
      show: () => tell(`${file}: ${refused.message} (${refused.code})`),
    };
  }
}

/** Each line has left before the next file is read, so that a reader of the pipe sees it at once. */
function write(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(line, error => (error ? reject(error) : resolve()));
  });
}

function showMail(file: string, { from, subject, class: mailClass, attachments, reply }: MailReading): void {
  print(paint('bold', `── ${file}`));
  print(`From:    ${from.name} <${from.address}>`);
  print(`Subject: ${subject}`);
  print(`Class:   ${mailClass}`);
  if (attachments.length > 0) print(`Files:   ${attachments.map(({ name }) => name).join(', ')}`);
  print(`\n${reply}\n`);
}

function showFax(file: string, { fields, text }: FaxReading): void {
  print(paint('bold', `── ${file}`));
  for (const [name, value] of Object.entries(fields)) print(`${name}: ${value}`);
  print(`\n${text.replaceAll('\f', '\n── next page\n')}\n`);
}
