import type { Features } from './features.ts';
import { categories, kinds, severities } from './judgement.ts';
import { weights, weightsVersion } from './weights.ts';

/** What the trained part has an opinion on, each with its labels in the order of the weights. */
export const heads = {
  kind: kinds,
  /** Of faults only: what is no fault is minor by the policy. */
  severity: severities,
  /** Of faults that are not critical, and of questions and changes: what holds work up differs. */
  faultImpact: ['true', 'false'],
  requestImpact: ['true', 'false'],
  category: categories,
} as const;

export type Head = keyof typeof heads;
export const headNames = [
  'kind',
  'severity',
  'faultImpact',
  'requestImpact',
  'category',
] as const satisfies readonly Head[];

/** For each head, a row of weights for each feature and for `bias`. */
export type Model = { version: string; tables: Record<Head, Table> };
export type Table = ReadonlyMap<string, Float64Array>;

/** Weights are stored as whole hundredths. */
export const scale = 100;

/** What `train.ts` made of the whole corpus. */
export const trained: Model = {
  version: weightsVersion,
  tables: {
    kind: tableOf(weights.kind),
    severity: tableOf(weights.severity),
    faultImpact: tableOf(weights.faultImpact),
    requestImpact: tableOf(weights.requestImpact),
    category: tableOf(weights.category),
  },
};

export type Opinion<L extends string> = { label: L; probability: number; of: (label: L) => number };

/** What a multinomial logistic regression over the features thinks of a label. */
export function opinion<H extends Head>(model: Model, head: H, features: Features): Opinion<(typeof heads)[H][number]> {
  const labels: readonly (typeof heads)[H][number][] = heads[head];
  const probabilities = softmax(scoresOf(model.tables[head], labels.length, features));
  let best = 0;
  for (let i = 1; i < labels.length; i++) if (probabilities[i]! > probabilities[best]!) best = i;
  return {
    label: labels[best]!,
    probability: probabilities[best]!,
    of: label => probabilities[labels.indexOf(label)] ?? 0,
  };
}

/** Probabilities of scores; the largest is taken off first, so that none overflows. */
export function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  const raised = scores.map(score => Math.exp(score - top));
  const sum = raised.reduce((total, value) => total + value, 0);
  return raised.map(value => value / sum);
}

function scoresOf(table: Table, labels: number, features: Features): Float64Array {
  const scores = new Float64Array(labels);
  add(scores, table.get('bias'), 1);
  for (const [name, value] of features) add(scores, table.get(name), value);
  return scores;
}

function add(scores: Float64Array, row: Float64Array | undefined, value: number) {
  if (row) for (let i = 0; i < scores.length; i++) scores[i]! += row[i]! * value;
}

/** One feature a line: its name, a tab, a weight for each label. */
function tableOf(text: string): Table {
  return new Map(
    text
      .trim()
      .split('\n')
      .map(line => {
        const [name = '', numbers = ''] = line.split('\t');
        return [name, Float64Array.from(numbers.split(' '), number => Number(number) / scale)] as const;
      }),
  );
}
