import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { ImapInbox, Inbox } from '../config.ts';
import { codeOf, messageOf } from '../errors.ts';
import { connectImap } from '../ingest/sources/imap-client.ts';
import type { Parts } from '../pipeline/parts.ts';
import { packageRoot } from '../root.ts';
import { ledgerOf } from '../store/ledger.ts';
import type { GlobalOptions } from './options.ts';
import { withParts } from './parts.ts';
import { paint, print } from './terminal.ts';

type Finding = { what: string; ok: boolean; words: string };

/** `jishi check`: tries everything that is configured, and says in plain words what is wrong. Exits 1 when something is. */
export async function check(options: GlobalOptions & { json?: boolean }): Promise<void> {
  const findings: Finding[] = [];
  const attempt = async (what: string, work: () => Promise<string>): Promise<void> => {
    const finding = await work().then(
      words => ({ what, ok: true, words }),
      error => ({ what, ok: false, words: messageOf(error) }),
    );
    findings.push(finding);
    if (!options.json) print(`${finding.ok ? paint('green', '✓') : paint('red', '✗')} ${what}: ${finding.words}`);
  };

  await withParts(options, async parts => {
    await attempt('database', () => database(parts));
    await attempt('originals', () => originals(parts));
    for (const inbox of parts.config.inboxes) await attempt(`inbox ${inbox.name}`, () => lookAt(parts, inbox));
    await attempt('mail out', () => parts.carriers.email.check());
    await attempt('fax out', () => parts.carriers.fax.check());
    await attempt('fax reader', () => faxReader(parts));
  });
  if (options.json) print(JSON.stringify(findings));
  if (findings.some(finding => !finding.ok)) process.exitCode = 1;
}

async function database({ store, config }: Parts): Promise<string> {
  const [row] = await store.db.execute<{ version: string }>(sql`select current_setting('server_version') as version`);
  return `PostgreSQL ${row?.version}${config.database === null ? ` (embedded, in ${join(config.data, 'postgres')})` : ''}, schema up to date`;
}

async function originals({ store }: Parts): Promise<string> {
  const written = randomBytes(32);
  const read = await store.blobs.get(await store.blobs.put(written));
  if (!read.equals(written)) throw new Error('what was written does not come back the same');
  return 'are written and read back';
}

async function lookAt(parts: Parts, inbox: Inbox): Promise<string> {
  if (inbox.kind === 'imap') return reconcile(parts, inbox);
  if (inbox.kind === 'folder') return lookInto(inbox.path);
  return knockAt(inbox.listen);
}

async function lookInto(path: string): Promise<string> {
  const found = await access(path, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    error => codeOf(error) === 'ENOENT',
  );
  if (!found) throw new Error(`the folder ${path} may not be read and written: mend its rights`);
  return `folder ${path} can be read and written, or will be made`;
}

/** Either a running jishi answers there, or the port is free for the next start. */
async function knockAt(listen: string): Promise<string> {
  const [host = '127.0.0.1', port = '0'] = listen.split(':');
  const socket = connect(Number(port), host);
  try {
    const [greeting] = await once(socket, 'data', { signal: AbortSignal.timeout(5_000) });
    if (!/^220 .*jishi/.test(String(greeting)))
      throw new Error(`another program answers on ${listen}: set another port with listen`);
    return `a running jishi takes mail on ${listen}`;
  } catch (error) {
    if (codeOf(error) === 'ECONNREFUSED') return `${listen} is free: it will be opened at the start`;
    throw error;
  } finally {
    socket.destroy();
  }
}

/** The server's list of messages against the ledger, without fetching or marking anything. */
async function reconcile({ store }: Parts, inbox: ImapInbox): Promise<string> {
  const client = await connectImap(inbox);
  try {
    const mailbox = await client.mailboxOpen(inbox.mailbox, { readOnly: true });
    const uids = (await client.search({ all: true }, { uid: true })) || [];
    const kept = await ledgerOf(store, inbox.name).kept(Number(mailbox.uidValidity), uids);
    const waiting = uids.length - kept.size;
    const idle = client.capabilities.has('IDLE')
      ? 'announces new mail (IDLE)'
      : `is asked every ${inbox.pollSeconds} s (no IDLE)`;
    return `${inbox.host} ${idle}; server ${uids.length} ${waiting === 0 ? '=' : '≠'} ledger ${kept.size}${waiting === 0 ? '' : `: ${waiting} wait to be taken`}`;
  } finally {
    client.close();
  }
}

async function faxReader({ faxReader: reader, config }: Parts): Promise<string> {
  const sample = await readFile(join(packageRoot, 'samples', 'fax', '01-letter-all-windows-stopped.tif'));
  const { text } = await reader.read(sample);
  if (text.trim().length < 50) throw new Error('the sample fax gave hardly any text: install the package again');
  return `${config.ocr.engine} reads the sample fax (${text.replace(/\s/g, '').length} letters)`;
}
