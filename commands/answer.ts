import { readFile } from 'node:fs/promises';
import { PermanentError } from '../errors.ts';
import { openLog } from '../log.ts';
import { answerTicket } from '../notify/answer.ts';
import { closeParts, openParts } from '../service/service.ts';
import { configOf, type GlobalOptions } from './options.ts';
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
  const config = configOf(options);
  const parts = await openParts(config, openLog('error'), undefined, true);
  try {
    const id = await answerTicket(parts.store, config.team, number.replace(/^#/, ''), text, new Date());
    print(`The answer to ${number} is decided (outbox ${id}); it leaves with the running worker.`);
  } finally {
    await closeParts(parts);
  }
}
