import { PermanentError } from '../../errors.ts';

/** One page as its image file directory describes it (TIFF 6.0 §2; RFC 2306 for fax). */
export type TiffPage = {
  width: number;
  height: number;
  /** Dots per inch, centimetres converted; null where the file gives none. */
  xDpi: number | null;
  yDpi: number | null;
  /** Tag 274: 1 is upright as stored. */
  orientation: number;
  description: string;
  /** Where its picture ends in the file, in bytes; beyond the file's end if the file was cut. */
  end: number;
};

/** More directories than any fax has; also ends chains that run in circles. */
const mostDirectories = 10_000;

/** A strip a row is the most that anybody writes. */
const mostStrips = 200_000;

/** True if the bytes start as a classic TIFF file, either byte order. */
export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (a === 0x49 && b === 0x49 && c === 42 && d === 0) || (a === 0x4d && b === 0x4d && c === 0 && d === 42);
}

/**
 * The page directories of a TIFF, in order, without decoding a pixel: so a file that claims a thousand million of them is
 * refused before memory is spent. A chain that leaves the file (a cut transfer) ends with the last whole directory.
 *
 * @throws PermanentError `fax-damaged` if there is not one whole directory
 */
export function tiffPages(bytes: Uint8Array): TiffPage[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let at = bytes.length >= 8 ? view.getUint32(4, little) : 0;
  while (at >= 8 && at + 2 <= bytes.length && !seen.has(at) && seen.size < mostDirectories) {
    seen.add(at);
    const count = view.getUint16(at, little);
    const end = at + 2 + count * 12;
    if (end > bytes.length) break;
    const page = directory(view, at + 2, count, little);
    if (page.width > 0 && page.height > 0) pages.push(page);
    at = end + 4 <= bytes.length ? view.getUint32(end, little) : 0;
  }
  if (pages.length === 0)
    throw new PermanentError(
      'fax-damaged',
      `Cannot read the fax: the TIFF of ${bytes.length} bytes has no whole page directory, it was probably cut off; ask the sender to send it again`,
    );
  return pages;
}

function directory(view: DataView, start: number, count: number, little: boolean): TiffPage {
  const page: TiffPage = { width: 0, height: 0, xDpi: null, yDpi: null, orientation: 1, description: '', end: 0 };
  let perInch = 1;
  let offsets: number[] = [];
  let counts: number[] = [];
  for (let i = 0; i < count; i++) {
    const entry = start + i * 12;
    switch (view.getUint16(entry, little)) {
      case 256:
        page.width = whole(view, entry, little);
        break;
      case 257:
        page.height = whole(view, entry, little);
        break;
      case 270:
        page.description = ascii(view, entry, little);
        break;
      case 273:
      case 324:
        offsets = wholes(view, entry, little);
        break;
      case 279:
      case 325:
        counts = wholes(view, entry, little);
        break;
      case 274:
        page.orientation = whole(view, entry, little);
        break;
      case 282:
        page.xDpi = rational(view, entry, little);
        break;
      case 283:
        page.yDpi = rational(view, entry, little);
        break;
      case 296:
        // ResolutionUnit: 2 inch, 3 centimetre; 1 means that the numbers only give the shape of a pixel.
        perInch = whole(view, entry, little) === 3 ? 2.54 : 1;
        break;
    }
  }
  for (const [i, offset] of offsets.entries()) page.end = Math.max(page.end, offset + (counts[i] ?? 0));
  if (page.xDpi !== null) page.xDpi *= perInch;
  if (page.yDpi !== null) page.yDpi *= perInch;
  return page;
}

/** A SHORT (type 3) or LONG (type 4) that stands in the entry itself. */
function whole(view: DataView, entry: number, little: boolean): number {
  return view.getUint16(entry + 2, little) === 3
    ? view.getUint16(entry + 8, little)
    : view.getUint32(entry + 8, little);
}

/** Strips or tiles: as many numbers as there are, in the entry itself or where it points to. */
function wholes(view: DataView, entry: number, little: boolean): number[] {
  const short = view.getUint16(entry + 2, little) === 3;
  const count = view.getUint32(entry + 4, little);
  const size = short ? 2 : 4;
  const at = count * size <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
  if (count > mostStrips || at + count * size > view.byteLength) return [];
  return Array.from({ length: count }, (_, i) =>
    short ? view.getUint16(at + i * 2, little) : view.getUint32(at + i * 4, little),
  );
}

function rational(view: DataView, entry: number, little: boolean): number | null {
  const at = view.getUint32(entry + 8, little);
  if (at + 8 > view.byteLength) return null;
  const value = view.getUint32(at, little) / view.getUint32(at + 4, little);
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** Texts are ASCII by the standard, and UTF-8 where a gateway puts a caller's name in. */
function ascii(view: DataView, entry: number, little: boolean): string {
  const length = view.getUint32(entry + 4, little);
  const at = length <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
  if (length > 4096 || at + length > view.byteLength) return '';
  const text = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, length));
  return text.replace(/\0+$/, '');
}
