import { codeOf, messageOf, PermanentError } from '../errors.ts';
import { type ReadMessage, readFaxMessage } from '../ingest/read.ts';
import { sha256Of } from '../store/blobs.ts';
import { type Message, messagesIn, quarantine, saveReadings } from '../store/messages.ts';
import type { Parts } from './parts.ts';

/** Kept mails → readings. What cannot be read goes to quarantine by itself; the rest of the batch goes on. */
export async function read(parts: Parts, ids: number[]): Promise<void> {
  for (const waiting of handfuls(await messagesIn(parts.store.db, ids, 'kept'))) await readHandful(parts, waiting);
}

/** So many bytes of originals are held in memory at a time; a larger message is a handful by itself. */
const handfulBytes = 32 * 1024 * 1024;

function handfuls(messages: Message[]): Message[][] {
  const cut: Message[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    if (bytes + message.bytes > handfulBytes) {
      cut.push([]);
      bytes = 0;
    }
    cut.at(-1)?.push(message);
    bytes += message.bytes;
  }
  return cut;
}

async function readHandful(parts: Parts, waiting: Message[]): Promise<void> {
  const fetched = await Promise.all(waiting.map(message => original(parts, message)));
  const mails = fetched.filter((one): one is Buffer => !(one instanceof PermanentError));
  const outcomes = await parts.thinker.readMails(mails);
  await conclude(
    parts,
    waiting.map((message, i) => {
      const bytes = fetched[i]!;
      return { message, outcome: bytes instanceof PermanentError ? bytes : outcomes.shift()! };
    }),
  );
}

/** Kept faxes → readings. */
export async function readFax(parts: Parts, ids: number[]): Promise<void> {
  const read: { message: Message; outcome: ReadMessage | PermanentError }[] = [];
  for (const message of await messagesIn(parts.store.db, ids, 'kept')) {
    const bytes = await original(parts, message);
    const outcome =
      bytes instanceof PermanentError
        ? bytes
        : await refusable(readFaxMessage(bytes, message.envelope, parts.faxReader));
    read.push({ message, outcome });
  }
  await conclude(parts, read);
}

async function conclude(
  { store, log, now }: Parts,
  read: { message: Message; outcome: ReadMessage | PermanentError }[],
): Promise<void> {
  const results = read.flatMap(({ message, outcome }) =>
    outcome instanceof PermanentError
      ? []
      : [{ messageId: message.id, ...outcome, contentKey: keyOf(message, outcome) }],
  );
  for (const { message, outcome } of read) {
    if (!(outcome instanceof PermanentError)) {
      log.info({ message: message.id, event: 'read', pages: outcome.fax?.pages.length });
      continue;
    }
    await quarantine(store.db, message.id, outcome);
    log.warn({ message: message.id, event: 'quarantined', code: codeOf(outcome), reason: messageOf(outcome) });
  }
  if (results.length > 0) await saveReadings(store, results, now());
}

/**
 * A mail that has neither Message-ID nor Date says nothing by which it could be told from a later one with the same words:
 * an alarm that comes again is a new one.
 */
function keyOf(message: Message, { mail, contentKey }: ReadMessage): string {
  const nameless = mail !== null && mail.messageId === null && mail.date === null;
  return nameless ? sha256Of(Buffer.from(`${contentKey} ${message.sourceKey}`)) : contentKey;
}

/** The bytes as they came, or why they are not to be read. */
function original({ store, config }: Parts, message: Message): Promise<Buffer | PermanentError> {
  const limit = config.limits.messageBytes;
  if (message.bytes > limit) return Promise.resolve(tooLarge(message.bytes, limit));
  return refusable(store.blobs.get(message.blob));
}

function refusable<T>(work: Promise<T>): Promise<T | PermanentError> {
  return work.catch((error: unknown) => {
    if (error instanceof PermanentError) return error;
    throw error;
  });
}

function tooLarge(bytes: number, limit: number): PermanentError {
  return new PermanentError(
    'message-bytes',
    `The message has ${bytes} bytes, more than the ${limit} of limits.messageBytes: raise the limit and run "jishi replay" on it, or answer it by hand`,
  );
}
