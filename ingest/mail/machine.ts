import type { Address, Attachment, MailClass } from '../reading.ts';
import {
  asksSomething,
  declaresAutomatic,
  mailSystemNames,
  mailSystems,
  recallText,
  receiptText,
  suggestsAutomatic,
  vacationSubjects,
} from './automatic.ts';
import { bounceOpenings, bounceSubjects, bounceWords } from './bounces.ts';
import type { Header } from './header.ts';
import type { Part } from './parts.ts';
import { partsOf } from './report.ts';

/** What is looked at to tell machine mail from a person's. */
export type MachineMail = {
  root: Part;
  header: Header;
  from: Address;
  /** '' is the null reverse-path, null: not known. */
  returnPath: string | null;
  subject: string;
  text: string;
  /** The visible reply. */
  reply: string;
  attachments: Attachment[];
  /** True if a fax gateway sent it with the fax in it: a person stands behind it, whatever its header says. */
  fax: boolean;
};

type Verdict = { class: MailClass; classReason: string };

/**
 * Who wrote a mail, and by which sign (RFC 3834 §2). The order matters: a report may also say `Auto-Submitted`, a fax that
 * a gateway mails may say so too and is a person's all the same, and people forward bounces.
 */
export function classOf(mail: MachineMail): Verdict {
  for (const rule of rules) {
    const verdict = rule(mail);
    if (verdict) return verdict;
  }
  return { class: 'human', classReason: '' };
}

const is = (mailClass: MailClass, classReason: string): Verdict => ({ class: mailClass, classReason });

const rules: ((mail: MachineMail) => Verdict | null)[] = [
  report,
  fax,
  bounce,
  calendar,
  receiptOrRecall,
  automaticByHeader,
  automaticByWords,
  list,
  generated,
  empty,
];

/** RFC 6522 multipart/report: RFC 3464, RFC 8098, RFC 5965, RFC 8460; DMARC reports come as attachments (RFC 7489 §7.2.1.1). */
function report({ root, subject, attachments, from }: MachineMail): Verdict | null {
  const kind = (root.params.get('report-type') ?? '').toLowerCase();
  const inside = root.type === 'multipart/report' ? root.children.map(part => part.type) : [root.type];
  const has = (pattern: RegExp) => inside.some(type => pattern.test(type));
  if (root.type === 'multipart/report') {
    const rejected = /rejected|refused|拒收|拒绝/i.test(subject);
    if (rejected && kind === 'disposition-notification') return is('bounce', 'rejected');
    if (kind === 'disposition-notification' || has(/^message\/(?:global-)?disposition-notification$/))
      return is('autoreply', 'receipt');
    if (kind === 'feedback-report' || has(/^message\/feedback-report$/)) return is('feedback-report', 'arf');
    if (kind === 'tlsrpt' || has(/tlsrpt/)) return is('feedback-report', 'tls-rpt');
    if (kind === 'delivery-status' || kind === '' || has(/delivery-status$/)) return is('bounce', 'dsn');
  }
  if (/^message\/(?:global-)?delivery-status$/.test(root.type)) return is('bounce', 'dsn');
  if (has(/^application\/tlsrpt/)) return is('feedback-report', 'tls-rpt');
  const dmarc = attachments.some(({ name }) =>
    /^[\w.-]+![\w.-]+!\d+!\d+(?:![\w.-]+)?\.(?:xml|zip|xml\.gz|gz)$/i.test(name),
  );
  if (dmarc || (/^\W{0,3}(?:\[[^\]]{1,40}\]\s*)?report domain:/i.test(subject) && /submitter:/i.test(subject)))
    return is('feedback-report', 'dmarc');
  const sender = from.address.toLowerCase();
  return /^(?:dmarc|noreply-dmarc|tlsrpt|abuse_report|fbl)[\w.+-]*@/.test(sender) &&
    attachments.length > 0 &&
    /report/i.test(subject)
    ? is('feedback-report', 'dmarc')
    : null;
}

