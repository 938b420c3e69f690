import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import { codeOf, messageOf, PermanentError, TransientError } from '../errors.ts';
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
  const hands = inHandOf(parts);
  const free = ids.filter(id => !hands.has(id));
  for (const id of free) hands.add(id);
  try {
    const rows = await parts.store.transaction(tx => takeForSending(tx, free, parts.holder));
    const departures = new Departures(parts);
    const carrying = new PQueue({ concurrency: 2 * parts.config.outbound.connections });
    const outcomes = await Promise.allSettled(rows.map(row => carrying.add(() => sendOne(parts, row, departures))));
    await departures.finish();
    const failed = outcomes.find(outcome => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    for (const id of free) hands.delete(id);
  }
}

/** Rows that a job of this process has in hand: two jobs may carry the same row, and only one may send it. */
const inHands = new WeakMap<Parts['store'], Set<number>>();

function inHandOf({ store }: Parts): Set<number> {
  const known = inHands.get(store) ?? new Set();
  inHands.set(store, known);
  return known;
}

async function sendOne(parts: Parts, row: OutboxRow, departures: Departures): Promise<void> {
  const { carriers, store, log } = parts;
  await departures.writable();
  try {
    await carriers[row.channel].send(row);
  } catch (error) {
    const permanent = error instanceof PermanentError;
    log.warn({ ticket: row.ticketId, outbox: row.id, event: 'send-failed', code: codeOf(error), permanent });
    await markUnsent(store.db, row.id, permanent ? 'failed' : 'queued', `${codeOf(error)}: ${messageOf(error)}`);
    if (permanent) return;
    throw error;
  }
  departures.sent(row);
}

/** A commit costs as much for one row as for twenty; so many milliseconds may pass before what was sent is on the disk. */
const gatherMs = 10;
/** While the database is away, what was sent is held in mind and tried again; after this long the job gives up. */
const patience = { tries: 60, pauseMs: 500 };

/** Commits what was sent in small groups: those of a few milliseconds, or of the time that the group before takes. */
class Departures {
  readonly #parts: Parts;
  #waiting: OutboxRow[] = [];
  #writing: Promise<void> | null = null;
  /** Resolves when a group that could not be written is written, or given up. */
  #trouble: Promise<void> | null = null;
  #lost: unknown = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  sent(row: OutboxRow): void {
    this.#waiting.push(row);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
  }

  /** Nothing more is handed to a carrier while it cannot be written down that it left. */
  async writable(): Promise<void> {
    await this.#trouble;
    if (this.#lost)
      throw new TransientError('unrecorded', `What was sent could not be recorded: ${messageOf(this.#lost)}`);
  }

  async finish(): Promise<void> {
    while (this.#writing) await this.#writing;
    await this.writable();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#lost) {
      await delay(gatherMs);
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group).catch(() => {
        this.#trouble = this.#insist(group).finally(() => {
          this.#trouble = null;
        });
        return this.#trouble;
      });
    }
  }

  async #commit(group: OutboxRow[]): Promise<void> {
    const { store, log, now } = this.#parts;
    const ids = group.map(row => row.id);
    const sent = await store.transaction(tx => concludeSent(tx, ids, now()));
    for (const row of sent) log.info({ ticket: row.ticketId, outbox: row.id, event: 'sent', purpose: row.purpose });
  }

  async #insist(group: OutboxRow[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await delay(patience.pauseMs);
      try {
        return await this.#commit(group);
      } catch (error) {
        if (attempt < patience.tries) continue;
        this.#lost = error;
        return;
      }
    }
  }
}
