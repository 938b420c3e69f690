import { enqueue, type StepName } from '../store/jobs.ts';
import type { Message } from '../store/messages.ts';
import { orphanedMessages, orphanedOutbox } from '../store/orphans.ts';
import type { Parts } from './parts.ts';

/** A message under way that no job will move within a minute is given a new one. */
const overdueMs = 60_000;
const most = 500;

/**
 * The net below the queue: finds messages and outbox rows whose job failed for good, was lost, or waits too long for its
 * next attempt, and adds it again. Steps may run twice, so one too many does no harm.
 */
export async function sweep({ store, log, now }: Parts): Promise<number> {
  const before = new Date(now().getTime() - overdueMs);
  return store.transaction(async tx => {
    const messages = await orphanedMessages(tx, before, most);
    const rows = await orphanedOutbox(tx, before, most);
    for (const step of ['read', 'readFax', 'judge', 'file'] as const)
      await enqueue(
        tx,
        step,
        messages.filter(message => nextStep(message) === step).map(message => message.id),
      );
    await enqueue(
      tx,
      'send',
      rows.map(row => row.id),
    );
    const found = messages.length + rows.length;
    if (found > 0) log.warn({ event: 'swept', messages: messages.length, outbox: rows.length });
    return found;
  });
}

function nextStep({ state, channel }: Pick<Message, 'state' | 'channel'>): StepName {
  if (state === 'kept') return channel === 'fax' ? 'readFax' : 'read';
  return state === 'read' ? 'judge' : 'file';
}
