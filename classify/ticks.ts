import type { Severity } from './judgement.ts';

/** What a form's boxes claim; null where a group is missing or nothing in it is ticked. Claims count only where the text is silent. */
export type Claims = {
  severity: Severity | null;
  impact: boolean | null;
  /** The form has boxes for severity or impact: it is a fault form. */
  form: boolean;
  /** Parts of the text that are boxes and unticked options, as places in `subject + "\n" + body`. */
  places: [start: number, end: number][];
};

/**
 * Reads boxes out of folded text: `☑严重 □一般 □轻微`, `影响业务: 口是 ■否`, `[x] 紧急`. An empty box often comes
 * back from a recogniser as 口, which is only a box where no word can end in it (窗口, 接口) and an option follows.
 *
 * @param offset place of `body` in `subject + "\n" + body`
 */
export function claimsOf(body: string, offset: number): Claims {
  const claims: Claims = { severity: null, impact: null, form: false, places: [] };
  if (!anyBox.test(body)) return claims;
  for (const found of body.matchAll(option)) readOption(found, body, offset, claims);
  return claims;
}

const ticked = '[☑■√✓✔☒●⊠▣◼☻✅]|\\[[xv√]\\]|\\([xv√]\\)';
const empty = '[□☐○◻▢]|\\[ ?\\]|(?<![窗门出入接端关路胃道缺b个户])口(?=\\s?[^\\s,。,.、口::]{1,8}(?:[\\s口☑■√✓(]|$))';
const anyBox = new RegExp(`${ticked}|[□☐○◻▢]|口\\s?(?:严重|一般|轻微|是|否|紧急|急|一级)|\\[ ?\\]`);
const option = new RegExp(
  `(?:(${ticked})|${empty})[ \\t]?([^\\s☑■√✓✔☒●□☐○◻口,。]{1,8}(?:\\([^()\\n]{1,12}\\))?)`,
  'gm',
);

function readOption(found: RegExpMatchArray, body: string, offset: number, claims: Claims) {
  const start = found.index ?? 0;
  const end = start + found[0].length;
  const isTicked = found[1] !== undefined;
  const words = (found[2] ?? '').replace(/\(.*$/, '');
  const label = labelBefore(body, start);
  const severity = mood.test(label) ? undefined : severities.get(words);
  const impact = /影响范围/.test(label) ? undefined : impactOf(words, label);
  if (severity === undefined && impact === undefined) {
    // The ticked option of any other group is the sender's word, an empty one is not.
    claims.places.push(
      isTicked ? [offset + start, offset + start + (found[1]?.length ?? 1)] : [offset + start, offset + end],
    );
    return;
  }
  claims.form = true;
  claims.places.push([offset + start - label.length, offset + end]);
  if (!isTicked) return;
  if (severity !== undefined) claims.severity ??= severity;
  else if (impact !== undefined) claims.impact ??= impact;
}

/** The words between the last line break or colon-less gap and the first box of the group. */
function labelBefore(body: string, start: number): string {
  const line = body.slice(body.lastIndexOf('\n', start - 1) + 1, start);
  const colon = line.lastIndexOf(':');
  if (colon < 0) return '';
  return line.slice(
    line
      .slice(0, colon)
      .trimEnd()
      .search(/[^\s。;;,]*$/),
  );
}

const mood = /满意|态度|评价|服务|质量/;

const severities: ReadonlyMap<string, Severity> = new Map([
  ['严重', 'critical'],
  ['严重级', 'critical'],
  ['特急', 'critical'],
  ['紧急', 'critical'],
  ['加急', 'critical'],
  ['一级', 'critical'],
  ['critical', 'critical'],
  ['serious', 'critical'],
  ['severe', 'critical'],
  ['urgent', 'critical'],
  ['一般', 'general'],
  ['一般级', 'general'],
  ['急', 'general'],
  ['较急', 'general'],
  ['二级', 'general'],
  ['general', 'general'],
  ['normal', 'general'],
  ['轻微', 'minor'],
  ['轻微级', 'minor'],
  ['不急', 'minor'],
  ['普通', 'minor'],
  ['三级', 'minor'],
  ['minor', 'minor'],
]);

function impactOf(words: string, label: string): boolean | undefined {
  if (/^(?:影响业务|影响|有影响|已影响)$/.test(words)) return true;
  if (/^(?:不影响业务|不影响|无影响|未影响)$/.test(words)) return false;
  if (!/影响|中断|impact|business|affect/.test(label)) return undefined;
  if (/^(?:是|有|yes)$/.test(words)) return true;
  if (/^(?:否|无|没有|no)$/.test(words)) return false;
  return undefined;
}
