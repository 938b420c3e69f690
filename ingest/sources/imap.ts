import { setTimeout as delay } from 'node:timers/promises';
import type { ImapFlow, MailboxObject } from 'imapflow';
import type { ImapInbox } from '../../config.ts';
import { messageOf, SetupError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Keep, Ledger, Source } from '../arrival.ts';
import { connectImap } from './imap-client.ts';
import { ImapDone } from './imap-done.ts';
import { type ServerEvents, watch } from './imap-events.ts';
import { ImapFetcher, listUids } from './imap-fetch.ts';

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
  readonly #fetcher: ImapFetcher;
  readonly #done: ImapDone;
  #client: ImapFlow | null = null;
  #running: Promise<void> = Promise.resolve();
  /** What the mailbox looked like when it was last emptied: if nothing has changed, a new connection need not list it. */
  #seen: { uidValidity: bigint; uidNext: number; modseq: bigint | undefined } | null = null;
  #reconciledAt = 0;
  #triedAgainAt = Date.now();

  constructor(inbox: ImapInbox, parts: { keep: Keep; ledger: Ledger; holdLease: HoldLease; log: Log }) {
    this.name = inbox.name;
    this.#inbox = inbox;
    this.#keep = parts.keep;
    this.#ledger = parts.ledger;
    this.#holdLease = parts.holdLease;
    this.#log = parts.log.child({ inbox: inbox.name });
    this.#fetcher = new ImapFetcher(inbox, this.#log);
    this.#done = new ImapDone(inbox, this.#log);
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
    const client = await connectImap(this.#inbox, this.#stopping.signal);
    this.#client = client;
    const events = watch(client);
    try {
      const { user, host, mailbox: folder } = this.#inbox;
      await this.#ledger.belongsTo(`${user}@${host}/${folder}`);
      const mailbox = await client.mailboxOpen(this.#inbox.mailbox, { readOnly: this.#inbox.done === 'keep' });
      this.#noteValidity(mailbox);
      connected();
      await this.#done.prepare(client);
      if (this.#isUnchanged(mailbox)) await this.#report(null);
      else await this.#empty(client, mailbox, 0);
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
      this.#done.forget(() => true);
      this.#fetcher.forget();
    }
  }

  /** With CONDSTORE (RFC 7162) the mailbox's HIGHESTMODSEQ tells whether anything happened since it was last emptied. */
  #isUnchanged(mailbox: MailboxObject): boolean {
    return (
      this.#seen !== null &&
      !this.#done.owes &&
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
    if (fromUid === 0) this.#done.forget(uid => !kept.has(uid));
    await this.#done.finish(client, kept);
    let keeping: Promise<void> = Promise.resolve();
    try {
      for await (const arrivals of this.#fetcher.fetch(
        client,
        uidValidity,
        uids.filter(uid => !kept.has(uid)),
      )) {
        // The next batch is fetched while this one is kept; the server is told of it only after that.
        await keeping;
        // A backlog takes longer than the lease lasts.
        if (!(await this.#holdLease())) throw new Error('another worker has taken over this inbox');
        const got = arrivals.flatMap(arrival => (arrival.uid === null ? [] : [arrival.uid]));
        keeping = this.#keep(arrivals).then(() => this.#done.tell(client, got));
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
    await this.#report(this.#done.trouble);
  }

  /** Compares the server's whole list with the ledger; what is still missing after fetching is an alarm. */
  async #reconcile(client: ImapFlow, mailbox: MailboxObject): Promise<void> {
    const due = this.#inbox.reconcileMinutes * 60_000;
    if (Date.now() - this.#triedAgainAt >= due) {
      // Once each time: a message that breaks the connection must not keep the comparison from its end.
      this.#triedAgainAt = Date.now();
      this.#fetcher.tryRefusedAgain();
    }
    await this.#empty(client, mailbox, 0);
    const uidValidity = Number(mailbox.uidValidity);
    const uids = await listUids(client, 0);
    const kept = await this.#ledger.kept(uidValidity, uids);
    const missing = uids.filter(uid => !kept.has(uid) && this.#fetcher.refuses(uid));
    if (missing.length > 0) this.#log.error({ event: 'ledger-gap', missing });
    await this.#ledger.report({
      uidValidity,
      serverCount: uids.length,
      ledgerCount: kept.size,
      missing,
      error: null,
    });
    if (this.#done.trouble !== null) await this.#report(this.#done.trouble);
    this.#reconciledAt = Date.now();
  }

  /** Until the server announces something, or it is time to renew the lease and look at the clock. */
  async #waitForNews(client: ImapFlow, events: ServerEvents): Promise<void> {
    if (events.hasNews || events.closed) return;
    const hasIdle = client.capabilities.has('IDLE');
    const turn = new AbortController();
    const { signal } = turn;
    const timer = delay(hasIdle ? leaseRetryMs : this.#inbox.pollSeconds * 1000, undefined, { signal }).catch(() => {});
    const news = events.next();
    if (hasIdle) events.idle();
    try {
      await Promise.race([news, timer, aborted(this.#stopping.signal, signal)]);
    } finally {
      turn.abort();
    }
    if (!hasIdle && !events.closed) await client.noop();
  }

  async #report(error: string | null): Promise<void> {
    await this.#ledger.report({ error }).catch(() => {});
  }

  #pause(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }
}

/** Resolves when `signal` aborts; listens no longer than until `end` does. */
function aborted(signal: AbortSignal, end: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: end });
  });
}
