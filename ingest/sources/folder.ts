import { type FSWatcher, type Stats, watch } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FolderInbox } from '../../config.ts';
import { codeOf, messageOf, SetupError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { type Arrival, type Keep, looksLikeFax, type Source } from '../arrival.ts';

/** A file that has not changed for this long is complete: no scanner or copy pauses longer between two writes. */
const settledMs = 1_000;
const lookEveryMs = 1_000;
/** At most this many files are read, kept and moved at a time. */
const batchSize = 25;
/** A larger file is never read into memory. */
const hardLimit = 512 * 1024 * 1024;

/** A folder into which mails (`.eml`) or faxes are dropped; what is kept moves to `done/`, what cannot be taken to `failed/`. */
export class FolderSource implements Source {
  readonly name: string;
  readonly #inbox: FolderInbox;
  readonly #keep: Keep;
  readonly #report: (error: string | null) => Promise<void>;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  /** Size and time of the files as last seen. */
  readonly #last = new Map<string, string>();
  #wake: () => void = () => {};
  #watcher: FSWatcher | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(inbox: FolderInbox, parts: { keep: Keep; report: (error: string | null) => Promise<void>; log: Log }) {
    this.name = inbox.name;
    this.#inbox = inbox;
    this.#keep = parts.keep;
    this.#report = parts.report;
    this.#log = parts.log.child({ inbox: inbox.name });
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
   * Takes every complete file once.
   *
   * @param now milliseconds since 1970, to be compared with the files' times
   */
  async look(now: number): Promise<void> {
    const names = (await readdir(this.#inbox.path))
      .filter(name => !/^\.|\.(?:tmp|part|crdownload)$/i.test(name))
      .sort();
    const ready: { path: string; stats: Stats }[] = [];
    for (const name of names) {
      const path = join(this.#inbox.path, name);
      const stats = await stat(path).catch(() => null);
      if (stats?.isFile() && this.#isComplete(path, stats, now)) ready.push({ path, stats });
    }
    for (let start = 0; start < ready.length; start += batchSize)
      await this.#take(ready.slice(start, start + batchSize));
  }

  /** Unchanged since an earlier look, and for a while; HylaFAX keeps a fax unreadable (0600 of another user) until it is received. */
  #isComplete(path: string, stats: Stats, now: number): boolean {
    const state = `${stats.ino}/${stats.size}/${stats.mtimeMs}`;
    const unchanged = this.#last.get(path) === state;
    this.#last.set(path, state);
    return unchanged && now - Math.max(stats.mtimeMs, stats.ctimeMs) >= settledMs;
  }

  async #take(files: { path: string; stats: Stats }[]): Promise<void> {
    const taken: { path: string; stats: Stats; arrival: Arrival }[] = [];
    for (const file of files) {
      const arrival = await this.#read(file);
      if (arrival) taken.push({ ...file, arrival });
    }
    await this.#keep(taken.map(file => file.arrival));
    for (const { path, stats } of taken) await this.#move(path, stats, 'done');
    if (taken.length > 0) await this.#report(null);
  }

  async #read({ path, stats }: { path: string; stats: Stats }): Promise<Arrival | null> {
    if (stats.size === 0 || stats.size > hardLimit) {
      const reason = stats.size === 0 ? 'is empty' : `has ${stats.size} bytes, more than ${hardLimit}`;
      this.#log.error({ event: 'file-refused', reason });
      await this.#move(path, stats, 'failed');
      await this.#report(`"${basename(path)}" ${reason}: it lies in failed/`);
      return null;
    }
    const bytes = await readFile(path).catch(error => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (bytes === null) return null;
    return {
      inbox: this.name,
      channel: looksLikeFax(bytes) ? 'fax' : this.#inbox.channel,
      sourceKey: `${this.name}/file/${stats.ino}-${stats.size}-${Math.trunc(stats.mtimeMs)}/${basename(path)}`.slice(
        0,
        900,
      ),
      uidValidity: null,
      uid: null,
      bytes,
      envelope: { file: basename(path) },
      // When the file came to be here; a copied file may bring an older modification time along.
      receivedAt: new Date(Math.min(stats.ctimeMs, Date.now())),
    };
  }

  async #move(path: string, stats: Stats, to: 'done' | 'failed'): Promise<void> {
    this.#last.delete(path);
    const target = join(this.#inbox.path, to, basename(path));
    const taken = await stat(target).catch(() => null);
    await rename(path, taken ? `${target}.${stats.ino}` : target).catch(error => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    const folder = await open(join(this.#inbox.path, to), 'r');
    await folder.sync().finally(() => folder.close());
  }
}
