import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { Dovecot } from './dovecot.ts';
import { lastly } from './lastly.ts';
import { freePort, greeting, host } from './ports.ts';
import { mainCf, masterCf, type PostfixPlan } from './postfix-conf.ts';
import { freshFolder, programOf, selfSign } from './programs.ts';
import type { Stand } from './standing.ts';
import { until } from './until.ts';

/** A real mail relay that delivers into Dovecot's Maildirs, and takes mail of Dovecot's users on its submission port. */
export class Postfix {
  readonly #plan: PostfixPlan;

  /** @param bounce port of a server that refuses what goes to bounce.test */
  static async start(
    stand: Stand,
    dovecot: Dovecot,
    mailboxes: Record<string, string>,
    bounce: number,
  ): Promise<Postfix> {
    const program = programOf('postfix', 'postfix');
    if (process.getuid?.() !== 0) throw new Error('Postfix can only be started by root: run these tests as root');
    const folder = freshFolder('mta');
    for (const sub of ['queue', 'data']) mkdirSync(join(folder, sub));
    execFileSync('chown', ['postfix', join(folder, 'data')]);
    selfSign(folder);
    const ports = { relay: await freePort(), submission: await freePort(), bounce };
    const plan = { folder, mails: dovecot.mails, authSocket: dovecot.authSocket, ports, mailboxes };
    writeFileSync(join(folder, 'main.cf'), mainCf(plan));
    writeFileSync(join(folder, 'master.cf'), masterCf(plan));

    const stop = (): void => void spawnSync(program, ['-c', folder, 'stop'], { stdio: 'ignore' });
    const done = lastly(stop);
    stand.down(() => {
      stop();
      done();
      rmSync(folder, { recursive: true, force: true });
    });
    const postfix = new Postfix(plan);
    execFileSync(program, ['-c', folder, 'start'], { stdio: 'ignore' });
    await until(
      'Postfix greets',
      20,
      async () => (await greeting(ports.relay))?.startsWith('220'),
      () => postfix.log(),
    );
    return postfix;
  }

  private constructor(plan: PostfixPlan) {
    this.#plan = plan;
  }

  /** The outside world's way in: no login, as one server speaks to another. */
  async send(from: string, recipient: string, bytes: Buffer): Promise<void> {
    const transport = nodemailer.createTransport({ host, port: this.#plan.ports.relay, ignoreTLS: true });
    try {
      await transport.sendMail({ envelope: { from, to: recipient }, raw: bytes });
    } finally {
      transport.close();
    }
  }

  /** The way out for a user of Dovecot, as `outbound.mail` wants it: STARTTLS and login. */
  submissionUrl(user: string): string {
    return `smtp://${user}:secret-${user}@${host}:${this.#plan.ports.submission}?tls.rejectUnauthorized=false`;
  }

  log(): string {
    return readFileSync(join(this.#plan.folder, 'postfix.log'), 'utf8').split('\n').slice(-8).join('\n');
  }
}
