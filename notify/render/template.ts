import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid, type Template } from 'liquidjs';
import type { Language } from '../../classify/judgement.ts';
import { messageOf, SetupError } from '../../errors.ts';
import { packageRoot } from '../../root.ts';
import { type Block, openBlocks, parseDocument } from './document.ts';
import { Seals } from './seal.ts';

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
    const seals = new Seals();
    sealing = seals;
    const source: unknown = liquid.renderSync(parsed(file), values);
    const [, subject, body] = /^Subject: ([^\n]*)\n\n([\s\S]*)$/.exec(String(source)) ?? [];
    if (subject === undefined || body === undefined)
      throw new Error('it does not start with "Subject: …" and an empty line');
    return { subject: seals.unseal(subject), blocks: openBlocks(blocksOf(body), seals.unseal) };
  } catch (cause) {
    throw new SetupError('template', `Cannot use template notify/templates/${file}: ${messageOf(cause)}`, { cause });
  }
}

const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  jsTruthy: true,
  // Rendering is synchronous: the seals of the message in hand are the ones that are set.
  outputEscape: value => sealing.seal(value),
});

let sealing = new Seals();

/** Parsed bodies by their sealed words: as many as the templates have combinations of branches. */
const bodies = new Map<string, Block[]>();
const mostBodies = 500;

function blocksOf(body: string): Block[] {
  const known = bodies.get(body);
  if (known) return known;
  const blocks = parseDocument(body);
  if (bodies.size >= mostBodies) bodies.clear();
  bodies.set(body, blocks);
  return blocks;
}

const cache = new Map<string, Template[]>();

function parsed(file: string): Template[] {
  const known = cache.get(file);
  if (known) return known;
  const template = liquid.parse(readFileSync(join(packageRoot, 'notify', 'templates', file), 'utf8'), file);
  cache.set(file, template);
  return template;
}
