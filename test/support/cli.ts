import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line, compiled from the same tree as this file. */
const program = fileURLToPath(new URL('../../jishi.js', import.meta.url));

export type Ran = { code: number | null; out: string; err: string };

/** Runs a command to its end, in a folder of its own. */
export function jishi(
  args: string[],
  options: { cwd: string; input?: string; env?: Record<string, string> },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: options.cwd,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...options.env },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, out, err }));
    child.stdin.end(options.input ?? '');
  });
}
