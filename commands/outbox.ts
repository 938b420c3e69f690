import { codeOf, PermanentError } from '../errors.ts';
import { decideOutbox, troubledOutbox } from '../store/outbox.ts';
import type { GlobalOptions } from './options.ts';
import { withParts } from './parts.ts';
import { fit, print, table } from './terminal.ts';

export type OutboxOptions = GlobalOptions & { resend?: string; to?: string; dismiss?: string; json?: boolean };

/** `jishi outbox`: what did not leave or arrive, and why; `--resend` and `--dismiss` decide what becomes of it. */
export async function outbox(options: OutboxOptions): Promise<void> {
  await withParts(options, async parts => {
    const { store } = parts;
    if (options.resend !== undefined || options.dismiss !== undefined) {
      const id = Number(options.resend ?? options.dismiss);
      const decision =
        options.resend === undefined
          ? ({ state: 'dismissed' } as const)
          : ({ state: 'queued', recipient: options.to ?? null } as const);
      const done = await store.transaction(tx => decideOutbox(tx, id, decision)).catch(needsRecipient(id));
      if (!done)
        throw new PermanentError('no-outbox', `There is no outbound message ${id} that failed, bounced or is held`);
      print(
        decision.state === 'queued'
          ? `Outbound message ${id} leaves with the running worker.`
          : `Outbound message ${id} is dismissed.`,
      );
      return;
    }
    const rows = await troubledOutbox(store.db);
    if (options.json) for (const { row, ticket } of rows) print(JSON.stringify({ ...row, content: undefined, ticket }));
    else if (rows.length === 0) print('Everything has left and nothing came back.');
    else
      print(
        table(
          ['Id', 'Ticket', 'What', 'By', 'State', 'To', 'Why'].map(title => ({ title })),
          rows.map(({ row, ticket }) => [
            String(row.id),
            ticket,
            row.purpose,
            row.channel === 'fax' ? 'fax' : 'mail',
            row.state,
            row.recipient ?? '–',
            fit(row.reason ?? '', 70),
          ]),
        ),
      );
  });
}

/** The database refuses to queue a row that has nobody to go to. */
function needsRecipient(id: number): (error: unknown) => never {
  return error => {
    if (codeOf(error) !== '23514') throw error;
    throw new PermanentError(
      'no-recipient',
      `Outbound message ${id} has nobody to go to: give an address or number with --to`,
    );
  };
}
