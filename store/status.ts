import { count, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from './pool.ts';
import { clocks, inboxes, messages, outbox, tickets, workers } from './schema.ts';
import { isAlive } from './workers.ts';

type Counts<K extends string> = Record<K, number>;

/** Everything at a glance; `arrived` must equal the sum of the places and what is under way. */
export type Status = {
  messages: Counts<'arrived' | 'ticket' | 'machine' | 'spam' | 'quarantine' | 'duplicate' | 'underWay'> & {
    balanced: boolean;
  };
  oldestUnderWay: string | null;
  tickets: Counts<'open' | 'answered' | 'closed' | 'triage'>;
  clocks: Counts<'running' | 'overdue'> & { nextDue: string | null };
  overdue: { ticket: string; clock: string; due: string }[];
  /** Longer than ten minutes under way, or waiting to leave. */
  stuck: Counts<'messages' | 'outbox'>;
  outbox: Counts<(typeof outbox.state.enumValues)[number]>;
  workers: { id: string; host: string; pid: number; alive: boolean }[];
  inboxes: {
    name: string;
    server: number | null;
    ledger: number | null;
    missing: number;
    checkedAt: string | null;
    error: string | null;
  }[];
};

const mostOverdue = 20;

export async function statusOf(db: Database, now: Date): Promise<Status> {
  const places = await countBy(db, messages, sql`coalesce(${messages.place}::text, 'underWay')`);
  const states = await countBy(db, outbox, sql`${outbox.state}::text`);
  const tally = await countBy(db, tickets, sql`${tickets.status}::text`);
  const [triage] = await db
    .select({ n: count() })
    .from(tickets)
    .where(sql`${tickets.triage} and ${tickets.status} = 'open'`);
  const [oldest] = await db
    .select({ at: messages.keptAt })
    .from(messages)
    .where(isNull(messages.place))
    .orderBy(messages.id)
    .limit(1);
  const [running] = await db
    .select({
      running: count(),
      overdue: sql<number>`count(*) filter (where ${clocks.due} < ${now.toISOString()}::timestamptz)`.mapWith(Number),
      next: sql<string | null>`min(${clocks.due})`,
    })
    .from(clocks)
    .where(isNull(clocks.met));
  const overdue = await db
    .select({ ticket: tickets.number, clock: clocks.clock, due: clocks.due })
    .from(clocks)
    .innerJoin(tickets, sql`${tickets.id} = ${clocks.ticketId}`)
    .where(sql`${clocks.met} is null and ${clocks.due} < ${now.toISOString()}::timestamptz`)
    .orderBy(clocks.due)
    .limit(mostOverdue);

  const tenMinutesAgo = new Date(now.getTime() - 600_000).toISOString();
  const [stuckMessages] = await db
    .select({ n: count() })
    .from(messages)
    .where(sql`${messages.place} is null and ${messages.keptAt} < ${tenMinutesAgo}::timestamptz`);
  const [stuckOutbox] = await db
    .select({ n: count() })
    .from(outbox)
    .where(sql`${outbox.state} in ('queued', 'sending') and ${outbox.createdAt} < ${tenMinutesAgo}::timestamptz`);

  const of = (counts: Map<string, number>, key: string): number => counts.get(key) ?? 0;
  const arrived = [...places.values()].reduce((sum, n) => sum + n, 0);
  const [{ total } = { total: 0 }] = await db.select({ total: count() }).from(messages);
  const stateCounts = Object.fromEntries(
    outbox.state.enumValues.map(state => [state, of(states, state)]),
  ) as Status['outbox'];
  return {
    messages: {
      arrived: total,
      ticket: of(places, 'ticket'),
      machine: of(places, 'machine'),
      spam: of(places, 'spam'),
      quarantine: of(places, 'quarantine'),
      duplicate: of(places, 'duplicate'),
      underWay: of(places, 'underWay'),
      balanced: total === arrived,
    },
    oldestUnderWay: oldest?.at.toISOString() ?? null,
    tickets: {
      open: of(tally, 'open'),
      answered: of(tally, 'answered'),
      closed: of(tally, 'closed'),
      triage: triage?.n ?? 0,
    },
    clocks: {
      running: running?.running ?? 0,
      overdue: running?.overdue ?? 0,
      nextDue: running?.next ? new Date(running.next).toISOString() : null,
    },
    overdue: overdue.map(row => ({ ...row, due: row.due.toISOString() })),
    stuck: { messages: stuckMessages?.n ?? 0, outbox: stuckOutbox?.n ?? 0 },
    outbox: stateCounts,
    workers: await workersOf(db),
    inboxes: await inboxesOf(db),
  };
}

async function countBy(
  db: Database,
  table: typeof messages | typeof outbox | typeof tickets,
  key: SQL,
): Promise<Map<string, number>> {
  const rows = await db
    .select({ key: sql<string>`${key}`, n: count() })
    .from(table)
    .groupBy(key);
  return new Map(rows.map(row => [row.key, row.n]));
}

async function workersOf(db: Database): Promise<Status['workers']> {
  const alive = sql<boolean>`${isAlive(sql`${workers.seen}`)}`;
  const rows = await db
    .select({ id: workers.id, host: workers.host, pid: workers.pid, alive })
    .from(workers)
    .orderBy(workers.started);
  return rows.map(row => ({ ...row, alive: row.alive === true }));
}

async function inboxesOf(db: Database): Promise<Status['inboxes']> {
  const rows = await db.select().from(inboxes).orderBy(inboxes.name);
  return rows.map(row => ({
    name: row.name,
    server: row.serverCount,
    ledger: row.ledgerCount,
    missing: row.missing.length,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    error: row.error,
  }));
}
