import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { codeOf, SetupError } from '../errors.ts';
import { openOnPort } from '../ports.ts';

export type DeskServer = { url: string; stop(): Promise<void> };

/**
 * Serves the desk over HTTP.
 *
 * @param movable nobody chose the port: a taken one is passed over
 * @throws SetupError `desk-listen`
 */
export async function serveDesk(app: Hono, listen: string, movable: boolean): Promise<DeskServer> {
  const [host = '127.0.0.1', wanted = '8080'] = listen.split(':');
  const open = async (port: number): Promise<DeskServer> => {
    const server = createAdaptorServer({ fetch: app.fetch, hostname: host });
    const listening = once(server, 'listening');
    server.listen(port, host);
    await listening;
    const address = server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    return {
      url: `http://${host}:${bound}`,
      async stop() {
        const closed = once(server, 'close');
        server.close();
        if ('closeAllConnections' in server) server.closeAllConnections();
        await closed;
      },
    };
  };
  return openOnPort(
    Number(wanted),
    movable,
    open,
    (port, cause) =>
      new SetupError(
        'desk-listen',
        `Cannot open the desk on ${host}:${port} (${codeOf(cause)}): another program has that port or it is not allowed; set desk.listen`,
        { cause },
      ),
  );
}
