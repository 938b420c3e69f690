import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf } from '../../errors.ts';
import { packageRoot } from '../../root.ts';
import { migrate, migrationsFolder } from '../../store/migrate.ts';
import { emptyDatabase } from '../support/postgres.ts';

const test = suite('migrations');

test('the frozen migrations say the same as the schema', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jishi-drift-'));
  await cp(migrationsFolder, folder, { recursive: true });
  const before = await readdir(folder);
  // In a process of its own: the tool adds to Array.prototype, which breaks other libraries.
  const tool = join(packageRoot, 'node_modules', 'drizzle-kit', 'bin.cjs');
  const settings = [
    '--dialect=postgresql',
    '--casing=snake_case',
    '--schema=./store/schema.ts',
    `--out=${relative(packageRoot, folder)}`,
  ];
  await promisify(execFile)(process.execPath, [tool, 'generate', ...settings], { cwd: packageRoot });
  const after = await readdir(folder);
  await rm(folder, { recursive: true });
  assert.equal(after, before, 'run npm run migration, and commit what it writes');
});

test('migrating twice, and by several processes at once, is migrating once', async () => {
  const { url, drop } = await emptyDatabase();
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  await migrate(url);
  const client = postgres(url, { max: 1 });
  const rows = await client`select count(*)::int as n from drizzle.__drizzle_migrations`;
  await client.end();
  assert.is(rows[0]?.n, (await readdir(migrationsFolder)).filter(name => name.endsWith('.sql')).length);
  await drop();
});

test('a database of the first version is brought up to date, its messages kept', async () => {
  const { url, drop } = await emptyDatabase();
  const client = postgres(url, { max: 1, onnotice: () => {} });
  await applyMigrations(drizzle(client), { migrationsFolder: await onlyFirst() });
  await client`insert into messages (inbox, channel, source_key, blob, bytes, received_at) values ('support', 'email', 'support/1/1', ${'a'.repeat(64)}, 10, now())`;
  await migrate(url);
  const rows = await client`select inbox, state, place from messages`;
  assert.equal([...rows], [{ inbox: 'support', state: 'kept', place: null }]);
  await client.end();
  await drop();
});

test('a database of a newer version is refused', async () => {
  const { url, drop } = await emptyDatabase();
  await migrate(url);
  const client = postgres(url, { max: 1 });
  await client`insert into drizzle.__drizzle_migrations (hash, created_at) values ('from-the-future', 99999999999999)`;
  await client.end();
  const error = await migrate(url).catch((thrown: unknown) => thrown);
  assert.is(codeOf(error), 'database-newer');
  await drop();
});

test('a server that cannot be reached is told in words', async () => {
  const error = await migrate('postgres://nobody:secret@127.0.0.1:1/none').catch((thrown: unknown) => thrown);
  assert.is(codeOf(error), 'database-unreachable');
  assert.match(String(error), 'check DATABASE_URL');
  assert.not.match(String(error), 'secret');
});

/** A folder with the first migration alone, as the first version had it. */
async function onlyFirst(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jishi-migrations-'));
  const journal = JSON.parse(await readFile(join(migrationsFolder, 'meta', '_journal.json'), 'utf8'));
  const [first] = journal.entries;
  await mkdir(join(folder, 'meta'));
  await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries: [first] }));
  await cp(join(migrationsFolder, `${first.tag}.sql`), join(folder, `${first.tag}.sql`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test.run();
