import { codeOf, messageOf, PermanentError } from '../errors.ts';
import { type ReadMessage, readFaxMessage, readMailMessage } from '../ingest/read.ts';
import { type Message, messagesIn, quarantine, type ReadResult, saveReadings } from '../store/messages.ts';
import type { Parts } from './parts.ts';

/** Kept mails → readings. What cannot be read goes to quarantine by itself; the rest of the batch goes on. */
export function read(parts: Parts, ids: number[]): Promise<void> {
  return readEach(parts, ids, bytes => readMailMessage(bytes));
}

/** Kept faxes → readings. */
export function readFax(parts: Parts, ids: number[]): Promise<void> {
  return readEach(parts, ids, (bytes, message) => readFaxMessage(bytes, message.envelope, parts.faxReader));
}

async function readEach(
  parts: Parts,
  ids: number[],
  reader: (bytes: Buffer, message: Message) => Promise<ReadMessage>,
): Promise<void> {
  const { store, config, log, now } = parts;
  const results: ReadResult[] = [];
  for (const message of await messagesIn(store.db, ids, 'kept')) {
    const begun = performance.now();
    try {
      if (message.bytes > config.limits.messageBytes) throw tooLarge(message.bytes, config.limits.messageBytes);
      const result = await reader(await store.blobs.get(message.blob), message);
      results.push({ messageId: message.id, ...result });
      log.info({
        message: message.id,
        event: 'read',
        pages: result.fax?.pages.length,
        ms: Math.round(performance.now() - begun),
      });
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      await quarantine(store.db, message.id, error);
      log.warn({ message: message.id, event: 'quarantined', code: codeOf(error), reason: messageOf(error) });
    }
  }
  if (results.length > 0) await saveReadings(store, results, now());
}

function tooLarge(bytes: number, limit: number): PermanentError {
  return new PermanentError(
    'message-bytes',
    `The message has ${bytes} bytes, more than the ${limit} of limits.messageBytes: raise the limit and run "jishi replay" on it, or answer it by hand`,
  );
}
