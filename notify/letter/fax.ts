import { drawLetter } from './draw.ts';
import { rasterise } from './raster.ts';
import type { LetterView } from './view.ts';

export type { LetterView } from './view.ts';

/** A letter as it goes to a fax server: to be looked at (`pdf`) and to be sent (`tiff`), page for page the same. */
export async function faxLetter(view: LetterView): Promise<{ pdf: Buffer; tiff: Buffer; pages: number }> {
  const { pdf, pages } = await drawLetter(view);
  return { pdf, tiff: await rasterise(pdf), pages };
}
