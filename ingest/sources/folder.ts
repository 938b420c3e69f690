import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FolderInbox } from '../../config.ts';
import { codeOf, messageOf, SetupError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Arrival, Keep, Source } from '../arrival.ts';
import {
  arrivalOf,
  batchesOf,
  isSettled,
  keyOf,
  labelOf,
  moveWaiting,
  namesIn,
  pathTo,
  readWaiting,
  refusalOf,
  stateOf,
  statOf,
  type Waiting,
} from './folder-files.ts';

const lookEveryMs = 1_000;
/** A report names this many refused files, and this many in trouble. */
const namedAtMost = 3;

type Parts = {
  keep: Keep;
  report: (error: string | null) => Promise<void>;
  log: Log;
  /** Reads a file; tests bring one that fails. */
  read?: (path: Buffer) => Promise<Buffer>;
};

/** A folder into which mails (`.eml`) or faxes are dropped; what is kept moves to `done/`, what cannot be taken to `failed/`. */
export class FolderSource implements Source {
  readonly name: string;
  readonly #inbox: FolderInbox;
  readonly #keep: Keep;
  readonly #report: (error: string | null) => Promise<void>;
  readonly #log: Log;
  readonly #read: (path: Buffer) => Promise<Buffer>;
  readonly #stopping = new AbortController();
  /** The state of the files as last seen. */
  #last = new Map<string, string>();
  /** What is wrong with a file, until it is taken or gone. */
  readonly #troubles = new Map<string, string>();
  /** Refused files that the report names still, the latest first. */
  #refused: string[] = [];
  /** What was last reported; unknown after a look that failed. */
  #said: string | null | undefined = null;
  #wake: () => void = () => {};
  #watcher: FSWatcher | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(inbox: FolderInbox, parts: Parts) {
    this.name = inbox.name;
    this.#inbox = inbox;
    this.#keep = parts.keep;
    this.#report = parts.report;
    this.#log = parts.log.child({ inbox: inbox.name });
    this.#read = parts.read ?? (path => readFile(path));
  }

  async start(): Promise<void> {
    try {
      for (const folder of ['', 'done', 'failed']) await mkdir(join(this.#inbox.path, folder), { recursive: true });
    } catch (cause) {
      throw new SetupError(
        'folder-inbox',
        `Cannot use the folder "${this.#inbox.path}" of inbox "${this.name}" (${codeOf(cause)}): check that it exists and may be written to`,
        { cause },
      );
    }
    this.#watcher = watch(this.#inbox.path, () => this.#wake());
    this.#watcher.on('error', () => {});
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#watcher?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.look(Date.now());
      } catch (error) {
        this.#log.warn({ event: 'inbox-trouble', reason: messageOf(error) });
        await this.#report(messageOf(error)).catch(() => {});
      }
      const news = new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      await Promise.race([
        news.then(() => delay(20)),
        delay(lookEveryMs, undefined, { signal: this.#stopping.signal }),
      ]).catch(() => {});
    }
  }

  /**
   * Takes every complete file once. A file that cannot be read or moved is reported and holds up no other.
   *
   * @param now milliseconds since 1970, to be compared with the files' times
   * @throws when the folder cannot be listed, or arrivals cannot be kept
   */
  async look(now: number): Promise<void> {
    const said = this.#said;
    this.#said = undefined;
    let taken = 0;
    const told = this.#refused;
    for (const batch of batchesOf(await this.#complete(now))) taken += await this.#take(batch);
    // A refused file, which a person is to see, is told of until a later look without any trouble takes something.
    const isNew = said === undefined || told !== this.#refused;
    if (taken > 0 && !isNew && this.#troubles.size === 0) this.#refused = [];
    const words = this.#words();
    if (words !== said || (words === null && taken > 0)) {
      if (words !== null) this.#log.warn({ event: 'inbox-trouble', reason: 'files could not be taken' });
      await this.#report(words);
    }
    this.#said = words;
  }

  async #complete(now: number): Promise<Waiting[]> {
    const names = await namesIn(this.#inbox.path);
    const before = this.#last;
    this.#last = new Map();
    const complete: Waiting[] = [];
    for (const name of names) {
      const key = keyOf(name);
      const label = labelOf(name);
      const stats = await statOf(pathTo(this.#inbox.path, name)).catch(error => this.#unreadable(key, label, error));
      this.#last.set(key, stats ? stateOf(stats) : '');
      if (stats?.isFile() && before.get(key) === stateOf(stats) && isSettled(stats, now))
        complete.push({ name, label, stats });
    }
    for (const key of this.#troubles.keys()) if (!this.#last.has(key)) this.#troubles.delete(key);
    return complete;
  }

  /** How many were kept and moved. */
  async #take(files: Waiting[]): Promise<number> {
    const read: { file: Waiting; arrival: Arrival }[] = [];
    for (const file of files) {
      const refusal = refusalOf(file.stats);
      if (refusal) {
        await this.#refuse(file, refusal);
        continue;
      }
      const bytes = await readWaiting(this.#inbox.path, file, this.#read).catch(error =>
        this.#unreadable(keyOf(file.name), file.label, error),
      );
      if (bytes) read.push({ file, arrival: arrivalOf(this.#inbox, file, bytes) });
    }
    if (read.length === 0) return 0;
    await this.#keep(read.map(({ arrival }) => arrival));
    let taken = 0;
    for (const { file } of read) if (await this.#move(file, 'done', 'is kept but')) taken++;
    return taken;
  }

  async #refuse(file: Waiting, reason: string): Promise<void> {
    if (!(await this.#move(file, 'failed', `${reason} and`))) return;
    this.#log.error({ event: 'file-refused', reason });
    this.#refused = [`"${file.label}" ${reason}: it lies in failed/`, ...this.#refused].slice(0, namedAtMost);
  }

  /** True when the file was moved; one that was replaced meanwhile stays for the next look. */
  async #move(file: Waiting, to: 'done' | 'failed', state: string): Promise<boolean> {
    const key = keyOf(file.name);
    try {
      const isMoved = await moveWaiting(this.#inbox.path, file, to);
      this.#troubles.delete(key);
      return isMoved;
    } catch (error) {
      const cure = `check that "${to}" is there and may be written to; it is tried again`;
      this.#troubles.set(key, `"${file.label}" ${state} cannot be moved to ${to}/ (${codeOf(error)}): ${cure}`);
      return false;
    }
  }

  #unreadable(key: string, label: string, error: unknown): null {
    const cure = 'check its rights and the disk, or take it away; it is tried again';
    this.#troubles.set(key, `"${label}" cannot be read (${codeOf(error)}): ${cure}`);
    return null;
  }

  /** What is to be reported now, or null. */
  #words(): string | null {
    const troubles = [...this.#troubles.values()];
    const more = troubles.length > namedAtMost ? [`and ${troubles.length - namedAtMost} more like it`] : [];
    return [...this.#refused, ...troubles.slice(0, namedAtMost), ...more].join('; ') || null;
  }
}
