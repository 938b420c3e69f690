import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, messageOf, PermanentError } from '../errors.ts';
import { markUnsent, type OutboxRow, takeForSending } from '../store/outbox.ts';
import { concludeSent } from '../store/tickets.ts';
import type { Parts } from './parts.ts';

/**
 * Outbox rows → mails and faxes. Each row's outcome is committed as soon as the carrier has spoken, so that a death in
 * the middle leaves as few as possible to be sent again; those go out under the same Message-ID.
 *
 * @throws the first transient error, after every other row of the batch had its turn: the job is tried again
 */
export async function send(parts: Parts, ids: number[]): Promise<void> {
  const rows = await parts.store.transaction(tx => takeForSending(tx, ids));
  const conclude = gather(parts);
  const outcomes = await Promise.allSettled(rows.map(row => sendOne(parts, row, conclude)));
  await conclude.rest();
  const failed = outcomes.find(outcome => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

async function sendOne(parts: Parts, row: OutboxRow, conclude: (row: OutboxRow) => void): Promise<void> {
  const { carriers, store, log } = parts;
  try {
    await carriers[row.channel].send(row);
  } catch (error) {
    const permanent = error instanceof PermanentError;
    log.warn({ ticket: row.ticketId, outbox: row.id, event: 'send-failed', code: codeOf(error), permanent });
    await markUnsent(store.db, row.id, permanent ? 'failed' : 'queued', `${codeOf(error)}: ${messageOf(error)}`);
    if (permanent) return;
    throw error;
  }
  conclude(row);
}

type Conclude = ((row: OutboxRow) => void) & { rest(): Promise<void> };

/** A commit costs as much for one row as for twenty; so many milliseconds may pass before what was sent is on the disk. */
const gatherMs = 10;

/** Commits what was sent in small groups: those of a few milliseconds, or of the time that the group before takes. */
function gather({ store, log, now }: Parts): Conclude {
  let waiting: OutboxRow[] = [];
  let writing: Promise<void> | null = null;
  let trouble: unknown = null;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      await delay(gatherMs);
      const group = waiting;
      waiting = [];
      const sent = await store.transaction(tx =>
        concludeSent(
          tx,
          group.map(row => row.id),
          now(),
        ),
      );
      for (const row of sent) log.info({ ticket: row.ticketId, outbox: row.id, event: 'sent', purpose: row.purpose });
    }
  };
  const begin = (): void => {
    writing ??= write()
      .catch(error => {
        trouble = error;
      })
      .finally(() => {
        writing = null;
      });
  };
  const conclude = (row: OutboxRow): void => {
    waiting.push(row);
    begin();
  };
  return Object.assign(conclude, {
    async rest() {
      while (writing) await writing;
      if (trouble) throw trouble;
    },
  });
}
