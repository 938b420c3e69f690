import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Config } from '../config.ts';
import { deskApp } from '../desk/app.ts';
import { type DeskServer, serveDesk } from '../desk/server.ts';
import { messageOf } from '../errors.ts';
import type { Source } from '../ingest/arrival.ts';
import { openFaxReader } from '../ingest/fax/reader.ts';
import type { Log } from '../log.ts';
import { openFaxFolder } from '../notify/fax.ts';
import { openMailFolder, openSmtp } from '../notify/mail.ts';
import type { Parts } from '../pipeline/parts.ts';
import { openThinker } from '../pipeline/thinker.ts';
import { openStore } from '../store/connect.ts';
import { startSources } from './sources.ts';
import { startWorker } from './worker.ts';

/** Which halves of the house run in this process. */
export type Halves = { worker: boolean; desk: boolean };

export type Service = { parts: Parts; sources: Source[]; deskUrl: string | null; stop(): Promise<void> };

/** Puts the parts together and starts them: the floor first, what lets the world in last; stop() goes the other way. */
export async function startService(
  config: Config,
  log: Log,
  halves: Halves,
  now: () => Date = () => new Date(),
): Promise<Service> {
  // A desk by itself looks at the database that a worker on the same data folder runs.
  const parts = await openParts(config, log, now, !halves.worker);
  const stops: (() => Promise<void>)[] = [() => closeParts(parts)];
  const stop = async (): Promise<void> => {
    // One that fails must not keep the others from being stopped.
    for (const one of stops.splice(0).reverse())
      await one().catch(error => log.warn({ event: 'stop-failed', reason: messageOf(error) }));
  };
  try {
    let sources: Source[] = [];
    let desk: DeskServer | null = null;
    if (halves.worker) {
      const worker = await startWorker(parts, { alone: config.database === null });
      stops.push(() => worker.stop());
      const opened = await startSources(parts, worker.id);
      stops.push(() => opened.stop());
      sources = opened.sources;
    }
    if (halves.desk) {
      desk = await serveDesk(
        deskApp({
          ping: async () => {
            await parts.store.db.execute(sql`select 1`);
          },
        }),
        config.desk.listen,
        config.movablePorts,
      );
      stops.push(desk.stop);
    }
    return { parts, sources, deskUrl: desk ? (config.desk.url ?? desk.url) : null, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The parts without anything running: for commands that do one thing and end. */
export async function openParts(
  config: Config,
  log: Log,
  now: () => Date = () => new Date(),
  share = false,
): Promise<Parts> {
  const store = await openStore({
    ...{ data: config.data, database: config.database, share },
    onTrouble: words => log.error({ event: 'database-trouble', reason: words }),
  });
  const { team, outbound } = config;
  return {
    config,
    store,
    thinker: openThinker(),
    faxReader: openFaxReader({ engine: config.ocr.engine, threads: config.ocr.threads }),
    carriers: {
      email:
        outbound.mail === null
          ? openMailFolder(join(config.data, 'outbox'), team)
          : openSmtp(outbound.mail, outbound.connections, team),
      fax: openFaxFolder(join(config.data, 'fax-out')),
    },
    log,
    holder: randomUUID(),
    now,
  };
}

export async function closeParts({ thinker, faxReader, carriers, store }: Parts): Promise<void> {
  await thinker.close();
  await faxReader.close();
  await carriers.email.close();
  await carriers.fax.close();
  await store.close();
}
