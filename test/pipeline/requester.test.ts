import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FaxFields, FaxReading, TextLine } from '../../ingest/reading.ts';
import { requesterOf, titleOf } from '../../pipeline/requester.ts';

const test = suite('who asks, and what for');

const line = (text: string, y: number): TextLine => ({ text, confidence: 1, box: [100, y, 800, 40] });

function fax(
  fields: FaxFields,
  lines: string[] = [],
  station: Partial<FaxReading['station']> = {},
): { mail: null; fax: FaxReading } {
  const placed = [
    line('2026-11-24 08:36 0755 00000312 WJ2Y P.01/01', 10),
    ...lines.map((text, n) => line(text, 200 + 60 * n)),
  ];
  return {
    mail: null,
    fax: {
      type: 'fax',
      text: placed.map(one => one.text).join('\n'),
      pages: [{ n: 1, rotated: 0, width: 1728, height: 2200, lines: placed }],
      fields,
      ticks: [],
      codes: [],
      station: { tsi: null, callerId: null, callerName: null, ...station },
    },
  };
}

const number = (written: string): string | null => requesterOf(fax({ fax: written })).fax;

test('a fax number is what can be dialled of what is written', () => {
  assert.is(number('0755-00000312'), '075500000312');
  assert.is(number('(0755) 0000 0312 转 8'), '075500000312');
  assert.is(number('０７５５－００００ ０３１２'), '075500000312');
  assert.is(number('+86 755 0000 0312'), '+8675500000312');
  assert.is(number('0755-00000312 / 0755-00000313'), '075500000312');
  assert.is(number('详见电话'), null);
});

test('the number on the page comes before what the exchange and the sender’s machine say', () => {
  const station = { callerId: '0755 00000001', tsi: '0755 00000002' };
  assert.is(requesterOf(fax({ fax: '0755-00000312' }, [], station)).fax, '075500000312');
  assert.is(requesterOf(fax({}, [], station)).fax, '075500000001');
  assert.is(requesterOf(fax({}, [], { tsi: '0755 00000002' })).fax, '075500000002');
});

test('a fax is called after its title, not after the sender’s header line, a salutation or a date', () => {
  assert.is(titleOf(fax({}, ['望江市第二人民医院', '关于门诊无法开票的报告']), 'zh'), '关于门诊无法开票的报告');
  assert.is(titleOf(fax({}, ['故障报修单', '单位：某医院']), 'zh'), '故障报修单');
  assert.is(
    titleOf(fax({}, ['24 November 2026', 'Dear Sirs,', 'Printer at counter 3 fails']), 'en'),
    'Printer at counter 3 fails',
  );
  assert.is(titleOf(fax({}, ['FAX COVER SHEET', 'Subject: Wrong amounts']), 'en'), 'Wrong amounts');
  assert.is(titleOf(fax({}), 'zh'), '传真');
});

test.run();
