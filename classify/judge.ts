import { categoryOf } from './category.ts';
import { factsOf } from './facts.ts';
import { featuresOf } from './features.ts';
import { impactOf } from './impact.ts';
import type { Judgement, JudgeRequest } from './judgement.ts';
import { kindOf } from './kind.ts';
import { type Model, trained } from './model.ts';
import { severityOf } from './severity.ts';
import { readSignals } from './signals.ts';
import { triageOf } from './triage.ts';

/** Raised whenever cues or rules change, so that an old judgement can be told from a new one. */
const rulesVersion = '1';

/**
 * Judges a request: what it is, how bad, whether work is held up, and what it is about, each with confidence and reasons.
 * Pure: no database, no clock, no network; the same words always fall the same way.
 */
export function judge(request: JudgeRequest): Judgement {
  return judgeWith(trained, request);
}

/** Judges with other weights than the built-in ones, for cross-validation. */
export function judgeWith(model: Model, request: JudgeRequest): Judgement {
  const signals = readSignals(request);
  const facts = factsOf(signals);
  const features = featuresOf(signals, facts);
  const kind = kindOf(signals, facts, features, model);
  const severity = severityOf(signals, facts, features, kind, model);
  const impact = impactOf(signals, facts, features, kind, severity, model);
  const category = categoryOf(signals, features, kind, model);
  const triage = triageOf(kind, severity, impact);
  const confidences = {
    kind: kind.confidence,
    severity: severity.confidence,
    impact: impact.confidence,
    category: category.confidence,
    language: signals.languageConfidence,
  };
  return {
    kind: kind.value,
    severity: severity.value,
    impact: impact.value,
    category: category.value,
    language: signals.language,
    confidence: Math.min(...Object.values(confidences)),
    confidences,
    triage: triage !== undefined,
    reasons: [
      ...kind.reasons,
      ...severity.reasons,
      ...impact.reasons,
      ...category.reasons,
      ...(triage ? [triage] : []),
    ],
    version: `${rulesVersion}-${model.version}`,
  };
}
