import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid, type Template } from 'liquidjs';
import type { Language } from '../../classify/judgement.ts';
import { messageOf, SetupError } from '../../errors.ts';
import { packageRoot } from '../../root.ts';
import { type Block, parseDocument } from './document.ts';
import { seal, unseal } from './seal.ts';

export type TemplateName = 'acknowledgement' | 'answer';

/** A message before it is written on anything; `subject` is one line. */
export type Filled = { subject: string; blocks: Block[] };

/**
 * Fills in `notify/templates/NAME.LANGUAGE.liquid`: a `Subject:` line, an empty line, and the body in Markdown.
 * A template is read and parsed once. No value is ever read as Liquid or Markdown, whoever wrote it.
 *
 * @throws SetupError `template` if the file is missing, names an unknown value, or uses other Markdown than ours
 */
export function fill(name: TemplateName, language: Language, values: Record<string, unknown>): Filled {
  const file = `${name}.${language}.liquid`;
  try {
    const source: unknown = liquid.renderSync(parsed(file), values);
    const [, subject, body] = /^Subject: ([^\n]*)\n\n([\s\S]*)$/.exec(String(source)) ?? [];
    if (subject === undefined || body === undefined)
      throw new Error('it does not start with "Subject: …" and an empty line');
    return { subject: unseal(subject), blocks: parseDocument(body) };
  } catch (cause) {
    throw new SetupError('template', `Cannot use template notify/templates/${file}: ${messageOf(cause)}`, { cause });
  }
}

const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  jsTruthy: true,
  outputEscape: seal,
});

const cache = new Map<string, Template[]>();

function parsed(file: string): Template[] {
  const known = cache.get(file);
  if (known) return known;
  const template = liquid.parse(readFileSync(join(packageRoot, 'notify', 'templates', file), 'utf8'), file);
  cache.set(file, template);
  return template;
}
