import { sql } from 'drizzle-orm';
import type { InboxReport, Ledger } from '../ingest/arrival.ts';
import { uidsInLedger } from './arrivals.ts';
import type { Store } from './connect.ts';
import { inboxes } from './schema.ts';

/** The ledger of one inbox: what was kept from it, and how it was last found. */
export function ledgerOf(store: Store, inbox: string): Ledger {
  return {
    kept: (uidValidity, uids) => uidsInLedger(store, inbox, uidValidity, uids),
    report: report => noteInbox(store, inbox, report),
  };
}

async function noteInbox(store: Store, name: string, report: InboxReport): Promise<void> {
  const now = sql`now()`;
  const { error, ...counts } = report;
  const state =
    error === null ? { ...counts, error, errorAt: null, checkedAt: now } : { error: error.slice(0, 500), errorAt: now };
  await store.db
    .insert(inboxes)
    .values({ name, ...state })
    .onConflictDoUpdate({ target: inboxes.name, set: state });
}
