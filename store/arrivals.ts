import { sql } from 'drizzle-orm';
import type { Arrival } from '../ingest/arrival.ts';
import { among, insertMany } from './bulk.ts';
import type { Store } from './connect.ts';
import { enqueue } from './jobs.ts';
import { messages } from './schema.ts';

/**
 * Keeps arrivals: their bytes first, then their rows and the jobs that read them in one transaction.
 * When this resolves, the sources may be told. Keeping a source key again changes nothing.
 *
 * @returns the ids of those that were not kept before
 */
export async function keep(store: Store, arrivals: Arrival[]): Promise<number[]> {
  if (arrivals.length === 0) return [];
  const blobs = await Promise.all(arrivals.map(arrival => store.blobs.put(arrival.bytes)));
  const rows = arrivals.map(({ bytes, ...arrival }, i) => ({ ...arrival, blob: blobs[i]!, bytes: bytes.length }));
  return store.transaction(async tx => {
    const inserted = await insertMany(tx, messages, rows, {
      onConflict: sql`(source_key) do nothing`,
      returning: sql`id, channel`,
    });
    const kept = inserted.map(row => ({ id: Number(row.id), channel: row.channel }));
    await enqueue(tx, 'read', idsOf(kept, 'email'));
    await enqueue(tx, 'readFax', idsOf(kept, 'fax'));
    return kept.map(row => row.id);
  });
}

function idsOf(rows: { id: number; channel: unknown }[], channel: 'email' | 'fax'): number[] {
  return rows.filter(row => row.channel === channel).map(row => row.id);
}

/** Which of these UIDs the ledger already has; the rest is to be fetched. */
export async function uidsInLedger(
  store: Store,
  inbox: string,
  uidValidity: number,
  uids: number[],
): Promise<Set<number>> {
  const rows = await store.db.execute<{ uid: number }>(sql`
    select ${messages.uid} as uid from ${messages}
    where ${messages.inbox} = ${inbox} and ${messages.uidValidity} = ${uidValidity}
      and ${among(messages.uid, uids)}`);
  return new Set(rows.map(row => Number(row.uid)));
}
