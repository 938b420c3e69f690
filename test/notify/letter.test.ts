import { PDFParse } from 'pdf-parse';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { renderAcknowledgementLetter, renderAnswerLetter } from '../../notify/letter/compose.ts';
import { drawLetter } from '../../notify/letter/draw.ts';
import { faxLetter, type LetterView } from '../../notify/letter/fax.ts';
import { type AcknowledgementView, renderAcknowledgement } from '../../notify/render.ts';

const letter = suite('letter');

const team = {
  name: '电子票据服务台',
  address: 'support@example.cn',
  timezone: 'Asia/Shanghai',
  phone: '020-8888 0000',
  fax: '020-8888 0001',
};
const request: AcknowledgementView = {
  language: 'zh',
  channel: 'fax',
  ticketNumber: '20261125-0033',
  subject: '',
  senderName: '赵䶮㛃',
  severity: 'critical',
  impact: true,
  kind: 'fault',
  category: 'certificate',
  receivedAt: new Date('2026-11-25T07:42:00Z'),
  due: new Date('2026-11-26T07:42:00Z'),
  dueHours: 24,
  excerpt: '认证服务器连不上，全院无法登录。\n请速与我们联系。',
  team,
};
const posting = {
  to: { name: '赵䶮㛃', organization: '滨海市第三人民医院', fax: '020-5555 1234' },
  date: new Date('2026-11-25T07:42:30Z'),
};

letter('a receipt is one page, and its text can be copied, rare characters included', async () => {
  const { pdf, pages } = await drawLetter(renderAcknowledgementLetter({ ...request, ...posting }));
  assert.is(pages, 1);
  const [page] = await textOf(pdf);
  for (const words of [
    '#20261125-0033',
    '致 赵䶮㛃',
    '滨海市第三人民医院',
    '020-5555 1234',
    '2026年11月25日',
    '我们将在 2026年11月26日（星期四）15:42 前答复您',
    '认证服务器连不上，全院无法登录。',
    '第 1 页，共 1 页',
  ])
    assert.ok(page?.includes(words), words);
});

letter('an English receipt is one page with its own quotation marks', async () => {
  const view = {
    ...request,
    language: 'en' as const,
    senderName: 'Henry Wong',
    excerpt: 'We can’t sign in — “timeout”.',
  };
  const { pdf, pages } = await drawLetter(renderAcknowledgementLetter({ ...view, ...posting }));
  assert.is(pages, 1);
  const [page] = await textOf(pdf);
  for (const words of ['Dear Henry Wong,', 'We can’t sign in — “timeout”.', 'Page 1 of 1'])
    assert.ok(page?.includes(words), words);
});

letter('the letter says what the mail says', () => {
  for (const language of ['zh', 'en'] as const) {
    const { text } = renderAcknowledgement({ ...request, language });
    const view = renderAcknowledgementLetter({ ...request, language, ...posting });
    assert.ok(view.promise && text.includes(view.promise));
    for (const words of [...view.paragraphs, ...(view.closing ?? []), view.note ?? '', view.title])
      assert.ok(text.includes(words) || words === view.title, words);
    for (const [label, value] of view.table ?? []) assert.match(text, new RegExp(`${label}(：|: )${value}`));
  }
});

letter('the fonts are embedded', async () => {
  const { pdf } = await drawLetter(renderAcknowledgementLetter({ ...request, ...posting }));
  const source = pdf.toString('latin1');
  assert.is(source.match(/\/FontFile3 /g)?.length, 2);
  assert.not.match(source, /\/BaseFont \/(?:Helvetica|Times)/);
  assert.ok(pdf.length < 300_000, `${pdf.length} bytes: only the letters that are used`);
});

letter('the TIFF is what a fax server sends: 1728 dots, 204 × 196 dpi, Group 4, a page a directory', async () => {
  const { tiff, pages } = await faxLetter(renderAnswerLetter({ ...request, answer: long, ...posting }));
  const directories = directoriesOf(tiff);
  assert.is(directories.length, pages);
  directories.forEach((tags, n) => {
    assert.is(tags.get(254), 2, 'NewSubfileType: a page of several');
    assert.is(tags.get(256), 1728, 'ImageWidth');
    assert.is(tags.get(257), 2292, 'ImageLength: A4');
    assert.is(tags.get(258), 1, 'BitsPerSample');
    assert.is(tags.get(259), 4, 'Compression: T.6');
    assert.is(tags.get(262), 0, 'PhotometricInterpretation: 0 is white');
    assert.is(tags.get(278), 2292, 'RowsPerStrip: the whole page');
    assert.is(tags.get(282), 204, 'XResolution');
    assert.is(tags.get(283), 196, 'YResolution');
    assert.is(tags.get(296), 2, 'ResolutionUnit: inch');
    assert.is(tags.get(297), n, 'PageNumber');
  });
});

