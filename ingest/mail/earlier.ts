import type { Line } from './lines.ts';
import { attributions, bareSeparator, type HeadLabel, headLabels, separators } from './quotes.ts';

/** `at`: where the earlier mail begins for good; `end`: where its text begins, after its head. Both are `lines.length` where there is none. */
export type Cut = { at: number; end: number; forward: boolean };

/** Finds the first line from which on everything is an earlier mail. Quotes above it are told by their depth and zone. */
export function firstCut(lines: readonly Line[]): Cut {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.zone === 'cut') {
      const from = nextWritten(lines, i + 1);
      return { at: backOver(lines, i), end: headEnd(lines, from, 1) ?? i + 1, forward: false };
    }
    if (line.depth > 0 || line.zone === 'quote' || line.zone === 'signature') continue;
    const text = line.text.trim();
    if (text === '') continue;
    if (text.length <= 120 && separators.some(pattern => pattern.test(text))) {
      const from = nextWritten(lines, i + 1);
      const end = headEnd(lines, from, 1);
      return {
        at: backOver(lines, i),
        end: end ?? i + 1,
        forward: /转发|轉寄|forward|weitergeleitet|transféré|転送/i.test(text),
      };
    }
    const end = headEnd(lines, i, isBelowRule(lines, i) ? 2 : 3);
    if (end !== null) return { at: backOver(lines, i), end, forward: false };
    const length = attributionAt(lines, i);
    if (length > 0) {
      const after = nextWritten(lines, i + length);
      const quoted = after < lines.length && (lines[after]!.depth > 0 || lines[after]!.zone === 'quote');
      if (!quoted && after < lines.length) return { at: i, end: i + length, forward: false };
      i += length - 1;
    }
  }
  return { at: lines.length, end: lines.length, forward: false };
}

/** A blockquote right below an "… wrote:" is an earlier mail; any other is the sender's way to indent. */
export function settleIndents(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(line => line.zone === 'indent')) return lines;
  const settled = lines.map((line): Line => (line.zone === 'indent' ? { ...line, zone: 'body' } : line));
  let attributionEnd = -1;
  for (let i = 0; i < lines.length; i++) {
    if (lines[i]!.zone !== 'indent') {
      const length = lines[i]!.text.trim() === '' ? 0 : attributionAt(lines, i);
      if (length > 0) attributionEnd = nextWritten(lines, i + length);
      continue;
    }
    const quoted = i === attributionEnd;
    for (; i < lines.length && (lines[i]!.zone === 'indent' || lines[i]!.text === ''); i++)
      if (quoted) settled[i] = { ...settled[i]!, zone: 'quote' };
    i--;
  }
  return settled;
}

function isBelowRule(lines: readonly Line[], at: number): boolean {
  let i = at - 1;
  while (i >= 0 && lines[i]!.zone !== 'rule' && lines[i]!.text.trim() === '') i--;
  return i >= 0 && isRule(lines[i]!);
}

const isRule = (line: Line) =>
  line.zone === 'rule' || (line.text.length <= 200 && /^\s*[-_=*—]{10,}\s*$/.test(line.text));

/** The rule and the blank lines above the head of an earlier mail belong to it. */
function backOver(lines: readonly Line[], at: number): number {
  let i = at;
  while (i > 0) {
    const before = lines[i - 1]!;
    if (!isRule(before) && before.text.trim() !== '' && !bareSeparator.test(before.text.trim())) break;
    i--;
  }
  return i;
}

function nextWritten(lines: readonly Line[], from: number): number {
  let i = from;
  while (i < lines.length && lines[i]!.text.trim() === '') i++;
  return i;
}

/**
 * The head of a quoted mail (发件人 … 主题 …, From … Subject …) that begins in this very line: the index after its last line,
 * null if it is none. It needs `least` different labels, with a sender among them if it stands alone.
 */
function headEnd(lines: readonly Line[], at: number, least: number): number | null {
  const first = at < lines.length ? labelOf(lines[at]!.text) : null;
  if (first === null || (least >= 2 && first === 'other')) return null;
  const seen = new Set<string>();
  let end = at;
  let strange = 0;
  for (let i = at; i < Math.min(lines.length, at + 30); i++) {
    const text = lines[i]!.text.trim();
    const label = labelOf(text);
    if (label !== null && !(seen.has(label) && label !== 'other' && label !== 'cc')) {
      seen.add(label);
      end = i + 1;
      strange = 0;
    } else if (text === '' ? seen.has('subject') || ++strange > 2 : ++strange > 3) break;
    else if (text !== '' && seen.has('subject')) break;
  }
  const distinct = [...seen].filter(label => label !== 'other').length;
  const whole =
    least === 1 ? distinct >= 1 : distinct >= least && seen.has('sender') && (seen.has('subject') || seen.has('date'));
  return whole ? end : null;
}

/** The label at the start of a line: before a colon, in the first cell of a table row, or in bold. */
function labelOf(text: string): HeadLabel | null {
  const line = text.trimStart().replace(/^[*_|>\s]+/, '');
  const end = line.slice(0, 20).search(/[:：|\t]/);
  if (end < 1) return null;
  return (
    headLabels.get(
      line
        .slice(0, end)
        .replace(/[\s\u3000*_]/g, '')
        .toLowerCase(),
    ) ?? null
  );
}

/** How many lines, from this one on, make up an "… wrote:"; 0 if none. */
export function attributionAt(lines: readonly Line[], at: number): number {
  if (lines[at]!.zone === 'attribution') return 1;
  let text = '';
  for (let n = 1; n <= 4 && at + n <= lines.length; n++) {
    const line = lines[at + n - 1]!;
    const piece = line.text.trim();
    if (piece === '' || line.depth > 0 || text.length + piece.length > 400) return 0;
    text = text === '' ? piece : `${text} ${piece}`.replace(/<\s/, '<');
    if (n === 1 && !mayAttribute(text)) return 0;
    if (
      /[:：道>-]$/.test(text) &&
      (/\d|@/.test(text) || text.startsWith('--')) &&
      attributions.some(pattern => pattern.test(text))
    )
      return n;
  }
  return 0;
}

/** Cheap sign that an attribution may begin here: it names a time or an address, or starts as they do. */
const mayAttribute = (text: string) =>
  /^(?:On|At|Am|Le|El|Il|Op|Den|Em|Vào|W dniu|Dne|Pe)\s|^På\s|^-{2,}|^[在於于]|[@<]|\d{1,4}[-/年.:]\d/i.test(text);
