import pg from 'pg';

/**
 * Connections for the job queue, which speaks `pg`. Ours to open and to close: one that graphile-worker opens itself is
 * closed without waiting and without a listener for errors, and a server that stops at that moment would end the process.
 */
export function openQueuePool(url: string, max: number): { pool: pg.Pool; close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'jishi-queue' });
  // What happens to an idle connection concerns nobody: the next use opens another.
  pool.on('error', () => {});
  pool.on('connect', client => client.on('error', () => {}));
  return { pool, close: () => pool.end() };
}
