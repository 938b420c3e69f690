import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMail } from '../../../ingest/mail/parse.ts';
import { threadKeys, ticketNumbersIn } from '../../../ingest/mail/thread.ts';

const thread = suite('thread');

const tickets = (title: string, subject: string, expected: string[]) =>
  thread(title, () => assert.equal(ticketNumbersIn(subject), expected));

tickets('our own form', 'Re: [#20261125-0033] 打印机', ['20261125-0033']);
tickets('more than four digits', '[#20261125-10033]', ['20261125-10033']);
tickets('the brackets are lost', '回复：20261125-0033 打印机', ['20261125-0033']);
tickets('wide characters', '回复：［＃２０２６１１２５－００３３］', ['20261125-0033']);
tickets('a blank at the fold', 'Re: [#20261125- 0033] x', ['20261125-0033']);
tickets('two tickets, one of them twice', '[#20261125-0033] [#20261125-0034] [#20261125-0033]', [
  '20261125-0033',
  '20261125-0034',
]);
tickets('a bare number beside a bracketed one does not count', '[#20261125-0033] 流水号 20261120-101452', [
  '20261125-0033',
]);
tickets('no date', '[#20261399-0033] 12345678-0033', []);
tickets('part of a longer number', '120261125-0033 20261125-0033-1', []);
tickets('too few digits', '20261125-033', []);
tickets('a telephone number', '0755-20261125', []);

thread('the closest relative comes first, our own id never', async () => {
  const mail = await readMail(
    Buffer.from(
      'From: a@b.cn\r\nSubject: Re: [#20261125-0033] x\r\nMessage-ID: <me@b.cn>\r\nIn-Reply-To: 3@x\r\nReferences: <1@x>, 2@x <3@x> <me@b.cn>\r\n\r\nx',
    ),
  );
  assert.equal(threadKeys(mail), { ids: ['<3@x>', '<2@x>', '<1@x>'], tickets: ['20261125-0033'] });
});

thread.run();
