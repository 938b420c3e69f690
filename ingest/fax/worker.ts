import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { CodedError, messageOf, PermanentError } from '../../errors.ts';
import type { FaxReading } from '../reading.ts';
import type { FaxLimits } from './limits.ts';
import type { OcrEngine } from './ocr/engine.ts';
import { type EngineName, openEngine } from './ocr/open.ts';
import { readFax } from './read.ts';

export type WorkerSetup = { engine: EngineName; limits: FaxLimits };
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
if (parentPort) {
  const port = parentPort;
  // One core a reader, and no page is ever decoded twice.
  sharp.concurrency(1);
  sharp.cache(false);
  const { engine: name, limits }: WorkerSetup = workerData;
  let engine: Promise<OcrEngine> | null = null;
  port.on('message', async ({ bytes }: { bytes: Uint8Array }) => {
    const answer = (message: WorkerAnswer) => port.postMessage(message);
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
}
