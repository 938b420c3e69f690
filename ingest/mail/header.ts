import { parseAddressHeader } from 'mailparser';
import type { Address } from '../reading.ts';
import { decodeText } from './charset.ts';
import { decodeWords, wordRuns } from './words.ts';

/** One header field: its name in lower case, its value unfolded, a character for each byte as it came. */
export type Field = { name: string; value: string };

/** The header of a mail or of a part, in order; values are read as text only when asked for. */
export class Header {
  readonly fields: readonly Field[];
  /** The character set that raw bytes in this header are most likely in. */
  hint: string | null = null;

  constructor(lines: readonly { key: string; line: string }[]) {
    this.fields = lines.map(({ key, line }) => ({ name: key.trim(), value: unfold(line) }));
  }

  /** The header on top of a mail or of a copy of its header (text/rfc822-headers). */
  static of(bytes: Buffer): Header {
    const text = bytes.toString('latin1', 0, 65_536).replace(/^[\r\n]+/, '');
    const end = text.search(/\r?\n\r?\n/);
    const lines = (end < 0 ? text : text.slice(0, end)).split(/\r?\n(?![ \t])/);
    return new Header(lines.map(line => ({ key: line.slice(0, Math.max(0, line.indexOf(':'))).toLowerCase(), line })));
  }

  has(name: string): boolean {
    return this.fields.some(field => field.name === name);
  }

  /** The first field of that name, as it came; null where there is none. */
  raw(name: string): string | null {
    return this.fields.find(field => field.name === name)?.value ?? null;
  }

  rawAll(name: string): string[] {
    return this.fields.filter(field => field.name === name).map(field => field.value);
  }

  /** The first field of that name as text, encoded words and raw bytes decoded; '' where there is none. */
  text(name: string): string {
    const raw = this.raw(name);
    return raw === null ? '' : clean(decodeWords(raw, this.hint));
  }

  /** All mailboxes in all fields of that name, groups dissolved. */
  addresses(name: string): Address[] {
    return this.rawAll(name).flatMap(raw => parseAddresses(raw, this.hint));
  }
}

/** The mailboxes of From, To and the like, as well as they can be made out (RFC 5322 §3.4, RFC 2047 §5). */
export function parseAddresses(raw: string, hint: string | null): Address[] {
  const words: string[] = [];
  const plain = wordRuns(raw, hint)
    .map(run => (run.encoded ? stand(words.push(run.text) - 1) : run.text))
    .join('');
  const put = (text: string) =>
    clean(text.replace(/\ue000([\ue100-\uf8ff])/g, (_, n: string) => words[n.charCodeAt(0) - 0xe100] ?? ''));
  const found = parseAddressHeader(narrow(plain.slice(0, addressBytes)), {
    flatten: true,
    decodePunycode: false,
  }).value;
  const mailboxes = found.map(({ name, address = '' }) => ({ name: put(name), address: put(address) }));
  return rejoin(mailboxes)
    .map(settle)
    .filter(mailbox => mailbox.name !== '' || mailbox.address !== '');
}

