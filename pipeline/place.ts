import type { Kind, Severity } from '../classify/judgement.ts';
import { isMachineClass } from '../ingest/reading.ts';
import type { StoredReading } from '../store/schema.ts';

/**
 * Where a message goes, as far as it can be told from itself.
 * `doubtful`: a person should look at once; `automatic`: a machine wrote it, so it must not be acknowledged (RFC 3834 §2).
 */
export type Place =
  | { to: 'machine'; reason: string }
  | { to: 'spam'; reason: string }
  | { to: 'ticket'; doubtful: boolean; automatic: boolean };

/** Below this, a text that seems to be a machine's or spam gets a ticket and a person's eyes: a lost request is the worse error. */
const sureEnough = 0.8;

/**
 * @param judged kind and how sure the judge is of it
 * @param isOurs it is our own mail coming back
 */
export function placeOf(reading: StoredReading, judged: { kind: Kind; confidence: number }, isOurs: boolean): Place {
  const mail = reading.fax ? null : reading.mail;
  if (isOurs) return { to: 'machine', reason: 'own' };
  if (mail && isMachineClass(mail.class)) {
    // A monitor's alert of an outage is a fault like any other, but nobody reads what we would answer.
    const alert = mail.class === 'autoreply' && mail.reportsOn.length === 0 && judged.kind === 'fault';
    return alert ? { to: 'ticket', doubtful: true, automatic: true } : { to: 'machine', reason: mail.class };
  }
  if (mail?.class === 'empty') return { to: 'ticket', doubtful: true, automatic: false };
  if (judged.kind !== 'automatic' && judged.kind !== 'spam') return { to: 'ticket', doubtful: false, automatic: false };
  if (judged.confidence < sureEnough) return { to: 'ticket', doubtful: true, automatic: false };
  return judged.kind === 'spam' ? { to: 'spam', reason: 'judged' } : { to: 'machine', reason: 'judged' };
}

const ranks: Record<Severity, number> = { minor: 0, general: 1, critical: 2 };

/** The graver of two severities: a follow-up can raise a ticket, never lower it. */
export function graver(a: Severity, b: Severity): Severity {
  return ranks[a] >= ranks[b] ? a : b;
}
