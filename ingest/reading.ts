/** What a person would read in a message. Readers are pure functions of the bytes: no database, no clock, no network. */
export type Reading = MailReading | FaxReading;

/** A mailbox as RFC 5322 §3.4 has it; `name` is '' where the header gives none, `address` '' where it cannot be parsed. */
export type Address = { name: string; address: string };

/** Something that came along with a mail. `content` stays in memory only while the message is read. */
export type Attachment = { name: string; type: string; bytes: number; content: Buffer; cid?: string };

export const mailClasses = ['human', 'autoreply', 'bounce', 'feedback-report', 'list', 'calendar', 'empty'] as const;
/** Who wrote a mail; everything but `human` and `empty` is machine mail and is never acknowledged (RFC 3834 §2). */
export type MailClass = (typeof mailClasses)[number];

export type MailReading = {
  type: 'mail';
  class: MailClass;
  /** Why it was put in that class, e.g. `auto-submitted`, `null-reverse-path`, `dsn`; '' for plain human mail. */
  classReason: string;
  from: Address;
  to: Address[];
  cc: Address[];
  /** Reply-To, where it differs from From: acknowledgements and answers go there. */
  replyTo: Address[];
  /** Reverse-path as the last server noted it in Return-Path: '' is the null path, null where nothing is noted. */
  returnPath: string | null;
  subject: string;
  /** With angle brackets; null where the mail has none. */
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  /** The Date header as ISO 8601 in UTC, null where missing or unparsable. Never a clock's start: that is when we received it. */
  date: string | null;
  /** The whole readable text, quotes and signature included. */
  text: string;
  /** What the sender wrote now; never empty where a person wrote something. */
  reply: string;
  attachments: Attachment[];
  /** For a bounce that says `failed`: the recipient that was not reached (RFC 3464 §2.3.2 Final-Recipient). */
  failedRecipient: string | null;
  /** For reports and auto-replies: Message-IDs of our mail that it speaks about. */
  reportsOn: string[];
  /** Parts that were left unread because a limit was met, each with its code. */
  limits: string[];
};

/** One recognised line: `box` is x, y, width, height in pixels of the upright, square-pixel page; `confidence` 0 to 1. */
export type TextLine = { text: string; confidence: number; box: [number, number, number, number] };

export type PageReading = {
  n: number;
  /** Degrees that the page as stored had to be turned clockwise to stand upright. */
  rotated: 0 | 90 | 180 | 270;
  /** Pixels of the upright, square-pixel page to which the boxes refer. */
  width: number;
  height: number;
  lines: TextLine[];
};

/** The fields that stand on the page, as written there; `severityTick` and `impactTick` null: the group is there, nothing is ticked. */
export type FaxFields = Partial<{
  organization: string;
  contact: string;
  phone: string;
  fax: string;
  email: string;
  date: string;
  description: string;
  billCode: string;
  billNumber: string;
  severityTick: 'critical' | 'general' | 'minor' | null;
  impactTick: boolean | null;
}>;

/** A group of tick boxes that is neither severity nor impact. */
export type TickGroup = { group: string; options: string[]; ticked: string[] };

/** What the line and the sending machine say of themselves (ITU-T T.30 §5.3.6.2; TIFF ImageDescription of HylaFAX). */
export type FaxStation = {
  /** Transmitting station identifier: what the sender's machine claims. */
  tsi: string | null;
  /** The number that the exchange gave. */
  callerId: string | null;
  callerName: string | null;
};

export type FaxReading = {
  type: 'fax';
  /** `\n` between lines, `\f` between pages. */
  text: string;
  pages: PageReading[];
  fields: FaxFields;
  ticks: TickGroup[];
  /** Contents of QR codes. */
  codes: string[];
  station: FaxStation;
};

/** Whether a program wrote this mail, so that acknowledging it could start a loop (RFC 3834 §2). */
export function isMachineClass(mailClass: MailClass): boolean {
  return mailClass !== 'human' && mailClass !== 'empty';
}
