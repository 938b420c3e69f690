import { buffer } from 'node:stream/consumers';
import { dayIn } from '../render/moment.ts';
import { letterFonts } from './fonts.ts';
import {
  BODY,
  BOTTOM,
  CONTINUED,
  footers,
  LEFT,
  type Letter,
  openLetter,
  pageOf,
  room,
  rule,
  SMALL,
  setting,
  TOP,
  WIDTH,
} from './sheet.ts';
import type { LetterView } from './view.ts';

/**
 * Sets a letter on A4, black on white, in type that a fax at 204 × 98 dpi still carries (12 pt and more; rules of 0.75 pt, which is a scan line).
 * Long texts flow over as many pages as they need; fonts are embedded as subsets, so that text can be copied and searched.
 */
export async function drawLetter(view: LetterView): Promise<{ pdf: Buffer; pages: number }> {
  const letter = openLetter(view, await letterFonts());
  const pdf = buffer(letter);
  letterhead(letter, view);
  address(letter, view);
  title(letter, view);
  paragraphs(letter, view, view.paragraphs, true);
  if (view.promise) promise(letter, view, view.promise);
  if (view.table && view.table.length > 0) table(letter, view, view.table);
  paragraphs(letter, view, view.closing ?? [], false);
  signature(letter, view);
  if (view.quoted) quotation(letter, view, view.quoted);
  const pages = footers(letter, view);
  letter.end();
  return { pdf: await pdf, pages };
}

/** Team on the left, ticket number large on the right, how to reach us below. */
function letterhead(letter: Letter, view: LetterView): void {
  const { team } = view;
  const zh = view.language === 'zh';
  const number = `#${view.ticketNumber}`;
  letter
    .font('regular')
    .fontSize(SMALL)
    .text(zh ? '受理单号' : 'Ticket', LEFT, TOP, { width: WIDTH, align: 'right' });
  letter
    .font('bold')
    .fontSize(20)
    .text(number, LEFT, TOP + 15, { width: WIDTH, align: 'right' });
  const beside = WIDTH - letter.widthOfString(number) - 24;
  letter.fontSize(fitting(letter, team.name, beside, 22, 14)).text(team.name, LEFT, TOP + 12, { width: beside });
  letter.y = Math.max(letter.y, TOP + 46) + 4;
  rule(letter, 2);
  const contact = [
    team.phone ? `${zh ? '电话' : 'Phone'} ${team.phone}` : '',
    team.fax ? `${zh ? '传真' : 'Fax'} ${team.fax}` : '',
    team.address,
  ].filter(part => part !== '');
  letter.y += 5;
  letter.font('regular').fontSize(SMALL).text(contact.join('    '), LEFT, letter.y, { width: WIDTH });
  letter.y += 16;
}

/** The largest size, from `most` down to `least` points, at which one line holds the words. */
function fitting(letter: Letter, words: string, width: number, most: number, least: number): number {
  let size = most;
  while (size > least && letter.fontSize(size).widthOfString(words) > width) size--;
  return size;
}

/** To whom on the left, date and number on the right. */
function address(letter: Letter, view: LetterView): void {
  const zh = view.language === 'zh';
  const { to } = view;
  const top = letter.y;
  const half = { width: WIDTH / 2 };
  const date = dayIn(view.language, view.date, view.team.timezone);
  const right = to.fax ? `${date}\n${zh ? '传真' : 'Fax'} ${to.fax}` : date;
  letter
    .font('regular')
    .fontSize(BODY)
    .text(right, LEFT + WIDTH / 2, top, { ...half, align: 'right' });
  const lower = letter.y;
  const [first, ...rest] = [to.name, to.organization ?? ''].filter(line => line !== '');
  letter.text(`${zh ? '致' : 'To'}  `, LEFT, top, { ...half, continued: true });
  letter.font('bold').text(first ?? (zh ? '来函人' : 'the sender of the fax'));
  letter.font('regular');
  for (const line of rest) letter.text(line, LEFT, letter.y, setting(view, WIDTH / 2));
  letter.y = Math.max(letter.y, lower) + 12;
}

function title(letter: Letter, view: LetterView): void {
  letter.font('bold').fontSize(17).text(view.title, LEFT, letter.y, setting(view, WIDTH));
  letter.y += 10;
}

