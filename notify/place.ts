import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, TransientError } from '../errors.ts';

/**
 * Puts a file into a folder whole or not at all, on the disk when this resolves; the same name again replaces it.
 *
 * @throws TransientError `outbox-write`
 */
export async function placeFile(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name);
  try {
    await mkdir(dirname(path), { recursive: true });
    const temporary = join(folder, `.${name}.tmp`);
    const file = await open(temporary, 'w', 0o640);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    throw new TransientError(
      'outbox-write',
      `Cannot write into "${folder}": ${messageOf(error)}; check the disk's space and rights`,
      { cause: error },
    );
  }
}
