import type { InferenceSession } from 'onnxruntime-node';
import { Tensor } from 'onnxruntime-node';
import type { CleanPage } from '../clean.ts';
import { blobsOf } from '../ink.ts';

/** Where a line of text lies: middle, length along the line, height across it, and its slope in radians (falling is positive). */
export type TextBox = { x: number; y: number; length: number; height: number; slope: number; score: number };

/** Longest side of the picture that the detector sees; smaller loses the 8 pt notes of a form, larger splits its titles. */
const longestSide = 1600;
/** A pixel of the detector's map belongs to text from here on (the model's own threshold). */
const textFrom = 0.3;
/** A box whose pixels average less is noise. */
const leastScore = 0.4;
/** The model marks the core of a line; the line is this much larger (DB, Liao et al. 2020, §3.4: area × ratio / perimeter). */
const unclip = 1.6;

/**
 * Finds the lines of text with a DB detector: one picture in, a map of text likelihood out. Only the parts of the page that have
 * ink are looked at, since the time goes with the area and most of a page is paper.
 */
export async function detect(session: InferenceSession, page: CleanPage): Promise<TextBox[]> {
  const scale = longestSide / Math.max(page.width, page.height);
  const boxes: TextBox[] = [];
  for (const part of inkedParts(page)) {
    const width = Math.max(32, Math.ceil((part.width * scale) / 32) * 32);
    const height = Math.max(32, Math.ceil((part.height * scale) / 32) * 32);
    const input = new Tensor('float32', normalised(page, part, scale, width, height), [1, 3, height, width]);
    const output = (await session.run({ [session.inputNames[0]!]: input }))[session.outputNames[0]!]!;
    const map = await output.getData();
    if (!(map instanceof Float32Array)) throw new TypeError('the detector answered with something else than float32');
    for (const box of boxesOf(map, width, height))
      boxes.push({
        ...box,
        x: part.left + box.x / scale,
        y: part.top + box.y / scale,
        length: box.length / scale,
        height: box.height / scale,
      });
  }
  return boxes;
}

type Part = { left: number; top: number; width: number; height: number };

/** Side of the cells in which ink is counted; a line of 10 pt is as high. */
const cell = 32;

/** Bands of the page with ink in them, with a margin of a line, so that the detector sees the paper round the text. */
function inkedParts({ pixels, width, height }: CleanPage): Part[] {
  const across = Math.ceil(width / cell);
  const down = Math.ceil(height / cell);
  const counts = new Uint16Array(across * down);
  for (let y = 0; y < height; y++) {
    const row = (y >> 5) * across;
    for (let x = 0; x < width; x++) if (pixels[y * width + x]! < 128) counts[row + (x >> 5)]!++;
  }
  const full = (x: number, y: number) => counts[y * across + x]! >= 16;
  const parts: Part[] = [];
  let band: { from: number; to: number; left: number; right: number } | null = null;
  const close = () => {
    if (!band) return;
    const left = Math.max(0, (band.left - 1) * cell);
    const top = Math.max(0, (band.from - 1) * cell);
    const right = Math.min(width, (band.right + 2) * cell);
    const bottom = Math.min(height, (band.to + 2) * cell);
    parts.push({ left, top, width: right - left, height: bottom - top });
  };
  for (let y = 0; y < down; y++) {
    let [left, right] = [across, -1];
    for (let x = 0; x < across; x++) {
      if (!full(x, y)) continue;
      left = Math.min(left, x);
      right = x;
    }
    if (right < 0) continue;
    if (band && y - band.to <= 4) {
      band = { from: band.from, to: y, left: Math.min(band.left, left), right: Math.max(band.right, right) };
    } else {
      close();
      band = { from: y, to: y, left, right };
    }
  }
  close();
  return parts;
}

