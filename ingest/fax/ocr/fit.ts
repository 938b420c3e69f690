import type { CleanPage } from '../clean.ts';
import { type Blob, blobsOf } from '../ink.ts';
import type { TextBox } from './detect.ts';

/** Smaller pieces of ink do not decide where a line ends; specks that the dust filter left have about 8 dots. */
const leastArea = 10;
/** Taller or wider ink is no letter: a seal's ring, a circle round a word, a dark edge. */
const mostHeight = 90;
const mostWidth = 140;

/**
 * Fits boxes to the letters in them. The detector's ends are vague, it cuts first letters off and misses lone ones: a box takes in
 * letters that stand beside its ends, and lone groups of letters that no box holds get a box of their own.
 */
export function fitBoxes(boxes: TextBox[], page: CleanPage): TextBox[] {
  const letters = lettersOf(page);
  const frames = boxes.map(box => new Frame(box));
  let loose: Blob[] = [];
  for (const letter of letters) {
    const holder = frames.find(frame => frame.holds(letter));
    if (holder) holder.take(letter);
    else loose.push(letter);
  }
  for (let round = 0; round < 3; round++) {
    const still: Blob[] = [];
    for (const letter of loose) {
      const next = frames.find(frame => frame.adjoins(letter));
      if (next) next.take(letter);
      else still.push(letter);
    }
    if (still.length === loose.length) break;
    loose = still;
  }
  return [...frames.map(frame => frame.fitted()), ...groups(loose)];
}

function lettersOf({ ink, rules }: CleanPage): Blob[] {
  const dots = ink.dots.map((dot, i) => (dot && !rules[i] ? 1 : 0));
  const { blobs } = blobsOf({ dots, width: ink.width, height: ink.height });
  return blobs.filter(b => b.area >= leastArea && b.bottom - b.top <= mostHeight && b.right - b.left <= mostWidth);
}

/** A box and the stretch of it that letters fill; u runs along the box from its middle, v across it. */
class Frame {
  readonly box: TextBox;
  private from = Infinity;
  private to = -Infinity;

  constructor(box: TextBox) {
    this.box = box;
  }

  holds(letter: Blob): boolean {
    const { u, v } = this.place((letter.left + letter.right) / 2, (letter.top + letter.bottom) / 2);
    return Math.abs(u) <= this.box.length / 2 && Math.abs(v) <= this.box.height / 2;
  }

  /** True for a letter of the line's size that stands beside an end, at most half a letter away. */
  adjoins(letter: Blob): boolean {
    if (this.to < this.from) return false;
    const { height } = this.box;
    const { u, v } = this.place((letter.left + letter.right) / 2, (letter.top + letter.bottom) / 2);
    const half = (letter.right - letter.left) / 2;
    const gap = Math.max(this.from - (u + half), u - half - this.to);
    const high = letter.bottom - letter.top;
    return (
      gap < 0.4 * height && Math.abs(v) < 0.3 * height && high > 0.25 * height && high < height && half < 0.6 * height
    );
  }

  take(letter: Blob): void {
    const { u } = this.place((letter.left + letter.right) / 2, (letter.top + letter.bottom) / 2);
    const half = (letter.right - letter.left) / 2;
    this.from = Math.min(this.from, u - half);
    this.to = Math.max(this.to, u + half);
  }

  /** The box, its ends moved out to the letters that stand there. */
  fitted(): TextBox {
    const { box } = this;
    const [left, right] = [-box.length / 2, box.length / 2];
    const margin = 0.15 * box.height;
    const from = this.from < left ? this.from - margin : left;
    const to = this.to > right ? this.to + margin : right;
    if (from === left && to === right) return box;
    const middle = (from + to) / 2;
    return {
      ...box,
      x: box.x + middle * Math.cos(box.slope),
      y: box.y + middle * Math.sin(box.slope),
      length: to - from,
    };
  }

  private place(x: number, y: number): { u: number; v: number } {
    const [dx, dy] = [x - this.box.x, y - this.box.y];
    const [cos, sin] = [Math.cos(this.box.slope), Math.sin(this.box.slope)];
    return { u: dx * cos + dy * sin, v: dy * cos - dx * sin };
  }
}

/** Groups of letters that stand together, as large as a character at least. */
function groups(letters: Blob[]): TextBox[] {
  const left = [...letters].sort((a, b) => a.left - b.left);
  const found: { left: number; top: number; right: number; bottom: number; area: number }[] = [];
  for (const letter of left) {
    const near = found.find(
      g =>
        letter.left - g.right < 14 &&
        letter.top < g.bottom + 6 &&
        letter.bottom > g.top - 6 &&
        g.bottom - g.top < mostHeight,
    );
    if (!near) {
      found.push({ ...letter });
      continue;
    }
    near.right = Math.max(near.right, letter.right);
    near.top = Math.min(near.top, letter.top);
    near.bottom = Math.max(near.bottom, letter.bottom);
    near.area += letter.area;
  }
  return found
    .filter(g => {
      const [wide, high] = [g.right - g.left, g.bottom - g.top];
      return high >= 18 && high <= 60 && wide >= 14 && g.area >= 60 && g.area < 0.6 * wide * high && wide > 0.5 * high;
    })
    .map(g => ({
      x: (g.left + g.right) / 2,
      y: (g.top + g.bottom) / 2,
      length: g.right - g.left + 12,
      height: g.bottom - g.top + 12,
      slope: 0,
      score: 0,
    }));
}
