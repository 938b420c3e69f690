import { and, count, eq, gt, inArray, or, sql } from 'drizzle-orm';
import { among, oneOf } from './bulk.ts';
import { enqueue } from './jobs.ts';
import type { Database } from './pool.ts';
import { outbox, tickets, workers } from './schema.ts';
import { isAlive } from './workers.ts';

export type OutboxRow = typeof outbox.$inferSelect;
export type NewOutboxRow = typeof outbox.$inferInsert;

/**
 * Takes rows for sending. A row that is `sending` is in the hands of a worker; it is taken again only from one that is
 * dead, or from ourselves when we let it go without a word, and goes out under the same Message-ID.
 *
 * @param holder id of the worker process
 * @param ids without those that this process has in hand
 */
export function takeForSending(tx: Database, ids: number[], holder: string): Promise<OutboxRow[]> {
  const abandoned = sql`${outbox.state} = 'sending' and (${outbox.claimedBy} is null or ${outbox.claimedBy} = ${holder}
    or not exists (select from ${workers} w where w.id = ${outbox.claimedBy} and ${isAlive(sql`w.seen`)}))`;
  return tx
    .update(outbox)
    .set({ state: 'sending', attempts: sql`${outbox.attempts} + 1`, claimedBy: holder })
    .where(and(among(outbox.id, ids), or(eq(outbox.state, 'queued'), abandoned)))
    .returning();
}

/** @returns the rows that became sent by this call, each once */
export function markSent(tx: Database, ids: number[], now: Date): Promise<OutboxRow[]> {
  return tx
    .update(outbox)
    .set({ state: 'sent', sentAt: now, reason: null })
    .where(and(among(outbox.id, ids), eq(outbox.state, 'sending')))
    .returning();
}

/** Puts a row back (`queued`: it will be tried again) or sets it apart for a person (`failed`, `held`). */
export async function markUnsent(
  db: Database,
  id: number,
  state: 'queued' | 'failed' | 'held',
  reason: string,
): Promise<void> {
  await db
    .update(outbox)
    .set({ state, reason: reason.slice(0, 1000) })
    .where(and(eq(outbox.id, id), eq(outbox.state, 'sending')));
}

/**
 * A report says that the recipient was not reached, after the carrier had taken it.
 *
 * @returns the row, or null when that is known already
 */
export async function markBounced(tx: Database, id: number, reason: string): Promise<OutboxRow | null> {
  const [row] = await tx
    .update(outbox)
    .set({ state: 'bounced', reason: reason.slice(0, 1000) })
    .where(and(eq(outbox.id, id), eq(outbox.state, 'sent')))
    .returning();
  return row ?? null;
}

/** What did not leave or arrive, for a person: with its ticket's number. */
export function troubledOutbox(db: Database): Promise<{ row: OutboxRow; ticket: string }[]> {
  return db
    .select({ row: outbox, ticket: tickets.number })
    .from(outbox)
    .innerJoin(tickets, eq(tickets.id, outbox.ticketId))
    .where(inArray(outbox.state, ['failed', 'held', 'bounced']))
    .orderBy(outbox.id);
}

/**
 * A person's decision on a row that did not leave or arrive: to send it, perhaps to another recipient, or that it need not.
 *
 * @returns false if the row is not one of those
 */
export async function decideOutbox(
  tx: Database,
  id: number,
  decision: { state: 'queued'; recipient: string | null } | { state: 'dismissed' },
): Promise<boolean> {
  const recipient = decision.state === 'queued' && decision.recipient !== null ? { recipient: decision.recipient } : {};
  const rows = await tx
    .update(outbox)
    .set({
      state: decision.state,
      ...recipient,
      ...(decision.state === 'queued' ? { reason: null, attempts: 0, sentAt: null } : {}),
    })
    .where(and(eq(outbox.id, id), inArray(outbox.state, ['failed', 'held', 'bounced'])))
    .returning({ id: outbox.id });
  if (rows.length > 0 && decision.state === 'queued') await enqueue(tx, 'send', [id]);
  return rows.length > 0;
}

/** How many acknowledgements each of these correspondents was given since then: the second line of defence against loops (RFC 3834 §2). */
export async function acknowledgedSince(tx: Database, recipients: string[], since: Date): Promise<Map<string, number>> {
  if (recipients.length === 0) return new Map();
  const rows = await tx
    .select({ recipient: outbox.recipient, n: count() })
    .from(outbox)
    .where(and(oneOf(outbox.recipient, recipients), gt(outbox.createdAt, since), eq(outbox.purpose, 'acknowledgement')))
    .groupBy(outbox.recipient);
  return new Map(rows.map(row => [row.recipient ?? '', row.n]));
}
