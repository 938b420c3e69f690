import type { Concept } from './cues/lexicon.ts';
import { type Extent, extentsOf } from './extent.ts';
import { type Hit, has, hitsOf, live, type Signals } from './signals.ts';

/** What the policy asks of a message, each with the hit that shows it; a missing key means that nothing shows it. */
export type Facts = Partial<Record<Fact, Hit | null>>;

export type Fact = (typeof factNames)[number];
export const factNames = [
  /** Something does not work now. */
  'broken',
  /** Issuing, sign-in, signing or a server does not work now. */
  'core-broken',
  /** … for everybody. */
  'all-stopped',
  /** … and nothing says how far it reaches. */
  'stopped-unbounded',
  /** The one window, cashier or machine that there is. */
  'only-one-stopped',
  /** One of many, some, a kind of bill; others are well. */
  'part-only',
  'others-fine',
  'fewer-than-all',
  'every-counted',
  'mine-only',
  /** Comes and goes, and does not say that nothing works at this moment. */
  'intermittent',
  'back-again',
  /** Wrong, doubled or mixed-up bills for many. */
  'wrong-for-many',
  'wrong-for-one',
  'private-open',
  'private-for-one',
  'data-lost',
  /** A server or service that everybody hangs on has stopped. */
  'shared-stopped',
  'shared-expired',
  'expired',
  /** Paper bills: the emergency plan. */
  'paper-after-stop',
  'work-goes-on',
  'workaround',
  'people-wait',
  'deadline',
  'slow-only',
  'cosmetic-only',
  'over',
  'imagined',
  'planned',
  'planned-soon',
  'standstill',
  'expires-soon',
  'stock-soon',
  'secret',
  'nothing-broken',
  'silent',
] as const;

/** What makes a fault critical by itself. */
export const graveFacts = [
  'data-lost',
  'private-open',
  'wrong-for-many',
  'only-one-stopped',
  'all-stopped',
  'shared-expired',
  'shared-stopped',
] as const satisfies readonly Fact[];

/** Draws from the hits what the policy's rules speak of. */
export function factsOf(signals: Signals): Facts {
  const facts: Facts = {};
  const set = (fact: Fact, hit: Hit | undefined | null) => {
    if (hit !== undefined) facts[fact] ??= hit;
  };
  const broken = hardFailures(signals);
  const core = coreFailures(signals, broken);
  const extents = extentsOf(signals.text, signals.language);
  const fewer = extents.find(extent => extent.affected < extent.total && nearFailure(extent, broken));
  const every = extents.find(extent => extent.affected === extent.total && nearFailure(extent, broken));
  const intermittent = hitsOf(signals, 'intermittent')[0];
  const others = [
    ...hitsOf(signals, 'part', 'othersFine'),
    ...hitsOf(signals, 'part', 'detour'),
    ...hitsOf(signals, 'part', 'issuingFine'),
  ].find(hit => !isOtherSite(signals, hit));
  const mine = hitsOf(signals, 'part', 'mine')[0];
  const some = hitsOf(signals, 'part')[0];
  const all = core.find(hit => allNear(signals, hit));
  const sole = hitsOf(signals, 'only')[0];

  set('broken', broken[0]);
  set('core-broken', core[0]);
  set('fewer-than-all', fewer ? null : undefined);
  set('every-counted', every ? null : undefined);
  set('others-fine', others);
  set('mine-only', mine);
  set('back-again', live(signals, 'again', 'back')[0]);
  if (intermittent && !outNow(signals)) set('intermittent', intermittent);
  if (all && !fewer && !facts.intermittent && !others) set('all-stopped', all);
  if (core[0] && sole && !facts.intermittent) set('only-one-stopped', sole);
  if (!facts['all-stopped'] && !facts['only-one-stopped']) set('part-only', fewer ? (some ?? null) : (others ?? some));
  if (core[0] && !all && !some && !facts.intermittent) set('stopped-unbounded', core[0]);

  setDataFacts(signals, set);
  const shared = hitsOf(signals, 'shared');
  const stops = live(signals, 'stop').filter(hit => hit.name === 'system' || hit.name === 'business');
  if (!some && !facts.intermittent)
    set(
      'shared-stopped',
      stops.find(stop => shared.some(hit => hit.sentence === stop.sentence)),
    );
  const expired = live(signals, 'expired')[0];
  set('expired', expired);
  if (expired && shared.some(hit => hit.name === 'unit')) set('shared-expired', expired);
  if (core[0]) set('paper-after-stop', hitsOf(signals, 'manual')[0]);

  setWorkFacts(signals, broken, set);
  return facts;
}

const hardNames: ReadonlySet<string> = new Set(['shows', 'report', 'flaw', 'error', 'wrong']);

