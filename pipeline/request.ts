import type { JudgeRequest } from '../classify/judgement.ts';
import { isMachineClass } from '../ingest/reading.ts';
import type { StoredReading } from '../store/schema.ts';

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
