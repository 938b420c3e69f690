import { and, asc, eq, inArray } from 'drizzle-orm';
import { enqueue } from './jobs.ts';
import type { Message } from './messages.ts';
import type { Database } from './pool.ts';
import { judgements, messages, readings, type StoredReading } from './schema.ts';

/** A message with what was read in it and how it was judged, as far as it came. */
export type Recorded = {
  message: Message;
  reading: StoredReading | null;
  judgement: typeof judgements.$inferSelect | null;
};

export function recorded(db: Database, which: number[] | 'quarantine'): Promise<Recorded[]> {
  return db
    .select({ message: messages, reading: readings.reading, judgement: judgements })
    .from(messages)
    .leftJoin(readings, eq(readings.messageId, messages.id))
    .leftJoin(judgements, eq(judgements.messageId, messages.id))
    .where(which === 'quarantine' ? eq(messages.place, 'quarantine') : inArray(messages.id, which))
    .orderBy(asc(messages.id));
}

/** Puts a quarantined message back on its way, at the step where it had stopped. False when somebody else did. */
export async function release(tx: Database, message: Message): Promise<boolean> {
  const [reading] = await tx
    .select({ id: readings.messageId })
    .from(readings)
    .where(eq(readings.messageId, message.id));
  const [judgement] = await tx
    .select({ id: judgements.messageId })
    .from(judgements)
    .where(eq(judgements.messageId, message.id));
  const state = judgement ? 'judged' : reading ? 'read' : 'kept';
  const rows = await tx
    .update(messages)
    .set({ state, place: null, placeReason: null, placeDetail: null })
    .where(and(eq(messages.id, message.id), eq(messages.place, 'quarantine')))
    .returning({ id: messages.id });
  if (rows.length === 0) return false;
  const step = judgement ? 'file' : reading ? 'judge' : message.channel === 'fax' ? 'readFax' : 'read';
  await enqueue(tx, step, [message.id]);
  return true;
}
