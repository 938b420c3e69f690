/** What a line of a mail is by its place in the markup; a plain line is always `body`. */
export type Zone =
  | 'body'
  /** inside an element that holds an earlier mail */
  | 'quote'
  /** inside a blockquote that may be an earlier mail or the sender's own indentation */
  | 'indent'
  /** "On … wrote:" where the client marks it */
  | 'attribution'
  /** inside an element that holds a signature */
  | 'signature'
  /** from here on, everything is an earlier mail */
  | 'cut'
  /** a horizontal rule */
  | 'rule'
  /** the rule that a client draws above a signature */
  | 'signature-rule';

/** A line as a person sees it. `depth`: how many marks of quotation stand before it, or how many quoting blocks are around it. */
export type Line = { text: string; depth: number; zone: Zone };

/** The lines of a plain text; marks of quotation (`>`) are counted and taken off. */
export function plainLines(text: string): Line[] {
  const readable = hasEntities.test(text)
    ? text.replace(/&(?:nbsp|gt|lt|quot|amp);/g, entity => entities[entity] ?? entity)
    : text;
  return readable.split('\n').map(line => {
    const marks = /^(?:[ \t]?>)+/.exec(line)?.[0] ?? '';
    const depth = marks.replace(/[^>]/g, '').length;
    return { text: depth === 0 ? line : line.slice(marks.length).replace(/^ /, ''), depth, zone: 'body' };
  });
}

/** QQ Mail leaves HTML entities undecoded in the plain part of a reply. */
const hasEntities = /-&nbsp;|&nbsp;-|:&nbsp;/;
const entities: Record<string, string> = { '&nbsp;': ' ', '&gt;': '>', '&lt;': '<', '&quot;': '"', '&amp;': '&' };
