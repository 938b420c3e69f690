import { parentPort } from 'node:worker_threads';
import { judge } from '../classify/judge.ts';
import { codeOf, messageOf, PermanentError } from '../errors.ts';
import { readMailMessage } from '../ingest/read.ts';
import type { Answer, Question, ReadOutcome } from './thinker.ts';

/** The thread of `openThinker`: answers one question after the other. */
if (parentPort) {
  const port = parentPort;
  let turn: Promise<void> = Promise.resolve();
  port.on('message', (question: Question) => {
    turn = turn.then(async () => port.postMessage(await answerTo(question)));
  });
}

async function answerTo(question: Question): Promise<Answer> {
  const { id } = question;
  try {
    if ('requests' in question) return { id, judgements: question.requests.map(judge) };
    const outcomes: ReadOutcome[] = [];
    for (const bytes of question.mails) outcomes.push(await readOne(bytes));
    return { id, outcomes };
  } catch (error) {
    return { id, failed: { message: messageOf(error) } };
  }
}

async function readOne(bytes: Uint8Array): Promise<ReadOutcome> {
  try {
    return { read: await readMailMessage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) };
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return { refused: { code: codeOf(error), message: messageOf(error) } };
  }
}
