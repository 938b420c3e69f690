import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { judgeLine, readJudgeLine } from '../classify/json.ts';
import { judge as judgeRequest } from '../classify/judge.ts';

/** `jishi judge < requests.jsonl`: a line in, a line out, in order; memory does not grow with their number. */
export async function judge(): Promise<void> {
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    const { id, ...request } = readJudgeLine(line, number);
    if (!process.stdout.write(`${judgeLine(id, judgeRequest(request))}\n`)) await once(process.stdout, 'drain');
  }
}