/** HylaFAX also mails how an outbound job went, and faxes that never came: those are a machine's (HylaFAX notify, faxrcvd). */
function fax({ fax, from, subject, attachments }: MachineMail): Verdict | null {
  if (fax) return is('human', 'fax');
  const agent = /hylafax/i.test(from.name) || /^(?:fax(?:master|getty|admin)?|hylafax|uucp)@/i.test(from.address);
  if (!agent) return null;
  if (
    /^facsimile job .{0,200}(?:completed|failed|requeued|rejected|blocked|removed|timed out|no longer|polled|killed)/i.test(
      subject,
    )
  )
    return is('autoreply', 'fax-notice');
  return /^Fax received\b/i.test(subject) && attachments.length === 0 ? is('autoreply', 'fax-notice') : null;
}

function bounce({ root, header, from, returnPath, subject, text }: MachineMail): Verdict | null {
  if (header.has('x-failed-recipients')) return is('bounce', 'failed-recipients');
  if (header.has('x-ms-exchange-message-is-ndr') || /content-classes:dsn/i.test(header.raw('content-class') ?? ''))
    return is('bounce', 'exchange-ndr');
  const system = mailSystems.test(from.address) || mailSystemNames.test(from.name);
  const nullPath = isNullPath(returnPath);
  const bySubject = bounceSubjects.some(pattern => pattern.test(subject));
  if (!system && !nullPath)
    return bySubject && opensAsBounce(text) && !isForward(subject) ? is('bounce', 'bounce-opening') : null;
  const delivery = partsOf(root).some(part => /delivery-status$/.test(part.type));
  if (delivery) return is('bounce', 'dsn');
  if ((isAnswer(subject) && !system) || vacationSubjects.some(pattern => pattern.test(subject))) return null;
  if (bySubject) return is('bounce', 'bounce-subject');
  return system && bounceWords.some(pattern => pattern.test(text)) ? is('bounce', 'bounce-words') : null;
}

/** A person who writes about a bounce says I, asks or greets. */
function opensAsBounce(text: string): boolean {
  const opening = text.trim().slice(0, 700);
  return (
    bounceOpenings.some(pattern => pattern.test(opening)) &&
    !/\b(?:I|my|me|we|our|hi|hello|dear|thanks|please help)\b|我|你好|您好|请问|麻烦|帮|怎么|？/.test(opening)
  );
}

/** iTIP in a mail (RFC 6047): a calendar part with a method, or one that is an alternative to the text. A file somebody attached is neither. */
function calendar({ root, subject }: MachineMail): Verdict | null {
  if (root.type === 'text/calendar') return is('calendar', 'itip');
  if (/content-classes:calendarmessage/i.test(root.header.raw('content-class') ?? '')) return is('calendar', 'itip');
  const invites = /邀请|邀請|会议|會議|已接受|已拒绝|已取消|invitation|invite|meeting|accepted|declined|cancel/i.test(
    subject,
  );
  const counts = (part: Part, parent: Part) => {
    const method = part.params.has('method');
    return part.disposition === 'attachment' ? method && invites : method || parent.type === 'multipart/alternative';
  };
  const search = (part: Part): boolean =>
    part.children.some(child => (child.type === 'text/calendar' && counts(child, part)) || search(child));
  return search(root) ? is('calendar', 'itip') : null;
}

function receiptOrRecall({ subject, text }: MachineMail): Verdict | null {
  if (/^(?:已读|已讀|未读|未讀|Read|Not read|Gelesen|Lu|已显示|送达)\s*[:：]/i.test(subject) && receiptText.test(text))
    return is('autoreply', 'receipt');
  if (/^(?:Return Receipt|回执|回條|邮件回执)/i.test(subject) && receiptText.test(text))
    return is('autoreply', 'receipt');
  if (
    /^(?:撤回|收回|撤销|召回|Recall)\s*[:：]|^(?:邮件)?(?:撤回|召回)(?:成功|失败|通知|报告)|^Message Recall (?:Success|Failure|Report)/i.test(
      subject,
    ) &&
    recallText.test(text)
  )
    return is('autoreply', 'recall');
  return null;
}