/** Bilinear to the wanted size, then the mean and deviation of ImageNet, blue first as the model was trained; paper beyond the page. */
function normalised(
  { pixels, width: w, height: h }: CleanPage,
  part: Part,
  scale: number,
  width: number,
  height: number,
) {
  const plane = width * height;
  const out = new Float32Array(3 * plane);
  const means = [0.485, 0.456, 0.406];
  const deviations = [0.229, 0.224, 0.225];
  for (let y = 0; y < height; y++) {
    const fy = Math.max(0, part.top + (y + 0.5) / scale - 0.5);
    const y0 = Math.floor(fy);
    const wy = fy - y0;
    const a = y0 * w;
    const b = Math.min(h - 1, y0 + 1) * w;
    for (let x = 0; x < width; x++) {
      const fx = Math.max(0, part.left + (x + 0.5) / scale - 0.5);
      const x0 = Math.floor(fx);
      let grey = 1;
      if (x0 < w && y0 < h) {
        const x1 = Math.min(w - 1, x0 + 1);
        const wx = fx - x0;
        const top = pixels[a + x0]! * (1 - wx) + pixels[a + x1]! * wx;
        const bottom = pixels[b + x0]! * (1 - wx) + pixels[b + x1]! * wx;
        grey = (top * (1 - wy) + bottom * wy) / 255;
      }
      const at = y * width + x;
      for (let c = 0; c < 3; c++) out[c * plane + at] = (grey - means[c]!) / deviations[c]!;
    }
  }
  return out;
}

/** The connected pieces of the map, each as a box that follows its own slope. */
function boxesOf(map: Float32Array, width: number, height: number): TextBox[] {
  const dots = new Uint8Array(map.length);
  for (let i = 0; i < map.length; i++) if (map[i]! > textFrom) dots[i] = 1;
  const { blobs, runs } = blobsOf({ dots, width, height });
  const sums = blobs.map(() => ({ n: 0, x: 0, y: 0, xx: 0, xy: 0, p: 0 }));
  for (const { y, left, right, blob } of runs) {
    const s = sums[blob]!;
    for (let x = left; x < right; x++) {
      s.n++;
      s.x += x;
      s.y += y;
      s.xx += x * x;
      s.xy += x * y;
      s.p += map[y * width + x]!;
    }
  }
  const slopes = sums.map(({ n, x, y, xx, xy }, i) => {
    const { left, right, top, bottom } = blobs[i]!;
    // Short words have no slope worth the name.
    if (right - left < 3 * (bottom - top) && right - left < 120) return 0;
    const spread = xx / n - (x / n) ** 2;
    const slope = spread > 0 ? (xy / n - (x / n) * (y / n)) / spread : 0;
    return Math.abs(slope) < 0.1 ? slope : 0;
  });
  // Extents in the box's own direction: u along the line, v across it.
  const extents = blobs.map(() => ({ u0: Infinity, u1: -Infinity, v0: Infinity, v1: -Infinity }));
  for (const { y, left, right, blob } of runs) {
    const angle = Math.atan(slopes[blob]!);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const e = extents[blob]!;
    for (const x of [left, right]) {
      const u = x * cos + y * sin;
      e.u0 = Math.min(e.u0, u);
      e.u1 = Math.max(e.u1, u);
      for (const yy of [y, y + 1]) {
        const v = yy * cos - x * sin;
        e.v0 = Math.min(e.v0, v);
        e.v1 = Math.max(e.v1, v);
      }
    }
  }
  const boxes: TextBox[] = [];
  for (const [i, e] of extents.entries()) {
    const score = sums[i]!.p / sums[i]!.n;
    const [length, high] = [e.u1 - e.u0, e.v1 - e.v0];
    if (score < leastScore || Math.min(length, high) < 3) continue;
    const grow = (length * high * unclip) / (2 * (length + high));
    const slope = Math.atan(slopes[i]!);
    const [u, v] = [(e.u0 + e.u1) / 2, (e.v0 + e.v1) / 2];
    const [x, y] = [u * Math.cos(slope) - v * Math.sin(slope), u * Math.sin(slope) + v * Math.cos(slope)];
    boxes.push({ x, y, length: length + 2 * grow, height: high + 2 * grow, slope, score });
  }
  return boxes;
}
