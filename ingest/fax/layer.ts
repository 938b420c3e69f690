import type { MarkedLine } from './ocr/engine.ts';

/** A read line may differ from the layer by this share of its characters and still be the same line. */
const mostDifferences = 0.35;
/** This share of the page's letters must be found in the layer before any of it is believed. */
const leastAgreement = 0.6;
/** Longer layers are no page of a fax, and comparing takes time with their length. */
const longest = 20_000;

/**
 * Corrects read lines by a PDF's text layer. The page as drawn is what counts: a layer is believed only where it says nearly
 * what was read, so a layer of rubbish, or one that hides something else behind the picture, changes nothing.
 */
export function withLayer(lines: MarkedLine[], written: string): MarkedLine[] {
  const layer = written.replace(/[\u2e80-\u2fdf]/g, unified);
  const { signs, at } = compact(layer);
  if (signs.length === 0 || signs.length > longest) return lines;
  const found = lines.map(({ text }) => bestPlace(compact(text).signs, signs));
  const all = lines.reduce((sum, { text }) => sum + compact(text).signs.length, 0);
  const agreed = lines.reduce((sum, { text }, i) => sum + (found[i] ? compact(text).signs.length : 0), 0);
  if (agreed < leastAgreement * all) return lines;
  return lines.map((line, i) => {
    const place = found[i];
    // Where tick boxes stand in a line, its characters' places count, and a layer does not give them.
    if (!place || /[□☑■]/.test(line.text)) return line;
    const text = layer.slice(at[place.from]!, at[place.to - 1]! + 1).replace(/\s+/g, ' ');
    return { ...line, text, confidence: 1, marks: spread(line, text.length) };
  });
}

/**
 * Fonts that draw 民 and the radical ⺠ with one shape make PDFs that say the radical. Kangxi radicals are folded by NFKC, those of the
 * supplement that are characters of their own are listed here (Unicode, EquivalentUnifiedIdeograph).
 */
function unified(radical: string): string {
  return supplement.get(radical) ?? radical.normalize('NFKC');
}

const supplement = new Map(
  [
    '⺁厂',
    '⺇几',
    '⺌小',
    '⺎兀',
    '⺒巳',
    '⺓幺',
    '⺟母',
    '⺠民',
    '⺩王',
    '⺫目',
    '⺬示',
    '⺮竹',
    '⺯糸',
    '⺳网',
    '⺶羊',
    '⺺聿',
    '⺼月',
    '⺽臼',
    '⻁虎',
    '⻄西',
    '⻅见',
    '⻆角',
    '⻉贝',
    '⻋车',
    '⻑長',
    '⻓长',
    '⻔门',
    '⻗雨',
    '⻘青',
    '⻙韦',
    '⻚页',
    '⻛风',
    '⻜飞',
    '⻝食',
    '⻢马',
    '⻣骨',
    '⻤鬼',
    '⻥鱼',
    '⻦鸟',
    '⻧卤',
    '⻨麦',
    '⻩黄',
    '⻪黾',
    '⻬齐',
    '⻭歯',
    '⻮齿',
    '⻰龙',
    '⻳龟',
  ].map(([radical = '', ideograph = '']): [string, string] => [radical, ideograph]),
);

/** The signs without blanks, each with its place in the text. */
function compact(text: string): { signs: string; at: number[] } {
  const at = [...text.matchAll(/\S/g)].map(({ index }) => index);
  return { signs: at.map(i => text[i]).join(''), at };
}

/** Where `short` fits best within `long`, if it fits well enough: the fewest edits, with free ends (Sellers 1980). */
function bestPlace(short: string, long: string): { from: number; to: number } | null {
  if (short.length < 2) return null;
  let edits = new Uint16Array(long.length + 1);
  let starts = Uint32Array.from({ length: long.length + 1 }, (_, j) => j);
  for (let i = 1; i <= short.length; i++) {
    const nextEdits = new Uint16Array(long.length + 1);
    const nextStarts = new Uint32Array(long.length + 1);
    nextEdits[0] = i;
    for (let j = 1; j <= long.length; j++) {
      const change = edits[j - 1]! + (short[i - 1] === long[j - 1] ? 0 : 1);
      const drop = edits[j]! + 1;
      const add = nextEdits[j - 1]! + 1;
      const least = Math.min(change, drop, add);
      nextEdits[j] = least;
      nextStarts[j] = least === change ? starts[j - 1]! : least === drop ? starts[j]! : nextStarts[j - 1]!;
    }
    edits = nextEdits;
    starts = nextStarts;
  }
  let to = 0;
  for (let j = 1; j <= long.length; j++) if (edits[j]! < edits[to]!) to = j;
  const from = starts[to]!;
  return to > from && edits[to]! <= mostDifferences * short.length ? { from, to } : null;
}

/** The corrected text may be longer or shorter: its characters are spread evenly over the line. */
function spread({ box: [x, , w, h] }: MarkedLine, length: number): number[] {
  const margin = Math.min(h / 4, w / 4);
  return Array.from({ length }, (_, i) => x + margin + ((w - 2 * margin) * (i + 0.5)) / length);
}
