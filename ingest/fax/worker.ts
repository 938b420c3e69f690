import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { z } from 'zod';
import { CodedError, messageOf, PermanentError } from '../../errors.ts';
import type { FaxReading } from '../reading.ts';
import type { OcrEngine } from './ocr/engine.ts';
import { openEngine } from './ocr/open.ts';
import { readFax } from './read.ts';

const setupSchema = z.object({
  engine: z.enum(['ppocr', 'tesseract', 'both']),
  limits: z.object({ bytes: z.number(), pages: z.number(), pixels: z.number(), seconds: z.number() }),
});

export type WorkerSetup = z.infer<typeof setupSchema>;
export type WorkerAnswer =
  | { page: number }
  | { reading: FaxReading }
  | { error: { kind: 'permanent' | 'transient'; code: string; message: string } };

/**
 * Pictures lie outside the heap, so that the collector sees little need to run while they pile up to a gigabyte; one run a page
 * (30 ms) keeps a worker at half of that.
 */
const collect = collector();

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  return () => {
    if (typeof gc === 'function') gc();
  };
}

/** The worker of `openFaxReader`: one fax in, `page` as each page begins, then its reading or its error. */
const { engine: name, limits } = setupSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
// One core a reader, and no page is ever decoded twice.
sharp.concurrency(1);
sharp.cache(false);
let engine: Promise<OcrEngine> | null = null;

process.on('message', async ({ bytes }: { bytes: Uint8Array }) => {
  try {
    engine ??= openEngine(name);
    const reading = await readFax(bytes, await engine, limits, n => {
      collect();
      answer({ page: n });
    });
    answer({ reading });
  } catch (error) {
    const kind = error instanceof PermanentError ? 'permanent' : 'transient';
    const code = error instanceof CodedError ? error.code : 'fax-worker';
    answer({ error: { kind, code, message: messageOf(error) } });
  }
});
// Whoever asked is gone, perhaps killed: nobody waits for the answer.
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group of processes; the parent decides when this one ends.
process.on('SIGINT', () => {});

function answer(message: WorkerAnswer): void {
  process.send?.(message);
}
