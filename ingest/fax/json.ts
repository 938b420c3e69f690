import type { FaxFields, FaxReading } from '../reading.ts';

/** One fax as `jishi read --json` prints it, a line of its own; `ms` is the time for the whole file. */
export function faxJson(file: string, reading: FaxReading, ms: number): string {
  const { text, pages, fields, ticks, codes } = reading;
  return JSON.stringify({
    file,
    type: 'fax',
    ok: true,
    text,
    pages: pages.map(({ n, rotated, lines }) => ({ n, rotated, lines })),
    fields: { ...fields, ...lists(fields) },
    ticks,
    codes,
    ms: Math.round(ms),
  });
}

/** A list of bills has several codes and numbers, which a reading parts by blanks. */
function lists({ billCode, billNumber }: FaxFields): Record<string, string[]> {
  const list = (name: string, value = '') => (value.includes(' ') ? { [name]: value.split(' ') } : {});
  return { ...list('billCode', billCode), ...list('billNumber', billNumber) };
}
