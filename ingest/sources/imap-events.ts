import type { ImapFlow } from 'imapflow';

/** What the server told unasked. */
export type ServerEvents = {
  readonly hasNews: boolean;
  readonly closed: boolean;
  takeNews(): boolean;
  /** Resolves at the next word of the server, and when IDLE ends. */
  next(): Promise<void>;
  /**
   * Begins IDLE unless it is on: the client renews it by itself. A second one, begun while the first is being renewed, would
   * queue up behind it and make a server that has fallen silent look like one that waits quietly.
   */
  idle(): void;
};

export function watch(client: ImapFlow): ServerEvents {
  let hasNews = false;
  let closed = false;
  let isIdling = false;
  let wake: () => void = () => {};
  client.on('exists', () => {
    hasNews = true;
    wake();
  });
  client.on('close', () => {
    closed = true;
    wake();
  });
  return {
    get hasNews() {
      return hasNews;
    },
    get closed() {
      return closed;
    },
    takeNews() {
      const had = hasNews;
      hasNews = false;
      return had;
    },
    next: () =>
      new Promise(resolve => {
        wake = resolve;
      }),
    idle() {
      if (isIdling) return;
      isIdling = true;
      // It ends when another command breaks it, and also when the server is gone: the close event tells.
      const end = (): void => {
        isIdling = false;
        wake();
      };
      client.idle().then(end, end);
    },
  };
}
