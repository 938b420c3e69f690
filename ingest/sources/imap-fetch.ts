import type { ImapFlow, SearchObject } from 'imapflow';
import type { ImapInbox } from '../../config.ts';
import { messageOf, TransientError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Arrival } from '../arrival.ts';
import { batches, type Listed, sequenceSet } from './imap-batches.ts';

/** A message whose fetching has broken the connection this often is left alone until it is asked for again. */
const patience = 3;

/**
 * Fetches messages so that one which the server cannot give never holds up the others. Servers refuse such a message, give
 * nothing, or (Dovecot, when it cannot read the file) close the connection, again and again.
 */
export class ImapFetcher {
  readonly #inbox: ImapInbox;
  readonly #log: Log;
  /** Messages that were being fetched when a connection broke, and how often: each is then fetched by itself, the most suspect last. */
  readonly #suspects = new Map<number, number>();
  /** UIDs that the server lists but does not give. */
  readonly #refused = new Set<number>();

  constructor(inbox: ImapInbox, log: Log) {
    this.#inbox = inbox;
    this.#log = log;
  }

  /**
   * Yields the messages in batches.
   *
   * @throws TransientError `imap-broken` when the connection breaks: what was yielded before is whole
   */
  async *fetch(client: ImapFlow, uidValidity: number, uids: number[]): AsyncGenerator<Arrival[]> {
    const wanted = uids.filter(uid => !this.#refused.has(uid));
    const unsuspected = wanted.filter(uid => !this.#suspects.has(uid));
    const sized = await this.#guard(client, unsuspected, () => listSizes(client, unsuspected));
    for (const batch of batches(sized)) yield await this.#fetchBatch(client, uidValidity, batch);

    const suspicion = (uid: number): number => this.#suspects.get(uid) ?? 0;
    const suspects = wanted.filter(uid => this.#suspects.has(uid)).sort((a, b) => suspicion(a) - suspicion(b) || a - b);
    for (const uid of suspects) {
      const got = await this.#fetchOne(client, uidValidity, uid);
      this.#suspects.delete(uid);
      yield got;
    }
  }

  refuses(uid: number): boolean {
    return this.#refused.has(uid);
  }

  /** Gives every refused message one more chance. */
  tryRefusedAgain(): void {
    for (const uid of this.#refused) this.#suspects.set(uid, patience - 1);
    this.#refused.clear();
  }

  /** The mailbox has been numbered anew. */
  forget(): void {
    this.#refused.clear();
    this.#suspects.clear();
  }

  /** A batch that fails as a whole, or lacks some, is completed one by one. */
  async #fetchBatch(client: ImapFlow, uidValidity: number, uids: number[]): Promise<Arrival[]> {
    if (uids.length === 1) return this.#fetchOne(client, uidValidity, uids[0]!);
    const arrivals = await this.#guard(client, uids, () =>
      this.#fetchSet(client, uidValidity, uids).catch((error): Arrival[] => {
        if (!client.usable) throw error;
        return [];
      }),
    );
    const got = new Set(arrivals.map(arrival => arrival.uid));
    for (const uid of uids.filter(one => !got.has(one)))
      arrivals.push(...(await this.#fetchOne(client, uidValidity, uid)));
    return arrivals;
  }

  /** Expunged by somebody else meanwhile, or the server gives nothing: the reconciliation tells which. */
  async #fetchOne(client: ImapFlow, uidValidity: number, uid: number): Promise<Arrival[]> {
    const arrivals = await this.#guard(client, [uid], () =>
      this.#fetchSet(client, uidValidity, [uid]).catch((error): Arrival[] => {
        if (!client.usable) throw error;
        this.#log.error({ event: 'fetch-refused', uid, reason: messageOf(error) });
        return [];
      }),
    );
    if (arrivals.length === 0) this.#refused.add(uid);
    return arrivals;
  }

  /** When the connection breaks at work on these messages, each of them may be the cause. */
  async #guard<T>(client: ImapFlow, uids: number[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (client.usable) throw error;
      for (const uid of uids) this.#suspect(uid);
      throw new TransientError(
        'imap-broken',
        `The connection broke while ${uids.length === 1 ? `message ${uids[0]} was` : `${uids.length} messages were`} being fetched (${messageOf(error)})`,
        { cause: error },
      );
    }
  }

  #suspect(uid: number): void {
    const times = (this.#suspects.get(uid) ?? 0) + 1;
    this.#suspects.set(uid, times);
    if (times < patience) return;
    this.#log.error({ event: 'fetch-refused', uid, reason: `the connection broke ${times} times at this message` });
    this.#suspects.delete(uid);
    this.#refused.add(uid);
  }

  async #fetchSet(client: ImapFlow, uidValidity: number, uids: number[]): Promise<Arrival[]> {
    const arrivals: Arrival[] = [];
    for await (const message of client.fetch(
      sequenceSet(uids),
      { uid: true, source: true, internalDate: true },
      { uid: true },
    )) {
      if (!message.source || !uids.includes(message.uid)) continue;
      arrivals.push({
        inbox: this.#inbox.name,
        channel: this.#inbox.channel,
        sourceKey: `${this.#inbox.name}/${uidValidity}/${message.uid}`,
        uidValidity,
        uid: message.uid,
        bytes: message.source,
        envelope: {},
        receivedAt: dateOf(message.internalDate),
      });
    }
    return arrivals;
  }
}

/** UIDs of the mailbox from `fromUid` on. */
export async function listUids(client: ImapFlow, fromUid: number, query: SearchObject = {}): Promise<number[]> {
  const wanted = fromUid > 0 ? { ...query, uid: `${fromUid}:*` } : { all: true, ...query };
  const found = await client.search(wanted, { uid: true });
  if (!found) throw new Error('the server did not list its messages');
  // `n:*` always names the last message, even when its UID is below n (RFC 9051 §9, seq-range).
  return found.filter(uid => uid >= fromUid);
}

async function listSizes(client: ImapFlow, uids: number[]): Promise<Listed[]> {
  if (uids.length === 0) return [];
  const sizes = new Map<number, number>();
  for await (const { uid, size } of client.fetch(sequenceSet(uids), { uid: true, size: true }, { uid: true }))
    sizes.set(uid, size ?? 0);
  return uids.map(uid => ({ uid, size: sizes.get(uid) ?? 0 }));
}

/** INTERNALDATE; a server that gives none has received it now, as far as anybody can know. */
function dateOf(internalDate: Date | string | undefined): Date {
  const date = new Date(internalDate ?? Date.now());
  return Number.isNaN(date.getTime()) ? new Date() : date;
}
