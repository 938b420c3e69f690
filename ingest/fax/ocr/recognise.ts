import type { InferenceSession } from 'onnxruntime-node';
import { Tensor } from 'onnxruntime-node';
import type { CleanPage } from '../clean.ts';
import type { TextBox } from './detect.ts';

/** What was read in one box: per character its text, its likelihood and its place along the box from 0 to 1. */
export type Recognised = { chars: { text: string; likelihood: number; at: number }[]; confidence: number };

/** How boxes are looked at: turned upside down, and with the grey of their strokes made this much darker. */
export type Look = { flipped?: boolean; darker?: number };

/** The height that the model reads. */
const lineHeight = 48;
/** Most columns of one batch: bounds the memory of long lines, and little is gained beyond. */
const batchColumns = 6400;

/**
 * Reads boxes with a CTC recogniser. Boxes of like width share a batch, since a batch is as wide as its widest.
 *
 * @param alphabet class 1 upwards; class 0 is the CTC blank
 */
export async function recognise(
  session: InferenceSession,
  alphabet: string[],
  page: CleanPage,
  boxes: TextBox[],
  look: Look = {},
): Promise<Recognised[]> {
  const widths = boxes.map(box => Math.max(16, Math.ceil((box.length * lineHeight) / box.height)));
  const order = boxes.map((_, i) => i).sort((a, b) => widths[a]! - widths[b]!);
  const results: Recognised[] = boxes.map(() => ({ chars: [], confidence: 0 }));
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    const fits = (i: number) =>
      (i + 1 - start) * widths[order[i]!]! <= batchColumns && widths[order[i]!]! <= widths[order[start]!]! * 1.25 + 32;
    while (end < order.length && fits(end)) end++;
    const batch = order.slice(start, end);
    const width = Math.max(...batch.map(i => widths[i]!));
    const input = new Float32Array(batch.length * 3 * lineHeight * width);
    for (const [k, i] of batch.entries()) crop(page, boxes[i]!, widths[i]!, width, look, input, k);
    const tensor = new Tensor('float32', input, [batch.length, 3, lineHeight, width]);
    const output = (await session.run({ [session.inputNames[0]!]: tensor }))[session.outputNames[0]!]!;
    const data = await output.getData();
    if (!(data instanceof Float32Array))
      throw new TypeError('the recogniser answered with something else than float32');
    const [, steps = 0, classes = 0] = output.dims;
    for (const [k, i] of batch.entries()) {
      const own = data.subarray(k * steps * classes, (k + 1) * steps * classes);
      results[i] = decode(own, steps, classes, alphabet, width / widths[i]!);
    }
    start = end;
  }
  return results;
}

/** One box, straightened and scaled to the model's height, into place `k` of the batch; beyond its end the batch stays 0 (mid-grey), as trained. */
function crop(
  page: CleanPage,
  box: TextBox,
  own: number,
  width: number,
  { flipped = false, darker = 1 }: Look,
  out: Float32Array,
  k: number,
) {
  const { pixels, width: w, height: h } = page;
  const [cos, sin] = [Math.cos(box.slope), Math.sin(box.slope)];
  const [su, sv] = [box.length / own, box.height / lineHeight];
  const plane = lineHeight * width;
  const base = k * 3 * plane;
  for (let row = 0; row < lineHeight; row++) {
    const v = ((flipped ? lineHeight - 1 - row : row) + 0.5) * sv - box.height / 2;
    for (let column = 0; column < own; column++) {
      const u = ((flipped ? own - 1 - column : column) + 0.5) * su - box.length / 2;
      const fx = box.x + u * cos - v * sin - 0.5;
      const fy = box.y + u * sin + v * cos - 0.5;
      const x0 = Math.floor(fx);
      const y0 = Math.floor(fy);
      let grey = 255;
      if (x0 >= 0 && y0 >= 0 && x0 + 1 < w && y0 + 1 < h) {
        const [wx, wy] = [fx - x0, fy - y0];
        const at = y0 * w + x0;
        const top = pixels[at]! * (1 - wx) + pixels[at + 1]! * wx;
        const bottom = pixels[at + w]! * (1 - wx) + pixels[at + w + 1]! * wx;
        grey = top * (1 - wy) + bottom * wy;
      }
      const value = Math.max(0, 255 - (255 - grey) * darker) / 127.5 - 1;
      const to = base + row * width + column;
      out[to] = value;
      out[to + plane] = value;
      out[to + 2 * plane] = value;
    }
  }
}

/** Best path: repeated classes are one character, blanks part (Graves et al. 2006, §3.1). */
function decode(data: Float32Array, steps: number, classes: number, alphabet: string[], stretch: number): Recognised {
  const chars: Recognised['chars'] = [];
  let before = 0;
  for (let t = 0; t < steps; t++) {
    let best = 0;
    let likelihood = -1;
    const row = t * classes;
    for (let c = 0; c < classes; c++)
      if (data[row + c]! > likelihood) {
        likelihood = data[row + c]!;
        best = c;
      }
    const at = ((t + 0.5) / steps) * stretch;
    if (best !== 0 && best !== before) chars.push({ text: alphabet[best - 1] ?? '', likelihood, at });
    else if (best !== 0) {
      const last = chars.at(-1)!;
      if (likelihood > last.likelihood) Object.assign(last, { likelihood, at });
    }
    before = best;
  }
  const confidence = chars.length ? chars.reduce((sum, c) => sum + c.likelihood, 0) / chars.length : 0;
  return { chars, confidence };
}
