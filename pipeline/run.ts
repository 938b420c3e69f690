import { z } from 'zod';
import { codeOf, messageOf, PermanentError, TransientError, unwrap } from '../errors.ts';
import { steps } from '../pipeline.ts';
import type { StepName } from '../store/jobs.ts';
import { quarantine } from '../store/messages.ts';
import { markUnsent } from '../store/outbox.ts';
import type { Parts } from './parts.ts';

/** A failure that is neither known as passing nor as lasting is tried this often before a person sees it. */
const patience = 5;

const payloadSchema = z.array(z.int().positive());

/**
 * Runs one job. A batch that fails is taken apart, so that one bad message never holds up the others; what cannot succeed
 * goes to quarantine; what may succeed later throws, and the queue tries it again.
 *
 * @param attempt counted from 1
 * @returns a promise for each id of a batch that was taken apart: the queue repeats those that failed
 */
export async function runStep(
  parts: Parts,
  name: StepName,
  payload: unknown,
  attempt: number,
): Promise<Promise<void>[] | undefined> {
  const ids = payloadSchema.parse(payload);
  try {
    await steps[name](parts, ids);
    return undefined;
  } catch (thrown) {
    const error = unwrap(thrown);
    // The database, the disk or the mail server are away: taking the batch apart would only repeat that.
    if (error instanceof TransientError) {
      parts.log.warn({
        event: 'step-put-off',
        step: name,
        n: ids.length,
        attempt,
        code: error.code,
        reason: error.message,
      });
      throw error;
    }
    const outcomes: Promise<void>[] = [];
    for (const id of ids) {
      const outcome = runOne(parts, name, id, attempt, ids.length === 1 ? error : null);
      outcomes.push(outcome);
      await outcome.catch(() => {});
    }
    return outcomes;
  }
}

async function runOne(parts: Parts, name: StepName, id: number, attempt: number, known: unknown): Promise<void> {
  try {
    if (known !== null) throw known;
    await steps[name](parts, [id]);
  } catch (thrown) {
    const error = unwrap(thrown);
    const lasting = error instanceof PermanentError || (!(error instanceof TransientError) && attempt >= patience);
    parts.log.error({
      [name === 'send' ? 'outbox' : 'message']: id,
      event: 'step-failed',
      step: name,
      attempt,
      code: codeOf(error),
      reason: messageOf(error),
    });
    if (!lasting) throw error;
    await setApart(parts, name, id, error);
  }
}

/** Where a person finds what no further attempt can help. */
async function setApart({ store }: Parts, name: StepName, id: number, error: unknown): Promise<void> {
  const code = error instanceof PermanentError ? error.code : `${name}-failed`;
  if (name === 'send') await markUnsent(store.db, id, 'failed', `${code}: ${messageOf(error)}`);
  else await quarantine(store.db, id, { code, message: messageOf(error) });
}
