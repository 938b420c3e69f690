import type { Inbox } from '../config.ts';
import type { Arrival, Source } from '../ingest/arrival.ts';
import { FolderSource } from '../ingest/sources/folder.ts';
import { ImapSource } from '../ingest/sources/imap.ts';
import { SmtpSource } from '../ingest/sources/smtp.ts';
import type { Parts } from '../pipeline/parts.ts';
import { arrive } from '../pipeline.ts';
import { dropLease, holdLease } from '../store/leases.ts';
import { ledgerOf } from '../store/ledger.ts';

/** Opens every inbox; stop() lets go of them before anything else is stopped. */
export async function startSources(
  parts: Parts,
  workerId: string,
): Promise<{ sources: Source[]; stop(): Promise<void> }> {
  const sources: Source[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(sources.map(source => source.stop()));
    for (const inbox of parts.config.inboxes)
      if (inbox.kind === 'imap') await dropLease(parts.store.db, leaseOf(inbox), workerId).catch(() => {});
  };
  try {
    for (const inbox of parts.config.inboxes) {
      const source = openSource(parts, inbox, workerId);
      await source.start();
      sources.push(source);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { sources, stop };
}

function openSource(parts: Parts, inbox: Inbox, workerId: string): Source {
  const { store, config, log } = parts;
  const keep = (arrivals: Arrival[]): Promise<void> => arrive(parts, arrivals);
  const ledger = ledgerOf(store, inbox.name);
  if (inbox.kind === 'imap') {
    const lease = leaseOf(inbox);
    return new ImapSource(inbox, { keep, ledger, holdLease: () => holdLease(store.db, lease, workerId), log });
  }
  if (inbox.kind === 'folder') return new FolderSource(inbox, { keep, report: error => ledger.report({ error }), log });
  return new SmtpSource(inbox, { keep, log, messageBytes: config.limits.messageBytes, movable: config.movablePorts });
}

function leaseOf(inbox: Inbox): string {
  return `inbox/${inbox.name}`;
}
