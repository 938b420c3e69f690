import { and, asc, eq, sql } from 'drizzle-orm';
import { among, recordset } from './bulk.ts';
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
    .where(and(among(messages.id, ids), eq(messages.state, 'judged')))
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
  const keys = ['id', 'place', 'placeReason', 'ticketId', 'reportsOn'];
  const rows = placed.map(({ messageId, reason, ...to }) => ({ ...to, id: messageId, placeReason: reason }));
  await tx.execute(sql`
    update ${messages} m set
      state = 'filed', place = r.place, place_reason = r.place_reason, ticket_id = r.ticket_id, reports_on = r.reports_on
    from ${recordset(messages, keys, rows)}
    where m.id = r.id and m.state = 'judged'`);
}
