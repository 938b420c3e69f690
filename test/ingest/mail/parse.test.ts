import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PermanentError } from '../../../errors.ts';
import { mailJson } from '../../../ingest/mail/json.ts';
import { readMail } from '../../../ingest/mail/parse.ts';
import { packageRoot } from '../../../root.ts';

const parse = suite('parse');

const folder = join(packageRoot, 'test/fixtures/mail');
const corpus = readdirSync(folder)
  .filter(name => name.endsWith('.eml'))
  .map(name => readFileSync(join(folder, name)))
  .filter(raw => raw.length < 8000);

const read = (text: string) => readMail(Buffer.from(text, 'latin1'));
const gbk = (hex: string) => Buffer.from(hex.replace(/ /g, ''), 'hex').toString('latin1');

parse('mutated mails give a reading or a PermanentError, and never hang', async () => {
  const mutation = fc.oneof(
    fc.record({
      kind: fc.constant('cut' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(400),
    }),
    fc.record({
      kind: fc.constant('repeat' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(200),
    }),
    fc.record({
      kind: fc.constant('write' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.uint8Array({ maxLength: 20 }),
    }),
    fc.record({ kind: fc.constant('end' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant('lines' as const), ends: fc.constantFrom('\n', '\r', '\r\r\n', '\n\r') }),
  );
  const property = fc.asyncProperty(
    fc.nat(corpus.length - 1),
    fc.array(mutation, { minLength: 1, maxLength: 6 }),
    async (index, mutations) => {
      let raw = Buffer.from(corpus[index]!);
      for (const m of mutations) {
        if (m.kind === 'lines') {
          raw = Buffer.from(raw.toString('latin1').replace(/\r?\n/g, m.ends), 'latin1');
          continue;
        }
        const at = Math.floor(m.at * raw.length);
        if (m.kind === 'cut') raw = Buffer.concat([raw.subarray(0, at), raw.subarray(at + m.length)]);
        if (m.kind === 'repeat') raw = Buffer.concat([raw.subarray(0, at + m.length), raw.subarray(at)]);
        if (m.kind === 'write') raw = Buffer.concat([raw.subarray(0, at), Buffer.from(m.bytes), raw.subarray(at)]);
        if (m.kind === 'end') raw = raw.subarray(0, at);
      }
      const reading = await readMail(raw).catch((error: unknown) => {
        assert.instance(error, PermanentError);
        return null;
      });
      if (reading && reading.text.trim() !== '' && /[\p{L}\p{N}]/u.test(reading.text)) assert.is.not(reading.reply, '');
    },
  );
  await fc.assert(property, { numRuns: 150, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true });
});

const refuses = (title: string, bytes: Buffer) =>
  parse(`${title} is no mail`, async () => {
    try {
      await readMail(bytes);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, PermanentError);
      assert.is(error instanceof PermanentError && error.code, 'mail-format');
    }
  });
refuses('an empty file', Buffer.alloc(0));
refuses('a PDF', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n'));
refuses('a TIFF', Buffer.from('49492a0008000000', 'hex'));
refuses('a letter without a header', Buffer.from('Dear desk,\n\nthe printer is broken.\n'));

// ---- what hides the header or the body
parse('line ends of CR alone', async () =>
  assert.is((await read('From: a@b.cn\rSubject: x\r\rhello\rworld')).text, 'hello\nworld'),
);
parse('an mbox line and blank lines on top', async () => {
  const mail = await read('\r\n\r\nFrom a@b.cn Tue Nov 17 09:00:00 2026\r\nFrom: a@b.cn\r\nSubject: x\r\n\r\nhello');
  assert.is(mail.from.address, 'a@b.cn');
  assert.is(mail.text, 'hello');
});
parse('a body without the blank line before it', async () => {
  const mail = await read('From: a@b.cn\r\nSubject: x\r\nThe printer is broken.\r\nPlease help.\r\n');
  assert.is(mail.subject, 'x');
  assert.match(mail.text, 'The printer is broken.');
});
parse('a boundary that never stands in the body is guessed', async () => {
  const mail = await read(
    'From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=zzz\r\n\r\n--real\r\nContent-Type: text/plain\r\n\r\nhello\r\n--real\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment\r\n\r\n1,2\r\n--real--\r\n',
  );
  assert.is(mail.text, 'hello');
  assert.is(mail.attachments[0]?.name, 'a.csv');
});
parse('a multipart without parts is text', async () =>
  assert.is((await read('From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=zzz\r\n\r\nhello')).text, 'hello'),
);
parse('base64 that the header forgot to name', async () => {
  const body = Buffer.from('三号窗口的打印机坏了，请尽快派人来看一下，谢谢。电话 0000-5550101。')
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  assert.match(
    (await read(`From: a@b.cn\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`)).text,
    '三号窗口',
  );
});

// ---- From, Subject, ids
const from = (title: string, value: string, name: string, address: string) =>
  parse(`From: ${title}`, async () =>
    assert.equal((await read(`From: ${value}\r\nSubject: x\r\n\r\nx`)).from, { name, address }),
  );
from('a name without quotes and a comma', 'Smith, John <j@x.cn>', 'Smith, John', 'j@x.cn');
from('the name in a comment', 'root@x.cn (Cron Daemon)', 'Cron Daemon', 'root@x.cn');
from(
  'name and address in one encoded word',
  `=?utf-8?B?${Buffer.from('张三 <zs@x.cn>').toString('base64')}?=`,
  '张三',
  'zs@x.cn',
);
from('an encoded comma does not split', `=?utf-8?Q?Wang=2C_Li?= <wl@x.cn>`, 'Wang, Li', 'wl@x.cn');
from('raw GBK', `${gbk('cdf5c0da')} <wl@x.cn>`, '王磊', 'wl@x.cn');
from('a closing bracket is missing', 'Ann <ann@x.cn', 'Ann', 'ann@x.cn');
from('a local name', 'root', '', 'root');
from('a group', 'Desk: a@x.cn, b@x.cn;', '', 'a@x.cn');

parse('Sender stands in where From is missing', async () =>
  assert.is((await read('Sender: s@x.cn\r\nSubject: x\r\n\r\nx')).from.address, 's@x.cn'),
);
parse('Reply-To is kept where it differs from From', async () => {
  assert.equal((await read('From: a@x.cn\r\nReply-To: A@X.cn\r\n\r\nx')).replyTo, []);
  assert.equal((await read('From: a@x.cn\r\nReply-To: b@x.cn\r\n\r\nx')).replyTo, [{ name: '', address: 'b@x.cn' }]);
});

const subject = (title: string, raw: string, expected: string) =>
  parse(`Subject: ${title}`, async () =>
    assert.is((await read(`From: a@b.cn\r\nSubject: ${raw}\r\n\r\nx`)).subject, expected),
  );
subject('a word cut inside a character', '=?UTF-8?B?5omT5Y2w5py65o==?=\r\n =?UTF-8?B?iZPkuI3lh7o=?=', '打印机打不出');
subject('words without a blank between', '=?utf-8?Q?a?==?utf-8?Q?b?=', 'ab');
subject('blanks inside a word', '=?utf-8?Q?a b?= c', 'a b c');
subject('a word without an end', '=?utf-8?B?5omT5Y2w5py6', '打印机');
subject('different character sets side by side', '=?gbk?B?tPLTobv6?= =?utf-8?B?5Z2P5LqG?=', '打印机坏了');
subject('raw UTF-8', Buffer.from('打印机').toString('latin1'), '打印机');
subject('a question mark inside Q', '=?utf-8?Q?why??=', 'why?');
subject('a word that names a language', '=?utf-8*zh?B?5omT5Y2w?=', '打印');

parse('References in any form', async () => {
  const mail = await read(
    'From: a@b.cn\r\nMessage-ID: bare@x.cn\r\nIn-Reply-To: Message of Tue <a@x.cn> (desk)\r\nReferences: <1@x.cn>,<2@\r\n x.cn> 3@x.cn\r\n\r\nx',
  );
  assert.is(mail.messageId, '<bare@x.cn>');
  assert.is(mail.inReplyTo, '<a@x.cn>');
  assert.equal(mail.references, ['<1@x.cn>', '<2@x.cn>', '<3@x.cn>']);
});
parse('a Date that cannot be parsed is null', async () =>
  assert.is((await read('From: a@b.cn\r\nDate: gestern\r\n\r\nx')).date, null),
);
parse('Date in UTC', async () =>
  assert.is(
    (await read('From: a@b.cn\r\nDate: Tue, 17 Nov 2026 17:05:29 +0800 (CST)\r\n\r\nx')).date,
    '2026-11-17T09:05:29.000Z',
  ),
);

// ---- parts
const nameOf = (title: string, fields: string, expected: string) =>
  parse(`file name: ${title}`, async () => {
    const mail = await read(
      `From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n${fields}\r\n\r\ny\r\n--b--`,
    );
    assert.is(mail.attachments[0]?.name, expected);
  });
nameOf('raw GBK', `Content-Type: application/zip; name="${gbk('bdd8cdbc')}.zip"`, '截图.zip');
nameOf(
  'RFC 2231 cut inside a character',
  "Content-Disposition: attachment; filename*0*=utf-8''%E6%88; filename*1*=%AA%E5%9B%BE.zip",
  '截图.zip',
);
nameOf(
  'RFC 2231 without escapes',
  'Content-Disposition: attachment; filename*0="screen"; filename*1="shot.zip"',
  'screenshot.zip',
);
nameOf('escapes as in a URL', 'Content-Disposition: attachment; filename="%E6%88%AA%E5%9B%BE.zip"', '截图.zip');
nameOf('without quotation marks', 'Content-Disposition: attachment; filename=my file.zip', 'my file.zip');
nameOf('a semicolon in quotation marks', 'Content-Disposition: attachment; filename="a;b.zip"', 'a;b.zip');
nameOf('winmail.dat stays an attachment', 'Content-Type: application/ms-tnef; name=winmail.dat', 'winmail.dat');

parse('an attached mail is an attachment, not the body', async () => {
  const mail = await read(
    'From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee this\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\nSubject: inner\r\n\r\ninner text\r\n--b--',
  );
  assert.is(mail.text, 'see this');
  assert.is(mail.attachments[0]?.type, 'message/rfc822');
});
parse('text below an attachment belongs to the text', async () => {
  const mail = await read(
    'From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n--b\r\n\r\ntwo\r\n--b--',
  );
  assert.is(mail.text, 'one\ntwo');
});

// ---- limits
parse('beyond a limit the readable part is still returned', async () => {
  const parts = Array.from({ length: 30 }, (_, i) => `--b\r\nContent-Type: image/png; name=${i}.png\r\n\r\nx\r\n`).join(
    '',
  );
  const raw = Buffer.from(
    `From: a@b.cn\r\nTo: a@x.cn, b@x.cn, c@x.cn\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n${parts}--b--`,
  );
  const few = await readMail(raw, { limits: { attachments: 5, recipients: 2 } });
  assert.is(few.text, 'hello');
  assert.is(few.attachments.length, 5);
  assert.is(few.to.length, 2);
  assert.equal([...few.limits].sort(), ['attachments', 'recipients']);
  const cut = await readMail(raw, { limits: { parts: 10 } });
  assert.is(cut.text, 'hello');
  assert.equal(cut.limits, ['parts']);
  const short = await readMail(raw, { limits: { bytes: 200 } });
  assert.is(short.from.address, 'a@b.cn');
  assert.ok(short.limits.includes('bytes'));
});
parse('a header beyond measure is shortened to what a reader needs', async () => {
  const mail = await readMail(
    Buffer.from(`X-Long: ${'x'.repeat(5000)}\r\nFrom: a@b.cn\r\nSubject: hello\r\n\r\nbody`),
    { limits: { headerBytes: 2000 } },
  );
  assert.is(mail.subject, 'hello');
  assert.is(mail.text, 'body');
  assert.equal(mail.limits, ['header-bytes']);
});
parse('multiparts nested beyond the limit stay closed', async () => {
  let raw = 'From: a@b.cn\r\n';
  for (let i = 0; i < 20; i++)
    raw += `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n\r\nlevel ${i}\r\n--b${i}\r\n`;
  const mail = await readMail(Buffer.from(raw), { limits: { depth: 5 } });
  assert.match(mail.text, 'level 3');
  assert.equal(mail.limits, ['depth']);
});

parse('the line of "jishi read --json"', async () => {
  const line = mailJson(
    'a.eml',
    await read('From: Ann <a@b.cn>\r\nTo: c@d.cn\r\nSubject: x\r\nMessage-ID: <1@b.cn>\r\n\r\nhello'),
    1.6,
  );
  assert.equal(line, {
    file: 'a.eml',
    type: 'mail',
    ok: true,
    class: 'human',
    from: { name: 'Ann', address: 'a@b.cn' },
    to: [{ name: '', address: 'c@d.cn' }],
    cc: [],
    subject: 'x',
    messageId: '<1@b.cn>',
    inReplyTo: null,
    references: [],
    date: null,
    text: 'hello',
    reply: 'hello',
    attachments: [],
    failedRecipient: null,
    ms: 2,
  });
});

parse.run();
