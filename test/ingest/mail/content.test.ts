import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contentKey } from '../../../ingest/mail/content.ts';
import { readMail } from '../../../ingest/mail/parse.ts';

const content = suite('content');

const key = async (raw: string) => contentKey(await readMail(Buffer.from(raw)));
const plain =
  'From: Ann <ann@x.cn>\r\nSubject: x\r\nMessage-ID: <1@x.cn>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n打印机坏了\r\n';

content('a key is SHA-256 in hex', async () => assert.match(await key(plain), /^[0-9a-f]{64}$/));
content('the way it came by does not count', async () =>
  assert.is(
    await key(`Delivered-To: a@d.cn\r\nReceived: from x\r\n${plain}`),
    await key(`Delivered-To: b@d.cn\r\nReceived: from y\r\n${plain}`),
  ),
);
content('the transfer encoding and the line ends do not count', async () => {
  const base64 = plain.replace(
    'utf-8\r\n\r\n打印机坏了\r\n',
    `utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('打印机坏了').toString('base64')}\r\n`,
  );
  assert.is(await key(base64), await key(plain));
  assert.is(await key(plain.replace(/\r\n/g, '\n')), await key(plain));
});
content('another text is another message, even under the same Message-ID', async () =>
  assert.is.not(await key(plain.replace('坏了', '好了')), await key(plain)),
);
content('another sender is another message', async () =>
  assert.is.not(await key(plain.replace('ann@x.cn', 'bob@x.cn')), await key(plain)),
);
content('another attachment is another message', async () => {
  const mail = (bytes: string) =>
    key(
      `From: a@x.cn\r\nMessage-ID: <1@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\n${bytes}\r\n--b--`,
    );
  assert.is.not(await mail('1'), await mail('2'));
  assert.is(await mail('1'), await mail('1'));
});
content('without a Message-ID, date and subject stand in', async () => {
  const bare = (date: string) => `From: a@x.cn\r\nSubject: x\r\nDate: ${date}\r\n\r\nhello`;
  assert.is(await key(bare('Tue, 17 Nov 2026 09:00:00 +0800')), await key(bare('Tue, 17 Nov 2026 01:00:00 GMT')));
  assert.is.not(await key(bare('Tue, 17 Nov 2026 09:00:00 +0800')), await key(bare('Tue, 17 Nov 2026 09:00:01 +0800')));
});

content.run();
