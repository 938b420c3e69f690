import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export const host = '127.0.0.1';

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

export function portOf(address: unknown): number {
  if (typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number')
    return address.port;
  throw new Error('the server listens on no port');
}

/** The first line that a server says; null while it says nothing. */
export function greeting(port: number): Promise<string | null> {
  return new Promise(resolve => {
    const socket = connect(port, host);
    const end = (line: string | null): void => {
      socket.destroy();
      resolve(line);
    };
    socket.setTimeout(1_000, () => end(null));
    socket.on('error', () => end(null));
    socket.once('data', data => end(data.toString('latin1').split('\r\n')[0] ?? ''));
  });
}
