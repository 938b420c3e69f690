import { openLog } from '../log.ts';
import { type Halves, type Service, startService } from '../service/service.ts';
import { configOf, type GlobalOptions } from './options.ts';
import { tell } from './terminal.ts';

/** `jishi start`, `worker`, `desk`: runs until it is told to stop. */
export async function run(options: GlobalOptions, halves: Halves): Promise<void> {
  const config = configOf(options);
  const log = openLog(config.log.level);
  const stopping = stopSignal();
  const service = await startService(config, log, halves);
  log.info({
    event: 'started',
    worker: halves.worker,
    desk: service.deskUrl ?? undefined,
    inboxes: halves.worker ? config.inboxes.map(inbox => inbox.name) : undefined,
  });
  await untilStopped(service, stopping);
  log.info({ event: 'stopped' });
}

/**
 * Resolves at SIGINT or SIGTERM. Asked for before anything is started, so that a signal in the first seconds leaves
 * nothing running behind; a second signal ends the process at once, and nothing is lost by it either.
 */
export function stopSignal(): Promise<void> {
  return new Promise(resolve => {
    const stop = (): void => {
      tell('jishi: stopping; once more to stop at once');
      process.off('SIGINT', stop).off('SIGTERM', stop);
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

/** Waits to be told to stop, then finishes what is in hand. */
export async function untilStopped(service: Service, stopping: Promise<void>): Promise<void> {
  await stopping;
  await service.stop();
}
