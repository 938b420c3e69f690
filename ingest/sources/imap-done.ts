import type { ImapFlow } from 'imapflow';
import type { ImapInbox } from '../../config.ts';
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { sequenceSet } from './imap-batches.ts';
import { listUids } from './imap-fetch.ts';

/** What is done on the server to messages that are safely kept: `done` of the inbox. A failure here loses nothing. */
export class ImapDone {
  readonly #inbox: ImapInbox;
  readonly #log: Log;
  /** UIDs that are kept and that the server could not be told of, because it refused or the connection died. */
  readonly #owed = new Set<number>();
  /** What an earlier process kept may lack its mark on the server. */
  #isFirstLook = true;
  /** Why the server does not do it, in an operator's words; null while it does. */
  trouble: string | null = null;

  constructor(inbox: ImapInbox, log: Log) {
    this.#inbox = inbox;
    this.#log = log;
  }

  /** Something was kept that the server still has to be told of. */
  get owes(): boolean {
    return this.#owed.size > 0;
  }

  /** Makes the folder that messages are moved to, if it is missing. */
  async prepare(client: ImapFlow): Promise<void> {
    const folder = this.#folder;
    if (folder === null) return;
    await client.mailboxCreate(folder).catch(error => {
      // Servers without RFC 5530 say just "no" when it exists; if it cannot be moved to, the move will say so.
      if (!client.usable) throw error;
      this.#log.debug({ event: 'folder-not-made', reason: messageOf(error) });
    });
  }

  /** Marks, moves or deletes. */
  async tell(client: ImapFlow, uids: number[]): Promise<void> {
    if (uids.length === 0 || this.#inbox.done === 'keep') return;
    for (const uid of uids) this.#owed.add(uid);
    // The client answers `false` when the server refuses, and also when it is gone.
    const isDone = await this.#act(client, sequenceSet(uids));
    if (isDone) {
      for (const uid of uids) this.#owed.delete(uid);
      this.trouble = null;
    } else if (client.usable) {
      const [verb = ''] = this.#inbox.done.split(':');
      this.#log.warn({ event: 'done-failed', done: verb, messages: uids.length });
      this.trouble = `Cannot do "${this.#inbox.done}" to messages that are kept: the server refuses it; check the inbox's done and the rights on its folders`;
    }
  }

  /**
   * What was kept but is still there, or unmarked, because the connection or the process died in between. Marks are only
   * made up for where ours may be missing: somebody may have marked a message as unread on purpose.
   *
   * @param kept of the messages that are on the server, from some UID on
   */
  async finish(client: ImapFlow, kept: ReadonlySet<number>): Promise<void> {
    if (this.#inbox.done === 'seen') {
      const unmarked = this.#isFirstLook ? await listUids(client, 0, { seen: false }) : [...this.#owed];
      await this.tell(
        client,
        unmarked.filter(uid => kept.has(uid)),
      );
    } else await this.tell(client, [...kept]);
    this.#isFirstLook = false;
  }

  /** Messages that are no longer on the server are owed nothing. */
  forget(isGone: (uid: number) => boolean): void {
    for (const uid of this.#owed) if (isGone(uid)) this.#owed.delete(uid);
  }

  get #folder(): string | null {
    const { done } = this.#inbox;
    return done.startsWith('move:') ? done.slice('move:'.length) : null;
  }

  async #act(client: ImapFlow, set: string): Promise<boolean> {
    const folder = this.#folder;
    if (folder !== null) return (await client.messageMove(set, folder, { uid: true })) !== false;
    return this.#inbox.done === 'delete'
      ? client.messageDelete(set, { uid: true })
      : client.messageFlagsAdd(set, ['\\Seen'], { uid: true });
  }
}
