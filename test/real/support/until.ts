import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../../errors.ts';

type NotYet = null | undefined | false | 0 | '';

/**
 * Asks again and again until the answer is there. A question that throws (the database is just away) is asked again, too.
 *
 * @throws Error that says what was waited for, and what was found last
 */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | NotYet> | T | NotYet,
  found: () => unknown = () => '',
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  let trouble = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      trouble = '';
    } catch (error) {
      trouble = messageOf(error);
    }
    if (performance.now() > deadline) {
      const last = [String(await found()), trouble].filter(text => text !== '').join('; ');
      throw new Error(`not within ${seconds} s: ${what}${last === '' ? '' : ` (${last})`}`);
    }
    await delay(50);
  }
}
