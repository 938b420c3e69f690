import { join } from 'node:path';
import { SetupError } from '../errors.ts';
import { type BlobStore, openFolderBlobs } from './blobs.ts';
import { runningEmbedded, startEmbedded } from './embedded/server.ts';
import { migrate } from './migrate.ts';
import { type Database, Pool } from './pool.ts';

/** The floor that everything stands on: rows, transactions and originals. */
export type Store = {
  db: Database;
  transaction: Pool['transaction'];
  blobs: BlobStore;
  /** For the job queue, which keeps connections of its own. */
  url: string;
  close(): Promise<void>;
};

export type StoreOptions = {
  /** Data folder; the originals lie in `blobs/` below it, the embedded database in `postgres/`. */
  data: string;
  /** PostgreSQL server; null: the embedded one. */
  database: string | null;
  /** Connections for our own queries, beside the job queue's. */
  connections?: number;
  /** Use the embedded database of a jishi that is running on this folder, instead of refusing to start. */
  share?: boolean;
  /** Told when the embedded server ended by itself and is started again. */
  onTrouble?: (words: string) => void;
};

/** Opens the store, starting the embedded database where no server is configured, and migrates it. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, stop } = await findServer(options);
  try {
    await migrate(url);
    const pool = new Pool(url, options.connections ?? 10);
    const blobs = await openFolderBlobs(join(options.data, 'blobs'));
    return {
      db: pool.db,
      transaction: work => pool.transaction(work),
      blobs,
      url,
      async close() {
        await pool.close();
        await blobs.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function findServer(options: StoreOptions): Promise<{ url: string; stop(): Promise<void> }> {
  if (options.database !== null) {
    if (!/^postgres(?:ql)?:\/\//.test(options.database))
      throw new SetupError(
        'database-url',
        'The database setting must look like postgres://user:password@host:5432/name',
      );
    return { url: options.database, stop: async () => {} };
  }
  const running = options.share ? await runningEmbedded(options.data) : null;
  return running
    ? { url: running, stop: async () => {} }
    : startEmbedded(options.data, options.onTrouble ? { onTrouble: options.onTrouble } : {});
}
