import { PDFParse } from 'pdf-parse';
import sharp from 'sharp';
import { messageOf, PermanentError } from '../../errors.ts';
import { checkPages, checkPixels, type FaxLimits } from './limits.ts';
import type { FaxFile, Page } from './pages.ts';

/** Dots per inch at which a page without a picture of its own is drawn. */
const drawnDpi = 204;

/**
 * Opens a PDF. A page that is one scanned picture gives that picture at its own resolution, so that the dots reach the
 * reader as they came over the line; any other page is drawn.
 *
 * @throws PermanentError `fax-pages`, `fax-pixels`, `fax-damaged`
 */
export async function openPdf(bytes: Uint8Array, limits: FaxLimits): Promise<FaxFile> {
  // pdf.js takes the bytes over, so it gets its own copy.
  const parser = new PDFParse({ data: bytes.slice(), maxImageSize: limits.pixels, isEvalSupported: false });
  try {
    // First without page data: a file of a hundred thousand pages is refused before one of them is looked at.
    checkPages((await parser.getInfo()).total, limits);
    const { pages } = await parser.getInfo({ parsePageInfo: true });
    return {
      pages: pages.length,
      station: { tsi: null, callerId: null, callerName: null },
      page: n => pdfPage(parser, n, pages[n - 1]!.width / 72, pages[n - 1]!.height / 72, limits).catch(damaged),
      close: () => parser.destroy(),
    };
  } catch (error) {
    await parser.destroy();
    return damaged(error);
  }
}

/** `wide` and `high` in inches, as a viewer shows the page. */
async function pdfPage(parser: PDFParse, n: number, wide: number, high: number, limits: FaxLimits): Promise<Page> {
  checkPixels(n, Math.round(wide * drawnDpi), Math.round(high * drawnDpi), limits);
  const layer = (await parser.getText({ partial: [n], cellSeparator: '\t', pageJoiner: '' })).text.trim();
  const thumb = await grey(await drawn(parser, n, 96), { width: 96, height: 128 });
  const picture = await pagePicture(parser, n, thumb, limits);
  if (picture) {
    const { pixels, width, height, shown } = picture;
    const [across, down] = shown % 180 === 0 ? [wide, high] : [high, wide];
    return { pixels, width, height, xDpi: width / across, yDpi: height / down, shown, layer };
  }
  const { data, width, height } = await grey(await drawn(parser, n, Math.round(wide * drawnDpi)));
  return { pixels: data, width, height, xDpi: width / wide, yDpi: height / high, shown: 0, layer };
}

async function drawn(parser: PDFParse, n: number, desiredWidth: number): Promise<Uint8Array> {
  const { pages } = await parser.getScreenshot({ partial: [n], desiredWidth, imageDataUrl: false });
  return pages[0]!.data;
}

type Picture = { pixels: Uint8Array; width: number; height: number; shown: 0 | 90 | 180 | 270 };

/**
 * The one embedded picture that is the page, and how the page turns it; null if there is none. The page's contents may
 * place, turn and cover a picture as they like, so the picture is compared with the page as drawn.
 */
async function pagePicture(parser: PDFParse, n: number, thumb: Grey, limits: FaxLimits): Promise<Picture | null> {
  const found = await parser.getImage({ partial: [n], imageThreshold: 600, imageDataUrl: false }).catch(() => null);
  const images = found?.pages[0]?.images ?? [];
  if (images.length !== 1) return null;
  const image = images[0]!;
  checkPixels(n, image.width, image.height, limits);
  for (const shown of [0, 180, 90, 270] as const) {
    const turned = await grey(image.data, { width: thumb.width, height: thumb.height }, shown);
    if (likeness(turned.data, thumb.data) < 0.9) continue;
    const { data, width, height } = await grey(image.data);
    return { pixels: data, width, height, shown };
  }
  return null;
}

type Grey = { data: Uint8Array; width: number; height: number };

async function grey(image: Uint8Array, size?: { width: number; height: number }, turn = 0): Promise<Grey> {
  let work = sharp(image, { limitInputPixels: false }).flatten({ background: '#ffffff' }).toColourspace('b-w');
  if (turn) work = sharp(await work.rotate(turn).png().toBuffer()).toColourspace('b-w');
  if (size) work = work.resize({ ...size, fit: 'fill' });
  const { data, info } = await work.raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 1) return { data, width: info.width, height: info.height };
  const { channels } = info;
  const first = Uint8Array.from({ length: data.length / channels }, (_, i) => data[i * channels]!);
  return { data: first, width: info.width, height: info.height };
}

/** Correlation of two pictures of one size, 1 for the same picture. */
function likeness(a: Uint8Array, b: Uint8Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

const mean = (values: Uint8Array) => values.reduce((sum, v) => sum + v, 0) / values.length;

function damaged(cause: unknown): never {
  if (cause instanceof PermanentError) throw cause;
  throw new PermanentError(
    'fax-damaged',
    `Cannot read the fax: the PDF cannot be opened (${messageOf(cause)}); ask the sender to send it again, without a password`,
    { cause },
  );
}
