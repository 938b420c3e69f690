import type { FaxFields, FaxReading, PageReading } from '../reading.ts';
import { type Choices, choicesOf } from './choices.ts';
import { clean, turn } from './clean.ts';
import { codesOf } from './codes.ts';
import { type FormPage, fieldsOf } from './form.ts';
import { trueBoxes, withGlyphs } from './glyphs.ts';
import { withLayer } from './layer.ts';
import type { FaxLimits } from './limits.ts';
import type { MarkedLine, OcrEngine } from './ocr/engine.ts';
import { readingOrder } from './order.ts';
import { type FaxFile, openFax } from './pages.ts';
import { tickBoxesOf } from './tickboxes.ts';
import { tokensOf } from './tokens.ts';

/**
 * Reads a fax from its bytes, page by page.
 *
 * @param started called as each page begins, so that a watcher can time it
 * @throws PermanentError as `openFax`
 */
export async function readFax(
  bytes: Uint8Array,
  engine: OcrEngine,
  limits: FaxLimits,
  started: (n: number) => void = () => {},
): Promise<FaxReading> {
  const file = await openFax(bytes, limits);
  try {
    const read: Read[] = [];
    for (let n = 1; n <= file.pages; n++) {
      started(n);
      read.push(await readPage(file, n, engine));
    }
    const pages = read.map(({ page }) => page);
    return {
      type: 'fax',
      text: pages.map(page => page.lines.map(line => line.text).join('\n')).join('\f'),
      pages,
      fields: { ...fieldsOf(read.map(({ form }) => form)), ...ticksOf(read.map(({ choices }) => choices)) },
      ticks: read.flatMap(({ choices }) => choices.ticks),
      codes: read.flatMap(({ codes }) => codes),
      station: file.station,
    };
  } finally {
    await file.close();
  }
}

/** What is kept of a page; its picture is not, since a fax may have many. */
type Read = { page: PageReading; form: FormPage; choices: Choices; codes: string[] };

async function readPage(file: FaxFile, n: number, engine: OcrEngine): Promise<Read> {
  const stored = await file.page(n);
  const straight = clean(stored);
  const rotated = await engine.upright(straight);
  const page = turn(straight, rotated);
  const found = await engine.read(page);
  const boxes = trueBoxes(tickBoxesOf(page.ink), found);
  const lines = readingOrder(withLayer(withGlyphs(found, boxes), stored.layer));
  const tokens = tokensOf(lines, page);
  const { width, height } = page;
  return {
    page: { n, rotated, width, height, lines: lines.map(plain) },
    form: { lines, tokens, height },
    choices: choicesOf(tokens, page, boxes),
    codes: await codesOf(page),
  };
}

const plain = ({ text, confidence, box }: MarkedLine) => ({
  text,
  confidence: Math.round(confidence * 1000) / 1000,
  box,
});

/** Severity and impact from the first page that has them. */
function ticksOf(choices: Choices[]): Pick<FaxFields, 'severityTick' | 'impactTick'> {
  const severity = choices.find(({ severityTick }) => severityTick !== undefined)?.severityTick;
  const impact = choices.find(({ impactTick }) => impactTick !== undefined)?.impactTick;
  return {
    ...(severity !== undefined && { severityTick: severity }),
    ...(impact !== undefined && { impactTick: impact }),
  };
}
