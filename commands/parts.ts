import { openLog } from '../log.ts';
import type { Parts } from '../pipeline/parts.ts';
import { closeParts, openParts } from '../service/service.ts';
import { configOf, type GlobalOptions } from './options.ts';

/** For commands that do one thing and end: beside a running jishi they share its embedded database. */
export async function withParts(options: GlobalOptions, work: (parts: Parts) => Promise<void>): Promise<void> {
  const parts = await openParts(configOf(options), openLog('error'), undefined, true);
  try {
    await work(parts);
  } finally {
    await closeParts(parts);
  }
}
