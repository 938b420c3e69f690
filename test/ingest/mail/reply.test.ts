import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Line, plainLines } from '../../../ingest/mail/lines.ts';
import { visibleReply } from '../../../ingest/mail/reply.ts';
import { htmlLines } from '../../../ingest/mail/text.ts';

const reply = suite('reply');

const shows = (title: string, lines: Line[], expected: string, subject = 'Re: printer') =>
  reply(title, () => assert.is(visibleReply(lines, subject), expected));
const plain = (title: string, text: string, expected: string, subject?: string) =>
  shows(title, plainLines(text), expected, subject);
const html = (title: string, text: string, expected: string, subject?: string) =>
  shows(title, htmlLines(text), expected, subject);

// ---- attributions in plain text
plain(
  'Gmail: "On … wrote:" over two lines',
  'It works now.\n\nOn Tue, Nov 17, 2026 at 9:12 AM Bill Desk <desk@example.com>\nwrote:\n\n> Please restart.\n',
  'It works now.',
);
plain(
  'Gmail: three lines',
  'Done.\n\nOn Tuesday, November 17, 2026 at 9:12 AM,\nBill Desk of the Very Long Department Name\n<desk@example.com> wrote:\n> Please restart.',
  'Done.',
);
plain(
  'Outlook Express: "wrote in message"',
  'Yes.\n\n"Desk" <desk@example.com> wrote in message news:1@example.com:\n> Restarted?\n',
  'Yes.',
);
plain(
  'German',
  'Danke, läuft.\n\nAm 17.11.2026 um 09:12 schrieb Desk <desk@example.com>:\n> Bitte neu starten.\n',
  'Danke, läuft.',
);
plain(
  'French',
  'Merci.\n\nLe mar. 17 nov. 2026 à 09:12, Desk <desk@example.com> a écrit :\n\n> Redémarrez.\n',
  'Merci.',
);
plain(
  'Japanese Gmail',
  'ありがとうございます。\n\n2026年11月17日(火) 9:12 Desk <desk@example.com>:\n\n> 再起動してください。\n',
  'ありがとうございます。',
);
plain(
  'Taiwan Gmail',
  '收到，謝謝。\n\nDesk <desk@example.com> 於 2026年11月18日 週三 上午10:02寫道：\n\n> 請重新啟動。\n',
  '收到，謝謝。',
);
plain('Thunderbird in Chinese', '好的。\n\n于 2026/11/19 16:45, 服务台 写道:\n> 请重启。\n', '好的。');
plain('Spark', '好的\n\n在 2026年11月18日 +0800 10:02，服务台 <desk@example.com>，写道：\n> 请重启。', '好的');
plain(
  'an attribution without marks of quotation takes all that follows',
  '好的，已处理。\n\n在 2026年11月18日 10:02，服务台 <desk@example.com> 写道：\n\n请重启客户端。\n谢谢',
  '好的，已处理。',
);
plain('Foxmail 6', '请查收。\n\n======= 2026-11-10 09:10:10 您在来信中写道：=======\n\n>请补充材料。\n', '请查收。');
plain(
  'a sentence with "wrote:" is no attribution',
  'On the form he wrote:\nout of order',
  'On the form he wrote:\nout of order',
);
plain(
  'a Chinese sentence that starts with 在 stays',
  '在3号窗口打印时报错。\n错误代码是 E1023。',
  '在3号窗口打印时报错。\n错误代码是 E1023。',
);

