import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultMailLimits } from '../../../ingest/mail/limits.ts';
import { readParts } from '../../../ingest/mail/parts.ts';

const parts = suite('parts');

const tree = async (text: string) => (await readParts(Buffer.from(text, 'latin1'), defaultMailLimits)).root;

// these two watch what ingest/mail/parts.ts takes from mailparser without a declaration
parts('mailparser hands over text as bytes, whatever its label says', async () => {
  const root = await tree(
    'From: a@b.cn\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\ntPLTobv6\r\n',
  );
  assert.is(root?.content.toString('hex'), 'b4f2d3a1bbfa');
});
parts('mailparser keeps the tree of parts', async () => {
  const root = await tree(
    'From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\nplain\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--a--\r\n--m\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nx\r\n--m--\r\n',
  );
  assert.equal(
    root?.children.map(child => child.type),
    ['multipart/alternative', 'message/rfc822'],
  );
  assert.equal(
    root?.children[0]?.children.map(child => `${child.type} ${child.content}`),
    ['text/plain plain', 'text/html <p>html'],
  );
  assert.is(root?.children[1]?.content.toString(), 'Subject: inner\r\n\r\nx');
});

parts('transfer encodings that are not spelled right', async () => {
  const encoded = (name: string, body: string) =>
    tree(`From: a@b.cn\r\nContent-Transfer-Encoding: ${name}\r\n\r\n${body}`);
  assert.is((await encoded('"base64"', 'aGVsbG8='))?.content.toString(), 'hello');
  assert.is((await encoded('Quoted_Printable', 'h=65llo=\r\n!'))?.content.toString(), 'hello!');
});

parts.run();
