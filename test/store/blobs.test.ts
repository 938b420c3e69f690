import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf, TransientError } from '../../errors.ts';
import { type BlobStore, openFolderBlobs } from '../../store/blobs.ts';

const test = suite('originals');
let folder = '';
let blobs: BlobStore;

test.before.each(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jishi-blobs-'));
  blobs = await openFolderBlobs(folder);
});
test.after.each(async () => {
  await blobs.close();
  await rm(folder, { recursive: true, force: true });
});

test('what was put comes back the same, under its SHA-256', async () => {
  const name = await blobs.put(Buffer.from('abc'));
  assert.is(name, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.is((await blobs.get(name)).toString(), 'abc');
  assert.is(await blobs.has(name), true);
});

test('the same bytes at the same time are kept once', async () => {
  const names = await Promise.all(Array.from({ length: 20 }, () => blobs.put(Buffer.from('same'))));
  assert.is(new Set(names).size, 1);
  assert.equal(await readdir(join(folder, 'unfinished')), []);
});

test('a missing original is told with its name', async () => {
  const error = await blobs.get('0'.repeat(64)).catch((thrown: unknown) => thrown);
  assert.is(codeOf(error), 'blob-missing');
});

test('an original that was altered on disk is not handed out', async () => {
  const name = await blobs.put(Buffer.from('abc'));
  await writeFile(join(folder, name.slice(0, 2), name.slice(2)), 'abd');
  const error = await blobs.get(name).catch((thrown: unknown) => thrown);
  assert.is(codeOf(error), 'blob-damaged');
});

test('a folder that cannot be written to is a passing trouble: the source is not told, and comes again', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, 'no folder');
  const error = await blobs.put(Buffer.from('abc')).catch((thrown: unknown) => thrown);
  assert.instance(error, TransientError);
});

test.run();