/** The Message-IDs in a field, with angle brackets; bare ones get theirs, comments and phrases go (RFC 5322 §3.6.4). */
export function parseIds(raw: string | null): string[] {
  if (raw === null) return [];
  const text = raw.includes('=?') ? decodeWords(raw, null) : raw;
  const ids: string[] = [];
  for (const [, bracketed, bare] of text.matchAll(/<([^<>]{1,998})>|([^\s,;<>()"]{1,998})/g)) {
    const id = (bracketed ?? bare ?? '').replace(/\s+/g, '');
    if (id !== '' && (bracketed !== undefined || /.@./.test(id))) ids.push(`<${id}>`);
  }
  return ids;
}

/** The one id of Message-ID or In-Reply-To: one in brackets goes before an address that stands in a phrase. */
export function parseId(raw: string | null): string | null {
  const bracketed = /<[^<>]{1,998}>/.exec(raw ?? '')?.[0];
  return parseIds(bracketed ?? raw)[0] ?? null;
}

/** `text/plain; charset=utf-8; name*0=…` → the value and its parameters, by RFC 2045 §5.1 and RFC 2231, with all that programs get wrong. */
export function parseParameters(raw: string, hint: string | null): { value: string; params: Map<string, string> } {
  const [head = '', ...pieces] = splitOutsideQuotes(raw);
  const sections = new Map<string, Section[]>();
  for (const piece of pieces) {
    const equals = piece.indexOf('=');
    if (equals < 1) continue;
    const [, name = '', , order, star] =
      /^([^*\s]+)(\*(\d{1,3}))?(\*)?$/.exec(piece.slice(0, equals).trim().toLowerCase()) ?? [];
    if (name === '') continue;
    const extended = star !== undefined || (order === undefined && /\*\s*$/.test(piece.slice(0, equals)));
    const key = extended || order !== undefined ? `${name}*` : name;
    const list = sections.get(key) ?? [];
    if (list.length === 0) sections.set(key, list);
    list.push({ order: Number(order ?? 0), extended, value: unquote(piece.slice(equals + 1)) });
  }
  const params = new Map<string, string>();
  for (const [key, list] of sections) {
    const name = key.replace('*', '');
    if (key.endsWith('*')) params.set(name, joinSections(list, hint));
    else if (!sections.has(`${key}*`)) params.set(name, unescaped(clean(decodeWords(list[0]!.value, hint))));
  }
  return {
    value: head
      .replace(/\([^()]*\)/g, '')
      .trim()
      .toLowerCase(),
    params,
  };
}

type Section = { order: number; extended: boolean; value: string };

/** RFC 2231 §3 and §4: continuations in order, percent-escapes where marked; the character set stands in front of the first. */
function joinSections(list: Section[], hint: string | null): string {
  const sorted = [...list].sort((a, b) => a.order - b.order);
  const first = sorted[0]!;
  const [, label = '', , rest] = first.extended ? (/^([^']*)'([^']*)'(.*)$/s.exec(first.value) ?? []) : [];
  const bytes = sorted
    .map(({ value, extended }, at) => {
      const text = at === 0 && rest !== undefined ? rest : value;
      return extended
        ? text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        : text;
    })
    .join('');
  if (bytes.includes('=?')) return clean(decodeWords(bytes, hint));
  return clean(decodeText(Buffer.from(bytes, 'latin1'), label || null, hint).text);
}

/** `%E6%88%AA%E5%9B%BE.png`: escapes as in a URL, where the standard has none. */
function unescaped(text: string): string {
  if (!/(?:%[89a-f][0-9a-f]){2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** At most this much of one address field is taken apart: 1000 long recipients. */
const addressBytes = 200_000;

const unfold = (line: string) =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/[\r\n]+/g, '')
    .trim();

/** Control characters and byte order marks are no part of what people read. */
const clean = (text: string) =>
  text
    .replace(/[\0-\x08\x0b-\x1f\x7f\ufeff]/g, '')
    .replace(/[\t\n]/g, ' ')
    .trim();

/** A decoded name must not be parsed as syntax, so it waits behind a stand-in of private-use characters. */
const stand = (n: number) => `\ue000${String.fromCharCode(0xe100 + Math.min(n, 6000))}`;

/** Brackets typed with a Chinese input method: `张三＜a@b.cn＞`, `a@b.cn（张三）`. */
const narrow = (text: string) =>
  text.includes('<') || !/[＜（]/.test(text)
    ? text
    : text.replace(/[＜＞（）]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

/** `Smith, John <j@x>` without quotes comes apart at the comma; a part without an address belongs to the next. */
function rejoin(mailboxes: Address[]): Address[] {
  const whole: Address[] = [];
  let left = '';
  for (const { name, address } of mailboxes) {
    if (address === '' && name !== '' && !/[@<>]/.test(name)) {
      left = left === '' ? name : `${left}, ${name}`;
      continue;
    }
    whole.push({ name: left === '' ? name : [left, name].filter(Boolean).join(', '), address });
    left = '';
  }
  if (left !== '') whole.push({ name: left, address: '' });
  return whole;
}

/** The address may hide in the name: `"a@b.cn"`, or name and address in one encoded word. */
function settle({ name, address }: Address): Address {
  const plain = address.replace(/^mailto:/i, '').replace(/[\s<>"]|^'|'$/g, '');
  if (plain.includes('@')) return { name: name.replace(/^"(.*)"$/, '$1').trim(), address: plain };
  const hidden = /<?([^\s<>"'(),;:]+@[^\s<>"'(),;:]+)>?/.exec(`${name} ${address}`);
  if (!hidden)
    return isLocal(plain)
      ? { name, address: plain }
      : isLocal(name) && address === ''
        ? { name: '', address: name }
        : { name: name || address, address: '' };
  return {
    name: name
      .replace(hidden[0], '')
      .replace(/["<>()]/g, '')
      .trim(),
    address: hidden[1]!,
  };
}

/** `root`, `MAILER-DAEMON`: an address within one machine. */
const isLocal = (text: string) => /^[A-Za-z][\w.+-]{0,63}$/.test(text);

/** Splits at semicolons outside quotation marks. A mark that is never closed closes nothing. */
function splitOutsideQuotes(raw: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < raw.length; i++) {
    const c = raw[i];
    if (c === '\\' && quoted) i++;
    else if (c === '"') quoted = !quoted && raw.indexOf('"', i + 1) > 0;
    else if (c === ';' && !quoted) {
      pieces.push(raw.slice(start, i));
      start = i + 1;
    }
  }
  pieces.push(raw.slice(start));
  return pieces;
}

function unquote(raw: string): string {
  const text = raw.trim();
  if (!text.startsWith('"')) return text.replace(/"$/, '');
  const end = text.lastIndexOf('"');
  return text.slice(1, end > 0 ? end : undefined).replace(/\\(["\\])/g, '$1');
}
