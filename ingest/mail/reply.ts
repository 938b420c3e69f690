import { attributionAt, firstCut, settleIndents } from './earlier.ts';
import { isWritten, looksLikeSignature, signatureMark, withoutSignature } from './ending.ts';
import type { Line } from './lines.ts';

/**
 * What the sender wrote now: without earlier mails, their heads, signatures and disclaimers. Taking too much is the worse
 * error, so what could be the sender's own stays. A forward without own words gives the forwarded text, and a mail in which
 * only quotes can be found gives those: the result is empty only where nothing is written.
 */
export function visibleReply(given: readonly Line[], subject: string): string {
  const lines = settleIndents(given);
  const cut = firstCut(lines);
  const own = ownSegments(lines, cut.at);
  const words = own.map(segment => withoutSignature(segment).join('\n')).filter(isWritten);
  const earlier = cut.at < lines.length ? earlierText(lines.slice(cut.end)) : '';
  const forwards = (cut.forward || forwardSubject.test(subject)) && isWritten(earlier);
  const all = own.map(segment => segment.join('\n')).filter(isWritten);
  if (words.length === 1 && isGreeting(words[0]!) && all.join('').length > 10 * words[0]!.length)
    return tidy(all.join('\n\n'));
  if (words.length > 0 && !(forwards && words.every(looksLikeSignature))) return tidy(words.join('\n\n'));
  if (forwards) return tidy(earlier);
  if (all.length > 0) return tidy(all.join('\n\n'));
  return tidy(isWritten(earlier) ? earlier : lines.map(line => line.text).join('\n'));
}

/** True if the lines hold marks of an earlier mail that only markup can give: the HTML then knows better than the plain part. */
export function hasStructure(lines: readonly Line[]): boolean {
  const marked = (line: Line) => line.zone !== 'body' && line.zone !== 'rule' && line.zone !== 'indent';
  return lines.some(marked) || firstCut(lines).at < lines.length || settleIndents(lines).some(marked);
}

/** "Heather," alone cannot be all of it: then what seemed a signature is the letter. */
const isGreeting = (text: string) => text.trim().length <= 30 && /[,，:：]$/.test(text.trim());

const forwardSubject = /^(?:(?:re|回复|答复|回覆)\s*[:：]\s*)*(?:fwd?|转发|轉寄|轉發|wg|enc|tr|i)\s*[:：]/i;

/** The lines above the cut that no mark says are somebody else's, in stretches between quotes. */
function ownSegments(lines: readonly Line[], end: number): string[][] {
  const segments: string[][] = [];
  let current: string[] = [];
  const close = () => {
    if (current.some(text => text.trim() !== '')) segments.push(current);
    current = [];
  };
  let inSignature = false;
  for (let i = 0; i < end; i++) {
    const line = lines[i]!;
    if (line.zone === 'signature-rule') inSignature = true;
    const quoted = line.depth > 0 || line.zone === 'quote';
    if (quoted) inSignature = false;
    const length = quoted ? 0 : attributionAt(lines, i);
    if (quoted || length > 0) {
      if (!quoted || line.text.trim() !== '') close();
      i += Math.max(0, length - 1);
    } else if (line.zone === 'signature' || inSignature) current.push(`${signatureMark}${line.text}`);
    else current.push(line.text);
  }
  close();
  return segments;
}

/** The text of an earlier mail, with one level of quotation marks and further heads left as they are. */
function earlierText(lines: readonly Line[]): string {
  return lines.map(line => line.text).join('\n');
}

const tidy = (text: string) =>
  text
    .replaceAll(signatureMark, '')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
