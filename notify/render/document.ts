import { lexer, type MarkedToken, type Token } from 'marked';
import { isSealed } from './seal.ts';

/** A run of words in one weight; `text` is as it shall be read, and may hold line breaks. */
export type Span = { text: string; strong: boolean };

/** What a message is made of, whatever it is written on: mail text, HTML and fax letters are drawn from the same blocks. */
export type Block =
  | { type: 'paragraph'; spans: Span[] }
  /** The one sentence that must not be missed (a heading in the template). */
  | { type: 'promise'; spans: Span[] }
  /** A value that stands alone as a paragraph: what one of our people wrote, empty lines included. */
  | { type: 'answer'; text: string }
  | { type: 'facts'; rows: [label: string, value: string][] }
  | { type: 'quote'; text: string }
  /** Small print: what follows the rule (`---`) in the template. */
  | { type: 'note'; spans: Span[] };

/** The same blocks with their sealed values opened. */
export function openBlocks(blocks: readonly Block[], unseal: (text: string) => string): Block[] {
  const spans = (sealed: readonly Span[]): Span[] => sealed.map(({ text, strong }) => ({ text: unseal(text), strong }));
  return blocks.map(block => {
    if (block.type === 'facts')
      return { ...block, rows: block.rows.map(([label, value]) => [unseal(label), unseal(value)]) };
    if (block.type === 'answer' || block.type === 'quote') return { ...block, text: unseal(block.text) };
    return { ...block, spans: spans(block.spans) };
  });
}

/**
 * The blocks of a template that has been filled in: paragraphs, one heading, tables of two columns, quotations and a
 * rule, in Markdown. Values are still sealed here, so that only the template's own words are read as Markdown.
 *
 * @throws Error if the template uses anything else, e.g. HTML or a list
 */
export function parseDocument(markdown: string): Block[] {
  const blocks: Block[] = [];
  let small = false;
  for (const token of lexer(markdown)) {
    if (is(token, 'space')) continue;
    if (is(token, 'hr')) small = true;
    else if (is(token, 'paragraph') && isSealed(token.text)) blocks.push({ type: 'answer', text: token.text });
    else if (is(token, 'paragraph'))
      blocks.push({ type: small ? 'note' : 'paragraph', spans: spansOf(token.tokens, false) });
    else if (is(token, 'heading')) blocks.push({ type: 'promise', spans: spansOf(token.tokens, false) });
    else if (is(token, 'blockquote')) blocks.push({ type: 'quote', text: quoteOf(token.tokens) });
    else if (is(token, 'table'))
      blocks.push({ type: 'facts', rows: token.rows.map(([label, value]) => [cellOf(label), cellOf(value)]) });
    else throw new Error(`Cannot use "${token.raw.trim()}" (${token.type}) in a template`);
  }
  return blocks;
}

/** The words of some spans without their weight. */
export const plain = (spans: readonly Span[]): string => spans.map(span => span.text).join('');

/** `Token` also admits the tokens of extensions, which we do not use. */
function is<T extends MarkedToken['type']>(token: Token, type: T): token is Extract<MarkedToken, { type: T }> {
  return token.type === type;
}

function spansOf(tokens: readonly Token[], strong: boolean): Span[] {
  return tokens.flatMap(token => {
    if (is(token, 'strong')) return spansOf(token.tokens, true);
    if (is(token, 'br')) return [{ text: '\n', strong }];
    if (is(token, 'escape') || is(token, 'text')) return [{ text: token.text, strong }];
    throw new Error(`Cannot use "${token.raw}" (${token.type}) in a template`);
  });
}

function quoteOf(tokens: readonly Token[]): string {
  return tokens.map(token => (is(token, 'paragraph') ? plain(spansOf(token.tokens, false)) : '')).join('\n\n');
}

const cellOf = (cell: { tokens: Token[] } | undefined): string => (cell ? plain(spansOf(cell.tokens, false)) : '');
