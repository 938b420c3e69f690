import { judge as judgeRequest } from '../classify/judge.ts';
import type { JudgeRequest } from '../classify/judgement.ts';
import { isMachineClass } from '../ingest/reading.ts';
import { readingsIn, saveJudgements } from '../store/messages.ts';
import type { StoredReading } from '../store/schema.ts';
import type { Parts } from './parts.ts';

/** Readings → judgements. */
export async function judge({ store, log, now }: Parts, ids: number[]): Promise<void> {
  const judged = (await readingsIn(store.db, ids, 'read')).map(({ message, reading }) => {
    const judgement = judgeRequest(requestOf(reading));
    const { kind, severity, impact, category, triage } = judgement;
    log.info({ message: message.id, event: 'judged', kind, severity, impact, category, triage });
    return { messageId: message.id, judgement };
  });
  if (judged.length > 0) await saveJudgements(store, judged, now());
}

/** What is judged of a reading: what they wrote now, and the boxes that they ticked. */
export function requestOf({ mail, fax }: StoredReading): JudgeRequest {
  if (fax) {
    const { severityTick, impactTick } = fax.fields;
    return {
      channel: 'fax',
      subject: '',
      body: fax.text,
      severityTick: severityTick ?? null,
      impactTick: impactTick ?? null,
    };
  }
  return {
    channel: 'email',
    subject: mail?.subject ?? '',
    body: mail?.reply ?? '',
    machine: mail ? isMachineClass(mail.class) : false,
  };
}
