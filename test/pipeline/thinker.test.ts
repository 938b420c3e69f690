import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf, PermanentError } from '../../errors.ts';
import { openThinker } from '../../pipeline/thinker.ts';
import { inlineThinker, mailBytes } from '../support/parts.ts';

const test = suite('the reading thread');

test('reads and judges as this thread does, attachments as Buffers', async () => {
  const thinker = openThinker();
  const attached =
    '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n所有窗口都开不了票\r\n--b\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--';
  const mails = [
    mailBytes({ 'Message-ID': '<a@x>' }, '您好'),
    mailBytes({ 'Message-ID': '<b@x>', 'Content-Type': 'multipart/mixed; boundary=b' }, attached),
  ];
  const read = await thinker.readMails(mails);
  assert.equal(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(await inlineThinker.readMails(mails))));
  const [, second] = read;
  assert.ok(second && !(second instanceof PermanentError) && Buffer.isBuffer(second.mail?.attachments[0]?.content));
  const request = { channel: 'email' as const, subject: '', body: '所有窗口都开不了票' };
  assert.equal(await thinker.judge([request]), await inlineThinker.judge([request]));
  await thinker.close();
});

test('what is no mail is refused in its place, the others are read', async () => {
  const thinker = openThinker();
  const [first, second] = await thinker.readMails([Buffer.alloc(0), mailBytes({}, '您好')]);
  assert.instance(first, PermanentError);
  assert.is(codeOf(first), 'mail-format');
  assert.not.instance(second, PermanentError);
  await thinker.close();
});

test('once closed it says that it may be asked again later', async () => {
  const thinker = openThinker();
  await thinker.close();
  assert.is(codeOf(await thinker.judge([]).catch((error: unknown) => error)), 'thinker-closed');
});

test.run();
