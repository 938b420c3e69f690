import type { Parts } from '../pipeline/parts.ts';
import { type TicketLine, ticketLines } from '../store/overview.ts';
import { statusOf } from '../store/status.ts';
import { fit, paint, print, table } from './terminal.ts';

const severityWords = { critical: '严重 critical', general: '一般 general', minor: '轻微 minor' } as const;

/** The tickets as a table on stdout, and what became of the messages that opened none. */
export async function showTickets({ store, config, now }: Parts): Promise<void> {
  const lines = await ticketLines(store.db, 200);
  const zone = config.team.timezone;
  print(
    table(
      [
        { title: 'Ticket' },
        { title: 'By' },
        { title: 'From' },
        { title: 'Subject' },
        { title: 'Kind' },
        {
          title: 'Severity',
          style: cell => (cell.includes('critical') ? ['red', 'bold'] : cell.includes('general') ? 'yellow' : null),
        },
        { title: 'Answer due' },
        { title: 'Acknowledged' },
      ],
      lines.map(line => row(line, zone)),
    ),
  );
  const { messages } = await statusOf(store.db, now());
  const { ticket, machine, spam, duplicate, quarantine } = messages;
  print(
    paint(
      'dim',
      `\n${messages.arrived} messages = ${ticket} on ${lines.length} tickets + ${machine} machine mail + ${spam} spam + ${duplicate} duplicate + ${quarantine} quarantine${messages.underWay ? ` + ${messages.underWay} under way` : ''}`,
    ),
  );
}

function row({ ticket, due, acknowledgement }: TicketLine, zone: string): string[] {
  return [
    ticket.number,
    ticket.channel === 'fax' ? 'fax' : 'mail',
    fit(ticket.requesterName || ticket.requesterAddress || ticket.requesterFax || '?', 18),
    fit(ticket.subject, 34),
    ticket.kind,
    severityWords[ticket.severity],
    due ? `${localMinute(due, zone)} (${ticket.impact ? 24 : 48} h)` : '–',
    acknowledgement?.sentAt
      ? `${ticket.channel === 'fax' ? 'fax' : 'mail'} ${localMinute(acknowledgement.sentAt, zone).slice(6)}`
      : `${acknowledgement?.state ?? '–'}${acknowledgement?.reason ? `: ${acknowledgement.reason}` : ''}`,
  ];
}

/** `11-26 15:42` in the team's time zone. */
function localMinute(date: Date, timeZone: string): string {
  return date.toLocaleString('sv-SE', { timeZone }).slice(5, 16);
}
