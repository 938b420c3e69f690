import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMail } from '../../../ingest/mail/parse.ts';

const report = suite('report');

const free = (subject: string, body: string, fields = '') =>
  readMail(
    Buffer.from(
      `Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.com\r\nTo: desk@example.com\r\nSubject: ${subject}\r\n${fields}Content-Type: text/plain; charset=utf-8\r\n\r\n${body}`,
    ),
  );

const failed = (server: string, body: string, expected: string | null, fields = '') =>
  report(`${server}: ${expected ?? 'nobody has failed'}`, async () => {
    const mail = await free('Mail delivery failed', body, fields);
    assert.is(mail.class, 'bounce');
    assert.is(mail.failedRecipient, expected);
  });

const dsn = (status: string) =>
  readMail(
    Buffer.from(
      `Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.com\r\nTo: desk@example.com\r\nSubject: Undelivered\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${status}\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nTo: gone@example.net\r\nMessage-ID: <ack-1@example.com>\r\n--b--`,
    ),
  );
const delivery = (title: string, status: string, expected: string | null) =>
  report(title, async () => assert.is((await dsn(status)).failedRecipient, expected));

// ---- RFC 3464
delivery(
  'Action: failed',
  'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; gone@example.net\r\nAction: failed\r\nStatus: 5.1.1',
  'gone@example.net',
);
delivery(
  'Action: delayed has not failed',
  'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; gone@example.net\r\nAction: delayed\r\nStatus: 4.4.1',
  null,
);
delivery(
  'Action: delivered has not failed',
  'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; there@example.net\r\nAction: delivered\r\nStatus: 2.0.0',
  null,
);
delivery(
  'the failed one of two',
  'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; there@example.net\r\nAction: relayed\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822; gone@example.net\r\nAction: failed\r\nStatus: 5.1.1',
  'gone@example.net',
);
delivery(
  'no blank line between the groups',
  'Reporting-MTA: dns; mx\r\nFinal-Recipient: rfc822; there@example.net\r\nAction: relayed\r\nFinal-Recipient: rfc822;<gone@example.net>\r\nAction: failed',
  'gone@example.net',
);
delivery(
  'an action of its own, with a status of failure',
  'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; gone@example.net\r\nAction: error\r\nStatus: 5.0.0',
  'gone@example.net',
);
delivery(
  'an internal name as the final recipient',
  'Reporting-MTA: dns; mx\r\n\r\nAction: failed\r\nOriginal-Recipient: rfc822; gone@example.net\r\nFinal-Recipient: rfc822; gone@mail-store',
  'gone@example.net',
);

// ---- words
failed(
  'exim',
  'A message that you sent could not be delivered to one or more of its\r\nrecipients. This is a permanent error. The following address(es) failed:\r\n\r\n  gone@example.net\r\n    Unrouteable address\r\n',
  'gone@example.net',
);
failed(
  'exim with its field',
  'could not be delivered',
  'gone@example.net',
  'X-Failed-Recipients: gone@example.net\r\n',
);
failed(
  'qmail',
  "Hi. This is the qmail-send program at mx.example.com.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n<gone@example.net>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nTo: other@example.net\r\n",
  'gone@example.net',
);
failed(
  'sendmail',
  '   ----- The following addresses had permanent fatal errors -----\r\n<gone@example.net>\r\n    (reason: 550 5.1.1 User unknown)\r\n',
  'gone@example.net',
);
failed(
  'Gmail',
  "Your message wasn't delivered to gone@example.net because the address couldn't be found.",
  'gone@example.net',
);
failed(
  'Gmail, older',
  'Delivery to the following recipient failed permanently:\r\n\r\n     gone@example.net\r\n\r\nTechnical details',
  'gone@example.net',
);
failed(
  'Exchange',
  'Your message did not reach some or all of the intended recipients.\r\n\r\nThe following recipient(s) cannot be reached:\r\n\r\n      gone@example.net on 11/17/2026 9:00 AM\r\n',
  'gone@example.net',
);
failed(
  'Exchange in Chinese',
  '向这些收件人或组传递邮件失败:\r\n\r\n孙悦(gone@example.net)\r\n找不到您输入的电子邮件地址。',
  'gone@example.net',
);
failed('QQ', '退信原因：收件人（gone@example.net）所填写的邮箱不存在，邮件无法送达。', 'gone@example.net');
failed(
  'NetEase',
  '抱歉，您的邮件被退回来了……\r\n收件人 gone@example.net\r\n退信原因：这个收件人的邮箱帐号不存在',
  'gone@example.net',
);
failed(
  'Yahoo',
  'Sorry, we were unable to deliver your message to the following address.\r\n\r\n<gone@example.net>:\r\n550: No such user',
  'gone@example.net',
);
failed(
  'a server that goes on trying',
  'This is a warning message only.\r\nYour message to gone@example.net has been delayed. We will keep trying for 3 days.',
  null,
);

report('reports on the mail that is returned', async () =>
  assert.equal((await dsn('Final-Recipient: rfc822; x@example.net\r\nAction: failed')).reportsOn, [
    '<ack-1@example.com>',
  ]),
);
report('reports on the Message-ID in the words, where nothing is attached', async () => {
  const mail = await free(
    'failure notice',
    '<gone@example.net>: no such user\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <ack-1@example.com>\r\nTo: gone@example.net\r\n',
  );
  assert.equal(mail.reportsOn, ['<ack-1@example.com>']);
});
report('an automatic answer reports on what it answers', async () => {
  const mail = await readMail(
    Buffer.from(
      'From: a@example.net\r\nSubject: Auto: x\r\nAuto-Submitted: auto-replied\r\nReferences: <1@x> <2@x>\r\n\r\naway',
    ),
  );
  assert.equal(mail.reportsOn, ['<2@x>']);
});
report('a person reports on nothing', async () => {
  const mail = await readMail(Buffer.from('From: a@example.net\r\nSubject: Re: x\r\nIn-Reply-To: <1@x>\r\n\r\nhello'));
  assert.equal(mail.reportsOn, []);
});

report.run();
