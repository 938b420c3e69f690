import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { explain, readDocument } from './config/document.ts';
import { SetupError } from './errors.ts';

const port = z.int().min(1).max(65_535);
/** `host:port`; port 0 takes any free one. */
const listen = z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must look like 127.0.0.1:2525');
const name = z.string().regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes');
const channel = z.enum(['email', 'fax']);
const timezone = z
  .string()
  .refine(zone => IANAZone.isValidZone(zone), 'must be a time zone of the IANA database, such as Asia/Shanghai');

const imapInbox = z.strictObject({
  kind: z.literal('imap'),
  name,
  channel: channel.default('email'),
  host: z.string().min(1),
  port: port.default(993),
  /** TLS from the first byte; false still upgrades by STARTTLS where the server offers it. */
  secure: z.boolean().default(true),
  /** False accepts a certificate that nobody vouches for: only for a server on the same machine. */
  verify: z.boolean().default(true),
  user: z.string().min(1),
  password: z.string().min(1),
  mailbox: z.string().min(1).default('INBOX'),
  /** What is done on the server when a message is safely kept. */
  done: z
    .union([
      z.enum(['seen', 'delete', 'keep']),
      z.string().regex(/^move:.+/, 'must be seen, delete, keep or move:FOLDER'),
    ])
    .default('seen'),
  /** Seconds between two looks at an inbox whose server does not offer IDLE; some servers close the connection below 5. */
  pollSeconds: z.int().min(5, 'must be at least 5').max(3600).default(30),
  /** Seconds of silence after which a connection counts as dead; IDLE is begun anew well before, so that a live one speaks. */
  timeoutSeconds: z.int().min(10, 'must be at least 10').max(900).default(90),
  /** Minutes between two comparisons of the server's list with the ledger. */
  reconcileMinutes: z.int().min(1).max(1440).default(60),
});

const folderInbox = z.strictObject({
  kind: z.literal('folder'),
  name,
  channel: channel.default('email'),
  path: z.string().min(1),
});

const smtpInbox = z.strictObject({
  kind: z.literal('smtp'),
  name,
  channel: channel.default('email'),
  listen: listen.default('127.0.0.1:2525'),
  /** Connections at a time; further ones get 421 and come again. */
  connections: z.int().min(1).max(1000).default(50),
});

const inbox = z.discriminatedUnion('kind', [imapInbox, folderInbox, smtpInbox], {
  error: 'kind must be imap, folder or smtp',
});

