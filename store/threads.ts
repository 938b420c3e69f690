import { and, eq, isNotNull } from 'drizzle-orm';
import { among, oneOf } from './bulk.ts';
import type { Database } from './pool.ts';
import { messages, outbox, tickets } from './schema.ts';

export type Ticket = typeof tickets.$inferSelect;

export type Threads = {
  /** Ticket by the Message-ID of a mail that is on it, ours or the user's. */
  byHeaderId: Map<string, number>;
  /** Message-IDs of inbound mails that are not filed yet: an answer to one must wait for it. */
  underWay: Set<string>;
};

/** Looks up the mails that others refer to by In-Reply-To and References (RFC 5322 §3.6.4). */
export async function findThreads(tx: Database, headerIds: string[]): Promise<Threads> {
  const threads: Threads = { byHeaderId: new Map(), underWay: new Set() };
  if (headerIds.length === 0) return threads;
  const inbound = await tx
    .select({ headerId: messages.headerId, ticketId: messages.ticketId, place: messages.place })
    .from(messages)
    .where(oneOf(messages.headerId, headerIds));
  for (const { headerId, ticketId, place } of inbound) {
    if (headerId === null) continue;
    if (ticketId !== null) threads.byHeaderId.set(headerId, ticketId);
    else if (place === null) threads.underWay.add(headerId);
  }
  const sent = await tx
    .select({ messageId: outbox.messageId, ticketId: outbox.ticketId })
    .from(outbox)
    .where(oneOf(outbox.messageId, headerIds));
  for (const { messageId, ticketId } of sent) threads.byHeaderId.set(messageId, ticketId);
  return threads;
}

/** Outbound messages by their Message-IDs, for machine mail that reports on them. */
export async function findOutbound(
  tx: Database,
  headerIds: string[],
): Promise<Map<string, { id: number; ticketId: number }>> {
  if (headerIds.length === 0) return new Map();
  const rows = await tx
    .select({ id: outbox.id, messageId: outbox.messageId, ticketId: outbox.ticketId })
    .from(outbox)
    .where(oneOf(outbox.messageId, headerIds));
  return new Map(rows.map(({ messageId, ...row }) => [messageId, row]));
}

/** Tickets by number, for subjects and faxes that name one; the caller checks that it is the same sender. */
export async function findByNumber(tx: Database, numbers: string[]): Promise<Map<string, Ticket>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx.select().from(tickets).where(oneOf(tickets.number, numbers));
  return new Map(rows.map(ticket => [ticket.number, ticket]));
}

/** Whether this address has written on the ticket before. */
export async function hasWrittenOn(tx: Database, ticketId: number, address: string): Promise<boolean> {
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(eq(messages.ticketId, ticketId), eq(messages.fromAddress, address.toLowerCase()), isNotNull(messages.place)),
    )
    .limit(1);
  return rows.length > 0;
}

/** Locks tickets for a change, in order of id. */
export function lockTickets(tx: Database, ids: number[]): Promise<Ticket[]> {
  return tx.select().from(tickets).where(among(tickets.id, ids)).orderBy(tickets.id).for('update');
}
