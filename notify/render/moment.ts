import type { Language } from '../../classify/judgement.ts';

/**
 * A moment to the minute in the words of the reader, in the team's time zone:
 * `2026年11月26日（星期四）15:42`, `Thursday, 26 November 2026, 15:42 (China Standard Time, UTC+8)`.
 * Chinese names no zone for China's own time and `UTC+7` for another, as readers there expect.
 *
 * @param zone IANA name, e.g. `Asia/Shanghai`
 */
export function momentIn(language: Language, moment: Date, zone: string): string {
  const words = minuteIn(language, moment, zone);
  if (language === 'en') return `${words} (${zoneName(moment, zone, 'long')}, ${offset(moment, zone)})`;
  return zone === 'Asia/Shanghai' ? words : `${words}（${offset(moment, zone)}）`;
}

/** The same without the zone, for a moment that stands beside one that names it. */
export function minuteIn(language: Language, moment: Date, zone: string): string {
  const { weekday, hour, minute } = partsIn(language, moment, zone);
  const day = dayIn(language, moment, zone);
  return language === 'zh' ? `${day}（${weekday}）${hour}:${minute}` : `${weekday}, ${day}, ${hour}:${minute}`;
}

/** A date in the words of the reader: `2026年11月26日`, `26 November 2026`. */
export function dayIn(language: Language, moment: Date, zone: string): string {
  const { year, month, day } = partsIn(language, moment, zone);
  return language === 'zh' ? `${year}年${month.replace('月', '')}月${day}日` : `${day} ${month} ${year}`;
}

type Part = 'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute';

function partsIn(language: Language, moment: Date, zone: string): Record<Part, string> {
  const parts = { year: '', month: '', day: '', weekday: '', hour: '', minute: '' };
  for (const { type, value } of formatter(language, zone, 'parts').formatToParts(moment))
    if (type in parts) Object.assign(parts, { [type]: type === 'day' ? value.replace('日', '') : value });
  return parts;
}

/** `China Standard Time`, or `GMT+08:00`. */
function zoneName(moment: Date, zone: string, style: 'long' | 'longOffset'): string {
  return (
    formatter('en', zone, style)
      .formatToParts(moment)
      .find(part => part.type === 'timeZoneName')?.value ?? zone
  );
}

/** `UTC+8`, `UTC+5:30`, `UTC-3`, `UTC+0`. */
function offset(moment: Date, zone: string): string {
  const [, sign = '+', hours = '0', minutes = '00'] =
    /^GMT([+-])(\d\d):(\d\d)/.exec(zoneName(moment, zone, 'longOffset')) ?? [];
  return `UTC${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
}

/** Making a formatter costs a hundred times as much as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, timeZone: string, style: 'parts' | 'long' | 'longOffset'): Intl.DateTimeFormat {
  const key = `${language}/${timeZone}/${style}`;
  const known = formatters.get(key);
  if (known) return known;
  const made =
    style === 'parts'
      ? new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
          timeZone,
          year: 'numeric',
          month: language === 'zh' ? 'numeric' : 'long',
          day: 'numeric',
          weekday: 'long',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        })
      : new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: style });
  formatters.set(key, made);
  return made;
}
