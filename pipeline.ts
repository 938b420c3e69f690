import type { Arrival } from './ingest/arrival.ts';
import { file } from './pipeline/file.ts';
import { judge } from './pipeline/judge.ts';
import type { Parts } from './pipeline/parts.ts';
import { read, readFax } from './pipeline/read.ts';
import { send } from './pipeline/send.ts';
import { keep } from './store/arrivals.ts';
import type { StepName } from './store/jobs.ts';

/**
 * What becomes of a message, step by step. Read this file first; docs/flow.md says why each step may run twice.
 *
 * ```
 * source ─▶ keep ─▶ read ─▶ judge ─▶ file ─▶ send ─▶ the user
 *           bytes    Reading  Judge-   Ticket,  mail or
 *           on disk           ment     Clocks,  fax
 *                                      outbox
 * ```
 *
 * Nothing counts as received before `keep` has committed it; after that each step reads rows, writes one result, and adds
 * the job for the next step in the same transaction.
 */
export const steps = {
  read, // kept mails → Readings              ingest/mail
  readFax, // kept faxes → Readings           ingest/fax
  judge, // Readings → Judgements             classify
  file, // Judgements → Tickets and Clocks    store/tickets, notify/acknowledge
  send, // outbox rows → mail, fax            notify
} satisfies Record<StepName, (parts: Parts, ids: number[]) => Promise<void>>;

/** The first step, which the sources themselves call: when it resolves, they may tell the world. */
export async function arrive(parts: Parts, arrivals: Arrival[]): Promise<void> {
  const kept = await keep(parts.store, arrivals);
  if (kept.length > 0) parts.log.info({ messages: kept, event: 'kept', inbox: arrivals[0]?.inbox });
}
