import type { Concept } from './cues/lexicon.ts';
import { type Facts, factNames, graveFacts } from './facts.ts';
import { categories } from './judgement.ts';
import { hitsOf, live, type Signals } from './signals.ts';

/** What the trained part sees of a message: feature names and their weights. */
export type Features = ReadonlyMap<string, number>;

/** The features of the cues: that a concept fired, where, how often, and in which mood. Few, and meant to carry over to other hands. */
export function featuresOf(signals: Signals, facts: Facts): Features {
  const features = wordFeatures(signals);
  const { subjectLength } = signals.own;
  const lastSentence = signals.clauses.at(-1)?.sentence ?? 0;
  for (const [concept, all] of signals.hits) {
    if (concept === 'mask') continue;
    // What is over, imagined or planned is no sign of trouble now.
    const hits = moody.has(concept) ? all.filter(hit => signals.moods[hit.clause] === 'now') : all;
    if (hits.length < all.length) features.set(`${concept}!not-now`, 1);
    if (hits.length === 0) continue;
    features.set(concept, 1);
    if (hits.length > 1) features.set(`${concept}+`, Math.min(1, Math.log2(hits.length) / 2));
    if (hits.some(hit => hit.start < subjectLength)) features.set(`${concept}@subject`, 1);
    if (hits.some(hit => hit.sentence === lastSentence && lastSentence > 1)) features.set(`${concept}@last`, 0.5);
    for (const hit of hits) features.set(`${concept}/${hit.name}`, 0.7);
  }
  for (const [one, other] of together) {
    const first = live(signals, one);
    const second = hitsOf(signals, other);
    if (first.some(a => second.some(b => a.sentence === b.sentence))) features.set(`${one}&${other}`, 1);
  }
  for (const fact of factNames)
    if (facts[fact] !== undefined) features.set(`fact:${fact}`, grave.has(fact) ? 3 : decisive.has(fact) ? 2.2 : 1.5);
  addTopics(signals, features);
  features.set(`thread:${signals.own.thread}`, 0.7);
  features.set(`channel:${signals.request.channel}`, 0.3);
  if (signals.own.claims.form) features.set('form', 1);
  return features;
}

/** Which branches of the knowledge tree are named: first of all, in the subject, where it fails, most often, or only in the thread's history. */
function addTopics(signals: Signals, features: Map<string, number>) {
  const named = branches
    .map(branch => ({ branch, hits: hitsOf(signals, branch) }))
    .filter(({ hits }) => hits.length > 0);
  if (named.length === 1) features.set(`sole:${named[0]!.branch}`, 1);
  if (named.some(({ branch }) => branch === 'issuing'))
    for (const { branch } of named) if (branch !== 'issuing') features.set(`issuing+${branch}`, 1);
  const first = least(named, ({ hits }) => hits[0]!.start);
  const most = least(named, ({ hits }) => -hits.length);
  if (first) {
    features.set(`first:${first.branch}`, 1);
    features.set(`first:${first.branch}/${first.hits[0]!.name}`, 0.7);
  }
  if (most) features.set(`most:${most.branch}`, 1);
  const failure =
    live(signals, 'fail').find(hit => hit.name !== 'shows') ?? live(signals, 'slow')[0] ?? live(signals, 'cosmetic')[0];
  if (!failure) return;
  const near = least(
    named.filter(({ hits }) => hits.some(hit => hit.sentence === failure.sentence)),
    ({ hits }) => Math.min(...hits.map(hit => Math.abs(hit.start - failure.start))),
  );
  if (near) {
    features.set(`fails:${near.branch}`, 1);
    for (const hit of near.hits)
      if (hit.sentence === failure.sentence) features.set(`fails:${near.branch}/${hit.name}`, 0.7);
  }
}

const branches = categories.filter(category => category !== 'other');

function least<T>(items: readonly T[], size: (item: T) => number): T | undefined {
  let best: T | undefined;
  for (const item of items) if (best === undefined || size(item) < size(best)) best = item;
  return best;
}

const moody: ReadonlySet<Concept> = new Set(['fail', 'stop', 'wrong', 'privacy', 'loss', 'core', 'held']);

const grave: ReadonlySet<string> = new Set(graveFacts);

const decisive: ReadonlySet<string> = new Set([
  'planned-soon',
  'expires-soon',
  'stock-soon',
  'standstill',
  'imagined',
  'over',
  'planned',
  'intermittent',
]);

/** Concepts that mean more in one sentence. */
const together: readonly (readonly [Concept, Concept])[] = [
  ['fail', 'all'],
  ['fail', 'part'],
  ['fail', 'core'],
  ['fail', 'question'],
  ['fail', 'held'],
  ['fail', 'soon'],
  ['fail', 'intermittent'],
  ['fail', 'workaround'],
  ['fail', 'only'],
  ['stop', 'all'],
  ['stop', 'part'],
  ['wrong', 'mass'],
  ['privacy', 'mass'],
  ['change', 'question'],
  ['change', 'later'],
  ['fail', 'login'],
  ['fail', 'certificate'],
  ['fail', 'issuing'],
  ['fail', 'stock'],
  ['fail', 'delivery'],
  ['fail', 'archive'],
  ['fail', 'report'],
  ['fail', 'printing'],
  ['fail', 'interface'],
  ['fail', 'basics'],
  ['fail', 'platform'],
];

/**
 * Pieces of the words themselves: Chinese characters by one to three, Latin words by one and two; digits are all alike.
 * Cues say what their writers thought of; these catch what they did not.
 */
function wordFeatures(signals: Signals): Map<string, number> {
  const pieces = new Set<string>();
  for (const [run] of signals.own.text.matchAll(runs)) {
    if (run[0]! < '\u3400') addWords(run.split(' '), pieces);
    else addCharacters(run, pieces);
  }
  // Every message has the same length as a vector, so that a long one does not shout down a short one.
  const weight = wordWeight / (Math.sqrt(pieces.size) || 1);
  const features = new Map<string, number>();
  for (const piece of pieces) features.set(piece, weight);
  return features;
}

const runs = /[\u3400-\u9fff]+|[a-z][a-z'-]*(?: [a-z][a-z'-]*)*/g;

/** Length of the words' vector against the 1 of one cue: heavy enough to speak where cues are silent. */
const wordWeight = 8;

function addWords(words: readonly string[], pieces: Set<string>) {
  for (const [i, word] of words.entries()) {
    pieces.add(`=${word}`);
    if (i > 0) pieces.add(`=${words[i - 1]} ${word}`);
  }
}

function addCharacters(run: string, pieces: Set<string>) {
  for (let size = 1; size <= 3; size++)
    for (let i = 0; i + size <= run.length; i++) pieces.add(`=${run.slice(i, i + size)}`);
}