/** Live failures by a word that means one on its own; `提示` or `报修` alone do not. */
function hardFailures(signals: Signals): Hit[] {
  const stops = live(signals, 'stop').filter(hit => hit.name !== 'ruin');
  return [
    ...live(signals, 'fail').filter(hit => !hardNames.has(hit.name)),
    ...stops,
    ...live(signals, 'fail', 'error'),
  ].sort((a, b) => a.start - b.start);
}

/** Failures of what must work for any work to be done, in the same clause or the one before. */
function coreFailures(signals: Signals, broken: Hit[]): Hit[] {
  const core = hitsOf(signals, 'core').filter(
    hit => hit.name === 'issue' || hit.name === 'login' || hit.name === 'sign',
  );
  return broken.filter(
    hit =>
      (hit.concept === 'stop' && hit.name !== 'ruin' && !isQuoted(signals.text, hit)) ||
      core.some(word => word.sentence === hit.sentence && Math.abs(word.clause - hit.clause) <= 2),
  );
}

/** A whole campus that has stopped is a stop, though the other campus works. */
const isOtherSite = (signals: Signals, hit: Hit) =>
  siteWords.test(signals.text.slice(hit.start, hit.end)) &&
  (has(signals, 'all', 'campus') || has(signals, 'all', 'whole') || has(signals, 'stop', 'none'));

const siteWords = /院区|(?<![住出入全本])院(?!方)|总部|本部|分部|校区|campus|site|building/;

/** An error text that the sender quotes (“RPC服务器不可用”) says little of what has stopped. */
const isQuoted = (text: string, hit: Hit) => {
  const open = text.lastIndexOf('“', hit.start);
  return open >= 0 && hit.start - open < 20 && text.indexOf('”', open) >= hit.end;
};

/**
 * "All" that the failure reaches: in its own sentence, in the subject, or in a sentence next to it that only says how far
 * (所有窗口都是这样). "都", "全部" reach no further than what they stand behind: 体检的票全部开不出 is a kind of bill.
 */
function allNear(signals: Signals, failure: Hit): boolean {
  if (failure.concept === 'stop' && (failure.name === 'none' || failure.name === 'notOne')) return true;
  const clause = signals.clauses[failure.clause];
  if (clause && sideFunction.test(signals.text.slice(clause.start, clause.end)) && failure.concept !== 'stop')
    return false;
  return hitsOf(signals, 'all').some(hit => {
    const near = hit.sentence === failure.sentence || hit.start < signals.own.subjectLength;
    const beside =
      Math.abs(hit.sentence - failure.sentence) === 1 &&
      !hitsOf(signals, 'fail').some(f => f.sentence === hit.sentence);
    if (!near && !beside) return false;
    return hit.name !== 'adverb' || !behindPart(signals, hit);
  });
}

/** Functions that may fail as a whole while the business goes on. */
const sideFunction =
  /冲红|红冲|作废|换开|补打|补开|短信|推送|报表|归档|查验|导出|统计|核销|领用|告知单|上传|回传|自助机|打印|reverse|void|report|export|sms|kiosk|archive|print|upload/;

function behindPart(signals: Signals, hit: Hit): boolean {
  const sentence = signals.clauses.filter(clause => clause.sentence === hit.sentence);
  const before = signals.text.slice(sentence[0]?.start ?? 0, hit.start);
  return (
    sideFunction.test(before) ||
    hitsOf(signals, 'part').some(part => part.sentence === hit.sentence && part.start < hit.start)
  );
}

const nearFailure = (extent: Extent, broken: Hit[]) =>
  broken.some(hit => hit.start >= extent.start - 4 && hit.start <= extent.end + 24);

/** An intermittent fault that is out at this moment is a stop. */
function outNow(signals: Signals): boolean {
  if (hitsOf(signals, 'again', 'still').some(hit => signals.moods[hit.clause] === 'now')) return has(signals, 'all');
  return false;
}

type Setter = (fact: Fact, hit: Hit | undefined | null) => void;

/** Money, numbers, names and privacy: for one `general`, for many `critical`. */
function setDataFacts(signals: Signals, set: Setter) {
  const now = (concept: Concept) =>
    hitsOf(signals, concept).filter(
      hit => signals.moods[hit.clause] !== 'imagined' && signals.moods[hit.clause] !== 'elsewhere',
    );
  const single = has(signals, 'part', 'oneOf') || has(signals, 'part', 'kindOf');
  const counted = has(signals, 'mass', 'number') || has(signals, 'mass', 'growing');
  const isMany =
    !onlyThis.test(signals.text) && (counted || ((has(signals, 'mass') || has(signals, 'all')) && !single));
  const wrong = now('wrong').find(hit => !isQuoted(signals.text, hit));
  if (wrong) set(isMany ? 'wrong-for-many' : 'wrong-for-one', wrong);
  const open = now('privacy').find(hit => hit.name === 'open');
  set('private-open', open);
  const other = now('privacy').find(hit => hit.name === 'others') ?? now('privacy')[0];
  if (other) set(isMany ? 'private-open' : 'private-for-one', other);
  set('data-lost', now('loss')[0]);
}

