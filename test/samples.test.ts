import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { categories, kinds, languages, severities } from '../classify/judgement.ts';
import { packageRoot } from '../root.ts';

const samples = join(packageRoot, 'samples');

const entry = z.strictObject({
  file: z.string(),
  channel: z.enum(['email', 'fax']),
  language: z.enum(languages),
  compression: z.enum(['g3-1d', 'g3-2d', 'g4']).optional(),
  resolution: z.enum(['standard', 'fine']).optional(),
  pages: z.int().positive().optional(),
  title: z.string().min(10),
  expect: z.strictObject({
    place: z.enum(['ticket', 'machine', 'spam', 'duplicate']),
    kind: z.enum(kinds).optional(),
    severity: z.enum(severities).optional(),
    impact: z.boolean().optional(),
    category: z.enum(categories).optional(),
    joins: z.string().optional(),
  }),
});
const manifest = z.array(entry).parse(JSON.parse(readFileSync(join(samples, 'manifest.json'), 'utf8')));
const tickets = manifest.filter(({ expect }) => expect.place === 'ticket');

const samplesSuite = suite('samples');

samplesSuite('every file is in the manifest, and every entry has its file', () => {
  const listed = manifest.map(({ file }) => file);
  const found = ['mail', 'fax'].flatMap(folder => readdirSync(join(samples, folder)).map(name => `${folder}/${name}`));
  assert.equal([...listed].sort(), found.sort());
  assert.ok(manifest.length >= 24);
});

samplesSuite('no file is bigger than a demo should carry', () => {
  for (const { file } of manifest) assert.ok(statSync(join(samples, file)).size < 60_000, file);
});

samplesSuite('the README has a line for every file', () => {
  const readme = readFileSync(join(samples, 'README.md'), 'utf8');
  for (const { file, title } of manifest) assert.ok(readme.includes(`- \`${file.split('/')[1]}\`: ${title}`), file);
});

samplesSuite('both channels show every severity, and both languages have tickets', () => {
  for (const channel of ['email', 'fax'])
    for (const severity of severities)
      assert.ok(
        tickets.some(each => each.channel === channel && each.expect.severity === severity),
        `${channel} ${severity}`,
      );
  for (const language of languages) assert.ok(tickets.filter(each => each.language === language).length >= 4, language);
});

samplesSuite('every kind and every place is shown', () => {
  for (const kind of kinds)
    assert.ok(
      manifest.some(({ expect }) => expect.kind === kind),
      kind,
    );
  for (const place of entry.shape.expect.shape.place.options)
    assert.ok(
      manifest.some(({ expect }) => expect.place === place),
      place,
    );
});

samplesSuite('a ticket has all its labels, and critical always has impact', () => {
  for (const { file, expect } of tickets) {
    for (const label of [expect.kind, expect.severity, expect.impact, expect.category])
      assert.is.not(label, undefined, file);
    if (expect.severity === 'critical') assert.is(expect.impact, true, file);
  }
});

samplesSuite('replies and duplicates come after the mail that they belong to, and name it', () => {
  const order = manifest.map(({ file }) => file);
  for (const { file, expect } of manifest.filter(each => each.expect.joins !== undefined)) {
    const original = expect.joins ?? '';
    assert.ok(order.indexOf(original) >= 0 && order.indexOf(original) < order.indexOf(file), file);
    const own = expect.place === 'duplicate' ? header(file, 'Message-ID') : header(file, 'In-Reply-To');
    assert.is(own, header(original, 'Message-ID'), file);
  }
});

samplesSuite('a duplicate differs from its original only in how it was delivered', () => {
  for (const { file, expect } of manifest.filter(each => each.expect.place === 'duplicate')) {
    assert.is(mailParts(file).body, mailParts(expect.joins ?? '').body);
    assert.is(header(file, 'From'), header(expect.joins ?? '', 'From'));
    assert.is.not(header(file, 'Delivered-To'), header(expect.joins ?? '', 'Delivered-To'));
  }
});

samplesSuite('mails have CRLF line ends and lines that SMTP can carry (RFC 5322 §2.1.1)', () => {
  for (const { file } of manifest.filter(each => each.channel === 'email')) {
    const lines = readFileSync(join(samples, file), 'latin1').split('\r\n');
    for (const line of lines) assert.ok(!line.includes('\n') && line.length <= 998, file);
  }
});

samplesSuite('every TIFF says of itself what the manifest says of it', () => {
  for (const each of manifest.filter(({ channel }) => channel === 'fax')) {
    const found = each.file.endsWith('.tif') ? tiffFacts(readFileSync(join(samples, each.file))) : {};
    const { compression, resolution, pages } = each;
    assert.equal(found, compression === undefined ? {} : { compression, resolution, pages }, each.file);
  }
});

samplesSuite('TIFFs show both groups, one and two dimensions, both resolutions and a second page', () => {
  const shown = new Set(manifest.flatMap(each => [each.compression, each.resolution, each.pages]));
  for (const fact of ['g3-1d', 'g3-2d', 'g4', 'standard', 'fine', 2] as const) assert.ok(shown.has(fact), String(fact));
});

samplesSuite('the other faxes are PDFs', () => {
  for (const { file } of manifest.filter(each => each.channel === 'fax' && each.compression === undefined))
    assert.is(readFileSync(join(samples, file), 'latin1').slice(0, 5), '%PDF-', file);
});

samplesSuite.run();

function mailParts(file: string): { head: string; body: string } {
  const raw = readFileSync(join(samples, file), 'latin1');
  const end = raw.indexOf('\r\n\r\n');
  return { head: raw.slice(0, end), body: raw.slice(end) };
}

/** First field of that name; enough for unfolded fields such as identifiers. */
function header(file: string, name: string): string | undefined {
  const prefix = `${name.toLowerCase()}:`;
  const line = mailParts(file)
    .head.split('\r\n')
    .find(each => each.toLowerCase().startsWith(prefix));
  return line?.slice(prefix.length).trim();
}

/**
 * Compression (tag 259: 3 is T.4, 4 is T.6), T4Options (292, bit 0: two-dimensional), YResolution (283) and the number
 * of directories of a little-endian TIFF (TIFF 6.0 §2 and §11).
 */
function tiffFacts(bytes: Buffer): { compression: string; resolution: string; pages: number } {
  assert.is(bytes.toString('latin1', 0, 4), 'II*\0');
  const pages: { compression: string; resolution: string }[] = [];
  for (let at = bytes.readUInt32LE(4); at !== 0; ) {
    const count = bytes.readUInt16LE(at);
    const tags = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      const field = at + 2 + 12 * i;
      const short = bytes.readUInt16LE(field + 2) === 3;
      tags.set(bytes.readUInt16LE(field), short ? bytes.readUInt16LE(field + 8) : bytes.readUInt32LE(field + 8));
    }
    const rational = tags.get(283) ?? 0;
    const rows = bytes.readUInt32LE(rational) / bytes.readUInt32LE(rational + 4);
    const dimensions = (tags.get(292) ?? 0) & 1 ? '2d' : '1d';
    pages.push({
      compression: tags.get(259) === 4 ? 'g4' : `g3-${dimensions}`,
      resolution: rows < 150 ? 'standard' : 'fine',
    });
    at = bytes.readUInt32LE(at + 2 + 12 * count);
  }
  const [first] = pages;
  assert.ok(
    first && pages.every(page => page.compression === first.compression && page.resolution === first.resolution),
  );
  return { ...first, pages: pages.length };
}
