import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { decodeAs, decodeHz, decodeUtf7, decodeUtf16 } from './decoders.ts';
import { plausibility } from './plausible.ts';

/** Text and the character set it was read in, by its WHATWG name (`hz` and `utf-7` are ours). */
export type Decoded = { text: string; charset: string };

/**
 * Bytes of a text part or a header into text. The label is a claim, the bytes are evidence: a byte order mark wins, then
 * valid multi-byte UTF-8, then the label where its reading makes sense, then the likeliest of the usual character sets.
 *
 * @param label the `charset` parameter as it stands in the mail, null where there is none
 * @param hint a character set that other parts of the same mail are in: it decides between readings that are equally good
 */
export function decodeText(bytes: Buffer, label: string | null, hint: string | null = null): Decoded {
  const marked = byteOrderMark(bytes);
  if (marked) return { text: decodeAs(bytes.subarray(marked.skip), marked.charset), charset: marked.charset };
  const named = charsetNamed(label);
  if (isAscii(bytes)) return decodeSevenBit(bytes, named);
  if (named?.startsWith('utf-16')) return decodeUtf16(bytes, named);
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    if (named === null || !multiByte.has(named) || hasThreeByteCharacter(bytes)) return { text, charset: 'utf-8' };
    return named === 'utf-8' ? { text, charset: named } : likelier(bytes, named, hint);
  }
  if (named === 'utf-8' || named === null || named === 'ascii') return guess(bytes, hint, named === 'utf-8');
  return likelier(bytes, named, hint);
}

