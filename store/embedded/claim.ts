import { createHash, randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf, SetupError } from '../../errors.ts';

const claimSchema = z.object({ pid: z.number(), birth: z.string(), since: z.string() });
/** Which process holds a data folder. `birth` tells a process from a later one with the same number. */
export type Claim = z.infer<typeof claimSchema>;

const claimName = 'jishi.pid';

/**
 * Takes the data folder for this process; a claim whose process is gone (killed, power cut) is taken over.
 * Of any number of processes that try at the same instant, exactly one gets it.
 *
 * @throws SetupError `data-in-use` when a living process holds it
 */
export async function claimFolder(data: string): Promise<Claim> {
  const claim: Claim = { pid: process.pid, birth: await birthOf(process.pid), since: new Date().toISOString() };
  const draft = join(data, `${claimName}.new-${randomBytes(8).toString('hex')}`);
  try {
    while (!(await tryClaim(data, claim, draft)));
  } finally {
    await rm(draft, { force: true });
  }
  await clearRemains(data);
  return claim;
}

/** Gives the folder back; a claim that is not this one (any more) stays. */
export async function releaseFolder(data: string, claim: Claim): Promise<void> {
  if (await holdsFolder(data, claim)) await rm(join(data, claimName), { force: true });
}

export async function holdsFolder(data: string, claim: Claim): Promise<boolean> {
  return (await textOf(join(data, claimName))) === JSON.stringify(claim);
}

/** The living process that holds the data folder, or null. */
export async function holderOf(data: string): Promise<Claim | null> {
  return livingClaim((await textOf(join(data, claimName)).catch(() => null)) ?? '');
}

/** False where the folder changed under our eyes: look again. */
async function tryClaim(data: string, claim: Claim, draft: string): Promise<boolean> {
  const path = join(data, claimName);
  await writeDraft(draft, JSON.stringify(claim));
  if (await place(draft, path)) return true;
  const written = await textOf(path);
  if (written === null) return false;
  const holder = await livingClaim(written);
  if (holder) throw inUse(data, holder);

  const heir = await becomeHeir(data, written, draft);
  if (heir === null) return false;
  // We are the only one who may replace what the dead wrote; if it is gone, an heir before us has replaced it.
  if ((await textOf(path)) === written) {
    await rename(heir, path);
    return true;
  }
  await rm(heir, { force: true });
  return false;
}

/**
 * Becomes the one process that may take over the claim of a dead one: the first to place its own under the heir's name.
 * An heir that died itself is succeeded under the next number, so that no name is ever cleared while others may look at it.
 * Null where an heir's name vanished as we looked: the takeover is over.
 */
async function becomeHeir(data: string, written: string, draft: string): Promise<string | null> {
  const dead = createHash('sha256').update(written).digest('hex').slice(0, 16);
  for (let number = 1; ; number++) {
    const path = join(data, `${claimName}.heir-${dead}-${number}`);
    if (await place(draft, path)) return path;
    const other = await textOf(path);
    if (other === null) return null;
    const heir = await livingClaim(other);
    if (heir) throw inUse(data, heir);
  }
}

/** Only a whole claim is ever seen under a claim's name: it is written, and on the disk, before it is linked. */
async function writeDraft(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** False where the name is taken, or the draft was cleared away by one who has just claimed the folder. */
async function place(draft: string, path: string): Promise<boolean> {
  return link(draft, path).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
}

/** Drafts and heirs of processes that died on the way; while we hold the folder they decide nothing. */
async function clearRemains(data: string): Promise<void> {
  for (const name of await readdir(data)) {
    if (name.startsWith(`${claimName}.`)) await rm(join(data, name), { force: true });
  }
}

function inUse(data: string, holder: Claim): SetupError {
  return new SetupError(
    'data-in-use',
    `The data folder "${data}" is in use by jishi process ${holder.pid}, started ${holder.since}: stop that one, or choose another folder with --data`,
  );
}

/** Null where there is no such file. */
async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
}

async function livingClaim(written: string): Promise<Claim | null> {
  const claim = parse(written);
  if (!claim || !isAlive(claim.pid)) return null;
  return (await birthOf(claim.pid)) === claim.birth ? claim : null;
}

function parse(written: string): Claim | null {
  try {
    return claimSchema.parse(JSON.parse(written));
  } catch {
    // Not a claim of ours, or one that a power cut damaged: nobody lives behind it.
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
