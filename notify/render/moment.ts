import { DateTime } from 'luxon';
import type { Language } from '../../classify/judgement.ts';

/**
 * A moment to the minute in the words of the reader, in the team's time zone:
 * `2026年11月26日（星期四）15:42`, `Thursday, 26 November 2026, 15:42 (China Standard Time, UTC+8)`.
 * Chinese names no zone for China's own time and `UTC+7` for another, as readers there expect.
 *
 * @param zone IANA name, e.g. `Asia/Shanghai`
 */
export function momentIn(language: Language, moment: Date, zone: string): string {
  const local = localTime(language, moment, zone);
  const words = minuteIn(language, moment, zone);
  if (language === 'en') return `${words} (${local.setLocale('en-US').offsetNameLong}, ${offset(local)})`;
  return zone === 'Asia/Shanghai' ? words : `${words}（${offset(local)}）`;
}

/** The same without the zone, for a moment that stands beside one that names it. */
export function minuteIn(language: Language, moment: Date, zone: string): string {
  return localTime(language, moment, zone).toFormat(
    language === 'zh' ? 'yyyy年M月d日（cccc）HH:mm' : 'cccc, d LLLL yyyy, HH:mm',
  );
}

/** A date in the words of the reader: `2026年11月26日`, `26 November 2026`. */
export function dayIn(language: Language, moment: Date, zone: string): string {
  return localTime(language, moment, zone).toFormat(language === 'zh' ? 'yyyy年M月d日' : 'd LLLL yyyy');
}

function localTime(language: Language, moment: Date, zone: string): DateTime {
  return DateTime.fromJSDate(moment, { zone }).setLocale(language === 'zh' ? 'zh-CN' : 'en-GB');
}

/** `UTC+8`, `UTC+5:30`, `UTC-3`. */
const offset = (local: DateTime): string => `UTC${local.toFormat('Z').replace(':00', '')}`;
