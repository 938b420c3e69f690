import { type SQL, sql } from 'drizzle-orm';
import { among } from './bulk.ts';
import type { Message } from './messages.ts';
import type { Database } from './pool.ts';
import { messages, outbox } from './schema.ts';

/** Messages that are under way since before `before`, and that no job will move within a minute. */
export async function orphanedMessages(
  tx: Database,
  before: Date,
  limit: number,
): Promise<Pick<Message, 'id' | 'state' | 'channel'>[]> {
  const rows = await tx.execute<{ id: unknown }>(sql`
    with busy as ${idsInJobs(sql`<>`)}
    select m.id from ${messages} m
    where m.place is null and m.kept_at < ${before.toISOString()}::timestamptz and not exists (select from busy where busy.id = m.id)
    order by m.id limit ${limit}`);
  if (rows.length === 0) return [];
  return tx
    .select({ id: messages.id, state: messages.state, channel: messages.channel })
    .from(messages)
    .where(
      among(
        messages.id,
        rows.map(row => Number(row.id)),
      ),
    );
}

/** Outbox rows that should leave, were decided before `before`, and that no job will move within a minute. */
export async function orphanedOutbox(tx: Database, before: Date, limit: number): Promise<{ id: number }[]> {
  const rows = await tx.execute<{ id: unknown }>(sql`
    with busy as ${idsInJobs(sql`=`)}
    select o.id from ${outbox} o
    where o.state in ('queued', 'sending') and o.created_at < ${before.toISOString()}::timestamptz
      and not exists (select from busy where busy.id = o.id)
    order by o.id limit ${limit}`);
  return rows.map(row => ({ id: Number(row.id) }));
}

/** Ids in jobs that run, or are due within a minute; `send` jobs carry ids of the outbox, all others of messages. */
function idsInJobs(compare: SQL): SQL {
  return sql`materialized (
    select distinct carried.id::bigint as id
    from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    cross join lateral jsonb_array_elements_text(j.payload::jsonb) carried (id)
    where t.identifier ${compare} 'send' and j.attempts < j.max_attempts
      and (j.locked_at is not null or j.run_at < now() + interval '1 minute'))`;
}
