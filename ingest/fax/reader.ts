import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import { CodedError, messageOf, PermanentError, TransientError } from '../../errors.ts';
import type { FaxReading } from '../reading.ts';
import { checkBytes, defaultLimits, type FaxLimits, outOfTime } from './limits.ts';
import type { EngineName } from './ocr/open.ts';
import type { WorkerAnswer, WorkerSetup } from './worker.ts';

export type FaxReaderOptions = {
  /** `ppocr` unless told otherwise; `both` reads doubtful lines a second time. */
  engine?: EngineName;
  /** Faxes read at the same time, each in a process of its own with its own models (about 500 MB); 1 unless told otherwise. */
  threads?: number;
  limits?: Partial<FaxLimits>;
};

export type FaxReader = {
  /**
   * Reads a fax from its bytes: TIFF, PDF, PNG or JPEG. Reads beyond `threads` wait their turn.
   *
   * @throws PermanentError `fax-bytes`, `fax-pages`, `fax-pixels`, `fax-time` beyond a limit, `fax-format` for bytes that are no
   * fax, `fax-damaged` for a fax that cannot be decoded
   * @throws CodedError `fax-worker` if the worker died: perhaps this fax's doing
   * @throws TransientError `fax-closed` once the reader is closed
   */
  read(bytes: Uint8Array): Promise<FaxReading>;
  close(): Promise<void>;
};

/** Opens a reader. Nothing is loaded before the first read; the work is done in child processes: the event loop
 * stays free, and a page that brings native code down, or never ends, takes nothing else with it. */
export function openFaxReader(options: FaxReaderOptions = {}): FaxReader {
  const limits = { ...defaultLimits, ...options.limits };
  const threads = options.threads ?? 1;
  const setup: WorkerSetup = { engine: options.engine ?? 'ppocr', limits };
  const queue = new PQueue({ concurrency: threads });
  const idle: ChildProcess[] = [];
  const busy = new Set<ChildProcess>();
  let closed = false;

  return {
    async read(bytes) {
      checkBytes(bytes.length, limits);
      return queue.add(async () => {
        if (closed) throw new TransientError('fax-closed', 'Cannot read the fax: the reader is closed');
        const worker = living(idle) ?? startWorker(setup);
        busy.add(worker);
        try {
          const reading = await readIn(worker, bytes, limits);
          idle.push(worker);
          return reading;
        } catch (error) {
          // A refusal leaves the worker sound; after a crash or a page out of time it is gone or not to be trusted.
          if (error instanceof PermanentError && error.code !== 'fax-time') idle.push(worker);
          else await end(worker);
          throw error;
        } finally {
          busy.delete(worker);
          if (closed) await Promise.all(idle.splice(0).map(end));
        }
      });
    },
    async close() {
      closed = true;
      queue.clear();
      await Promise.all([...idle.splice(0), ...busy].map(end));
    },
  };
}

/** The worker lies beside this file under this file's own extension: `.js` once compiled, `.ts` in the sources, which tsx runs. */
function startWorker(setup: WorkerSetup): ChildProcess {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = fork(fileURLToPath(new URL(`./worker.${extension}`, import.meta.url)), [JSON.stringify(setup)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: extension === 'ts' ? ['--import', 'tsx'] : [],
  });
  // An idle worker must not keep the program alive; a busy one is referenced while it reads.
  rest(worker);
  return worker;
}

/** An idle worker that still lives. */
function living(idle: ChildProcess[]): ChildProcess | null {
  for (let worker = idle.pop(); worker; worker = idle.pop()) if (worker.connected) return worker;
  return null;
}

function rest(worker: ChildProcess): void {
  worker.unref();
  worker.channel?.unref();
}

async function end(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.ref();
  const exit = once(worker, 'exit');
  worker.kill('SIGKILL');
  await exit;
}

/** Seconds that loading the models may take on a slow disk, granted on top of the first page. */
const loadSeconds = 60;

function readIn(worker: ChildProcess, bytes: Uint8Array, limits: FaxLimits): Promise<FaxReading> {
  return new Promise<FaxReading>((resolve, reject) => {
    let timer: NodeJS.Timeout;
    const watch = (seconds: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => settle(() => reject(outOfTime(limits))), seconds * 1000);
    };
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
      rest(worker);
      outcome();
    };
    const onAnswer = (answer: WorkerAnswer) => {
      if ('page' in answer) watch(limits.seconds);
      else if ('reading' in answer) settle(() => resolve(answer.reading));
      else settle(() => reject(errorOf(answer.error)));
    };
    const onError = (cause: unknown) =>
      settle(() => reject(new CodedError('fax-worker', `Reading the fax failed: ${messageOf(cause)}`, { cause })));
    const onExit = (code: number | null) =>
      settle(() =>
        reject(
          new CodedError(
            'fax-worker',
            `Reading the fax failed: its process ended (${code ?? 'killed'}); is there memory enough?`,
          ),
        ),
      );
    worker.on('message', onAnswer).on('error', onError).on('exit', onExit);
    worker.ref();
    worker.channel?.ref();
    watch(limits.seconds + loadSeconds);
    worker.send({ bytes });
  });
}

/** Errors cross the thread as plain data. */
function errorOf({ kind, code, message }: { kind: string; code: string; message: string }): CodedError {
  return kind === 'permanent' ? new PermanentError(code, message) : new CodedError(code, message);
}
