import { sql } from 'drizzle-orm';
import { SetupError } from '../errors.ts';
import type { InboxReport, Ledger } from '../ingest/arrival.ts';
import { uidsInLedger } from './arrivals.ts';
import type { Store } from './connect.ts';
import { inboxes } from './schema.ts';

/** The ledger of one inbox: what was kept from it, and how it was last found. */
export function ledgerOf(store: Store, inbox: string): Ledger {
  return {
    kept: (uidValidity, uids) => uidsInLedger(store, inbox, uidValidity, uids),
    report: report => noteInbox(store, inbox, report),
    belongsTo: identity => claimIdentity(store, inbox, identity),
  };
}

async function claimIdentity(store: Store, name: string, identity: string): Promise<void> {
  const [row] = await store.db
    .insert(inboxes)
    .values({ name, identity })
    .onConflictDoUpdate({ target: inboxes.name, set: { identity: sql`coalesce(${inboxes.identity}, ${identity})` } })
    .returning({ identity: inboxes.identity });
  if (row?.identity !== identity)
    throw new SetupError(
      'inbox-changed',
      `Inbox "${name}" was ${row?.identity} before and is ${identity} now: its ledger does not fit; give the new one another name`,
    );
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
