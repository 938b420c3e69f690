import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf } from '../../errors.ts';
import { isAlive } from '../../store/embedded/claim.ts';
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
  const rows = await client.unsafe(text);
  await client.end();
  return rows[0]?.value;
};

const serverPid = async (): Promise<number> =>
  Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

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
  // As if the jishi that started it had been killed: a claim by a process that is no more.
  const gone = spawn('true');
  await new Promise(resolve => gone.on('exit', resolve));
  await writeFile(
    join(data, 'jishi.pid'),
    JSON.stringify({ pid: gone.pid, birth: '1', since: '2026-11-25T00:00:00Z' }),
  );
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

test.run();
