import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { judge } from '../../classify/judge.ts';
import { type Config, loadConfig } from '../../config.ts';
import { PermanentError } from '../../errors.ts';
import type { Arrival } from '../../ingest/arrival.ts';
import type { FaxReader } from '../../ingest/fax/reader.ts';
import { readMailMessage } from '../../ingest/read.ts';
import type { FaxReading } from '../../ingest/reading.ts';
import { silentLog } from '../../log.ts';
import type { Carrier } from '../../notify/carrier.ts';
import type { Parts } from '../../pipeline/parts.ts';
import type { Thinker } from '../../pipeline/thinker.ts';
import { arrive, steps } from '../../pipeline.ts';
import { type StepName, stepNames } from '../../store/jobs.ts';
import type { OutboxRow } from '../../store/outbox.ts';
import type { TestStore } from './postgres.ts';

/** A clock that stands still until it is moved. */
export class TestClock {
  #ms: number;

  constructor(iso: string) {
    this.#ms = Date.parse(iso);
  }

  now = (): Date => new Date(this.#ms);

  forward(minutes: number): void {
    this.#ms += minutes * 60_000;
  }
}

/** A carrier that notes what it was given, and fails as it is told. */
export class TestCarrier implements Carrier {
  readonly sent: OutboxRow[] = [];
  /** Thrown by the next sends, one each. */
  readonly failures: Error[] = [];

  async send(row: OutboxRow): Promise<void> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.sent.push(row);
  }

  async check(): Promise<string> {
    return 'ready';
  }

  async close(): Promise<void> {}
}

/** Knows faxes by their bytes: what is not registered cannot be read. */
export class TestFaxReader implements FaxReader {
  readonly known = new Map<string, FaxReading>();

  async read(bytes: Uint8Array): Promise<FaxReading> {
    const reading = this.known.get(Buffer.from(bytes).toString('latin1'));
    if (!reading)
      throw new PermanentError('fax-damaged', 'Cannot read the fax: its bytes are damaged; ask for it again');
    return reading;
  }

  async close(): Promise<void> {}
}

/** Reads and judges in this thread. */
export const inlineThinker: Thinker = {
  readMails: mails =>
    Promise.all(
      mails.map(bytes =>
        readMailMessage(Buffer.from(bytes)).catch((error: unknown) => {
          if (error instanceof PermanentError) return error;
          throw error;
        }),
      ),
    ),
  judge: async requests => requests.map(judge),
  close: async () => {},
};

export type TestParts = Parts & {
  clock: TestClock;
  mail: TestCarrier;
  fax: TestCarrier;
  faxes: TestFaxReader;
  store: TestStore;
};

export function testParts(store: TestStore, clock = new TestClock('2026-11-25T08:00:00Z')): TestParts {
  const mail = new TestCarrier();
  const fax = new TestCarrier();
  const faxes = new TestFaxReader();
  return {
    config: testConfig(store.folder),
    store,
    thinker: inlineThinker,
    faxReader: faxes,
    carriers: { email: mail, fax },
    log: silentLog,
    holder: randomUUID(),
    now: clock.now,
    ...{ clock, mail, fax, faxes },
  };
}

export function testConfig(folder: string): Config {
  return loadConfig({ data: join(folder, 'data'), environment: {} });
}

/** A plain mail as its bytes. */
export function mailBytes(headers: Record<string, string>, body: string): Buffer {
  const all = {
    From: '王芳 <wangfang@first.example>',
    To: 'support@jishi.example',
    Subject: '开票问题',
    'Message-ID': `<${Math.random()}@first.example>`,
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${head.join('')}\r\n${body}\r\n`);
}

let arrivals = 0;

export function arrivalOf(bytes: Buffer, over: Partial<Arrival> = {}): Arrival {
  arrivals++;
  return {
    inbox: 'support',
    channel: 'email',
    sourceKey: `support/1/${arrivals}`,
    uidValidity: 1,
    uid: arrivals,
    bytes,
    envelope: {},
    receivedAt: new Date('2026-11-25T07:59:00Z'),
    ...over,
  };
}

/**
 * Runs the queue's jobs in this process, the next step first, each as often as `times` says, until none is due.
 * Those that were put off to a later time run only with `deferred`, and then once.
 */
export async function drain(parts: Parts, times = 1, deferred = false): Promise<void> {
  const waiting = deferred ? sql`run_at <> created_at` : sql`run_at = created_at`;
  for (;;) {
    const [job] = await parts.store.db.execute<{ id: unknown; name: unknown; payload: unknown }>(sql`
      select j.id, t.identifier as name, j.payload::text as payload
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where ${waiting} order by j.priority, j.id limit 1`);
    if (!job) return;
    await parts.store.db.execute(sql`delete from graphile_worker._private_jobs where id = ${job.id}`);
    const ids: number[] = JSON.parse(String(job.payload));
    for (let n = 0; n < times; n++) await steps[stepOf(String(job.name))](parts, ids);
    if (deferred) return drain(parts, times);
  }
}

/** Keeps mails and lets everything follow. */
export async function process(parts: Parts, arriving: Arrival[], times = 1): Promise<void> {
  for (let n = 0; n < times; n++) await arrive(parts, arriving);
  await drain(parts, times);
}

function stepOf(name: string): StepName {
  const step = stepNames.find(known => known === name);
  if (step) return step;
  throw new Error(`no step is named ${name}`);
}
