import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf } from '../../errors.ts';
import { claimFolder, isAlive } from '../../store/embedded/claim.ts';
import { runningEmbedded, startEmbedded } from '../../store/embedded/server.ts';

const test = suite('the embedded PostgreSQL');
let base = '';
let data = '';

test.before.each(async () => {
  base = await mkdtemp(join(tmpdir(), 'jishi-embedded-'));
  data = join(base, 'a folder with blanks');
});
test.after.each(async () => {
  await rm(base, { recursive: true, force: true });
});

const query = async (url: string, text: string): Promise<unknown> => {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await client.unsafe(text))[0]?.value;
  } finally {
    await client.end();
  }
};

const serverPid = async (): Promise<number> =>
  Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

/** A claim by a process that is no more. */
const claimOfTheDead = async (): Promise<string> => {
  const gone = spawn('true');
  await once(gone, 'exit');
  return JSON.stringify({ pid: gone.pid, birth: '1', since: '2026-11-25T00:00:00Z' });
};

test('what was written is there after a stop and a second start, in UTF-8', async () => {
  const first = await startEmbedded(data);
  await query(first.url, `create table t (value text); insert into t values ('深圳')`);
  await first.stop();
  const second = await startEmbedded(data);
  assert.is(await query(second.url, 'select length(value) as value from t'), 2);
  await second.stop();
});

test('a second start on the same folder says who holds it', async () => {
  const first = await startEmbedded(data);
  const error = await startEmbedded(data).catch((thrown: unknown) => thrown);
  assert.is(codeOf(error), 'data-in-use');
  assert.match(String(error), `in use by jishi process ${process.pid}`);
  assert.is(await query(first.url, 'select 1 as value'), 1);
  await first.stop();
});

test('a folder that cannot be written to is told in words', async () => {
  await writeFile(join(base, 'file'), '');
  const error = await startEmbedded(join(base, 'file', 'data')).catch((thrown: unknown) => thrown);
  assert.is(codeOf(error), 'data-folder');
  assert.match(String(error), 'choose another with --data');
});

test('a command finds the database that a running jishi holds, and none when none runs', async () => {
  assert.is(await runningEmbedded(data), null);
  const server = await startEmbedded(data);
  assert.is(await runningEmbedded(data), server.url);
  await server.stop();
  assert.is(await runningEmbedded(data), null);
});

test('a start after the server was killed recovers what was committed', async () => {
  const first = await startEmbedded(data);
  await query(first.url, `create table t (value int); insert into t values (42)`);
  process.kill(await serverPid(), 'SIGKILL');
  await first.stop();
  const second = await startEmbedded(data);
  assert.is(await query(second.url, 'select value from t'), 42);
  await second.stop();
});

test('a server that outlived its jishi is shut down, and its folder taken over', async () => {
  const first = await startEmbedded(data);
  await query(first.url, `create table t (value int); insert into t values (42)`);
  const orphan = await serverPid();
  // As if the jishi that started it had been killed.
  await writeFile(join(data, 'jishi.pid'), await claimOfTheDead());
  const second = await startEmbedded(data);
  assert.is(isAlive(orphan) && (await serverPid()) === orphan, false);
  assert.is(await query(second.url, 'select value from t'), 42);
  await second.stop();
});

test('a claim that was cut off in mid-write holds nobody up', async () => {
  await mkdir(data, { recursive: true });
  await writeFile(join(data, 'jishi.pid'), '{"pid":');
  await (await startEmbedded(data)).stop();
});

test('of several processes that claim a folder at the same instant, exactly one gets it', async () => {
  const stale = await claimOfTheDead();
  const claimants = Array.from({ length: 5 }, () => forkClaimant());
  try {
    await Promise.all(claimants.map(answerOf));
    for (let trial = 0; trial < 240; trial++) {
      const folder = join(base, `trial ${trial}`);
      await mkdir(folder);
      const before = [null, stale, '{"pid":'][trial % 3] ?? null;
      if (before !== null) await writeFile(join(folder, 'jishi.pid'), before);
      const answers = claimants.map(answerOf);
      const at = Date.now() + 4;
      for (const claimant of claimants) claimant.send({ folder, at });
      assert.equal(
        (await Promise.all(answers)).sort(),
        ['data-in-use', 'data-in-use', 'data-in-use', 'data-in-use', 'mine'],
        `trial ${trial}, on ${before}`,
      );
      assert.equal(await readdir(folder), ['jishi.pid'], `trial ${trial} leaves nothing else behind`);
    }
  } finally {
    for (const claimant of claimants) claimant.disconnect();
  }
});