const onlyThis =
  /只有这|仅此|目前(?:就|只)|只发现(?:这)?一|就这一|(?:其他|其它|其余|别的|当天其他)(?:人|票|病人|患者|的)?[^,。\n]{0,6}(?:没有?这|都对|正常|没问题|未见|无误)|only (?:this|one|the one|case)|others are (?:right|fine|correct)/;

/** What the work and the people around it are doing. */
function setWorkFacts(signals: Signals, broken: Hit[], set: Setter) {
  const goesOn = hitsOf(signals, 'goesOn')[0];
  const calm = hitsOf(signals, 'patient').find(hit => hit.name === 'noHurry');
  const waits = hitsOf(signals, 'held').filter(
    hit => hit.name !== 'deadline' && signals.moods[hit.clause] !== 'imagined',
  );
  const detour = hitsOf(signals, 'workaround')[0];
  set('work-goes-on', goesOn);
  set('workaround', detour);
  set('people-wait', waits[0]);
  set('deadline', hitsOf(signals, 'held', 'deadline')[0]);
  const slow = hitsOf(signals, 'slow')[0];
  const looks = hitsOf(signals, 'cosmetic')[0];
  if (slow && broken.length === 0) set('slow-only', slow);
  if (looks && broken.length === 0) set('cosmetic-only', looks);
  const fails = hitsOf(signals, 'fail');
  const mood = (name: string) => fails.find(hit => signals.moods[hit.clause] === name);
  if (broken.length === 0) {
    set('over', mood('over') ?? (signals.moods.includes('over') ? hitsOf(signals, 'resolved').at(-1) : undefined));
    set(
      'imagined',
      mood('imagined') ?? (signals.moods.includes('imagined') ? hitsOf(signals, 'hypothesis')[0] : undefined),
    );
    set(
      'nothing-broken',
      hitsOf(signals, 'mask').find(hit => hit.name === 'noFault') ?? hitsOf(signals, 'fine', 'nothing')[0] ?? calm,
    );
  }
  const planned = hitsOf(signals, 'planned')[0];
  set('planned', planned);
  const soon = [...hitsOf(signals, 'soon', 'tomorrow'), ...hitsOf(signals, 'soon', 'today')].find(hit =>
    tonight.test(signals.text.slice(hit.start, hit.end)),
  );
  if (planned && soon && hitsOf(signals, 'planned').some(hit => hit.sentence === soon.sentence))
    set('planned-soon', soon);
  set('standstill', hitsOf(signals, 'standstill')[0]);
  set('expires-soon', hitsOf(signals, 'expiring', 'soon')[0]);
  set('secret', hitsOf(signals, 'secret')[0]);
  if (broken.length === 0 && has(signals, 'stock') && soon && runsOut.test(signals.text)) set('stock-soon', soon);
  if (isSilent(signals)) set('silent', null);
}

const tonight = /今|明|tonight|tomorrow|midnight|today|听|24小时|当晚/;
const runsOut = /用完|用罄|用尽|不够|只剩|仅余|仅剩|还剩|剩下|剩|告罄|不足|left|run out|runs out|gone by/;

/** Too few words of one's own to judge by (打印异常,请派人来看): then the ticked boxes count. */
function isSilent(signals: Signals): boolean {
  if (!signals.own.claims.form && signals.request.severityTick == null && signals.request.impactTick == null)
    return false;
  const told = signals.text
    .split('\n')
    .filter(line => !contactLine.test(line) && !signedLine.test(line))
    .join('')
    .replace(/^[^:\n]{0,8}:/, '');
  const characters = told.match(/[\u3400-\u9fff]/g)?.length ?? 0;
  const words = told.match(/[a-z]{2,}/g)?.length ?? 0;
  return characters + 2 * words <= fewCharacters && !bounding.some(concept => has(signals, concept));
}

/** As many as "there is a fault, please come" takes. */
const fewCharacters = 16;
const bounding = ['all', 'only', 'cosmetic', 'slow', 'intermittent', 'wrong', 'resolved', 'reply'] as const;
const contactLine =
  /^[^:\n]{0,10}(?:单位|科室|部门|联系|电话|报修人|登记人|填报|签名|签字|日期|时间|姓名|地址|传真|人)[^:\n]{0,4}:/;
const signedLine = /^[^,。:]{2,16}(?:院|科|处|室|中心|站|部|公司)\s*$/;
