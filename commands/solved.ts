import { PermanentError } from '../errors.ts';
import { findTicket, markSolved } from '../store/tickets.ts';
import type { GlobalOptions } from './options.ts';
import { withParts } from './parts.ts';
import { print } from './terminal.ts';

/** `jishi solved NUMBER`: the fault is mended, its repair promise is met. */
export async function solved(number: string, options: GlobalOptions): Promise<void> {
  await withParts(options, async parts => {
    const now = parts.now();
    const done = await parts.store.transaction(async tx => {
      const ticket = await findTicket(tx, number.replace(/^#/, ''));
      if (!ticket) throw new PermanentError('no-ticket', `There is no ticket ${number}`);
      return markSolved(tx, ticket.id, now);
    });
    print(
      done
        ? `The fault of ${number} is solved; its repair promise is met.`
        : `Ticket ${number} has no repair promise that runs.`,
    );
  });
}
