import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import PQueue from 'p-queue';
import { codeOf, messageOf, PermanentError, TransientError } from '../errors.ts';

/**
 * Originals and attachments by the SHA-256 of their bytes. What `put` has returned survives a power cut.
 * A folder now; a bucket fits behind the same functions.
 */
export interface BlobStore {
  /** Keeps the bytes and gives their SHA-256 in hex; keeping them again changes nothing. */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws PermanentError `blob-missing` or `blob-damaged` */
  get(sha256: string): Promise<Buffer>;
  has(sha256: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Blobs as files `ab/cdef…` below a folder; more than a few writes at once only queue up in the kernel. */
export async function openFolderBlobs(folder: string): Promise<BlobStore> {
  await mkdir(join(folder, unfinished), { recursive: true });
  await clearUnfinished(folder);
  const queue = new PQueue({ concurrency: 8 });
  const shelves = new Map<string, Promise<FileHandle>>();

  const keep = async (bytes: Uint8Array, sha256: string): Promise<void> => {
    const path = pathOf(folder, sha256);
    const shelf = dirname(path);
    const temporary = join(folder, unfinished, randomUUID());
    try {
      const opened = shelves.get(shelf) ?? openShelf(shelf);
      shelves.set(shelf, opened);
      const handle = await opened;
      await writeSynced(temporary, bytes);
      await rename(temporary, path);
      // A new name is only safe when its folder is on the disk, too (fsync(2)).
      await handle.sync();
    } catch (error) {
      shelves.delete(shelf);
      await rm(temporary, { force: true }).catch(() => {});
      throw new TransientError(
        'blob-write',
        `Cannot keep an original in "${shelf}": ${messageOf(error)}; check the disk's space and rights`,
        { cause: error },
      );
    }
  };

  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      await queue.add(() => keep(bytes, sha256));
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
    async close() {
      await queue.onIdle();
      const opened = await Promise.allSettled(shelves.values());
      shelves.clear();
      await Promise.all(opened.map(shelf => (shelf.status === 'fulfilled' ? shelf.value.close() : undefined)));
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

/** Writes a new file so that its bytes are on the disk when this resolves: O_DSYNC saves a call of its own for that. */
async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC, 0o600);
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}

/** Opens a shelf for syncing, making it where it is new. There are 256 at most: each stays open. */
async function openShelf(shelf: string): Promise<FileHandle> {
  await mkdir(shelf, { recursive: true });
  const parent = await open(dirname(shelf), 'r');
  await parent.sync().finally(() => parent.close());
  return open(shelf, 'r');
}

async function clearUnfinished(folder: string): Promise<void> {
  const path = join(folder, unfinished);
  const hourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(path)) {
    const found = await stat(join(path, name)).catch(() => null);
    if (found && found.mtimeMs < hourAgo) await rm(join(path, name), { force: true });
  }
}
