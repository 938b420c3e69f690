import { sql } from 'drizzle-orm';
import type { Message } from './messages.ts';
import type { Database } from './pool.ts';
import { messages, outbox } from './schema.ts';

/** Messages that are under way since before `before`, and that no job will move within a minute. */
export async function orphanedMessages(
  tx: Database,
  before: Date,
  limit: number,
): Promise<Pick<Message, 'id' | 'state' | 'channel'>[]> {
  const rows = await tx.execute<Record<'id' | 'state' | 'channel', unknown>>(sql`
    select m.id, m.state, m.channel from ${messages} m
    where m.place is null and m.kept_at < ${before.toISOString()}::timestamptz and not ${hasJob(sql`m.id`, sql`<>`)}
    order by m.id limit ${limit}`);
  if (rows.length === 0) return [];
  const ids = rows.map(row => Number(row.id));
  return tx
    .select({ id: messages.id, state: messages.state, channel: messages.channel })
    .from(messages)
    .where(sql`${messages.id} in ${ids}`);
}

/** Outbox rows that should leave, were decided before `before`, and that no job will move within a minute. */
export async function orphanedOutbox(tx: Database, before: Date, limit: number): Promise<{ id: number }[]> {
  const rows = await tx.execute<{ id: unknown }>(sql`
    select o.id from ${outbox} o
    where o.state in ('queued', 'sending') and o.created_at < ${before.toISOString()}::timestamptz and not ${hasJob(sql`o.id`, sql`=`)}
    order by o.id limit ${limit}`);
  return rows.map(row => ({ id: Number(row.id) }));
}

/** Whether a job that is running, or due within a minute, carries the id; `send` jobs carry ids of the outbox, all others of messages. */
function hasJob(id: ReturnType<typeof sql>, compare: ReturnType<typeof sql>) {
  return sql`exists (
    select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.payload::jsonb @> to_jsonb(${id}) and t.identifier ${compare} 'send' and j.attempts < j.max_attempts
      and (j.locked_at is not null or j.run_at < now() + interval '1 minute'))`;
}
