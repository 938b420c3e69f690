import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { z } from 'zod';
import { type Config, loadConfig } from '../config.ts';
import { SetupError } from '../errors.ts';
import { SmtpSource } from '../ingest/sources/smtp.ts';
import { openLog } from '../log.ts';
import { packageRoot } from '../root.ts';
import { type Service, startService } from '../service/service.ts';
import { statusOf } from '../store/status.ts';
import { showTickets } from './demo-table.ts';
import { stopSignal, untilStopped } from './run.ts';
import { Progress, paint, print, tell } from './terminal.ts';

const sampleList = z.array(z.object({ file: z.string(), channel: z.enum(['email', 'fax']) }));
type Sample = z.infer<typeof sampleList>[number];

/** Every third mail goes in over SMTP, the others and the faxes through the folders: the demo shows all the open doors. */
const overSmtp = (sample: Sample, n: number): boolean => sample.channel === 'email' && n % 3 === 2;

/** `jishi demo`: everything on the embedded defaults, the samples through the real pipeline, then it runs on. */
export async function demo(options: { data?: string }): Promise<void> {
  const stopping = stopSignal();
  const config = demoConfig(options.data);
  const begun = performance.now();
  tell(`jishi: starting on ${config.data} …`);
  const service = await startService(config, openLog('error'), { worker: true, desk: true });
  try {
    const fed = await feed(service, config);
    const settled = settle(service).then(() => true);
    // Told to stop meanwhile: what it then looks at is closed.
    settled.catch(() => {});
    if (!(await Promise.race([settled, stopping.then(() => false)]))) return await service.stop();
    await showTickets(service.parts);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    tell(
      fed > 0
        ? `\n${fed} samples went through the pipeline in ${seconds} s.`
        : '\nThe samples were fed by an earlier demo on this data folder; remove it to begin anew.',
    );
    tellDoors(service, config);
  } catch (error) {
    await service.stop();
    throw error;
  }
  await untilStopped(service, stopping);
}

/** The demo never reads jishi.yaml: it must not reach a real mailbox. The samples are written to this desk's address. */
function demoConfig(data: string | undefined): Config {
  const { DATABASE_URL: _, ...environment } = process.env;
  const defaults = loadConfig({
    file: join(packageRoot, 'samples', 'demo.yaml'),
    data: data ?? environment.JISHI_DATA ?? './data',
    environment,
  });
  return { ...defaults, movablePorts: true };
}

/** Feeds the samples that no earlier run has fed; a note of each is kept, and a sample that slips in twice is a duplicate. */
async function feed(service: Service, config: Config): Promise<number> {
  const folder = join(packageRoot, 'samples');
  const samples = await listSamples();
  const notes = join(config.data, 'demo-samples.json');
  const done = new Set(z.array(z.string()).parse(JSON.parse(await readFile(notes, 'utf8').catch(() => '[]'))));
  const waiting = samples.map((sample, n) => ({ sample, n })).filter(({ sample }) => !done.has(sample.file));
  for (const { sample, n } of waiting) {
    const path = join(folder, sample.file);
    if (overSmtp(sample, n)) await submit(path, config, smtpPort(service));
    else await drop(path, folderOf(config, sample.channel));
    done.add(sample.file);
    await writeFile(notes, JSON.stringify([...done]));
  }
  return waiting.length;
}

async function drop(path: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const hidden = join(folder, `.${basename(path)}`);
  await copyFile(path, hidden);
  await rename(hidden, join(folder, basename(path)));
}

async function submit(path: string, config: Config, port: number): Promise<void> {
  const raw = await readFile(path);
  const from =
    /^Return-Path:\s*<([^>]*)>/im.exec(raw.toString('latin1'))?.[1] ??
    /^From:.*?([\w.+-]+@[\w.-]+)/im.exec(raw.toString('latin1'))?.[1] ??
    '';
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  await transport.sendMail({ envelope: { from, to: config.team.address }, raw });
  transport.close();
}

/** Until nothing is under way and nothing waits to leave. */
async function settle(service: Service): Promise<void> {
  const progress = new Progress();
  const { store, now } = service.parts;
  const total = (await listSamples()).length;
  for (let quiet = 0; quiet < 2; ) {
    const { messages, outbox } = await statusOf(store.db, now());
    const finished = messages.arrived - messages.underWay;
    progress.show(
      `${bar(finished, total)} ${finished} of ${total} read, judged and filed; ${outbox.sent} acknowledged`,
    );
    quiet =
      messages.arrived >= total && messages.underWay === 0 && outbox.queued + outbox.sending === 0 ? quiet + 1 : 0;
    await delay(200);
  }
  progress.done();
}

async function listSamples(): Promise<Sample[]> {
  return sampleList.parse(JSON.parse(await readFile(join(packageRoot, 'samples', 'manifest.json'), 'utf8')));
}

function bar(done: number, total: number): string {
  const width = 24;
  const full = Math.min(width, Math.round((done / Math.max(1, total)) * width));
  return paint('cyan', '█'.repeat(full), process.stderr) + '░'.repeat(width - full);
}

function smtpPort(service: Service): number {
  const source = service.sources.find(one => one instanceof SmtpSource);
  if (!source)
    throw new SetupError('demo', 'The demo has no SMTP inbox: samples/demo.yaml is damaged, install the package again');
  return source.port;
}

function folderOf(config: Config, channel: 'email' | 'fax'): string {
  const inbox = config.inboxes.find(one => one.kind === 'folder' && one.channel === channel);
  if (inbox?.kind !== 'folder')
    throw new SetupError(
      'demo',
      'The demo has no folder inbox: samples/demo.yaml is damaged, install the package again',
    );
  return inbox.path;
}

function tellDoors(service: Service, config: Config): void {
  print(`
Running on; try it:
  a mail    put an .eml file into  ${folderOf(config, 'email')}
            or send one by SMTP to 127.0.0.1:${smtpPort(service)}
  a fax     put a TIFF or PDF into ${folderOf(config, 'fax')}
  answers   leave as .eml in ${join(config.data, 'outbox')}, faxes in ${join(config.data, 'fax-out')}
  desk      ${service.deskUrl}
Ctrl-C stops it.`);
}
