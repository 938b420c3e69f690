import MailComposer from 'nodemailer/lib/mail-composer';

/** A hospital's cashier who has something to ask: each of these is a person of their own. */
export function cashier(n: number): string {
  return `cashier-${n}@hospital-${n}.test`;
}

const questions = [
  '您好，我院收费窗口今天开不出电子票据，提示证书已过期，病人在排队，请尽快处理。',
  '您好，请问在哪里可以查询上个月的开票汇总？不着急，谢谢。',
  '老师好，有一张票据的金额开错了，应该怎样冲红？麻烦指导一下。',
  'Hello, one of our eight windows cannot print e-bills since this morning. Could you please have a look?',
  '您好，我们新来了两位收费员，请帮忙开通开票系统的账号。',
];

export type MailOptions = {
  from?: string;
  subject?: string;
  text?: string;
  messageId?: string;
  headers?: Record<string, string>;
  inReplyTo?: string;
  /** Random bytes to carry along, so many. */
  attachmentBytes?: number;
};

/** The n-th user's mail to the desk. */
export async function mail(n: number, options: MailOptions = {}): Promise<Buffer> {
  const { attachmentBytes, ...over } = options;
  return new MailComposer({
    from: `收费员 ${n} <${cashier(n)}>`,
    to: 'support@desk.test',
    subject: `开票问题 ${n}`,
    messageId: headerIdOf(n),
    text: `${questions[n % questions.length]}\n\n第 ${n} 号`,
    newline: 'windows',
    ...over,
    ...(attachmentBytes === undefined
      ? {}
      : { attachments: [{ filename: '日志.bin', content: Buffer.alloc(attachmentBytes, `log line ${n} `) }] }),
  })
    .compile()
    .build();
}

export function mails(from: number, count: number): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => mail(from + i)));
}

/** The Message-ID of the n-th user's mail. */
export function headerIdOf(n: number): string {
  return `<question-${n}@hospital-${n}.test>`;
}
