import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf } from '../../errors.ts';
import type { FaxReader } from '../../ingest/fax/reader.ts';
import { readFaxMessage } from '../../ingest/read.ts';
import { packageRoot } from '../../root.ts';
import { mailBytes } from '../support/parts.ts';

const test = suite('what a fax inbox brings');
const seen: string[] = [];

/** Says of each file what it was given. */
const reader: FaxReader = {
  async read(bytes) {
    const kind = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
    seen.push(kind);
    return {
      type: 'fax',
      text: `text ${seen.length}`,
      pages: [{ n: 1, rotated: 0, width: 1728, height: 2200, lines: [] }],
      fields: seen.length === 1 ? { contact: '陈晓明' } : { contact: '另一人', phone: '0755-00000001' },
      ticks: [],
      codes: [],
      station: { tsi: null, callerId: null, callerName: null },
    };
  },
  async close() {},
};

const fixture = (name: string): Buffer => readFileSync(join(packageRoot, 'test', 'fixtures', 'mail', name));

test.before.each(() => {
  seen.length = 0;
});

test('a HylaFAX mail is read as the fax that is attached, its sender known from the mail', async () => {
  const { mail, fax } = await readFaxMessage(fixture('hylafax-fax-standard.eml'), null, reader);
  assert.ok(mail);
  assert.is(fax?.pages.length, 1);
  assert.ok(fax?.station.tsi);
});

test('the same pages as TIFF and as PDF are read once, from the TIFF', async () => {
  const attachment = (name: string, type: string, bytes: string) =>
    `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${Buffer.from(bytes, 'latin1').toString('base64')}\r\n`;
  const body = `${attachment('f.pdf', 'application/pdf', '%PDF-1.4 x')}${attachment('f.tif', 'image/tiff', 'II*\0 one')}${attachment('g.tif', 'image/tiff', 'II*\0 two')}--b--`;
  const { fax } = await readFaxMessage(
    mailBytes({ 'Content-Type': 'multipart/mixed; boundary=b' }, body),
    null,
    reader,
  );
  assert.equal(seen, ['II*\0', 'II*\0']);
  assert.is(fax?.text, 'text 1\ftext 2');
  assert.equal(
    fax?.pages.map(page => page.n),
    [1, 2],
  );
  assert.equal(fax?.fields, { contact: '陈晓明', phone: '0755-00000001' });
});

test('a mail without a fax in a fax inbox is for a person to look at', async () => {
  const error = await readFaxMessage(mailBytes({}, 'Fax not received.'), null, reader).catch(
    (thrown: unknown) => thrown,
  );
  assert.is(codeOf(error), 'fax-no-pages');
});

test('what the line told of the sender fills up what the file does not say', async () => {
  const { fax } = await readFaxMessage(
    Buffer.from('II*\0 x', 'latin1'),
    { station: { tsi: '0755 00000312', callerId: null, callerName: null } },
    reader,
  );
  assert.is(fax?.station.tsi, '0755 00000312');
});

test.run();
