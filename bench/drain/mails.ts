import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';

/** Sizes as a support mailbox has them: mostly a few lines, some with pictures or files. */
const shares = [
  { upTo: 0.75, bytes: 0 },
  { upTo: 0.95, bytes: 12_000 },
  { upTo: 1, bytes: 110_000 },
];

const words = [
  '您好',
  '今早',
  '三号窗口',
  '开票',
  '失败',
  '提示超时',
  '请尽快处理',
  '谢谢',
  '打印',
  '票据',
  '查询',
  '对账',
  '重启后',
  '仍然',
  '无法登录',
  '证书',
  '自助机',
  '病人排队',
];

/** Puts so many different mails, each from another sender, into a Maildir as its server would have delivered them. */
export async function fillMaildir(maildir: string, n: number): Promise<{ bytes: number }> {
  for (const sub of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, sub), { recursive: true });
  const random = sequence(20261125);
  let bytes = 0;
  for (let i = 0; i < n; i++) {
    const raw = await compose(i, random);
    bytes += raw.length;
    writeFileSync(join(maildir, 'new', `${1_764_000_000 + i}.M${i}.bench`), raw);
  }
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'mail:mail', maildir]);
  return { bytes };
}

function compose(i: number, random: () => number): Promise<Buffer> {
  const dice = random();
  const attachment = shares.find(share => dice <= share.upTo)?.bytes ?? 0;
  const sentence = Array.from(
    { length: 20 + Math.floor(random() * 60) },
    () => words[Math.floor(random() * words.length)],
  ).join('');
  return new MailComposer({
    from: { name: `收费员${i}`, address: `user${i}@hospital${i % 50}.example` },
    to: 'support@desk.test',
    subject: `第${i}号问题：${sentence.slice(0, 12)}`,
    messageId: `<bench.${i}@hospital.example>`,
    text: `${sentence}。编号${i}。`,
    html: i % 2 === 0 ? `<div>${sentence}。编号${i}。</div>` : '',
    attachments:
      attachment > 0
        ? [
            {
              filename: '截图.png',
              content: Buffer.from(Array.from({ length: attachment }, () => Math.floor(random() * 256))),
            },
          ]
        : [],
  })
    .compile()
    .build();
}

/** The same numbers in every run (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
