/**
 * Trains the small statistical part of the judge and writes `weights.ts`:
 *
 *     npm run train
 *
 * Multinomial logistic regression with L2, full-batch AdaGrad from zero: no chance is involved, so that the same corpus
 * gives the same weights on every machine.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../root.ts';
import { type Example, examplesOf } from './corpus.ts';
import { factsOf } from './facts.ts';
import { type Features, featuresOf } from './features.ts';
import { type Head, headNames, heads, type Model, scale, softmax, type Table } from './model.ts';
import { readSignals } from './signals.ts';

/** A labelled message as the trainer sees it. */
export type Sample = { features: Features; label: number; weight: number };

/** Weights of one head: a row for each feature that occurs at least `minCount` times, and for `bias`. */
export function train(samples: readonly Sample[], labels: number, options: Options = defaults): Table {
  const names = frequent(samples, options.minCount);
  const index = new Map(names.map((name, i) => [name, i]));
  const rows = samples.map(sample => rowOf(sample, index));
  const importance = importanceOf(samples, labels);
  const size = (names.length + 1) * labels;
  const weights = new Float64Array(size);
  const squares = new Float64Array(size);
  for (let round = 0; round < options.rounds; round++) {
    const gradient = gradientOf(rows, weights, labels, importance);
    for (let i = 0; i < size; i++) {
      const slope = gradient[i]! + (i < size - labels ? options.l2 * weights[i]! : 0);
      if (slope === 0) continue;
      squares[i]! += slope * slope;
      weights[i]! -= (0.5 * slope) / Math.sqrt(squares[i]! + 1e-6);
    }
  }
  const row = (i: number) => weights.slice(i * labels, (i + 1) * labels);
  const kept = names.map((name, i) => [name, row(i)] as const).filter(([, values]) => speaks(values, options.minRange));
  return new Map([...kept, ['bias', row(names.length)]]);
}

export type Options = { l2: number; rounds: number; minCount: number; minRange: number };
export const defaults: Options = { l2: 1, rounds: 120, minCount: 3, minRange: 0.06 };

/** A model of a corpus, for cross-validation or for keeping. */
export function modelOf(examples: readonly Example[], version: string): Model {
  const seen = examples.map(example => {
    const signals = readSignals(example);
    return { example, features: featuresOf(signals, factsOf(signals)) };
  });
  const table = (head: Head) => {
    const taught = seen.filter(({ example }) => lessons[head].teaches(example));
    const labels: readonly string[] = heads[head];
    const samples = taught.map(({ example, features }) => ({
      features,
      label: labels.indexOf(String(example.labels[lessons[head].label])),
      weight: example.weight,
    }));
    return train(samples, labels.length);
  };
  return {
    version,
    tables: {
      kind: table('kind'),
      severity: table('severity'),
      faultImpact: table('faultImpact'),
      requestImpact: table('requestImpact'),
      category: table('category'),
    },
  };
}

type Lesson = { label: keyof Example['labels']; teaches: (example: Example) => boolean };

/** Which messages teach a head which label; what the policy settles (no fault is minor, critical has impact) is not learned. */
const lessons: Record<Head, Lesson> = {
  kind: { label: 'kind', teaches: () => true },
  severity: { label: 'severity', teaches: ({ labels }) => labels.kind === 'fault' },
  faultImpact: { label: 'impact', teaches: ({ labels }) => labels.kind === 'fault' && labels.severity !== 'critical' },
  requestImpact: { label: 'impact', teaches: ({ labels }) => labels.kind === 'question' || labels.kind === 'change' },
  category: { label: 'category', teaches: ({ labels }) => !['reply', 'automatic', 'spam'].includes(labels.kind) },
};

/** Only differences between the labels count; a row without any only makes the file longer. */
const speaks = (weights: Float64Array, minRange: number) => Math.max(...weights) - Math.min(...weights) >= minRange;

type Row = { columns: Int32Array; values: Float64Array; label: number; weight: number };

/** Rare features are what one message happened to say; the order is alphabetical, so that it never depends on the corpus's. */
function frequent(samples: readonly Sample[], minCount: number): string[] {
  const counts = new Map<string, number>();
  for (const { features } of samples) for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= minCount)
    .map(([name]) => name)
    .sort();
}

function rowOf(sample: Sample, index: ReadonlyMap<string, number>): Row {
  const known = [...sample.features].filter(([name]) => index.has(name));
  return {
    columns: Int32Array.from(known, ([name]) => index.get(name)!),
    values: Float64Array.from(known, ([, value]) => value),
    label: sample.label,
    weight: sample.weight,
  };
}

/** Rare labels weigh more, by the square root of how much rarer they are. */
function importanceOf(samples: readonly Sample[], labels: number): Float64Array {
  const counts = new Float64Array(labels);
  for (const { label } of samples) counts[label]! += 1;
  return counts.map(count => (count === 0 ? 0 : Math.sqrt(samples.length / (labels * count))));
}

function gradientOf(
  rows: readonly Row[],
  weights: Float64Array,
  labels: number,
  importance: Float64Array,
): Float64Array {
  const gradient = new Float64Array(weights.length);
  const bias = weights.length - labels;
  for (const { columns, values, label, weight } of rows) {
    const scores = weights.slice(bias);
    for (let j = 0; j < columns.length; j++)
      for (let k = 0; k < labels; k++) scores[k]! += weights[columns[j]! * labels + k]! * values[j]!;
    const slopes = softmax(scores);
    slopes[label]! -= 1;
    for (let k = 0; k < labels; k++) slopes[k]! *= importance[label]! * weight;
    for (let k = 0; k < labels; k++) gradient[bias + k]! += slopes[k]!;
    for (let j = 0; j < columns.length; j++)
      for (let k = 0; k < labels; k++) gradient[columns[j]! * labels + k]! += slopes[k]! * values[j]!;
  }
  return gradient;
}

/** The weights as a module: text that can be read and compared, and that the compiler copies along. */
function moduleText(model: Model): string {
  const tables = headNames.map(head => `  ${head}: \`\n${tableText(model.tables[head])}\`,\n`).join('');
  const version = createHash('sha256').update(tables).digest('hex').slice(0, 12);
  return `// Written by classify/train.ts: change the corpus or the cues, and train again.
export const weightsVersion = '${version}';

/** Whole hundredths, one feature a line; see model.ts. */
export const weights = {
${tables}};
`;
}

const tableText = (table: Table) =>
  [...table]
    .map(([name, row]) => `${name}\t${Array.from(row, weight => Math.round(weight * scale)).join(' ')}\n`)
    .join('');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const examples = examplesOf(readFileSync(join(packageRoot, 'classify/corpus.jsonl'), 'utf8'));
  writeFileSync(join(packageRoot, 'classify/weights.ts'), moduleText(modelOf(examples, '')));
  console.log(`trained on ${examples.length} messages`);
}
