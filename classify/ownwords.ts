import { fold } from './fold.ts';
import type { JudgeRequest } from './judgement.ts';
import { type Claims, claimsOf } from './ticks.ts';

/** The sender's own words, taken out of all that a message carries besides. */
export type OwnWords = {
  /** Folded own words: subject first, wrapped lines joined, a line break where a thought may end. */
  text: string;
  /** For each character of `text` its place in `subject + "\n" + body`. */
  places: Int32Array;
  /** Length of the part of `text` that comes from the subject; 0 when the subject is history. */
  subjectLength: number;
  /** The folded subject, history or not, without its `Re:` and `Fw:`. */
  topic: string;
  /** The subject says that this answers or passes on another message. */
  thread: 'new' | 'answer' | 'forward';
  claims: Claims;
};

/** Takes out quotes, banners, signatures, disclaimers, fax headers and boxes to tick. */
export function ownWords(request: JudgeRequest): OwnWords {
  const subject = fold(request.subject.slice(0, longestSubject));
  const body = fold(request.body.slice(0, longestBody));
  const prefix = threadPrefix.exec(subject)?.[0] ?? '';
  const topic = subject.slice(prefix.length);
  const named = forwardMark.test(prefix) ? 'forward' : prefix.trim() === '' ? 'new' : 'answer';
  const lines = linesOf(body, request.subject.length + 1);
  const { own, passedOn } = splitHistory(lines);
  const empty = !own.some(line => saysSomething.test(line.text) && !passingOn.test(line.text));
  const claims = claimsOf(body, request.subject.length + 1);
  const kept = empty && passedOn.length > 0 ? passedOn : own;
  const spoken = withoutSignature(kept)
    .filter(line => !faxHeader.test(line.text) && !disclaimer.test(line.text))
    .map(line => withoutBoxes(line, claims));
  const thread = named === 'new' && empty && passedOn.length > 0 ? 'forward' : named;
  const bodySays = spoken.some(line => saysSomething.test(line.text));
  // The subject of an answer, and of a message passed on with a word of one's own, is history.
  const subjectCounts = thread === 'new' || !bodySays || (thread === 'forward' && empty);
  const subjectLines: Line[] = subjectCounts ? [{ text: topic, at: prefix.length }] : [];
  return { ...join(subjectLines, spoken), topic, thread, claims };
}

/** Characters of a body that are read; what somebody wants stands further up, and a pasted log must not hold up the queue. */
const longestBody = 20_000;
const longestSubject = 1_000;

type Line = { text: string; at: number };

const threadPrefix = /^(?:\s*(?:re|fwd?|aw|回复|答复|回覆|转发|轉發|转寄)\s*(?:\[\d+\])?\s*:\s*)*/;
const forwardMark = /^\s*(?:fw|转)/;

function linesOf(body: string, offset: number): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at <= body.length; ) {
    const end = body.indexOf('\n', at);
    const stop = end < 0 ? body.length : end;
    lines.push({ text: body.slice(at, stop).replace(/[\r\f]/g, ' '), at: offset + at });
    at = stop + 1;
  }
  return lines;
}

/** Banners that open quoted or forwarded history in the mail programs of the trade. */
const banner =
  /^\s*[-—_=*]{2,}\s*(?:原始邮件|原邮件|转发(?:的)?邮件|转发邮件信息|转发信息|original (?:message|mail)|forwarded (?:message|by)|begin forwarded)|^\s*(?:begin forwarded message|以下(?:是|为)(?:转发|原)|-----)|^\s*(?:on|在)\s.{4,120}(?:wrote|写道)\s*:?\s*$|^.{0,60}(?:于|在)\s?\d{4}[年/-].{2,60}写道\s*:|^\s*at \d{4}-\d\d-\d\d .{2,80} wrote:|^.{0,80}@.{1,60}(?:wrote|写道)\s*:\s*$/;
const headerLine =
  /^\s*(?:发件人|寄件人|发送时间|发送日期|发件时间|收件人|抄送|主题|日期|时间|from|sent|to|cc|date|subject)\s*:\s*\S?/;
const senderLine = /^\s*(?:发件人|寄件人|from)\s*:/;
const sentLine = /^\s*(?:发送时间|发送日期|发件时间|收件人|主题|日期|时间|sent|date|to|subject)\s*:/;

/** Own lines above or between history; of what was passed on, the newest message without its header lines. */
function splitHistory(lines: Line[]): { own: Line[]; passedOn: Line[] } {
  const at = lines.findIndex((line, i) => banner.test(line.text) || opensHeader(lines, i));
  const own = (at < 0 ? lines : lines.slice(0, at)).filter(line => !/^\s*(?:>|》|\|\s)/.test(line.text));
  const quoted = at < 0 ? lines.filter(line => /^\s*>/.test(line.text)) : lines.slice(at);
  const inner = quoted
    .map(line => ({
      text: line.text.replace(/^[\s>]+/, ''),
      at: line.at + (/^[\s>]+/.exec(line.text)?.[0].length ?? 0),
    }))
    .filter(line => !banner.test(line.text));
  const passedOn: Line[] = [];
  for (const [i, line] of inner.entries()) {
    if (headerLine.test(line.text)) continue;
    // A second header block: older history, which is not passed on but only carried along.
    if (passedOn.some(l => saysSomething.test(l.text)) && opensHeader(inner, i + 1)) {
      passedOn.push(line);
      break;
    }
    passedOn.push(line);
  }
  return { own, passedOn };
}

