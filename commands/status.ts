import { statfs } from 'node:fs/promises';
import { type Status, statusOf } from '../store/status.ts';
import type { GlobalOptions } from './options.ts';
import { withParts } from './parts.ts';
import { paint, print } from './terminal.ts';

type Disk = { freeBytes: number; freeShare: number };
/** What a machine reads: counts, and in words what needs a person. */
export type StatusReport = Status & { disk: Disk; needsPerson: string[] };

/** Below this share, or this many bytes, the disk is called full: originals and the database need room. */
const leastFree = { share: 0.03, bytes: 500 * 1024 * 1024 };

/** `jishi status`: exits 1 when something needs a person. */
export async function status(options: GlobalOptions & { json?: boolean }): Promise<void> {
  const now = new Date();
  await withParts(options, async ({ store, config }) => {
    const all = await statusOf(store.db, now);
    // An inbox that was taken out of the configuration concerns nobody any more.
    const names = new Set(config.inboxes.map(inbox => inbox.name));
    const found = { ...all, inboxes: all.inboxes.filter(inbox => names.has(inbox.name)) };
    const { bavail, blocks, bsize } = await statfs(config.data);
    const disk = { freeBytes: bavail * bsize, freeShare: blocks > 0 ? Math.round((bavail / blocks) * 1000) / 1000 : 0 };
    const report: StatusReport = { ...found, disk, needsPerson: troubles(found, disk) };
    if (options.json) print(JSON.stringify(report));
    else show(report, config.team.timezone);
    if (report.needsPerson.length > 0) process.exitCode = 1;
  });
}

function troubles(found: Status, disk: Disk): string[] {
  const { messages, clocks, outbox, workers, inboxes } = found;
  const say = (n: number, words: string): string[] => (n > 0 ? [`${n} ${words}`] : []);
  return [
    ...say(messages.quarantine, 'message(s) in quarantine: jishi replay --quarantine shows why, and reads them again'),
    ...(messages.balanced ? [] : ['messages do not add up: arrivals differ from the sum of places']),
    ...say(clocks.overdue, 'promise(s) overdue'),
    ...say(outbox.failed, 'outbound message(s) were refused: jishi outbox'),
    ...say(
      outbox.held,
      'acknowledgement(s) held, for want of an address or number, by the rate limit, or for a machine: jishi outbox',
    ),
    ...say(outbox.bounced, 'outbound message(s) bounced: jishi outbox'),
    ...say(found.stuck.messages, 'message(s) under way for more than ten minutes'),
    ...say(found.stuck.outbox, 'outbound message(s) waiting for more than ten minutes'),
    ...say(found.tickets.triage, 'ticket(s) to be looked at at once: the judgement is in doubt'),
    ...(workers.some(worker => worker.alive) ? [] : ['no worker is running: start jishi start']),
    ...inboxes.flatMap(inbox => (inbox.error ? [`inbox ${inbox.name}: ${inbox.error}`] : [])),
    ...inboxes.flatMap(inbox =>
      say(inbox.missing, `message(s) of inbox ${inbox.name} are on the server but could not be taken`),
    ),
    ...(disk.freeShare < leastFree.share || disk.freeBytes < leastFree.bytes
      ? [`the disk is nearly full: ${Math.round(disk.freeBytes / 1e6)} MB free`]
      : []),
  ];
}

function show(report: StatusReport, timezone: string): void {
  const { messages, tickets, clocks, outbox, workers, inboxes, disk } = report;
  const local = (iso: string | null): string =>
    iso ? new Date(iso).toLocaleString('sv-SE', { timeZone: timezone }).slice(0, 16) : '–';
  const list = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .filter(([, n]) => n > 0)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ') || 'none';
  const { arrived, balanced, ...places } = messages;
  print(`messages   ${arrived} arrived = ${list(places)}${balanced ? '' : paint('red', '  (does not add up)')}`);
  print(
    `tickets    ${tickets.open} open (${tickets.triage} to be looked at first), ${tickets.answered} answered, ${tickets.closed} closed`,
  );
  if (messages.underWay > 0) print(`           the oldest of those under way came ${local(report.oldestUnderWay)}`);
  print(`promises   ${clocks.running} running, ${clocks.overdue} overdue, next due ${local(clocks.nextDue)}`);
  for (const late of report.overdue)
    print(paint('red', `           ${late.ticket} ${late.clock} was due ${local(late.due)}`));
  print(`outbox     ${list(outbox)}`);
  print(`workers    ${workers.filter(worker => worker.alive).length} alive`);
  for (const inbox of inboxes)
    print(
      `inbox      ${inbox.name}: ${inbox.server === null ? '' : `server ${inbox.server} = ledger ${inbox.ledger}, `}last looked at ${local(inbox.checkedAt)}`,
    );
  print(`disk       ${(disk.freeBytes / 1e9).toFixed(1)} GB free`);
  if (report.needsPerson.length === 0) print(paint('green', '\nNothing needs a person.'));
  else print(paint('yellow', `\nNeeds a person:\n${report.needsPerson.map(words => `  - ${words}`).join('\n')}`));
}
