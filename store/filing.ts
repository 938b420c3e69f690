import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from './pool.ts';
import { judgements, messages, readings, type StoredReading } from './schema.ts';

/** A judged message with everything that decides where it goes. */
export type FilingCase = {
  message: typeof messages.$inferSelect;
  reading: StoredReading;
  judgement: typeof judgements.$inferSelect;
};

/** Messages that are judged and not filed, oldest first; locked, so that a second worker with the same job waits and then finds nothing to do. */
export async function filingCases(db: Database, ids: number[], { lock = true } = {}): Promise<FilingCase[]> {
  const query = db
    .select({ message: messages, reading: readings.reading, judgement: judgements })
    .from(messages)
    .innerJoin(readings, eq(readings.messageId, messages.id))
    .innerJoin(judgements, eq(judgements.messageId, messages.id))
    .where(and(inArray(messages.id, ids), eq(messages.state, 'judged')))
    .orderBy(asc(messages.id));
  return lock ? query.for('update', { of: messages }) : query;
}

export type Placed = {
  messageId: number;
  place: 'ticket' | 'machine' | 'spam';
  reason: string | null;
  ticketId?: number | null;
  /** Outbox row that machine mail reports on. */
  reportsOn?: number | null;
};

/** Writes where messages ended, all in one statement. */
export async function place(tx: Database, placed: Placed[]): Promise<void> {
  if (placed.length === 0) return;
  const values = placed.map(
    one =>
      sql`(${one.messageId}::bigint, ${one.place}::place, ${one.reason}::text, ${one.ticketId ?? null}::bigint, ${one.reportsOn ?? null}::bigint)`,
  );
  await tx.execute(sql`
    update ${messages} m set state = 'filed', place = v.place, place_reason = v.reason, ticket_id = v.ticket, reports_on = v.about
    from (values ${sql.join(values, sql`, `)}) v (id, place, reason, ticket, about)
    where m.id = v.id and m.state = 'judged'`);
}
