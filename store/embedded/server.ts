import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf, SetupError } from '../../errors.ts';
import { type Account, chooseAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { claimFolder, holderOf, holdsFolder, isAlive, releaseFolder } from './claim.ts';

/** A PostgreSQL server of our own under `data/postgres`; stop() leaves it cleanly shut down. */
export type EmbeddedServer = { url: string; stop(): Promise<void> };

export type EmbeddedOptions = {
  /** Told, in words for the log, when the server ended without being asked to, and when it runs again. */
  onTrouble?: (words: string) => void;
};

/**
 * Starts the embedded PostgreSQL of a data folder, creating its cluster the first time.
 * One that outlived a killed jishi is shut down first; a cluster that was killed itself recovers from its log.
 * Until stop(), a server that ends by itself is started again on the same port, so that pools find it as before.
 *
 * @throws SetupError `data-in-use`, `data-folder`, `embedded-platform`, `embedded-root`, or `embedded-start` with PostgreSQL's words
 */
export async function startEmbedded(data: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  await mkdir(data, { recursive: true }).catch(refuse(data));
  const claim = await claimFolder(data).catch(refuse(data));
  try {
    const cluster = join(data, 'postgres');
    const binaries = await findBinaries();
    const account = await chooseAccount(binaries.postgres, cluster);
    await stopOrphan(cluster);
    await initialise(data, cluster, binaries, account);
    const port = await freePort();
    const server = await supervise({
      launch: () => launch(cluster, binaries, account, port),
      mayRestart: () => holdsFolder(data, claim),
      tell: options.onTrouble ?? (() => {}),
    });
    return {
      url: await urlOf(data, cluster),
      async stop() {
        await server.stop();
        await releaseFolder(data, claim);
      },
    };
  } catch (error) {
    await releaseFolder(data, claim);
    throw error;
  }
}

function refuse(data: string): (error: unknown) => never {
  return error => {
    if (error instanceof SetupError) throw error;
    throw new SetupError(
      'data-folder',
      `Cannot use the data folder "${data}" (${codeOf(error)}): check that you may write there, or choose another with --data`,
      { cause: error },
    );
  };
}

/** The address of the embedded PostgreSQL that a running jishi holds, or null where none runs. */
export async function runningEmbedded(data: string): Promise<string | null> {
  if (!(await holderOf(data))) return null;
  return urlOf(data, join(data, 'postgres'));
}

/** Shuts down a server that is left over from a jishi that was killed; it would hold the cluster's lock. */
async function stopOrphan(cluster: string): Promise<void> {
  const pid = Number((await postmasterFile(cluster))[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !(await runsPostgres(pid))) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && waited < 15_000; waited += 20) await delay(20);
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
}

/** A pid in a stale file may belong to another program by now. */
async function runsPostgres(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null);
  if (name !== null) return name.trim() === 'postgres';
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'comm=']).catch(() => ({ stdout: '' }));
  return stdout.includes('postgres');
}

async function initialise(data: string, cluster: string, binaries: Binaries, account: Account): Promise<void> {
  if (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null)) return;
  // An initdb that was interrupted leaves files behind, and it refuses a folder that is not empty.
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) await chown(cluster, account.uid, account.gid);

  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(data, 'postgres.password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  if (process.getuid?.() === 0) await chown(passwordFile, account.uid, account.gid);

  const args = [
    `--pgdata=${cluster}`,
    '--username=jishi',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const [program, programArgs] = account.command(binaries.initdb, args);
  try {
    await promisify(execFile)(program, programArgs, { ...account.spawn, env: environment });
  } catch (error) {
    throw new SetupError('embedded-start', `Cannot create the embedded PostgreSQL in "${cluster}": ${wordsOf(error)}`, {
      cause: error,
    });
  }
}

/** PostgreSQL's words are read by programs here, so they must not follow the user's language; LD_* could break its libraries. */
const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

type Supervision = {
  launch(): Launched;
  /** False when the data folder has gone to somebody else, whose server we must not disturb. */
  mayRestart(): Promise<boolean>;
  tell(words: string): void;
};

/** Milliseconds before each further start; the last one repeats. */
const pauses = [200, 1000, 5000, 10_000];
/** A server that ran this long, in ms, was well: its next end is a new trouble, met with the shortest pause. */
const wellAfter = 60_000;

/** Starts the server, and again whenever it ends before stop(). */
async function supervise({ launch, mayRestart, tell }: Supervision): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let server = launch();
  await server.ready;
  const watching = watch();

  async function watch(): Promise<void> {
    for (let starts = 0; ; starts++) {
      const since = performance.now();
      const end = await server.ended;
      if (stopping.signal.aborted) return;
      if (performance.now() - since > wellAfter) starts = 0;
      const pause = pauses[Math.min(starts, pauses.length - 1)] ?? 0;
      tell(`The embedded PostgreSQL ended by itself (${end}): starting it again in ${pause / 1000} s`);
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => {});
      const may = await mayRestart().catch(() => false);
      if (stopping.signal.aborted) return;
      if (!may) return tell('The embedded PostgreSQL is not started again: its data folder is no longer held by us');
      server = launch();
      // A start that fails ends the server, and the next turn tells why.
      await server.ready.then(
        () => tell('The embedded PostgreSQL runs again'),
        () => {},
      );
    }
  }

  return {
    async stop() {
      stopping.abort();
      server.child.ref();
      server.child.kill('SIGINT');
      await server.ended;
      await watching;
    },
  };
}

type Launched = {
  child: ChildProcess;
  /** Rejects with SetupError `embedded-start` if it ends before it is ready. */
  ready: Promise<void>;
  /** How it ended, in words. */
  ended: Promise<string>;
};

function launch(cluster: string, binaries: Binaries, account: Account, port: number): Launched {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'shared_buffers=128MB',
    'max_connections=60',
    'wal_compression=on',
  ];
  const [program, args] = account.command(binaries.postgres, [
    '-D',
    cluster,
    '-p',
    String(port),
    ...settings.flatMap(setting => ['-c', setting]),
  ]);
  // A process group of its own: Ctrl-C is for us, and we stop the server last.
  const child = spawn(program, args, {
    ...account.spawn,
    env: environment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  const isReady = () => log.includes('ready to accept connections');
  const ended = new Promise<string>(resolve => {
    child.on('error', error => child.pid === undefined && resolve(error.message));
    child.on('exit', (code, signal) => {
      // Its log is told only for a start: later lines may quote what people wrote to us.
      const lines = isReady() ? '' : log.trim().split('\n').slice(-3).join(' ');
      resolve(lines || (signal ? `killed by ${signal}` : `exit code ${code}`));
    });
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      log = (log + chunk).slice(-4000);
      if (!isReady()) return;
      child.stderr.removeAllListeners('data').resume();
      child.unref();
      resolve();
    });
    ended.then(words =>
      reject(new SetupError('embedded-start', `Cannot start the embedded PostgreSQL in "${cluster}": ${words}`)),
    );
  });
  return { child, ready, ended };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}

async function urlOf(data: string, cluster: string): Promise<string> {
  const password = (await readFile(join(data, 'postgres.password'), 'utf8')).trim();
  const port = (await postmasterFile(cluster))[3];
  return `postgres://jishi:${password}@127.0.0.1:${port}/postgres`;
}

/** Lines of postmaster.pid: 1 pid, 2 folder, 3 start time, 4 port. */
async function postmasterFile(cluster: string): Promise<string[]> {
  return (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n').map(line => line.trim());
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'stderr' in error && typeof error.stderr === 'string' && error.stderr.trim() !== ''
    ? error.stderr.trim()
    : error.message;
}
