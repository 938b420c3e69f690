import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { dovecotConf } from './dovecot-conf.ts';
import { lastly } from './lastly.ts';
import { freePort, greeting, host } from './ports.ts';
import { freshFolder, programOf, selfSign } from './programs.ts';
import type { Stand } from './standing.ts';
import { until } from './until.ts';

/** A message as it lies on the server. */
export type OnServer = { uid: number; seen: boolean };

/** A real IMAP server as a child process, with accounts whose passwords are `secret-NAME`. */
export class Dovecot {
  readonly port: number;
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #passwords = new Map<string, string>();
  readonly #clients = new Map<string, ImapFlow>();

  static async start(stand: Stand, users: string[]): Promise<Dovecot> {
    const program = programOf('dovecot', 'dovecot-imapd');
    const folder = freshFolder('imap');
    const ports = { imap: await freePort(), imaps: await freePort() };
    for (const sub of ['run', 'log', 'mail']) mkdirSync(join(folder, sub));
    selfSign(folder);
    if (process.getuid?.() === 0) execFileSync('chown', ['mail:mail', join(folder, 'mail')]);
    writeFileSync(join(folder, 'dovecot.conf'), dovecotConf(folder, ports));
    const child = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
    const dovecot = new Dovecot(folder, ports.imap, child, users);
    const done = lastly(() => dovecot.#kill());
    stand.down(() => dovecot.#stop().finally(done));
    await until(
      'Dovecot greets',
      20,
      async () => (await greeting(ports.imap))?.startsWith('* OK'),
      () => dovecot.log(),
    );
    return dovecot;
  }

  private constructor(folder: string, port: number, child: ChildProcess, users: string[]) {
    this.#folder = folder;
    this.port = port;
    this.#child = child;
    for (const user of users) this.#passwords.set(user, `secret-${user}`);
    this.#writePasswords();
  }

  /** What an inbox of jishi.yaml needs to reach this server. */
  inbox(user: string, over: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      ...{ name: user, kind: 'imap', host, port: this.port, secure: false, verify: false },
      ...{ user, password: `secret-${user}` },
      ...over,
    };
  }

  setPassword(user: string, password: string): void {
    this.#passwords.set(user, password);
    this.#writePasswords();
  }

  #writePasswords(): void {
    const lines = [...this.#passwords].map(([user, password]) => `${user}:{PLAIN}${password}\n`);
    writeFileSync(join(this.#folder, 'passwd'), lines.join(''), { mode: 0o644 });
  }

  /** Puts mails into a mailbox, one after the other; gives their UIDs. */
  async append(user: string, mails: Buffer[], mailbox = 'INBOX'): Promise<number[]> {
    const client = await this.#client(user);
    const uids: number[] = [];
    for (const mail of mails) {
      const added = await client.append(mailbox, mail);
      if (!added || added.uid === undefined) throw new Error(`${mailbox} of ${user} does not take a message`);
      uids.push(added.uid);
    }
    return uids;
  }

  /** Puts many mails into the inbox at once, as a delivery agent does: as files of the Maildir. */
  deliver(user: string, mails: Buffer[]): void {
    const { uid, gid } = statSync(this.mails);
    const maildir = this.maildir(user);
    for (const sub of ['tmp', 'new', 'cur']) mkdirSync(join(maildir, sub), { recursive: true });
    mails.forEach((mail, n) => {
      const name = `${Math.floor(Date.now() / 1000)}.M${n}P${process.pid}.real`;
      writeFileSync(join(maildir, 'tmp', name), mail);
      renameSync(join(maildir, 'tmp', name), join(maildir, 'new', name));
    });
    execFileSync('chown', ['-R', `${uid}:${gid}`, join(this.mails, user)]);
  }

  /** What lies in a mailbox. */
  async list(user: string, mailbox = 'INBOX'): Promise<OnServer[]> {
    return this.#look(user, mailbox, async client => {
      const found: OnServer[] = [];
      for await (const { uid, flags } of client.fetch('1:*', { uid: true, flags: true }))
        found.push({ uid, seen: flags?.has('\\Seen') ?? false });
      return found;
    });
  }

  /** The messages of a mailbox themselves. */
  async sources(user: string, mailbox = 'INBOX'): Promise<Buffer[]> {
    return this.#look(user, mailbox, async client => {
      const found: Buffer[] = [];
      for await (const { source } of client.fetch('1:*', { source: true })) if (source) found.push(source);
      return found;
    });
  }

  /** Ends a user's connections, with a word (BYE). */
  kick(user: string): void {
    execFileSync(programOf('doveadm', 'dovecot-core'), ['-c', this.#conf, 'kick', user], { stdio: 'ignore' });
  }

  /** Takes the rights on a message's file away, or gives them back: without, the server lists it, but cannot give it. */
  bar(user: string, headerId: string, barred = true): void {
    const files = ['cur', 'new'].flatMap(sub =>
      readdirSync(join(this.maildir(user), sub)).map(name => join(this.maildir(user), sub, name)),
    );
    const file = files.find(path => isBarred(path) || readFileSync(path, 'latin1').includes(headerId));
    if (file === undefined) throw new Error(`${user} has no message ${headerId}`);
    chmodSync(file, barred ? 0 : 0o600);
  }

  /** Loses the server's own files on an inbox: it comes back with a new UIDVALIDITY, numbered from 1. */
  renumber(user: string): void {
    this.#clients.get(user)?.close();
    const maildir = this.maildir(user);
    for (const name of readdirSync(maildir))
      if (name.startsWith('dovecot')) rmSync(join(maildir, name), { recursive: true });
  }

  maildir(user: string): string {
    return join(this.mails, user, 'Maildir');
  }

  get mails(): string {
    return join(this.#folder, 'mail');
  }

  /** Where another server asks who may sign in. */
  get authSocket(): string {
    return join(this.#folder, 'run', 'postfix-auth');
  }

  log(): string {
    return readFileSync(join(this.#folder, 'log', 'dovecot.log'), 'utf8')
      .split('\n')
      .slice(-8)
      .join('\n');
  }

  get #conf(): string {
    return join(this.#folder, 'dovecot.conf');
  }

  async #look<T>(user: string, mailbox: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const client = await this.#client(user);
    const lock = await client.getMailboxLock(mailbox, { readOnly: true });
    try {
      await client.noop();
      return await work(client);
    } finally {
      lock.release();
    }
  }

  async #client(user: string): Promise<ImapFlow> {
    const known = this.#clients.get(user);
    if (known?.usable) return known;
    const client = new ImapFlow({
      ...{ host, port: this.port, secure: false, doSTARTTLS: false, logger: false },
      auth: { user, pass: this.#passwords.get(user) ?? '' },
    });
    client.on('error', () => {});
    await client.connect();
    this.#clients.set(user, client);
    return client;
  }

  async #stop(): Promise<void> {
    for (const client of this.#clients.values()) client.close();
    const ended = this.#child.exitCode !== null || this.#child.signalCode !== null;
    const exit = ended ? null : new Promise(resolve => this.#child.once('exit', resolve));
    this.#kill();
    await exit;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Sessions would outlive the master process. */
  #kill(): void {
    const pid = this.#child.pid;
    if (pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    for (const one of [...childrenOf(pid), pid]) {
      try {
        process.kill(one, 'SIGTERM');
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)])
      .toString()
      .split('\n')
      .map(Number)
      .filter(one => one > 0);
  } catch {
    return [];
  }
}

function isBarred(path: string): boolean {
  return (statSync(path).mode & 0o777) === 0;
}
