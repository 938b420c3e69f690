import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf, TransientError, unwrap } from '../../errors.ts';
import { Pool } from '../../store/pool.ts';
import { type TestStore, testStore } from '../support/postgres.ts';

const test = suite('connections and transactions');
let store: TestStore;

test.before(async () => {
  store = await testStore();
  await store.db.execute(sql`create table pairs (run int, half int)`);
});
test.after(async () => {
  await store.close();
});
test.before.each(async () => {
  await store.db.execute(sql`truncate pairs`);
});

const rows = async (): Promise<number> =>
  Number((await store.db.execute<{ n: unknown }>(sql`select count(*) as n from pairs`))[0]?.n);

test('a transaction that throws leaves nothing behind', async () => {
  const thrown = await store
    .transaction(async tx => {
      await tx.execute(sql`insert into pairs values (1, 1)`);
      throw new Error('no');
    })
    .catch((error: unknown) => error);
  assert.is(thrown instanceof Error && thrown.message, 'no');
  assert.is(await rows(), 0);
});

test('a connection that dies between two queries of a transaction fails it, and nothing of it stays', async () => {
  const failure = await store
    .transaction(async tx => {
      await tx.execute(sql`insert into pairs values (1, 1)`);
      const [own] = await tx.execute<{ pid: unknown }>(sql`select pg_backend_pid() as pid`);
      await store.db.execute(sql`select pg_terminate_backend(${own?.pid})`);
      await until(
        async () => (await store.db.execute(sql`select from pg_stat_activity where pid = ${own?.pid}`)).length === 0,
      );
      await tx.execute(sql`insert into pairs values (1, 2)`);
    })
    .catch((error: unknown) => unwrap(error));
  assert.instance(failure, TransientError);
  assert.is(codeOf(failure), 'connection-lost');
  assert.is(await rows(), 0);
});

test('a transaction whose connection dies under a caught error cannot go on in another one', async () => {
  await store
    .transaction(async tx => {
      await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`).catch(() => {});
      await tx.execute(sql`insert into pairs values (2, 1)`);
    })
    .catch(() => {});
  assert.is(await rows(), 0);
});

test('sixteen loops of transactions outlive backends that are killed all the time: every pair is whole, nothing hangs', async () => {
  const pool = new Pool(store.url, 6);
  const killer = postgres(store.url, { max: 1, connection: { application_name: 'killer' } });
  let committed = 0;
  let lost = 0;
  let running = true;
  const loop = async (run: number): Promise<void> => {
    for (let i = 0; running; i++) {
      const id = run * 1_000_000 + i;
      try {
        await pool.transaction(async tx => {
          await tx.execute(sql`insert into pairs values (${id}::int, 1)`);
          await tx.execute(sql`insert into pairs values (${id}::int, 2)`);
        });
        committed++;
      } catch (error) {
        if (!(unwrap(error) instanceof TransientError)) throw error;
        lost++;
      }
    }
  };
  const loops = Array.from({ length: 16 }, (_, run) => loop(run));
  for (let round = 0; round < 25; round++) {
    const before = committed;
    await until(async () => committed > before + 5);
    await killer`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'jishi' and datname = current_database() and pid <> pg_backend_pid()`;
  }
  running = false;
  await Promise.all(loops);
  await pool.close();
  const halves = await killer`select count(*)::int as n from pairs group by run having count(*) <> 2`;
  const [pairs] = await killer`select count(distinct run)::int as n from pairs`;
  await killer.end();
  assert.is(halves.length, 0);
  assert.ok(lost > 0, 'no transaction was ever interrupted: the test has tested nothing');
  // A commit whose answer was lost may have taken effect: it is counted as lost and may be there all the same.
  assert.ok(
    Number(pairs?.n) >= committed && Number(pairs?.n) <= committed + lost,
    `${pairs?.n} pairs, ${committed} committed, ${lost} lost`,
  );
});

test('more users than connections wait for their turn', async () => {
  const pool = new Pool(store.url, 2);
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      pool.transaction(async tx => (await tx.execute<{ n: unknown }>(sql`select ${n}::int as n`))[0]?.n),
    ),
  );
  assert.equal(
    results,
    Array.from({ length: 20 }, (_, n) => n),
  );
  await pool.close();
});

/** Polls for a condition; the runner's own limit ends a test that waits in vain. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setImmediate(resolve));
}

test.run();
