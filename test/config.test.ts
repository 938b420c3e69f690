import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Config, loadConfig } from '../config.ts';
import { SetupError } from '../errors.ts';

const test = suite('the configuration');
let folder = '';

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'jishi-config-'));
});
test.after.each(() => {
  rmSync(folder, { recursive: true, force: true });
});

function load(yaml: string, environment: NodeJS.ProcessEnv = {}): Config {
  const file = join(folder, 'jishi.yaml');
  writeFileSync(file, yaml);
  return loadConfig({ file, environment });
}

function refusal(yaml: string, environment: NodeJS.ProcessEnv = {}): string {
  try {
    load(yaml, environment);
  } catch (error) {
    assert.instance(error, SetupError);
    return error instanceof Error ? error.message.replace(folder, '') : '';
  }
  throw new Error('the configuration was accepted');
}

test('nothing configured means embedded defaults: two folders and a local SMTP port', () => {
  const config = loadConfig({ data: join(folder, 'data'), environment: {} });
  assert.is(config.database, null);
  assert.equal(
    config.inboxes.map(inbox => inbox.kind),
    ['folder', 'folder', 'smtp'],
  );
  assert.is(config.team.timezone, 'Asia/Shanghai');
  assert.is(config.movablePorts, true);
});

test('DATABASE_URL alone is enough to use a server', () => {
  assert.is(loadConfig({ environment: { DATABASE_URL: 'postgres://db/x' } }).database, 'postgres://db/x');
});

test('secrets come from the environment', () => {
  const config = load(
    'inboxes:\n  - { kind: imap, name: support, host: imap.example.cn, user: support, password: "${IMAP_PASSWORD}" }',
    { IMAP_PASSWORD: 'geheim' },
  );
  const [inbox] = config.inboxes;
  assert.is(inbox?.kind === 'imap' && inbox.password, 'geheim');
});

test('a variable that is not set is told with line, setting and name', () => {
  assert.is(
    refusal('team:\n  name: desk\n  address: "${DESK}"'),
    'Cannot start: /jishi.yaml:3: team.address asks for the environment variable DESK, which is not set',
  );
});

test('an unknown key names the nearest known one', () => {
  assert.is(
    refusal('team:\n  timezon: Asia/Shanghai'),
    'Cannot start: /jishi.yaml:2: team.timezon is not a setting; did you mean "timezone"?',
  );
});

test('a value out of range says where it stands and what is wanted', () => {
  assert.is(
    refusal(
      'inboxes:\n  - kind: imap\n    name: support\n    host: h\n    user: u\n    password: p\n    pollSeconds: 2',
    ),
    'Cannot start: /jishi.yaml:7: inboxes[0].pollSeconds: must be at least 5',
  );
});

test('a time zone that nobody knows is refused', () => {
  assert.match(refusal('team: { timezone: Asia/Shenzen }'), 'team.timezone: must be a time zone of the IANA database');
});

test('two inboxes of one name are refused: the name is part of the ledger', () => {
  assert.match(
    refusal('inboxes:\n  - { kind: folder, name: a, path: x }\n  - { kind: folder, name: a, path: y }'),
    'two inboxes are named "a"',
  );
});

test('broken YAML is told with its place', () => {
  assert.match(refusal('team: {'), /Cannot read .*jishi\.yaml: .* at line 1/);
});

test('paths are meant from the file that names them', () => {
  const config = load('data: ./here\ninboxes:\n  - { kind: folder, name: a, path: in }');
  assert.is(config.data, join(folder, 'here'));
  assert.is(config.inboxes[0]?.kind === 'folder' && config.inboxes[0].path, join(folder, 'in'));
});

test('the configuration cannot be changed afterwards', () => {
  const config = loadConfig({ environment: {} });
  assert.throws(() => {
    Object.assign(config.team, { name: 'other' });
  });
});

test.run();
