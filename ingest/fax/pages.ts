import sharp from 'sharp';
import { messageOf, PermanentError } from '../../errors.ts';
import type { FaxStation } from '../reading.ts';
import { checkBytes, checkPages, checkPixels, type FaxLimits } from './limits.ts';
import { openPdf } from './pdf.ts';
import { rowsPerInch } from './resolution.ts';
import { stationOf } from './station.ts';
import { isTiff, type TiffPage, tiffPages } from './tiff.ts';

/** A page as it was stored: 8-bit grey, row-major, `width * height` bytes, 0 is black; pixels need not be square. */
export type Page = {
  pixels: Uint8Array;
  width: number;
  height: number;
  xDpi: number;
  yDpi: number;
  /** Degrees that the container turns the pixels clockwise to show them; 0 in most files. */
  shown: 0 | 90 | 180 | 270;
  /** Text layer of a PDF page, as it stands there and not yet believed; '' where there is none. */
  layer: string;
};

/** An opened fax file. Pages are decoded one at a time, so that a long fax needs the memory of one page. */
export type FaxFile = {
  pages: number;
  station: FaxStation;
  /** `n` from 1. */
  page(n: number): Promise<Page>;
  close(): Promise<void>;
};

/**
 * Opens a fax: TIFF (any compression of T.4 and T.6, many pages), PDF, PNG or JPEG.
 *
 * @throws PermanentError `fax-bytes`, `fax-pages`, `fax-pixels` beyond a limit, `fax-format` for bytes that are no fax,
 * `fax-damaged` for a fax that cannot be decoded
 */
export async function openFax(bytes: Uint8Array, limits: FaxLimits): Promise<FaxFile> {
  checkBytes(bytes.length, limits);
  if (isTiff(bytes)) return openTiff(bytes, limits);
  if (isPdf(bytes)) return openPdf(bytes, limits);
  if (isPng(bytes) || isJpeg(bytes)) return openPicture(bytes, limits);
  throw new PermanentError(
    'fax-format',
    `Cannot read the fax: its ${bytes.length} bytes are no TIFF, PDF, PNG or JPEG; look at the original, it may be another kind of file with a wrong name`,
  );
}

/** `%PDF-` may stand anywhere in the first kilobyte (ISO 32000-1, Annex H.3, note 13). */
const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
const isPng = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

function openTiff(bytes: Uint8Array, limits: FaxLimits): FaxFile {
  const directories = tiffPages(bytes);
  checkPages(directories.length, limits);
  for (const [i, { width, height }] of directories.entries()) checkPixels(i + 1, width, height, limits);
  const whole = padded(bytes, Math.max(...directories.map(({ end }) => end)), limits);
  return {
    pages: directories.length,
    station: stationOf(directories[0]!.description),
    async page(n) {
      const directory = directories[n - 1]!;
      const { data, width, height } = await decode(whole, n - 1);
      const { xDpi, yDpi, stated } = tiffDpi(directory, width, height);
      const page = { pixels: data, width, height, xDpi, yDpi };
      // A fax line's width, where three resolutions are all there are.
      const rows = isFaxWidth(width) ? rowsPerInch(page, stated) : yDpi;
      return { ...page, yDpi: rows, shown: shownBy(directory), layer: '' };
    },
    close: async () => {},
  };
}

/** A file that was cut within a page's picture: libtiff decodes the rows that came only if the file is as long as it should be. */
function padded(bytes: Uint8Array, end: number, limits: FaxLimits): Uint8Array {
  if (end <= bytes.length || end > limits.bytes) return bytes;
  const whole = new Uint8Array(end);
  whole.set(bytes);
  return whole;
}

/** Dots of a line of A4, B4 and A3 (T.4 §2.1). */
const isFaxWidth = (width: number) => [1728, 2048, 2432].includes(width);

/** Orientation tag to degrees; the mirrored ones do not come from fax machines. */
function shownBy({ orientation }: TiffPage): 0 | 90 | 180 | 270 {
  return orientation === 3 ? 180 : orientation === 6 ? 90 : orientation === 8 ? 270 : 0;
}

/**
 * The resolution of a page, or the likely one where the file is silent or gives nonsense. A fax line of 1728 dots is 215 mm
 * (T.4 §2.1), and a page is A4 or letter more often than not: its rows then tell standard (98), fine (196) and superfine (391).
 */
function tiffDpi(
  { xDpi, yDpi }: TiffPage,
  width: number,
  height: number,
): { xDpi: number; yDpi: number; stated: boolean } {
  const sane = xDpi !== null && yDpi !== null && xDpi >= 60 && yDpi >= 60 && xDpi <= 1300 && yDpi <= 1300;
  if (sane && xDpi / yDpi < 2.5 && yDpi / xDpi < 2.5) return { xDpi, yDpi, stated: true };
  const x = width >= 1600 ? (width / 1728) * 204 : width / 8.27;
  const shape = height / width;
  return { stated: false, xDpi: x, yDpi: shape < 0.85 ? x * 0.48 : shape < 1.8 ? x * 0.96 : x * 1.917 };
}

async function openPicture(bytes: Uint8Array, limits: FaxLimits): Promise<FaxFile> {
  const found = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata().catch(damaged);
  checkPixels(1, found.width, found.height, limits);
  return {
    pages: 1,
    station: { tsi: null, callerId: null, callerName: null },
    async page() {
      const { data, width, height } = await decode(bytes, 0);
      // What cameras and programs write as density says little: the page is taken as 8.27 inches wide (the shorter side).
      const dpi = Math.min(width, height) / 8.27;
      const page = { pixels: data, width, height, xDpi: dpi, yDpi: dpi };
      // A fax saved as a picture may have kept its rows.
      return { ...page, yDpi: isFaxWidth(width) ? rowsPerInch(page, true) : dpi, shown: 0, layer: '' };
    },
    close: async () => {},
  };
}

/** Rows beyond a cut are left out by libtiff and come as white; the rows before it are all there. */
async function decode(bytes: Uint8Array, page: number): Promise<{ data: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(bytes, { page, failOn: 'none', limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(damaged);
  return { data: channel(data, info.channels), width: info.width, height: info.height };
}

const channel = (data: Buffer, channels: number): Uint8Array =>
  channels === 1 ? data : Uint8Array.from({ length: data.length / channels }, (_, i) => data[i * channels]!);

function damaged(cause: unknown): never {
  throw new PermanentError(
    'fax-damaged',
    `Cannot read the fax: its picture cannot be decoded (${messageOf(cause)}); ask the sender to send it again`,
    { cause },
  );
}
