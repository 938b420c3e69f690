import type { Language } from '../../classify/judgement.ts';
import { type Block, plain } from './document.ts';

/** The blocks as the plain text of a mail: LF line ends, quotations behind `> `, small print below `-- ` (RFC 3676 §4.3). */
export function renderText(blocks: readonly Block[], language: Language): string {
  const parts: string[] = [];
  let signed = false;
  for (const block of blocks) {
    if (block.type === 'note' && !signed) {
      signed = true;
      parts.push(`-- \n${wordsOf(block, language)}`);
    } else parts.push(wordsOf(block, language));
  }
  return `${parts.join('\n\n')}\n`;
}

function wordsOf(block: Block, language: Language): string {
  switch (block.type) {
    case 'paragraph':
    case 'promise':
    case 'note':
      return plain(block.spans);
    case 'answer':
      return block.text;
    case 'facts':
      return block.rows.map(([label, value]) => `${label}${language === 'zh' ? '：' : ': '}${value}`).join('\n');
    case 'quote':
      return block.text.replace(/^(?=(.?))/gm, (_, first: string) => (first === '' ? '>' : '> '));
  }
}
