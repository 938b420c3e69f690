import type { Fact, Facts } from './facts.ts';
import type { Features } from './features.ts';
import type { Kind, Severity } from './judgement.ts';
import type { Labelled } from './label.ts';
import { type Model, opinion } from './model.ts';
import { reasonOf, type Signals } from './signals.ts';

/** 影响业务: whether work is held up now or will be within a day. Doubt means that it is. */
export function impactOf(
  signals: Signals,
  facts: Facts,
  features: Features,
  kind: Labelled<Kind>,
  severity: Labelled<Severity>,
  model: Model,
): Labelled<boolean> {
  const weighed = opinion(model, kind.value === 'fault' ? 'faultImpact' : 'requestImpact', features).of('true');
  const say = (value: boolean, confidence: number, rule: string, fact?: Fact): Labelled<boolean> => ({
    value,
    confidence,
    reasons: [reasonOf(signals, 'impact', String(value), fact ?? rule, (fact && facts[fact]) ?? undefined)],
  });
  if (severity.value === 'critical') return say(true, severity.confidence, 'critical-always-has-impact');
  if (unasked.has(kind.value)) return say(false, kind.confidence, `nothing-to-wait-for: ${kind.value}`);
  const claimed = signals.own.claims.impact ?? signals.request.impactTick ?? null;
  if (claimed !== null && facts.silent !== undefined) return say(claimed, 0.7, 'ticked-where-the-text-is-silent');
  const within = withinADay.find(name => facts[name] !== undefined);
  if (within && kind.value !== 'fault') return say(true, 0.85, within, within);
  const value = weighed >= doubt;
  const fact = (value ? forImpact : againstImpact).find(name => facts[name] !== undefined);
  return say(value, value ? Math.max(weighed, 0.5) : 1 - weighed, 'weighed', fact);
}

/** A promise of 24 hours kept for nothing costs an hour; one of 48 hours given wrongly costs a patient a day. */
const doubt = 0.42;

const unasked: ReadonlySet<Kind> = new Set(['feedback', 'reply', 'automatic', 'spam']);

/** A certificate, the stock or the service itself ends within a day. */
const withinADay: readonly Fact[] = ['expires-soon', 'stock-soon', 'planned-soon'];

const forImpact: readonly Fact[] = [
  'people-wait',
  'standstill',
  'expires-soon',
  'stock-soon',
  'planned-soon',
  'deadline',
  'secret',
  'core-broken',
  'broken',
];
const againstImpact: readonly Fact[] = [
  'work-goes-on',
  'workaround',
  'over',
  'imagined',
  'planned',
  'cosmetic-only',
  'slow-only',
  'nothing-broken',
];
