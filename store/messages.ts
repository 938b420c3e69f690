import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Judgement } from '../classify/judgement.ts';
import type { FaxReading, MailReading } from '../ingest/reading.ts';
import { among, insertMany, recordset, storable } from './bulk.ts';
import type { Store } from './connect.ts';
import { enqueue } from './jobs.ts';
import type { Database } from './pool.ts';
import { attachments, contentKeys, judgements, messages, readings, type StoredReading } from './schema.ts';

export type Message = typeof messages.$inferSelect;

/** What the reading step found in one message. */
export type ReadResult = {
  messageId: number;
  mail: MailReading | null;
  fax: FaxReading | null;
  /** The same for the same message through another inbox. */
  contentKey: string;
};

/** Messages that wait for a step; those that are further already are left out, so a step may be repeated. */
export function messagesIn(db: Database, ids: number[], state: Message['state']): Promise<Message[]> {
  return db
    .select()
    .from(messages)
    .where(and(among(messages.id, ids), eq(messages.state, state)))
    .orderBy(asc(messages.id));
}

/**
 * Writes what was read, and adds the job that judges it. A message whose content is known from another inbox ends here,
 * as its duplicate.
 */
export async function saveReadings(store: Store, results: ReadResult[], now: Date): Promise<void> {
  const kept = await keepAttachments(store, results);
  await store.transaction(async tx => {
    const fresh = await claim(tx, results, 'kept');
    if (fresh.length === 0) return;
    await insertMany(
      tx,
      readings,
      fresh.map(result => ({ messageId: result.messageId, reading: stored(result), readAt: now })),
    );
    await insertMany(
      tx,
      attachments,
      fresh.flatMap(result => kept.get(result.messageId) ?? []),
    );
    const originals = await claimContent(tx, fresh);
    const heads = fresh.map(result => headOf(result, originals.get(result.contentKey) ?? result.messageId));
    await tx.execute(sql`
      update ${messages} m set
        state = r.state, place = r.place, duplicate_of = r.duplicate_of,
        header_id = r.header_id, from_address = r.from_address, from_name = r.from_name, subject = r.subject
      from ${recordset(messages, headKeys, heads)}
      where m.id = r.id`);
    const alive = fresh.filter(result => (originals.get(result.contentKey) ?? result.messageId) === result.messageId);
    await enqueue(
      tx,
      'judge',
      alive.map(result => result.messageId),
    );
  });
}

/** Writes judgements, and adds the job that files the messages. */
export async function saveJudgements(
  store: Store,
  judged: { messageId: number; judgement: Judgement }[],
  now: Date,
): Promise<void> {
  await store.transaction(async tx => {
    const fresh = await claim(tx, judged, 'read');
    if (fresh.length === 0) return;
    await insertMany(
      tx,
      judgements,
      fresh.map(({ messageId, judgement }) => ({ messageId, ...judgement, judgedAt: now })),
    );
    const ids = fresh.map(row => row.messageId);
    await tx.update(messages).set({ state: 'judged' }).where(among(messages.id, ids));
    await enqueue(tx, 'file', ids);
  });
}

/** Sets a message apart for a person, its original kept; does nothing to one that has found its place. */
export async function quarantine(db: Database, id: number, reason: { code: string; message: string }): Promise<void> {
  await db
    .update(messages)
    .set({
      state: 'filed',
      place: 'quarantine',
      placeReason: reason.code,
      placeDetail: storable(reason.message).slice(0, 2000),
    })
    .where(and(eq(messages.id, id), isNull(messages.place)));
}

/** Readings of messages in a state, for the steps after reading. */
export function readingsIn(db: Database, ids: number[], state: Message['state']) {
  return db
    .select({ message: messages, reading: readings.reading })
    .from(messages)
    .innerJoin(readings, eq(readings.messageId, messages.id))
    .where(and(among(messages.id, ids), eq(messages.state, state)))
    .orderBy(asc(messages.id));
}

/** Locks the messages that are still in `state`, in order of id so that two workers cannot wait for each other. */
async function claim<T extends { messageId: number }>(tx: Database, rows: T[], state: Message['state']): Promise<T[]> {
  const ids = rows.map(row => row.messageId);
  const locked = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(among(messages.id, ids), eq(messages.state, state)))
    .orderBy(asc(messages.id))
    .for('update');
  const open = new Set(locked.map(row => row.id));
  return rows.filter(row => open.has(row.messageId));
}

/** The message that each content belongs to: the first that claimed it. Keys in order, against deadlock. */
async function claimContent(tx: Database, results: ReadResult[]): Promise<Map<string, number>> {
  const first = new Map<string, number>();
  for (const { contentKey, messageId } of results) if (!first.has(contentKey)) first.set(contentKey, messageId);
  const keys = [...first.keys()].sort();
  const wanted = keys.map(key => ({ key, messageId: first.get(key)! }));
  await insertMany(tx, contentKeys, wanted, { onConflict: sql`do nothing` });
  const owners = await tx.execute<{ key: unknown; message_id: unknown }>(sql`
    select c.key, c.message_id from ${contentKeys} c join ${recordset(contentKeys, ['key'], wanted)} on c.key = r.key`);
  return new Map(owners.map(owner => [String(owner.key), Number(owner.message_id)]));
}

const headKeys = ['id', 'state', 'place', 'duplicateOf', 'headerId', 'fromAddress', 'fromName', 'subject'];

/** What is noted of a message once it is read. A known content makes it a duplicate, and ends its way. */
function headOf({ messageId, mail }: ReadResult, original: number): Record<string, unknown> {
  const duplicate = original !== messageId;
  return {
    id: messageId,
    state: duplicate ? 'filed' : 'read',
    place: duplicate ? 'duplicate' : null,
    duplicateOf: duplicate ? original : null,
    // An id of more than a line (RFC 5322 §2.1.1) cannot be indexed, and no reply will repeat it.
    headerId: mail?.messageId && mail.messageId.length <= 998 ? mail.messageId : null,
    fromAddress: mail?.from.address.toLowerCase() ?? null,
    fromName: mail?.from.name ?? null,
    subject: mail?.subject ?? null,
  };
}

async function keepAttachments(
  store: Store,
  results: ReadResult[],
): Promise<Map<number, (typeof attachments.$inferInsert)[]>> {
  const kept = new Map<number, (typeof attachments.$inferInsert)[]>();
  await Promise.all(
    results.map(async ({ messageId, mail }) => {
      if (!mail || mail.attachments.length === 0) return;
      const rows = mail.attachments.map(async ({ content, name, type, cid }, n) => {
        const blob = await store.blobs.put(content);
        return {
          messageId,
          n,
          name,
          type,
          bytes: content.length,
          blob,
          cid: cid ?? null,
        };
      });
      kept.set(messageId, await Promise.all(rows));
    }),
  );
  return kept;
}

function stored({ mail, fax }: ReadResult): StoredReading {
  if (!mail) return { mail, fax };
  const { attachments: _, ...rest } = mail;
  return { mail: rest, fax };
}