/** RFC 3834 §5, and the fields that programs invented before and after it. */
function automaticByHeader({ header }: MachineMail): Verdict | null {
  if (autoSubmitted(header).startsWith('auto-replied')) return is('autoreply', 'auto-submitted');
  for (const name of [
    'x-autoreply',
    'x-autorespond',
    'x-autoresponder',
    'x-auto-reply',
    'x-auto-reply-from',
    'x-autoreply-from',
    'x-mail-autoreply',
    'x-vacation',
    'x-qq-autoreply',
    'x-ntes-autoreply',
  ])
    if (header.has(name) && !/^(?:no|0|false)$/i.test(header.raw(name) ?? '')) return is('autoreply', name);
  const precedence = (header.raw('precedence') ?? '').toLowerCase();
  if (/^auto[_-]?reply/.test(precedence) || /^auto[_-]?reply/i.test(header.raw('preference') ?? ''))
    return is('autoreply', 'precedence');
  if (
    /autoresponder/i.test(header.raw('x-post-messageclass') ?? '') ||
    /autoresponder/i.test(header.raw('delivered-to') ?? '')
  )
    return is('autoreply', 'autoresponder');
  return null;
}

/** Every value but `no` means automatic; the value may carry parameters (RFC 3834 §5). */
function autoSubmitted(header: Header): string {
  const value = (header.raw('auto-submitted') ?? '')
    .replace(/\([^()]*\)/g, '')
    .split(';')[0]!
    .trim()
    .toLowerCase();
  return value === 'no' ? '' : value;
}

/** Absence notes whose header is silent. A person writes about them too, so the words must say it and ask nothing. */
function automaticByWords({ header, subject, text, reply }: MachineMail): Verdict | null {
  const bare = text.length < 4000 && text.length - reply.length < 400;
  const asking = asksSomething.test(reply) || asksSomething.test(subject);
  const bySubject = vacationSubjects.some(pattern => pattern.test(subject));
  if (bySubject && bare && !asking) return is('autoreply', 'vacation-subject');
  if (bySubject && suggestsAutomatic.some(pattern => pattern.test(reply))) return is('autoreply', 'vacation-subject');
  const answers = isAnswer(subject) || header.has('in-reply-to') || header.has('x-auto-response-suppress');
  const declared = declaresAutomatic.some(pattern => pattern.test(reply));
  return declared && answers && bare && !asking && reply.length < 800 ? is('autoreply', 'vacation-words') : null;
}

function list({ header }: MachineMail): Verdict | null {
  for (const name of ['list-id', 'list-post', 'list-unsubscribe', 'list-help', 'mailing-list', 'x-mailing-list'])
    if (header.has(name)) return is('list', name);
  const precedence = (header.raw('precedence') ?? '').trim().toLowerCase();
  return /^(?:list|bulk|junk)\b/.test(precedence) ? is('list', `precedence-${precedence.slice(0, 4)}`) : null;
}

/** Monitors, copiers, forms: automatic, but no answer to anything. The null reverse-path says the same (RFC 5321 §4.5.5). */
function generated({ header, returnPath }: MachineMail): Verdict | null {
  if (autoSubmitted(header) !== '') return is('autoreply', 'auto-submitted');
  return isNullPath(returnPath) ? is('autoreply', 'null-reverse-path') : null;
}

/** No word and no attachment: somebody's hand slipped. A subject is a word. */
function empty({ subject, text, attachments }: MachineMail): Verdict | null {
  const nothing = text.replace(/[\s\u200b\u00a0]/g, '') === '' && attachments.length === 0;
  const title = subject.replace(/^(?:(?:re|fwd?|回复|答复|转发|回覆)\s*[:：]\s*)+/i, '');
  return nothing && /^[(（【[]?(?:无主题|無主題|no subject|无标题|\(none\))?[)）】\]]?$/i.test(title.trim())
    ? is('empty', 'nothing-written')
    : null;
}

/** Sendmail notes the null path as `<MAILER-DAEMON>`. */
const isNullPath = (returnPath: string | null) =>
  returnPath !== null && /^(?:mailer-daemon(?:@.*)?)?$/i.test(returnPath);

const isForward = (subject: string) => /^(?:fwd?|转发|轉寄|轉發|wg|enc)\s*[:：]/i.test(subject);

const isAnswer = (subject: string) => /^(?:re|aw|sv|回复|答复|回覆|答覆|回復)(?:\[\d+\])?\s*[:：]/i.test(subject);
