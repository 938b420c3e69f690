import PDFDocument from 'pdfkit';
import type { LetterFonts } from './fonts.ts';
import type { LetterView } from './view.ts';

/** The paper of a letter: page, type sizes, and what stands on every sheet. Lengths are points. */
export type Letter = PDFKit.PDFDocument;

/** Fax machines lose some millimetres at every edge, so nothing stands nearer than 18 mm to the sides. */
export const LEFT = 54;
export const WIDTH = 595.28 - 2 * LEFT;
export const TOP = 46;
export const BOTTOM = 66;
const FOOT = 841.89 - 50;
/** Where the text begins on the pages after the first. */
export const CONTINUED = TOP + 34;

export const BODY = 13;
export const SMALL = 12;
/** Added to the font's own line height, which suits Chinese; Latin lines may stand closer. */
const LINE_GAP = { zh: 1.5, en: -0.5 };

/** An empty letter on its first page, with `regular` and `bold` to set it in. */
export function openLetter(view: LetterView, fonts: LetterFonts): Letter {
  const letter = new PDFDocument({
    size: 'A4',
    margins: { left: LEFT, right: LEFT, top: TOP, bottom: BOTTOM },
    bufferPages: true,
    autoFirstPage: false,
    font: '',
    lang: view.language === 'zh' ? 'zh-CN' : 'en',
    info: { Title: view.title, Author: view.team.name, CreationDate: view.date },
  });
  letter.registerFont('regular', fonts.regular);
  letter.registerFont('bold', fonts.bold);
  letter.lineGap(LINE_GAP[view.language]);
  letter.addPage();
  letter.on('pageAdded', () => {
    letter.y = CONTINUED;
  });
  return letter;
}

/** How a paragraph is set: English takes the narrow quotes and dashes of the font, whose own are as wide as an ideograph. */
export function setting(view: LetterView, width: number): PDFKit.Mixins.TextOptions {
  return view.language === 'zh' ? { width } : { width, features: ['pwid'] };
}

/**
 * Pages part on the way from the machine to a desk: every page names ticket and count, every further one the team too. To be called last.
 *
 * @returns the number of pages
 */
export function footers(letter: Letter, view: LetterView): number {
  const zh = view.language === 'zh';
  const { count } = letter.bufferedPageRange();
  const number = `#${view.ticketNumber}`;
  const line = { width: WIDTH, height: 20 };
  for (let page = 0; page < count; page++) {
    letter.switchToPage(page);
    if (page > 0) {
      letter.font('regular').fontSize(SMALL);
      letter.text(view.team.name, LEFT, TOP, { ...line, width: WIDTH * 0.6, ellipsis: true });
      letter.font('bold').text(number, LEFT, TOP, { ...line, align: 'right' });
      letter.y = TOP + 20;
      rule(letter, 1);
    }
    const words = zh ? `第 ${page + 1} 页，共 ${count} 页` : `Page ${page + 1} of ${count}`;
    letter.y = FOOT - 6;
    rule(letter, 0.75);
    letter.font('regular').fontSize(SMALL);
    letter.text(number, LEFT, FOOT, line).text(words, LEFT, FOOT, { ...line, align: 'right' });
  }
  return count;
}

/** A line across the page, `thick` points strong. */
export function rule(letter: Letter, thick: number): void {
  letter.rect(LEFT, letter.y, WIDTH, thick).fill('black');
  letter.y += thick;
}

/** Begins a new page where less than `height` points are left, so that what belongs together stays together. */
export function room(letter: Letter, height: number): void {
  if (letter.y + height > letter.page.height - BOTTOM) letter.addPage();
}

/** The page being written, from 0. */
export const pageOf = (letter: Letter): number => letter.bufferedPageRange().count - 1;
