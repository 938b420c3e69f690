import { deadlines } from '../classify/deadlines.ts';
import type { Kind, Language } from '../classify/judgement.ts';
import type { Config } from '../config.ts';
import { excerptOf } from '../ingest/excerpt.ts';
import { ticketNumbersIn } from '../ingest/mail/thread.ts';
import { isMachineClass } from '../ingest/reading.ts';
import { acknowledge } from '../notify/acknowledge.ts';
import { type FilingCase, type Placed, place } from '../store/filing.ts';
import { enqueue } from '../store/jobs.ts';
import { acknowledgedSince, markBounced } from '../store/outbox.ts';
import type { Database } from '../store/pool.ts';
import { findByNumber, findOutbound, findThreads, hasWrittenOn, lockTickets, type Threads } from '../store/threads.ts';
import { addToTicket, type Opening, openTickets, revokeMet } from '../store/tickets.ts';
import type { Parts } from './parts.ts';
import { graver, placeOf } from './place.ts';
import { type Requester, requesterOf, titleOf } from './requester.ts';

/** A mail that answers one which is itself still under way waits for that one, but no longer than this. */
const longestWaitMs = 120_000;
const waitStepMs = 2_000;

/** How many ticket numbers the batch can need at most. */
export function countOpening(cases: FilingCase[]): number {
  return cases.filter(one => placeOf(one.reading, sureness(one), false).to === 'ticket').length;
}

/** How sure the judge is that this is no machine's mail and no spam. */
function sureness({ judgement }: FilingCase): { kind: Kind; confidence: number } {
  return { kind: judgement.kind, confidence: judgement.confidences.kind };
}

function languageOf({ team }: Config): Language {
  return team.locale === 'en' ? 'en' : 'zh';
}

function ownAddressesOf(config: Config): ReadonlySet<string> {
  return new Set([config.team.address.toLowerCase()]);
}

/** One batch being filed: what is known of the tickets that it touches, and what is to be written. */
export class Filing {
  readonly #tx: Database;
  readonly #parts: Parts;
  readonly #now: Date;
  readonly #numbers: string[];
  readonly #threads: Threads;
  readonly #outbound: Map<string, { id: number; ticketId: number }>;
  readonly #recent: Map<string, number>;
  readonly #ownAddresses: ReadonlySet<string>;
  readonly #openings: Opening[] = [];
  /** Messages that answer one which opens a ticket in this very batch: they join it when it has its id. */
  readonly #followers: { one: FilingCase; opener: number }[] = [];
  readonly #openerOf = new Map<string, number>();
  readonly #placed: Placed[] = [];
  readonly #waiting: number[] = [];

  static async begin(tx: Database, parts: Parts, cases: FilingCase[], numbers: string[], now: Date): Promise<Filing> {
    const referred = [...new Set(cases.flatMap(one => referredIds(one)))];
    const own = cases.flatMap(({ reading }) => reading.mail?.messageId ?? []);
    const reported = [...new Set(cases.flatMap(({ reading }) => reading.mail?.reportsOn ?? []))];
    const recipients = [
      ...new Set(
        cases.map(({ reading }) => recipientOf(requesterOf(reading), reading.fax !== null)).filter(one => one !== null),
      ),
    ];
    const hourAgo = new Date(now.getTime() - 3_600_000);
    return new Filing(tx, parts, now, numbers, {
      threads: await findThreads(tx, referred),
      outbound: await findOutbound(tx, [...new Set([...reported, ...referred, ...own])]),
      recent: await acknowledgedSince(tx, recipients, hourAgo),
    });
  }

  private constructor(
    tx: Database,
    parts: Parts,
    now: Date,
    numbers: string[],
    known: { threads: Threads; outbound: Map<string, { id: number; ticketId: number }>; recent: Map<string, number> },
  ) {
    this.#tx = tx;
    this.#parts = parts;
    this.#now = now;
    this.#numbers = numbers;
    this.#threads = known.threads;
    this.#outbound = known.outbound;
    this.#recent = known.recent;
    this.#ownAddresses = ownAddressesOf(parts.config);
  }

