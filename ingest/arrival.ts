import type { FaxStation } from './reading.ts';

/** What the transport knew beside the bytes: SMTP envelope (RFC 5321 §2.3.1), a file's name, or the fax line's identification. */
export type Envelope = { reversePath?: string; recipients?: string[]; file?: string; station?: FaxStation };

/** Raw bytes as they came, with where they came from. */
export type Arrival = {
  inbox: string;
  channel: 'email' | 'fax';
  /** The same arrival seen again has the same key: `inbox/uidvalidity/uid`, `inbox/file/…`, `inbox/smtp/…`. */
  sourceKey: string;
  uidValidity: number | null;
  uid: number | null;
  bytes: Buffer;
  envelope: Envelope;
  /** When our server or machine received it: IMAP INTERNALDATE, start of the SMTP transaction's data, the file's time. */
  receivedAt: Date;
};

/** Resolves when every arrival is on the disk and in the ledger; only then may its source be told. */
export type Keep = (arrivals: Arrival[]) => Promise<void>;

/** One outside source of arrivals. */
export interface Source {
  readonly name: string;
  /** @throws SetupError when the source cannot work as it is configured */
  start(): Promise<void>;
  /** Finishes what is in hand and lets go of the source. */
  stop(): Promise<void>;
}

/** True for the file types that a fax arrives in: TIFF, PDF, PNG, JPEG, by their first bytes. */
export function looksLikeFax(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  return /^(?:II\*\0|MM\0\*|%PDF-|\x89PNG|\xff\xd8\xff)/.test(head);
}

/** What an IMAP inbox asks of the ledger of what was kept. */
export type Ledger = {
  /** Which of these UIDs are kept already. */
  kept(uidValidity: number, uids: number[]): Promise<Set<number>>;
  report(report: InboxReport): Promise<void>;
  /**
   * Says whose UIDs these are. Another mailbox under the same name would have messages taken for kept that never were.
   *
   * @throws SetupError `inbox-changed`
   */
  belongsTo(identity: string): Promise<void>;
};

/** State of an inbox as just looked at. `missing`: UIDs that the server lists and that could not be kept. */
export type InboxReport = {
  uidValidity?: number;
  serverCount?: number;
  ledgerCount?: number;
  missing?: number[];
  error: string | null;
};
