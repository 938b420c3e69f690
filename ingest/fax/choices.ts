import type { FaxFields, TickGroup } from '../reading.ts';
import { boxGroups } from './boxed.ts';
import type { CleanPage } from './clean.ts';
import { wordGroups } from './marked.ts';
import { type Group, sameRow } from './question.ts';
import type { TickBox } from './tickboxes.ts';
import type { Token } from './tokens.ts';

export type Choices = Pick<FaxFields, 'severityTick' | 'impactTick'> & { ticks: TickGroup[] };

/** What is ticked on a page: boxes are judged by the ink in them, brackets by the ink behind a word, rings by the ink round it. */
export function choicesOf(tokens: Token[], page: CleanPage, boxes: TickBox[]): Choices {
  const boxed = boxGroups(tokens, page, boxes);
  const words = wordGroups(tokens, page).filter(group => !boxed.some(other => meet(other, group)));
  const choices: Choices = { ticks: [] };
  for (const group of [...boxed, ...words].sort((a, b) => a.options[0]!.y - b.options[0]!.y)) {
    const { question, label, options } = group;
    const ticked = options.filter(option => option.ticked).map(option => option.text);
    const only = ticked.length === 1 ? ticked[0]! : '';
    const texts = options.map(option => option.text);
    if (label?.label === 'severity' || texts.every(text => severities.has(text))) {
      choices.severityTick ??= severities.get(only) ?? null;
    } else if (label?.label === 'impact' || (texts.every(text => impacts.has(text)) && /影响|affect/i.test(question))) {
      choices.impactTick ??= impacts.get(only) ?? null;
    } else if (question !== '') {
      choices.ticks.push({ group: question, options: texts, ticked });
    }
  }
  return choices;
}

const severities = new Map<string, 'critical' | 'general' | 'minor'>([
  ['严重', 'critical'],
  ['一般', 'general'],
  ['轻微', 'minor'],
  ['Critical', 'critical'],
  ['General', 'general'],
  ['Minor', 'minor'],
]);
const impacts = new Map<string, boolean>([
  ['是', true],
  ['否', false],
  ['Yes', true],
  ['No', false],
]);

const meet = (a: Group, b: Group) =>
  sameRow(a.options[0]!, b.options[0]!) &&
  a.options.some(x => b.options.some(y => x.left < y.right && y.left < x.right));
