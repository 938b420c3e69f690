import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { dueHours } from './deadlines.ts';
import type { Judgement, JudgeRequest } from './judgement.ts';

/** One input line of `jishi judge`: unknown keys are ignored, a missing subject or body is empty, the channel is e-mail. */
export const judgeInput = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  channel: z.enum(['email', 'fax']).default('email'),
  subject: z.string().nullish().transform(orEmpty),
  body: z.string().nullish().transform(orEmpty),
  severityTick: z.enum(['critical', 'general', 'minor']).nullish().transform(orNull),
  impactTick: z.boolean().nullish().transform(orNull),
  machine: z.boolean().default(false),
});

export type JudgeInput = JudgeRequest & { id: string };

/**
 * Reads one input line of `jishi judge`.
 *
 * @param number the line's number, counted from 1, for the error's words
 * @throws PermanentError `judge-input` when the line is no JSON object or a key has a wrong type
 */
export function readJudgeLine(line: string, number: number): JudgeInput {
  const parsed = judgeInput.safeParse(parseLine(line, number));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = issue && issue.path.length > 0 ? `"${issue.path.join('.')}"` : 'the line';
  throw new PermanentError('judge-input', `Cannot judge line ${number}: ${key}: ${issue?.message ?? 'invalid'}`);
}

/** One output line of `jishi judge`, without the line break. */
export function judgeLine(id: string, judgement: Judgement): string {
  const { kind, severity, impact, category, language, confidence, triage, reasons } = judgement;
  return JSON.stringify({
    id,
    kind,
    severity,
    impact,
    category,
    language,
    confidence: Number(confidence.toFixed(3)),
    triage,
    dueHours: dueHours(judgement),
    reasons,
  });
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    const wanted = '{"id","channel","subject","body"}';
    throw new PermanentError('judge-input', `Cannot judge line ${number}: it is no JSON, expected ${wanted}`, {
      cause,
    });
  }
}

function orEmpty(text: string | null | undefined): string {
  return text ?? '';
}

function orNull<T>(value: T | null | undefined): T | null {
  return value ?? null;
}
