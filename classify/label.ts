import type { Reason } from './judgement.ts';

/** One label as judged: its value, how sure (0 to 1), and why. */
export type Labelled<V> = { value: V; confidence: number; reasons: Reason[] };
