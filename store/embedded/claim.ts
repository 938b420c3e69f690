import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../../errors.ts';

const claimSchema = z.object({ pid: z.number(), birth: z.string(), since: z.string() });
/** Which process holds a data folder. `birth` tells a process from a later one with the same number. */
export type Claim = z.infer<typeof claimSchema>;

/**
 * Takes the data folder for this process; a claim whose process is gone (killed, power cut) is taken over.
 *
 * @throws SetupError `data-in-use` when a living process holds it
 */
export async function claimFolder(data: string): Promise<void> {
  const path = join(data, 'jishi.pid');
  for (;;) {
    const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return null;
      throw error;
    });
    if (file) {
      const claim: Claim = { pid: process.pid, birth: await birthOf(process.pid), since: new Date().toISOString() };
      await file.writeFile(JSON.stringify(claim));
      await file.close();
      return;
    }
    const holder = await holderOf(data);
    if (holder) {
      throw new SetupError(
        'data-in-use',
        `The data folder "${data}" is in use by jishi process ${holder.pid}, started ${holder.since}: stop that one, or choose another folder with --data`,
      );
    }
    await rm(path, { force: true });
  }
}

export async function releaseFolder(data: string): Promise<void> {
  await rm(join(data, 'jishi.pid'), { force: true });
}

/** The living process that holds the data folder, or null. */
export async function holderOf(data: string): Promise<Claim | null> {
  const written = await readFile(join(data, 'jishi.pid'), 'utf8').catch(() => '');
  const claim = parse(written);
  if (!claim || !isAlive(claim.pid)) return null;
  return (await birthOf(claim.pid)) === claim.birth ? claim : null;
}

function parse(written: string): Claim | null {
  try {
    return claimSchema.parse(JSON.parse(written));
  } catch {
    // A claim that was cut off in mid-write belongs to a process that died in the act.
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Start time of a process in clock ticks since boot (field 22 of /proc/PID/stat); '' where the system has no /proc. */
async function birthOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
