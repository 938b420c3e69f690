import type { Kind, Reason } from './judgement.ts';
import type { JudgedKind } from './kind.ts';
import type { Labelled } from './label.ts';
import type { JudgedSeverity } from './severity.ts';

/** Asks a person to look at once where doubt could be costly: it might be critical, or might be owed within 24 hours. */
export function triageOf(kind: JudgedKind, severity: JudgedSeverity, impact: Labelled<boolean>): Reason | undefined {
  const flag = (rule: string): Reason => ({ label: 'triage', value: 'true', rule });
  if (machines.has(kind.value) && kind.confidence > 0.9) return undefined;
  if (severity.value !== 'critical' && severity.critical > mightBeCritical) return flag('might-be-critical');
  if (kind.value === 'fault' && kind.confidence < mightBeAnything && severity.value !== 'critical')
    return flag('might-be-no-fault');
  if (!impact.value && impact.confidence < mightHoldUp) return flag('might-hold-up-work');
  return undefined;
}

/** Probability above which a person looks: a missed stop costs a hospital a day, a look costs a minute. */
const mightBeCritical = 0.03;
const mightBeAnything = 0.5;
const mightHoldUp = 0.7;
const machines: ReadonlySet<Kind> = new Set(['automatic', 'spam']);