/** Chinese paragraphs begin two characters in, the salutation excepted. */
function paragraphs(letter: Letter, view: LetterView, texts: readonly string[], salutation: boolean): void {
  letter.font('regular').fontSize(BODY);
  for (const [n, text] of texts.entries()) {
    if (text === '') continue;
    const indent = view.language === 'zh' && !(salutation && n === 0) ? 2 * BODY : 0;
    letter.text(text, LEFT, letter.y, { ...setting(view, WIDTH), indent });
    letter.y += 5;
  }
}

/** Framed, so that it is found at a glance. */
function promise(letter: Letter, view: LetterView, words: string): void {
  const inner = setting(view, WIDTH - 28);
  letter.font('bold').fontSize(14);
  const height = letter.heightOfString(words, inner) + 15;
  room(letter, height + 8);
  const top = letter.y + 2;
  letter.lineWidth(1.5).rect(LEFT, top, WIDTH, height).stroke('black');
  letter.rect(LEFT, top, 6, height).fill('black');
  letter.fillColor('black').text(words, LEFT + 18, top + 10, inner);
  letter.y = top + height + 10;
}

/** Facts between rules; two that are short share a line. */
function table(letter: Letter, view: LetterView, facts: readonly [string, string][]): void {
  letter.font('regular').fontSize(BODY);
  const label = Math.max(...facts.map(([name]) => letter.widthOfString(name))) + 14;
  const half = WIDTH / 2;
  const short = (fact: [string, string] | undefined): fact is [string, string] =>
    fact !== undefined && letter.widthOfString(fact[1]) <= half - label - 8;
  for (let n = 0; n < facts.length; n++) {
    const fact = facts[n]!;
    const next = facts[n + 1];
    const inner = setting(view, WIDTH - label);
    room(letter, letter.heightOfString(fact[1], inner) + 7);
    const top = letter.y + 5;
    letter.text(fact[0], LEFT, top, { width: label });
    const lower = letter.y;
    letter.text(fact[1], LEFT + label, top, inner);
    if (fact[1] === '') letter.y = lower;
    if (short(fact) && short(next)) {
      letter.text(next[0], LEFT + half, top, { width: label });
      letter.text(next[1], LEFT + half + label, top, setting(view, half - label));
      n++;
    }
    letter.y += 1;
    rule(letter, 0.75);
  }
  letter.y += 10;
}

/** The sender's own words behind a bar, which follows them over the pages. */
function quotation(letter: Letter, view: LetterView, words: string): void {
  const inner = setting(view, WIDTH - 18);
  letter.font('regular').fontSize(BODY);
  letter.y += 8;
  room(letter, 60);
  if (view.quotedLabel) letter.text(view.quotedLabel, LEFT, letter.y, { width: WIDTH });
  letter.y += 4;
  const first = pageOf(letter);
  const top = letter.y;
  letter.fontSize(SMALL).text(words, LEFT + 18, top, inner);
  const last = pageOf(letter);
  const end = letter.y;
  for (let page = first; page <= last; page++) {
    letter.switchToPage(page);
    const from = page === first ? top : CONTINUED;
    const to = page === last ? end : letter.page.height - BOTTOM;
    letter.rect(LEFT + 2, from, 3, to - from).fill('black');
  }
  letter.fillColor('black');
  letter.y = end + 10;
}

/** Who signs, at the right as Chinese letters have it, at the left as English ones do. */
function signature(letter: Letter, view: LetterView): void {
  const zh = view.language === 'zh';
  room(letter, 48);
  letter.y += 4;
  letter.font('bold').fontSize(BODY);
  const at = { width: WIDTH, align: zh ? ('right' as const) : ('left' as const) };
  if (!zh) letter.font('regular').text('Kind regards', LEFT, letter.y, at).font('bold');
  letter.text(view.team.name, LEFT, letter.y, at);
  if (!view.note) return;
  letter.font('regular').fontSize(SMALL);
  room(letter, letter.heightOfString(view.note, setting(view, WIDTH)) + 8);
  letter.y += 8;
  letter.text(view.note, LEFT, letter.y, setting(view, WIDTH));
}
