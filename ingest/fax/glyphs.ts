import type { MarkedLine } from './ocr/engine.ts';
import { type TickBox, tickInk } from './tickboxes.ts';

/**
 * Writes tick boxes into the lines as □, ☑ and ■, in place of whatever the recogniser made of them (口, α, 区). A box that no line
 * covers goes before the word that follows it.
 */
export function withGlyphs(lines: MarkedLine[], boxes: TickBox[]): MarkedLine[] {
  return boxes.reduce(write, lines);
}

/** Characters that the recogniser makes of a box; any other Han character in its place is one, with a part that looks like a box. */
const boxlike = /[口囗日曰回区図田凶因国以风四目园团图]/;

/** Boxes without those that the recognised text shows to be parts of running text. */
export function trueBoxes(boxes: TickBox[], lines: MarkedLine[]): TickBox[] {
  const kept = boxes.filter(box => {
    const middle = box.y + box.side / 2;
    return !lines.some(({ text, marks, box: [, y, , h] }) => {
      if (middle < y || middle > y + h) return false;
      return [...text].some((letter, i) => {
        const at = marks[i] ?? 0;
        const inside = at > box.x && at < box.x + box.side;
        if (inside) return /\p{Script=Han}/u.test(letter) && !boxlike.test(letter);
        const gap = box.x - at;
        return gap > 0 && gap < 1.2 * box.side && /[\p{Script=Han}\d]/u.test(letter) && !boxlike.test(letter);
      });
    });
  });
  return kept.filter(box =>
    kept.some(other => other !== box && (Math.abs(other.y - box.y) < box.side || Math.abs(other.x - box.x) < box.side)),
  );
}

function write(lines: MarkedLine[], box: TickBox): MarkedLine[] {
  const middle = box.y + box.side / 2;
  const glyph = box.filled > 0.95 ? '■' : box.filled > tickInk ? '☑' : '□';
  const inRow = ({ box: [, y, , h] }: MarkedLine) => middle > y + 0.1 * h && middle < y + 0.9 * h;
  const covers = ({ box: [x, , w] }: MarkedLine) => x < box.x + 0.7 * box.side && x + w > box.x + 0.3 * box.side;
  const follows = ({ box: [x] }: MarkedLine) => x >= box.x && x < box.x + 2.2 * box.side;
  const row = lines.filter(inRow);
  const target = row.find(covers) ?? row.find(follows);
  return target ? lines.map(line => (line === target ? insert(line, box, glyph) : line)) : lines;
}

function insert(line: MarkedLine, { x, side }: TickBox, glyph: string): MarkedLine {
  const kept = [...line.marks.keys()].filter(i => line.marks[i]! < x - 0.15 * side || line.marks[i]! > x + 1.1 * side);
  const before = kept.filter(i => line.marks[i]! < x + side / 2);
  const after = kept.filter(i => line.marks[i]! >= x + side / 2);
  const pick = (indices: number[]) => indices.map(i => line.text[i]).join('');
  const marks = [...before.map(i => line.marks[i]!), x + side / 2, ...after.map(i => line.marks[i]!)];
  const left = Math.min(line.box[0], Math.round(x));
  const box: MarkedLine['box'] = [left, line.box[1], line.box[0] + line.box[2] - left, line.box[3]];
  return { ...line, text: pick(before) + glyph + pick(after), marks, box };
}
