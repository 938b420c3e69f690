import { z } from 'zod';
import { languages } from '../classify/judgement.ts';
import { PermanentError } from '../errors.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { Carrier } from './carrier.ts';
import type { LetterView } from './letter/view.ts';
import { fileName } from './mail.ts';
import { placeFile } from './place.ts';

/** Faxes as PDF and TIFF (Group 4, 204×196) in a folder, named for their number, for a fax machine's program to pick up. */
export function openFaxFolder(folder: string): Carrier {
  return {
    async send(row) {
      // Fonts and the rasteriser are large, and many desks never send a fax.
      const { faxLetter } = await import('./letter/fax.ts');
      const { pdf, tiff } = await faxLetter(letterOf(row));
      const name = `${(row.recipient ?? '').replace(/[^0-9+]/g, '')}-${fileName(row)}`;
      await placeFile(folder, `${name}.pdf`, pdf);
      await placeFile(folder, `${name}.tif`, tiff);
    },
    async check() {
      return `faxes are written to ${folder}`;
    },
    async close() {},
  };
}

const team = z.object({
  name: z.string(),
  address: z.string(),
  timezone: z.string(),
  phone: z.string().nullable().default(null),
  fax: z.string().nullable().default(null),
});

/** A letter as it lies in the outbox row: its date has become text there. */
const storedLetter = z.object({
  language: z.enum(languages),
  title: z.string(),
  ticketNumber: z.string(),
  to: z.object({
    name: z.string(),
    organization: z.string().nullable().default(null),
    fax: z.string().nullable().default(null),
  }),
  date: z.coerce.date(),
  team,
  paragraphs: z.array(z.string()),
  promise: z.string().default(''),
  table: z.array(z.tuple([z.string(), z.string()])).default([]),
  closing: z.array(z.string()).default([]),
  note: z.string().default(''),
  quoted: z.string().default(''),
  quotedLabel: z.string().default(''),
});

function letterOf(row: OutboxRow): LetterView {
  const parsed = storedLetter.safeParse(row.content.letter);
  if (!parsed.success)
    throw new PermanentError('letter', `Outbox row ${row.id} holds no letter to fax: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
