import { en } from './cues/en.ts';
import { type Concept, concepts, type Lexicon } from './cues/lexicon.ts';
import { zh } from './cues/zh.ts';
import type { JudgeRequest, Label, Language, Reason } from './judgement.ts';
import { languageOf } from './language.ts';
import { type OwnWords, ownWords } from './ownwords.ts';

/** A cue that fired: its name, and its place in the own words. */
export type Hit = { concept: Concept; name: string; start: number; end: number; clause: number; sentence: number };

/** A piece of a sentence between two commas, and how what it says is meant. */
export type Clause = { start: number; end: number; sentence: number };

/** How a sentence stands to the present: as it is now, imagined or feared, over, planned, or about somebody else. */
export type Mood = 'now' | 'imagined' | 'over' | 'planned' | 'elsewhere';

/** Everything that the labels are judged by. */
export type Signals = {
  request: JudgeRequest;
  own: OwnWords;
  language: Language;
  languageConfidence: number;
  /** Own words with the phrases blanked out that only look like trouble. */
  text: string;
  clauses: Clause[];
  moods: Mood[];
  hits: ReadonlyMap<Concept, readonly Hit[]>;
};

/** Reads the own words once with every cue of their language. */
export function readSignals(request: JudgeRequest): Signals {
  const own = ownWords(request);
  const { language, confidence } = languageOf(own.text === '' ? own.topic : own.text);
  const lexicon = compiled[language];
  const clauses = clausesOf(own.text);
  const clauseAt = indexClauses(own.text.length, clauses);
  const hits = new Map<Concept, Hit[]>();
  const text = blank(own.text, scan(own.text, lexicon.get('mask') ?? [], 'mask', clauses, clauseAt, hits));
  for (const [concept, cues] of lexicon)
    if (concept !== 'mask') scan(troubles.has(concept) ? text : own.text, cues, concept, clauses, clauseAt, hits);
  dropPaperDetours(hits);
  const signals = { request, own, language, languageConfidence: confidence, text, clauses, hits };
  return { ...signals, moods: moodsOf(signals) };
}

/** Hits of a concept, all of them or those of one cue. */
export function hitsOf(signals: Pick<Signals, 'hits'>, concept: Concept, name?: string): readonly Hit[] {
  const found = signals.hits.get(concept) ?? none;
  return name === undefined ? found : found.filter(hit => hit.name === name);
}

export const has = (signals: Pick<Signals, 'hits'>, concept: Concept, name?: string): boolean =>
  hitsOf(signals, concept, name).length > 0;

/** Hits in clauses that speak of the present. */
export const live = (signals: Signals, concept: Concept, name?: string): readonly Hit[] =>
  hitsOf(signals, concept, name).filter(hit => signals.moods[hit.clause] === 'now');

/** A reason that quotes the hit from the original text. */
export function reasonOf(signals: Signals, label: Label, value: string, rule: string, hit?: Hit): Reason {
  if (!hit) return { label, value, rule };
  const { places } = signals.own;
  const start = places[hit.start] ?? 0;
  const end = (places[hit.end - 1] ?? start) + 1;
  const whole = `${signals.request.subject}\n${signals.request.body}`;
  return {
    label,
    value,
    rule: `${rule}: ${hit.concept}/${hit.name}`,
    quote: whole.slice(start, end),
    at: [start, end],
  };
}

const none: readonly Hit[] = [];

/** What is looked for outside the masked phrases; a question may well stand in one (是不是, 会不会). */
const troubles: ReadonlySet<Concept> = new Set([
  'fail',
  'stop',
  'wrong',
  'loss',
  'privacy',
  'again',
  'intermittent',
  'slow',
  'held',
  'alarm',
]);

type Pattern = readonly [name: string, pattern: RegExp];

const compile = (lexicon: Lexicon): ReadonlyMap<Concept, readonly Pattern[]> =>
  new Map(
    concepts.map(concept => [
      concept,
      Object.entries(lexicon[concept]).map(([name, source]): Pattern => [name, new RegExp(source, 'g')]),
    ]),
  );

const compiled: Record<Language, ReadonlyMap<Concept, readonly Pattern[]>> = { zh: compile(zh), en: compile(en) };

