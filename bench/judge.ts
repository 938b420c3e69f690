/**
 * How well and how fast the judge judges:
 *
 *     npm run bench:judge --               5-fold cross-validation over the corpus, then speed
 *     npm run bench:judge -- --held        the messages that no rule was written by, with weights that never saw them
 *     npm run bench:judge -- --errors      … and every message that fell wrong
 *
 * In each fold the weights are trained on the other four; cues and rules are the same throughout.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Example, examplesOf } from '../classify/corpus.ts';
import { judgeWith } from '../classify/judge.ts';
import { categories, type Judgement, kinds, severities } from '../classify/judgement.ts';
import { trained } from '../classify/model.ts';
import { modelOf } from '../classify/train.ts';
import { packageRoot } from '../root.ts';

const folds = 5;
const options = new Set(process.argv.slice(2));
const corpus = examplesOf(readFileSync(join(packageRoot, 'classify/corpus.jsonl'), 'utf8'));
const held = corpus.filter(isHeld);
const open = corpus.filter(example => !isHeld(example));

if (options.has('--held')) report('held out', judgeHeld());
else report(`${folds}-fold`, crossValidate());
speed();

/** A quarter of the messages that came with labels, chosen by hash: nobody looked at them when the rules were written. */
function isHeld(example: Example): boolean {
  return example.id.startsWith('t') && hash(example.id) % 4n === 0n;
}

function hash(id: string): bigint {
  return BigInt(`0x${createHash('sha256').update(id).digest('hex')}`);
}

type Judged = { example: Example; judgement: Judgement };

function judgeHeld(): Judged[] {
  const model = modelOf(open, 'held');
  return held.map(example => ({ example, judgement: judgeWith(model, example) }));
}

function crossValidate(): Judged[] {
  const examples = options.has('--all') ? corpus : open;
  const foldOf = (example: Example) => Number((hash(example.id) / 4n) % BigInt(folds));
  return Array.from({ length: folds }, (_, fold) => {
    const model = modelOf(
      examples.filter(example => foldOf(example) !== fold),
      `fold ${fold}`,
    );
    return examples
      .filter(example => foldOf(example) === fold)
      .map(example => ({ example, judgement: judgeWith(model, example) }));
  }).flat();
}

function report(title: string, judged: Judged[]) {
  const pairs = (label: 'kind' | 'severity' | 'impact' | 'category' | 'language') =>
    judged.map(({ example, judgement }) => [String(example.labels[label]), String(judgement[label])] as const);
  console.log(`${title}: ${judged.length} messages`);
  line('kind', pairs('kind'), kinds);
  line('severity', pairs('severity'), severities);
  line('impact', pairs('impact'), ['true', 'false']);
  line('category', pairs('category'), categories);
  line('language', pairs('language'), ['zh', 'en']);
  confusion(pairs('severity'), severities);
  const critical = judged.filter(({ example }) => example.labels.severity === 'critical');
  const missed = critical.filter(({ judgement }) => judgement.severity !== 'critical');
  const unsafe = missed.filter(({ judgement }) => !judgement.triage);
  const late = judged.filter(
    ({ example, judgement }) => example.labels.impact && !judgement.impact && !judgement.triage,
  );
  const flagged = judged.filter(({ judgement }) => judgement.triage);
  console.log(`critical recall ${percent(critical.length - missed.length, critical.length)}`);
  console.log(`unsafe misses   ${unsafe.length}  ${unsafe.map(({ example }) => example.id).join(' ')}`);
  console.log(`48 h unflagged  ${late.length}  ${late.map(({ example }) => example.id).join(' ')}`);
  console.log(`flagged         ${percent(flagged.length, judged.length)}`);
  if (options.has('--errors')) errors(judged);
}

function line(name: string, pairs: (readonly [truth: string, guess: string])[], labels: readonly string[]) {
  const right = pairs.filter(([truth, guess]) => truth === guess).length;
  const scores = labels.map(label => {
    const hits = pairs.filter(([truth, guess]) => truth === label && guess === label).length;
    const truths = pairs.filter(([truth]) => truth === label).length;
    const guesses = pairs.filter(([, guess]) => guess === label).length;
    return {
      label,
      truths,
      f1: truths + guesses === 0 ? 1 : (2 * hits) / (truths + guesses),
      recall: hits / (truths || 1),
    };
  });
  const present = scores.filter(score => score.truths > 0);
  const macro = present.reduce((sum, score) => sum + score.f1, 0) / present.length;
  const detail = present.map(
    score => `${score.label} ${(100 * score.f1).toFixed(0)}/${(100 * score.recall).toFixed(0)}`,
  );
  console.log(
    `${name.padEnd(9)} accuracy ${percent(right, pairs.length)}  macro-F1 ${(100 * macro).toFixed(1)}   F1/recall: ${detail.join('  ')}`,
  );
}

function confusion(pairs: (readonly [truth: string, guess: string])[], labels: readonly string[]) {
  console.log(`${'truth \\ judged'.padEnd(16)}${labels.map(label => label.padStart(9)).join('')}`);
  for (const truth of labels) {
    const counts = labels.map(guess => pairs.filter(pair => pair[0] === truth && pair[1] === guess).length);
    console.log(`${truth.padEnd(16)}${counts.map(count => String(count).padStart(9)).join('')}`);
  }
}

function errors(judged: Judged[]) {
  for (const label of ['kind', 'severity', 'impact', 'category', 'language'] as const)
    for (const { example, judgement } of judged) {
      if (example.labels[label] === judgement[label]) continue;
      const why = judgement.reasons
        .filter(reason => reason.label === label)
        .map(reason => `${reason.rule} ${reason.quote ?? ''}`);
      const sure = judgement.confidences[label].toFixed(2);
      const words = `${example.subject} | ${example.body}`.replace(/\s+/g, ' ').slice(0, 110);
      console.log(
        `${label} ${example.id} ${example.labels[label]} -> ${judgement[label]} (${sure}${judgement.triage ? ', flagged' : ''}; ${why.join('; ')}) ${words}`,
      );
    }
}

function speed() {
  const rounds = 5;
  for (const example of corpus) judgeWith(trained, example);
  const start = process.cpuUsage();
  for (let i = 0; i < rounds; i++) for (const example of corpus) judgeWith(trained, example);
  // Time of the processor, not of the clock: other programs on the machine do not count.
  const used = process.cpuUsage(start);
  const seconds = (used.user + used.system) / 1e6;
  console.log(`speed           ${Math.round((rounds * corpus.length) / seconds)} messages a second on one core`);
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / (whole || 1)).toFixed(1)} % (${part}/${whole})`;
}
