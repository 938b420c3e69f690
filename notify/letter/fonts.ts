import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Font files as they are embedded: one weight for running text, one for what stands out. */
export type LetterFonts = { regular: Buffer; bold: Buffer };

/**
 * Noto Sans Hans (SIL Open Font License 1.1), 30 789 characters: 20 945 ideographs of the basic block, all of
 * Extension A with the rare characters of names, and Latin. Read at the first letter and kept: 17 MB.
 */
export function letterFonts(): Promise<LetterFonts> {
  fonts ??= readFonts();
  return fonts;
}

let fonts: Promise<LetterFonts> | undefined;

async function readFonts(): Promise<LetterFonts> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts');
  const [regular, bold] = await Promise.all([
    readFile(join(folder, 'NotoSansHans-Regular.otf')),
    readFile(join(folder, 'NotoSansHans-Bold.otf')),
  ]);
  return { regular, bold };
}