// ---- heads of earlier mails
plain(
  'Outlook: From … Subject',
  'Fixed.\n\nFrom: Desk <desk@example.com>\nSent: Tuesday, November 17, 2026 9:00 AM\nTo: Ann <ann@example.com>\nSubject: printer\n\nPlease try again.',
  'Fixed.',
);
plain(
  'Outlook with a rule of underscores',
  'Fixed.\n________________________________\nFrom: Desk <desk@example.com>\nSent: Tuesday\nTo: Ann\nSubject: printer\n\nText',
  'Fixed.',
);
plain(
  '-----Original Message-----',
  'Fixed.\n\n-----Original Message-----\nFrom: Desk\nSent: Tuesday\nTo: Ann\nSubject: printer\n\nText',
  'Fixed.',
);
plain(
  'Outlook on phones writes the labels in bold',
  'Fixed.\n\n*From:* Desk <desk@example.com>\n*Sent:* Tuesday\n*To:* Ann\n*Subject:* printer\n\nText',
  'Fixed.',
);
plain(
  'Apple Mail in Chinese, no rule',
  '已收到。\n\n发件人： 服务台 <desk@example.com>\n日期： 2026年11月20日 星期五 上午9:00\n收件人： 李 <li@example.com>\n主题： 票据\n\n请查收',
  '已收到。',
);
plain(
  'WeCom: the bare word above the head',
  '可以了。\n\n原始邮件\n\n发件人：服务台 <desk@example.com>\n发件时间：2026年11月17日 10:00\n收件人：李 <li@example.com>\n主题：票据\n\n请重试',
  '可以了。',
);
plain(
  'a head with many recipients over several lines',
  '可以了。\n\n发件人: 服务台\n发送时间: 2026年11月17日\n收件人: 甲 <a@example.com>;\n 乙 <b@example.com>;\n 丙 <c@example.com>\n抄送: 丁\n主题: 票据\n\n请重试',
  '可以了。',
);
plain(
  'QQ in English',
  'ok\n\n------------------ Original ------------------\nFrom: "desk"<desk@example.com>;\nDate: Thu, Nov 12, 2026 02:10 PM\nTo: "li"<li@example.com>;\n\nSubject: Re: bill\n\ntext',
  'ok',
);
plain(
  'Samsung',
  '好了\n\n从我的 Galaxy 发送\n\n-------- 原始邮件 --------\n发件人: 服务台\n日期: 2026/11/17\n收件人: 李\n主题: 票据\n\n请重试',
  '好了',
);
plain(
  'form fields are not a head',
  '日期：2026-11-20\n标题：打印机故障\n联系人：李\n电话：5550100',
  '日期：2026-11-20\n标题：打印机故障\n联系人：李\n电话：5550100',
);

// ---- order of quote and answer
plain(
  'answers between quoted lines',
  'On Tue, Nov 17, 2026 at 9:12 AM Desk <desk@example.com> wrote:\n> Which system?\n\nWindows 10.\n\n> Which browser?\n\nEdge.\n',
  'Windows 10.\n\nEdge.',
);
plain('the answer below the quote', '> Which system?\n> And browser?\n\nWindows 10, Edge.', 'Windows 10, Edge.');
plain('only a quote: the quote', '> Which system?\n', 'Which system?');
plain(
  'all under an attribution without marks: never empty',
  '在 2026年11月18日 10:02，服务台 <desk@example.com> 写道：\n请重启。\n已重启，还是不行。',
  '请重启。\n已重启，还是不行。',
);

// ---- signatures
plain('dash dash blank', 'Yes.\n\n-- \nAnn\nHospital', 'Yes.');
plain('a name without a delimiter belongs to the reply', 'Yes.\n\nAnn\nHospital', 'Yes.\n\nAnn\nHospital');
plain('Sent from my iPhone', 'Yes.\n\nSent from my iPhone', 'Yes.');
plain('Get Outlook for iOS', 'Yes.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>', 'Yes.');
plain('a phone line alone comes back', '发自我的iPhone', '发自我的iPhone');
plain(
  'a sentence about a phone stays',
  '来自门诊收费处的手机打不开二维码，请处理。',
  '来自门诊收费处的手机打不开二维码，请处理。',
);
plain(
  'disclaimer',
  'Yes.\n\nThis e-mail and any attachments may contain confidential and privileged information. If you are not the intended recipient, delete it.',
  'Yes.',
);
plain('Chinese disclaimer', '可以。\n\n本邮件（包括任何附件）可能含有机密信息，仅供指定的收件人使用。', '可以。');
plain(
  'a question about confidential mail stays',
  '本邮件系统是否支持保密功能？请回复。',
  '本邮件系统是否支持保密功能？请回复。',
);
plain('the banner of a gateway goes', '[外部邮件] 请谨慎打开附件\n\n打印机坏了。', '打印机坏了。');

plain('a signature below the last quote', 'Yes.\n\n> And now?\n\nWorks.\n\n> Good.\n\n-- \nAnn', 'Yes.\n\nWorks.');
plain('words below a delimiter on top are words', '-- \nThe printer is broken.', '--\nThe printer is broken.');

