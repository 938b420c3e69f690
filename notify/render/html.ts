import type { Language, Severity } from '../../classify/judgement.ts';
import { type Block, plain, type Span } from './document.ts';

export type Page = {
  subject: string;
  blocks: readonly Block[];
  language: Language;
  /** Stands at the top, over the message. */
  sender: string;
  /** With `#`; stands at the top, on the right. */
  ticket: string;
  /** Colours the promise; null for a message without one. */
  severity: Severity | null;
};

/**
 * A message as one HTML document for mail programs: tables for layout and styles on the elements, because Outlook, QQ and
 * 163 drop style sheets; no script, no image, nothing loaded. Everything but our own markup is escaped.
 */
export function renderHtml({ subject, blocks, language, sender, ticket, severity }: Page): string {
  const accent = accents[severity ?? 'minor'];
  const font = language === 'zh' ? CHINESE_FONT : LATIN_FONT;
  const body = blocks.filter(block => block.type !== 'note').map(block => row(block, accent, font));
  const notes = blocks.filter(block => block.type === 'note').map(block => small(block.spans, font));
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escaped(subject)}</title>
</head>
<body style="margin:0;padding:0;background-color:#f2f4f7;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden">${escaped(preview(blocks))}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f2f4f7">
<tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:600px;border-radius:8px;border:1px solid #e4e7ec">
<tr><td height="4" bgcolor="${accent.strong}" style="height:4px;line-height:4px;font-size:0;border-radius:8px 8px 0 0">&nbsp;</td></tr>
<tr><td style="padding:18px 28px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td style="padding-bottom:14px;border-bottom:1px solid #eaecf0;${font};font-size:15px;line-height:22px;font-weight:bold;color:#1d2939">${escaped(sender)}</td><td align="right" style="padding-bottom:14px;border-bottom:1px solid #eaecf0;${font};font-size:13px;line-height:22px;color:#667085;white-space:nowrap">${escaped(ticket)}</td></tr>
</table>
</td></tr>
<tr><td style="padding:22px 28px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${body.join('\n')}
</table>
</td></tr>
<tr><td style="padding:0 28px 20px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td height="1" bgcolor="#e4e7ec" style="height:1px;line-height:1px;font-size:0">&nbsp;</td></tr>
${notes.join('\n')}
</table>
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
}

type Accent = { strong: string; tint: string; ink: string };

/** Dark enough on their tint for WCAG AA (4.5 : 1). */
const accents: Record<Severity, Accent> = {
  critical: { strong: '#c4320a', tint: '#fff4ed', ink: '#7e2410' },
  general: { strong: '#1761b0', tint: '#eff6ff', ink: '#123f73' },
  minor: { strong: '#0e7090', tint: '#eefaf9', ink: '#164c5c' },
};

const CHINESE_FONT = "font-family:-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";
const LATIN_FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

function row(block: Block, accent: Accent, font: string): string {
  const text = `${font};font-size:15px;line-height:25px;color:#1d2939;word-break:break-word`;
  switch (block.type) {
    case 'note':
      return small(block.spans, font);
    case 'paragraph':
      return `<tr><td style="padding:0 0 16px;${text}">${words(block.spans)}</td></tr>`;
    case 'promise':
      return `<tr><td style="padding:0 0 20px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="${accent.tint}" style="padding:14px 18px;border-left:4px solid ${accent.strong};${font};font-size:17px;line-height:27px;color:${accent.ink};word-break:break-word">${words(block.spans)}</td></tr></table></td></tr>`;
    case 'facts':
      return `<tr><td style="padding:0 0 20px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${block.rows.map(([label, value], n) => fact(label, value, n, font)).join('')}</table></td></tr>`;
    case 'answer':
      return `<tr><td style="padding:0 0 16px;${text}">${linked(block.text)}</td></tr>`;
    case 'quote':
      return `<tr><td style="padding:0 0 20px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#f9fafb" style="padding:10px 16px;border-left:3px solid #d0d5dd;${font};font-size:14px;line-height:23px;color:#475467;word-break:break-word">${lines(block.text)}</td></tr></table></td></tr>`;
  }
}

function fact(label: string, value: string, n: number, font: string): string {
  const edge = n === 0 ? '' : 'border-top:1px solid #eaecf0;';
  const cell = `${edge}padding:8px 0;vertical-align:top;${font};font-size:14px;line-height:22px`;
  return `<tr><td width="112" style="${cell};color:#667085;padding-right:12px;white-space:nowrap">${escaped(label)}</td><td style="${cell};color:#1d2939;word-break:break-word">${lines(value)}</td></tr>`;
}

const small = (spans: readonly Span[], font: string): string =>
  `<tr><td style="padding:12px 0 0;${font};font-size:13px;line-height:21px;color:#667085;word-break:break-word">${words(spans)}</td></tr>`;

/** What inboxes show beside the subject: the promise, or else the first sentence after the greeting. */
function preview(blocks: readonly Block[]): string {
  const promise = blocks.find(block => block.type === 'promise');
  const second = blocks.filter(block => block.type === 'paragraph')[1];
  return plain((promise ?? second)?.spans ?? []).slice(0, 120);
}

const words = (spans: readonly Span[]): string =>
  spans.map(({ text, strong }) => (strong ? `<strong>${lines(text)}</strong>` : lines(text))).join('');

/** Web addresses in our own people's words become links; in a stranger's words they stay words. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[\w\-.~:/?#@!$&*+;=%,]*[\w\-~/#@$&*+=%])/)
    .map((part, n) =>
      n % 2 === 1 ? `<a href="${escaped(part)}" style="color:#1761b0">${escaped(part)}</a>` : lines(part),
    )
    .join('');
}

const lines = (text: string): string => escaped(text).replace(/\n/g, '<br>\n');

const escaped = (text: string): string => text.replace(/[&<>"']/g, mark => entities[mark] ?? mark);

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
