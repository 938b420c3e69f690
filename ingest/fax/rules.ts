import type { Ink } from './ink.ts';

/** A ruled line, `from` to `to` along it (pixels, `to` exclusive), at `at` across it. */
export type Rule = { at: number; from: number; to: number };

/** Ruled lines of forms, underlines, and the streaks of a dirty scanner. */
export type Rules = { across: Rule[]; down: Rule[]; mask: Uint8Array };

/** A stretch of ink of this length is no stroke of a letter: the largest titles have 60 dots. */
const leastLength = 75;
/** Thicker ink is a bar, a seal or a dark edge. */
const mostThickness = 9;
/** Pieces of a broken line count from here on when they lie in the line's way. */
const leastPiece = 14;
/** How far a piece may lie from the next. */
const reach = 70;

/**
 * Finds ruled lines in a straightened page.
 *
 * @returns every stretch as a rule of its own (a warped line is several), and a mask (1) of all dots that belong to lines only; where
 * a letter crosses a line, the letter's dots are left out of the mask
 */
export function rulesOf(ink: Ink): Rules {
  const { dots, width, height } = ink;
  const mask = new Uint8Array(dots.length);
  const across = stretches(rowRuns(ink), width, height, 2);
  for (const { at, from, to } of across)
    for (let x = from; x < to; x++) eraseThrough(ink, mask, x, at, width, height, true);
  // The pieces of a column may be strokes of the letters in it, so only long ones count.
  const down = stretches(columnRuns(ink), height, width, 0);
  for (const { at, from, to } of down)
    for (let y = from; y < to; y++) eraseThrough(ink, mask, at, y, width, height, false);
  return { across: across.filter(isLong), down: down.filter(isLong), mask };
}

const isLong = ({ from, to }: Rule) => to - from >= leastLength / 2;

/** Horizontal stretches of ink of at least a piece's length. */
function rowRuns({ dots, width, height }: Ink): Rule[] {
  const runs: Rule[] = [];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      if (!dots[row + x]) continue;
      const from = x;
      while (x < width && dots[row + x]) x++;
      if (x - from >= leastPiece) runs.push({ at: y, from, to: x });
    }
  }
  return runs;
}

/** Vertical stretches, gathered row by row since memory lies that way. */
function columnRuns({ dots, width, height }: Ink): Rule[] {
  const runs: Rule[] = [];
  const since = new Int32Array(width).fill(-1);
  for (let y = 0; y <= height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      if (y < height && dots[row + x]) {
        if (since[x]! < 0) since[x] = y;
      } else if (since[x]! >= 0) {
        if (y - since[x]! >= leastPiece) runs.push({ at: x, from: since[x]!, to: y });
        since[x] = -1;
      }
    }
  }
  return runs;
}

/** The long runs, and the pieces that continue one: a line that the scan broke, or that drifts over several rows. */
function stretches(runs: Rule[], length: number, breadth: number, rounds: number): Rule[] {
  const near = new Uint8Array(Math.ceil(length / 8) * breadth);
  const across = Math.ceil(length / 8);
  const cover = ({ at, from, to }: Rule) => {
    for (let b = Math.max(0, at - 2); b <= Math.min(breadth - 1, at + 2); b++)
      near.fill(1, b * across + Math.max(0, (from - reach) >> 3), b * across + Math.min(across, (to + reach) >> 3));
  };
  const taken = new Set<Rule>();
  for (const run of runs) if (run.to - run.from >= leastLength) taken.add(run);
  for (const run of taken) cover(run);
  for (let round = 0; round < rounds; round++)
    for (const run of runs) {
      if (taken.has(run) || run.to - run.from < (round === 0 ? 2 * leastPiece : leastPiece)) continue;
      if (!near[run.at * across + ((run.from + run.to) >> 4)]) continue;
      taken.add(run);
      cover(run);
    }
  return [...taken];
}

/** Marks the ink across a rule at one of its dots, if it is as thin as a rule. */
function eraseThrough(
  ink: Ink,
  mask: Uint8Array,
  x: number,
  y: number,
  width: number,
  height: number,
  across: boolean,
) {
  const { dots } = ink;
  const step = across ? width : 1;
  const at = y * width + x;
  const before = across ? y : x;
  const after = across ? height - 1 - y : width - 1 - x;
  let first = 0;
  while (first < before && first <= mostThickness && dots[at - (first + 1) * step]) first++;
  let last = 0;
  while (last < after && last <= mostThickness && dots[at + (last + 1) * step]) last++;
  if (first + last + 1 > mostThickness) return;
  for (let k = -first; k <= last; k++) mask[at + k * step] = 1;
}
