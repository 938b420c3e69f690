import { banners, disclaimers, phoneLines, signatureRules, signatureStarts } from './signatures.ts';

/** A stretch of own lines without signature, phone line, disclaimer and banners. */
export function withoutSignature(segment: readonly string[]): string[] {
  const unmarked = segment.filter(text => !text.startsWith(signatureMark));
  const first = unmarked.findIndex(text => text.trim() !== '' && !isBanner(text.trim()));
  let lines = first < 0 ? [] : unmarked.slice(first);
  const start = lines.findIndex(
    text => text.length <= 80 && signatureStarts.some(pattern => pattern.test(text.trimStart())),
  );
  if (start >= 0) lines = lines.slice(0, start);
  const disclaimer = lines.findIndex(text => disclaimers.some(pattern => pattern.test(text.trim().slice(0, 400))));
  if (disclaimer >= 0) lines = lines.slice(0, disclaimer);
  lines = withoutRuledSignature(lines);
  return lines.slice(0, lines.findLastIndex(text => !isIdle(text.trim())) + 1);
}

const isBanner = (text: string) => text.length <= 400 && banners.some(pattern => pattern.test(text));

/** What may be taken off the end: nothing, the line of a phone or an app, the banner of a gateway. */
const isIdle = (text: string) =>
  text === '' || (text.length <= 160 && (phoneLines.some(pattern => pattern.test(text)) || isBanner(text)));

/** A rule of dashes counts as the start of a signature only if a card stands below it and words above it. */
function withoutRuledSignature(lines: string[]): string[] {
  const rule = lines.findLastIndex(
    text => text.length <= 80 && signatureRules.some(pattern => pattern.test(text.trim())),
  );
  if (rule <= 0 || !lines.slice(0, rule).some(isWritten)) return lines;
  return looksLikeSignature(lines.slice(rule + 1).join('\n')) ? lines.slice(0, rule) : lines;
}

/** Name, office and telephone without a sentence: what a program puts below the words or above a forwarded mail. */
export function looksLikeSignature(text: string): boolean {
  const lines = text.split('\n').filter(isWritten);
  const says = (line: string) => !isLink.test(line) && (line.length > 60 || sentence.test(line));
  return lines.length <= 7 && !lines.some(says) && lines.some(line => card.test(line));
}

const isLink = /^\s*https?:\/\/\S+\s*$/;
const sentence = /[。？！?!；;，,]|请|麻烦|谢谢|帮|看|如下|见附|转|报错|不能|无法|FYI|please|see/i;
const card = /\d{6,}|\d{3,4}-\d{5,}|@|https?:|电话|手机|Tel|医院|公司|中心|科$|处$|室$|部$|卫生院|Hospital|Inc|Ltd/i;

/** Stands before lines that the markup calls a signature, so that they can come back where nothing else is written. */
export const signatureMark = '\ue0ff';

/** True if people would say that something is written there. */
export const isWritten = (text: string) =>
  /[\p{L}\p{N}\p{S}]/u.test(text) || /[^\s\p{P}]/u.test(text) || /[?？!！]/.test(text);
