import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from './pool.ts';
import { clocks, outbox, tickets } from './schema.ts';

/** A ticket in a list: with its answer's due time and its acknowledgement. */
export type TicketLine = {
  ticket: typeof tickets.$inferSelect;
  due: Date | null;
  acknowledgement: { state: string; sentAt: Date | null; reason: string | null } | null;
};

/** The latest tickets, in order of their numbers. */
export async function ticketLines(db: Database, limit: number): Promise<TicketLine[]> {
  const rows = await db
    .select({ ticket: tickets, due: clocks.due, state: outbox.state, sentAt: outbox.sentAt, reason: outbox.reason })
    .from(tickets)
    .leftJoin(clocks, and(eq(clocks.ticketId, tickets.id), eq(clocks.clock, 'answer'), eq(clocks.round, 1)))
    .leftJoin(outbox, and(eq(outbox.ticketId, tickets.id), eq(outbox.purpose, 'acknowledgement')))
    .where(sql`${tickets.id} > coalesce((select max(${tickets.id}) from ${tickets}), 0) - ${limit}`)
    .orderBy(asc(tickets.id));
  return rows.map(({ ticket, due, state, sentAt, reason }) => ({
    ticket,
    due,
    acknowledgement: state === null ? null : { state, sentAt, reason },
  }));
}
