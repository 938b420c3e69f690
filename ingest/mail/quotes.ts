import type { Zone } from './lines.ts';

/**
 * How mail programs mark what is not the sender's own: an earlier mail, its head, a signature. A new program is a new row
 * here and a fixture in test/fixtures/mail; docs/mail.md says how.
 */

/** Elements by class or id. Outlook prefixes ids of quoted mails with `x_`; those lie inside a quote already. */
const marked: { names: RegExp; zone: Zone }[] = [
  // Outlook on the web and phones, Outlook Express; QQ Mail since 2023; what follows is the earlier mail
  {
    names: /^(?:divrplyfwdmsg|outlookmessageheader|reply-intro|xm_mail_oringinal_describe|ymail_android_quote_header)$/,
    zone: 'cut',
  },
  // Gmail, Thunderbird, Yahoo
  { names: /^(?:gmail_attr|moz-cite-prefix|yahoo_quoted_header|protonmail_quote_header)$/, zone: 'attribution' },
  // NetEase (163, 126), Mail Master, Sina, new Outlook, Yahoo, Proton, Zoho, Coremail
  {
    names:
      /^(?:isreplycontent|isforwardcontent|ntes-(?:mailmaster|pcmail)-quote|origbody|mail-editor-reference-message-container|yahoo_quoted|olk_src_body_section|protonmail_quote|zmail_extra|coremail_quote|history-quote-wrapper|adit-html-block--collapsed|lark-mail-quote(?:-\d+)?|wemail-quote|xmail_original|reply-content-quote|__aliyun_previous_quote)$/,
    zone: 'quote',
  },
  // QQ on phones and the web, Mail Master, MIUI, Outlook, Gmail, Thunderbird, Apple, Alimail, Huawei
  {
    names:
      /^(?:ios_qqmail_sign|xmail_signature|ntes-(?:mailmaster|pcmail)-signature|mi-signature|ms-outlook-mobile-signature|gmail_signature|moz-signature|applemailsignature|__aliyun_signature_wrap|hw_signature|signature|mail_signature|mailsignature|email-signature|qmsignature|foxmail_signature|lark-mail-signature)$/,
    zone: 'signature',
  },
];

/** What an element says of its content, null for most. */
export function zoneOf(name: string, attributes: Record<string, string>, style: string): Zone | null {
  if (name === 'includetail') return 'quote'; // QQ Mail
  if (name === 'hr')
    return /fmsigseperator/i.test(attributes.id ?? '') || /width:\s*210px/.test(style) ? 'signature-rule' : null;
  if (name === 'blockquote') return isCitation(attributes, style) ? 'quote' : 'indent';
  const { class: classes = '', id = '' } = attributes;
  if (classes === '' && id === '') return null;
  for (const token of `${classes} ${id}`.toLowerCase().split(/\s+/)) {
    if (token === '') continue;
    for (const { names, zone } of marked) if (names.test(token)) return zone;
  }
  return null;
}

/** People use blockquotes to indent; those that programs make for quoting have a type, a class, or a line at the left. */
function isCitation(attributes: Record<string, string>, style: string): boolean {
  if (attributes.type?.toLowerCase() === 'cite' || attributes.cite !== undefined) return true;
  if (/quote|reply/i.test(`${attributes.class ?? ''} ${attributes.id ?? ''}`)) return true;
  return (
    /border-left\s*:[^;]*(?:\d|thin|medium|thick)/.test(style) &&
    !/border-left\s*:\s*(?:none|0(?:px)?\s*(?:;|$))/.test(style)
  );
}

