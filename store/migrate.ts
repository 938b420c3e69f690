import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import { Logger, runMigrations } from 'graphile-worker';
import postgres from 'postgres';
import { z } from 'zod';
import { codeOf, messageOf, SetupError } from '../errors.ts';
import { packageRoot } from '../root.ts';
import { openQueuePool } from './queue.ts';

/** Folder of the frozen SQL migrations. */
export const migrationsFolder = join(packageRoot, 'store', 'migrations');

/**
 * Brings a database to this version's schema, ours and the job queue's; does nothing where it is there already.
 * Processes that start together wait for each other.
 *
 * @throws SetupError `database-unreachable`, `database-old` (PostgreSQL before 14), `database-newer`, `migration`
 */
export async function migrate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await reach(client);
    await client`select pg_advisory_lock(${lockKey})`;
    await refuseNewer(client);
    await applyMigrations(drizzle(client), { migrationsFolder });
    await migrateQueue(url);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError('migration', `Cannot bring the database to this version's schema: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function migrateQueue(url: string): Promise<void> {
  const { pool, close } = openQueuePool(url, 1);
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) });
  } finally {
    await close();
  }
}

const journalSchema = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

/** A database that a later version has changed must not be written by this one: its rows could lose what they mean. */
async function refuseNewer(client: postgres.Sql): Promise<void> {
  const [table] = await client`select to_regclass('drizzle.__drizzle_migrations') is not null as present`;
  if (!table?.present) return;
  const [row] = await client`select max(created_at)::float8 as latest from drizzle.__drizzle_migrations`;
  const journal = journalSchema.parse(
    JSON.parse(await readFile(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')),
  );
  const newest = Math.max(...journal.entries.map(entry => entry.when));
  if (Number(row?.latest ?? 0) > newest)
    throw new SetupError(
      'database-newer',
      'The database was made by a newer version of jishi: start that version, or restore the backup that was made before its upgrade',
    );
}

/** Any number will do, as long as no other program on the database locks it. */
const lockKey = 7_415_201;

async function reach(client: postgres.Sql): Promise<void> {
  const version = await client`select current_setting('server_version_num')::int as number`.catch((error: unknown) => {
    throw new SetupError(
      'database-unreachable',
      `Cannot reach the database (${codeOf(error)}: ${messageOf(error)}): check DATABASE_URL and that the server runs`,
      {
        cause: error,
      },
    );
  });
  const number = Number(version[0]?.number);
  if (number < 140_000)
    throw new SetupError(
      'database-old',
      `The database server is PostgreSQL ${Math.floor(number / 10_000)}: jishi needs 14 or newer`,
    );
}
