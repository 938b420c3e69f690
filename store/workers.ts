import { hostname } from 'node:os';
import { eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from './pool.ts';
import { leases, workers } from './schema.ts';

/** A worker that was not seen for this long is dead; it reports every `heartbeatMs`. */
const deadAfterSeconds = 30;
export const heartbeatMs = 5_000;

/** Whether a worker that was last seen then counts as alive. */
export function isAlive(seen: SQL): SQL {
  return sql`${seen} > now() - make_interval(secs => ${deadAfterSeconds})`;
}

/** Says that this worker lives, and which job pools it has. The clock is the database's, the same for every worker. */
export async function beat(db: Database, worker: { id: string; pools: string[] }): Promise<void> {
  const now = sql`now()`;
  await db
    .insert(workers)
    .values({ ...worker, host: hostname(), pid: process.pid, started: now, seen: now })
    .onConflictDoUpdate({ target: workers.id, set: { pools: worker.pools, seen: now } });
}

export async function leave(db: Database, id: string): Promise<void> {
  await db.delete(workers).where(eq(workers.id, id));
}

/**
 * Takes back the jobs that dead workers hold, so that others do them; by itself the job queue would wait four hours.
 * A job that is held by no known worker belongs to one that died before its first heartbeat, or is not registered yet:
 * it is given the same time.
 *
 * @returns how many dead holders were found
 */
export async function takeBackJobs(db: Database): Promise<number> {
  await db.delete(workers).where(lt(workers.seen, sql`now() - make_interval(secs => ${deadAfterSeconds * 4})`));
  const rows = await db.execute<{ locked_by: string }>(sql`
    select distinct locked_by from graphile_worker._private_jobs
    where locked_by is not null
      and locked_at < now() - make_interval(secs => ${deadAfterSeconds})
      and not exists (
        select from ${workers} w
        where w.pools @> array[locked_by] and ${isAlive(sql`w.seen`)})`);
  const dead = rows.map(row => row.locked_by);
  await unlock(db, dead);
  return dead.length;
}

/** Takes back every held job and inbox at once: only right while no other worker can be running (embedded database, at start). */
export async function takeBackAllJobs(db: Database): Promise<void> {
  await db.delete(workers);
  await db.delete(leases);
  const rows = await db.execute<{ locked_by: string }>(
    sql`select distinct locked_by from graphile_worker._private_jobs where locked_by is not null`,
  );
  await unlock(
    db,
    rows.map(row => row.locked_by),
  );
}

async function unlock(db: Database, holders: string[]): Promise<void> {
  if (holders.length > 0)
    await db.execute(
      sql`select graphile_worker.force_unlock_workers(array[${sql.join(
        holders.map(holder => sql`${holder}`),
        sql`, `,
      )}]::text[])`,
    );
}
