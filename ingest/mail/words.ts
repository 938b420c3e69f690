import { charsetNamed, decodeText } from './charset.ts';

/** A stretch of a header value as text; `encoded`: it came from encoded words and is never syntax (RFC 2047 §5). */
export type Run = { text: string; encoded: boolean };

/**
 * A header value as text: encoded words decoded, raw bytes read in the likeliest character set.
 *
 * @param raw a character for each byte
 * @param hint the character set that other parts of the mail are in
 */
export function decodeWords(raw: string, hint: string | null): string {
  return wordRuns(raw, hint)
    .map(run => run.text)
    .join('');
}

/**
 * The same, in runs. Neighbouring words of one character set are joined as bytes before they are decoded, because many
 * programs cut words in the middle of a character; blanks between words go (RFC 2047 §6.2).
 */
export function wordRuns(raw: string, hint: string | null): Run[] {
  const runs: Run[] = [];
  let at = 0;
  let open: { charset: string; bytes: Buffer[] } | null = null;
  const close = () => {
    if (!open) return;
    const { charset, bytes } = open;
    runs.push({ text: decodeText(Buffer.concat(bytes), charset, hint).text, encoded: true });
    open = null;
  };
  while (at < raw.length) {
    const word = nextWord(raw, at);
    const between = raw.slice(at, word?.start);
    if (between !== '' && !(open && word && between.trim() === '')) {
      close();
      runs.push({ text: readRaw(between, hint), encoded: false });
    }
    if (!word) break;
    if (open && charsetNamed(open.charset) !== charsetNamed(word.charset)) close();
    open ??= { charset: word.charset, bytes: [] };
    open.bytes.push(word.bytes);
    at = word.end;
  }
  close();
  return runs;
}

type Word = { start: number; end: number; charset: string; bytes: Buffer };

const opening = /=\?([^\s?=]{1,60})\?([bq])\?/giy;

/** The next encoded word from `from` on. A word without an end reaches to the next blank: headers get cut. */
function nextWord(raw: string, from: number): Word | null {
  for (let start = raw.indexOf('=?', from); start >= 0; start = raw.indexOf('=?', start + 2)) {
    opening.lastIndex = start;
    const found = opening.exec(raw);
    if (!found) continue;
    const [head, label = '', method = ''] = found;
    const begin = start + head.length;
    const base64 = method.toLowerCase() === 'b';
    const { stop, end } = wordEnd(raw, begin, base64);
    const body = raw.slice(begin, stop);
    const bytes = base64 ? fromBase64(body) : fromQ(body);
    return { start, end, charset: label.split('*')[0]!, bytes };
  }
  return null;
}

function wordEnd(raw: string, begin: number, base64: boolean): { stop: number; end: number } {
  let stop = raw.indexOf('?=', begin);
  // "=?utf-8?Q?what?=3F?=": a question mark that should have been escaped, before an escape
  while (!base64 && stop >= 0 && /^[0-9A-F]{2}/.test(raw.slice(stop + 2, stop + 4))) {
    const later = raw.indexOf('?=', stop + 2);
    if (later < 0 || /\s/.test(raw.slice(stop, later))) break;
    stop = later;
  }
  const other = raw.indexOf('=?', begin);
  if (stop >= 0 && (other < 0 || other >= stop - 1 || !/\s/.test(raw.slice(begin, other))))
    return { stop, end: stop + 2 };
  const blank = raw.slice(begin).search(/\s/);
  const cut = blank < 0 ? raw.length : begin + blank;
  return { stop: cut, end: cut };
}

/** Padding in the middle means that two pieces were glued together. */
function fromBase64(body: string): Buffer {
  if (!/=+[^=\s]/.test(body)) return Buffer.from(body, 'base64');
  return Buffer.concat(body.split(/=+/).map(piece => Buffer.from(piece, 'base64')));
}

function fromQ(body: string): Buffer {
  const text = body
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

/** Header bytes beyond ASCII without any label: RFC 6532 says UTF-8, older programs wrote whatever they had. */
function readRaw(raw: string, hint: string | null): string {
  if (!/[\x80-\xff\x1b]|~\{/.test(raw)) return raw;
  return decodeText(Buffer.from(raw, 'latin1'), null, hint).text;
}
