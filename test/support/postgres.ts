import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openFolderBlobs } from '../../store/blobs.ts';
import type { Store } from '../../store/connect.ts';
import { type EmbeddedServer, startEmbedded } from '../../store/embedded/server.ts';
import { migrate } from '../../store/migrate.ts';
import { Pool } from '../../store/pool.ts';

/**
 * One PostgreSQL for all test files of a run, with a migrated template database that each test file's database is cloned
 * from. It is stopped and removed when the process ends.
 */
const template = 'template_jishi';
let server: Promise<{ embedded: EmbeddedServer; admin: postgres.Sql }> | null = null;
let users = 0;

export type TestStore = Store & { folder: string };

/** A fresh store: a database of its own, and a folder for blobs. */
export async function testStore(): Promise<TestStore> {
  const { admin } = await hold();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await admin.unsafe(`create database ${name} template ${template}`);
  const url = await urlOf(name);
  const folder = mkdtempSync(join(tmpdir(), 'jishi-test-'));
  const pool = new Pool(url, 8);
  const blobs = await openFolderBlobs(join(folder, 'blobs'));
  return {
    db: pool.db,
    transaction: work => pool.transaction(work),
    blobs,
    url,
    folder,
    async close() {
      await pool.close();
      await blobs.close();
      await admin.unsafe(`drop database ${name} with (force)`);
      rmSync(folder, { recursive: true, force: true });
      letGo();
    },
  };
}

/** An empty database, for tests of migrations. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { admin } = await hold();
  const name = `e_${randomBytes(6).toString('hex')}`;
  await admin.unsafe(`create database ${name} template template0 encoding 'UTF8'`);
  return {
    url: await urlOf(name),
    async drop() {
      await admin.unsafe(`drop database ${name} with (force)`);
      letGo();
    },
  };
}

let folder = '';

async function start(): Promise<{ embedded: EmbeddedServer; admin: postgres.Sql }> {
  folder = mkdtempSync(join(tmpdir(), 'jishi-pg-'));
  const embedded = await startEmbedded(folder);
  const admin = postgres(embedded.url, { max: 1, onnotice: () => {} });
  // Nothing here must survive a power cut.
  await admin.unsafe('alter system set fsync = off');
  await admin.unsafe('select pg_reload_conf()');
  await admin.unsafe(`create database ${template}`);
  await migrate(embedded.url.replace(/\/postgres$/, `/${template}`));
  return { embedded, admin };
}

async function urlOf(name: string): Promise<string> {
  const { embedded } = await server!;
  return embedded.url.replace(/\/postgres$/, `/${name}`);
}

/** The server stays a moment longer than its last user: the next test is usually near. */
const lingerMs = 500;
let lingering: NodeJS.Timeout | undefined;

async function hold(): Promise<{ embedded: EmbeddedServer; admin: postgres.Sql }> {
  users++;
  clearTimeout(lingering);
  server ??= start();
  return server;
}

function letGo(): void {
  users--;
  if (users > 0) return;
  lingering = setTimeout(() => {
    if (users === 0) void stop();
  }, lingerMs);
}

async function stop(): Promise<void> {
  const running = server;
  server = null;
  if (!running) return;
  const { embedded, admin } = await running;
  await admin.end();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
