import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf } from '../../../errors.ts';
import { faxJson } from '../../../ingest/fax/json.ts';
import { openFaxReader } from '../../../ingest/fax/reader.ts';
import type { FaxReading } from '../../../ingest/reading.ts';
import { packageRoot } from '../../../root.ts';

const reading = suite('reading faxes end to end');
const reader = openFaxReader();
const read = async (name: string): Promise<FaxReading> =>
  reader.read(await readFile(`${packageRoot}/test/fixtures/fax/${name}`));
const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '');

reading('a repair form gives its fields and its ticks', async () => {
  const { fields, text } = await read('table-form-g4.tif');
  assert.is(fields.organization, '榕江市第二人民医院');
  assert.is(fields.contact, '陈晓明');
  assert.is(fields.phone, '0663-8321177');
  assert.is(fields.fax, '0663-8321170');
  assert.is(fields.date, '2026年11月20日');
  assert.is(fields.billCode, '44060122');
  assert.is(fields.billNumber, '0012345678');
  assert.is(fields.severityTick, 'critical');
  assert.is(fields.impactTick, true);
  assert.match(plain(fields.description ?? ''), '错误代码E1027');
  assert.match(plain(text), '客户端无效');
});

reading('a standard page is read though its pixels are not square, its blackened boxes count', async () => {
  const { fields, ticks, pages } = await read('standard-g3-1d.tif');
  assert.is(fields.phone, '0757-82660318');
  assert.is(fields.severityTick, 'minor');
  assert.is(fields.impactTick, false);
  assert.equal(ticks, [{ group: '答复时限', options: ['24小时', '48小时'], ticked: ['48小时'] }]);
  assert.ok(Math.abs(pages[0]!.height / pages[0]!.width - 1.4) < 0.1);
});

reading('a page fed upside down is turned, and brackets with a tick count', async () => {
  const { pages, fields } = await read('upside-down-g3-2d.tif');
  assert.is(pages[0]!.rotated, 180);
  assert.is(fields.contact, '郑国栋');
  assert.is(fields.severityTick, 'minor');
});

reading('a scanned PDF is read, and a ring round a word counts', async () => {
  const { fields } = await read('scan-ringed.pdf');
  assert.is(fields.organization, '清源市口腔医院');
  assert.is(fields.severityTick, 'minor');
  assert.is(fields.impactTick, false);
});

reading('a true text layer gives every sign as it was written', async () => {
  const { text } = await read('text-layer.pdf');
  assert.match(plain(text), '今天的一笔单号为MZ20261118004523。');
});

reading('a text layer of rubbish changes nothing', async () => {
  const { fields, text } = await read('rubbish-layer.pdf');
  assert.is(fields.contact, '刘桂芳');
  assert.match(plain(text), '石湾县大塘镇卫生院');
});

reading('what HylaFAX knows of the caller comes with the reading', async () => {
  const { station, pages } = await read('hylafax-two-pages.tif');
  assert.is(station.callerName, 'Example Hospital');
  assert.is(pages.length, 2);
});

reading('the contents of a QR code are given', async () => {
  assert.equal((await read('qr-code.png')).codes, ['44060122,0012345678,3f9a1c']);
});

reading('a refusal has its code, and the reader goes on', async () => {
  const refused = await reader.read(Buffer.from('no fax')).catch(codeOf);
  assert.is(refused, 'fax-format');
});

reading('a page beyond its time is given up, and the next fax is read by a new worker', async () => {
  const hasty = openFaxReader({ limits: { seconds: 0.01 } });
  const bytes = await readFile(`${packageRoot}/test/fixtures/fax/qr-code.png`);
  assert.is(await hasty.read(bytes).catch(codeOf), 'fax-time');
  assert.is(await hasty.read(Buffer.from('no fax')).catch(codeOf), 'fax-format');
  await hasty.close();
});

reading('a closed reader says so', async () => {
  const closed = openFaxReader();
  await closed.close();
  assert.is(await closed.read(Buffer.from('no fax')).catch(codeOf), 'fax-closed');
});

reading('the line of jishi read --json has a list where a table lists bills', () => {
  const empty: FaxReading = {
    type: 'fax',
    text: 'a',
    pages: [{ n: 1, rotated: 0, width: 10, height: 10, lines: [{ text: 'a', confidence: 1, box: [0, 0, 5, 5] }] }],
    fields: { billCode: '44060122', billNumber: '0012340091 0012340092' },
    ticks: [],
    codes: [],
    station: { tsi: null, callerId: null, callerName: null },
  };
  assert.equal(JSON.parse(faxJson('a.tif', empty, 12.4)), {
    file: 'a.tif',
    type: 'fax',
    ok: true,
    text: 'a',
    pages: [{ n: 1, rotated: 0, lines: [{ text: 'a', confidence: 1, box: [0, 0, 5, 5] }] }],
    fields: { billCode: '44060122', billNumber: ['0012340091', '0012340092'] },
    ticks: [],
    codes: [],
    ms: 12,
  });
});

reading.after(() => reader.close());
reading.run();
