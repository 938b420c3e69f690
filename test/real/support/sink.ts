import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { host, portOf } from './ports.ts';
import type { Stand } from './standing.ts';

/** A mail as it was handed over, with its envelope (RFC 5321 §2.3.1). */
export type Delivered = { messageId: string; from: string; recipients: string[]; bytes: Buffer };

export type SinkOptions = {
  /** How long it takes over each mail: until then it is in nobody's hands for sure. */
  delayMs?: number;
  /** The refusal of a recipient, `550 5.1.1 …`, or null. */
  refuses?: (recipient: string) => string | null;
};

/** The outside world: takes every mail, and remembers it. */
export class Sink {
  readonly delivered: Delivered[] = [];
  readonly port: number;

  static async open(stand: Stand, options: SinkOptions = {}): Promise<Sink> {
    const delivered: Delivered[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 500,
      onRcptTo({ address }, _session, callback) {
        const refusal = options.refuses?.(address) ?? null;
        callback(refusal === null ? null : new Refusal(refusal));
      },
      onData(stream, { envelope }, callback) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const bytes = Buffer.concat(chunks);
          delivered.push({
            messageId: headerOf(bytes, 'message-id') ?? '',
            from: envelope.mailFrom ? envelope.mailFrom.address : '',
            recipients: envelope.rcptTo.map(recipient => recipient.address),
            bytes,
          });
          delay(options.delayMs ?? 0).then(() => callback(null, 'taken'), callback);
        });
      },
    });
    server.on('error', () => {});
    const listening = server.listen(0, host);
    await once(listening, 'listening');
    stand.down(() => new Promise<void>(resolve => server.close(() => resolve())));
    return new Sink(delivered, portOf(listening.address()));
  }

  private constructor(delivered: Delivered[], port: number) {
    this.delivered = delivered;
    this.port = port;
  }

  get url(): string {
    return `smtp://${host}:${this.port}`;
  }

  to(recipient: string): Delivered[] {
    return this.delivered.filter(mail => mail.recipients.includes(recipient));
  }
}

class Refusal extends Error {
  readonly responseCode: number;

  constructor(reply: string) {
    super(reply.slice(4));
    this.responseCode = Number(reply.slice(0, 3));
  }
}

/** A header field's value, unfolded (RFC 5322 §2.2.3); null where the mail has none. */
export function headerOf(mail: Buffer, name: string): string | null {
  const text = mail.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const fields = text
    .slice(0, end < 0 ? text.length : end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const field = fields.find(line => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return field === undefined ? null : field.slice(name.length + 1).trim();
}
