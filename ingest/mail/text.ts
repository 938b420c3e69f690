import { Parser } from 'htmlparser2';
import type { Line, Zone } from './lines.ts';
import { zoneOf } from './quotes.ts';

/** HTML as the lines that a person sees, each with what the markup says of it. Links keep their address: `here <https://…>`. */
export function htmlLines(html: string): Line[] {
  const reader = new LineReader();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        reader.open(name, attributes);
        // the parser's work grows with the square of the depth, and browsers flatten what lies deeper than 512
        if (reader.depth > deepest) {
          parser.pause();
          reader.tooDeep = true;
        }
      },
      ontext: text => reader.text(text),
      onclosetag: name => reader.close(name),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(html);
  if (reader.tooDeep) return flatLines(html);
  parser.end();
  return reader.finish();
}

/** HTML as text, without the marks of quotation. */
export function htmlText(html: string): string {
  return htmlLines(html)
    .map(line => line.text)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const deepest = 800;

/** Elements that start and end a line of their own. */
const blocks = new Set(
  (
    'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hr html includetail legend li main menu nav ol option p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
);
const unseen = new Set(['script', 'style', 'title', 'template', 'head', 'noscript', 'object', 'svg', 'select', 'xml']);
const isVoid = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);

type Element = {
  name: string;
  zone: Zone | null;
  quote: boolean;
  hidden: boolean;
  pre: boolean;
  href: string;
  link: { line: number; at: number };
  items: number;
};

class LineReader {
  tooDeep = false;
  private readonly lines: Line[] = [];
  private readonly stack: Element[] = [];
  private readonly zones: Zone[] = [];
  /** The pieces of the line that is being written; joining them at every step would cost the square of its length. */
  private pieces: string[] = [];
  private blank = true;
  private pendingSpace = false;
  private quotes = 0;
  private hidden = 0;
  private pre = 0;

  get depth(): number {
    return this.stack.length;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'br') {
      if (this.hidden === 0) this.endLine(true);
      return;
    }
    const style = (attributes.style ?? '').toLowerCase();
    const zone = zoneOf(name, attributes, style);
    if (blocks.has(name)) this.endLine(false);
    if (name === 'hr') this.mark(zone ?? 'rule');
    if (isVoid.has(name)) return;
    const parent = this.stack.at(-1);
    const element: Element = {
      name,
      zone: zone === 'cut' ? null : zone,
      quote: zone === 'quote',
      hidden:
        unseen.has(name) ||
        /(?:^|[;\s])display\s*:\s*none|mso-hide\s*:\s*all/.test(style) ||
        attributes.hidden !== undefined,
      pre: name === 'pre' || name === 'textarea' || /white-space\s*:\s*(?:pre|break-spaces)/.test(style),
      href: name === 'a' ? (attributes.href ?? '') : '',
      link: { line: this.lines.length, at: this.pieces.length },
      items: Number.parseInt(attributes.start ?? '1', 10) - 1 || 0,
    };
    if (zone === 'cut') this.mark('cut');
    this.stack.push(element);
    if (element.hidden) this.hidden++;
    if (element.pre) this.pre++;
    if (element.quote) this.quotes++;
    if (element.zone) this.zones.push(element.zone);
    if ((name === 'td' || name === 'th') && this.pieces.length > 0) this.pieces.push('\t');
    if (name === 'li' && parent?.name === 'ol' && this.hidden === 0) this.put(`${++parent.items}. `);
  }

  close(name: string): void {
    const element = this.stack.at(-1);
    if (isVoid.has(name) || element?.name !== name) return;
    this.stack.pop();
    if (element.href !== '' && this.hidden === 0) this.link(element);
    if (blocks.has(name)) this.endLine(name === 'p');
    if (element.hidden) this.hidden--;
    if (element.pre) this.pre--;
    if (element.quote) this.quotes--;
    if (element.zone) this.zones.pop();
  }

  text(text: string): void {
    if (this.hidden > 0) return;
    if (this.pre > 0) {
      const [first = '', ...rest] = text.split(/\r?\n/);
      this.put(first);
      for (const line of rest) {
        this.endLine(true);
        this.put(line);
      }
      return;
    }
    const words = text.replace(/[ \t\r\n\f\u00a0\u2000-\u200a\u202f]+/g, ' ');
    const start = words.startsWith(' ') ? 1 : 0;
    const end = words.length - (words.length > start && words.endsWith(' ') ? 1 : 0);
    if (start > 0) this.pendingSpace = true;
    if (end > start) this.put(words.slice(start, end));
    if (end < words.length) this.pendingSpace = true;
  }

  finish(): Line[] {
    this.endLine(false);
    return this.lines;
  }

  private put(text: string): void {
    const last = this.pieces.at(-1);
    const piece = text.replace(/[\u200b\ufeff\u00ad]/g, '');
    if (this.pendingSpace && last !== undefined && !/\s$/.test(last)) this.pieces.push(' ');
    this.pendingSpace = false;
    if (piece !== '') this.pieces.push(piece);
  }

  /** Ends the line that is being written; `forced`: even an empty one counts, but never two blank lines in a row. */
  private endLine(forced: boolean): void {
    const text = this.pieces.join('').trimEnd();
    this.pieces = [];
    this.pendingSpace = false;
    if (text === '' && !(forced && !this.blank)) return;
    this.blank = text === '';
    this.lines.push({ text, depth: this.quotes, zone: this.zones.at(-1) ?? 'body' });
  }

  private mark(zone: Zone): void {
    if (this.hidden > 0) return;
    this.endLine(false);
    this.lines.push({ text: '', depth: this.quotes, zone });
  }

  private link(element: Element): void {
    const label = this.pieces
      .slice(element.link.line === this.lines.length ? element.link.at : 0)
      .join('')
      .trim();
    const href = element.href.trim();
    if (label === '' || !/^https?:\/\//i.test(href) || href.length > 2000) return;
    const bare = (url: string) => url.replace(/^https?:\/\//i, '').replace(/\/$/, '');
    if (bare(label) !== bare(href) && !bare(href).startsWith(bare(label).replace(/(?:…|\.\.\.)$/, '')))
      this.pieces.push(` <${href}>`);
  }
}

/** Markup that is nested beyond all reason: the tags are simply left out. */
function flatLines(html: string): Line[] {
  return html
    .replace(/<(script|style)\b[^>]{0,1000}>[^<]{0,100000}<\/\1>/gi, '')
    .replace(/<(?:br|\/?(?:div|p|tr|li|h\d|blockquote))\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .split('\n')
    .map(text => ({ text: text.trim(), depth: 0, zone: 'body' as const }))
    .filter((line, i, all) => line.text !== '' || (i > 0 && all[i - 1]!.text !== ''));
}
