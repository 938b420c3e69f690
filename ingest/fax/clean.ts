import { blobsOf, type Ink, inkOf, isTwoColour, wipe } from './ink.ts';
import type { Page } from './pages.ts';
import { rulesOf } from './rules.ts';
import { skewOf } from './skew.ts';

/** Degrees by which a page is turned clockwise. */
export type Turn = 0 | 90 | 180 | 270;

/** A page as the recognisers want it: square pixels at about 204 dpi, straight lines, no specks. */
export type CleanPage = {
  /** Smoothed 8-bit grey, 0 is black. */
  pixels: Uint8Array;
  width: number;
  height: number;
  /** The same page unsmoothed in two colours, for rules and tick boxes. */
  ink: Ink;
  /** 1 where a dot of the ink belongs to a ruled line or a streak. */
  rules: Uint8Array;
  dpi: number;
};

/** The resolution of a fax line (T.4 §2.1: 1728 dots on 215 mm). */
const faxDpi = 204;

/** Standard deviation of the smoothing, in dots of a fine page: bridges the stairs that two colours make of a slanted stroke. */
const smoothing = 1.4;

/** Fewer dots than this, of a fine page, are dust. A full stop of 8 pt has about 12. */
const leastDots = 5;

/**
 * Makes a stored page readable: takes the dust off, smooths the stairs, makes the pixels square (a standard page has 98 rows
 * an inch), and straightens the lines.
 */
export function clean(page: Page): CleanPage {
  const { pixels, width, height, xDpi, yDpi } = page;
  const twoColour = isTwoColour(pixels);
  const stored = inkOf(pixels, width, height);
  const dust = Math.max(2, Math.round((leastDots * xDpi * yDpi) / (faxDpi * 196)));
  wipe(stored, blob => blob.area < dust, blobsOf(stored));
  const skew = skewOf(stored, xDpi / yDpi);
  const size = { width: Math.round((width * faxDpi) / xDpi), height: Math.round((height * faxDpi) / yDpi) };
  const grey = resample(twoColour ? greyOf(stored) : pixels, width, height, size.width, size.height, skew);
  const ink = twoColour ? { dots: grey.map(v => (v < 150 ? 1 : 0)), ...size } : inkOf(grey, size.width, size.height);
  const rules = rulesOf(ink);
  const smooth = twoColour ? blur(grey, size.width, size.height, smoothing) : grey;
  return turn({ pixels: smooth, ...size, ink, rules: rules.mask, dpi: faxDpi }, page.shown);
}

const greyOf = ({ dots }: Ink) => dots.map(dot => (dot ? 0 : 255));

/** Gaussian, the two directions apart; beyond the edge the page goes on as at the edge. */
function blur(from: Uint8Array, width: number, height: number, sigma: number): Uint8Array {
  const across = new Float32Array(from.length).fill(255);
  const blank = new Uint8Array(height);
  const weights = kernel(sigma);
  const reach = weights.length - 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    // Most rows of a page are paper.
    if (isPaper(from, row, row + width)) {
      blank[y] = 1;
      continue;
    }
    for (let x = 0; x < width; x++) {
      let sum = from[row + x]! * weights[0]!;
      for (let k = 1; k <= reach; k++)
        sum += weights[k]! * (from[row + Math.max(0, x - k)]! + from[row + Math.min(width - 1, x + k)]!);
      across[row + x] = sum;
    }
  }
  const out = new Uint8Array(from.length).fill(255);
  const line = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    if (isAll(blank, Math.max(0, y - reach), Math.min(height, y + reach + 1))) continue;
    for (let x = 0; x < width; x++) line[x] = across[row + x]! * weights[0]!;
    for (let k = 1; k <= reach; k++) {
      const [above, below] = [Math.max(0, y - k) * width, Math.min(height - 1, y + k) * width];
      const weight = weights[k]!;
      for (let x = 0; x < width; x++) line[x]! += weight * (across[above + x]! + across[below + x]!);
    }
    for (let x = 0; x < width; x++) out[row + x] = line[x]! + 0.5;
  }
  return out;
}

function isPaper(pixels: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (pixels[i] !== 255) return false;
  return true;
}

function isAll(flags: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!flags[i]) return false;
  return true;
}

/** Half a kernel, the middle first; both halves together sum to 1. */
function kernel(sigma: number): Float32Array {
  const reach = Math.max(1, Math.ceil(sigma * 2.5));
  const half = Float32Array.from({ length: reach + 1 }, (_, k) => Math.exp((-k * k) / (2 * sigma * sigma)));
  const sum = half.reduce((all, v, k) => all + (k ? 2 * v : v), 0);
  return half.map(v => v / sum);
}

/** Scales to the new size and turns by the skew round the middle, both in one bilinear step. */
function resample(from: Uint8Array, width: number, height: number, w: number, h: number, skew: number): Uint8Array {
  const out = new Uint8Array(w * h).fill(255);
  const angle = (skew * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [sx, sy] = [width / w, height / h];
  for (let y = 0; y < h; y++) {
    const dy = y + 0.5 - h / 2;
    for (let x = 0; x < w; x++) {
      const dx = x + 0.5 - w / 2;
      const fx = (dx * cos + dy * sin + w / 2) * sx - 0.5;
      const fy = (dy * cos - dx * sin + h / 2) * sy - 0.5;
      const x0 = Math.floor(fx);
      const y0 = Math.floor(fy);
      if (x0 < -1 || y0 < -1 || x0 >= width || y0 >= height) continue;
      const [wx, wy] = [fx - x0, fy - y0];
      const xa = Math.max(0, x0);
      const xb = x0 + 1 < width ? x0 + 1 : width - 1;
      const ya = Math.max(0, y0) * width;
      const yb = (y0 + 1 < height ? y0 + 1 : height - 1) * width;
      const top = from[ya + xa]! * (1 - wx) + from[ya + xb]! * wx;
      const bottom = from[yb + xa]! * (1 - wx) + from[yb + xb]! * wx;
      out[y * w + x] = top * (1 - wy) + bottom * wy + 0.5;
    }
  }
  return out;
}

/** The page turned clockwise. */
export function turn(page: CleanPage, degrees: Turn): CleanPage {
  if (degrees === 0) return page;
  const { width, height } = page;
  const size = degrees === 180 ? { width, height } : { width: height, height: width };
  const pixels = turned(page.pixels, width, height, degrees);
  return {
    ...page,
    ...size,
    pixels,
    ink: { dots: turned(page.ink.dots, width, height, degrees), ...size },
    rules: turned(page.rules, width, height, degrees),
  };
}

function turned(from: Uint8Array, width: number, height: number, degrees: Turn): Uint8Array {
  const out = new Uint8Array(from.length);
  if (degrees === 180) {
    for (let i = 0, last = from.length - 1; i <= last; i++) out[i] = from[last - i]!;
    return out;
  }
  // Clockwise by 90: the left column becomes the top row, bottom first.
  for (let y = 0; y < width; y++)
    for (let x = 0; x < height; x++)
      out[y * height + x] = degrees === 90 ? from[(height - 1 - x) * width + y]! : from[x * width + width - 1 - y]!;
  return out;
}
