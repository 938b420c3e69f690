import type { Place } from './marks.ts';
import type { Token } from './tokens.ts';

/** One answer that a form offers, its place, and whether it is marked. */
export type Option = Place & { text: string; ticked: boolean };
/** A question with its answers; `question` is '' where none was found. */
export type Group = { question: string; label: Token | null; options: Option[] };

export const sameRow = (a: Place, b: Place) => Math.abs(a.y - b.y) < 0.6 * Math.max(a.height, b.height);

/** The answers that a severity or impact row must have, in the order that forms have them. */
export const namesOf = (label: Token | null) =>
  label?.label === 'severity' ? ['严重', '一般', '轻微'] : label?.label === 'impact' ? ['是', '否'] : [];

/** Without its number and its colon or question mark. */
export const plainQuestion = (text: string) =>
  text
    .replace(/^\s*[(（]?\d{1,2}\s*[.、．,)）·:：]\s*/, '')
    .replace(/[\s：:？?]+$/, '')
    .replace(/\s+/g, '');
