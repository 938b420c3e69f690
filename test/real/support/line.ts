import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { host, portOf } from './ports.ts';
import type { Stand } from './standing.ts';

/** Stands between a client and a server, and fails as networks do. */
export class Line {
  readonly port: number;
  readonly #server: Server;
  readonly #pairs = new Set<[Socket, Socket]>();
  #silent = false;
  #cutAfter: number | null = null;
  /** Connections that were cut in mid-stream. */
  cuts = 0;

  static async open(stand: Stand, target: number): Promise<Line> {
    const server = createServer({ allowHalfOpen: false }).listen(0, host);
    await once(server, 'listening');
    const line = new Line(server, target);
    stand.down(() => line.close());
    return line;
  }

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.port = portOf(server.address());
    server.on('connection', client => this.#join(client, connect(target, host)));
  }

  /** Nothing passes any more, in either direction; connections stay open, new ones are accepted and hear nothing. */
  silence(): void {
    this.#silent = true;
  }

  /** What comes from now on passes again on new connections; what was swallowed stays lost, and its connections silent. */
  speak(): void {
    this.#silent = false;
  }

  /** The connection that has brought this many bytes from the server, counted from now, is reset; once. */
  cutAfter(bytes: number): void {
    this.#cutAfter = bytes;
  }

  /** Resets every connection now. */
  cut(): void {
    for (const pair of this.#pairs) this.#reset(pair);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #join(client: Socket, server: Socket): void {
    const pair: [Socket, Socket] = [client, server];
    this.#pairs.add(pair);
    let dead = false;
    const forward = (to: Socket, data: Buffer): void => {
      if (this.#silent) dead = true;
      if (!dead && !to.destroyed) to.write(data);
    };
    client.on('data', data => forward(server, data));
    server.on('data', data => {
      forward(client, data);
      if (this.#cutAfter === null || dead) return;
      this.#cutAfter -= data.length;
      if (this.#cutAfter > 0) return;
      this.#cutAfter = null;
      this.cuts++;
      this.#reset(pair);
    });
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        if (!dead || socket === client) this.#reset(pair);
      });
    }
  }

  #reset(pair: [Socket, Socket]): void {
    this.#pairs.delete(pair);
    for (const socket of pair) socket.resetAndDestroy();
  }
}
