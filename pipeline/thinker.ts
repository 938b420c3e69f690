import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import type { Judgement, JudgeRequest } from '../classify/judgement.ts';
import { CodedError, messageOf, PermanentError, TransientError } from '../errors.ts';
import type { ReadMessage } from '../ingest/read.ts';

/**
 * The pure work on mails, reading and judging. It takes most of the processor's time of a message, so it is done in a
 * thread of its own; and a mail that a reader would never be done with can be ended there without harm to anything else.
 */
export interface Thinker {
  /** Reads mails, each by itself: what cannot be read is an error in its place. */
  readMails(mails: Uint8Array[]): Promise<(ReadMessage | PermanentError)[]>;
  judge(requests: JudgeRequest[]): Promise<Judgement[]>;
  close(): Promise<void>;
}

/** Questions and answers across the thread; errors go as plain data. */
export type Question = { id: number } & Asked;
export type ReadOutcome = { read: ReadMessage } | { refused: { code: string; message: string } };
export type Answer = { id: number } & (
  | { outcomes: ReadOutcome[] }
  | { judgements: Judgement[] }
  | { failed: { message: string } }
);

/** A batch is granted this much; ordinary mails take a thousandth of it each. */
const batchSeconds = 30;
/** A mail by itself is granted this much. */
const mailSeconds = 10;

type Asked = { mails: Uint8Array[] } | { requests: JudgeRequest[] };

type Pending = { resolve: (answer: Answer) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

/** Starts the thread with the first question, and anew after it had to be ended. */
export function openThinker(): Thinker {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let asked = 0;
  let closed = false;

  /** Ends the thread: whatever it was asked fails with the error. */
  const end = (error: Error): void => {
    const ended = worker;
    worker = null;
    void ended?.terminate();
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(error);
    }
    pending.clear();
  };

  const start = (): Worker => {
    const started = startWorker();
    started.on('message', (answer: Answer) => {
      const waiting = pending.get(answer.id);
      pending.delete(answer.id);
      clearTimeout(waiting?.timer);
      if (pending.size === 0) started.unref();
      if ('failed' in answer) waiting?.reject(new Error(answer.failed.message));
      else waiting?.resolve(answer);
    });
    started.on('error', error => {
      // Perhaps the mail's doing, which may be too much for its memory: it must not be tried for ever.
      if (worker === started) end(new CodedError('thinker', `The reading thread failed: ${messageOf(error)}`));
    });
    return started;
  };

  /** One question at a time: the clock of each begins when the thread begins with it. */
  const turn = new PQueue({ concurrency: 1 });
  const ask = (question: Asked, seconds: number): Promise<Answer> => turn.add(() => put(question, seconds));

  const put = (question: Asked, seconds: number): Promise<Answer> => {
    if (closed) throw new TransientError('thinker-closed', 'The reading thread is closed: jishi is stopping');
    worker ??= start();
    const to = worker;
    to.ref();
    const id = ++asked;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        pending.delete(id);
        reject(new OutOfTime(seconds));
        end(new TransientError('thinker-ended', 'The reading thread was ended'));
      }, seconds * 1000);
      pending.set(id, { resolve, reject, timer });
      to.postMessage({ id, ...question });
    });
  };

  const readMails = async (mails: Uint8Array[]): Promise<(ReadMessage | PermanentError)[]> => {
    try {
      const answer = await ask({ mails }, mails.length === 1 ? mailSeconds : batchSeconds);
      if (!('outcomes' in answer)) throw new Error('the reading thread answered another question');
      return answer.outcomes.map(outcome =>
        'read' in outcome
          ? withBuffers(outcome.read)
          : new PermanentError(outcome.refused.code, outcome.refused.message),
      );
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      if (mails.length === 1) return [new PermanentError('mail-time', error.message)];
      const singly: (ReadMessage | PermanentError)[] = [];
      for (const mail of mails) singly.push(...(await readMails([mail])));
      return singly;
    }
  };

  return {
    readMails,
    async judge(requests) {
      const answer = await ask({ requests }, batchSeconds);
      if (!('judgements' in answer)) throw new Error('the reading thread answered another question');
      return answer.judgements;
    },
    async close() {
      closed = true;
      end(new TransientError('thinker-closed', 'The reading thread is closed: jishi is stopping'));
    },
  };
}

class OutOfTime extends Error {
  constructor(seconds: number) {
    super(`The mail was not read within ${seconds} seconds: look at the original`);
  }
}

/** The thread's file lies beside this one, as `.js` once compiled, as `.ts` in the sources, which tsx runs. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./thinker-thread.js', import.meta.url));
  const thread = JSON.stringify(new URL('./thinker-thread.ts', import.meta.url));
  return new Worker(`import('tsx/esm/api').then(tsx => { tsx.register(); return import(${thread}); })`, { eval: true });
}

/** Buffers arrive from another thread as plain byte arrays. */
function withBuffers(read: ReadMessage): ReadMessage {
  for (const file of read.mail?.attachments ?? []) file.content = Buffer.from(file.content);
  return read;
}
