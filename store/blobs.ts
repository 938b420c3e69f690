import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import PQueue from 'p-queue';
import { codeOf, messageOf, PermanentError, TransientError } from '../errors.ts';

/**
 * Originals and attachments by the SHA-256 of their bytes. What `put` has returned survives a power cut.
 * A folder now; a bucket fits behind the same three functions.
 */
export interface BlobStore {
  /** Keeps the bytes and gives their SHA-256 in hex; keeping them again changes nothing. */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws PermanentError `blob-missing` or `blob-damaged` */
  get(sha256: string): Promise<Buffer>;
  has(sha256: string): Promise<boolean>;
}

/** Blobs as files `ab/cdef…` below a folder; more than a few syncs at once only queue up in the kernel. */
export async function openFolderBlobs(folder: string): Promise<BlobStore> {
  await mkdir(folder, { recursive: true });
  await clearUnfinished(folder);
  const queue = new PQueue({ concurrency: 8 });
  const shelves = new Map<string, Promise<void>>();

  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      await queue.add(() => keep(bytes, pathOf(folder, sha256), join(folder, unfinished, randomUUID()), shelves));
      return sha256;
    },
    async get(sha256) {
      const bytes = await readFile(pathOf(folder, sha256)).catch(error => {
        if (codeOf(error) === 'ENOENT')
          throw new PermanentError(
            'blob-missing',
            `The original ${sha256} is not in "${folder}": restore it from a backup`,
            { cause: error },
          );
        throw error;
      });
      if (sha256Of(bytes) !== sha256)
        throw new PermanentError(
          'blob-damaged',
          `The original ${sha256} in "${folder}" was altered on disk: restore it from a backup`,
        );
      return bytes;
    },
    async has(sha256) {
      return (await stat(pathOf(folder, sha256)).catch(() => null)) !== null;
    },
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Files being written live here until they are whole; one left over belongs to a process that died. */
const unfinished = 'unfinished';

function pathOf(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256.slice(2));
}

async function keep(
  bytes: Uint8Array,
  path: string,
  temporary: string,
  shelves: Map<string, Promise<void>>,
): Promise<void> {
  try {
    if (await stat(path).catch(() => null)) return;
    const shelf = dirname(path);
    let made = shelves.get(shelf);
    if (!made) {
      made = makeShelf(shelf);
      shelves.set(shelf, made);
    }
    await made;
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(shelf);
  } catch (error) {
    shelves.delete(dirname(path));
    throw new TransientError(
      'blob-write',
      `Cannot keep an original in "${dirname(path)}": ${messageOf(error)}; check the disk's space and rights`,
      {
        cause: error,
      },
    );
  }
}

async function makeShelf(shelf: string): Promise<void> {
  await mkdir(shelf, { recursive: true });
  await syncFolder(dirname(shelf));
}

/** A new name is only safe when its folder is on the disk, too (fsync(2)). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function clearUnfinished(folder: string): Promise<void> {
  const path = join(folder, unfinished);
  await mkdir(path, { recursive: true });
  const hourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(path)) {
    const found = await stat(join(path, name)).catch(() => null);
    if (found && found.mtimeMs < hourAgo) await rm(join(path, name), { force: true });
  }
}
