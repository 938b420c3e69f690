import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import { type CodedError, messageOf, PermanentError, TransientError } from '../../errors.ts';
import type { FaxReading } from '../reading.ts';
import { checkBytes, defaultLimits, type FaxLimits, outOfTime } from './limits.ts';
import type { EngineName } from './ocr/open.ts';
import type { WorkerAnswer, WorkerSetup } from './worker.ts';

export type FaxReaderOptions = {
  /** `ppocr` unless told otherwise; `both` reads doubtful lines a second time. */
  engine?: EngineName;
  /** Faxes read at the same time, each in a worker of its own with its own models (about 400 MB); 1 unless told otherwise. */
  threads?: number;
  limits?: Partial<FaxLimits>;
};

export type FaxReader = {
  /**
   * Reads a fax from its bytes: TIFF, PDF, PNG or JPEG. Reads beyond `threads` wait their turn.
   *
   * @throws PermanentError `fax-bytes`, `fax-pages`, `fax-pixels`, `fax-time` beyond a limit, `fax-format` for bytes that are no
   * fax, `fax-damaged` for a fax that cannot be decoded
   * @throws TransientError `fax-worker` if the worker died, `fax-closed` once the reader is closed
   */
  read(bytes: Uint8Array): Promise<FaxReading>;
  close(): Promise<void>;
};

/** Opens a reader. Nothing is loaded before the first read; the work is done in worker threads, so that the event loop stays free. */
export function openFaxReader(options: FaxReaderOptions = {}): FaxReader {
  const limits = { ...defaultLimits, ...options.limits };
  const threads = options.threads ?? 1;
  const setup: WorkerSetup = { engine: options.engine ?? 'ppocr', limits };
  const queue = new PQueue({ concurrency: threads });
  const idle: Worker[] = [];
  const busy = new Set<Worker>();
  let closed = false;

  return {
    async read(bytes) {
      checkBytes(bytes.length, limits);
      return queue.add(async () => {
        if (closed) throw new TransientError('fax-closed', 'Cannot read the fax: the reader is closed');
        const worker = idle.pop() ?? startWorker(setup);
        busy.add(worker);
        try {
          const reading = await readIn(worker, bytes, limits);
          idle.push(worker);
          return reading;
        } catch (error) {
          // A refusal leaves the worker sound; after a crash or a page out of time it is gone or not to be trusted.
          if (error instanceof PermanentError && error.code !== 'fax-time') idle.push(worker);
          else await worker.terminate();
          throw error;
        } finally {
          busy.delete(worker);
          if (closed) await Promise.all(idle.splice(0).map(each => each.terminate()));
        }
      });
    },
    async close() {
      closed = true;
      queue.clear();
      await Promise.all([...idle.splice(0), ...busy].map(worker => worker.terminate()));
    },
  };
}

/** The worker lies beside this file under this file's own extension: `.js` once compiled, `.ts` in the sources, which tsx runs. */
function startWorker(workerData: WorkerSetup): Worker {
  const worker = import.meta.url.endsWith('.ts')
    ? // A worker does not inherit the loader of its parent, so it is given its own.
      new Worker(
        `import('tsx/esm/api').then(tsx => { tsx.register(); return import(${JSON.stringify(new URL('./worker.ts', import.meta.url))}); })`,
        { eval: true, workerData },
      )
    : new Worker(new URL('./worker.js', import.meta.url), { workerData });
  // An idle worker must not keep the program alive; a busy one is referenced while it reads.
  worker.unref();
  return worker;
}

/** Seconds that loading the models may take on a slow disk, granted on top of the first page. */
const loadSeconds = 60;

function readIn(worker: Worker, bytes: Uint8Array, limits: FaxLimits): Promise<FaxReading> {
  return new Promise<FaxReading>((resolve, reject) => {
    let timer: NodeJS.Timeout;
    const watch = (seconds: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => settle(() => reject(outOfTime(limits))), seconds * 1000);
    };
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
      worker.unref();
      outcome();
    };
    const onAnswer = (answer: WorkerAnswer) => {
      if ('page' in answer) watch(limits.seconds);
      else if ('reading' in answer) settle(() => resolve(answer.reading));
      else settle(() => reject(errorOf(answer.error)));
    };
    const onError = (cause: unknown) =>
      settle(() => reject(new TransientError('fax-worker', `Reading the fax failed: ${messageOf(cause)}`, { cause })));
    const onExit = (code: number) =>
      settle(() =>
        reject(new TransientError('fax-worker', `Reading the fax failed: its worker ended with code ${code}`)),
      );
    worker.on('message', onAnswer).on('error', onError).on('exit', onExit);
    worker.ref();
    watch(limits.seconds + loadSeconds);
    worker.postMessage({ bytes });
  });
}

/** Errors cross the thread as plain data. */
function errorOf({ kind, code, message }: { kind: string; code: string; message: string }): CodedError {
  return kind === 'permanent' ? new PermanentError(code, message) : new TransientError(code, message);
}