function scan(
  text: string,
  cues: readonly Pattern[],
  concept: Concept,
  clauses: Clause[],
  clauseAt: Int16Array,
  hits: Map<Concept, Hit[]>,
): Hit[] {
  const found: Hit[] = [];
  for (const [name, pattern] of cues) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      if (match[0] === '') {
        pattern.lastIndex++;
        continue;
      }
      const clause = clauseAt[match.index] ?? 0;
      found.push({
        concept,
        name,
        start: match.index,
        end: match.index + match[0].length,
        clause,
        sentence: clauses[clause]?.sentence ?? 0,
      });
    }
  }
  if (found.length > 0)
    hits.set(
      concept,
      found.sort((a, b) => a.start - b.start),
    );
  return found;
}

/** Paper bills are the emergency plan, not a way around (先用手工票顶着). */
function dropPaperDetours(hits: Map<Concept, Hit[]>) {
  const paper = new Set(hits.get('manual')?.map(hit => hit.clause));
  const detours = hits.get('workaround')?.filter(hit => !paper.has(hit.clause));
  if (detours && detours.length > 0) hits.set('workaround', detours);
  else hits.delete('workaround');
}

/** Blanked with a character that no cue contains, so that no cue reaches across. */
function blank(text: string, masked: Hit[]): string {
  let blanked = text;
  for (const hit of masked)
    blanked = blanked.slice(0, hit.start) + '\u2400'.repeat(hit.end - hit.start) + blanked.slice(hit.end);
  return blanked;
}

/** Sentences end with a stop, a semicolon or a line; clauses with a comma, a colon, a bracket, or `but`. */
function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  let sentence = 0;
  boundary.lastIndex = 0;
  for (let match = boundary.exec(text); match; match = boundary.exec(text)) {
    const end = match.index + match[0].length;
    clauses.push({ start, end, sentence });
    start = end;
    if (sentenceEnd.test(match[0])) sentence++;
  }
  if (start < text.length || clauses.length === 0) clauses.push({ start, end: text.length, sentence });
  return clauses;
}

const boundary =
  /[。!?;…\n]+|\.(?=\s|$)|[,,::()—]+|\s(?:but|although|while|whereas)\s|(?<=[^不])(?:但是?|不过|可是|只是|然而)(?=[^,。\n])/g;
const sentenceEnd = /[。!?;…\n.]/;

function indexClauses(length: number, clauses: Clause[]): Int16Array {
  const index = new Int16Array(length + 1);
  for (const [i, clause] of clauses.entries()) index.fill(i, clause.start, clause.end);
  index[length] = clauses.length - 1;
  return index;
}

/** Negation stands in the cues; supposition, tense and plans are a matter of the whole sentence. */
function moodsOf(signals: Omit<Signals, 'moods'>): Mood[] {
  const { clauses } = signals;
  const moods: Mood[] = clauses.map(() => 'now');
  const inSentence = (concept: Concept, sentence: number, name?: string) =>
    hitsOf(signals, concept, name).filter(hit => hit.sentence === sentence);
  markOver(signals, moods);
  markDistant(signals, moods);
  for (const [i, clause] of clauses.entries())
    if (mention.test(signals.text.slice(clause.start, clause.end))) moods[i] = 'imagined';
  for (const hit of hitsOf(signals, 'hypothesis')) {
    const asked = inSentence('question', hit.sentence).length + inSentence('planned', hit.sentence).length > 0;
    if (hit.name === 'if' && !asked && !alone(signals, hit)) continue;
    if (hit.name === 'future' || hit.name === 'expiry') {
      moods[hit.clause] = 'imagined';
      continue;
    }
    // A supposition reaches to the end of its sentence, and no further back than its own clause.
    for (let i = hit.clause; i < clauses.length && clauses[i]!.sentence === hit.sentence; i++) moods[i] = 'imagined';
  }
  for (const hit of hitsOf(signals, 'elsewhere'))
    for (const [i, clause] of clauses.entries()) if (clause.sentence === hit.sentence) moods[i] = 'elsewhere';
  for (const hit of hitsOf(signals, 'planned'))
    for (const [i, clause] of clauses.entries())
      if (clause.sentence === hit.sentence && i >= hit.clause && moods[i] === 'now') moods[i] = 'planned';
  spreadPlan(signals, moods);
  return moods;
}

