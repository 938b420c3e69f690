import { isAscii, isUtf8 } from 'node:buffer';
import { decodeText } from './charset.ts';
import type { MailLimits } from './limits.ts';
import { type Line, plainLines } from './lines.ts';
import type { Part } from './parts.ts';
import { hasStructure, visibleReply } from './reply.ts';
import { htmlLines, htmlText } from './text.ts';

/** The readable side of a mail, and the parts that are not text to be read. */
export type Bodies = {
  text: string;
  /** The character set of the first text that said something. */
  charset: string | null;
  /** The lines from which the visible reply is taken: of the HTML where its markup knows more, else of the plain text. */
  lines: () => Line[];
  /** Attachments, pictures, reports: everything else, in order. */
  others: Part[];
};

/** A stretch of the body: in a multipart/alternative both forms of the same words, else one of them. */
type Block = { plain: string; html: string };

/** Gathers the text of a mail from its tree of parts (RFC 2046 §5.1). */
export function bodiesOf(root: Part, limits: MailLimits, met: Set<string>): Bodies {
  const gatherer = new Gatherer(limits, met);
  gatherer.walk(root, null);
  const { blocks } = gatherer;
  return {
    text: blocks
      .map(textOf)
      .filter(text => text.trim() !== '')
      .join('\n'),
    charset: gatherer.charset,
    lines: () => blocks.flatMap(linesOf),
    others: gatherer.others,
  };
}

class Gatherer {
  readonly blocks: Block[] = [];
  readonly others: Part[] = [];
  charset: string | null = null;
  private readonly limits: MailLimits;
  private readonly met: Set<string>;

  constructor(limits: MailLimits, met: Set<string>) {
    this.limits = limits;
    this.met = met;
  }

  walk(part: Part, alternative: Block | null): void {
    if (part.type.startsWith('multipart/')) {
      const block = alternative ?? (part.type === 'multipart/alternative' ? { plain: '', html: '' } : null);
      if (block && !alternative) this.blocks.push(block);
      for (const child of part.children) this.walk(child, block);
      return;
    }
    const kind = this.isBody(part, alternative) ? textKind(part.type) : null;
    if (kind === null) {
      if (!(alternative && part.type === 'text/x-amp-html')) this.others.push(part);
      return;
    }
    if (part.name !== '' && !alternative && /filename/i.test(part.header.raw('content-disposition') ?? ''))
      this.others.push(part);
    const block = alternative ?? { plain: '', html: '' };
    if (!alternative) this.blocks.push(block);
    const text = this.decode(part);
    const html = kind === 'html' || (alternative === null && /^\s{0,20}<(?:!doctype html|html)\b/i.test(text));
    if (html) block.html += block.html === '' ? text : `<br>\n${text}`;
    else block.plain += block.plain === '' ? text : `\n${text}`;
  }

  /** Text with a file name is an attachment, unless it is the first text of the mail: some programs name the body too. */
  private isBody(part: Part, alternative: Block | null): boolean {
    if (part.disposition === 'attachment') return false;
    return (
      part.name === '' ||
      (alternative !== null && part.type !== 'text/calendar') ||
      this.blocks.every(({ plain, html }) => plain === '' && html === '')
    );
  }

  private decode(part: Part): string {
    let bytes = withoutForgottenEncoding(part.content);
    if (bytes.length > this.limits.textBytes) {
      bytes = bytes.subarray(0, this.limits.textBytes);
      this.met.add('text-bytes');
    }
    const label = part.params.get('charset') ?? (part.type === 'text/html' ? metaCharset(bytes) : null);
    const { text, charset } = decodeText(bytes, label, this.charset);
    if (this.charset === null && charset !== 'ascii') this.charset = charset;
    const lines = text
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n')
      .replace(/\0/g, '');
    return part.params.get('format')?.toLowerCase() === 'flowed' ? unflow(lines) : lines;
  }
}

/** What an HTML page says of its own character set; the header of the part goes first. */
function metaCharset(bytes: Buffer): string | null {
  return /<meta[^<>]{0,200}charset\s*=\s*["']?([\w-]{3,30})/i.exec(bytes.toString('latin1', 0, 2048))?.[1] ?? null;
}

/** Some programs encode the text and forget to say so: nothing but lines of base64, or escapes in threes. */
function withoutForgottenEncoding(bytes: Buffer): Buffer {
  if (bytes.length < 60 || !isAscii(bytes)) return bytes;
  const start = bytes.toString('latin1', 0, 400);
  if (
    /^[A-Za-z0-9+/]{56,}(?:\r?\n[A-Za-z0-9+/]{56,}){0,4}(?:\r?\n[A-Za-z0-9+/]*={0,2})?/.test(start) &&
    /^[A-Za-z0-9+/=\s]+$/.test(start)
  ) {
    const decoded = Buffer.from(bytes.toString('latin1'), 'base64');
    if (isUtf8(decoded) && !decoded.includes(0)) return decoded;
  }
  if (!/(?:=[89A-F][0-9A-F]){6}/.test(start)) return bytes;
  const text = bytes.toString('latin1').replace(/=\r?\n/g, '');
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

const htmlTypes = new Set(['text/html', 'text/enriched', 'text/richtext', 'application/xhtml+xml']);
const plainTypes = new Set([
  'text',
  'text/plain',
  'text/markdown',
  'text/x-markdown',
  'plain/text',
  'text/text',
  'text/ascii',
  'text/unknown',
]);

function textKind(type: string): 'plain' | 'html' | null {
  if (htmlTypes.has(type)) return 'html';
  return plainTypes.has(type) ? 'plain' : null;
}

/** Joins lines that end in a blank (RFC 3676 §4.2). Quoted lines stay as they are, and so does `-- `. */
function unflow(text: string): string {
  const out: string[] = [];
  let open = false;
  for (const raw of text.split('\n')) {
    const line = raw.startsWith(' ') ? raw.slice(1) : raw;
    const quoted = line.startsWith('>');
    if (open && !quoted && line !== '-- ') out[out.length - 1] += line;
    else out.push(line);
    open = !quoted && line !== '-- ' && line.endsWith(' ');
  }
  return out.join('\n');
}

function textOf({ plain, html }: Block): string {
  if (plain.trim() !== '' && !(html !== '' && isStub(plain))) return plain;
  return html === '' ? plain : htmlText(html);
}

/** "Your program cannot show HTML": the plain part of a mail that has none. */
function isStub(plain: string): boolean {
  return (
    plain.length < 300 &&
    /(?:不支持|无法显示|支持|requires?|support|view|display|enable).{0,40}HTML|HTML.{0,40}(?:不支持|viewer|compatible|enabled|format|格式|邮件)/i.test(
      plain,
    )
  );
}

/** Where both forms give the same reply, the plain one has the better line breaks; where they differ, markup knows better. */
function linesOf({ plain, html }: Block): Line[] {
  if (html === '' || html.length > 2_000_000) return plainLines(plain);
  const marked = htmlLines(html);
  if (plain.trim() === '') return marked;
  const unmarked = plainLines(plain);
  if (!hasStructure(marked)) return unmarked;
  return squeezed(visibleReply(unmarked, '')) === squeezed(visibleReply(marked, '')) ? unmarked : marked;
}

const squeezed = (text: string) => text.replace(/<https?:[^<>\s]*>|\s+/g, '');
