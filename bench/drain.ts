import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { stringify } from 'yaml';
import { z } from 'zod';
import { startEmbedded } from '../store/embedded/server.ts';
import { Dovecot } from '../test/real/support/dovecot.ts';
import type { Stand } from '../test/real/support/standing.ts';
import { fillMaildir } from './drain/mails.ts';

/**
 * `npm run bench:drain [-- N]`: N mails wait in a real IMAP server; how long until all are acknowledged, for the whole
 * road and, in the same run over the same mails, for the bare road. Real PostgreSQL with fsync; the mail server that
 * takes the acknowledgements is a process of its own.
 */
const n = Number(process.argv[2] ?? 2000);
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const downs: (() => Promise<unknown> | unknown)[] = [];
const stand: Stand = { down: take => downs.push(take) };

try {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-bench-'));
  stand.down(() => rmSync(folder, { recursive: true, force: true }));
  const database = await startEmbedded(join(folder, 'pg'));
  stand.down(() => database.stop());
  const admin = postgres(database.url, { max: 1, onnotice: () => {} });
  stand.down(() => admin.end());
  const dovecot = await Dovecot.start(stand, ['support']);
  const { bytes } = await fillMaildir(dovecot.maildir('support'), n);
  console.log(
    `drain  ${n} mails, ${(bytes / n / 1000).toFixed(1)} kB on average, ${process.version}, Dovecot and PostgreSQL on the same machine`,
  );

  const first = await bare('bare_1');
  const whole = await wholeRoad();
  const second = await bare('bare_2');
  const limit = n / ((first.seconds + second.seconds) / 2);
  const rate = n / whole.seconds;
  console.log(`\n| road | messages a second | of the bare road | memory (peak RSS) |`);
  console.log(`|---|---|---|---|`);
  console.log(
    `| bare: fetch, parse, insert, send | ${limit.toFixed(0)} (${(n / first.seconds).toFixed(0)}, ${(n / second.seconds).toFixed(0)}) | 1 | ${mega(Math.max(first.rss, second.rss))} |`,
  );
  console.log(
    `| whole: with originals, judgement, tickets, clocks, jobs | ${rate.toFixed(0)} | ${(rate / limit).toFixed(2)} | ${mega(whole.rss)} |`,
  );

  async function bare(name: string): Promise<{ seconds: number; rss: number }> {
    await admin.unsafe(`create database ${name}`);
    const sink = await openSink();
    const child = fork(here('./drain/bare.js'), [
      String(dovecot.port),
      database.url.replace(/\/postgres$/, `/${name}`),
      String(sink.port),
    ]);
    const [told] = await once(child, 'message');
    sink.close();
    const { seconds, rss } = z.object({ n: z.literal(n), seconds: z.number(), rss: z.number() }).parse(told);
    return { seconds, rss };
  }

  async function wholeRoad(): Promise<{ seconds: number; rss: number }> {
    await admin.unsafe('create database whole');
    const sink = await openSink();
    const file = join(folder, 'jishi.yaml');
    const settings = {
      data: join(folder, 'data'),
      database: database.url.replace(/\/postgres$/, '/whole'),
      team: { address: 'support@desk.test' },
      inboxes: [dovecot.inbox('support', { done: 'keep' })],
      outbound: { mail: `smtp://127.0.0.1:${sink.port}?ignoreTLS=true` },
      log: { level: 'info' },
    };
    writeFileSync(file, stringify(settings));
    const child = spawn(process.execPath, [here('../jishi.js'), 'worker', '--config', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await started(child);
    const begun = performance.now();
    while ((await sink.taken()) < n) await delay(50);
    const seconds = (performance.now() - begun) / 1000;
    const rss = peakOf(child.pid ?? 0);
    child.kill('SIGTERM');
    await once(child, 'exit');
    sink.close();
    await accountFor(settings.database);
    return { seconds, rss };
  }
} finally {
  for (const take of downs.reverse()) await take();
}

/** Speed that loses or doubles something is none. */
async function accountFor(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  const [row] =
    await sql`select (select count(*)::int from messages where place = 'ticket') as placed, (select count(*)::int from tickets) as tickets, (select count(*)::int from outbox where state = 'sent') as sent`;
  await sql.end();
  if (row?.placed !== n || row?.tickets !== n || row?.sent !== n)
    throw new Error(`the books do not balance: ${JSON.stringify(row)} for ${n} mails`);
}

async function openSink(): Promise<{ port: number; taken(): Promise<number>; close(): void }> {
  const child = fork(here('./drain/sink.js'));
  const [told] = await once(child, 'message');
  const { port } = z.object({ port: z.number() }).parse(told);
  return {
    port,
    async taken() {
      const answer = once(child, 'message');
      child.send('?');
      return z.object({ taken: z.number() }).parse((await answer)[0]).taken;
    },
    close: () => void child.kill(),
  };
}

function started(child: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-5000);
      if (log.includes('"event":"started"')) resolve();
    });
    child.once('exit', () => reject(new Error(`the worker did not start: ${log}`)));
  });
}

function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}

function mega(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
