import { type Blob, blobsOf, type Ink } from './ink.ts';

/** A printed box to be ticked: its place, its side, and the share of its inside that is ink. */
export type TickBox = { x: number; y: number; side: number; filled: number };

/** Ink of a tick inside a box, as a share; a box that is only printed has next to none, dust a little. */
export const tickInk = 0.09;

/** Sides of tick boxes in dots of a square page at 204 dpi: 2 to 7 mm. */
const leastSide = 18;
const mostSide = 56;

/**
 * Finds tick boxes by their four sides, ticked or not, and those that were blackened. Characters such as 口 and 国 look
 * alike, so a box must have company of its own size in its row or column, and paper on its left.
 */
export function tickBoxesOf(ink: Ink): TickBox[] {
  const black = blackened(ink);
  const open = framed(ink).filter(box => !black.some(other => near(box, other)));
  const found = [...open, ...black].filter(box => standsFree(ink, box));
  const isEmpty = (box: TickBox) => box.filled < 0.04;
  return found
    .filter(box => {
      const company = found.filter(other => other !== box && keepsCompany(box, other));
      // Of the boxes of a question hardly ever all are ticked: characters that look like ticked boxes have no empty one beside them.
      return company.length > 0 && (isEmpty(box) || company.some(isEmpty));
    })
    .sort((a, b) => a.y - b.y || a.x - b.x);
}

/**
 * A box like a known one in the same row, with its left side between two places: for a box whose sides a tick or the noise has eaten, so
 * that only its neighbours and the word behind it tell that it is there. Three fifths of each side are enough here.
 */
export function tickBoxBetween(ink: Ink, from: number, to: number, like: TickBox): TickBox | null {
  const side = Math.round(like.side);
  let best: { cover: number; box: TickBox } | null = null;
  for (let x = Math.max(0, Math.round(from)); x <= to && x + side < ink.width; x++)
    for (let shift = -6; shift <= 6; shift++) {
      const top = Math.max(0, Math.round(like.y) + shift);
      const square = { left: x, right: x + side, top, bottom: Math.min(ink.height, top + side) - 1 };
      const sides = [
        sideCover(ink, square, 'left'),
        sideCover(ink, square, 'right'),
        levelCover(ink, square, 'top'),
        levelCover(ink, square, 'bottom'),
      ];
      const cover = sides.reduce((sum, share) => sum + share, 0) / 4;
      if (Math.min(...sides) < 0.6 || cover < 0.75 || (best && cover <= best.cover)) continue;
      best = { cover, box: { x, y: top, side: like.side, filled: 0 } };
    }
  return best && { ...best.box, filled: insideOf(ink, best.box) };
}

type Edge = { y: number; from: number; to: number };

/** Squares whose four sides are inked along at least three quarters of each. */
function framed(ink: Ink): TickBox[] {
  const edges = edgesOf(ink);
  const starting = new Map<number, Edge[]>();
  for (const edge of edges) {
    const key = edge.from >> 3;
    const list = starting.get(key);
    if (list) list.push(edge);
    else starting.set(key, [edge]);
  }
  const squares: (TickBox & { cover: number })[] = [];
  for (const top of edges) {
    const length = top.to - top.from;
    for (const key of [(top.from >> 3) - 1, top.from >> 3, (top.from >> 3) + 1])
      for (const bottom of starting.get(key) ?? []) {
        const high = bottom.y - top.y + 1;
        if (high < 0.75 * length || high > 1.35 * length) continue;
        if (Math.abs(bottom.from - top.from) > 4 || Math.abs(bottom.to - top.to) > Math.max(5, 0.35 * length)) continue;
        const left = Math.min(top.from, bottom.from);
        // A tick drawn through a corner lengthens one of the two edges.
        const right = left + Math.min(length, bottom.to - bottom.from);
        const square = { left, right, top: top.y, bottom: bottom.y };
        const cover = Math.min(sideCover(ink, square, 'left'), sideCover(ink, square, 'right'));
        if (cover < 0.75) continue;
        const side = (right - left + high) / 2;
        squares.push({ x: left, y: top.y, side, filled: 0, cover: cover + side / 1000 });
      }
  }
  const chosen: TickBox[] = [];
  for (const { cover: _, ...square } of squares.sort((a, b) => b.cover - a.cover))
    if (!chosen.some(other => near(other, square))) chosen.push({ ...square, filled: insideOf(ink, square) });
  return chosen;
}

const near = (a: TickBox, b: TickBox) =>
  Math.abs(a.x - b.x) < Math.max(a.side, b.side) * 0.6 && Math.abs(a.y - b.y) < Math.max(a.side, b.side) * 0.6;

