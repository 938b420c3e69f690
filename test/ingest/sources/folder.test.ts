import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Arrival } from '../../../ingest/arrival.ts';
import { FolderSource } from '../../../ingest/sources/folder.ts';
import { silentLog } from '../../../log.ts';

const test = suite('the folder inbox');
let path = '';
let kept: Arrival[] = [];
let reports: (string | null)[] = [];
let failing = false;
let source: FolderSource;

test.before.each(async () => {
  path = await mkdtemp(join(tmpdir(), 'jishi-folder-'));
  kept = [];
  reports = [];
  failing = false;
  source = new FolderSource(
    { kind: 'folder', name: 'drop', channel: 'email', path },
    {
      keep: async arrivals => {
        if (failing) throw new Error('database away');
        kept.push(...arrivals);
      },
      report: async error => {
        reports.push(error);
      },
      log: silentLog,
    },
  );
  await source.start();
  await source.stop();
});
test.after.each(async () => {
  await rm(path, { recursive: true, force: true });
});

/** Two looks, the second so much later that what has not changed is complete. */
async function look(): Promise<void> {
  await source.look(Date.now());
  await source.look(Date.now() + 60_000);
}

const files = async (folder = ''): Promise<string[]> =>
  (await readdir(join(path, folder))).filter(name => name !== 'done' && name !== 'failed').sort();

test('a complete file is kept, then moved to done/', async () => {
  await writeFile(join(path, 'a.eml'), 'Subject: a\r\n\r\nx');
  await look();
  assert.equal(
    kept.map(arrival => [arrival.channel, arrival.bytes.toString()]),
    [['email', 'Subject: a\r\n\r\nx']],
  );
  assert.equal([await files(), await files('done')], [[], ['a.eml']]);
});

test('a file that still grows is left alone', async () => {
  await writeFile(join(path, 'a.eml'), 'half');
  await source.look(Date.now());
  await writeFile(join(path, 'a.eml'), 'half and more');
  await source.look(Date.now() + 60_000);
  assert.is(kept.length, 0);
  await source.look(Date.now() + 120_000);
  assert.is(kept.length, 1);
});

test('what cannot be kept stays where it is and comes again, under the same key', async () => {
  await writeFile(join(path, 'a.eml'), 'Subject: a\r\n\r\nx');
  failing = true;
  await look().catch(() => {});
  assert.equal([kept.length, await files()], [0, ['a.eml']]);
  failing = false;
  await look();
  assert.is(kept.length, 1);
});

test('a file that was kept but not moved has the same key at the next look', async () => {
  await writeFile(join(path, 'a.eml'), 'Subject: a\r\n\r\nx');
  const twin = new FolderSource(
    { kind: 'folder', name: 'drop', channel: 'email', path },
    { keep: async arrivals => void kept.push(...arrivals), report: async () => {}, log: silentLog },
  );
  failing = true;
  await look().catch(() => {});
  await twin.look(Date.now());
  await twin.look(Date.now() + 60_000);
  const [first] = kept;
  assert.match(first?.sourceKey ?? '', /^drop\/file\/\d+-\d+-\d+\/a\.eml$/);
});

test('a TIFF is a fax, whatever the folder is for', async () => {
  await writeFile(join(path, 'f.tif'), Buffer.from('II*\0rest', 'latin1'));
  await look();
  assert.is(kept[0]?.channel, 'fax');
});

test('an empty file goes to failed/, and a person is told', async () => {
  await writeFile(join(path, 'empty.eml'), '');
  await look();
  assert.equal([kept.length, await files('failed')], [0, ['empty.eml']]);
  assert.match(reports[0] ?? '', '"empty.eml" is empty');
});

test('a file too large to hold in memory goes to failed/', async () => {
  await writeFile(join(path, 'huge.eml'), '');
  await truncate(join(path, 'huge.eml'), 600 * 1024 * 1024);
  await look();
  assert.equal([kept.length, await files('failed')], [0, ['huge.eml']]);
});

test('two files of one name are both kept in done/', async () => {
  for (const body of ['one', 'two']) {
    await writeFile(join(path, 'same.eml'), body);
    await look();
  }
  assert.is(kept.length, 2);
  assert.is((await files('done')).length, 2);
});

test('hidden and unfinished names are passed over', async () => {
  for (const name of ['.hidden.eml', 'x.eml.part', 'y.tmp']) await writeFile(join(path, name), 'x');
  await look();
  assert.is(kept.length, 0);
});

test('it was received when it came into the folder, however old the file says it is', async () => {
  const before = Date.now();
  await writeFile(join(path, 'old.eml'), 'x');
  await utimes(join(path, 'old.eml'), new Date('2020-01-01'), new Date('2020-01-01'));
  await look();
  assert.ok((kept[0]?.receivedAt.getTime() ?? 0) >= before - 2000);
});

test.run();
