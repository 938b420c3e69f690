/**
 * One line of somebody's words: control characters, line and paragraph separators and everything that changes the writing
 * direction become blanks, runs of blanks one blank, and what exceeds `limit` code points an ellipsis. Safe in a header.
 */
export function oneLine(words: string, limit: number): string {
  return clip(printable(words).replace(/\s+/gu, ' ').trim(), limit);
}

/**
 * The first lines of somebody's words, at most `limit` code points, without empty lines at the ends or in rows.
 */
export function firstLines(words: string, limit: number, lines = Number.POSITIVE_INFINITY): string {
  const all = words
    .replace(/\r\n?|[\u2028\u2029\f\v\x85]/g, '\n')
    .split('\n')
    .map(line => printable(line).trimEnd())
    .filter((line, n, rows) => line !== '' || (n > 0 && rows[n - 1] !== ''));
  while (all[0] === '') all.shift();
  const kept = all.slice(0, lines);
  while (kept.at(-1) === '') kept.pop();
  const text = clip(kept.join('\n'), limit);
  return all.slice(kept.length).some(line => line !== '') && !text.endsWith('…') ? `${text}…` : text;
}

/**
 * A subject without what earlier rounds put in front: `Re:`, `回复：`, `Fwd:`, our ticket number and our own words.
 */
export function bareSubject(subject: string): string {
  let bare = oneLine(subject, 1000);
  for (;;) {
    const shorter = bare.replace(PREFIX, '');
    if (shorter === bare) return bare;
    bare = shorter;
  }
}

const PREFIX =
  /^(?:\[#[\w-]{1,40}\]|(?:re|aw|sv|fwd?|wg|received|回复|回覆|答复|转发|轉發|转寄|已受理)(?:\[\d{1,3}\])? ?[:：]) ?/i;

/** Control characters, lone surrogates, private-use characters and marks that turn or hide text become blanks. */
const printable = (words: string): string =>
  words.replace(/[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/gu, ' ');

/** Cuts between words where a blank is near, so that no Latin word is torn. */
function clip(text: string, limit: number): string {
  const letters = Array.from(text);
  if (letters.length <= limit) return text;
  const kept = letters.slice(0, limit - 1).join('');
  const blank = kept.lastIndexOf(' ');
  return `${(blank > kept.length - 20 && blank > 0 ? kept.slice(0, blank) : kept).trimEnd()}…`;
}
