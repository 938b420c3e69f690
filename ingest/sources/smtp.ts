import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { SmtpInbox } from '../../config.ts';
import { codeOf, messageOf, SetupError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { openOnPort } from '../../ports.ts';
import type { Arrival, Keep, Source } from '../arrival.ts';

/** A local SMTP port, for a mail server or a scanner to deliver to: 250 is said when the message is kept, not before. */
export class SmtpSource implements Source {
  readonly name: string;
  readonly #inbox: SmtpInbox;
  readonly #keep: Keep;
  readonly #log: Log;
  readonly #limit: number;
  readonly #movable: boolean;
  #server: SMTPServer | null = null;
  /** The port that it really listens on. */
  port = 0;

  constructor(inbox: SmtpInbox, parts: { keep: Keep; log: Log; messageBytes: number; movable: boolean }) {
    this.name = inbox.name;
    this.#inbox = inbox;
    this.#keep = parts.keep;
    this.#log = parts.log.child({ inbox: inbox.name });
    this.#limit = parts.messageBytes;
    this.#movable = parts.movable;
  }

  async start(): Promise<void> {
    const [host = '127.0.0.1', wanted = '0'] = this.#inbox.listen.split(':');
    await openOnPort(
      Number(wanted),
      this.#movable,
      port => this.#listen(host, port),
      (port, cause) =>
        new SetupError(
          'smtp-listen',
          `Cannot listen on ${host}:${port} for inbox "${this.name}" (${codeOf(cause)}): another program has that port or it is not allowed; choose another with listen`,
          { cause },
        ),
    );
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server) await new Promise<void>(resolve => server.close(() => resolve()));
  }

  async #listen(host: string, port: number): Promise<void> {
    const server = new SMTPServer({
      name: hostname(),
      banner: 'jishi',
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      size: this.#limit,
      maxClients: this.#inbox.connections,
      socketTimeout: 60_000,
      closeTimeout: 5_000,
      logger: false,
      onData: (stream, session, callback) => {
        this.#receive(stream, session).then(
          id => callback(null, `2.0.0 kept as ${id}`),
          error => callback(refusal(error)),
        );
      },
    });
    server.on('error', error => this.#log.debug({ event: 'smtp-connection', reason: messageOf(error) }));
    const listening = server.listen(port, host);
    await once(listening, 'listening');
    const address = listening.address();
    this.port = typeof address === 'object' && address !== null ? address.port : port;
    this.#server = server;
  }

  async #receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const receivedAt = new Date();
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of stream) {
      bytes += chunk.length;
      // The rest is still to be read, or the client would never hear the answer; it need not be held in memory.
      if (bytes <= this.#limit) chunks.push(chunk);
    }
    if (stream.sizeExceeded || bytes > this.#limit)
      throw new SmtpRefusal(552, `5.3.4 Message is larger than ${this.#limit} bytes`);
    const id = randomUUID();
    const reversePath = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    const arrival: Arrival = {
      inbox: this.name,
      channel: this.#inbox.channel,
      sourceKey: `${this.name}/smtp/${id}`,
      uidValidity: null,
      uid: null,
      bytes: Buffer.concat([traceHeaders(session, reversePath, id, receivedAt), ...chunks]),
      envelope: { reversePath, recipients: session.envelope.rcptTo.map(recipient => recipient.address) },
      receivedAt,
    };
    await this.#keep([arrival]).catch(error => {
      this.#log.warn({ event: 'keep-failed', reason: messageOf(error) });
      throw new SmtpRefusal(451, '4.3.0 Cannot keep the message now: try again later');
    });
    return id;
  }
}

class SmtpRefusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

function refusal(error: unknown): Error {
  return error instanceof SmtpRefusal
    ? error
    : new SmtpRefusal(451, '4.3.0 The message was not received whole: try again');
}

/** What the last server on the way writes on top (RFC 5321 §4.4): the reverse-path, by which bounces are known, and the trace. */
function traceHeaders(session: SMTPServerSession, reversePath: string, id: string, date: Date): Buffer {
  const from = session.hostNameAppearsAs || 'unknown';
  const safe = (text: string) => text.replace(/[^\x21-\x7e]/g, '');
  return Buffer.from(
    `Return-Path: <${safe(reversePath)}>\r\n` +
      `Received: from ${safe(from)} ([${session.remoteAddress}])\r\n\tby ${safe(hostname())} (jishi) with ESMTP id ${id};\r\n\t${date.toUTCString().replace('GMT', '+0000')}\r\n`,
  );
}
