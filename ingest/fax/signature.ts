import type { MarkedLine } from './ocr/engine.ts';
import { contact, dateIn, email, organization, phone } from './values.ts';

export type Signature = Partial<Record<'organization' | 'contact' | 'phone' | 'fax' | 'email' | 'date', string>>;

/** What a letter without labels says of its sender: how it is signed, and what stands in its head. Pages in order, lines in reading order. */
export function signatureOf(pages: Pick<MarkedLine, 'text' | 'box'>[][]): Signature {
  const body = pages.map(lines => lines.map(({ text }) => text.trim()).filter(text => text !== ''));
  const last = body.at(-1) ?? [];
  const found = english(last);
  const tail = last.slice(-9);
  const head = (body.at(-1) ?? []).filter(text => !isFaxHeader(text)).slice(0, 3);
  const put = (name: keyof Signature, value: string | null | undefined) => {
    if (value && found[name] === undefined) found[name] = value;
  };
  put('organization', [...tail].reverse().find(isInstitution));
  put('organization', head.find(isInstitution));
  // 小邓 15817602239
  const named = tail
    .map(text => text.match(/^([\p{Script=Han}]{2,4})\s*((?:\+?\d)[\d ()-]{6,})$/u))
    .find(match => match !== null);
  put('contact', named && contact(named[1]!));
  put('phone', named && phone(named[2]!));
  put(
    'email',
    [...tail, ...head].map(email).find(value => value !== null),
  );
  put(
    'date',
    [...tail]
      .reverse()
      .filter(isDateLine)
      .map(dateIn)
      .find(value => value !== null),
  );
  put(
    'date',
    head
      .filter(isDateLine)
      .map(dateIn)
      .find(value => value !== null),
  );
  return found;
}

/** Yours faithfully, / name / institution. */
function english(lines: string[]): Signature {
  const at = lines.findIndex(
    text =>
      /^(yours?|you[a-z]*|best|kind|with|warm)\b.{0,24}$|^(sincerely|regards|respectfully)/i.test(text) &&
      text.length < 30,
  );
  if (at < 0) return {};
  const found: Signature = {};
  const after = lines
    .slice(at + 1)
    .filter(text => !/^(tel|fax|e-?mail|phone|mobile|date)\b/i.test(text) && !isFaxHeader(text));
  const name = contact(after[0] ?? '');
  if (name) found.contact = name;
  const place = after.slice(1).find(text => /[A-Za-z]{3}/.test(text) && !/\d{4}/.test(text));
  // Tel and Fax are short, and a coarse scan leaves lel and tdv of them; their order stays.
  const numbers = lines
    .slice(at + 1)
    .filter(text => /^[A-Za-z.]{2,9}\s*[:：]/.test(text))
    .map(phone)
    .filter(number => number !== null);
  if (numbers[0]) found.phone = numbers[0];
  if (numbers[1]) found.fax = numbers[1];
  const where = place && organization(place);
  if (where) found.organization = where;
  return found;
}

/** 医院, 卫生院 and their like, as the end of a line or before a department, and no sentence. */
const isInstitution = (text: string) =>
  /(医院|卫生院|保健院|疾控中心|卫生服务中心|服务站|卫生站|门诊部|诊所|保健所|防治院|防治所|急救中心|血液中心|血站|体检中心)[\p{Script=Han}（）()]{0,10}$/u.test(
    text,
  ) &&
  text.length <= 26 &&
  !/[，。；：:、！？]|^关于|^致|贵|您/.test(text);

const isDateLine = (text: string) =>
  text.length <= 24 && dateIn(text) !== null && !/\d{1,2}:\d\d/.test(text) && !/[，。；]/.test(text);

/** The line that the sending machine prints: a time, a number, a page count. */
function isFaxHeader(text: string): boolean {
  return /\d{1,2}:\d\d|P\.?\s*0?\d+\s*\/\s*0?\d+|FAX NO|^FROM\s*:|第\d+页|^P\.?\d{1,2}$/i.test(text);
}
