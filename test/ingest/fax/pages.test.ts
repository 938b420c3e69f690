import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PermanentError } from '../../../errors.ts';
import { defaultLimits, type FaxLimits } from '../../../ingest/fax/limits.ts';
import { openFax, type Page } from '../../../ingest/fax/pages.ts';
import { packageRoot } from '../../../root.ts';

const pages = suite('pages of a fax file');
const fixture = (name: string) => readFile(`${packageRoot}/test/fixtures/fax/${name}`);

const has = (what: string, name: string, wanted: Partial<Page>) =>
  pages(`${what}: ${name}`, async () => {
    const file = await openFax(await fixture(name), defaultLimits);
    const page = await file.page(1);
    assert.is(page.pixels.length, page.width * page.height);
    for (const key of ['width', 'height', 'xDpi', 'yDpi'] as const)
      if (wanted[key] !== undefined) assert.is(Math.round(page[key]), wanted[key], key);
    assert.ok(inked(page) > 20_000, 'the page has ink on paper, not the other way round');
    assert.ok(inked(page) < page.pixels.length / 4);
    await file.close();
  });

has('a fine page in Group 4 has 196 rows an inch', 'table-form-g4.tif', {
  width: 1728,
  height: 2328,
  xDpi: 204,
  yDpi: 196,
});
has('a standard page in Group 3 has 98', 'standard-g3-1d.tif', { width: 1728, height: 1162, xDpi: 204, yDpi: 98 });
has('two-dimensional Group 3 is decoded', 'upside-down-g3-2d.tif', { width: 1728, xDpi: 204, yDpi: 196 });
has('centimetres become inches', 'standard-in-centimetres.tif', { xDpi: 204, yDpi: 98 });
has('a page that says nothing is standard by its shape', 'no-resolution.tif', { xDpi: 204, yDpi: 98 });
has('a scanned PDF gives its picture with its own dots', 'scan-ringed.pdf', { width: 1728 });

pages('a standard page that calls itself fine is seen through by the shape of its letters', async () => {
  const bytes = Buffer.from(await fixture('standard-g3-1d.tif'));
  const at = resolutionAt(bytes);
  bytes.writeUInt32LE(196, at);
  bytes.writeUInt32LE(1, at + 4);
  const page = await (await openFax(bytes, defaultLimits)).page(1);
  assert.is(Math.round(page.yDpi), 98);
});

pages('a call that was cut keeps its pages, the last one with the rows that came', async () => {
  const file = await openFax(await fixture('hylafax-cut-call.tif'), defaultLimits);
  assert.is(file.pages, 3);
  assert.is((await file.page(3)).height, 455);
  assert.is(file.station.tsi, '+86 755 0000 0002');
});

pages('a file that was cut within the picture gives the rows before the cut', async () => {
  const whole = await fixture('table-form-g4.tif');
  const file = directoryFirst(whole.subarray(8, 8 + 19_813), {
    256: 1728,
    257: 2328,
    258: 1,
    259: 4,
    262: 0,
    277: 1,
    278: 2328,
  });
  const cut = file.subarray(0, Math.floor(file.length * 0.6));
  const page = await (await openFax(cut, defaultLimits)).page(1);
  assert.ok(inked(page) > 20_000);
});

const refuses = (
  code: string,
  what: string,
  bytes: () => Promise<Uint8Array> | Uint8Array,
  limits: Partial<FaxLimits> = {},
) =>
  pages(`${what} is refused as ${code}`, async () => {
    try {
      const file = await openFax(await bytes(), { ...defaultLimits, ...limits });
      await file.page(1);
      assert.unreachable('it was read');
    } catch (error) {
      assert.instance(error, PermanentError);
      assert.is(error instanceof PermanentError && error.code, code);
    }
  });

refuses('fax-bytes', 'a file beyond the limit', () => fixture('table-form-g4.tif'), { bytes: 1000 });
refuses('fax-pages', 'a file of too many pages', () => fixture('hylafax-two-pages.tif'), { pages: 1 });
refuses('fax-pixels', 'a TIFF that claims a thousand million pixels', () =>
  directoryFirst(Buffer.alloc(100), { 256: 40_000, 257: 40_000, 258: 1, 259: 4, 262: 0, 277: 1, 278: 40_000 }),
);
refuses('fax-damaged', 'a TIFF without a whole directory', async () =>
  (await fixture('table-form-g4.tif')).subarray(0, 9000),
);
refuses('fax-damaged', 'a PDF of rubbish', () => Buffer.from('%PDF-1.4 and nothing else'));
refuses('fax-damaged', 'a PNG that ends in its head', () =>
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]),
);
refuses('fax-format', 'a text', () => Buffer.from('Dear Sirs'));

const inked = ({ pixels }: Page) => pixels.reduce((sum, v) => sum + (v < 128 ? 1 : 0), 0);

/** Where a little-endian TIFF keeps its YResolution (tag 283), a fraction. */
function resolutionAt(bytes: Buffer): number {
  const directory = bytes.readUInt32LE(4);
  for (let i = 0; i < bytes.readUInt16LE(directory); i++) {
    const entry = directory + 2 + i * 12;
    if (bytes.readUInt16LE(entry) === 283) return bytes.readUInt32LE(entry + 8);
  }
  throw new Error('the fixture has no YResolution');
}

/** A TIFF whose directory stands before its picture, as machines write it that send while they scan. */
function directoryFirst(picture: Uint8Array, tags: Record<number, number>): Buffer {
  const entries = Object.entries({ ...tags, 273: 0, 279: picture.length })
    .map(([tag, value]) => [Number(tag), value] as const)
    .sort(([a], [b]) => a - b);
  const head = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  head.write('II');
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  for (const [i, [tag, value]] of entries.entries()) {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(4, at + 2);
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(tag === 273 ? head.length : value, at + 8);
  }
  return Buffer.concat([head, picture]);
}

pages.run();
