import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { stringify } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../../config.ts';
import type { Parts } from '../../../pipeline/parts.ts';
import { type Service, startService } from '../../../service/service.ts';
import { lastly } from './lastly.ts';
import { freePort, host } from './ports.ts';
import { freshFolder } from './programs.ts';
import type { Stand } from './standing.ts';

/** The command line, compiled from the same tree as this file. */
const program = fileURLToPath(new URL('../../../jishi.js', import.meta.url));

const statusSchema = z.object({ needsPerson: z.array(z.string()) });
const findingsSchema = z.array(z.object({ what: z.string(), ok: z.boolean(), words: z.string() }));

export type Settings = {
  inboxes: Record<string, unknown>[];
  /** Left out: mails go to files. */
  mail?: string;
  over?: Record<string, unknown>;
};

/** A jishi with a folder, a configuration and an embedded database of its own. */
export class Jishi {
  readonly file: string;
  readonly folder: string;
  readonly #events: Record<string, unknown>[] = [];
  #service: Service | null = null;
  #child: ChildProcess | null = null;
  #said = '';

  static async configure(stand: Stand, settings: Settings): Promise<Jishi> {
    const jishi = new Jishi(freshFolder('desk'));
    await jishi.configure(settings);
    const done = lastly(() => jishi.kill(true));
    stand.down(async () => {
      await jishi.stop();
      jishi.kill(true);
      done();
      rmSync(jishi.folder, { recursive: true, force: true });
    });
    return jishi;
  }

  /** The same, started in this process. */
  static async start(stand: Stand, settings: Settings): Promise<Jishi> {
    const jishi = await Jishi.configure(stand, settings);
    await jishi.start();
    return jishi;
  }

  private constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, 'jishi.yaml');
  }

  async configure({ inboxes, mail, over }: Settings): Promise<void> {
    const settings = {
      data: './data',
      team: { name: '电子票据服务台', address: 'support@desk.test' },
      ocr: { engine: 'ppocr' },
      desk: { listen: `${host}:${await freePort()}` },
      inboxes,
      ...(mail === undefined ? {} : { outbound: { mail } }),
      ...over,
    };
    writeFileSync(this.file, stringify(settings));
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  /** Runs it in this process: inboxes and worker, without the desk. */
  async start(): Promise<void> {
    const config = loadConfig({ file: this.file, environment: {} });
    this.#service = await startService(config, this.#log(), { worker: true, desk: false });
  }

  /** Runs it as a process of its own, which can be killed. */
  startProcess(): ChildProcess {
    const child = spawn(process.execPath, [program, 'start', '--config', this.file], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH },
    });
    this.#said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (this.#child === child) this.#said += chunk;
    });
    this.#child = child;
    return child;
  }

  /**
   * Kills the process with -9, and with it its database, if there is one by now.
   *
   * @returns whether a database was killed
   */
  kill(withDatabase: boolean): boolean {
    const database = withDatabase ? this.#databasePid() : null;
    this.#child?.kill('SIGKILL');
    if (database !== null) process.kill(database, 'SIGKILL');
    return database !== null;
  }

  #databasePid(): number | null {
    try {
      const pid = Number(readFileSync(join(this.data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres' ? pid : null;
    } catch {
      return null;
    }
  }

  /** Whether the latest process has said this in its log. */
  said(words: string): boolean {
    return this.#said.includes(words);
  }

  async stop(): Promise<void> {
    const [service, child] = [this.#service, this.#child];
    this.#service = null;
    this.#child = null;
    await service?.stop();
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }

  /** The parts of the jishi that runs in this process. */
  get parts(): Parts {
    if (this.#service === null) throw new Error('jishi does not run in this process');
    return this.#service.parts;
  }

  /** What was logged under this name. */
  events(name: string): Record<string, unknown>[] {
    return this.#events.filter(event => event.event === name);
  }

  /** The last lines of the log, for the words of a test that fails. */
  tail(): string {
    const lines = this.#child ? this.#said.trim().split('\n') : this.#events.map(event => JSON.stringify(event));
    return lines.slice(-6).join('\n');
  }

  /** `jishi status` on the same configuration: its exit code, and what it says that a person must do. */
  async status(): Promise<{ code: number | null; needsPerson: string[] }> {
    const { code, printed } = await this.#command('status');
    return { code, ...statusSchema.parse(printed) };
  }

  /** `jishi check` on the same configuration. */
  async check(): Promise<{ code: number | null; findings: z.infer<typeof findingsSchema> }> {
    const { code, printed } = await this.#command('check');
    return { code, findings: findingsSchema.parse(printed) };
  }

  async #command(name: string): Promise<{ code: number | null; printed: unknown }> {
    const child = spawn(process.execPath, [program, name, '--config', this.file, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH },
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
    });
    const [code] = await once(child, 'close');
    return { code: typeof code === 'number' ? code : null, printed: JSON.parse(out) };
  }

  #log() {
    const events = this.#events;
    const destination = new Writable({
      write(chunk, _encoding, done) {
        events.push(JSON.parse(String(chunk)));
        done();
      },
    });
    return pino({ level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  }
}
