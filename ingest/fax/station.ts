import type { FaxStation } from '../reading.ts';

/**
 * Who sent the fax, from the TIFF ImageDescription that HylaFAX writes, a line each: TSI (ITU-T T.30 §5.3.6.2, what the
 * sending machine claims: digits, `+`, blanks, at most 20), CallID1 (the number that the exchange gave), CallID2 (the name).
 * Other programs put titles there: a first line that cannot be a station number makes the whole description count for nothing.
 */
export function stationOf(description: string): FaxStation {
  const [tsi = '', callerId = '', callerName = ''] = description.split('\n').map(line => line.trim());
  const known = isStationNumber(tsi) || (tsi === '' && isStationNumber(callerId));
  if (!known) return { tsi: null, callerId: null, callerName: null };
  return { tsi: tsi || null, callerId: callerId || null, callerName: callerName || null };
}

/** T.30 has digits, `+` and blanks; many machines also send their name's letters or dashes, but never without a digit. */
function isStationNumber(text: string): boolean {
  return text.length <= 24 && /\d/.test(text) && /^[\w+ .()/-]+$/.test(text);
}
