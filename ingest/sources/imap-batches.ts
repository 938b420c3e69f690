/** A message on the server as `FETCH (UID RFC822.SIZE)` lists it. */
export type Listed = { uid: number; size: number };

/** As many messages as are fetched, kept and marked at a time; a batch is held in memory whole. */
const most = { messages: 50, bytes: 8 * 1024 * 1024 };

/** Cuts a list into batches, oldest first; a message above the limit of bytes is a batch by itself. */
export function batches(listed: Listed[]): number[][] {
  const cut: number[][] = [];
  let current: number[] = [];
  let bytes = 0;
  for (const { uid, size } of [...listed].sort((a, b) => a.uid - b.uid)) {
    if (current.length > 0 && (current.length >= most.messages || bytes + size > most.bytes)) {
      cut.push(current);
      current = [];
      bytes = 0;
    }
    current.push(uid);
    bytes += size;
  }
  if (current.length > 0) cut.push(current);
  return cut;
}

/** UIDs as an IMAP sequence set (RFC 9051 §9), runs joined: `3:7,9`. */
export function sequenceSet(uids: number[]): string {
  const sorted = [...uids].sort((a, b) => a - b);
  const runs: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (sorted[end + 1] === sorted[end]! + 1) end++;
    runs.push(end === i ? String(sorted[i]) : `${sorted[i]}:${sorted[end]}`);
    i = end + 1;
  }
  return runs.join(',');
}
