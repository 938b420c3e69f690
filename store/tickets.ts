import { and, desc, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm';
import { type Deadline, deadlines } from '../classify/deadlines.ts';
import { PermanentError } from '../errors.ts';
import { among, insertMany } from './bulk.ts';
import { enqueue } from './jobs.ts';
import { markSent, type NewOutboxRow, type OutboxRow } from './outbox.ts';
import type { Database } from './pool.ts';
import {
  clocks,
  judgements,
  messages,
  outbox,
  readings,
  type StoredReading,
  ticketDays,
  ticketEvents,
  tickets,
} from './schema.ts';
import type { Ticket } from './threads.ts';

export type NewTicket = typeof tickets.$inferInsert;

/** A ticket about to be opened: with its message, its promises and its acknowledgement. */
export type Opening = {
  messageId: number;
  ticket: NewTicket;
  deadlines: Deadline[];
  acknowledgement: Omit<NewOutboxRow, 'ticketId' | 'answersId'>;
};

/**
 * The next ticket numbers of a local day, e.g. `20261125-0033`. Taken outside the caller's transaction, so that no
 * worker waits for another; a number that is taken and not used leaves a gap.
 *
 * @param day `2026-11-25`
 */
export async function takeNumbers(db: Database, day: string, n: number): Promise<string[]> {
  if (n === 0) return [];
  const [row] = await db
    .insert(ticketDays)
    .values({ day, last: n })
    .onConflictDoUpdate({ target: ticketDays.day, set: { last: sql`${ticketDays.last} + ${n}` } })
    .returning({ last: ticketDays.last });
  const first = row!.last - n + 1;
  return Array.from({ length: n }, (_, i) => `${day.replaceAll('-', '')}-${String(first + i).padStart(4, '0')}`);
}

/** Opens tickets: rows, promises, acknowledgements and the jobs that send them, all or nothing. */
export async function openTickets(tx: Database, openings: Opening[]): Promise<Map<number, number>> {
  const ticketOf = new Map<number, number>();
  if (openings.length === 0) return ticketOf;
  const opened = await insertMany(
    tx,
    tickets,
    openings.map(opening => opening.ticket),
    { returning: sql`id, number` },
  );
  const idOf = new Map(opened.map(row => [String(row.number), Number(row.id)]));
  for (const { ticket, messageId } of openings) ticketOf.set(messageId, idOf.get(ticket.number)!);

  await insertMany(
    tx,
    clocks,
    openings.flatMap(({ ticket, deadlines }) => runningFrom(idOf.get(ticket.number)!, 1, ticket.receivedAt, deadlines)),
  );
  const decided = await insertMany(
    tx,
    outbox,
    openings.map(({ acknowledgement, ticket, messageId }) => ({
      ...acknowledgement,
      ticketId: idOf.get(ticket.number)!,
      answersId: messageId,
    })),
    { returning: sql`id, state` },
  );
  const sendable = decided.map(row => ({ id: Number(row.id), state: row.state }));
  await record(
    tx,
    openings.map(({ ticket, messageId }) => ({
      ticketId: idOf.get(ticket.number)!,
      at: ticket.openedAt,
      event: 'opened',
      detail: { message: messageId },
    })),
  );
  await enqueue(
    tx,
    'send',
    sendable.filter(row => row.state === 'queued').map(row => row.id),
  );
  return ticketOf;
}

/**
 * Puts a further message of the user on its ticket. A ticket that was answered or closed opens again, its promises
 * running anew from this message; a raised severity or impact moves running promises earlier, from the same start.
 */
export async function addToTicket(
  tx: Database,
  ticket: Ticket,
  added: {
    messageId: number;
    receivedAt: Date;
    reopens: boolean;
    raised: Pick<Ticket, 'severity' | 'impact' | 'triage'>;
    deadlinesFrom: (start: Date) => Deadline[];
  },
  now: Date,
): Promise<void> {
  await record(tx, [{ ticketId: ticket.id, at: now, event: 'message-added', detail: { message: added.messageId } }]);
  const raises = added.raised.severity !== ticket.severity || added.raised.impact !== ticket.impact;
  const reopens = ticket.status !== 'open' && added.reopens;
  await tx
    .update(tickets)
    .set({ ...added.raised, ...(reopens ? { status: 'open', phase: 'acceptance' } : {}) })
    .where(eq(tickets.id, ticket.id));
  if (raises)
    await record(tx, [
      {
        ticketId: ticket.id,
        at: now,
        event: 'raised',
        detail: { severity: added.raised.severity, impact: added.raised.impact },
      },
    ]);
  if (reopens) {
    const round = (await latestRound(tx, ticket.id)) + 1;
    const anew = added.deadlinesFrom(added.receivedAt).filter(deadline => deadline.clock !== 'acknowledge');
    await tx.insert(clocks).values(runningFrom(ticket.id, round, added.receivedAt, anew));
    await record(tx, [
      { ticketId: ticket.id, at: now, event: 'reopened', detail: { message: added.messageId, round } },
    ]);
  } else if (raises && ticket.status === 'open') await moveEarlier(tx, ticket.id, added.deadlinesFrom);
}

/** What follows when messages have left: clocks that they meet stop, tickets that they answer are answered. Repeating it changes nothing. */
export async function concludeSent(tx: Database, ids: number[], now: Date): Promise<OutboxRow[]> {
  const sent = await markSent(tx, ids, now);
  if (sent.length === 0) return sent;
  await meet(
    tx,
    sent.filter(row => row.purpose === 'acknowledgement').map(row => row.ticketId),
    ['acknowledge'],
    now,
  );
  const answers = sent.filter(row => row.purpose === 'answer');
  await meet(
    tx,
    answers.map(row => row.ticketId),
    ['answer', 'handoff'],
    now,
  );
  for (const row of answers) await concludeAnswer(tx, row, now);
  await record(
    tx,
    sent.map(row => ({
      ticketId: row.ticketId,
      at: now,
      event: row.purpose === 'acknowledgement' ? 'acknowledged' : 'answered',
      detail: { outbox: row.id, channel: row.channel },
    })),
  );
  return sent;
}

/** A ticket is answered, unless its user wrote again while the answer was on its way out: then the next round begins with that. */
async function concludeAnswer(tx: Database, row: OutboxRow, now: Date): Promise<void> {
  const [ticket] = await tx.select().from(tickets).where(eq(tickets.id, row.ticketId)).for('update');
  if (ticket?.status !== 'open') return;
  const [later] = await tx
    .select({ receivedAt: messages.receivedAt, id: messages.id })
    .from(messages)
    .innerJoin(judgements, eq(judgements.messageId, messages.id))
    .where(
      and(
        eq(messages.ticketId, ticket.id),
        eq(messages.place, 'ticket'),
        gt(messages.id, row.answersId),
        ne(judgements.kind, 'reply'),
      ),
    )
    .orderBy(messages.id)
    .limit(1);
  if (!later) {
    await tx.update(tickets).set({ status: 'answered', phase: 'feedback' }).where(eq(tickets.id, ticket.id));
    return;
  }
  const anew = deadlines(ticket, later.receivedAt).filter(({ clock }) => clock !== 'acknowledge' && clock !== 'repair');
  await insertMany(tx, clocks, runningFrom(ticket.id, row.round + 1, later.receivedAt, anew), {
    onConflict: sql`do nothing`,
  });
  await record(tx, [
    { ticketId: ticket.id, at: now, event: 'reopened', detail: { message: later.id, round: row.round + 1 } },
  ]);
}

/**
 * An engineer has mended the fault: its repair promise is met (contract: 故障处理流程).
 *
 * @returns false if no repair promise was running
 */
export async function markSolved(tx: Database, ticketId: number, now: Date): Promise<boolean> {
  const rows = await tx
    .update(clocks)
    .set({ met: now })
    .where(and(eq(clocks.ticketId, ticketId), eq(clocks.clock, 'repair'), isNull(clocks.met)))
    .returning({ id: clocks.id });
  if (rows.length > 0) await record(tx, [{ ticketId, at: now, event: 'solved', detail: {} }]);
  return rows.length > 0;
}

/**
 * The promise that a message met runs again when it turns out not to have arrived: a bounced answer answers nobody.
 * It runs from its original start, so that what was late stays late.
 */
export async function revokeMet(
  tx: Database,
  row: { id: number; ticketId: number; purpose: 'acknowledgement' | 'answer'; round: number },
  now: Date,
  reason: string,
): Promise<void> {
  const kinds = row.purpose === 'answer' ? (['answer'] as const) : (['acknowledge'] as const);
  await tx
    .update(clocks)
    .set({ met: null })
    .where(and(eq(clocks.ticketId, row.ticketId), eq(clocks.round, row.round), inArray(clocks.clock, [...kinds])));
  if (row.purpose === 'answer')
    await tx.update(tickets).set({ status: 'open', phase: 'processing' }).where(eq(tickets.id, row.ticketId));
  await record(tx, [{ ticketId: row.ticketId, at: now, event: 'bounced', detail: { outbox: row.id, reason } }]);
}

export async function record(tx: Database, events: (typeof ticketEvents.$inferInsert)[]): Promise<void> {
  await insertMany(tx, ticketEvents, events);
}

/** How often the ticket was opened: the round that running promises and the next answer belong to. */
export async function latestRound(tx: Database, ticketId: number): Promise<number> {
  const [row] = await tx
    .select({ round: sql<number>`coalesce(max(${clocks.round}), 1)`.mapWith(Number) })
    .from(clocks)
    .where(eq(clocks.ticketId, ticketId));
  return row?.round ?? 1;
}

export async function findTicket(db: Database, number: string): Promise<Ticket | null> {
  const [ticket] = await db.select().from(tickets).where(eq(tickets.number, number)).limit(1);
  return ticket ?? null;
}

/** The latest message of the user on a ticket: the one that an answer replies to. */
export async function conversationOf(
  db: Database,
  ticketId: number,
): Promise<{ message: typeof messages.$inferSelect; reading: StoredReading }> {
  const [latest] = await db
    .select({ message: messages, reading: readings.reading })
    .from(messages)
    .innerJoin(readings, eq(readings.messageId, messages.id))
    .where(and(eq(messages.ticketId, ticketId), eq(messages.place, 'ticket')))
    .orderBy(desc(messages.id))
    .limit(1);
  if (!latest) throw new PermanentError('ticket-empty', `Ticket ${ticketId} has no message of a user`);
  return latest;
}

function runningFrom(ticketId: number, round: number, started: Date, deadlines: Deadline[]) {
  return deadlines.map(({ clock, clause, due }) => ({ ticketId, clock, round, clause, started, due }));
}

async function meet(
  tx: Database,
  ticketIds: number[],
  kinds: (typeof clocks.$inferSelect)['clock'][],
  now: Date,
): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx
    .update(clocks)
    .set({ met: now })
    .where(and(among(clocks.ticketId, ticketIds), inArray(clocks.clock, kinds), isNull(clocks.met)));
}

/** Never later: lowering a severity or impact does not stretch a promise that was given. */
async function moveEarlier(tx: Database, ticketId: number, deadlinesFrom: (start: Date) => Deadline[]): Promise<void> {
  const running = await tx
    .select()
    .from(clocks)
    .where(and(eq(clocks.ticketId, ticketId), isNull(clocks.met)));
  const round = await latestRound(tx, ticketId);
  const start = running.find(clock => clock.round === round)?.started;
  if (!start) return;
  for (const { clock, clause, due } of deadlinesFrom(start)) {
    const current = running.find(row => row.clock === clock && row.round === round);
    if (current && due < current.due) await tx.update(clocks).set({ due, clause }).where(eq(clocks.id, current.id));
    if (!current && clock === 'repair')
      await tx.insert(clocks).values({ ticketId, clock, round, clause, started: start, due }).onConflictDoNothing();
  }
}
