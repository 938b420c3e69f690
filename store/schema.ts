import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { categories, type Judgement, kinds, languages, type Reason, severities } from '../classify/judgement.ts';
import type { Envelope } from '../ingest/arrival.ts';
import type { FaxReading, MailReading } from '../ingest/reading.ts';

export const channel = pgEnum('channel', ['email', 'fax']);
export const kind = pgEnum('kind', kinds);
export const severity = pgEnum('severity', severities);
export const category = pgEnum('category', categories);
export const language = pgEnum('language', languages);

/** How far a message has come; every step moves it on by one, and a step that finds it further does nothing. */
export const messageState = pgEnum('message_state', ['kept', 'read', 'judged', 'filed']);
/** Where a message ended: exactly one of these, null while it is under way. */
export const place = pgEnum('place', ['ticket', 'machine', 'spam', 'quarantine', 'duplicate']);
export const ticketStatus = pgEnum('ticket_status', ['open', 'answered', 'closed']);
/** Phase of the service process: acceptance 受理, processing 处理, feedback 反馈, follow-up 回访. */
export const phase = pgEnum('phase', ['acceptance', 'processing', 'feedback', 'follow-up', 'closed']);
export const clockKind = pgEnum('clock_kind', ['acknowledge', 'handoff', 'answer', 'repair']);
export const purpose = pgEnum('purpose', ['acknowledgement', 'answer']);
/**
 * `held`: a person must act first, `reason` says why; `sending`: handed to the carrier, its word not yet committed;
 * `dismissed`: a person decided that it need not leave.
 */
export const outboxState = pgEnum('outbox_state', [
  'queued',
  'sending',
  'sent',
  'failed',
  'held',
  'bounced',
  'dismissed',
]);

const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const ref = () => bigint({ mode: 'number' });
const at = () => timestamp({ withTimezone: true, mode: 'date' });

/** A reading without the bytes of its attachments, which lie in the blob store. */
export type StoredMail = Omit<MailReading, 'attachments'>;
export type StoredReading = { mail: StoredMail | null; fax: FaxReading | null };

/** Inbound mails and faxes (来函), each kept once by its source key; the ledger of every inbox. */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    inbox: text().notNull(),
    channel: channel().notNull(),
    /** `inbox/uidvalidity/uid`, `inbox/file/…` or `inbox/smtp/…`: stops a second fetch. */
    sourceKey: text().notNull(),
    uidValidity: ref(),
    uid: ref(),
    /** SHA-256 of the raw bytes in the blob store. */
    blob: char({ length: 64 }).notNull(),
    bytes: integer().notNull(),
    envelope: jsonb().$type<Envelope>(),
    /** When our server or machine received it (IMAP INTERNALDATE, fax reception time): the contract's clocks start here. */
    receivedAt: at().notNull(),
    keptAt: at().notNull().defaultNow(),
    state: messageState().notNull().default('kept'),
    place: place(),
    /** Code of the cause: a quarantine's error, a machine mail's class. */
    placeReason: text(),
    placeDetail: text(),
    duplicateOf: ref(),
    ticketId: ref().references(() => tickets.id),
    /** For machine mail: the outbound message that it reports on. */
    reportsOn: ref(),
    headerId: text(),
    fromAddress: text(),
    fromName: text(),
    subject: text(),
  },
  t => [
    unique('message_source_key').on(t.sourceKey),
    index('message_ledger').on(t.inbox, t.uidValidity, t.uid),
    index('message_header_id').on(t.headerId),
    index('message_of_ticket').on(t.ticketId, t.id),
    index('message_unplaced').on(t.id).where(sql`${t.place} is null`),
    index('message_quarantine').on(t.keptAt).where(sql`${t.place} = 'quarantine'`),
    check('message_filed_has_place', sql`(${t.state} = 'filed') = (${t.place} is not null)`),
    check('message_ticket_place', sql`(${t.place} is not distinct from 'ticket') <= (${t.ticketId} is not null)`),
    check(
      'message_duplicate_place',
      sql`(${t.place} is not distinct from 'duplicate') = (${t.duplicateOf} is not null)`,
    ),
    check('message_quarantine_reason', sql`${t.place} is distinct from 'quarantine' or ${t.placeReason} is not null`),
    check('message_source_key_short', sql`length(${t.sourceKey}) <= 1000`),
  ],
);

/** The first message with a content: the same message through a second inbox finds its key taken. */
export const contentKeys = pgTable('content_keys', {
  key: char({ length: 64 }).primaryKey(),
  messageId: ref()
    .notNull()
    .references(() => messages.id),
});

/** What was read in a message; one each. */
export const readings = pgTable('readings', {
  messageId: ref()
    .primaryKey()
    .references(() => messages.id),
  reading: jsonb().$type<StoredReading>().notNull(),
  readAt: at().notNull(),
});

/** What came along with a message, its bytes in the blob store. */
export const attachments = pgTable(
  'attachments',
  {
    messageId: ref()
      .notNull()
      .references(() => messages.id),
    n: smallint().notNull(),
    name: text().notNull(),
    type: text().notNull(),
    bytes: integer().notNull(),
    blob: char({ length: 64 }).notNull(),
    cid: text(),
  },
  t => [primaryKey({ columns: [t.messageId, t.n] })],
);

/** How a message was judged; one each. */
export const judgements = pgTable(
  'judgements',
  {
    messageId: ref()
      .primaryKey()
      .references(() => messages.id),
    kind: kind().notNull(),
    severity: severity().notNull(),
    /** 影响业务 */
    impact: boolean().notNull(),
    category: category().notNull(),
    language: language().notNull(),
    confidence: real().notNull(),
    confidences: jsonb().$type<Judgement['confidences']>().notNull(),
    triage: boolean().notNull(),
    reasons: jsonb().$type<Reason[]>().notNull(),
    version: text().notNull(),
    judgedAt: at().notNull(),
  },
  t => [check('judgement_critical_has_impact', sql`${t.severity} <> 'critical' or ${t.impact}`)],
);