/** A sender's line followed within three lines by a date, a receiver or a subject opens a quoted message (Outlook, Foxmail). */
const opensHeader = (lines: Line[], i: number) =>
  senderLine.test(lines[i]?.text ?? '') &&
  lines.slice(i + 1, i + 4).filter(line => sentLine.test(line.text)).length >= 1 &&
  lines.slice(i + 1, i + 5).some(line => /^\s*(?:主题|subject)\s*:/.test(line.text));

const saysSomething = /[a-z\d\u3400-\u9fff]{2}/;
const passingOn =
  /^\s*(?:fyi|see below|please see below|如下|见下|请见下|请阅|请看下面|转|转发|转发如下|请处理|请见附件)[.。!,:]*\s*$/;

const signatureMark = /^\s*(?:--|—{2,}|-{3,}|_{3,}|={3,})\s*$|^\s*(?:发自我的|来自我的|sent from my|get outlook)/;

/** Everything below a signature's mark; a mark on the very first line is only a rule. */
function withoutSignature(lines: Line[]): Line[] {
  const at = lines.findIndex(
    (line, i) => signatureMark.test(line.text) && lines.slice(0, i).some(l => saysSomething.test(l.text)),
  );
  return at < 0 ? lines : lines.slice(0, at);
}

const disclaimer =
  /本邮件(?:及|和|包含|可能|来自外部|内容)|本传真(?:及|包含|所载|仅供|如误)|(?:^|【|\[)\s*(?:警告|caution|external|外部邮件|免责声明|保密声明|声明)|保密信息|confidential|intended (?:only|recipient|solely)|if you (?:have )?receiv|误发|误收|勿点击|save paper|think before (?:you )?print|请考虑环保|24小时(?:紧急|应急|值班|服务|热线).{0,14}[::]|请(?:立即|马上|即刻)(?:致电|拨打)(?!.*我)|virus-free/;

const faxHeader =
  /^\s*(?:fax(?: transmission| message| cover)?\b.{0,30}|(?:from|to|attn|tel|fax|date|pages?)\s*[:.].{0,60}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d\d.{0,60}(?:p\.?\s?\d|\d\s*\/\s*\d|from|to|页).{0,20}|.{0,30}第\s?\d\s?页\s?[,/]?\s?共\s?\d\s?页\s*|(?:传真|电话|日期|时间|tel|手机|传真号|fax no)\s*[::]?\s*[\d\s()/年月日:.-]{4,30})\s*$/;

/** Boxes and their options are claims, not words: they leave blanks behind, so that places stay as they are. */
function withoutBoxes(line: Line, claims: Claims): Line {
  let text = line.text;
  const end = line.at + text.length;
  for (const [start, stop] of claims.places) {
    const from = Math.max(start, line.at);
    const to = Math.min(stop, end);
    if (from < to) text = text.slice(0, from - line.at) + ' '.repeat(to - from) + text.slice(to - line.at);
  }
  return { text, at: line.at };
}

/** A line this wide was cut by the edge of the paper or by the mail program, not by the writer. */
const wrapColumns = 34;

/**
 * Lines as one text. A line that ends at the margin without a stop runs on in the next; blanks between Chinese
 * characters (报 修 单) are only spacing.
 */
function join(subject: Line[], body: Line[]): { text: string; places: Int32Array; subjectLength: number } {
  const size = [...subject, ...body].reduce((sum, line) => sum + line.text.length + 1, 0);
  const places = new Int32Array(size);
  let text = '';
  const put = (unit: string, place: number) => {
    places[text.length] = place;
    text += unit;
  };
  for (const line of subject) putLine(line, put);
  const subjectLength = text.length;
  if (subjectLength > 0) put('\n', (subject[0]?.at ?? 0) + (subject[0]?.text.length ?? 0));
  for (const [i, line] of body.entries()) {
    putLine(line, put);
    const next = body[i + 1]?.text;
    if (next === undefined) break;
    const runsOn =
      columns(line.text.trimEnd()) >= wrapColumns && !/[。!?;::.…~]\s*$/.test(line.text) && !newLabel.test(next);
    if (!runsOn) put('\n', line.at + line.text.length);
    else if (!(endsInHan.test(line.text) && startsInHan.test(next))) put(' ', line.at + line.text.length);
  }
  return { text, places, subjectLength };
}

/** A label, a list mark, an indented signature or an empty line begins something new. */
const newLabel = /^\s*$|^\s{8,}|^\s*[^\s,。:]{1,10}:|^\s*(?:[-*•]|\(?\d{1,2}[.、)]|[一二三四五六七][、.])/;
const endsInHan = /[\u3400-\u9fff,、]\s*$/;
const startsInHan = /^\s*[\u3400-\u9fff\d]/;

function putLine(line: Line, put: (unit: string, place: number) => void) {
  const { text } = line;
  let last = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!;
    if (unit !== ' ' && unit !== '\t') {
      put(unit, line.at + i);
      last = unit;
      continue;
    }
    let end = i;
    while (end + 1 < text.length && (text[end + 1] === ' ' || text[end + 1] === '\t')) end++;
    const next = text[end + 1] ?? '';
    const wide = end - i >= 3;
    if (last !== '' && next !== '' && (wide || !(isHan(last) && isHan(next)))) put(wide ? ';' : ' ', line.at + i);
    i = end;
  }
}

const isHan = (unit: string) => unit >= '\u3400' && unit <= '\u9fff';

/** Width on paper: a Chinese character takes two columns. */
function columns(text: string): number {
  let width = 0;
  for (let i = 0; i < text.length; i++) width += text.charCodeAt(i) > 0x2e80 ? 2 : 1;
  return width;
}
