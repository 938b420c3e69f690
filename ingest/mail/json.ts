import type { MailReading } from '../reading.ts';

/** The line that `jishi read --json` prints for a mail. */
export type MailJson = {
  file: string;
  type: 'mail';
  ok: true;
  class: MailReading['class'];
  from: MailReading['from'];
  to: MailReading['to'];
  cc: MailReading['cc'];
  subject: string;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  date: string | null;
  text: string;
  reply: string;
  attachments: { name: string; type: string; bytes: number }[];
  failedRecipient: string | null;
  ms: number;
};

/**
 * @param file as it was named on the command line
 * @param ms milliseconds that reading took
 */
export function mailJson(file: string, reading: MailReading, ms: number): MailJson {
  const { from, to, cc, subject, messageId, inReplyTo, references, date, text, reply, failedRecipient } = reading;
  return {
    file,
    type: 'mail',
    ok: true,
    class: reading.class,
    from,
    to,
    cc,
    subject,
    messageId,
    inReplyTo,
    references,
    date,
    text,
    reply,
    attachments: reading.attachments.map(({ name, type, bytes }) => ({ name, type, bytes })),
    failedRecipient,
    ms: Math.round(ms),
  };
}
