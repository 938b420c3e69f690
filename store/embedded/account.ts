import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from '../../errors.ts';

/** How to start a program so that it does not run as root; uid and gid are those that files for it must belong to. */
export type Account = {
  uid: number;
  gid: number;
  command: (program: string, args: string[]) => [string, string[]];
  spawn: { uid?: number; gid?: number };
};

/**
 * The account under which PostgreSQL runs: our own, unless its number has no name, or we are root, which PostgreSQL refuses.
 * As root it is the account `postgres` or `nobody`, if that can reach the program and the data folder; else (a checkout
 * below /root, say) root in a user namespace, in which it bears another number but keeps its rights on its own files.
 *
 * @throws SetupError `embedded-root` where neither is possible
 */
export async function chooseAccount(program: string, cluster: string): Promise<Account> {
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (process.getuid?.() !== 0) return hasName() || !(await hasUserNamespaces()) ? plain(own, false) : renamed(own);
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  const owner = await stat(cluster);
  if (owner.uid !== 0) return plain(owner, true);

  const unprivileged = await findUnprivileged();
  const begun = await stat(`${cluster}/PG_VERSION`).catch(() => null);
  if (
    !begun &&
    unprivileged &&
    (await canEnter(unprivileged.uid, dirname(program))) &&
    (await canEnter(unprivileged.uid, dirname(cluster)))
  ) {
    await chown(cluster, unprivileged.uid, unprivileged.gid);
    return plain(unprivileged, true);
  }
  if (await hasUserNamespaces()) return renamed(own);
  throw new SetupError(
    'embedded-root',
    `Cannot start the embedded PostgreSQL: it refuses to run as root, and no other account may enter "${dirname(cluster)}" or "${dirname(program)}". ` +
      'Start jishi as an ordinary user, or put it and its data folder where every user may enter, or set DATABASE_URL',
  );
}

/** The number that `nobody` has on practically every system; initdb asks for an account with a name. */
const mapped = 65534;

type Ids = { uid: number; gid: number };

function plain({ uid, gid }: Ids, change: boolean): Account {
  return { uid, gid, command: (name, args) => [name, args], spawn: change ? { uid, gid } : {} };
}

/** The same rights under another number, in a user namespace of its own. */
function renamed({ uid, gid }: Ids): Account {
  const mapping = ['--user', `--map-user=${mapped}`, `--map-group=${mapped}`];
  return { uid, gid, command: (name, args) => ['unshare', [...mapping, name, ...args]], spawn: {} };
}

/** Containers run programs under numbers that no account has; initdb wants one. */
function hasName(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    return false;
  }
}

async function findUnprivileged(): Promise<Ids | null> {
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map(line => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const account = accounts.find(([name]) => name === wanted);
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  return null;
}

/** Whether every folder on the way may be entered by a user that is in none of its groups. */
async function canEnter(uid: number, folder: string): Promise<boolean> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { mode, uid: owner } = await stat(path);
    if ((mode & (owner === uid ? 0o100 : 0o001)) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

async function hasUserNamespaces(): Promise<boolean> {
  try {
    await promisify(execFile)('unshare', ['--user', `--map-user=${mapped}`, `--map-group=${mapped}`, 'true']);
    return true;
  } catch {
    return false;
  }
}