/** Horizontal stretches as long as a side, small breaks bridged. */
function edgesOf({ dots, width, height }: Ink): Edge[] {
  const edges: Edge[] = [];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let from = -1;
    let last = -1;
    for (let x = 0; x <= width; x++) {
      if (x < width && dots[row + x]) {
        if (from < 0) from = x;
        last = x;
      } else if (from >= 0 && (x - last > 2 || x === width)) {
        const length = last + 1 - from;
        if (length >= leastSide && length <= mostSide * 1.3) edges.push({ y, from, to: last + 1 });
        from = -1;
      }
    }
  }
  return edges;
}

/** Share of the rows in which the left or right side has ink within three dots. */
function sideCover(
  { dots, width }: Ink,
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
  which: 'left' | 'right',
): number {
  const middle = which === 'left' ? left + 1 : right - 2;
  let inked = 0;
  for (let y = top; y <= bottom; y++)
    for (let x = Math.max(0, middle - 3); x <= middle + 3 && x < width; x++)
      if (dots[y * width + x]) {
        inked++;
        break;
      }
  return inked / (bottom - top + 1);
}

/** Share of the columns in which the top or bottom side has ink within three dots. */
function levelCover(
  { dots, width, height }: Ink,
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
  which: 'top' | 'bottom',
): number {
  const middle = which === 'top' ? top + 1 : bottom - 1;
  let inked = 0;
  for (let x = left; x < right; x++)
    for (let y = Math.max(0, middle - 3); y <= middle + 3 && y < height; y++)
      if (dots[y * width + x]) {
        inked++;
        break;
      }
  return inked / (right - left);
}

/** Share of ink well inside the frame. */
function insideOf({ dots, width, height }: Ink, { x, y, side }: Pick<TickBox, 'x' | 'y' | 'side'>): number {
  const inset = Math.max(4, Math.round(side * 0.2));
  let inked = 0;
  let all = 0;
  for (let row = y + inset; row < Math.min(height, y + side - inset); row++)
    for (let column = x + inset; column < Math.min(width, x + side - inset); column++) {
      all++;
      inked += dots[row * width + column]!;
    }
  return all ? inked / all : 0;
}

function blackened(ink: Ink): TickBox[] {
  const square = ({ left, right, top, bottom, area }: Blob) => {
    const [wide, high] = [right - left, bottom - top];
    if (wide < leastSide || high < leastSide || wide > mostSide || high > mostSide) return false;
    // A disc fills 0.79 of its square.
    return wide / high > 0.8 && wide / high < 1.25 && area > 0.87 * wide * high;
  };
  return blobsOf(ink)
    .blobs.filter(square)
    .map(({ left, top, right, bottom }) => ({ x: left, y: top, side: (right - left + bottom - top) / 2, filled: 1 }));
}

/**
 * True if there is paper on the left for a third of a side, below, and above the left half: a part of a character has other strokes
 * there. A tick leaves its box at the right and above.
 */
function standsFree(ink: Ink, { x, y, side }: TickBox): boolean {
  if (x < side * 0.5) return false;
  const left = share(ink, x - side * 0.33, x - 2, y + side * 0.15, y + side * 0.85);
  const below = share(ink, x + side * 0.1, x + side * 0.9, y + side + 4, y + side * 1.2 + 2);
  const above = share(ink, x, x + side * 0.45, y - side * 0.2 - 2, y - 3);
  return left <= 0.06 && below <= 0.15 && above <= 0.15;
}

function share({ dots, width, height }: Ink, left: number, right: number, top: number, bottom: number): number {
  let inked = 0;
  let all = 0;
  for (let row = Math.max(0, Math.round(top)); row < Math.min(height, bottom); row++)
    for (let column = Math.max(0, Math.round(left)); column < Math.min(width, right); column++) {
      all++;
      inked += dots[row * width + column]!;
    }
  return all ? inked / all : 0;
}

function keepsCompany(a: TickBox, b: TickBox): boolean {
  const side = Math.max(a.side, b.side);
  if (Math.abs(a.side - b.side) > Math.max(4, 0.18 * side)) return false;
  const row = Math.abs(a.y - b.y) < 0.6 * side && Math.abs(a.x - b.x) > 1.8 * side;
  const column = Math.abs(a.x - b.x) < 0.4 * side && Math.abs(a.y - b.y) > 1.2 * side && Math.abs(a.y - b.y) < 6 * side;
  return row || column;
}
