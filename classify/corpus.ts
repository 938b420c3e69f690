import { z } from 'zod';
import { categories, type JudgeRequest, kinds, languages, severities } from './judgement.ts';

/** A message labelled by hand. */
export type Example = JudgeRequest & {
  id: string;
  labels: z.infer<typeof labels>;
  /** The trap of the policy that it is written for, or why it falls as it does. */
  note: string;
  /** How much it counts in training. */
  weight: number;
};

/** Reads a corpus: one JSON object a line. */
export function examplesOf(jsonl: string): Example[] {
  return jsonl
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => example.parse(JSON.parse(line)));
}

const labels = z.object({
  kind: z.enum(kinds),
  severity: z.enum(severities),
  impact: z.boolean(),
  category: z.enum(categories),
  language: z.enum(languages),
});

const example = z.object({
  id: z.string(),
  channel: z.enum(['email', 'fax']),
  subject: z.string().default(''),
  body: z.string().default(''),
  labels,
  note: z.string().default(''),
  weight: z.number().default(1),
});
