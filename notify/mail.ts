import nodemailer, { type SendMailOptions } from 'nodemailer';
import { codeOf, messageOf, PermanentError, SetupError, TransientError } from '../errors.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { Carrier } from './carrier.ts';
import { placeFile } from './place.ts';
import type { Team } from './render.ts';

/** Mail over SMTP, on connections that are kept open. */
export function openSmtp(url: string, connections: number, team: Team): Carrier {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: 1000,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { host, port } = new URL(url);
  return {
    async send(row) {
      try {
        await transport.sendMail(mailOf(row, team));
      } catch (error) {
        throw classify(error);
      }
    },
    async check() {
      try {
        await transport.verify();
        return `mail server ${host} takes our mail`;
      } catch (error) {
        throw new SetupError(
          'smtp-check',
          `Cannot send mail over ${host}${port ? '' : ' (default port)'} (${codeOf(error)}: ${messageOf(error)}): check outbound.mail`,
          {
            cause: error,
          },
        );
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** Mail as `.eml` files in a folder, for a team that has no mail server yet. */
export function openMailFolder(folder: string, team: Team): Carrier {
  const transport = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(row) {
      const { message } = await transport.sendMail(mailOf(row, team));
      if (!Buffer.isBuffer(message)) throw new TransientError('outbox-write', 'The mail was not composed into memory');
      await placeFile(folder, `${fileName(row)}.eml`, message);
    },
    async check() {
      return `mails are written to ${folder}`;
    },
    async close() {},
  };
}

/** A row's own name among the files that go out: the same row again writes the same file. */
export function fileName(row: OutboxRow): string {
  return `${row.messageId.replace(/^<|@.*$/g, '')}`;
}

/**
 * The mail of an outbox row: the same each time. An acknowledgement says by `Auto-Submitted` that a machine wrote it
 * (RFC 3834 §5), and asks Exchange not to answer it; an answer is a person's.
 */
function mailOf(row: OutboxRow, team: Team): SendMailOptions {
  const { content } = row;
  const automatic = row.purpose === 'acknowledgement';
  return {
    from: { name: team.name, address: team.address },
    // As one address: a text would be read as a list of them.
    to: { name: '', address: row.recipient ?? '' },
    messageId: row.messageId,
    date: row.createdAt,
    subject: content.subject,
    text: content.text,
    html: content.html,
    ...(content.inReplyTo === null ? {} : { inReplyTo: content.inReplyTo }),
    ...(content.references.length === 0 ? {} : { references: content.references }),
    headers: automatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {},
    textEncoding: 'base64',
  };
}

/**
 * Whether trying again may help (RFC 5321 §4.2.1: 4yz transient, 5yz permanent). What is no reply of the server's at all,
 * and a refused password, is the road's trouble rather than the message's: it is tried again.
 */
function classify(error: unknown): TransientError | PermanentError {
  const reply =
    typeof error === 'object' && error !== null && 'responseCode' in error && typeof error.responseCode === 'number'
      ? error.responseCode
      : null;
  const words = messageOf(error);
  const code = codeOf(error);
  if (reply !== null && reply >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE') && !roadTrouble.has(reply))
    return new PermanentError('smtp-refused', words, { cause: error });
  return new TransientError(reply === null ? 'smtp-unreachable' : 'smtp-deferred', words, { cause: error });
}

/** 5yz replies that speak of the connection or our login, not of this message: 502, 503, 504 sequence; 530, 535, 538 login; 554 at RCPT without login. */
const roadTrouble: ReadonlySet<number> = new Set([500, 501, 502, 503, 504, 521, 530, 534, 535, 538]);
