import { openLog } from '../log.ts';
import { type Halves, type Service, startService } from '../service/service.ts';
import { configOf, type GlobalOptions } from './options.ts';
import { tell } from './terminal.ts';

/** `jishi start`, `worker`, `desk`: runs until it is told to stop. */
export async function run(options: GlobalOptions, halves: Halves): Promise<void> {
  const config = configOf(options);
  const log = openLog(config.log.level);
  const service = await startService(config, log, halves);
  log.info({
    event: 'started',
    worker: halves.worker,
    desk: service.deskUrl ?? undefined,
    inboxes: halves.worker ? config.inboxes.map(inbox => inbox.name) : undefined,
  });
  await untilStopped(service);
  log.info({ event: 'stopped' });
}

/** Waits for SIGINT or SIGTERM, then finishes what is in hand; a second signal ends at once, and nothing is lost by it either. */
export async function untilStopped(service: Service): Promise<void> {
  await new Promise<void>(resolve => {
    const stop = (): void => {
      tell('jishi: stopping; once more to stop at once');
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  await service.stop();
}
