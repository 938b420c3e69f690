import { readingsIn, saveJudgements } from '../store/messages.ts';
import type { Parts } from './parts.ts';
import { requestOf } from './request.ts';

/** Readings → judgements. */
export async function judge({ store, thinker, log, now }: Parts, ids: number[]): Promise<void> {
  const waiting = await readingsIn(store.db, ids, 'read');
  if (waiting.length === 0) return;
  const judgements = await thinker.judge(waiting.map(({ reading }) => requestOf(reading)));
  const judged = waiting.map(({ message }, i) => ({ messageId: message.id, judgement: judgements[i]! }));
  for (const { messageId, judgement } of judged) {
    const { kind, severity, impact, category, triage } = judgement;
    log.info({ message: messageId, event: 'judged', kind, severity, impact, category, triage });
  }
  await saveJudgements(store, judged, now());
}
