import type { FaxFields } from '../reading.ts';
import { corrected } from './header.ts';
import type { LabelName } from './labels.ts';
import type { MarkedLine } from './ocr/engine.ts';
import { signatureOf } from './signature.ts';
import { isFaxHeader, type Token } from './tokens.ts';
import { billCode, billNumber, contact, dateIn, email, organization, phone } from './values.ts';

/** A page as far as fields need it; `height` in pixels. */
export type FormPage = { lines: MarkedLine[]; tokens: Token[]; height: number };

/** What a fax says of itself in its own words: first by its labels, then by the way letters are signed. Pages in order. */
export function fieldsOf(pages: FormPage[]): FaxFields {
  const fields: FaxFields = {};
  const put = <K extends TextField>(name: K, value: string | null) => {
    if (value && fields[name] === undefined) fields[name] = value;
  };
  for (const each of pages) {
    const tokens = ownTokens(each.tokens);
    const values = valuesOf(tokens);
    const number = (name: LabelName) =>
      values
        .filter(v => v.name === name)
        .map(v => longest([...v.parts, v.text].map(phone)))
        .find(Boolean) ?? null;
    // 回传号码 is the sender's own; 传真 on the same cover sheet is the receiver's.
    put('fax', number('ownFax'));
    put('organization', organization(firstOf(values, 'organization')) ?? organization(firstOf(values, 'from')));
    put('contact', contact(firstOf(values, 'contact')));
    put('phone', number('phone'));
    // The label between name and number may be unreadable.
    put('phone', phone(firstOf(values, 'contact')));
    put('fax', number('fax'));
    put('email', email(firstOf(values, 'email')));
    put('date', dateIn(firstOf(values, 'date')));
    put('description', firstOf(values, 'description') || null);
    put('billCode', column(tokens, 'billCode', billCode) ?? billCode(firstOf(values, 'billCode')));
    put('billNumber', column(tokens, 'billNumber', billNumber) ?? billNumber(firstOf(values, 'billNumber')));
  }
  const signed = signatureOf(pages.map(({ lines, height }) => lines.filter(line => !isFaxHeader(line, height))));
  for (const name of ['organization', 'contact', 'phone', 'fax', 'email', 'date'] as const)
    put(name, signed[name] ?? null);
  const headers = pages.flatMap(({ lines, height }) =>
    lines.filter(line => isFaxHeader(line, height)).map(({ text }) => text),
  );
  return corrected(fields, headers.join(' '));
}

type TextField = Exclude<keyof FaxFields, 'severityTick' | 'impactTick'>;

/** Everything but what a cover sheet says of its receiver: from 收件人 to the sender's first label. */
function ownTokens(tokens: Token[]): Token[] {
  const to = tokens.findIndex(({ label }) => label === 'to');
  if (to < 0) return tokens;
  const from = tokens.findIndex(
    ({ label }, i) => i > to && (label === 'from' || label === 'organization' || label === 'contact'),
  );
  return from < 0 ? tokens : [...tokens.slice(0, to), ...tokens.slice(from)];
}

type Value = { name: LabelName; text: string; parts: string[] };

/** Of a value's pieces and the whole the piece that looks most like a number: a stray digit beside it makes the whole too long. */
function longest(numbers: (string | null)[]): string | null {
  const digits = (text: string) => text.replace(/\D/g, '').length;
  return (
    numbers
      .filter(n => n !== null)
      .filter(n => digits(n) <= 16)
      .sort((a, b) => Number(digits(b) >= 10) - Number(digits(a) >= 10))[0] ?? null
  );
}

const firstOf = (values: Value[], name: LabelName) =>
  values.find(value => value.name === name && value.text !== '')?.text ?? '';

function valuesOf(tokens: Token[]): Value[] {
  return tokens.flatMap((label): Value[] => {
    if (label.label === null || label.label === 'other') return [];
    // 情况说明 is a title as often as a label: without a colon it must stand in a table.
    if (label.label === 'description' && !isCell(label) && !/[:：]$/.test(label.text)) return [];
    const parts = isCell(label) ? inCell(label, tokens) : besideLabel(label, tokens);
    const more =
      label.label === 'description' && parts.length === 0 && !isCell(label) ? belowLabel(label, tokens) : parts;
    const own = label.label === 'description' ? more : parts;
    return [{ name: label.label, text: joined(own), parts: own.map(({ text }) => text) }];
  });
}

/** True for a label between two ruled lines that are near: a table's cell. */
const isCell = ({ above, below, height }: Token) =>
  above > 0 && below - above < 30 * height && below - above > height * 0.8;

/** A cell's value: everything between the same two rules, right of the label, up to the next label. */
function inCell(label: Token, tokens: Token[]): Token[] {
  // A rule that the scan broke may go unseen: the labels above and below in the same column bound the cell as well.
  const column = tokens.filter(t => t.label !== null && t !== label && t.left < label.right && t.right > label.left);
  const top = Math.max(label.above, ...column.filter(t => t.y < label.y).map(t => t.y + t.height / 2));
  const bottom = Math.min(label.below, ...column.filter(t => t.y > label.y).map(t => t.y - t.height / 2));
  const within = (token: Token) => token.y > top && token.y < bottom;
  const next = Math.min(
    ...tokens.filter(t => t.label !== null && t !== label && within(t) && t.left > label.right - 5).map(t => t.left),
    Infinity,
  );
  return tokens.filter(t => t.label === null && within(t) && t.left > label.right - t.height * 0.6 && t.left < next);
}

/** A value on the label's own line, up to the next label. */
function besideLabel(label: Token, tokens: Token[]): Token[] {
  const row = tokens
    .filter(t => t !== label && Math.abs(t.y - label.y) < 0.6 * Math.max(label.height, t.height) && t.left > label.left)
    .sort((a, b) => a.left - b.left);
  const end = row.findIndex(t => t.label !== null);
  return end < 0 ? row : row.slice(0, end);
}

/** A description without a cell: the lines under its label, until another label or a wide gap. */
function belowLabel(label: Token, tokens: Token[]): Token[] {
  const lines: Token[] = [];
  let last = label;
  for (const token of tokens.slice(tokens.indexOf(label) + 1)) {
    if (token.y < label.y + 0.5 * label.height) continue;
    if (token.label !== null || token.y - last.y > 3 * label.height) break;
    lines.push(token);
    last = token;
  }
  return lines;
}

/** Chinese runs on from line to line without a blank, English does not. */
function joined(tokens: Token[]): string {
  return tokens.reduce((text, { text: next }) => {
    const latin = /[A-Za-z,.;]$/.test(text) && /^[A-Za-z]/.test(next);
    return text + (latin ? ' ' : '') + next;
  }, '');
}

/** The values under a table's head, for lists of bills; several are parted by a blank. */
function column(tokens: Token[], name: LabelName, read: (text: string) => string | null): string | null {
  for (const head of tokens.filter(t => t.label === name)) {
    const middle = (head.left + head.right) / 2;
    // The table ends where labels begin again.
    const end = Math.min(
      ...tokens.filter(t => t.label !== null && t.y > head.y + head.height).map(t => t.y - t.height / 2),
      Infinity,
    );
    const under = tokens.filter(
      t =>
        t.label === null &&
        t.y > head.y + 0.5 * head.height &&
        t.y < end &&
        Math.abs((t.left + t.right) / 2 - middle) < 2.5 * head.height,
    );
    const found = under.map(t => read(t.text)).filter(value => value !== null);
    if (found.length >= 2) return [...new Set(found)].join(' ');
  }
  return null;
}
