import type { Category, Kind, Language, Severity } from '../classify/judgement.ts';
import { renderHtml } from './render/html.ts';
import { labels } from './render/labels.ts';
import { minuteIn, momentIn } from './render/moment.ts';
import { type Filled, fill } from './render/template.ts';
import { renderText } from './render/text.ts';
import { bareSubject, firstLines, oneLine } from './render/words.ts';

/** Who signs: what stands under `team` in the configuration. */
export type Team = {
  name: string;
  address: string;
  /** IANA name, e.g. `Asia/Shanghai`: promises are told in it. */
  timezone: string;
  phone?: string | null;
  fax?: string | null;
};

/** What a receipt tells: the request as it was understood, and the promise. Words of users may be anything. */
export type AcknowledgementView = {
  language: Language;
  channel: 'email' | 'fax';
  /** Without `#`, e.g. `20261125-0033`. */
  ticketNumber: string;
  subject: string;
  senderName: string;
  severity: Severity;
  impact: boolean;
  kind: Kind;
  category: Category;
  receivedAt: Date;
  due: Date;
  dueHours: 24 | 48;
  /** What they wrote; its first lines are quoted. */
  excerpt: string;
  team: Team;
};

/** A person's answer in plain text, and the request that it answers. */
export type AnswerView = {
  language: Language;
  ticketNumber: string;
  subject: string;
  senderName: string;
  answer: string;
  team: Team;
  /** What they wrote; quoted below the answer. */
  excerpt: string;
};

/** A mail's contents; `subject` is one line without CR or LF, `text` has LF line ends, `html` is a whole document. */
export type Rendered = { subject: string; text: string; html: string };

/** The receipt that goes out at once: ticket, what was understood, and by when there will be an answer. */
export function renderAcknowledgement(view: AcknowledgementView): Rendered {
  return rendered(fillAcknowledgement(view), view, view.severity);
}

/** A person's answer, signed by the team, with the request quoted below. */
export function renderAnswer(view: AnswerView): Rendered {
  return rendered(fillAnswer(view, 'email'), view, null);
}

/** The receipt's subject and blocks, to be written as a mail or as a letter. */
export function fillAcknowledgement(view: AcknowledgementView): Filled {
  const { language, channel, kind, severity, impact, dueHours, team } = view;
  return fill('acknowledgement', language, {
    ...frame(view, channel),
    channel,
    kind,
    severity,
    impact,
    dueHours,
    kindLabel: labels[language].kind[kind],
    categoryLabel: labels[language].category[view.category],
    severityLabel: labels[language].severity[severity],
    receivedAt: minuteIn(language, view.receivedAt, team.timezone),
    due: momentIn(language, view.due, team.timezone),
    excerpt: firstLines(view.excerpt, EXCERPT_LETTERS, EXCERPT_LINES),
  });
}

/** The answer's subject and blocks, to be written as a mail or as a letter. */
export function fillAnswer(view: AnswerView, channel: 'email' | 'fax'): Filled {
  const answer = firstLines(view.answer, ANSWER_LETTERS);
  return fill('answer', view.language, {
    ...frame(view, channel),
    channel,
    answer,
    greeted: GREETING.test(answer),
    excerpt: firstLines(view.excerpt, QUOTE_LETTERS[channel]),
  });
}

/** Enough to recognise one's own request; a receipt is no copy of it. */
const EXCERPT_LETTERS = 200;
const EXCERPT_LINES = 6;
/** A fax costs paper, and the sender has the original. */
const QUOTE_LETTERS = { email: 4000, fax: 600 };
const ANSWER_LETTERS = 100_000;
/** Receivers show some 60 letters of a subject; the rest only makes headers long. */
const SUBJECT_LETTERS = 100;
const FIRST_WORDS_LETTERS = 40;
const NAME_LETTERS = 40;

/** An answer that greets its reader by itself gets no second greeting. */
const GREETING =
  /^(?:尊敬的|亲爱的|[^\n，,。]{0,12}[，, ]?[您你]好|(?:dear|hello|hi|good (?:morning|afternoon|day))\b)/i;

/** What every message has. */
function frame(view: AcknowledgementView | AnswerView, channel: 'email' | 'fax') {
  const { team } = view;
  return {
    ticketNumber: oneLine(view.ticketNumber, SUBJECT_LETTERS),
    subject: subjectOf(view, channel),
    senderName: oneLine(view.senderName, NAME_LETTERS),
    paper: papers[view.language][channel],
    team: { name: team.name, address: team.address, phone: team.phone ?? '', fax: team.fax ?? '' },
  };
}

/** What we call the thing they sent, in the compound in which the templates use it (来信, 来函). */
const papers = { zh: { email: '信', fax: '函' }, en: { email: 'message', fax: 'fax' } } as const;

/** The request's own subject; without one, its first words; without words (a fax that could not be read), its medium. */
function subjectOf(view: AcknowledgementView | AnswerView, channel: 'email' | 'fax'): string {
  const subject = oneLine(bareSubject(view.subject), SUBJECT_LETTERS);
  if (subject !== '') return subject;
  const [line = ''] = firstLines(view.excerpt, EXCERPT_LETTERS).split('\n');
  const words = oneLine(line.replace(/[。，；：.,;:]$/, ''), FIRST_WORDS_LETTERS);
  if (words !== '') return words;
  return view.language === 'zh' ? `您的来${papers.zh[channel]}` : `your ${papers.en[channel]}`;
}

function rendered({ subject, blocks }: Filled, view: AcknowledgementView | AnswerView, severity: Severity | null) {
  const { language, team } = view;
  const ticket = `#${oneLine(view.ticketNumber, SUBJECT_LETTERS)}`;
  return {
    subject,
    text: renderText(blocks, language),
    html: renderHtml({ subject, blocks, language, sender: team.name, ticket, severity }),
  };
}
