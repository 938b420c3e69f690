import type { FaxFields } from '../reading.ts';

/**
 * Corrects what the page says of its date and fax number by the line that the sending machine printed: machine type is read
 * without errors, and the two agree more often than not. Only a plain misreading is mended, a date that differs stays.
 */
export function corrected(fields: FaxFields, header: string): FaxFields {
  const { date, fax } = fields;
  return {
    ...fields,
    ...(date !== undefined && { date: correctedDate(date, header) }),
    ...(fax !== undefined && { fax: correctedNumber(fax, header) }),
  };
}

/** A date whose 1s were lost or doubled (11月17日 read as 1月7日), or whose year was, is the header's date. */
function correctedDate(date: string, header: string): string {
  const sent = sentOn(header);
  const year = date.match(/^(\d{1,5})年/)?.[1];
  const noYear = year !== undefined && !(year.length === 4 && year.startsWith('20'));
  // A year that cannot be is better left out.
  const bare = noYear ? date.replace(/^\d+年/, '') : date;
  if (!sent) return bare;
  const parts = [...date.matchAll(/\d+/g)];
  if (parts.length !== 3) return bare;
  const wanted = sent;
  const alike = parts.map(
    ([part], i) => Number(part) === Number(wanted[i]) || withoutOnes(part) === withoutOnes(wanted[i]!),
  );
  if (!(alike[1] && alike[2] && (alike[0] || noYear))) return bare;
  let at = 0;
  return date.replace(/\d+/g, part => {
    const right = wanted[at++]!;
    return Number(part) === Number(right) ? part : right.padStart(part.startsWith('0') ? 2 : 1, '0');
  });
}

/** 2026-11-16 09:12, 2026/11/13 15:40, Nov. 12 2026 03:10PM: year, month, day without leading zeros. */
function sentOn(header: string): [string, string, string] | null {
  const iso = header.match(/(20\d\d)\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{2})/);
  if (iso) return [iso[1]!, String(Number(iso[2])), String(Number(iso[3]))];
  const named = header.match(/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s*(\d{1,2})\s*,?\s*(20\d\d)/i);
  const month =
    named && 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').indexOf(named[1]!.toLowerCase()) + 1;
  return named ? [named[3]!, String(month), String(Number(named[2]))] : null;
}

const withoutOnes = (digits: string) => digits.replace(/^0+/, '').replace(/1/g, '');

/** A number that lacks a digit or has one wrong is the header's number, written as it stands on the page. */
function correctedNumber(fax: string, header: string): string {
  const digits = fax.replace(/\D/g, '');
  for (const [run] of header.matchAll(/(?<![\d-]|\d:)\d{3,4}[ -]?\d{7,8}(?!\d)/g)) {
    const sent = run.replace(/\D/g, '');
    if (sent.length < 10 || sent.length > 12 || sent === digits || !isNearly(sent, digits)) continue;
    const area = fax.match(/^(\d{3,4})-/)?.[1];
    return area ? `${sent.slice(0, area.length)}-${sent.slice(area.length)}` : sent;
  }
  return fax;
}

/** One digit changed, lost or added. */
function isNearly(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++;
  return a.slice(at + (a.length >= b.length ? 1 : 0)) === b.slice(at + (b.length >= a.length ? 1 : 0));
}
