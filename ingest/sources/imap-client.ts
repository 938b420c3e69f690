import { ImapFlow } from 'imapflow';
import type { ImapInbox } from '../../config.ts';
import { SetupError, TransientError } from '../../errors.ts';

/** IDLE is begun anew after this share of the time that a connection may be silent, so that a live one never is. */
const idleShare = 2 / 3;

/**
 * A connected client, signed in, that tells the server who it is by ID (RFC 2971; NetEase refuses clients that do not).
 *
 * @param stopping ends the attempt: a server that does not answer must not hold up a stop
 * @throws SetupError `imap-login` for a refused name or password
 * @throws TransientError `imap-connect`
 */
export async function connectImap(inbox: ImapInbox, stopping?: AbortSignal): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: inbox.host,
    port: inbox.port,
    secure: inbox.secure,
    auth: { user: inbox.user, pass: inbox.password },
    tls: { rejectUnauthorized: inbox.verify },
    clientInfo: { name: 'jishi', vendor: 'jishi' },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: Math.round(inbox.timeoutSeconds * 1000 * idleShare),
    socketTimeout: inbox.timeoutSeconds * 1000,
    connectionTimeout: 20_000,
    greetingTimeout: 10_000,
  });
  // Without a listener an error event would end the process; what it says reaches us by the rejected command or `close`.
  client.on('error', () => {});
  const giveUp = (): void => client.close();
  stopping?.addEventListener('abort', giveUp, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw explain(error, inbox);
  } finally {
    stopping?.removeEventListener('abort', giveUp);
  }
}

/** What went wrong, and what to do, in an operator's words. */
function explain(error: unknown, inbox: ImapInbox): SetupError | TransientError {
  const where = `${inbox.host}:${inbox.port}`;
  if (!(error instanceof Error))
    return new TransientError('imap-connect', `Cannot connect to ${where}`, { cause: error });
  if ('authenticationFailed' in error && error.authenticationFailed === true) {
    const said = 'responseText' in error && typeof error.responseText === 'string' ? ` (${error.responseText})` : '';
    return new SetupError(
      'imap-login',
      `The server ${where} refuses the name or password of inbox "${inbox.name}"${said}: check user and password; QQ and NetEase want an authorisation code instead of the password`,
      { cause: error },
    );
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const hint = hints[code] ?? 'check host, port and the network';
  return new TransientError(
    'imap-connect',
    `Cannot connect to ${where} for inbox "${inbox.name}" (${code || error.message}): ${hint}`,
    { cause: error },
  );
}

const hints: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there: check host and port, and that the server runs',
  ENOTFOUND: 'the host name is not known: check its spelling and the DNS',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is self-signed: give it a proper one, or set verify: false for a server on this machine',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port: set secure: false, or use port 993',
  CONNECT_TIMEOUT: 'it does not answer: check host, port and firewall',
};
