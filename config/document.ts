import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { SetupError } from '../errors.ts';

/** A YAML file's values, with where each stands, for errors that a person can follow. */
export type ConfigDocument = { values: unknown; where(path: PropertyKey[]): string };

/**
 * Reads YAML and puts environment variables in for `${NAME}`.
 *
 * @throws SetupError `config-syntax`, `config-environment`
 */
export function readDocument(text: string, file: string, environment: NodeJS.ProcessEnv): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  const [problem] = document.errors;
  if (problem) throw new SetupError('config-syntax', `Cannot read ${file}: ${problem.message}`);

  const where = (path: PropertyKey[]): string => {
    for (let known = [...path]; known.length > 0; known.pop()) {
      const node = document.getIn(known, true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
        return `${file}:${lines.linePos(node.range[0]).line}`;
    }
    return file;
  };
  return { values: fillIn(document.toJS() ?? {}, [], environment, where), where };
}

function fillIn(
  value: unknown,
  path: PropertyKey[],
  environment: NodeJS.ProcessEnv,
  where: (path: PropertyKey[]) => string,
): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Za-z_]\w*)\}/g, (_, name: string) => {
      const found = environment[name];
      if (found === undefined)
        throw new SetupError(
          'config-environment',
          `Cannot start: ${where(path)}: ${nameOf(path)} asks for the environment variable ${name}, which is not set`,
        );
      return found;
    });
  }
  if (Array.isArray(value)) return value.map((item, i) => fillIn(item, [...path, i], environment, where));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fillIn(item, [...path, key], environment, where)]),
    );
  return value;
}

/** `inboxes[0].pollSeconds` */
export function nameOf(path: PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

/** What is wrong with a value, in words; an unknown key names the nearest known one. Values are not shown: they may be secrets. */
export function explain(issue: z.core.$ZodIssue, knownKeys: ReadonlySet<string>): string {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const nearest = nearestOf(key, knownKeys);
    return `${nameOf([...issue.path, key])} is not a setting${nearest ? `; did you mean "${nearest}"?` : ''}`;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [closest] = [...issue.errors].sort((a, b) => a.length - b.length);
    const inner = closest?.[0];
    if (inner) return explain({ ...inner, path: [...issue.path, ...inner.path] }, knownKeys);
  }
  return `${nameOf(issue.path)}: ${issue.message}`;
}

function nearestOf(key: string, known: ReadonlySet<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(key.length / 2)) + 1;
  for (const candidate of known) {
    const distance = editDistance(key.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
