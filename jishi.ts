#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { withConfig } from './commands/options.ts';
import { paint, tell } from './commands/terminal.ts';
import { CodedError, messageOf } from './errors.ts';
import { packageRoot } from './root.ts';

/** The command line. Each command's code is loaded when it is called: `jishi judge` needs no database driver, nor OCR. */
const program = new Command('jishi')
  .description(
    '及时 jishi: takes in every mail and fax of a support desk, judges it, acknowledges it at once, and keeps its promises',
  )
  .version(versionOf())
  .configureOutput({ outputError: (text, write) => write(paint('red', text, process.stderr)) })
  .showHelpAfterError('(jishi --help shows the commands)')
  .exitOverride(error => {
    process.exit(error.exitCode === 0 ? 0 : 2);
  });

program
  .command('demo')
  .description('start everything on embedded defaults, feed the samples through the pipeline, show the tickets, run on')
  .option('-d, --data <folder>', 'data folder (default: ./data)')
  .action(async options => (await import('./commands/demo.ts')).demo(options));

withConfig(program.command('start'))
  .description('run inboxes, worker and desk as jishi.yaml says')
  .action(async options => (await import('./commands/run.ts')).run(options, { worker: true, desk: true }));

withConfig(program.command('worker'))
  .description('run inboxes and worker only')
  .action(async options => (await import('./commands/run.ts')).run(options, { worker: true, desk: false }));

withConfig(program.command('desk'))
  .description('run the desk only')
  .action(async options => (await import('./commands/run.ts')).run(options, { worker: false, desk: true }));

program
  .command('read')
  .description(
    'read mails (.eml) and faxes (.tif .tiff .pdf .png .jpg) without storing them; exits 1 if one cannot be read',
  )
  .argument('<file...>')
  .option('--json', 'one JSON object a line and file')
  .addOption(new Option('--engine <engine>', 'reader of fax pages').choices(['ppocr', 'tesseract', 'both']))
  .action(async (files, options) => (await import('./commands/read.ts')).read(files, options));

program
  .command('judge')
  .description('judge requests: {"id","channel","subject","body"} a line on stdin, a judgement a line on stdout')
  .action(async () => (await import('./commands/judge.ts')).judge());

withConfig(program.command('answer'))
  .description('answer a ticket, over the channel that the user wrote on')
  .argument('<number>', 'ticket number, such as 20261125-0033')
  .option('--text <text>', 'the answer')
  .option('--file <file>', 'file with the answer, UTF-8')
  .action(async (number, options) => (await import('./commands/answer.ts')).answer(number, options));

withConfig(program.command('solved'))
  .description('the fault of a ticket is mended: its repair promise is met')
  .argument('<number>', 'ticket number')
  .action(async (number, options) => (await import('./commands/solved.ts')).solved(number, options));

withConfig(program.command('outbox'))
  .description('what did not leave or arrive, and why; decide what becomes of it')
  .option('--resend <id>', 'send it (again)')
  .option('--to <recipient>', 'with --resend: to another address or fax number')
  .option('--dismiss <id>', 'it need not leave: the user was reached otherwise')
  .option('--json', 'one JSON object a line and message')
  .action(async options => (await import('./commands/outbox.ts')).outbox(options));

withConfig(program.command('status'))
  .description(
    'counts by state, overdue promises, outbox, workers, inboxes, disk; exits 1 when something needs a person',
  )
  .option('--json', 'as one JSON object')
  .action(async options => (await import('./commands/status.ts')).status(options));

withConfig(program.command('check'))
  .description('try every configured connection; exits 1 when one fails')
  .option('--json', 'as one JSON array')
  .action(async options => (await import('./commands/check.ts')).check(options));

withConfig(program.command('migrate'))
  .description('bring the database to the schema of this version')
  .action(async options => (await import('./commands/migrate.ts')).migrateDatabase(options));

withConfig(program.command('replay'))
  .description('read and judge kept messages again; what can be read now leaves the quarantine')
  .argument('[message...]', 'message ids')
  .option('--quarantine', 'every message in quarantine')
  .option('--json', 'one JSON object a line and message')
  .action(async (ids, options) => (await import('./commands/replay.ts')).replay(ids, options));

try {
  await program.parseAsync();
} catch (error) {
  const code = error instanceof CodedError ? ` (${error.code})` : '';
  tell(paint('red', `jishi: ${messageOf(error)}${code}`, process.stderr));
  if (!(error instanceof CodedError) && error instanceof Error && error.stack) tell(error.stack);
  process.exitCode = 1;
}

function versionOf(): string {
  const text: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : 'unknown';
}