/** The character set that a label means, null for none, for `unknown-8bit` and its like, and for what nobody knows. */
export function charsetNamed(label: string | null): string | null {
  if (label === null) return null;
  const key = label.toLowerCase().replace(/[\s"'<>]/g, '');
  const known = labels.get(key);
  if (known !== undefined) return known;
  const found = lookUp(key);
  labels.set(key, found);
  if (labels.size > 500) labels.delete(key); // strangers choose the keys
  return found;
}

/** GBK and GB2312 are subsets of GB18030, and mails under either label hold its characters (GB 18030-2005). */
const labels = new Map<string, string | null>([
  ['utf-8', 'utf-8'],
  ['us-ascii', 'ascii'],
  ['gb2312', 'gb18030'],
  ['gbk', 'gb18030'],
  ['gb18030', 'gb18030'],
]);

const families: [RegExp, string | null][] = [
  [
    /^(?:x-|cs)?(?:gbk?|gb[-_]?2312|gb[-_]?18030|gb_2312-80|euc[-_]?cn|chinese|cp936|ms936|windows-936|936|iso-ir-58)$/,
    'gb18030',
  ],
  [/^(?:x-x-|x-|cs)?big-?5(?:[-_]?(?:hkscs|eten))?$|^(?:cp|ms|windows-)?950$|^cn-big5$/, 'big5'],
  [/^(?:hz|hz-?gb-?2312)$/, 'hz'],
  [/^(?:unicode-?1-?1-?|csunicode11|x-unicode-2-0-)?utf-?7$/, 'utf-7'],
  [/^utf-?_?8(?:[-_]?bom|n|mb4)?$|^unicode-?1-?1-utf-8$|^x-utf-8$/, 'utf-8'],
  [/^utf-?16$/, 'utf-16'],
  [/^utf-?16-?be$/, 'utf-16be'],
  [/^utf-?16-?le$/, 'utf-16le'],
  [/^(?:us-?)?ascii.*$|^ansi_x3|^iso-?646|^646$|^7-?bit$/, 'ascii'],
  [/^iso-?2022-?kr$|^csiso2022kr$/, 'iso-2022-kr'],
  [/^_?iso-?2022-?jp/, 'iso-2022-jp'],
  [/^(?:ks_?c_?5601.*|cp949|uhc|x-windows-949|ms949|korean|euc[-_]?kr)$/, 'euc-kr'],
  [/^(?:cp932|ms932|x-sjis|sjis|windows-31j|ms_kanji|shift[-_]?jis)$/, 'shift_jis'],
  [/^x?-?euc[-_]?jp$/, 'euc-jp'],
  [
    /^(?:iso[-_]?8859[-_]?1|l(?:atin)?-?1|cp-?1252|(?:x-)?win(?:dows)?-?1252|ansi|8859[-_]?1|iso-?latin-?1|x-ansi)$/,
    'windows-1252',
  ],
  [/^(?:unknown.*|x-unknown.*|default.*|_?charset|none|8-?bit|binary|x-user-defined|auto|\?+|)$/, null],
];

function lookUp(key: string): string | null {
  for (const [pattern, charset] of families) if (pattern.test(key)) return charset;
  for (const name of [
    key,
    key.replace(/^win-?(?=\d)/, 'windows-'),
    key.replace(/^(?:cp|ansi-|ms)-?(?=\d)/, 'windows-'),
  ])
    try {
      return new TextDecoder(name).encoding;
    } catch {
      // not a label of the Encoding Standard; try the next spelling
    }
  return null;
}

const multiByte = new Set(['utf-8', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'iso-2022-kr', 'hz']);

function byteOrderMark(bytes: Buffer): { charset: string; skip: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return isUtf8(bytes) ? { charset: 'utf-8', skip: 3 } : null;
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { charset: 'utf-16le', skip: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { charset: 'utf-16be', skip: 2 };
  return null;
}

/** Seven bits can still be HZ (RFC 1843), ISO-2022-JP (RFC 1468), ISO-2022-KR (RFC 1557) or, where labelled, UTF-7 (RFC 2152). */
function decodeSevenBit(bytes: Buffer, named: string | null): Decoded {
  if (bytes.includes('\x1b$')) {
    const charset = named === 'iso-2022-kr' || bytes.includes('\x1b$)C') ? 'iso-2022-kr' : 'iso-2022-jp';
    return { text: decodeAs(bytes, charset), charset };
  }
  if (named === 'utf-7') return { text: decodeUtf7(bytes), charset: named };
  if (named?.startsWith('utf-16') && bytes.includes(0)) return decodeUtf16(bytes, named);
  if (bytes.includes('~{') && (named === 'hz' || bytes.includes('~}'))) {
    const text = decodeHz(bytes);
    if (named === 'hz' || plausibility(text, 'hz') > 0.4) return { text, charset: 'hz' };
  }
  return { text: bytes.toString('latin1'), charset: named === null || named === 'ascii' ? 'ascii' : named };
}

/** Two Chinese characters in GBK can look like two-byte UTF-8; like three-byte UTF-8, hardly ever. */
function hasThreeByteCharacter(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte >= 0xe0) return true;
  return false;
}

/**
 * The reading that the label asks for, unless another one makes clearly more sense. Bytes that are valid in a multi-byte
 * character set are seldom so by chance; a single-byte one takes any bytes at all.
 */
function likelier(bytes: Buffer, named: string, hint: string | null): Decoded {
  const claimed = decodeAs(bytes, named);
  const sample = bytes.length > sampleBytes ? bytes.subarray(0, sampleBytes) : bytes;
  const score = plausibility(sample === bytes ? claimed : decodeAs(sample, named), named);
  const broken = claimed.includes('\ufffd');
  if (score > 0.45 && !broken) return { text: claimed, charset: named };
  const high = sample.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
  if (!broken && high < (multiByte.has(named) ? 12 : 4)) return { text: claimed, charset: named };
  const best = bestGuess(sample, hint, broken || !multiByte.has(named) ? usual : usualMultiByte);
  const enough = broken
    ? best.score > score + 0.15
    : best.score > (multiByte.has(named) ? 0.6 : 0.5) && best.score > score + 0.4;
  if (!enough || best.charset === named) return { text: claimed, charset: named };
  return { text: decodeAs(bytes, best.charset), charset: best.charset };
}

function guess(bytes: Buffer, hint: string | null, claimsUtf8: boolean): Decoded {
  if (claimsUtf8 || hint === 'utf-8') {
    const text = bytes.toString('utf8');
    if (isNearlyUtf8(text)) return { text, charset: 'utf-8' };
  }
  const sample = bytes.length > sampleBytes ? bytes.subarray(0, sampleBytes) : bytes;
  const { charset } = bestGuess(sample, hint);
  return { text: decodeAs(bytes, charset), charset };
}

/** Enough to tell languages apart, little enough to be read ten times over. */
const sampleBytes = 4096;

const usualMultiByte = ['utf-8', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr'];
const usual = [...usualMultiByte, 'windows-1252', 'windows-1251', 'koi8-r', 'windows-1250'];

function bestGuess(sample: Buffer, hint: string | null, among = usual): { charset: string; score: number } {
  const preferred = charsetNamed(hint);
  let best = { charset: preferred && preferred !== 'ascii' ? preferred : 'gb18030', score: -2 };
  for (const charset of among) {
    const bonus = charset === preferred ? 0.2 : charset === 'gb18030' ? 0.1 : 0;
    const score = plausibility(decodeAs(sample, charset), charset) + bonus;
    if (score > best.score) best = { charset, score };
  }
  return best;
}

/** A few broken characters (a cut, a stray byte) in what is otherwise UTF-8. */
function isNearlyUtf8(text: string): boolean {
  let bad = 0;
  let good = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) bad++;
    else if (code >= 0x80) good++;
  }
  return bad * 3 <= good;
}
