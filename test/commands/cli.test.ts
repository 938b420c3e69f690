import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { packageRoot } from '../../root.ts';
import { jishi } from '../support/cli.ts';

const test = suite('the command line');
let cwd = '';

test.before.each(() => {
  cwd = mkdtempSync(join(tmpdir(), 'jishi cli '));
});
test.after.each(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const sample = (file: string): string => join(packageRoot, 'samples', file);
const lines = (out: string): unknown[] =>
  out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

test('help names every command and exits 0', async () => {
  const { code, out } = await jishi(['--help'], { cwd });
  assert.is(code, 0);
  for (const command of [
    'demo',
    'start',
    'worker',
    'desk',
    'read',
    'judge',
    'answer',
    'solved',
    'outbox',
    'status',
    'check',
    'migrate',
    'replay',
  ])
    assert.match(out, new RegExp(`\\n  ${command} `));
});

test('an unknown command exits 2 and says where the commands are listed', async () => {
  const { code, err } = await jishi(['statsu'], { cwd });
  assert.is(code, 2);
  assert.match(err, 'jishi --help');
});

test('read gives one JSON line a file in the order given, goes on after a bad one, and exits 1', async () => {
  writeFileSync(join(cwd, 'empty.tif'), 'no fax');
  const { code, out } = await jishi(
    [
      'read',
      '--json',
      sample('mail/01-calm-all-windows-stopped.eml'),
      'missing.eml',
      'empty.tif',
      sample('mail/05-both-counters-stopped.eml'),
    ],
    { cwd },
  );
  assert.is(code, 1);
  const shape = z.object({
    file: z.string(),
    ok: z.boolean(),
    type: z.string().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  });
  const read = lines(out).map(line => shape.parse(line));
  assert.equal(
    read.map(line => [line.ok, line.error?.code]),
    [
      [true, undefined],
      [false, 'ENOENT'],
      [false, 'fax-format'],
      [true, undefined],
    ],
  );
});

test('read leaves nothing behind in the folder it runs in', async () => {
  cpSync(sample('fax/09-text-pdf-questions.pdf'), join(cwd, 'a fax.pdf'), { recursive: true });
  const { code, out } = await jishi(['read', '--json', 'a fax.pdf'], { cwd });
  assert.is(code, 0);
  const { type, text, pages } = z
    .object({
      type: z.literal('fax'),
      text: z.string(),
      pages: z.array(
        z.object({
          n: z.number(),
          rotated: z.number(),
          lines: z.array(
            z.object({
              text: z.string(),
              confidence: z.number(),
              box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
            }),
          ),
        }),
      ),
    })
    .parse(lines(out)[0]);
  assert.equal(readdirSync(cwd), ['a fax.pdf']);
  assert.is(type, 'fax');
  assert.ok(text.length > 50);
  assert.is(pages.length, 1);
});

test('judge answers line by line, in order', async () => {
  const input = [
    { id: 'a', channel: 'email', subject: '', body: '所有窗口都开不了票' },
    { id: 'b', channel: 'fax', subject: '急!!!', body: '怎么改密码?' },
  ];
  const { code, out } = await jishi(['judge'], { cwd, input: input.map(line => JSON.stringify(line)).join('\n') });
  assert.is(code, 0);
  const shape = z.object({
    id: z.string(),
    severity: z.string(),
    impact: z.boolean(),
    dueHours: z.number(),
    triage: z.boolean(),
    reasons: z.array(z.unknown()),
  });
  const judged = lines(out).map(line => shape.parse(line));
  assert.equal(
    judged.map(line => [line.id, line.severity, line.dueHours]),
    [
      ['a', 'critical', 24],
      ['b', 'minor', judged[1]?.dueHours],
    ],
  );
});

test('judge tells the line that it cannot judge', async () => {
  const { code, err } = await jishi(['judge'], { cwd, input: '{"id":"a","body":"x"}\nnot json\n' });
  assert.is(code, 1);
  assert.match(err, 'line 2');
});

test('a mistake in the configuration stops the start and says where it stands', async () => {
  writeFileSync(join(cwd, 'jishi.yaml'), 'team:\n  timezon: x\n');
  const { code, err } = await jishi(['start'], { cwd });
  assert.is(code, 1);
  assert.match(err, 'jishi.yaml:2: team.timezon is not a setting; did you mean "timezone"?');
  assert.not.match(err, 'at async');
});

test('migrate makes the database; status then says what needs a person, in words and as JSON', async () => {
  assert.is((await jishi(['migrate'], { cwd })).code, 0);
  const words = await jishi(['status'], { cwd });
  assert.is(words.code, 1);
  assert.match(words.out, 'no worker is running');
  const { out } = await jishi(['status', '--json'], { cwd });
  const { messages, needsPerson } = z
    .object({
      messages: z.object({ arrived: z.literal(0), balanced: z.literal(true) }),
      needsPerson: z.array(z.string()),
    })
    .parse(JSON.parse(out));
  assert.is(messages.arrived, 0);
  assert.is(needsPerson.length, 1);
});

test('replay of a message that is not there says so', async () => {
  const { code, out } = await jishi(['replay', '7'], { cwd });
  assert.is(code, 1);
  assert.match(out, 'There is no message 7');
});

test('an answer to a ticket that is not there says so', async () => {
  const { code, err } = await jishi(['answer', '20261125-0001', '--text', '您好'], { cwd });
  assert.is(code, 1);
  assert.match(err, 'There is no ticket 20261125-0001');
});

test.run();