/** Between the own words and an earlier mail, by their text, e.g. `-----Original Message-----`, `---- 回复的原邮件 ----`. */
export const separators: RegExp[] = [
  /^[-_=─—*\s]{2,}\s*(?:原始邮件|原始郵件|邮件原件|邮件原文|原邮件|原郵件|回复的原邮件|转发的邮件|转发邮件信息|转发邮件|已转发邮件|轉寄郵件|轉寄的郵件|被转发邮件|原文)\s*[-_=─—*\s]{2,}$/,
  /^[-_=─—*\s]{2,}\s*(?:Original(?: Message| E-?mail| Appointment)?|Forwarded (?:message|mail)(?: from .{1,80})?|Forwarded by .{1,80}|Replied Message|Reply message|Reply to message|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Message (?:d'origine|transféré)|Mensaje original|Messaggio originale|Original-Nachricht|Antwort Nachricht|Message original|Oprindelig meddelelse|Ursprungligt meddelande|元のメッセージ)\s*[-_=─—*\s]{2,}$/i,
  /^[-=*\s]{3,}.{0,80}(?:来信中写道|邮件中写道|來信中寫道)\s*[:：]?\s*[-=*\s]{3,}$/, // Foxmail 6, DreamMail
  /^(?:Begin forwarded message|开始转发的邮件|下面是被转发的邮件|以下是转发的邮件|下面是轉寄的郵件|転送されたメッセージ|Anfang der weitergeleiteten Nachricht)\s*[:：]$/i,
];

/** The bare word above the head of an earlier mail, without dashes (WeCom, Lark, new QQ Mail). */
export const bareSeparator =
  /^(?:原始邮件|原始郵件|原邮件|邮件原文|转发邮件|Original|Original Message|Original Email)\s*[:：]?$/i;

/** "… wrote:", over at most four lines that have been joined with a blank. Each must name a date, a time or an address. */
export const attributions: RegExp[] = [
  // Chinese: 在 … 写道, X 于 … 写道, X <a@b> … 写道
  /^(?:在|於|于)\s?.{3,240}(?:写道|寫道|wrote|写到)\s*[:：]?$/,
  /^.{2,200}\s?(?:在|于|於)\s?.{4,80}(?:写道|寫道|写到)\s*[:：]$/,
  /^.{2,200}<[^<>]{3,120}>\s?.{0,80}(?:写道|寫道|写到)\s*[:：]$/,
  /^\d{4}[-/年.].{4,200}(?:写道|寫道|wrote|写到)\s*[:：]$/,
  // Gmail in East Asia and before 2015: 2026年11月17日(火) 9:12 X <a@b>:
  /^\d{4}[-/年.].{4,160}<[^<>\s]+@[^<>\s]+>\s*[:：]?$/,
  // mail.ru, Yandex: 02.04.2026, 14:20, "X" <a@b>:
  /^.{0,60}\d{1,2}[:.]\d{2}.{0,120}<[^<>\s]+@[^<>\s]+>\s*[:：]$/,
  // English
  /^(?:On|At)\s.{6,300}\s(?:wrote|writes|said|sent)\s*:$/i,
  /^.{2,200}<[^<>]{3,120}>\s?(?:wrote|writes|said|sent)\s*.{0,60}:$/i,
  /^.{2,100}\s(?:wrote|writes)\s(?:on|at|in message)\s.{6,160}:?$/i,
  // other languages, by their verb
  /^(?:Am|Le|El|Il|Den|Op|På|W dniu|Em|Dnia|Vào|Dne|Pe)\s.{6,240}(?:schrieb|schreef|geschreven|a écrit|escribió|ha scritto|skrev|napisał(?:\(a\))?|escreveu|đã viết|napsal|a scris).{0,80}\s?:$/i,
  /^.{2,200}<[^<>]{3,120}>\s?(?:schrieb|schreef|a écrit|escribió|ha scritto|skrev|пишет|пише|написал|написал\(а\)|yazdı|님이 작성).{0,60}:$/i,
  // between dashes: "---- X wrote ----" (Zoho, Android), "------On 12/29 X wrote-----"
  /^-{2,}\s?.{3,160}\s(?:wrote|写道)\s?-{2,}$/i,
];

export type HeadLabel = 'sender' | 'date' | 'to' | 'cc' | 'subject' | 'other';

const labels: Record<HeadLabel, string> = {
  sender: '发件人 發件人 寄件者 寄件人 发信人 发送人 发送者 from sender von de da fra från van 差出人 보낸사람 от',
  date:
    '发送时间 发送日期 发件时间 日期 时间 寄件日期 傳送時間 傳送日期 發送時間 發送日期 已发送 已傳送 sent date senton gesendet datum ' +
    'envoyé enviado enviadoel inviato sendt skickat verzonden data fecha 送信日時 日時 보낸날짜 날짜 дата',
  to: '收件人 收件者 to an à para a til till aan 宛先 받는사람 кому',
  cc: '抄送 抄送人 副本 密送 密件抄送 密件副本 cc bcc kopie kopia 참조 копия',
  subject: '主题 主題 主旨 标题 標題 subject betreff objet asunto oggetto assunto emne ämne onderwerp 件名 제목 тема',
  other: '附件 attachments 重要性 importance 优先级 priority reply-to 回复至 organization 邮件大小',
};

/** What a label in the head of a quoted mail means; blanks inside it taken out, in lower case. */
export const headLabels: ReadonlyMap<string, HeadLabel> = new Map(
  (['sender', 'date', 'to', 'cc', 'subject', 'other'] as const).flatMap(meaning =>
    labels[meaning].split(' ').map((label): [string, HeadLabel] => [label, meaning]),
  ),
);
