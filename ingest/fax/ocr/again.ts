import type { CleanPage } from '../clean.ts';
import type { TextBox } from './detect.ts';
import type { Look, Recognised } from './recognise.ts';

export type Reader = (page: CleanPage, boxes: TextBox[], look?: Look) => Promise<Recognised[]>;

/** A line of which one character is less likely than this is looked at again. */
const doubtful = 0.85;

/**
 * Three more looks at doubtful lines: taller, lower, darker. What most of the four agree on, weighed by likelihood, is right more often
 * than the first. Whole lines, since the recogniser reads a part of one worse than the whole.
 */
export async function lookAgain(
  page: CleanPage,
  boxes: TextBox[],
  first: Recognised[],
  read: Reader,
): Promise<Recognised[]> {
  const unsure = first.flatMap(({ chars }, i) => (chars.some(c => c.likelihood < doubtful) ? [i] : []));
  if (unsure.length === 0) return first;
  const again = unsure.map(i => boxes[i]!);
  const scaled = (by: number) => again.map(box => ({ ...box, height: box.height * by }));
  const looks = [
    await read(page, scaled(1.12)),
    await read(page, scaled(0.9)),
    await read(page, again, { darker: 1.5 }),
  ];
  const result = [...first];
  for (const [k, i] of unsure.entries()) result[i] = agreed([first[i]!, ...looks.map(look => look[k]!)]);
  return result;
}

function agreed(looks: Recognised[]): Recognised {
  const textOf = ({ chars }: Recognised) =>
    chars
      .map(c => c.text)
      .join('')
      .replace(/ /g, '');
  const votes = new Map<string, number>();
  for (const look of looks) votes.set(textOf(look), (votes.get(textOf(look)) ?? 0) + look.confidence ** 6);
  return looks.reduce((best, look) => {
    const [a, b] = [votes.get(textOf(look))!, votes.get(textOf(best))!];
    return a > b || (a === b && look.confidence > best.confidence) ? look : best;
  });
}
