import type { Ink } from './ink.ts';

/** Where a word stands: its ends, its middle line and the height of its letters. */
export type Place = { left: number; right: number; y: number; height: number };

/** Dots of ink in a rectangle, limits in pixels, cut at the page's edges. */
export function inkBetween(
  { dots, width, height }: Ink,
  left: number,
  right: number,
  top: number,
  bottom: number,
): number {
  let inked = 0;
  for (let y = Math.max(0, Math.round(top)); y < Math.min(height, bottom); y++)
    for (let x = Math.max(0, Math.round(left)); x < Math.min(width, right); x++) inked += dots[y * width + x]!;
  return inked;
}

/**
 * Share of the directions from a word in which a stroke passes close by, 0 to 1. A ring round the word is met in nearly all; a
 * neighbour, an underline or a bracket only in some.
 */
export function encirclement({ dots, width, height }: Ink, word: Place): number {
  const [x0, y0] = [(word.left + word.right) / 2, word.y];
  const [half, tall] = [(word.right - word.left) / 2, word.height / 2];
  const [nearX, nearY] = [half + 2, tall + 1];
  const [farX, farY] = [half + word.height * 0.75, tall + word.height * 0.95];
  const directions = 32;
  let met = 0;
  for (let k = 0; k < directions; k++) {
    const angle = (2 * Math.PI * k) / directions;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let t = 0; t <= 1; t += 0.03) {
      const x = Math.round(x0 + (nearX + (farX - nearX) * t) * cos);
      const y = Math.round(y0 + (nearY + (farY - nearY) * t) * sin);
      if (x < 0 || y < 0 || x >= width || y >= height) break;
      if (dots[y * width + x]) {
        met++;
        break;
      }
    }
  }
  return met / directions;
}
