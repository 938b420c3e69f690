import type { Fact, Facts } from './facts.ts';
import type { Features } from './features.ts';
import type { Severity } from './judgement.ts';
import type { JudgedKind } from './kind.ts';
import type { Labelled } from './label.ts';
import { type Model, opinion } from './model.ts';
import { type Hit, reasonOf, type Signals } from './signals.ts';

export type JudgedSeverity = Labelled<Severity> & {
  /** Probability that a person would call it critical. */
  critical: number;
};

/** 故障级别: what is no fault is minor; for faults the policy's rules, weighed where they pull in different directions. */
export function severityOf(
  signals: Signals,
  facts: Facts,
  features: Features,
  kind: JudgedKind,
  model: Model,
): JudgedSeverity {
  const weighed = opinion(model, 'severity', features);
  const say = (value: Severity, confidence: number, rule: string, hit?: Hit | null): JudgedSeverity => ({
    value,
    confidence,
    critical: kind.fault * weighed.of('critical'),
    reasons: [reasonOf(signals, 'severity', value, rule, hit ?? undefined)],
  });
  if (kind.value !== 'fault') return say('minor', kind.confidence, `no-fault: ${kind.value}`);
  const claimed = signals.own.claims.severity ?? signals.request.severityTick ?? null;
  if (claimed && facts.silent !== undefined) return say(claimed, 0.7, 'ticked-where-the-text-is-silent');
  const sure = certain.find(name => facts[name] !== undefined);
  if (sure && weighed.label !== 'critical' && weighed.of('critical') > 0.12)
    return say('critical', 0.6, sure, facts[sure]);
  const fact = rules[weighed.label].find(name => facts[name] !== undefined);
  return say(weighed.label, weighed.probability, fact ?? 'weighed', fact ? facts[fact] : undefined);
}

/** What the policy calls critical though nothing has stopped, and the only window that there is. */
const certain = ['data-lost', 'private-open', 'only-one-stopped'] as const satisfies readonly Fact[];

/** The facts that speak for a severity, strongest first: the reason that is shown. */
const rules: Record<Severity, readonly Fact[]> = {
  critical: [
    'data-lost',
    'private-open',
    'wrong-for-many',
    'only-one-stopped',
    'all-stopped',
    'shared-expired',
    'shared-stopped',
    'stopped-unbounded',
    'core-broken',
  ],
  general: [
    'fewer-than-all',
    'others-fine',
    'intermittent',
    'part-only',
    'mine-only',
    'wrong-for-one',
    'private-for-one',
    'workaround',
    'broken',
  ],
  minor: ['slow-only', 'cosmetic-only', 'over', 'imagined', 'nothing-broken', 'work-goes-on'],
};