const schema = z.strictObject({
  data: z.string().min(1).default('./data'),
  database: z.string().nullable().default(null),
  team: z
    .strictObject({
      name: z.string().min(1).max(100).default('电子票据服务台'),
      address: z.email('must be a mail address').default('support@jishi.example'),
      timezone: timezone.default('Asia/Shanghai'),
      locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
      phone: z.string().nullable().default(null),
      fax: z.string().nullable().default(null),
    })
    .prefault({}),
  inboxes: z.array(inbox).min(1, 'needs at least one inbox').nullable().default(null),
  outbound: z
    .strictObject({
      /** `smtp://user:pass@host:port` or `smtps://…`; null: `.eml` files in `data/outbox/`. */
      mail: z
        .string()
        .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
        .nullable()
        .default(null),
      /** Connections to the mail server. */
      connections: z.int().min(1).max(50).default(5),
      /** Acknowledgements that one correspondent gets in an hour; further ones wait for a person. */
      perCorrespondent: z.int().min(1).max(10_000).default(20),
    })
    .prefault({}),
  ocr: z
    .strictObject({
      /** PP-OCR by default: on our samples a second look by Tesseract at doubtful lines makes the text no better. */
      engine: z.enum(['ppocr', 'tesseract', 'both']).default('ppocr'),
      threads: z.int().min(1).max(16).default(1),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** A larger message is refused by the SMTP inbox; from other inboxes it is kept and set apart for a person. */
      messageBytes: z
        .int()
        .min(100_000)
        .max(500_000_000)
        .default(64 * 1024 * 1024),
    })
    .prefault({}),
  desk: z
    .strictObject({
      listen: listen.default('127.0.0.1:8080'),
      url: z.url().nullable().default(null),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
});

export type ImapInbox = z.infer<typeof imapInbox>;
export type FolderInbox = z.infer<typeof folderInbox>;
export type SmtpInbox = z.infer<typeof smtpInbox>;
export type Inbox = z.infer<typeof inbox>;
type Settings = z.infer<typeof schema>;
/** The settings, complete and frozen. `movablePorts`: nobody chose the ports, so a taken one may be replaced. */
export type Config = Readonly<Omit<Settings, 'inboxes'> & { inboxes: readonly Inbox[]; movablePorts: boolean }>;

export type ConfigSources = {
  /** Path given by `--config`; without it `jishi.yaml` in the current folder is read if it is there. */
  file?: string | undefined;
  /** Path given by `--data`; wins over the file. */
  data?: string | undefined;
  environment?: NodeJS.ProcessEnv;
};

/**
 * Reads jishi.yaml and the environment, once.
 *
 * @throws SetupError with the file's line, the setting, what was found to be wrong and what is wanted
 */
export function loadConfig(sources: ConfigSources = {}): Config {
  const environment = sources.environment ?? process.env;
  const file = sources.file ?? (existsSync('jishi.yaml') ? 'jishi.yaml' : null);
  const document =
    file === null ? { values: {}, where: () => 'the environment' } : readDocument(readText(file), file, environment);
  const parsed = schema.safeParse(document.values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SetupError('config-value', `Cannot start: ${document.where(issue!.path)}: ${explain(issue!, knownKeys)}`);
  }
  const settings = parsed.data;
  const base = file === null ? process.cwd() : dirname(resolve(file));
  const data = resolve(sources.data ? process.cwd() : base, sources.data ?? environment.JISHI_DATA ?? settings.data);
  const inboxes = (settings.inboxes ?? defaultInboxes(data)).map(one =>
    one.kind === 'folder' && !isAbsolute(one.path) ? { ...one, path: resolve(base, one.path) } : one,
  );
  refuseTwins(inboxes);
  return freeze({
    ...settings,
    data,
    database: settings.database ?? environment.DATABASE_URL ?? null,
    inboxes,
    movablePorts: settings.inboxes === null,
  });
}

/** What is open when nothing is configured: two folders and a local SMTP port. */
function defaultInboxes(data: string): Inbox[] {
  return [
    { kind: 'folder', name: 'drop', channel: 'email', path: join(data, 'mail-in') },
    { kind: 'folder', name: 'faxes', channel: 'fax', path: join(data, 'fax-in') },
    { kind: 'smtp', name: 'mx', channel: 'email', listen: '127.0.0.1:2525', connections: 50 },
  ];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SetupError('config-file', `Cannot read the configuration "${file}": check the path given with --config`, {
      cause,
    });
  }
}

/** An inbox's name is part of the ledger's keys. */
function refuseTwins(inboxes: Inbox[]): void {
  const names = inboxes.map(one => one.name);
  const twin = names.find((one, i) => names.indexOf(one) !== i);
  if (twin !== undefined)
    throw new SetupError('config-value', `Cannot start: two inboxes are named "${twin}": give each its own name`);
}

function freeze<T extends object>(value: T): T {
  for (const item of Object.values(value)) if (typeof item === 'object' && item !== null) freeze(item);
  return Object.freeze(value);
}

const knownKeys: ReadonlySet<string> = new Set([
  ...Object.keys(schema.shape),
  ...[imapInbox, folderInbox, smtpInbox].flatMap(one => Object.keys(one.shape)),
  ...['name', 'address', 'timezone', 'locale', 'phone', 'fax', 'mail', 'connections', 'perCorrespondent'],
  ...['engine', 'threads', 'messageBytes', 'listen', 'url', 'level'],
]);
