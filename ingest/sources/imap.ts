import { setTimeout as delay } from 'node:timers/promises';
import type { ImapFlow, MailboxObject } from 'imapflow';
import type { ImapInbox } from '../../config.ts';
import { messageOf, SetupError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Arrival, Keep, Ledger, Source } from '../arrival.ts';
import { batches, type Listed, sequenceSet } from './imap-batches.ts';
import { connectImap } from './imap-client.ts';

/** True while this worker is the one that polls the inbox. */
export type HoldLease = () => Promise<boolean>;

/** After a failure: 1 s, 2 s, 4 s … up to a minute. */
const backOff = { first: 1_000, most: 60_000 };
/** How often a worker without the lease asks for it. */
const leaseRetryMs = 5_000;

/**
 * One mailbox of an IMAP server. Which messages are new is decided by comparing the server's UIDs with the ledger of what
 * was kept, never by flags, dates or counts (RFC 9051 §2.3.1.1: UIDVALIDITY and UID name a message for good).
 */
export class ImapSource implements Source {
  readonly name: string;
  readonly #inbox: ImapInbox;
  readonly #keep: Keep;
  readonly #ledger: Ledger;
  readonly #holdLease: HoldLease;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  /** UIDs that the server lists but does not give; tried again at each reconciliation. */
  readonly #refused = new Set<number>();
  #client: ImapFlow | null = null;
  #running: Promise<void> = Promise.resolve();
  /** What the mailbox looked like when it was last emptied: if nothing has changed, a new connection need not list it. */
  #seen: { uidValidity: bigint; uidNext: number; modseq: bigint | undefined } | null = null;
  #reconciledAt = 0;

  constructor(inbox: ImapInbox, parts: { keep: Keep; ledger: Ledger; holdLease: HoldLease; log: Log }) {
    this.name = inbox.name;
    this.#inbox = inbox;
    this.#keep = parts.keep;
    this.#ledger = parts.ledger;
    this.#holdLease = parts.holdLease;
    this.#log = parts.log.child({ inbox: inbox.name });
  }

