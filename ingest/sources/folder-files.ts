import type { Stats } from 'node:fs';
import { lstat, open, readdir, rename, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { FolderInbox } from '../../config.ts';
import { codeOf } from '../../errors.ts';
import { type Arrival, looksLikeFax } from '../arrival.ts';

/** A file that waits in the folder, as it was when last looked at. */
export type Waiting = {
  /** The name's own bytes: no encoding is sure. */
  name: Buffer;
  /** The name in words, for people and for the source key. */
  label: string;
  stats: Stats;
};

/** A file that has not changed for this long is complete: no scanner or copy pauses longer between two writes. */
const settledMs = 1_000;
/** A larger file is never read into memory. */
const hardLimit = 512 * 1024 * 1024;
/** At most this many files, and bytes, are read, kept and moved at a time. */
const batchFiles = 25;
const batchBytes = 64 * 1024 * 1024;
/** The longest name that file systems take. */
const nameBytes = 255;

/** Names of what lies in the folder, by their bytes in order; hidden and unfinished ones are left out. */
export async function namesIn(folder: string): Promise<Buffer[]> {
  const names = await readdir(folder, { encoding: 'buffer' });
  return names
    .filter(name => !/^\.|\.(?:tmp|part|crdownload)$/i.test(keyOf(name)))
    .sort((a, b) => Buffer.compare(a, b));
}

/** A name in words. What is not UTF-8 is taken for GB 18030 (which holds GBK): scanners and FTP clients in China write it. */
export function labelOf(name: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name);
  } catch {
    return new TextDecoder('gb18030').decode(name);
  }
}

/** A name as the key of a Map, one character for each byte. */
export function keyOf(name: Buffer): string {
  return name.toString('latin1');
}

/** The path of a name below a folder, in bytes. */
export function pathTo(folder: string, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(join(folder, sep)), name]);
}

/** The state of a file, or null when it is gone. */
export async function statOf(path: Buffer): Promise<Stats | null> {
  return stat(path).catch(nullIfGone);
}

/** Equal for one content of one file; another file, a longer or a later one differs. */
export function stateOf(stats: Stats): string {
  return `${stats.ino}/${stats.size}/${stats.mtimeMs}`;
}

/** HylaFAX keeps a fax unreadable (0600 of another user) until it is received, then changes its rights, and so its ctime. */
export function isSettled(stats: Stats, now: number): boolean {
  return now - Math.max(stats.mtimeMs, stats.ctimeMs) >= settledMs;
}

/** Why a file cannot be taken, whatever it holds; null when it can. */
export function refusalOf({ size }: Stats): string | null {
  if (size === 0) return 'is empty';
  return size > hardLimit ? `has ${size} bytes, more than ${hardLimit}` : null;
}

/** Cuts the files into batches of 25 files and 64 MB; a larger file is a batch by itself. */
export function batchesOf(files: Waiting[]): Waiting[][] {
  const batches: Waiting[][] = [];
  let batch: Waiting[] = [];
  let bytes = 0;
  for (const file of files) {
    if (batch.length === batchFiles || (batch.length > 0 && bytes + file.stats.size > batchBytes)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += file.stats.size;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

/**
 * The bytes of a file, or null when it is gone or no longer the one that was looked at: bytes of a later file must not
 * be kept under the key of an earlier one.
 */
export async function readWaiting(
  folder: string,
  file: Waiting,
  read: (path: Buffer) => Promise<Buffer>,
): Promise<Buffer | null> {
  const path = pathTo(folder, file.name);
  const bytes = await read(path).catch(nullIfGone);
  return bytes && (await isStill(path, file)) ? bytes : null;
}

/** The bytes of a file as an arrival; the same file, seen again unchanged, has the same source key. */
export function arrivalOf(inbox: FolderInbox, { label, stats }: Waiting, bytes: Buffer): Arrival {
  return {
    inbox: inbox.name,
    channel: looksLikeFax(bytes) ? 'fax' : inbox.channel,
    sourceKey: `${inbox.name}/file/${stats.ino}-${stats.size}-${Math.trunc(stats.mtimeMs)}/${label}`.slice(0, 900),
    uidValidity: null,
    uid: null,
    bytes,
    envelope: { file: label },
    // When the file came to be here; a copied file may bring an older modification time along.
    receivedAt: new Date(Math.min(stats.ctimeMs, Date.now())),
  };
}

/**
 * Moves a file to a folder below its own, under a name that is free there.
 *
 * @returns false, and leaves everything as it is, when the file is gone or was replaced since it was looked at
 */
export async function moveWaiting(folder: string, file: Waiting, to: 'done' | 'failed'): Promise<boolean> {
  const from = pathTo(folder, file.name);
  const below = join(folder, to);
  const isTaken = (await lstat(pathTo(below, file.name)).catch(nullIfGone)) !== null;
  const target = pathTo(below, isTaken ? withSuffix(file.name, `.${file.stats.ino}`) : file.name);
  // Asked last of all: some scanners write every page to the same name.
  if (!(await isStill(from, file))) return false;
  await rename(from, target);
  const directory = await open(below, 'r');
  await directory.sync().finally(() => directory.close());
  return true;
}

async function isStill(path: Buffer, file: Waiting): Promise<boolean> {
  const stats = await statOf(path);
  return stats !== null && stateOf(stats) === stateOf(file.stats);
}

/** Cuts the name, where the whole would be too long, between two characters of UTF-8. */
function withSuffix(name: Buffer, suffix: string): Buffer {
  let end = Math.min(name.length, nameBytes - suffix.length);
  while (end > 1 && end < name.length && (name.readUInt8(end) & 0xc0) === 0x80) end--;
  return Buffer.concat([name.subarray(0, end), Buffer.from(suffix)]);
}

function nullIfGone(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}