/** One request and its conversation (受理单). */
export const tickets = pgTable(
  'tickets',
  {
    id: id(),
    /** `20261125-0033`: local day and running number. */
    number: text().notNull(),
    status: ticketStatus().notNull().default('open'),
    phase: phase().notNull().default('acceptance'),
    channel: channel().notNull(),
    subject: text().notNull(),
    requesterName: text().notNull(),
    requesterAddress: text(),
    requesterFax: text(),
    organization: text(),
    language: language().notNull(),
    kind: kind().notNull(),
    severity: severity().notNull(),
    impact: boolean().notNull(),
    category: category().notNull(),
    triage: boolean().notNull(),
    receivedAt: at().notNull(),
    openedAt: at().notNull(),
  },
  t => [
    unique('ticket_number').on(t.number),
    index('ticket_by_requester').on(t.requesterAddress),
    check('ticket_critical_has_impact', sql`${t.severity} <> 'critical' or ${t.impact}`),
    check('ticket_number_form', sql`${t.number} ~ '^[0-9]{8}-[0-9]{4,}$'`),
  ],
);

/** Last ticket number given on a local day. */
export const ticketDays = pgTable('ticket_days', {
  day: date({ mode: 'string' }).primaryKey(),
  last: integer().notNull(),
});

/** What happened to a ticket, in order; rows are only ever added. */
export const ticketEvents = pgTable(
  'ticket_events',
  {
    id: id(),
    ticketId: ref()
      .notNull()
      .references(() => tickets.id),
    at: at().notNull(),
    event: text().notNull(),
    detail: jsonb().$type<Record<string, string | number | boolean | null>>().notNull(),
  },
  t => [index('event_of_ticket').on(t.ticketId, t.id)],
);

/** Running promises of tickets; `round` counts the times that a ticket was opened. */
export const clocks = pgTable(
  'clocks',
  {
    id: id(),
    ticketId: ref()
      .notNull()
      .references(() => tickets.id),
    clock: clockKind().notNull(),
    round: smallint().notNull().default(1),
    /** The contract's clause that this promise comes from. */
    clause: text().notNull(),
    started: at().notNull(),
    due: at().notNull(),
    met: at(),
  },
  t => [
    unique('clock_once').on(t.ticketId, t.clock, t.round),
    index('clock_running_by_due').on(t.due).where(sql`${t.met} is null`),
    check('clock_due_after_start', sql`${t.due} > ${t.started}`),
  ],
);

/** What a carrier needs to send it again exactly as it was decided. */
export type OutboxContent = {
  subject: string;
  text: string;
  html: string;
  inReplyTo: string | null;
  references: string[];
  /** For the fax channel: the letter's view, rendered when it is sent. */
  letter: unknown;
};

/** What is to go out: unique per ticket, purpose and round; the Message-ID is fixed when it is decided. */
export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    ticketId: ref()
      .notNull()
      .references(() => tickets.id),
    /** The inbound message that it answers. */
    answersId: ref()
      .notNull()
      .references(() => messages.id),
    purpose: purpose().notNull(),
    round: smallint().notNull().default(1),
    channel: channel().notNull(),
    /** Mail address or fax number; null while held for want of one. */
    recipient: text(),
    messageId: text().notNull(),
    content: jsonb().$type<OutboxContent>().notNull(),
    state: outboxState().notNull().default('queued'),
    reason: text(),
    attempts: smallint().notNull().default(0),
    /** The worker that took it for sending. */
    claimedBy: text(),
    createdAt: at().notNull(),
    sentAt: at(),
  },
  t => [
    unique('outbox_once').on(t.ticketId, t.purpose, t.round),
    unique('outbox_message_id').on(t.messageId),
    index('outbox_to').on(t.recipient, t.createdAt),
    index('outbox_unsent').on(t.id).where(sql`${t.state} in ('queued', 'sending', 'failed', 'held')`),
    check('outbox_sent_at', sql`(${t.state} not in ('sent', 'bounced')) or ${t.sentAt} is not null`),
    check('outbox_recipient', sql`${t.recipient} is not null or ${t.state} not in ('queued', 'sending', 'sent')`),
  ],
);

/** Who polls an inbox: one worker at a time, until its lease runs out. */
export const leases = pgTable('leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  expires: at().notNull(),
});

/** Running worker processes; one that was not seen for a while is dead and its jobs are taken back. */
export const workers = pgTable('workers', {
  id: text().primaryKey(),
  host: text().notNull(),
  pid: integer().notNull(),
  /** graphile-worker pools of this process: `locked_by` of the jobs that it holds. */
  pools: text().array().notNull(),
  started: at().notNull(),
  seen: at().notNull(),
});

/** State of each inbox as last looked at: for `jishi status` and the reconciliation of ledger and server. */
export const inboxes = pgTable(
  'inboxes',
  {
    name: text().notNull(),
    /** Server, user and mailbox that the ledger's UIDs belong to. */
    identity: text(),
    uidValidity: ref(),
    /** Messages that the server lists, and how many of them the ledger has. */
    serverCount: integer(),
    ledgerCount: integer(),
    /** UIDs that the server lists and the ledger misses after a reconciliation: an alarm. */
    missing: jsonb().$type<number[]>().notNull().default([]),
    checkedAt: at(),
    error: text(),
    errorAt: at(),
  },
  t => [uniqueIndex('inbox_name').on(t.name)],
);