// ---- forwards
plain(
  'a forward without own words gives what was forwarded',
  '---------- Forwarded message ---------\nFrom: Ann <ann@example.com>\nDate: Tue, Nov 17, 2026\nSubject: bill\nTo: <desk@example.com>\n\n\nThe bill is wrong.',
  'The bill is wrong.',
  'Fwd: bill',
);
plain(
  'a forward with own words gives those',
  'See below, please help.\n\n---------- Forwarded message ---------\nFrom: Ann <ann@example.com>\nDate: Tue, Nov 17, 2026\nSubject: bill\nTo: <desk@example.com>\n\nThe bill is wrong.',
  'See below, please help.',
  'Fwd: bill',
);
plain(
  'a signature is not own words',
  '李强\n清河县医院 信息科\n0000-5550101\n\n发件人： 何苗\n发送时间： 2026-11-19 10:25\n收件人： 信息科\n主题： 金额不一致\n今天 6 张票金额不对。',
  '今天 6 张票金额不对。',
  '转发: 金额不一致',
);
plain(
  'iPhone forward',
  '发自我的iPhone\n\n开始转发的邮件：\n\n> 发件人: 何苗 <he@example.com>\n> 日期: 2026年11月19日 GMT+8 10:25:00\n> 收件人: 信息科 <x@example.com>\n> 主题: 金额不一致\n> \n> 今天 6 张票金额不对。\n',
  '今天 6 张票金额不对。',
  '转发：金额不一致',
);

// ---- HTML
html(
  'Gmail',
  '<div dir="ltr">It works.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Tue, Nov 17, 2026 at 9:12 AM Desk &lt;<a href="mailto:d@example.com">d@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="border-left:1px solid #ccc">Please restart.</blockquote></div>',
  'It works.',
);
html(
  'Gmail, answers between quotes',
  '<div class="gmail_quote"><div class="gmail_attr">On Tue, Nov 17, 2026 Desk wrote:</div><blockquote class="gmail_quote">Which system?</blockquote></div><div>Windows.</div><blockquote class="gmail_quote">Which browser?</blockquote><div>Edge.</div>',
  'Windows.\n\nEdge.',
);
html(
  'indented own words stay',
  '<p>Steps:</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><p>log in, print</p></blockquote><p>Then it fails.</p>',
  'Steps:\nlog in, print\nThen it fails.',
);
html(
  'Outlook on the web',
  '<div>Done.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Desk<br><b>Sent:</b> Tuesday<br><b>To:</b> Ann<br><b>Subject:</b> printer</div><div>Text</div>',
  'Done.',
);
html(
  'Outlook for Windows: a border and bold labels',
  "<p class=MsoNormal>Done.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Desk &lt;d@example.com&gt;<br><b>Sent:</b> Tuesday<br><b>To:</b> Ann<br><b>Subject:</b> printer</p></div><p>Text</p>",
  'Done.',
);
html(
  'Apple Mail',
  '<div>Done.</div><div><br><blockquote type="cite"><div>On 17 Nov 2026, at 09:12, Desk &lt;d@example.com&gt; wrote:</div><br><div>Text</div></blockquote></div>',
  'Done.',
);
html(
  'Yahoo',
  '<div>Done.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Tuesday, November 17, 2026, Desk wrote:</div><div>Text</div></div>',
  'Done.',
);
html(
  'a signature that the markup names',
  '<div>Done.</div><div class="gmail_signature">Ann<br>Hospital</div>',
  'Done.',
);
html('a signature alone comes back', '<div class="gmail_signature">Ann<br>Hospital</div>', 'Ann\nHospital');
html('hidden text is not read', '<div style="display:none">preheader</div><p>Hello</p>', 'Hello');
html(
  'a table row is one line',
  '<table><tr><td>窗口</td><td>3</td></tr><tr><td>流水号</td><td>0071</td></tr></table>',
  '窗口\t3\n流水号\t0071',
);
html(
  'links keep their address',
  '<p>See <a href="https://example.com/a?b=1">the log</a>.</p>',
  'See the log <https://example.com/a?b=1>.',
);
html('numbers of a list stay', '<ol><li>log in</li><li>print</li></ol>', '1. log in\n2. print');
html(
  'Mail Master',
  '<div id="ntes-content-wrapper"><div>请开通</div></div><div class="ntes-mailmaster-signature"><div>孙</div></div><div class="ntes-mailmaster-quote"><div>---- 回复的原邮件 ----</div><div>请提供姓名</div></div>',
  '请开通',
);
html(
  'Lark',
  '<div>可以了</div><div class="history-quote-wrapper"><div>发件人: 服务台</div><div>请重试</div></div>',
  '可以了',
);

reply.run();
