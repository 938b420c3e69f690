import type { Language } from './judgement.ts';

/** `affected` of `total` windows, people or machines. */
export type Extent = { affected: number; total: number; start: number; end: number };

/** Compares the numbers of a message: 6个窗口有5个, 24人中9人, 十四个收费员只有小容一个人, 5 of 6, two out of three. */
export function extentsOf(text: string, language: Language): Extent[] {
  const found: Extent[] = [];
  for (const pattern of language === 'zh' ? chinese : english) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const { total, affected } = match.groups ?? {};
      const extent = { total: numberOf(total ?? ''), affected: numberOf(affected ?? '') };
      if (extent.total > 0 && extent.affected > 0 && extent.affected <= extent.total)
        found.push({ ...extent, start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}

const han = '\\d{1,4}|[一二两三四五六七八九十百]{1,4}';
const unit = '(?:个|台|条|名|位|人|间|家|部|张|支|扇)';
const chinese = [
  new RegExp(
    `(?<total>${han})${unit}(?:窗口|窗|收费点|开票点|收费员|电脑|机器|自助机|打印机)[,,;](?<affected>${han})${unit}(?!月|小时|多|钟)`,
    'g',
  ),
  new RegExp(
    `(?<total>${han})${unit}?[^,。;!?\\n\\d]{0,8}?(?:里面|里边|里头|之中|当中|里|中|有|,其中|,有|,里面)(?:的|只)?(?:有)?(?<affected>${han})${unit}`,
    'g',
  ),
  new RegExp(
    `(?<total>${han})${unit}[^,。;!?\\n\\d]{0,6}?,?(?:只有|就|单单|唯独|其中)[^,。;!?\\n\\d]{0,6}?(?<affected>${han})${unit}`,
    'g',
  ),
  new RegExp(`(?<affected>${han})${unit}?(?:\\(|,)?(?:全院|全部|总共|一共|共)(?:有)?(?<total>${han})${unit}?`, 'g'),
];

const words = 'a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty';
const english = [
  new RegExp(`\\b(?<affected>\\d{1,4}|${words}) (?:out )?of (?:the |our |all )?(?<total>\\d{1,4}|${words})\\b`, 'g'),
  /\b(?<affected>\d{1,4})\/(?<total>\d{1,4}) (?:counters|windows|cashiers|users|pcs)\b/g,
];

const digits = '零一二三四五六七八九';
const spelled: ReadonlyMap<string, number> = new Map([
  ['a', 1],
  ['one', 1],
  ['two', 2],
  ['three', 3],
  ['four', 4],
  ['five', 5],
  ['six', 6],
  ['seven', 7],
  ['eight', 8],
  ['nine', 9],
  ['ten', 10],
  ['eleven', 11],
  ['twelve', 12],
  ['fifteen', 15],
  ['twenty', 20],
]);

/** Value of `12`, `十二`, `两`, `一百二十`, `twelve`; 0 for what is no number. */
export function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const word = spelled.get(text);
  if (word !== undefined) return word;
  let sum = 0;
  let digit = 0;
  for (const unit of text) {
    const value = unit === '两' ? 2 : digits.indexOf(unit);
    if (value >= 0) digit = value;
    else if (unit === '十') {
      sum += (digit || 1) * 10;
      digit = 0;
    } else if (unit === '百') {
      sum += (digit || 1) * 100;
      digit = 0;
    } else return 0;
  }
  return sum + digit;
}
