import { type Block, plain } from '../render/document.ts';
import { oneLine } from '../render/words.ts';
import { type AcknowledgementView, type AnswerView, fillAcknowledgement, fillAnswer } from '../render.ts';
import type { LetterView } from './view.ts';

/** What a letter needs beyond the mail's view. */
export type Posting = { to: LetterView['to']; date: Date };

/** The receipt as a letter: the words of the mail, from the same template. */
export function renderAcknowledgementLetter(view: AcknowledgementView & Posting): LetterView {
  return compose(fillAcknowledgement({ ...view, channel: 'fax' }), view);
}

/** A person's answer as a letter: the words of the mail, from the same template. */
export function renderAnswerLetter(view: AnswerView & Posting): LetterView {
  return compose(fillAnswer(view, 'fax'), view);
}

/** Puts a message's blocks in the order of a letter: words, promise, facts, quotation, what is left, small print. */
function compose(
  filled: { subject: string; blocks: Block[] },
  view: (AcknowledgementView | AnswerView) & Posting,
): LetterView {
  const letter: LetterView = {
    language: view.language,
    title: filled.subject.replace(/^\[#[^\]]*\] /, ''),
    ticketNumber: oneLine(view.ticketNumber, 40),
    to: {
      name: oneLine(view.to.name, 60),
      organization: oneLine(view.to.organization ?? '', 80),
      fax: oneLine(view.to.fax ?? '', 40),
    },
    date: view.date,
    team: view.team,
    paragraphs: [],
  };
  const closing: string[] = [];
  for (const [n, block] of filled.blocks.entries()) {
    const next = filled.blocks[n + 1]?.type;
    if (block.type === 'promise') letter.promise = plain(block.spans);
    else if (block.type === 'facts') letter.table = block.rows;
    else if (block.type === 'quote') letter.quoted = block.text.replace(/\n\n+/g, '\n');
    // The last small print is the team's address, which the letterhead has.
    else if (block.type === 'note') letter.note = next === 'note' ? plain(block.spans) : (letter.note ?? '');
    else if (block.type === 'answer') letter.paragraphs.push(...block.text.split(/\n\n+/));
    else if (next === 'quote') letter.quotedLabel = plain(block.spans);
    else if (letter.promise === undefined && !answered(filled.blocks, n)) letter.paragraphs.push(plain(block.spans));
    else closing.push(plain(block.spans));
  }
  return { ...letter, closing };
}

const answered = (blocks: readonly Block[], n: number): boolean =>
  blocks.slice(0, n).some(block => block.type === 'answer');
