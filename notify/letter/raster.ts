import { PDFParse } from 'pdf-parse';
import sharp from 'sharp';

/**
 * The pages of a PDF as a fax document: multi-page TIFF, 1728 dots a line at 204 × 196 dpi (fine, ITU-T T.4 §2), bilevel
 * with white as 0, Group 4 (T.6). Each page keeps its true size and stands in the middle of the line, which is 215 mm long
 * where A4 has 210. Pages must be A4.
 */
export async function rasterise(pdf: Buffer): Promise<Buffer> {
  // pdf.js takes the bytes over, so it gets its own copy.
  const parser = new PDFParse({ data: new Uint8Array(pdf), isEvalSupported: false });
  try {
    const { total } = await parser.getInfo();
    const pages: Buffer[] = [];
    for (let n = 1; n <= total; n++) {
      const { pages: drawn } = await parser.getScreenshot({
        partial: [n],
        desiredWidth: ACROSS,
        imageDataUrl: false,
      });
      pages.push(await scanned(drawn[0]!.data));
    }
    const raw = { width: LINE, height: DOWN * total, channels: 1 as const, pageHeight: DOWN };
    return await sharp(Buffer.concat(pages), { raw, limitInputPixels: false })
      .toColourspace('b-w')
      .tiff({
        compression: 'ccittfax4',
        bitdepth: 1,
        miniswhite: true,
        // Rows of a strip: fax software wants a page in one.
        tileHeight: DOWN,
        resolutionUnit: 'inch',
        xres: 204 / 25.4,
        yres: 196 / 25.4,
      })
      .toBuffer();
  } finally {
    await parser.destroy();
  }
}

/** Dots of a scan line (T.4 §2.2), of the width of A4 in it, and scan lines of the height of A4. */
const LINE = 1728;
const ACROSS = 1687;
const DOWN = 2292;
/** Grey that still prints black: above the middle, because thin strokes are what gets lost on the line. */
const INK = 160;

/** One byte a dot, 0 or 255. */
async function scanned(page: Uint8Array): Promise<Buffer> {
  const margin = LINE - ACROSS;
  return sharp(page)
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .resize({ width: ACROSS, height: DOWN, fit: 'fill' })
    .extend({ left: margin >> 1, right: margin - (margin >> 1), background: '#ffffff' })
    .threshold(INK)
    .extractChannel(0)
    .raw()
    .toBuffer();
}