/** What follows the announcement of planned work is part of the plan ("no bills can be issued in that time"). */
function spreadPlan(signals: Omit<Signals, 'moods'>, moods: Mood[]) {
  const first = hitsOf(signals, 'planned')[0];
  const dated = has(signals, 'later') || has(signals, 'soon', 'tomorrow') || tonightWords.test(signals.own.text);
  if (!first || !dated || has(signals, 'again')) return;
  if (hitsOf(signals, 'fail').some(fail => fail.clause < first.clause && moods[fail.clause] === 'now')) return;
  const now = hitsOf(signals, 'soon', 'today').filter(hit =>
    /现在|目前|此刻|正在|now|currently/.test(signals.own.text.slice(hit.start, hit.end)),
  );
  for (let i = first.clause; i < moods.length; i++) {
    if (now.some(hit => hit.clause === i)) break;
    if (moods[i] === 'now') moods[i] = 'planned';
  }
}

const tonightWords = /今晚|今夜|tonight/;

/** A trouble that is only the name of something: its handling, its report, its definition. */
const mention =
  /(?:不了|不到|不出|不上|停|断|瘫|崩|宕|无法|不能|失败|故障|异常)[^,。;!?\n]{0,10}?(?:时的|的处置|的处理|的报告|的来函|的函|的说明|那次|那天|那回|那一次|的预案|的条款|的定义|算不算|怎么算|的案例|的经验)|\b(?:outage|failure|stop|interruption|downtime) (?:of|on|in) (?:last|\d|january|february|march|april|may|june|july|august|september|october|november|december)/;

/** A trouble dated well before today is over, unless the message says that it began then, came back, or speaks of today. */
function markDistant(signals: Omit<Signals, 'moods'>, moods: Mood[]) {
  const present = hitsOf(signals, 'soon', 'today').some(hit =>
    presentWords.test(signals.own.text.slice(hit.start, hit.end)),
  );
  if (has(signals, 'again') || present) return;
  for (const hit of hitsOf(signals, 'past', 'distant'))
    for (let i = hit.clause; i < moods.length && signals.clauses[i]!.sentence === hit.sentence; i++)
      if (moods[i] === 'now') moods[i] = 'over';
}

const presentWords = /今|现|目前|此刻|正在|眼下|刚|today|now|this|current|moment|present|since/;

/** An `if` without a question is a condition of a real fault ("if a bill has more than 50 lines it fails") unless nothing else fails. */
const alone = (signals: Omit<Signals, 'moods'>, hit: Hit) =>
  !hitsOf(signals, 'fail').some(fail => fail.sentence !== hit.sentence) && has(signals, 'question');

/** Past is past: up to the last word that all is well again, everything is over, unless it came back after that. */
function markOver(signals: Omit<Signals, 'moods'>, moods: Mood[]) {
  const flicker = hitsOf(signals, 'intermittent');
  const well = hitsOf(signals, 'resolved').filter(
    hit => (hit.name !== 'fineNow' || has(signals, 'past')) && !flicker.some(other => other.sentence === hit.sentence),
  );
  const last = well.at(-1);
  if (!last) return;
  const back = hitsOf(signals, 'again').filter(hit => hit.clause >= last.clause || hit.sentence === 0);
  const failsAfter = hitsOf(signals, 'fail').some(
    fail => fail.clause > last.clause && fail.name !== 'shows' && !inPast(signals, fail),
  );
  if (back.length > 0 || failsAfter) {
    // What was over before it came back stays over.
    for (let i = 0; i < last.clause; i++) if (signals.clauses[i]!.sentence === last.sentence) moods[i] = 'over';
    return;
  }
  for (let i = 0; i <= last.clause; i++) moods[i] = 'over';
  for (let i = last.clause + 1; i < moods.length; i++)
    if (hitsOf(signals, 'past').some(hit => hit.clause === i)) moods[i] = 'over';
}

const inPast = (signals: Omit<Signals, 'moods'>, fail: Hit) =>
  hitsOf(signals, 'past').some(hit => hit.sentence === fail.sentence && hit.start < fail.start) ||
  hitsOf(signals, 'question').some(hit => hit.sentence === fail.sentence);
