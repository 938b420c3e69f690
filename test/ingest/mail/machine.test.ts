import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMail } from '../../../ingest/mail/parse.ts';
import type { MailClass } from '../../../ingest/reading.ts';

const machine = suite('machine');

/** A mail from a person to the desk; `fields` replace or add to its header. */
function mail(fields: Record<string, string>, body = '打印机打不出票据，请看一下。'): Buffer {
  const header = {
    From: 'Ann <ann@example.com>',
    To: 'desk@example.com',
    Subject: 'printer',
    'Message-ID': '<a@example.com>',
    'Content-Type': 'text/plain; charset=utf-8',
    ...fields,
  };
  const lines = Object.entries(header).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

const is = (expected: MailClass, title: string, fields: Record<string, string>, body?: string) =>
  machine(`${expected}: ${title}`, async () => {
    const { class: found, classReason } = await readMail(mail(fields, body));
    assert.is(found, expected, `${found} (${classReason})`);
  });

// ---- header fields
is('autoreply', 'Auto-Submitted: auto-replied', { 'Auto-Submitted': 'auto-replied' });
is('autoreply', 'Auto-Submitted with parameters', { 'Auto-Submitted': 'auto-replied; owner-email="x@example.com"' });
is('autoreply', 'Auto-Submitted: auto-generated', { 'Auto-Submitted': 'auto-generated' });
is('human', 'Auto-Submitted: no', { 'Auto-Submitted': 'no' });
is('autoreply', 'X-Autoreply', { 'X-Autoreply': 'yes' });
is('autoreply', 'Precedence: auto_reply', { Precedence: 'auto_reply' });
is('autoreply', 'the null reverse-path', { 'Return-Path': '<>' });
is('human', 'X-Auto-Response-Suppress says what others shall not send', { 'X-Auto-Response-Suppress': 'All' });
is('list', 'List-Id', { 'List-Id': '<users.lists.example.com>' });
is('list', 'List-Unsubscribe', { 'List-Unsubscribe': '<mailto:u@example.com>' });
is('list', 'Precedence: bulk', { Precedence: 'bulk' });
is('human', 'an advertisement without the sign of a list', { Subject: '代开发票' }, '正规代开，税点优惠，微信 0000');

// ---- absence notes
is(
  'autoreply',
  'Out of Office',
  { Subject: 'Out of Office: printer' },
  'I am out of the office until Monday. Please contact Bob.',
);
is('autoreply', 'Automatic reply', { Subject: 'Automatic reply: printer' }, 'I am on leave.');
is('autoreply', '自动回复', { Subject: '自动回复:受理通知' }, '您好，您发给我的信件我已收到，我会尽快给您回复。');
is('autoreply', '[Auto-Reply]', { Subject: '[Auto-Reply] printer' }, 'Thank you for your message.');
is(
  'autoreply',
  'a silent header and subject, words that say it',
  { Subject: 'Re: 受理通知', 'In-Reply-To': '<x@example.com>' },
  '本邮件由系统自动发出，请勿回复。我已收到您的来信。',
);
is('human', 'an answer to an absence note', { Subject: 'Re: 自动回复: 受理通知' }, '好的，等您回来再说。');
is('human', 'a question about automatic replies', { Subject: '自动回复：怎么设置' }, '请问邮箱的自动回复怎么设置？');
is(
  'human',
  'a person who is away and wants something',
  { Subject: 'Re: printer', 'In-Reply-To': '<x@example.com>' },
  '我正在出差，周五回到办公室。系统登录不了，如有急事请联系小王，麻烦先帮他重置密码。',
);
is(
  'human',
  'a person says that the mail has come',
  { Subject: '回复：材料', 'In-Reply-To': '<x@example.com>' },
  '您的邮件已收到，我们会尽快处理并回复。',
);
is(
  'human',
  'a person on leave writes',
  { Subject: 'vacation days in the system' },
  'I am out of the office until Monday and cannot log in. Could you reset my password?',
);

// ---- receipts, recalls
is(
  'autoreply',
  'Read receipt',
  { Subject: 'Read: printer', 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b' },
  '--b\r\n\r\nYour message was read.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nOriginal-Message-ID: <o@example.com>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--b--\r\n',
);
is('autoreply', 'recall', { Subject: 'Recall: printer' }, 'Ann would like to recall the message, "printer".');
is('human', 'a person asks how to recall', { Subject: '撤回：已开的票据如何撤回' }, '票据开错了，请问怎么撤回？');

// ---- bounces
is(
  'bounce',
  'qmail',
  { From: 'MAILER-DAEMON@mx.example.com', Subject: 'failure notice', 'Return-Path': '<>' },
  "Hi. This is the qmail-send program at mx.example.com.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n<gone@example.net>:\r\nno mailbox here by that name\r\n",
);
is(
  'bounce',
  'exim with X-Failed-Recipients',
  {
    From: 'Mail Delivery System <Mailer-Daemon@mx.example.com>',
    'X-Failed-Recipients': 'gone@example.net',
    'Auto-Submitted': 'auto-replied',
    Subject: 'Mail delivery failed: returning message to sender',
  },
  'A message that you sent could not be delivered',
);
is(
  'bounce',
  'sent through a list',
  {
    From: 'MAILER-DAEMON@mx.example.com',
    Subject: 'Undelivered Mail Returned to Sender',
    'List-Id': '<l.example.com>',
  },
  'user unknown',
);
is(
  'human',
  'a person forwards a bounce',
  { Subject: 'Fwd: Undelivered Mail Returned to Sender' },
  'What does this mean?\r\n\r\n> your message could not be delivered',
);
is(
  'human',
  'a person writes about a bounce',
  { Subject: '系统退信' },
  '您好，我发给你们的邮件被退回，无法送达，请问地址对吗？',
);
is(
  'human',
  'a person writes about a bounce in English',
  { Subject: 'Mail delivery failed' },
  'Hello, my message to you could not be delivered yesterday. Is the address right?',
);
is(
  'human',
  'the postmaster of a hospital writes',
  { From: 'postmaster@hospital.example', Subject: 'printer' },
  'Our printer is down, please help.',
);

// ---- reports, calendars
is(
  'feedback-report',
  'ARF',
  { 'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b' },
  '--b\r\n\r\nabuse\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--b--',
);
is(
  'feedback-report',
  'DMARC',
  {
    From: 'noreply-dmarc-support@google.com',
    Subject: 'Report domain: example.com Submitter: google.com Report-ID: 1',
  },
  'x',
);
is(
  'calendar',
  'invitation',
  { 'Content-Type': 'multipart/alternative; boundary=b' },
  '--b\r\n\r\nmeet\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n--b--',
);
is(
  'human',
  'a calendar file that somebody attached',
  { 'Content-Type': 'multipart/mixed; boundary=b' },
  '--b\r\n\r\nplease import this\r\n--b\r\nContent-Type: text/calendar; name=plan.ics\r\nContent-Disposition: attachment; filename=plan.ics\r\n\r\nBEGIN:VCALENDAR\r\n--b--',
);

// ---- faxes
const tiff =
  '--b\r\n\r\n          Sender: +86 755 0000 0002\r\n           Pages: 1\r\n--b\r\nContent-Type: image/tiff; name=f.tif\r\nContent-Disposition: attachment; filename=f.tif\r\nContent-Transfer-Encoding: base64\r\n\r\nSUkqAA==\r\n--b--';
is(
  'human',
  'a fax that HylaFAX mails',
  {
    From: 'HylaFAX Agent <fax@example.com>',
    Subject: 'Fax received from "+86 755 0000 0002"',
    'Content-Type': 'multipart/mixed; boundary=b',
    'Return-Path': '<>',
    'Auto-Submitted': 'auto-generated',
  },
  tiff,
);
is(
  'autoreply',
  'a fax that never came',
  { From: 'HylaFAX Agent <fax@example.com>', Subject: 'Fax received from ""' },
  'Fax not received.',
);
is(
  'autoreply',
  'HylaFAX tells how a job went',
  { From: 'HylaFAX Agent <FaxMaster>', Subject: 'facsimile job T-2026-0001 (1) to 1002 completed' },
  'Your job to 1002 was completed successfully.',
);

// ---- empty
is('empty', 'nothing at all', { Subject: '' }, '\r\n');
is('empty', 'only the placeholder of a subject', { Subject: '(无主题)' }, '\r\n');
is('human', 'a subject is a word', { Subject: '三号窗口不能开票' }, '\r\n');

machine.run();
