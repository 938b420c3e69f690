import { readFile } from 'node:fs/promises';
import { PermanentError } from '../errors.ts';
import { answerTicket } from '../notify/answer.ts';
import type { GlobalOptions } from './options.ts';
import { withParts } from './parts.ts';
import { print } from './terminal.ts';

/** `jishi answer NUMBER`: sends a person's answer over the channel that the user wrote on; the running worker takes it out. */
export async function answer(number: string, options: GlobalOptions & { text?: string; file?: string }): Promise<void> {
  const text =
    options.text ??
    (options.file
      ? await readFile(options.file, 'utf8').catch(cause => {
          throw new PermanentError('answer-file', `Cannot read the answer from "${options.file}"`, { cause });
        })
      : '');
  await withParts(options, async ({ store, config, now }) => {
    const id = await answerTicket(store, config.team, number.replace(/^#/, ''), text, now());
    print(`The answer to ${number} is decided (outbox ${id}); it leaves with the running worker.`);
  });
}
