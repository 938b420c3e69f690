import { randomBytes } from 'node:crypto';
import type { Deadline } from '../classify/deadlines.ts';
import { dueHours } from '../classify/deadlines.ts';
import type { NewOutboxRow } from '../store/outbox.ts';
import type { NewTicket } from '../store/tickets.ts';
import { renderAcknowledgementLetter } from './letter/compose.ts';
import { type AcknowledgementView, renderAcknowledgement, type Team } from './render.ts';

/** What the acknowledgement of a new ticket is made from. */
export type Acknowledged = {
  ticket: NewTicket;
  deadlines: Deadline[];
  /** The sender's words, of which the first lines are quoted. */
  excerpt: string;
  /** Message-ID and References of the mail that it replies to; null for a fax, or a mail without one. */
  replyTo: { messageId: string; references: string[] } | null;
  /** Why no acknowledgement may leave by itself, or null: a person sees it then. */
  held: string | null;
  team: Team;
};

/** The outbox row of an acknowledgement: complete, so that sending it needs no decision any more. */
export function acknowledge(from: Acknowledged): Omit<NewOutboxRow, 'ticketId' | 'answersId'> {
  const { ticket, replyTo } = from;
  const view = viewOf(from);
  const recipient = (ticket.channel === 'fax' ? ticket.requesterFax : ticket.requesterAddress) ?? null;
  const held = from.held ?? (recipient === null ? 'no-recipient' : null);
  const letter =
    ticket.channel === 'fax'
      ? renderAcknowledgementLetter({
          ...view,
          to: { name: ticket.requesterName, organization: ticket.organization ?? null, fax: recipient },
          date: ticket.openedAt,
        })
      : null;
  return {
    purpose: 'acknowledgement',
    channel: ticket.channel,
    recipient,
    messageId: newMessageId(`ack.${ticket.number}`, from.team.address),
    content: {
      ...(ticket.channel === 'fax'
        ? { subject: letter?.title ?? '', text: '', html: '' }
        : renderAcknowledgement(view)),
      inReplyTo: replyTo?.messageId ?? null,
      references: replyTo ? referencesTo(replyTo) : [],
      letter,
    },
    state: held === null ? 'queued' : 'held',
    reason: held,
    createdAt: ticket.openedAt,
  };
}

/** A new Message-ID that nobody can guess, at the team's own domain (RFC 5322 §3.6.4). */
export function newMessageId(name: string, address: string): string {
  return `<${name}.${randomBytes(8).toString('hex')}@${address.split('@')[1] ?? 'localhost'}>`;
}

/** References of a reply: those of the mail that it answers and that mail itself (RFC 5322 §3.6.4); a long chain keeps its ends. */
export function referencesTo({ messageId, references }: { messageId: string; references: string[] }): string[] {
  const chain = [...references.filter(id => id !== messageId), messageId];
  return chain.length <= 20 ? chain : [chain[0]!, ...chain.slice(-19)];
}

function viewOf({ ticket, deadlines, excerpt, team }: Acknowledged): AcknowledgementView {
  const answer = deadlines.find(deadline => deadline.clock === 'answer');
  const hours = dueHours(ticket);
  return {
    language: ticket.language,
    channel: ticket.channel,
    ticketNumber: ticket.number,
    subject: ticket.subject,
    senderName: ticket.requesterName,
    severity: ticket.severity,
    impact: ticket.impact,
    kind: ticket.kind,
    category: ticket.category,
    receivedAt: ticket.receivedAt,
    due: answer?.due ?? new Date(ticket.receivedAt.getTime() + hours * 3_600_000),
    dueHours: hours,
    excerpt,
    team,
  };
}
