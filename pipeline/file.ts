import { DateTime } from 'luxon';
import { filingCases } from '../store/filing.ts';
import { takeNumbers } from '../store/tickets.ts';
import { countOpening, Filing } from './filing.ts';
import type { Parts } from './parts.ts';

/**
 * Judged messages → tickets with their clocks and acknowledgements, or machine mail, or spam: each in one place.
 * The whole batch is one transaction; a message that is filed already is left alone.
 */
export async function file(parts: Parts, ids: number[]): Promise<void> {
  const { store, config, log } = parts;
  const now = parts.now();
  const day = DateTime.fromJSDate(now, { zone: config.team.timezone }).toISODate() ?? now.toISOString().slice(0, 10);
  const placed = await store.transaction(async tx => {
    const cases = await filingCases(tx, ids);
    // On a connection of its own: the day's counter must not stay locked while this batch is filed.
    const numbers = await takeNumbers(store.db, day, countOpening(cases));
    const filing = await Filing.begin(tx, parts, cases, numbers, now);
    for (const one of cases) await filing.add(one);
    return filing.finish();
  });
  for (const { messageId, place: to, ticketId } of placed)
    log.info({ message: messageId, ticket: ticketId ?? undefined, event: 'filed', place: to });
}
