import { and, count, eq, gt, inArray, sql } from 'drizzle-orm';
import { among } from './bulk.ts';
import type { Database } from './pool.ts';
import { outbox } from './schema.ts';

export type OutboxRow = typeof outbox.$inferSelect;
export type NewOutboxRow = typeof outbox.$inferInsert;

/** Takes rows for sending. A row that is `sending` was in a carrier's hands when its worker died: it goes out again, under the same Message-ID. */
export function takeForSending(tx: Database, ids: number[]): Promise<OutboxRow[]> {
  return tx
    .update(outbox)
    .set({ state: 'sending', attempts: sql`${outbox.attempts} + 1` })
    .where(and(among(outbox.id, ids), inArray(outbox.state, ['queued', 'sending'])))
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

/** How many acknowledgements each of these correspondents was given since then: the second line of defence against loops (RFC 3834 §2). */
export async function acknowledgedSince(tx: Database, recipients: string[], since: Date): Promise<Map<string, number>> {
  if (recipients.length === 0) return new Map();
  const rows = await tx
    .select({ recipient: outbox.recipient, n: count() })
    .from(outbox)
    .where(
      and(inArray(outbox.recipient, recipients), gt(outbox.createdAt, since), eq(outbox.purpose, 'acknowledgement')),
    )
    .groupBy(outbox.recipient);
  return new Map(rows.map(row => [row.recipient ?? '', row.n]));
}
