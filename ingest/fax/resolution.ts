import { blobsOf, inkOf } from './ink.ts';

type Shape = { pixels: Uint8Array; width: number; height: number; xDpi: number; yDpi: number };

/** Rows an inch that T.4 knows, standard, fine and superfine, for 204 dots an inch across. */
const rowsAnInch = [98, 196, 391];

/**
 * Pieces of letters are a little higher than wide: on 30 pages of Chinese and English of all three resolutions the median of width over
 * height was 0.64 to 0.96 in inches. Taken at half or double the height it leaves that range far behind.
 */
const usual = { least: 0.53, middle: 0.8, most: 1.2 };
/** Fewer pieces say nothing certain. */
const leastPieces = 60;

/**
 * The vertical resolution of a fax page: what the file says, unless the letters show that it cannot be. Gateways write fine for
 * everything, or nothing at all.
 *
 * @param stated false where the file says nothing and `yDpi` is a guess from the page's shape
 */
export function rowsPerInch(page: Shape, stated: boolean): number {
  const ratio = letterRatio(page);
  if (ratio === null) return page.yDpi;
  const off = (yDpi: number) => Math.abs(Math.log((ratio * yDpi) / page.xDpi / usual.middle));
  const seen = (ratio * page.yDpi) / page.xDpi;
  if (stated && seen > usual.least && seen < usual.most) return page.yDpi;
  return rowsAnInch
    .map(rows => (rows * page.xDpi) / 204)
    .reduce((best, yDpi) => (off(yDpi) < off(best) ? yDpi : best), page.yDpi);
}

/** Median width over height of the pieces of ink that have the size of letters, in pixels. */
function letterRatio({ pixels, width, height }: Shape): number | null {
  const { blobs } = blobsOf(inkOf(pixels, width, height));
  const ratios = blobs
    .map(({ left, right, top, bottom, area }) => ({ wide: right - left, high: bottom - top, area }))
    .filter(({ wide, high, area }) => wide >= 10 && wide <= 50 && high >= 5 && area >= 20)
    .map(({ wide, high }) => wide / high)
    .sort((a, b) => a - b);
  return ratios.length < leastPieces ? null : ratios[ratios.length >> 1]!;
}
