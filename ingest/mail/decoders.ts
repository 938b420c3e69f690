import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** Bytes read in one character set; what it does not know becomes U+FFFD. */
export function decodeAs(bytes: Buffer, charset: string): string {
  switch (charset) {
    case 'utf-8':
      return bytes.toString('utf8');
    case 'ascii':
      return bytes.toString('latin1');
    case 'windows-1252':
      return decodeWindows1252(bytes);
    case 'hz':
      return decodeHz(bytes);
    case 'utf-7':
      return decodeUtf7(bytes);
    case 'iso-2022-kr':
      return decodeShifted(bytes);
    case 'utf-16':
      return decodeUtf16(bytes, charset).text;
  }
  let decoder = decoders.get(charset);
  if (!decoder) {
    decoder = new TextDecoder(charset);
    decoders.set(charset, decoder);
  }
  return decoder.decode(bytes);
}

const decoders = new Map<string, TextDecoder>();

/**
 * UTF-16 without a mark is big-endian by RFC 2781 §4.3, little-endian in practice: where the zero bytes stand decides.
 *
 * @param named `utf-16`, or one of the two orders
 */
export function decodeUtf16(bytes: Buffer, named: string): { text: string; charset: string } {
  if (named !== 'utf-16') return { text: decodeAs(bytes, named), charset: named };
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < Math.min(bytes.length, 2000); i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  if (even === 0 && odd === 0 && isUtf8(bytes)) return { text: bytes.toString('utf8'), charset: 'utf-8' };
  const charset = even > odd ? 'utf-16be' : 'utf-16le';
  return { text: decodeAs(bytes, charset), charset };
}

/** Some versions of Node read windows-1252 as Latin-1 and lose the quotation marks between 0x80 and 0x9F. */
function decodeWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, c => high1252[c.charCodeAt(0) - 0x80] ?? c);
}

const high1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** HZ: `~{` … `~}` around GB2312 without its high bits, `~~` for a tilde, `~` and a line end for nothing (RFC 1843). */
export function decodeHz(bytes: Buffer): string {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  let chinese = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const next = bytes[i + 1];
    if (byte === 0x7e && next === 0x7b) chinese = true;
    else if (byte === 0x7e && next === 0x7d) chinese = false;
    else if (byte === 0x7e && next === 0x7e && !chinese) out[length++] = 0x7e;
    else if (!(byte === 0x7e && next === 0x0a && !chinese)) {
      if (byte === 0x0a) chinese = false; // every line starts in ASCII
      out[length++] = chinese && byte > 0x20 ? byte | 0x80 : byte;
      continue;
    }
    i++;
  }
  return decodeAs(out.subarray(0, length), 'gb18030');
}

/** UTF-7: `+` … `-` around base64 of UTF-16BE (RFC 2152). */
export function decodeUtf7(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/\+([A-Za-z0-9+/]*)-?/g, (_, encoded: string) => {
    if (encoded === '') return '+';
    const units = Buffer.from(encoded, 'base64');
    const whole = Buffer.from(units.subarray(0, units.length & ~1)).swap16();
    return whole.toString('utf16le');
  });
}

/** ISO-2022-KR: Korean between SO and SI, without the high bits (RFC 1557). */
function decodeShifted(bytes: Buffer): string {
  const out: number[] = [];
  let korean = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === 0x1b && bytes[i + 1] === 0x24 && bytes[i + 2] === 0x29) i += 3;
    else if (byte === 0x0e) korean = true;
    else if (byte === 0x0f) korean = false;
    else out.push(korean && byte > 0x20 ? byte | 0x80 : byte);
  }
  return decodeAs(Buffer.from(out), 'euc-kr');
}
