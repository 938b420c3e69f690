import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastly } from './lastly.ts';

/**
 * Where a server's program is.
 *
 * @throws Error with the line that installs it
 */
export function programOf(name: string, debianPackage: string): string {
  const found = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin']
    .map(folder => join(folder, name))
    .find(path => existsSync(path));
  if (found) return found;
  throw new Error(
    `these tests need ${name}: DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${debianPackage}`,
  );
}

/** A short folder that other accounts may enter; it is removed when this process ends, if not before. */
export function freshFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `jishi-${name}-`));
  chmodSync(folder, 0o755);
  lastly(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A key and a certificate for localhost that nobody vouches for: `key.pem`, `cert.pem`. */
export function selfSign(folder: string): void {
  execFileSync(
    programOf('openssl', 'openssl'),
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  );
}
