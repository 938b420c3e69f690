import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the installed package: where templates, migrations and samples lie.
 * The same files are found from the sources and from `dist/`, in a checkout and in an installed tarball.
 */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

function findPackageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('jishi is installed without its package.json: install the package again');
  return findPackageRoot(parent);
}
