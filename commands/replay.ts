import { judge } from '../classify/judge.ts';
import { codeOf, messageOf } from '../errors.ts';
import { type ReadMessage, readFaxMessage, readMailMessage } from '../ingest/read.ts';
import type { Parts } from '../pipeline/parts.ts';
import { requestOf } from '../pipeline/request.ts';
import { type Recorded, recorded, release } from '../store/replay.ts';
import type { GlobalOptions } from './options.ts';
import { withParts } from './parts.ts';
import { paint, print } from './terminal.ts';

type Difference = { label: string; was: string; is: string };
type Outcome = {
  message: number;
  ok: boolean;
  place: string | null;
  differences: Difference[];
  released: boolean;
  error: { code: string; message: string } | null;
};

/**
 * `jishi replay MESSAGE…`: reads and judges again from the kept original, and shows what differs from what was recorded.
 * A message in quarantine that can be read now goes back on its way; nothing else is changed.
 */
export async function replay(
  ids: string[],
  options: GlobalOptions & { json?: boolean; quarantine?: boolean },
): Promise<void> {
  await withParts(options, async parts => {
    const wanted = ids.map(Number);
    for (const one of await recorded(parts.store.db, options.quarantine ? 'quarantine' : wanted)) {
      const outcome = await replayOne(parts, one);
      if (!outcome.ok) process.exitCode = 1;
      if (options.json) print(JSON.stringify(outcome));
      else show(outcome);
      wanted.splice(wanted.indexOf(one.message.id), wanted.includes(one.message.id) ? 1 : 0);
    }
    for (const id of wanted) {
      process.exitCode = 1;
      const error = { code: 'no-message', message: `There is no message ${id}` };
      if (options.json) print(JSON.stringify({ message: id, ok: false, error }));
      else print(`${id}: ${error.message}`);
    }
  });
}

async function replayOne(parts: Parts, { message, reading, judgement }: Recorded): Promise<Outcome> {
  const outcome = { message: message.id, place: message.place, differences: [], released: false, error: null };
  try {
    const now = await readAgain(parts, message);
    const request = requestOf({ mail: now.mail, fax: now.fax });
    const judged = judge(request);
    const differences: Difference[] = [];
    const compare = (label: string, was: unknown, is: unknown): void => {
      if (was !== undefined && String(was) !== String(is))
        differences.push({ label, was: String(was), is: String(is) });
    };
    compare('text', reading ? requestOf(reading).body : undefined, request.body);
    for (const label of ['kind', 'severity', 'impact', 'category', 'language', 'triage', 'version'] as const)
      compare(label, judgement?.[label], judged[label]);
    const released = message.place === 'quarantine' ? await parts.store.transaction(tx => release(tx, message)) : false;
    return { ...outcome, ok: true, differences, released };
  } catch (error) {
    return { ...outcome, ok: false, error: { code: codeOf(error), message: messageOf(error) } };
  }
}

async function readAgain({ store, faxReader }: Parts, message: Recorded['message']): Promise<ReadMessage> {
  const bytes = await store.blobs.get(message.blob);
  return message.channel === 'fax' ? readFaxMessage(bytes, message.envelope, faxReader) : readMailMessage(bytes);
}

function show({ message, place, ok, differences, released, error }: Outcome): void {
  const head = paint('bold', `message ${message}`);
  if (!ok) print(`${head} (${place}): ${paint('red', 'cannot be read')}: ${error?.message} (${error?.code})`);
  else if (released) print(`${head}: ${paint('green', 'can be read now, and goes on its way')}`);
  else if (differences.length === 0) print(`${head} (${place}): as recorded`);
  else {
    print(`${head} (${place}): differs from what was recorded`);
    for (const { label, was, is } of differences)
      print(label === 'text' ? `  text: ${was.length} letters before, ${is.length} now` : `  ${label}: ${was} → ${is}`);
  }
}