const forkClaimant = (): ChildProcess => {
  const path = fileURLToPath(import.meta.url);
  return fork(path, ['claimant'], { execArgv: path.endsWith('.ts') ? ['--import', 'tsx'] : [] });
};

const answerOf = async (claimant: ChildProcess): Promise<unknown> => (await once(claimant, 'message'))[0];

/** What a forked claimant does: claims the folder it is told of at the instant it is told, and says what came of it. */
const claimOnRequest = (): void => {
  process.on('message', async ({ folder, at }: { folder: string; at: number }) => {
    while (Date.now() < at); // A timer is too coarse to make them meet.
    process.send?.(await claimFolder(folder).then(() => 'mine', codeOf));
  });
  process.send?.('ready');
};

test('what a process that died in a takeover left behind is cleared away', async () => {
  const stale = await claimOfTheDead();
  await mkdir(data, { recursive: true });
  await writeFile(join(data, 'jishi.pid'), stale);
  for (const name of ['1', '2']) await writeFile(join(data, heirName(stale, name)), stale);
  await writeFile(join(data, 'jishi.pid.new-0badcafe'), '{"p');
  await claimFolder(data);
  assert.equal(await readdir(data), ['jishi.pid']);
  assert.is(JSON.parse(await readFile(join(data, 'jishi.pid'), 'utf8')).pid, process.pid);
});

const heirName = (stale: string, number: string): string =>
  `jishi.pid.heir-${createHash('sha256').update(stale).digest('hex').slice(0, 16)}-${number}`;

test('a server that was killed is started again at the same address, until it is told to stop', async () => {
  const words: string[] = [];
  const server = await startEmbedded(data, { onTrouble: text => words.push(text) });
  await query(server.url, `create table t (value int); insert into t values (42)`);
  for (let kill = 0; kill < 2; kill++) {
    const killed = await serverPid();
    process.kill(killed, 'SIGKILL');
    assert.is(await queryUntilAnswered(server.url, 'select value from t', killed), 42);
  }
  assert.match(words[0] ?? '', 'killed by SIGKILL');
  assert.ok(words.some(text => text.includes('runs again')));
  const last = await serverPid();
  await server.stop();
  assert.is(isAlive(last), false);
  assert.is(await query(server.url, 'select 1 as value').catch(codeOf), 'ECONNREFUSED');
  assert.is(await runningEmbedded(data), null);
});

test('a stop while the server is down and waits to be started again leaves no process', async () => {
  const down: Array<() => void> = [];
  const told = new Promise<void>(resolve => down.push(resolve));
  const server = await startEmbedded(data, { onTrouble: () => down[0]?.() });
  // The server is not referenced: without anything else to wait for, this process would end before it hears.
  const awake = setInterval(() => {}, 1_000);
  process.kill(await serverPid(), 'SIGKILL');
  await told;
  clearInterval(awake);
  await server.stop();
  assert.is(await query(server.url, 'select 1 as value').catch(codeOf), 'ECONNREFUSED');
  assert.is(await runningEmbedded(data), null);
});

/** Asks fresh clients until another server than the killed one answers. */
const queryUntilAnswered = async (url: string, text: string, killed: number): Promise<unknown> => {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if ((await serverPid().catch(() => killed)) === killed) await new Promise(resolve => setTimeout(resolve, 20));
    else {
      const value = await query(url, text).catch(() => null);
      if (value !== null) return value;
    }
  }
  return 'no answer in 20 s';
};

test('an initdb that was interrupted is begun anew', async () => {
  await mkdir(join(data, 'postgres', 'base'), { recursive: true });
  await (await startEmbedded(data)).stop();
});

test('root runs it under another account where that can enter the folder', async () => {
  if (process.getuid?.() !== 0) return;
  await chmod(base, 0o755);
  const server = await startEmbedded(data);
  assert.is.not((await stat(join(data, 'postgres'))).uid, 0);
  await server.stop();
});

if (process.argv[2] === 'claimant') claimOnRequest();
else test.run();