letter('a page of the TIFF shows the page of the PDF: ink inside, white at the edges', async () => {
  const { tiff } = await faxLetter(renderAcknowledgementLetter({ ...request, ...posting }));
  const { data, info } = await sharp(tiff).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  let ink = 0;
  let edge = 0;
  for (let i = 0; i < data.length; i += info.channels) {
    if (data[i] !== 0) continue;
    ink++;
    const x = (i / info.channels) % info.width;
    if (x < 120 || x > info.width - 120) edge++;
  }
  const share = ink / (info.width * info.height);
  assert.ok(share > 0.02 && share < 0.12, `${share} of the page is black`);
  assert.is(edge, 0);
});

const long = Array.from(
  { length: 16 },
  (_, n) =>
    `${n + 1}. 请先确认窗口电脑的 UKey 已插好，驱动版本不低于 3.2.1（见“设备管理器”），再打开证书页面；按提示逐项检查：证书有效期、签名服务地址、时间同步。若仍提示“签名验签服务连接超时”，请把完整提示拍照传真给我们！`,
).join('\n\n');

letter('a long answer flows over pages that name ticket and count', async () => {
  const { pdf, pages } = await drawLetter(renderAnswerLetter({ ...request, answer: long, ...posting }));
  assert.ok(pages > 1);
  const texts = await textOf(pdf);
  texts.forEach((text, n) => {
    assert.ok(text.includes('#20261125-0033'));
    assert.ok(text.includes(`第 ${n + 1} 页，共 ${pages} 页`));
  });
  const whole = texts.join('').replace(/\s/g, '');
  for (let n = 1; n <= 16; n++) assert.ok(whole.includes(`${n}.请先确认`), `paragraph ${n}`);
  assert.ok(whole.includes('如仍有疑问'));
});

letter('no line begins with a closing mark or ends with an opening one', async () => {
  const { pdf } = await drawLetter(renderAnswerLetter({ ...request, answer: long, ...posting }));
  for (const line of (await textOf(pdf)).join('\n').split('\n')) {
    assert.not.match(line, /^\s*[，。、；：！？）》」』]/);
    assert.not.match(line, /[（《「『]\s*$/);
  }
});

letter('Latin words stay whole', async () => {
  const words = 'The certificate administration server synchronises its configuration overnight. '.repeat(20);
  const { pdf } = await drawLetter(renderAnswerLetter({ ...request, language: 'en', answer: words, ...posting }));
  const whole = (await textOf(pdf)).join('\n');
  assert.is(whole.match(/\bsynchronises\b/g)?.length, 20);
  assert.is(whole.match(/\bconfiguration\b/g)?.length, 20);
});

letter('a letter of anybody’s words is drawn: ten thousand letters, one endless word, none at all', async () => {
  for (const words of ['票'.repeat(10_000), 'x'.repeat(3000), '', '😀 ☑ \u0000 \u202e {{ x }}']) {
    const view: LetterView = {
      ...renderAnswerLetter({
        ...request,
        subject: words,
        senderName: words,
        answer: '好',
        excerpt: words,
        ...posting,
      }),
      to: { name: words.slice(0, 200), organization: words.slice(0, 200) },
      table: [['说明', words.slice(0, 3000)]],
    };
    const { pages } = await drawLetter(view);
    assert.ok(pages >= 1 && pages < 25, `${pages} pages`);
  }
});

async function textOf(pdf: Buffer): Promise<string[]> {
  const parser = new PDFParse({ data: new Uint8Array(pdf) });
  try {
    return (await parser.getText({ pageJoiner: '' })).pages.map(page => page.text);
  } finally {
    await parser.destroy();
  }
}

/** First value of each tag of a little-endian TIFF, directory by directory; rationals as numbers (TIFF 6.0 §2). */
function directoriesOf(tiff: Buffer): Map<number, number>[] {
  assert.is(tiff.toString('latin1', 0, 4), 'II*\0');
  const directories: Map<number, number>[] = [];
  for (let at = tiff.readUInt32LE(4); at !== 0; ) {
    const count = tiff.readUInt16LE(at);
    const tags = new Map<number, number>();
    for (let entry = at + 2; entry < at + 2 + 12 * count; entry += 12) {
      const type = tiff.readUInt16LE(entry + 2);
      const value = tiff.readUInt32LE(entry + 8);
      const rational = type === 5 ? tiff.readUInt32LE(value) / tiff.readUInt32LE(value + 4) : value;
      tags.set(tiff.readUInt16LE(entry), type === 3 ? tiff.readUInt16LE(entry + 8) : rational);
    }
    directories.push(tags);
    at = tiff.readUInt32LE(at + 2 + 12 * count);
  }
  return directories;
}

letter.run();
