import type { OutboxRow } from '../store/outbox.ts';

/** Takes an outbox row out of the house, over one channel. */
export interface Carrier {
  /**
   * Resolves when the next server, or the folder, has taken it.
   *
   * @throws TransientError when trying again later may help, PermanentError when it cannot
   */
  send(row: OutboxRow): Promise<void>;
  /** Tries the connection. @throws SetupError that says what is wrong */
  check(): Promise<string>;
  close(): Promise<void>;
}
