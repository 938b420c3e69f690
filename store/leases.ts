import { and, eq, sql } from 'drizzle-orm';
import type { Database } from './pool.ts';
import { leases } from './schema.ts';

/** A lease lasts this long without renewal. */
const leaseSeconds = 20;

/**
 * Takes or renews the lease of a name: true while nobody else holds it.
 * Time is the database's, so that workers whose clocks differ agree.
 */
export async function holdLease(db: Database, name: string, holder: string): Promise<boolean> {
  const expires = sql`now() + make_interval(secs => ${leaseSeconds})`;
  const rows = await db
    .insert(leases)
    .values({ name, holder, expires })
    .onConflictDoUpdate({
      target: leases.name,
      set: { holder, expires },
      setWhere: sql`${leases.holder} = ${holder} or ${leases.expires} < now()`,
    })
    .returning({ holder: leases.holder });
  return rows.length === 1;
}

export async function dropLease(db: Database, name: string, holder: string): Promise<void> {
  await db.delete(leases).where(and(eq(leases.name, name), eq(leases.holder, holder)));
}