  /** Connects in the background: a server that is away must not keep the others from working. */
  async start(): Promise<void> {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    // A fetch in mid-stream would wait for the server; what was not kept stays there and comes again.
    this.#client?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    let wait = backOff.first;
    while (!this.#stopping.signal.aborted) {
      try {
        if (!(await this.#holdLease())) {
          await this.#pause(leaseRetryMs);
          continue;
        }
        await this.#session(() => {
          wait = backOff.first;
        });
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#log.warn({
          event: 'inbox-trouble',
          code: error instanceof SetupError ? error.code : undefined,
          reason: messageOf(error),
        });
        await this.#report(messageOf(error));
      }
      await this.#pause(wait);
      wait = Math.min(wait * 2, backOff.most);
    }
  }

  /** One connection's life. Throws when it breaks. */
  async #session(connected: () => void): Promise<void> {
    const client = await connectImap(this.#inbox);
    this.#client = client;
    const events = watch(client);
    try {
      const mailbox = await client.mailboxOpen(this.#inbox.mailbox, { readOnly: this.#inbox.done === 'keep' });
      this.#noteValidity(mailbox);
      connected();
      if (!this.#isUnchanged(mailbox)) await this.#empty(client, mailbox, 0);
      for (;;) {
        if (this.#stopping.signal.aborted) return;
        if (Date.now() - this.#reconciledAt >= this.#inbox.reconcileMinutes * 60_000)
          await this.#reconcile(client, mailbox);
        await this.#waitForNews(client, events);
        if (events.closed) throw new Error('the server closed the connection');
        if (!(await this.#holdLease())) return;
        if (events.takeNews()) await this.#empty(client, mailbox, this.#seen?.uidNext ?? 0);
      }
    } finally {
      this.#client = null;
      client.close();
    }
  }

  #noteValidity(mailbox: MailboxObject): void {
    if (this.#seen && this.#seen.uidValidity !== mailbox.uidValidity) {
      this.#log.warn({
        event: 'uidvalidity-changed',
        was: Number(this.#seen.uidValidity),
        is: Number(mailbox.uidValidity),
      });
      this.#seen = null;
      this.#refused.clear();
    }
  }

  /** With CONDSTORE (RFC 7162) the mailbox's HIGHESTMODSEQ tells whether anything happened since it was last emptied. */
  #isUnchanged(mailbox: MailboxObject): boolean {
    return (
      this.#seen !== null &&
      mailbox.highestModseq !== undefined &&
      this.#seen.modseq === mailbox.highestModseq &&
      this.#seen.uidNext === mailbox.uidNext
    );
  }

  /** Keeps everything from `fromUid` on that the ledger lacks. */
  async #empty(client: ImapFlow, mailbox: MailboxObject, fromUid: number): Promise<void> {
    const uidValidity = Number(mailbox.uidValidity);
    const uids = await listUids(client, fromUid);
    const kept = await this.#ledger.kept(uidValidity, uids);
    const wanted = uids.filter(uid => !kept.has(uid) && !this.#refused.has(uid));
    await this.#finishDone(
      client,
      uids.filter(uid => kept.has(uid)),
    );
    let keeping: Promise<void> = Promise.resolve();
    try {
      for (const batch of batches(await listSizes(client, wanted))) {
        const arrivals = await this.#fetch(client, uidValidity, batch);
        // The next batch is fetched while this one is kept; the server is told of it only after that.
        await keeping;
        keeping = this.#keep(arrivals).then(() => this.#tell(client, uidsOf(arrivals)));
        keeping.catch(() => {});
      }
    } finally {
      await keeping;
    }
    const highest = uids.reduce((most, uid) => Math.max(most, uid), 0);
    this.#seen = {
      uidValidity: mailbox.uidValidity,
      uidNext: Math.max(mailbox.uidNext ?? 0, highest + 1, this.#seen?.uidNext ?? 0),
      modseq: mailbox.highestModseq,
    };
    await this.#report(null);
  }

  /** A batch that fails as a whole is fetched one by one, so that one bad message never blocks the next. */
  async #fetch(client: ImapFlow, uidValidity: number, uids: number[]): Promise<Arrival[]> {
    const arrivals = await this.#fetchSet(client, uidValidity, uids).catch(error => {
      if (!client.usable || uids.length === 1) throw error;
      return null;
    });
    const got = new Set(uidsOf(arrivals ?? []));
    const lacking = uids.filter(uid => !got.has(uid));
    const singly: Arrival[] = [];
    for (const uid of lacking) {
      const one =
        uids.length === 1 && arrivals
          ? []
          : await this.#fetchSet(client, uidValidity, [uid]).catch(error => this.#refuse(client, uid, error));
      singly.push(...one);
      // Expunged by somebody else meanwhile, or the server gives nothing: the reconciliation tells which.
      if (one.length === 0) this.#refused.add(uid);
    }
    return [...(arrivals ?? []), ...singly];
  }

  #refuse(client: ImapFlow, uid: number, error: unknown): Arrival[] {
    if (!client.usable) throw error;
    this.#log.error({ event: 'fetch-refused', uid, reason: messageOf(error) });
    return [];
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
        inbox: this.name,
        channel: this.#inbox.channel,
        sourceKey: `${this.name}/${uidValidity}/${message.uid}`,
        uidValidity,
        uid: message.uid,
        bytes: message.source,
        envelope: {},
        receivedAt: dateOf(message.internalDate),
      });
    }
    return arrivals;
  }

  /** Marks, moves or deletes on the server what is safely kept. A failure here loses nothing: it is tried again. */
  async #tell(client: ImapFlow, uids: number[]): Promise<void> {
    if (uids.length === 0 || this.#inbox.done === 'keep') return;
    const set = sequenceSet(uids);
    try {
      if (this.#inbox.done === 'seen') await client.messageFlagsAdd(set, ['\\Seen'], { uid: true });
      else if (this.#inbox.done === 'delete') await client.messageDelete(set, { uid: true });
      else await client.messageMove(set, this.#inbox.done.slice('move:'.length), { uid: true });
    } catch (error) {
      if (!client.usable) throw error;
      this.#log.warn({ event: 'done-failed', done: this.#inbox.done.split(':')[0], reason: messageOf(error) });
    }
  }

  /** What was kept but is still there was not moved or deleted because the connection died in between. */
  async #finishDone(client: ImapFlow, kept: number[]): Promise<void> {
    if (this.#inbox.done === 'delete' || this.#inbox.done.startsWith('move:')) await this.#tell(client, kept);
  }

  /** Compares the server's whole list with the ledger; what is still missing after fetching is an alarm. */
  async #reconcile(client: ImapFlow, mailbox: MailboxObject): Promise<void> {
    this.#refused.clear();
    await this.#empty(client, mailbox, 0);
    const uidValidity = Number(mailbox.uidValidity);
    const uids = await listUids(client, 0);
    const kept = await this.#ledger.kept(uidValidity, uids);
    const missing = uids.filter(uid => !kept.has(uid) && this.#refused.has(uid));
    if (missing.length > 0) this.#log.error({ event: 'ledger-gap', missing });
    await this.#ledger.report({ uidValidity, serverCount: uids.length, ledgerCount: kept.size, missing, error: null });
    this.#reconciledAt = Date.now();
  }

  /** Until the server announces something, or it is time to renew the lease and look at the clock. */
  async #waitForNews(client: ImapFlow, events: ServerEvents): Promise<void> {
    if (events.hasNews || events.closed) return;
    const turn = new AbortController();
    const timer = delay(client.capabilities.has('IDLE') ? leaseRetryMs : this.#inbox.pollSeconds * 1000, undefined, {
      signal: turn.signal,
    }).catch(() => {});
    const idle = client.capabilities.has('IDLE') ? idling(client) : new Promise<void>(() => {});
    try {
      await Promise.race([events.next(), timer, idle, once(this.#stopping.signal)]);
    } finally {
      turn.abort();
    }
    if (!client.capabilities.has('IDLE') && !events.closed) await client.noop();
  }

  async #report(error: string | null): Promise<void> {
    await this.#ledger.report({ error }).catch(() => {});
  }

  #pause(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }
}

/** What the server told unasked. */
type ServerEvents = { readonly hasNews: boolean; readonly closed: boolean; takeNews(): boolean; next(): Promise<void> };

function watch(client: ImapFlow): ServerEvents {
  let hasNews = false;
  let closed = false;
  let wake: () => void = () => {};
  client.on('exists', () => {
    hasNews = true;
    wake();
  });
  client.on('close', () => {
    closed = true;
    wake();
  });
  return {
    get hasNews() {
      return hasNews;
    },
    get closed() {
      return closed;
    },
    takeNews() {
      const had = hasNews;
      hasNews = false;
      return had;
    },
    next: () =>
      new Promise(resolve => {
        wake = resolve;
      }),
  };
}

/** `idle()` resolves when another command breaks it, and also when the server is gone: the close event tells. */
async function idling(client: ImapFlow): Promise<void> {
  if (!client.idling) await client.idle().catch(() => {});
  else await new Promise<void>(() => {});
}

async function listUids(client: ImapFlow, fromUid: number): Promise<number[]> {
  const found = await client.search(fromUid > 0 ? { uid: `${fromUid}:*` } : { all: true }, { uid: true });
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

function uidsOf(arrivals: Arrival[]): number[] {
  return arrivals.flatMap(arrival => (arrival.uid === null ? [] : [arrival.uid]));
}

/** INTERNALDATE; a server that gives none has received it now, as far as anybody can know. */
function dateOf(internalDate: Date | string | undefined): Date {
  const date = new Date(internalDate ?? Date.now());
  return Number.isNaN(date.getTime()) ? new Date() : date;
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
