import { inArray } from 'drizzle-orm';
import { PermanentError } from '../errors.ts';
import { excerptOf } from '../ingest/excerpt.ts';
import type { Store } from '../store/connect.ts';
import { enqueue } from '../store/jobs.ts';
import { outbox } from '../store/schema.ts';
import { conversationOf, findTicket, latestRound, record } from '../store/tickets.ts';
import { newMessageId, referencesTo } from './acknowledge.ts';
import { renderAnswerLetter } from './letter/compose.ts';
import { type AnswerView, renderAnswer, type Team } from './render.ts';

/**
 * Decides to send a person's answer, over the channel that the user wrote on; its row and the job that sends it commit together.
 * The answer clock stops when it has left, not before.
 *
 * @param answer plain text
 * @returns the outbox row's id
 * @throws PermanentError `no-ticket`, `no-recipient`, `answer-empty`, `answered-already` (in this round of the ticket, and not refused or bounced)
 */
export async function answerTicket(
  store: Store,
  team: Team,
  number: string,
  answer: string,
  now: Date,
): Promise<number> {
  if (answer.trim() === '')
    throw new PermanentError('answer-empty', 'The answer is empty: give its text with --text or --file');
  return store.transaction(async tx => {
    const ticket = await findTicket(tx, number);
    if (!ticket) throw new PermanentError('no-ticket', `There is no ticket ${number}`);
    const { message, reading } = await conversationOf(tx, ticket.id);
    const recipient = ticket.channel === 'fax' ? ticket.requesterFax : ticket.requesterAddress;
    if (recipient === null)
      throw new PermanentError(
        'no-recipient',
        `Ticket ${number} has no ${ticket.channel === 'fax' ? 'fax number' : 'mail address'}: reach the user by phone`,
      );

    const view: AnswerView = {
      language: ticket.language,
      ticketNumber: ticket.number,
      subject: ticket.subject,
      senderName: ticket.requesterName,
      answer,
      team,
      excerpt: excerptOf(reading),
    };
    const letter =
      ticket.channel === 'fax'
        ? renderAnswerLetter({
            ...view,
            to: { name: ticket.requesterName, organization: ticket.organization, fax: recipient },
            date: now,
          })
        : null;
    const mail = reading.fax ? null : reading.mail;
    const fresh = {
      answersId: message.id,
      channel: ticket.channel,
      recipient,
      messageId: newMessageId(`answer.${ticket.number}`, team.address),
      content: {
        ...(letter ? { subject: letter.title, text: '', html: '' } : renderAnswer(view)),
        inReplyTo: mail?.messageId ?? null,
        references: mail?.messageId ? referencesTo({ messageId: mail.messageId, references: mail.references }) : [],
        letter,
      },
      createdAt: now,
    };
    const [row] = await tx
      .insert(outbox)
      .values({ ...fresh, ticketId: ticket.id, purpose: 'answer', round: await latestRound(tx, ticket.id) })
      .onConflictDoUpdate({
        target: [outbox.ticketId, outbox.purpose, outbox.round],
        set: { ...fresh, state: 'queued', reason: null, attempts: 0, claimedBy: null, sentAt: null },
        // An answer that did not arrive answered nobody: another may take its place.
        setWhere: inArray(outbox.state, ['failed', 'bounced', 'held', 'dismissed']),
      })
      .returning({ id: outbox.id });
    if (!row)
      throw new PermanentError(
        'answered-already',
        `Ticket ${number} has an answer already, sent or about to leave: another can follow when the user has written again`,
      );
    await record(tx, [{ ticketId: ticket.id, at: now, event: 'answer-decided', detail: { outbox: row.id } }]);
    await enqueue(tx, 'send', [row.id]);
    return row.id;
  });
}
