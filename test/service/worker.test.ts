import { sql } from 'drizzle-orm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TransientError } from '../../errors.ts';
import { arrive } from '../../pipeline.ts';
import { startWorker } from '../../service/worker.ts';
import { outbox, workers } from '../../store/schema.ts';
import { arrivalOf, mailBytes, type TestParts, testParts } from '../support/parts.ts';
import { testStore } from '../support/postgres.ts';

const test = suite('a worker');
let parts: TestParts;

test.before.each(async () => {
  parts = testParts(await testStore());
});
test.after.each(async () => {
  await parts.store.close();
});

const question = '您好，请问在哪里可以查询上个月的开票汇总？不着急。';

/** Polls until the mail carrier has so many. */
async function until(sent: number): Promise<void> {
  while (parts.mail.sent.length < sent) await new Promise(resolve => setTimeout(resolve, 5));
}

test('takes messages all the way by itself, and leaves nothing held when it stops', async () => {
  const worker = await startWorker(parts, { alone: false });
  await arrive(
    parts,
    Array.from({ length: 30 }, (_, n) => arrivalOf(mailBytes({ From: `u${n}@first.example` }, `${question} ${n}`))),
  );
  await until(30);
  await worker.stop();
  assert.is((await parts.store.db.execute(sql`select from graphile_worker._private_jobs`)).length, 0);
  assert.is((await parts.store.db.select().from(workers)).length, 0);
});

test('two workers share the work, and nothing is done twice', async () => {
  const both = [await startWorker(parts, { alone: false }), await startWorker(parts, { alone: false })];
  for (let batch = 0; batch < 6; batch++)
    await arrive(
      parts,
      Array.from({ length: 20 }, (_, n) =>
        arrivalOf(mailBytes({ From: `u${batch}-${n}@first.example` }, `${question} ${batch} ${n}`)),
      ),
    );
  await until(120);
  await Promise.all(both.map(worker => worker.stop()));
  assert.is(parts.mail.sent.length, 120);
  assert.is(new Set(parts.mail.sent.map(row => row.messageId)).size, 120);
});

test('a job that a killed worker held is done by the next one', async () => {
  await arrive(parts, [arrivalOf(mailBytes({}, question))]);
  await parts.store.db.execute(
    sql`update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now(), attempts = 1`,
  );
  const worker = await startWorker(parts, { alone: true });
  await until(1);
  await worker.stop();
  assert.is(parts.mail.sent.length, 1);
});

test('a passing failure is tried again by the queue', async () => {
  parts.mail.failures.push(new TransientError('smtp-deferred', '451 later'));
  const worker = await startWorker(parts, { alone: false });
  await arrive(parts, [arrivalOf(mailBytes({}, question))]);
  await until(1);
  await worker.stop();
  const [row] = await parts.store.db.select().from(outbox);
  assert.equal([row?.state, row?.attempts], ['sent', 2]);
});

test.run();
