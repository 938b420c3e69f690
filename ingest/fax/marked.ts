import type { CleanPage } from './clean.ts';
import type { Ink } from './ink.ts';
import { encirclement, inkBetween, type Place } from './marks.ts';
import { type Group, namesOf, type Option, plainQuestion, sameRow } from './question.ts';
import type { Token } from './tokens.ts';

/** Groups without boxes: words in brackets' or a ring's company, in the row of a label or under a numbered question. */
export function wordGroups(tokens: Token[], page: CleanPage): Group[] {
  return tokens.flatMap((token): Group[] => {
    const asked = token.label === 'severity' || token.label === 'impact' || token.label === 'choice';
    const numbered = token.label !== 'other' && /^\s*\d{1,2}\s*[.、．].*[？?：:)）]$/.test(token.text);
    if (!asked && !numbered) return [];
    const row = asked ? besides(token, tokens) : under(token, tokens);
    const words = row.flatMap(wordsOf);
    const options = asked && token.label !== 'choice' ? expected(namesOf(token), words) : words;
    const judged = judge(options, words, row, page.ink);
    if (judged.length < 2 || (!asked && !judged.some(option => option.ticked) && !isShortList(judged))) return [];
    return [{ label: token, question: plainQuestion(token.text), options: judged }];
  });
}

/** Three short words and more under a numbered question are its answers even if none is seen to be marked. */
const isShortList = (options: Option[]) => options.length >= 3 && options.every(({ text }) => text.length <= 5);

function besides(label: Token, tokens: Token[]): Token[] {
  const row = tokens.filter(t => t.left > label.left + 1 && sameRow(t, label)).sort((a, b) => a.left - b.left);
  const end = row.findIndex(t => t.label !== null);
  return end < 0 ? row : row.slice(0, end);
}

function under(question: Token, tokens: Token[]): Token[] {
  const below = tokens.filter(t => t.y > question.y + 0.6 * question.height && t.y < question.y + 3 * question.height);
  const nearest = Math.min(...below.map(t => t.y));
  return below.filter(t => t.y - nearest < 0.6 * question.height).sort((a, b) => a.left - b.left);
}

type Letter = { text: string; x: number };
type Word = Place & { text: string; bracket: boolean };

/** Cuts a token at blanks, brackets and wide gaps. */
function wordsOf({ text, marks, y, height }: Token): Word[] {
  const letters = [...text].map((letter, i) => ({ text: letter, x: marks[i] ?? 0 }));
  const words: Word[] = [];
  let word: Letter[] = [];
  const half = height * 0.33;
  // Characters of a word stand as close as any two of the line do.
  const pitch = Math.min(...letters.slice(1).map((letter, i) => letter.x - letters[i]!.x));
  const wide = Math.max(0.95 * height, 1.5 * Math.min(pitch, 1.2 * height));
  const close = (bracket: boolean) => {
    if (word.length > 0)
      words.push({
        text: word.map(l => l.text).join(''),
        left: word[0]!.x - half,
        right: word.at(-1)!.x + half,
        y,
        height: height * 0.7,
        bracket,
      });
    else if (bracket && words.length > 0) words.at(-1)!.bracket = true;
    word = [];
  };
  for (const letter of letters) {
    const sign = /[()（）[\]]/.test(letter.text);
    if (sign || /\s/.test(letter.text)) close(sign);
    else if (/[√✓vVγYy/\\'’|!]/.test(letter.text) && word.length === 0) continue;
    else {
      if (word.length > 0 && letter.x - word.at(-1)!.x > wide) close(false);
      word.push(letter);
    }
  }
  close(false);
  return words;
}

/** The options that a severity or impact row must have, each with its place; one that was not read has none. */
function expected(names: string[], words: Word[]): (Word | { text: string; left: null })[] {
  return names.map(name => {
    const found =
      words.find(word => word.text.includes(name)) ?? words.find(word => [...name].some(c => word.text.includes(c)));
    return found ? { ...found, text: name } : { text: name, left: null };
  });
}

function judge(options: (Word | { text: string; left: null })[], words: Word[], row: Token[], ink: Ink): Option[] {
  const placed = options.filter((option): option is Word => option.left !== null);
  if (placed.length === 0) return [];
  const rings = placed.map(option => encirclement(ink, option));
  const ringed = rings.map(ring => ring >= 0.72 && ring > Math.min(...rings) + 0.2);
  const brackets = words.some(word => word.bracket) || row.some(({ text }) => /[()（）]/.test(text));
  const behind = placed.map(option => inkBehind(option, placed, ink));
  const least = Math.min(...behind);
  // Faint brackets go unread, so without them a tick must stand out the more.
  const stands = brackets ? 1.7 : 2.2;
  const checked = behind.map(amount => amount > stands * least + 0.12 * option(placed).height ** 2);
  const ticks = ringed.some(Boolean) ? ringed : checked;
  const judged: Option[] = placed.map((word, i) => ({ ...word, ticked: ticks[i]! }));
  const missing = options.filter(each => each.left === null);
  // A ring or a tick can make its word unreadable; if nothing else is marked, the unread word is.
  const marked = judged.some(each => each.ticked);
  for (const each of missing) {
    const { y, height } = option(placed);
    judged.push({ text: each.text, left: 0, right: 0, y, height, ticked: !marked && missing.length === 1 });
  }
  return judged;
}

const option = (placed: Word[]) => placed[0]!;

/** Ink between a word and the next, three letters at most: an empty bracket has little, one with a tick a lot. */
function inkBehind(word: Word, all: Word[], ink: Ink): number {
  const next = Math.min(
    ...all.filter(other => other.left > word.right).map(other => other.left - 4),
    word.right + 3 * word.height,
  );
  return inkBetween(ink, word.right + 2, next, word.y - 0.9 * word.height, word.y + 0.7 * word.height);
}
