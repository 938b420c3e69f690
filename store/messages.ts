import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Judgement } from '../classify/judgement.ts';
import type { FaxReading, MailReading } from '../ingest/reading.ts';
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
    .where(and(inArray(messages.id, ids), eq(messages.state, state)))
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
    await tx
      .insert(readings)
      .values(fresh.map(result => ({ messageId: result.messageId, reading: stored(result), readAt: now })));
    const rows = fresh.flatMap(result => kept.get(result.messageId) ?? []);
    if (rows.length > 0) await tx.insert(attachments).values(rows);
    const originals = await claimContent(tx, fresh);

    const values = fresh.map(result => {
      const original = originals.get(result.contentKey) ?? result.messageId;
      const { mail } = result;
      return sql`(${result.messageId}::bigint, ${original === result.messageId ? null : original}::bigint, ${mail?.messageId ?? null}::text,
        ${mail?.from.address.toLowerCase() ?? null}::text, ${mail?.from.name ?? null}::text, ${mail ? clean(mail.subject) : null}::text)`;
    });
    await tx.execute(sql`
      update ${messages} m set
        state = case when v.original is null then 'read' else 'filed' end::message_state,
        place = case when v.original is null then null else 'duplicate' end::place,
        duplicate_of = v.original, header_id = v.header_id, from_address = v.from_address, from_name = v.from_name, subject = v.subject
      from (values ${sql.join(values, sql`, `)}) v (id, original, header_id, from_address, from_name, subject)
      where m.id = v.id`);
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
    await tx
      .insert(judgements)
      .values(fresh.map(({ messageId, judgement }) => ({ messageId, ...judgement, judgedAt: now })));
    const ids = fresh.map(row => row.messageId);
    await tx.update(messages).set({ state: 'judged' }).where(inArray(messages.id, ids));
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
      placeDetail: clean(reason.message).slice(0, 2000),
    })
    .where(and(eq(messages.id, id), isNull(messages.place)));
}

/** Readings of messages in a state, for the steps after reading. */
export function readingsIn(db: Database, ids: number[], state: Message['state']) {
  return db
    .select({ message: messages, reading: readings.reading })
    .from(messages)
    .innerJoin(readings, eq(readings.messageId, messages.id))
    .where(and(inArray(messages.id, ids), eq(messages.state, state)))
    .orderBy(asc(messages.id));
}

/** Locks the messages that are still in `state`, in order of id so that two workers cannot wait for each other. */
async function claim<T extends { messageId: number }>(tx: Database, rows: T[], state: Message['state']): Promise<T[]> {
  const ids = rows.map(row => row.messageId);
  const locked = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(inArray(messages.id, ids), eq(messages.state, state)))
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
  await tx
    .insert(contentKeys)
    .values(keys.map(key => ({ key, messageId: first.get(key)! })))
    .onConflictDoNothing();
  const owners = await tx.select().from(contentKeys).where(inArray(contentKeys.key, keys));
  return new Map(owners.map(owner => [owner.key, owner.messageId]));
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
          name: clean(name),
          type: clean(type),
          bytes: content.length,
          blob,
          cid: cid === undefined ? null : clean(cid),
        };
      });
      kept.set(messageId, await Promise.all(rows));
    }),
  );
  return kept;
}

function stored({ mail, fax }: ReadResult): StoredReading {
  if (!mail) return { mail, fax: scrub(fax) };
  const { attachments: _, ...rest } = mail;
  return { mail: scrub(rest), fax: scrub(fax) };
}

/** PostgreSQL's text holds neither NUL nor half a surrogate pair. */
function clean(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

function scrub<T>(value: T): T {
  const json = JSON.stringify(value);
  if (!/\\u0000|\\ud[89a-f]/i.test(json)) return value;
  return JSON.parse(json, (_, item) => (typeof item === 'string' ? clean(item) : item));
}
