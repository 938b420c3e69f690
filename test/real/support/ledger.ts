import { asc, eq } from 'drizzle-orm';
import type { Store } from '../../../store/connect.ts';
import { messages, outbox, tickets } from '../../../store/schema.ts';
import { statusOf } from '../../../store/status.ts';

/** What the database says of one message: where it ended, on which ticket, and what was answered to it. */
export type Entry = {
  id: number;
  headerId: string | null;
  place: string | null;
  reason: string | null;
  ticketId: number | null;
  ticket: string | null;
  reportsOn: number | null;
};

export async function entries({ db }: Pick<Store, 'db'>): Promise<Entry[]> {
  return db
    .select({
      id: messages.id,
      headerId: messages.headerId,
      place: messages.place,
      reason: messages.placeReason,
      ticketId: messages.ticketId,
      ticket: tickets.number,
      reportsOn: messages.reportsOn,
    })
    .from(messages)
    .leftJoin(tickets, eq(tickets.id, messages.ticketId))
    .orderBy(asc(messages.id));
}

/** The entry of one mail, once it has its place. */
export async function placed(store: Pick<Store, 'db'>, headerId: string): Promise<Entry | null> {
  return (await entries(store)).find(entry => entry.headerId === headerId && entry.place !== null) ?? null;
}

export async function sentRows({ db }: Pick<Store, 'db'>) {
  return db.select().from(outbox).orderBy(asc(outbox.id));
}

export async function status({ db }: Pick<Store, 'db'>) {
  return statusOf(db, new Date());
}

/** Whether an inbox was compared with its server since jishi was set up. */
export async function lookedAt(store: Pick<Store, 'db'>, inbox: string): Promise<boolean> {
  return (await status(store)).inboxes.some(one => one.name === inbox && one.server !== null);
}

/** How many messages were kept, tickets opened, acknowledgements sent. */
export async function tally({ db }: Pick<Store, 'db'>): Promise<{ kept: number; tickets: number; sent: number }> {
  const found = await statusOf(db, new Date());
  const { open, answered, closed } = found.tickets;
  return { kept: found.messages.arrived, tickets: open + answered + closed, sent: found.outbox.sent };
}
