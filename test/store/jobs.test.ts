import { sql } from 'drizzle-orm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { enqueue } from '../../store/jobs.ts';
import { holdLease } from '../../store/leases.ts';
import { workers } from '../../store/schema.ts';
import { beat, takeBackAllJobs, takeBackJobs } from '../../store/workers.ts';
import { type TestStore, testStore } from '../support/postgres.ts';

const test = suite('jobs, workers and leases');
let store: TestStore;

test.before.each(async () => {
  store = await testStore();
});
test.after.each(async () => {
  await store.close();
});

const held = async (): Promise<number> =>
  (await store.db.execute(sql`select from graphile_worker._private_jobs where locked_by is not null`)).length;

/** A job as a worker's pool holds it since so many seconds. */
async function heldJob(pool: string, seconds: number): Promise<void> {
  await store.transaction(tx => enqueue(tx, 'read', [1]));
  await store.db.execute(sql`
    update graphile_worker._private_jobs set locked_by = ${pool}, locked_at = now() - make_interval(secs => ${seconds}), attempts = 1
    where locked_by is null`);
}

async function ageWorkers(seconds: number): Promise<void> {
  await store.db.update(workers).set({ seen: sql`now() - make_interval(secs => ${seconds})` });
}

test('a job is there when its transaction commits, and never when it rolls back', async () => {
  await store
    .transaction(async tx => {
      await enqueue(tx, 'read', [1, 2, 3]);
      throw new Error('changed my mind');
    })
    .catch(() => {});
  assert.is((await store.db.execute(sql`select from graphile_worker.jobs`)).length, 0);
  await store.transaction(tx => enqueue(tx, 'read', [1, 2, 3]));
  assert.is((await store.db.execute(sql`select from graphile_worker.jobs`)).length, 1);
});

test('each fax is a job of its own, mails go in batches', async () => {
  await store.transaction(async tx => {
    await enqueue(tx, 'readFax', [1, 2, 3]);
    await enqueue(
      tx,
      'read',
      Array.from({ length: 120 }, (_, n) => n + 1),
    );
  });
  const rows = await store.db.execute<{ name: unknown; n: unknown }>(
    sql`select task_identifier as name, count(*) as n from graphile_worker.jobs group by 1 order by 1`,
  );
  assert.equal(
    rows.map(row => [row.name, Number(row.n)]),
    [
      ['read', 3],
      ['readFax', 3],
    ],
  );
});

test('jobs of a worker that was not seen for half a minute come back', async () => {
  await beat(store.db, { id: 'w1', pools: ['pool-1'] });
  await ageWorkers(31);
  await heldJob('pool-1', 40);
  assert.is(await takeBackJobs(store.db), 1);
  assert.is(await held(), 0);
});

test('a living worker keeps its jobs, however long they take', async () => {
  await beat(store.db, { id: 'w1', pools: ['pool-1'] });
  await heldJob('pool-1', 3600);
  assert.is(await takeBackJobs(store.db), 0);
  assert.is(await held(), 1);
});

test('a worker that is only just starting keeps a job that it took before its first heartbeat', async () => {
  await heldJob('pool-unknown', 5);
  assert.is(await takeBackJobs(store.db), 0);
});

test('a worker that can have no company takes everything back at once', async () => {
  await beat(store.db, { id: 'w1', pools: ['pool-1'] });
  await heldJob('pool-1', 1);
  await holdLease(store.db, 'inbox/support', 'w1');
  await takeBackAllJobs(store.db);
  assert.is(await held(), 0);
  assert.is(await holdLease(store.db, 'inbox/support', 'w2'), true);
});

test('a lease has one holder, who may renew it; another gets it when it has run out', async () => {
  assert.is(await holdLease(store.db, 'inbox/support', 'a'), true);
  assert.is(await holdLease(store.db, 'inbox/support', 'b'), false);
  assert.is(await holdLease(store.db, 'inbox/support', 'a'), true);
  await store.db.execute(sql`update leases set expires = now() - interval '1 second'`);
  assert.is(await holdLease(store.db, 'inbox/support', 'b'), true);
  assert.is(await holdLease(store.db, 'inbox/support', 'a'), false);
});

test.run();
