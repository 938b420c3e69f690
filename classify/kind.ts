import { type Facts, graveFacts } from './facts.ts';
import type { Features } from './features.ts';
import type { Kind } from './judgement.ts';
import type { Labelled } from './label.ts';
import { type Model, opinion } from './model.ts';
import { type Hit, has, hitsOf, live, reasonOf, type Signals } from './signals.ts';

export type JudgedKind = Labelled<Kind> & {
  /** Probability that it reports a fault, whatever it was judged to be. */
  fault: number;
};

/** What a message is: the policy's rules where they are plain, the trained part where they are not. */
export function kindOf(signals: Signals, facts: Facts, features: Features, model: Model): JudgedKind {
  const weighed = opinion(model, 'kind', features);
  const fault = weighed.of('fault');
  const say = (value: Kind, confidence: number, rule: string, hit?: Hit | null): JudgedKind => ({
    value,
    confidence,
    fault,
    reasons: [reasonOf(signals, 'kind', value, rule, hit ?? undefined)],
  });
  const plain = plainRule(signals, facts);
  if (plain) return say(plain.kind, 0.98, plain.rule, plain.hit);
  const grave = graveFacts.find(fact => facts[fact] !== undefined);
  if (weighed.label === 'fault' && !grave && facts.secret) {
    // A lock that the sender caused, a secret that the sender forgot: nothing is broken.
    const asked = weighed.of('question') > weighed.of('change') ? 'question' : 'change';
    return say(asked, 0.6, 'own-lock-or-secret', facts.secret);
  }
  if (weighed.label === 'question' && asksWhyItFails(signals, facts))
    return say('fault', 0.7, 'asks-why-it-fails', facts.broken);
  // A message with several parts takes the fault first, and what is grave is one however it is asked.
  if (grave && asking.has(weighed.label) && fault > 0.05) return say('fault', 0.75, grave, facts[grave]);
  return say(weighed.label, weighed.probability, 'weighed', evidence(signals, weighed.label));
}

type Ruled = { kind: Kind; rule: string; hit?: Hit };

/** Rules that need no weighing. */
function plainRule(signals: Signals, facts: Facts): Ruled | undefined {
  const alarm = hitsOf(signals, 'alarm')[0];
  const recovered = hitsOf(signals, 'resolved')[0];
  if (alarm && facts.broken && !recovered) return { kind: 'fault', rule: 'alarm-of-an-outage', hit: alarm };
  if (signals.request.machine) return { kind: 'automatic', rule: 'machine-mail' };
  if (recoveredSubject.test(signals.own.topic)) return { kind: 'automatic', rule: 'recovery-notice' };
  if (digestSubject.test(signals.own.topic)) return { kind: 'automatic', rule: 'digest' };
  if (robotWords.test(signals.own.text) && !(alarm && facts.broken))
    return { kind: 'automatic', rule: 'says-it-is-a-machine' };
  const urged = hitsOf(signals, 'spam', 'urge')[0];
  if (urged && !facts['core-broken']) return { kind: 'spam', rule: 'phishing', hit: urged };
  const robot = automaticPrefix.exec(signals.own.topic);
  if (robot) return { kind: 'automatic', rule: 'automatic-reply' };
  const withdrawn = hitsOf(signals, 'reply', 'withdraw')[0];
  if (withdrawn && has(signals, 'resolved') && !has(signals, 'question', 'mark') && !has(signals, 'again'))
    return { kind: 'reply', rule: 'withdrawn', hit: withdrawn };
  if (facts.over !== undefined && !facts.broken) {
    const cause = hitsOf(signals, 'question', 'cause')[0];
    if (catchUp.test(signals.own.text)) return { kind: 'change', rule: 'bills-to-be-made-up' };
    if (cause) return { kind: 'question', rule: 'cause-of-what-is-over', hit: cause };
  }
  if (opinionSubject.test(signals.own.topic) && !facts['core-broken'] && !facts['people-wait'])
    return { kind: 'feedback', rule: 'opinion' };
  if (signals.own.thread === 'answer' && has(signals, 'reply', 'solved') && !facts.broken && !asks(signals)) {
    const hit = hitsOf(signals, 'reply', 'solved')[0];
    return { kind: 'reply', rule: 'solved', ...(hit && { hit }) };
  }
  return undefined;
}

const asks = (signals: Signals) => has(signals, 'question') || has(signals, 'change', 'ask') || has(signals, 'again');

const digestSubject = /^\s*[[【][^】\]]{2,14}[】\]]\s*\S{0,12}?(?:日报|周报|月报|简报|摘要|快报)\s*$/;
const recoveredSubject =
  /^.{0,24}(?:告警|监控|监测|alert|alarm).{0,12}(?:已?恢复|解除|消除)|^\s*[[【](?:已恢复|恢复|告警恢复|recovered|resolved|ok)[】\]]/;
const robotWords =
  /(?:本|此|该)(?:邮件|消息|信息|通知|短信|邀请)[^。\n]{0,14}自动|由[^,。\n]{0,10}(?:系统|平台|监控)[^,。\n]{0,4}自动(?:发|生成)|系统自动(?:发送|发出|邮件|回复)|请勿(?:直接)?回复|系统消息|无需回复|由系统代|自动(?:生成|发送)[)。]|\bdo not reply\b|generated automatically|automated (?:message|notification)|automatically generated|notified automatically|sent by the monitoring|sent automatically/;
const opinionSubject =
  /^\s*(?:关于.{0,14}的?|对.{0,12}的?|一点|几点|小|个人|患者|群众|年度)?(?:建议|意见|看法|想法|评价|吐槽|表扬|感谢|投诉|点赞|满意度|体验|suggestion|complaint|feedback|compliment|a word of thanks)(?:书|函|信|转达|反馈|回访|调查表?|来信|.{0,6})?\s*$/;
const catchUp = /补(?:开|录|打|登|发|上)|(?:issue|enter|make up)[^.\n]{0,30}(?:afterwards|later|for us|in bulk)/;
const automaticPrefix =
  /^\s*[[【]?\s*(?:自动回复|自动答复|auto(?:matic)?[- ]?reply|out of (?:the )?office|undeliver|退信|已读回执|传真发送|发送报告|delivery status|read receipt|会议邀请)/;

/** 为什么住院票冲红要等审批? with the patients shouting is no question. */
function asksWhyItFails(signals: Signals, facts: Facts): boolean {
  if (!facts.broken || !facts['people-wait']) return false;
  return hitsOf(signals, 'question').some(hit => whyWords.test(signals.own.text.slice(hit.start, hit.end)));
}

const whyWords = /为什么|为何|怎么回事|怎么又|why/;

const asking: ReadonlySet<Kind> = new Set(['question', 'change', 'feedback']);

/** The first words that speak for the label. */
function evidence(signals: Signals, kind: Kind): Hit | undefined {
  if (kind === 'fault')
    return (
      live(signals, 'stop')[0] ??
      live(signals, 'fail')[0] ??
      hitsOf(signals, 'slow')[0] ??
      hitsOf(signals, 'cosmetic')[0]
    );
  return hitsOf(signals, kind)[0];
}
