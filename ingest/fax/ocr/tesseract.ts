import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { createWorker, type Line, OEM, PSM, type Page as Recognition } from 'tesseract.js';
import { type CleanPage, type Turn, turn } from '../clean.ts';
import type { MarkedLine, OcrEngine } from './engine.ts';

export type LineReader = {
  /** Reads one line of a page; null where nothing is recognised. */
  readLine(page: CleanPage, box: MarkedLine['box']): Promise<MarkedLine | null>;
};

/** Tesseract's own words (chi_sim names a language that is not there) go nowhere. */
const quiet = 'debug_file /dev/null\n';

/** Lines surer than this are text; the rest is what Tesseract makes of rules and specks. */
const leastConfidence = 0.4;

/**
 * Tesseract (LSTM) by tesseract.js, simplified Chinese and English together. The language data come from npm packages, so
 * nothing is fetched, and nothing is cached in the working directory.
 */
export async function openTesseract(): Promise<OcrEngine & LineReader> {
  const langPath = await languages();
  const worker = await createWorker(
    ['chi_sim', 'eng'],
    OEM.LSTM_ONLY,
    { langPath, cacheMethod: 'none', gzip: true },
    quiet,
  ).finally(() => rm(langPath, { recursive: true }));
  const recognise = async (
    page: CleanPage,
    mode: PSM,
    rectangle?: { left: number; top: number; width: number; height: number },
  ) => {
    // Tesseract trains on 300 dpi and reads 204 dpi letters worse.
    await worker.setParameters({
      tessedit_pageseg_mode: mode,
      user_defined_dpi: String(page.dpi),
      preserve_interword_spaces: '1',
    });
    const { data } = await worker.recognize(await pngOf(page), rectangle ? { rectangle } : {}, {
      text: false,
      blocks: true,
    });
    return data;
  };
  return {
    name: 'tesseract',
    async upright(page): Promise<Turn> {
      const lying = isSideways(page);
      const stood = lying ? turn(page, 90) : page;
      const sample = densestStrip(stood);
      const up = await recognise(sample, PSM.SINGLE_BLOCK);
      const down = await recognise(turn(sample, 180), PSM.SINGLE_BLOCK);
      const flipped = down.confidence > up.confidence;
      return lying ? (flipped ? 270 : 90) : flipped ? 180 : 0;
    },
    async read(page) {
      return linesOf(await recognise(page, PSM.AUTO));
    },
    async readLine(page, [x, y, w, h]) {
      const left = Math.max(0, x);
      const top = Math.max(0, y);
      const rectangle = { left, top, width: Math.min(page.width - left, w), height: Math.min(page.height - top, h) };
      const lines = linesOf(await recognise(page, PSM.SINGLE_LINE, rectangle));
      return lines[0] ?? null;
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** Both languages in one folder, since tesseract.js takes one path: a temporary folder of links to the packages' files. */
async function languages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jishi-tesseract-'));
  for (const code of ['chi_sim', 'eng']) {
    const from = dirname(createRequire(import.meta.url).resolve(`@tesseract.js-data/${code}`));
    const name = `${code}.traineddata.gz`;
    await symlink(join(from, '4.0.0_best_int', name), join(folder, name));
  }
  return folder;
}

const pngOf = ({ pixels, width, height }: CleanPage) =>
  sharp(pixels, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();

function linesOf({ blocks }: Recognition): MarkedLine[] {
  const lines = (blocks ?? []).flatMap(block => block.paragraphs.flatMap(paragraph => paragraph.lines));
  return lines.map(lineOf).filter(line => line.text !== '' && line.confidence >= leastConfidence);
}

/** Blanks between Chinese characters are Tesseract's own; those between words stay. */
function lineOf({ words, confidence, bbox }: Line): MarkedLine {
  let text = '';
  const marks: number[] = [];
  const put = (letters: string, at: number) => {
    text += letters;
    for (let i = 0; i < letters.length; i++) marks.push(at);
  };
  for (const word of words) {
    const han = /\p{Script=Han}/u.test(text.at(-1) ?? '') || /^[\p{Script=Han}，。：；（）“”]/u.test(word.text);
    if (text !== '' && !han) put(' ', word.bbox.x0);
    for (const { text: letter, bbox: place } of word.symbols) put(letter, (place.x0 + place.x1) / 2);
  }
  return {
    text: text.trim(),
    confidence: confidence / 100,
    box: [bbox.x0, bbox.y0, bbox.x1 - bbox.x0, bbox.y1 - bbox.y0],
    marks,
  };
}

/** Text lines make the ink of the rows come and go; on a page that lies on its side the columns' does. */
function isSideways({ ink: { dots, width, height }, rules }: CleanPage): boolean {
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (dots[y * width + x] && !rules[y * width + x]) {
        rows[y]!++;
        columns[x]!++;
      }
  const change = (sums: Float64Array) => sums.reduce((all, v, i) => all + (i ? Math.abs(v - sums[i - 1]!) : 0), 0);
  return change(columns) > 1.3 * change(rows);
}

/** The 400 rows with most ink: enough to tell which way up the letters stand. */
function densestStrip(page: CleanPage): CleanPage {
  const { width, height, pixels, ink, rules } = page;
  const rows = Math.min(400, height);
  const sums = Float64Array.from({ length: height }, (_, y) => {
    let sum = 0;
    for (let x = 0; x < width; x++) sum += ink.dots[y * width + x]!;
    // Bars and dark edges are no text.
    return sum > width * 0.4 ? 0 : sum;
  });
  let best = 0;
  let sum = 0;
  let most = -1;
  for (let y = 0; y < height; y++) {
    sum += sums[y]! - (y >= rows ? sums[y - rows]! : 0);
    if (y >= rows - 1 && sum > most) {
      most = sum;
      best = y - rows + 1;
    }
  }
  const cut = (from: Uint8Array) => from.slice(best * width, (best + rows) * width);
  return {
    ...page,
    height: rows,
    pixels: cut(pixels),
    ink: { dots: cut(ink.dots), width, height: rows },
    rules: cut(rules),
  };
}
