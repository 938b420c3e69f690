import { mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
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
let unreadable: { name: string; code: string } | null = null;
let batches: number[] = [];
/** What else happens on the machine while arrivals are being kept. */
let meanwhile: () => Promise<void> = async () => {};
let source: FolderSource;

test.before.each(async () => {
  path = await mkdtemp(join(tmpdir(), 'jishi-folder-'));
  kept = [];
  reports = [];
  failing = false;
  unreadable = null;
  batches = [];
  meanwhile = async () => {};
  source = new FolderSource(
    { kind: 'folder', name: 'drop', channel: 'email', path },
    {
      keep: async arrivals => {
        if (failing) throw new Error('database away');
        kept.push(...arrivals);
        batches.push(arrivals.length);
        await meanwhile();
      },
      report: async error => {
        reports.push(error);
      },
      log: silentLog,
      read: async path => {
        if (unreadable && path.toString().endsWith(unreadable.name))
          throw Object.assign(new Error('no'), { code: unreadable.code });
        return readFile(path);
      },
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

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a name in GBK is taken like any other, read as Chinese, and keeps its bytes in done/', async () => {
  const name = Buffer.from([0xb4, 0xab, 0xd5, 0xe6, 0x2e, 0x65, 0x6d, 0x6c]);
  await writeFile(Buffer.concat([Buffer.from(`${path}/`), name]), 'Subject: a\r\n\r\nx');
  await look();
  assert.is(kept.length, 1);
  assert.is(kept[0]?.envelope.file, '传真.eml');
  assert.match(kept[0]?.sourceKey ?? '', /^drop\/file\/\d+-\d+-\d+\/传真\.eml$/);
  const done = await readdir(join(path, 'done'), { encoding: 'buffer' });
  assert.is(done[0]?.toString('hex'), name.toString('hex'));
});

test('a name in UTF-8 is read as UTF-8', async () => {
  await writeFile(join(path, '传真.eml'), 'x');
  await look();
  assert.equal([kept[0]?.envelope.file, await files('done')], ['传真.eml', ['传真.eml']]);
});

for (const [how, replace] of [
  ['overwritten', () => writeFile(join(path, 'scan.pdf'), '%PDF-1.4 the second')],
  [
    'replaced by another of the same size',
    async () => {
      await writeFile(join(path, '.new'), '%PDF-1.4 FIRST');
      await rename(join(path, '.new'), join(path, 'scan.pdf'));
    },
  ],
] as const)
  test(`a file that is ${how} while it is kept stays, and is taken at a later look`, async () => {
    await writeFile(join(path, 'scan.pdf'), '%PDF-1.4 first');
    meanwhile = replace;
    await look();
    assert.equal([kept.length, await files(), await files('done')], [1, ['scan.pdf'], []]);
    meanwhile = async () => {};
    await look();
    assert.equal([kept.length, await files(), await files('done')], [2, [], ['scan.pdf']]);
    assert.is.not(kept[0]?.sourceKey, kept[1]?.sourceKey);
    assert.is.not(kept[0]?.bytes.toString(), kept[1]?.bytes.toString());
  });

for (const code of ['EACCES', 'EIO'])
  test(`a file that cannot be read (${code}) holds up no other, is told of once, and is tried again`, async () => {
    await writeFile(join(path, 'a.eml'), 'a');
    await writeFile(join(path, 'b.eml'), 'b');
    unreadable = { name: 'a.eml', code };
    await look();
    await look();
    assert.equal([kept.map(arrival => arrival.envelope.file), await files()], [['b.eml'], ['a.eml']]);
    assert.is(reports.length, 1);
    assert.match(reports[0] ?? '', `"a.eml" cannot be read (${code}): `);
    await writeFile(join(path, 'c.eml'), 'c');
    await look();
    assert.equal([kept.length, reports.length], [2, 1]);
    unreadable = null;
    await look();
    assert.equal([kept.length, await files(), reports.slice(1)], [3, [], [null]]);
  });

test('the report about an unreadable file is withdrawn when someone takes the file away', async () => {
  await writeFile(join(path, 'a.eml'), 'a');
  unreadable = { name: 'a.eml', code: 'EACCES' };
  await look();
  await rm(join(path, 'a.eml'));
  await look();
  assert.equal([reports.length, reports[1]], [2, null]);
});

test('a file that cannot be moved is told of, and the others go on', async () => {
  await writeFile(join(path, 'a.eml'), 'a');
  await writeFile(join(path, 'b.eml'), 'b');
  await rm(join(path, 'done'), { recursive: true });
  await look();
  assert.is(kept.length, 2);
  assert.match(reports[0] ?? '', '"a.eml" is kept but cannot be moved to done/ (ENOENT)');
  await mkdir(join(path, 'done'));
  await look();
  assert.equal([await files('done'), reports.at(-1)], [['a.eml', 'b.eml'], null]);
});

test('names so long that a second of the same name would not fit are cut', async () => {
  const name = `${'病'.repeat(83)}ab.eml`;
  assert.is(Buffer.byteLength(name), 255);
  for (const body of ['one', 'two']) {
    await writeFile(join(path, name), body);
    await look();
  }
  const done = await files('done');
  assert.equal([kept.length, await files(), done.length], [2, [], 2]);
  assert.ok(done.every(taken => Buffer.byteLength(taken) <= 255 && !taken.includes('\ufffd')));
});

test('a good file in the same look does not erase the report about a refused one; a later good look does', async () => {
  await writeFile(join(path, 'empty.eml'), '');
  await writeFile(join(path, 'good.eml'), 'x');
  await look();
  await look();
  assert.is(reports.length, 1);
  assert.match(reports[0] ?? '', '"empty.eml" is empty');
  await writeFile(join(path, 'later.eml'), 'x');
  await look();
  assert.equal(reports.slice(1), [null]);
});

test('a refused file is told of even when the same look cannot keep the others', async () => {
  await writeFile(join(path, 'empty.eml'), '');
  await writeFile(join(path, 'good.eml'), 'x');
  failing = true;
  await look().catch(() => {});
  failing = false;
  await source.look(Date.now() + 60_000);
  assert.is(reports.length, 1);
  assert.match(reports[0] ?? '', '"empty.eml" is empty');
});

test('a refused file is still told of while another cannot be read', async () => {
  await writeFile(join(path, 'a.eml'), 'a');
  await writeFile(join(path, 'empty.eml'), '');
  unreadable = { name: 'a.eml', code: 'EACCES' };
  await look();
  await look();
  assert.is(reports.length, 1);
  assert.match(reports[0] ?? '', '"empty.eml" is empty');
  assert.match(reports[0] ?? '', '"a.eml" cannot be read');
});

test('a batch holds no more than 64 MB, and a larger file is a batch by itself', async () => {
  const megabytes = [30, 30, 30, 70, 1];
  for (const [i, size] of megabytes.entries()) {
    await writeFile(join(path, `${i}.eml`), '');
    await truncate(join(path, `${i}.eml`), size * 1024 * 1024);
  }
  await look();
  assert.equal(batches, [2, 1, 1, 1]);
  kept = [];
});

test('a batch holds no more than 25 files', async () => {
  for (let i = 0; i < 30; i++) await writeFile(join(path, `${i}.eml`), 'x');
  await look();
  assert.equal(batches, [25, 5]);
});

test.run();
