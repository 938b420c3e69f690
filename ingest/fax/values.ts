/** What is taken from the text behind a label, cleaned of what the recogniser typically gets wrong there; null if it is no such value. */

/** A telephone or fax number, extension included, as written. */
export function phone(text: string): string | null {
  const plain = digitsFor(text.normalize('NFKC')).replace(/[—–−─~_]/g, '-');
  const found = plain.match(/\+?\(?\d[\d ().-]{5,24}\d/);
  if (!found || found[0].replace(/\D/g, '').length < 7) return null;
  const rest = plain.slice((found.index ?? 0) + found[0].length);
  const extension = rest.match(/^\s*(?:转|分机|ext\.?|x)\s*(\d{1,5})/i);
  const number = found[0].replace(/(\d)[ .](?=\d)/g, found[0].startsWith('+') ? '$1 ' : '$1').trim();
  return extension ? `${number}转${extension[1]}` : number;
}

/** Letters that stand between digits are misread digits. */
function digitsFor(text: string): string {
  const like: Record<string, string> = {
    O: '0',
    o: '0',
    D: '0',
    l: '1',
    I: '1',
    '|': '1',
    '/': '1',
    S: '5',
    s: '5',
    B: '8',
    E: '8',
    q: '9',
    g: '9',
    Z: '2',
    z: '2',
  };
  return text.replace(/(?<=\d[ -]?)[OoDlI|/SsBEqgZz](?=[ -]?\d|$)/g, letter => like[letter] ?? letter);
}

export function email(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\(?@\)?|\(a\)/g, '@')
    .replace(/\s*([@.])\s*/g, '$1');
  // A number that runs into the address belongs to the line before it.
  const found = plain.match(/(?<!\d)(?:[A-Za-z][\w.+-]{0,63}|\d{5,12})@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+){1,5}/);
  return found?.[0] ?? null;
}

const cn = '[〇零○O0一二三四五六七八九十]';
const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const dates = [
  /(?<y>\d{1,5})\s*年\s*(?<m>[\dlI|/]{1,2})\s*月\s*(?<d>[\dlI|/]{1,4})\s*[日目口曰H]?/,
  new RegExp(`(?<y>${cn}{4})\\s*年\\s*(?<m>${cn}{1,3})\\s*月\\s*(?<d>${cn}{1,3})\\s*日?`),
  /(?<y>20\d\d)\s*(?<s>[-./])\s*(?<m>\d{1,2})\s*[-./]\s*(?<d>\d{1,2})(?!\d)/,
  /(?<y>20\d\d)\s*(?<s>[-./])\s*(?<m>0[1-9]|1[0-2])\s?(?<d>[0-3]\d)(?!\d)/,
  new RegExp(`\\d{1,2}\\s*(?:${months})[a-z]*\\.?,?\\s*20\\d\\d`, 'i'),
  new RegExp(`(?:${months})[a-z]*\\.?\\s*\\d{1,2}\\s*,?\\s*20\\d\\d`, 'i'),
  /(?<m>\d{1,2})\s*月\s*(?<d>[\dlI|/]{1,3})\s*[日号]/,
];

/** The date in a text, as written but for what was plainly misread. */
export function dateIn(text: string): string | null {
  const plain = text.normalize('NFKC');
  for (const form of dates) {
    const found = plain.match(form);
    if (!found) continue;
    const { y, m, d, s } = found.groups ?? {};
    if (m === undefined || d === undefined || !/\d/.test(d + m.replace(/[lI|/]/g, '1')))
      return found[0].replace(/\s+/g, ' ').trim();
    const [month, day] = [ones(m), dayOf(ones(d), /[日号]$/.test(found[0]))];
    if (s !== undefined) return `${y}${s}${month}${s}${day}`;
    return y === undefined ? `${month}月${day}日` : `${y}年${month}月${day}日`;
  }
  return null;
}

const ones = (text: string) => text.replace(/[lI|/]/g, '1');

/** 日 is misread as 1, 11, 目: digits that no day has belong to it. */
function dayOf(digits: string, closed: boolean): string {
  if (digits.length <= 2 && Number(digits) <= 31 && (closed || digits.length === 1)) return digits;
  const two = digits.slice(0, 2);
  if (digits.length > 2) return Number(two) <= 31 ? two : digits.slice(0, 1);
  return Number(two) <= 31 ? two : digits.slice(0, 1);
}

/** A person's name: up to the first blank, digit or sign behind it; the next label may have run into it (陈晓明电话). */
export function contact(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  const han = plain.match(/^\p{Script=Han}(?:[ ·]?\p{Script=Han}){1,7}/u)?.[0].replace(/[ ·]+$| /g, '');
  if (han) {
    const name = han.replace(/(?:联系)?(?:电话|手机|传真|邮箱|方式|联系)$/, '').replace(/·$/, '');
    const next = plain.slice(plain.indexOf(han) + han.length).trimStart();
    // Two characters before a colon are a label that was misread.
    const own = name === han && han.length >= 4 && next.startsWith(':') ? han.slice(0, -2) : name;
    return own.length >= 2 && own.length <= 6 ? own : null;
  }
  return plain.match(/^[A-Za-z][A-Za-z.' -]{1,40}[A-Za-z.]/)?.[0] ?? null;
}

export function organization(text: string): string | null {
  const plain = text.trim().replace(/^[:：\s]+|[\s,，。.、:：]+$/g, '');
  return /\p{L}{2}/u.test(plain) ? plain : null;
}

/** 票据代码: 8 digits in use, 6 to 12 taken; nothing else may stand there. */
export function billCode(text: string): string | null {
  return onlyDigits(text).match(/^\d{6,12}$/)?.[0] ?? null;
}

/** 票据号码: 10 digits in use, 8 to 12 taken. */
export function billNumber(text: string): string | null {
  return onlyDigits(text).match(/^\d{8,12}$/)?.[0] ?? null;
}

const onlyDigits = (text: string) => digitsFor(text.normalize('NFKC')).replace(/[\s._|-]/g, '');
