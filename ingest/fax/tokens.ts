import type { CleanPage } from './clean.ts';
import { type LabelName, labelAt } from './labels.ts';
import type { MarkedLine } from './ocr/engine.ts';

/** A piece of a line that is one thing: a label, or what stands beside it. All places in pixels of the upright page. */
export type Token = {
  text: string;
  /** Name of the label, null for anything else. */
  label: LabelName | null;
  left: number;
  right: number;
  /** Middle across the line. */
  y: number;
  height: number;
  /** Nearest ruled lines above and below; the page's edges where there are none. */
  above: number;
  below: number;
  marks: number[];
};

/** Cuts lines into labels and values, lines in reading order. */
export function tokensOf(lines: MarkedLine[], page: CleanPage): Token[] {
  return joinLabels(
    lines.filter(line => !isFaxHeader(line, page.height)),
    page,
  )
    .flatMap(line => split(line))
    .map(token => ({ ...token, ...rulesRound(token, page) }));
}

/** The line that the sending machine prints stands at the very edge, at the foot if the page was fed upside down (T.30 leaves it to the maker). */
export function isFaxHeader({ box: [, y, , h] }: Pick<MarkedLine, 'box'>, height: number): boolean {
  const middle = y + h / 2;
  return middle < 0.022 * height || middle > 0.978 * height;
}

type Piece = Omit<Token, 'above' | 'below'>;

function split({ text, box: [x, y, w, h], marks }: MarkedLine): Piece[] {
  const pieces: Piece[] = [];
  const half = text.length > 0 ? Math.min(h / 2, w / text.length / 2) : 0;
  const push = (from: number, to: number, label: LabelName | null) => {
    const raw = text.slice(from, to);
    const trimmed = raw.trim();
    if (trimmed === '') return;
    const start = from + raw.indexOf(trimmed);
    const end = start + trimmed.length;
    const left = start === 0 ? x : (marks[start] ?? x) - half;
    const right = end === text.length ? x + w : (marks[end - 1] ?? x + w) + half;
    pieces.push({ text: trimmed, label, left, right, y: y + h / 2, height: h, marks: marks.slice(start, end) });
  };
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const found = labelAt(text, at);
    if (!found) {
      at++;
      continue;
    }
    push(from, at, null);
    push(at, found.end, found.name);
    at = found.end;
    from = at;
  }
  push(from, text.length, null);
  return pieces;
}

/** A label that a narrow cell broke in two (是否影响用户 / 业务) is one label. */
function joinLabels(lines: MarkedLine[], page: CleanPage): MarkedLine[] {
  const done = new Set<MarkedLine>();
  return lines.flatMap((line): MarkedLine[] => {
    if (done.has(line)) return [];
    const [x, y, w, h] = line.box;
    const whole = (text: string) => labelAt(text, 0)?.end === text.length;
    if (whole(line.text)) return [line];
    const below = lines.find(other => {
      const [ox, oy, ow, oh] = other.box;
      const middle = Math.abs(ox + ow / 2 - x - w / 2) < h && oy > y + h / 2 && oy < y + 1.6 * h;
      return (
        other !== line &&
        middle &&
        oh < 2 * h &&
        whole(line.text + other.text) &&
        !ruled(page, x + w / 2, y + h / 2, oy + oh / 2)
      );
    });
    if (!below) return [line];
    done.add(below);
    const [bx, by, bw, bh] = below.box;
    const left = Math.min(x, bx);
    const box: MarkedLine['box'] = [left, y, Math.max(x + w, bx + bw) - left, by + bh - y];
    return [{ ...line, text: line.text + below.text, marks: [...line.marks, ...below.marks], box }];
  });
}

const ruled = ({ rules, width }: CleanPage, x: number, from: number, to: number) => {
  for (let y = Math.round(from); y < to; y++) if (rules[y * width + Math.round(x)]) return true;
  return false;
};

/** Looks up and down from several places of a token to the next ruled line; a line is broken here and there. */
function rulesRound({ left, right, y }: Piece, { rules, width, height }: CleanPage): { above: number; below: number } {
  const margin = 20;
  let above = 0;
  let below = height;
  // A little beyond both ends too, where the line may be whole.
  const step = (right - left + 2 * margin) / 8;
  for (let k = 0; k <= 8; k++) {
    const x = Math.max(0, Math.min(width - 1, Math.round(left - margin + k * step)));
    for (let row = Math.round(y); row > above; row--)
      if (rules[row * width + x] && isLevel(rules, width, x, row)) above = row;
    for (let row = Math.round(y); row < below; row++)
      if (rules[row * width + x] && isLevel(rules, width, x, row)) below = row;
  }
  return { above, below };
}

/** True for a dot of a horizontal line: streaks and table columns run down the page. */
function isLevel(rules: Uint8Array, width: number, x: number, y: number): boolean {
  let found = 0;
  for (let column = Math.max(0, x - 15); column <= Math.min(width - 1, x + 15); column++) {
    const at = y * width + column;
    if (rules[at] || rules[at - width] || rules[at + width]) found++;
  }
  return found >= 22;
}
