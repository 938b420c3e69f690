import { EventEmitter } from 'node:events';
import { Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { messageOf } from '../errors.ts';
import type { Parts } from '../pipeline/parts.ts';
import { runStep } from '../pipeline/run.ts';
import { sweep } from '../pipeline/sweep.ts';
import { type StepName, stepNames } from '../store/jobs.ts';
import { holdLease } from '../store/leases.ts';
import { openQueuePool } from '../store/queue.ts';
import { beat, heartbeatMs, leave, takeBackAllJobs, takeBackJobs } from '../store/workers.ts';

type StepPool = { stop(): Promise<void> };

export type Worker = { readonly id: string; stop(): Promise<void> };

const sweepMs = 20_000;

/**
 * Runs the steps as jobs of the queue, until stop() has let the jobs in hand finish. Faxes have a pool of their own, so
 * that a backlog of them never keeps a mail waiting.
 *
 * @param alone no other worker can be at work on this database: jobs that a dead one holds are taken back at once
 */
export async function startWorker(parts: Parts, { alone }: { alone: boolean }): Promise<Worker> {
  const { store, config, log, holder: id } = parts;
  const pools: string[] = [];
  if (alone) await takeBackAllJobs(store.db);

  const runners = [
    await startPool(parts, pools, ['send', 'file', 'judge', 'read'], 4),
    await startPool(parts, pools, ['readFax'], config.ocr.threads),
  ];
  await beat(store.db, { id, pools });

  const guard = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await work().catch(error => log.warn({ event: `${what}-failed`, reason: messageOf(error) }));
  };
  const timers = [
    every(heartbeatMs, () => guard('heartbeat', () => beat(store.db, { id, pools }))),
    every(sweepMs, () =>
      guard('sweep', async () => {
        await takeBackJobs(store.db);
        if (await holdLease(store.db, 'sweep', id)) await sweep(parts);
      }),
    ),
  ];
  return {
    id,
    async stop() {
      await Promise.all(timers.map(timer => timer.stop()));
      await Promise.all(runners.map(runner => runner.stop()));
      await guard('leave', () => leave(store.db, id));
    },
  };
}

/** Workers of some steps, with database connections of their own. */
async function startPool(parts: Parts, pools: string[], names: StepName[], concurrency: number): Promise<StepPool> {
  const { pool, close } = openQueuePool(parts.store.url, concurrency + 2);
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => pools.push(workerPool.id));
  const taskList: TaskList = {};
  for (const name of stepNames) {
    if (names.includes(name)) taskList[name] = (payload, { job }) => runStep(parts, name, payload, job.attempts);
  }
  const runner = await run({
    pgPool: pool,
    concurrency,
    noHandleSignals: true,
    crontab: '# none',
    events,
    taskList,
    // With delays the completion of the job in hand is lost when the worker stops, and the job runs again.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: quiet(parts),
  });
  return {
    async stop() {
      await runner.stop();
      await close();
    },
  };
}

/** The queue's own words: what fails is logged by the steps; what it says beyond errors is for debugging. */
function quiet({ log }: Parts): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' && !message.startsWith('Failed task')) log.error({ event: 'queue', reason: message });
    else log.debug({ event: 'queue', reason: message });
  });
}

/** Repeats work, never beside itself, until stopped. */
function every(ms: number, work: () => Promise<void>): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= work().finally(() => {
      running = null;
    });
  }, ms);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