  async add(one: FilingCase): Promise<void> {
    const { message, reading } = one;
    const to = placeOf(reading, sureness(one), this.#isOurs(one));
    if (to.to === 'machine') return this.#addMachine(one, to.reason);
    if (to.to !== 'ticket') {
      this.#placed.push({ messageId: message.id, place: 'spam', reason: to.reason });
      return;
    }
    const ids = referredIds(one);
    const opener = ids.map(id => this.#openerOf.get(id)).find(found => found !== undefined);
    if (opener !== undefined) {
      this.#followers.push({ one, opener });
      return;
    }
    const ticketId =
      ids.map(id => this.#threads.byHeaderId.get(id)).find(found => found !== undefined) ??
      (await this.#namedTicket(one));
    if (ticketId !== null) return this.#join(one, ticketId);
    if (
      ids.some(id => this.#threads.underWay.has(id)) &&
      this.#now.getTime() - message.keptAt.getTime() < longestWaitMs
    ) {
      this.#waiting.push(message.id);
      return;
    }
    this.#open(one, to);
  }

  /** Writes everything. */
  async finish(): Promise<Placed[]> {
    const ticketOf = await openTickets(this.#tx, this.#openings);
    for (const { messageId } of this.#openings)
      this.#placed.push({ messageId, place: 'ticket', reason: null, ticketId: ticketOf.get(messageId)! });
    // Before anything is added to a ticket, the messages that opened it must stand on it.
    await place(this.#tx, this.#placed);
    const before = this.#placed.length;
    for (const { one, opener } of this.#followers) await this.#join(one, ticketOf.get(opener)!);
    await place(this.#tx, this.#placed.slice(before));
    if (this.#waiting.length > 0)
      await enqueue(this.#tx, 'file', this.#waiting, { after: new Date(this.#now.getTime() + waitStepMs) });
    return this.#placed;
  }

  /** Our own mail coming back: it bears an id of ours, or the desk's address and a machine's marks. */
  #isOurs({ reading: { mail } }: FilingCase): boolean {
    if (!mail) return false;
    if (mail.messageId !== null && this.#outbound.has(mail.messageId)) return true;
    return this.#ownAddresses.has(mail.from.address.toLowerCase()) && isMachineClass(mail.class);
  }

  /** Machine mail is tied to the outbound message that it reports on; a bounce takes back what that message had achieved. */
  async #addMachine({ message, reading }: FilingCase, reason: string): Promise<void> {
    const { mail } = reading;
    const about = [...(mail?.reportsOn ?? []), ...(mail ? ids(mail.inReplyTo, mail.references) : [])]
      .map(id => this.#outbound.get(id))
      .find(row => row !== undefined);
    this.#placed.push({
      messageId: message.id,
      place: 'machine',
      reason,
      reportsOn: about?.id ?? null,
      ticketId: about?.ticketId ?? null,
    });
    if (!about || mail?.class !== 'bounce' || mail.failedRecipient === null) return;
    const bounced = await markBounced(this.#tx, about.id, `not delivered: message ${message.id} reports it`);
    if (bounced) await revokeMet(this.#tx, bounced, this.#now, 'bounced');
  }

  /** The ticket that the subject, or the fax, names by number, if the same sender has it (anybody can guess a number). */
  async #namedTicket({ reading }: FilingCase): Promise<number | null> {
    const { mail, fax } = reading;
    const numbers = ticketNumbersIn(fax ? fax.text : (mail?.subject ?? ''));
    const requester = requesterOf(reading);
    for (const [, ticket] of await findByNumber(this.#tx, numbers)) {
      const address = mail?.from.address.toLowerCase() ?? null;
      if (fax && requester.fax !== null && ticket.requesterFax === requester.fax) return ticket.id;
      if (
        !fax &&
        address !== null &&
        (ticket.requesterAddress === address || (await hasWrittenOn(this.#tx, ticket.id, address)))
      )
        return ticket.id;
    }
    return null;
  }

  async #join({ message, judgement }: FilingCase, ticketId: number): Promise<void> {
    const [ticket] = await lockTickets(this.#tx, [ticketId]);
    if (!ticket) throw new Error(`ticket ${ticketId} is gone`);
    const says =
      judgement.kind === 'reply'
        ? { severity: ticket.severity, impact: ticket.impact }
        : { severity: judgement.severity, impact: judgement.impact };
    const raised = {
      severity: graver(ticket.severity, says.severity),
      impact: ticket.impact || says.impact,
      triage: ticket.triage || judgement.triage,
    };
    const kind = judgement.kind === 'fault' ? 'fault' : ticket.kind;
    await addToTicket(
      this.#tx,
      ticket,
      {
        messageId: message.id,
        receivedAt: message.receivedAt,
        // Thanks for an answer ask for nothing more; in doubt they do.
        reopens: judgement.kind !== 'reply' || judgement.confidences.kind < 0.6,
        raised,
        deadlinesFrom: start => deadlines({ ...raised, kind }, start),
      },
      this.#now,
    );
    this.#placed.push({ messageId: message.id, place: 'ticket', reason: null, ticketId });
  }

  #open({ message, reading, judgement }: FilingCase, to: { doubtful: boolean; automatic: boolean }): void {
    const number = this.#numbers.shift();
    if (number === undefined) throw new Error('fewer ticket numbers were taken than are needed');
    const { team, outbound } = this.#parts.config;
    const requester = requesterOf(reading);
    // What only seems to be a machine's or an advertiser's is treated as a question until a person has looked.
    const kind = judgement.kind === 'automatic' || judgement.kind === 'spam' ? 'question' : judgement.kind;
    const { severity, impact, category } = judgement;
    // A request without a word, a photo say, is answered in the team's own language.
    const silent = excerptOf(reading).trim() === '' && (reading.mail?.subject ?? '') === '';
    const language = silent ? languageOf(this.#parts.config) : judgement.language;
    const ticket = {
      number,
      channel: reading.fax ? ('fax' as const) : ('email' as const),
      subject: titleOf(reading, language),
      requesterName: requester.name,
      requesterAddress: requester.address,
      requesterFax: requester.fax,
      organization: requester.organization,
      ...{ language, kind, severity, impact, category },
      triage: judgement.triage || to.doubtful,
      receivedAt: message.receivedAt,
      openedAt: this.#now,
    };
    const due = deadlines({ kind, severity, impact }, message.receivedAt);
    const recipient = recipientOf(requester, reading.fax !== null);
    const recent = recipient === null ? 0 : (this.#recent.get(recipient) ?? 0);
    if (recipient !== null) this.#recent.set(recipient, recent + 1);
    const held = to.automatic
      ? 'machine-sender'
      : recent >= outbound.perCorrespondent
        ? 'rate-limit'
        : recipient !== null && this.#ownAddresses.has(recipient)
          ? 'own-address'
          : null;
    const { mail } = reading;
    const replyTo = mail?.messageId && !reading.fax ? { messageId: mail.messageId, references: mail.references } : null;
    const acknowledgement = acknowledge({ ticket, deadlines: due, excerpt: excerptOf(reading), replyTo, held, team });
    this.#openings.push({ messageId: message.id, ticket, deadlines: due, acknowledgement });
    if (mail?.messageId) this.#openerOf.set(mail.messageId, message.id);
  }
}

function recipientOf(requester: Requester, byFax: boolean): string | null {
  return byFax ? requester.fax : requester.address;
}

/** Message-IDs that a mail refers to, the one that it answers first, then the nearest reference. */
function referredIds({ reading: { mail, fax } }: FilingCase): string[] {
  return mail && !fax ? ids(mail.inReplyTo, mail.references) : [];
}

/** The nearest are enough; a header of ten thousand ids is no conversation. */
const mostIds = 50;

function ids(inReplyTo: string | null, references: string[]): string[] {
  const nearest = references.slice(-mostIds).reverse();
  return [...new Set([...(inReplyTo === null ? [] : [inReplyTo]), ...nearest])].filter(id => id.length <= 998);
}
