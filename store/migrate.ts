import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import { Logger, runMigrations } from 'graphile-worker';
import postgres from 'postgres';
import { codeOf, messageOf, SetupError } from '../errors.ts';
import { packageRoot } from '../root.ts';

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
    await applyMigrations(drizzle(client), { migrationsFolder });
    await runMigrations({ connectionString: url, logger: new Logger(() => () => {}) });
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError('migration', `Cannot bring the database to this version's schema: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    await client.end({ timeout: 5 });
  }
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
