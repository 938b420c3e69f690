import type { CleanPage } from './clean.ts';
import type { Ink } from './ink.ts';
import type { Place } from './marks.ts';
import { type Group, namesOf, type Option, plainQuestion, sameRow } from './question.ts';
import { type TickBox, tickBoxBetween, tickInk } from './tickboxes.ts';
import type { Token } from './tokens.ts';

/** Groups of printed boxes: a row of boxes up to the next label, each with the word behind it. */
export function boxGroups(tokens: Token[], page: CleanPage, boxes: TickBox[]): Group[] {
  const groups: Group[] = [];
  for (const row of rowsOf(boxes)) {
    const place = { left: row[0]!.x, right: row.at(-1)!.x, y: row[0]!.y + row[0]!.side / 2, height: row[0]!.side };
    const beside = tokens.filter(token => sameRow(token, place));
    const labels = beside.filter(token => token.label !== null).sort((a, b) => a.left - b.left);
    const ends = [...labels.map(label => label.left), Infinity];
    let from = -Infinity;
    for (const to of ends) {
      const own = row.filter(box => box.x > from && box.x < to);
      const label = labels.filter(l => l.left <= from).at(-1) ?? null;
      if (own.length > 0) {
        const letters = lettersOf(beside.filter(t => t.label === null && t.right > from && t.left < to));
        const all = withMissing(page.ink, own, letters, label);
        const options = named(
          all.map((box, i) => optionBehind(box, all[i + 1]?.x ?? to, letters)),
          label,
        );
        if (options.length > 0) groups.push({ label, question: questionOf(label, place, tokens, own[0]!.x), options });
      }
      from = to;
    }
  }
  return groups;
}

function rowsOf(boxes: TickBox[]): TickBox[][] {
  const rows: TickBox[][] = [];
  for (const box of boxes) {
    const row = rows.find(([first]) => Math.abs(first!.y - box.y) < 0.6 * box.side);
    if (row) row.push(box);
    else rows.push([box]);
  }
  return rows.map(row => row.sort((a, b) => a.x - b.x));
}

type Letter = { text: string; x: number };

const lettersOf = (tokens: Token[]): Letter[] =>
  tokens
    .flatMap(({ text, marks }) => [...text].map((letter, i) => ({ text: letter, x: marks[i] ?? 0 })))
    .sort((a, b) => a.x - b.x);

/**
 * The box before the first one found, where a word stands between the label and that, or where the label must have one more. It is
 * looked for with less demand, since a tick may have eaten its sides.
 */
function withMissing(ink: Ink, row: TickBox[], letters: Letter[], label: Token | null): TickBox[] {
  const first = row[0]!;
  const from = label?.right ?? -Infinity;
  const before = letters.filter(letter => letter.x > from && letter.x < first.x - 0.3 * first.side);
  const fewer = row.length < namesOf(label).length && label !== null;
  if (before.length === 0 && !fewer) return row;
  const start = before.length > 0 ? Math.max(from, before[0]!.x - 2.4 * first.side) : from + 0.3 * first.side;
  const missed = tickBoxBetween(ink, start, first.x - 2 * first.side, first);
  return missed ? [missed, ...row] : row;
}

/** Words that could not be read are the ones that the row must have besides, in their order; elsewhere they are left out. */
function named(options: Option[], label: Token | null): Option[] {
  const names = namesOf(label);
  if (names.length === options.length) {
    const rest = names.filter(name => !options.some(({ text }) => text === name));
    return options.map(option =>
      names.includes(option.text) ? option : { ...option, text: rest.shift() ?? option.text },
    );
  }
  return options.filter(({ text }) => text !== '');
}

function optionBehind(box: TickBox, next: number, letters: Letter[]): Option {
  const right = box.x + box.side;
  let last = right;
  let text = '';
  for (const letter of letters) {
    if (letter.x < right + 0.1 * box.side || letter.x > next - 0.1 * box.side) continue;
    // A word ends at a gap; what comes after it is something else, such as a remark.
    if (letter.x - last > 2.4 * box.side) break;
    text += letter.text;
    last = letter.x;
  }
  const y = box.y + box.side / 2;
  return {
    text: wordOf(text),
    left: right,
    right: last + box.side / 2,
    y,
    height: box.side,
    ticked: box.filled > tickInk,
  };
}

/** The word of an option without what the recogniser made of boxes, brackets and ticks. */
const wordOf = (text: string) => known(text.replace(/[^\p{L}\p{N}]|[口囗√✓✔]/gu, ''));

/** The options that forms have most; a word that lacks a character or has one too many is the known word. */
const usual = ['严重', '一般', '轻微', '是', '否', '24小时', '48小时'];
function known(word: string): string {
  if (usual.includes(word)) return word;
  const inside = usual.filter(
    each => each.length > 1 && word.length <= each.length + 1 && (word.includes(each) || partOf(word, each)),
  );
  return inside.length === 1 ? inside[0]! : word;
}

/** 般, -般, 微: one true character of two. */
const partOf = (word: string, whole: string) =>
  whole.length === 2 && word.length <= 2 && word.length > 0 && [...whole].some(c => word.includes(c));

function questionOf(label: Token | null, place: Place, tokens: Token[], left: number): string {
  if (label) return plainQuestion(label.text);
  const beside = tokens.filter(t => sameRow(t, place) && t.right < left).at(-1);
  if (beside) return plainQuestion(beside.text);
  const above = tokens.filter(t => t.y < place.y - 0.6 * place.height && t.y > place.y - 4 * place.height);
  const nearest = Math.max(...above.map(t => t.y));
  return plainQuestion(
    above
      .filter(t => nearest - t.y < 0.5 * place.height)
      .sort((a, b) => a.left - b.left)
      .map(t => t.text)
      .join(''),
  );
}
