import { sql } from 'drizzle-orm';
import type { Database } from './pool.ts';

export const stepNames = ['read', 'readFax', 'judge', 'file', 'send'] as const;
/** The steps of a message's life that run as jobs; each job carries ids: of messages, or for `send` of outbox rows. */
export type StepName = (typeof stepNames)[number];

/** More ids than this go into several jobs, so that several workers share them. */
const largestBatch = 50;

/**
 * Later steps come first, so that what is begun gets finished: an acknowledgement never waits behind a backlog of reading.
 * Lower runs earlier (graphile-worker's rule).
 */
const priorities: Record<StepName, number> = { send: 0, file: 10, judge: 20, read: 30, readFax: 40 };

/**
 * Adds a step for these ids, in the caller's transaction: it starts when that commits, and never if it rolls back.
 * A page of fax takes seconds, so each fax is a job of its own.
 */
export async function enqueue(
  tx: Database,
  step: StepName,
  ids: number[],
  options: { after?: Date } = {},
): Promise<void> {
  const size = step === 'readFax' ? 1 : largestBatch;
  for (let start = 0; start < ids.length; start += size) {
    const payload = JSON.stringify(ids.slice(start, start + size));
    const runAt = options.after ? options.after.toISOString() : null;
    await tx.execute(sql`
      select graphile_worker.add_job(
        identifier => ${step}::text, payload => ${payload}::json, priority => ${priorities[step]}::int,
        run_at => coalesce(${runAt}::timestamptz, now()), max_attempts => 25)`);
  }
}
