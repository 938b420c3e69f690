import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { categories, kinds, languages, severities } from '../../classify/judgement.ts';
import { type AcknowledgementView, type AnswerView, renderAcknowledgement, renderAnswer } from '../../notify/render.ts';
import { packageRoot } from '../../root.ts';

const render = suite('render');
const folder = join(packageRoot, 'test', 'fixtures', 'notify');

const team = z.object({
  name: z.string(),
  address: z.string(),
  timezone: z.string(),
  phone: z.string().nullable().default(null),
  fax: z.string().nullable().default(null),
});
const fixture = z.discriminatedUnion('message', [
  z.object({
    message: z.literal('acknowledgement'),
    view: z.object({
      language: z.enum(languages),
      channel: z.enum(['email', 'fax']),
      ticketNumber: z.string(),
      subject: z.string(),
      senderName: z.string(),
      severity: z.enum(severities),
      impact: z.boolean(),
      kind: z.enum(kinds),
      category: z.enum(categories),
      receivedAt: z.coerce.date(),
      due: z.coerce.date(),
      dueHours: z.union([z.literal(24), z.literal(48)]),
      excerpt: z.string(),
      team,
    }),
  }),
  z.object({
    message: z.literal('answer'),
    view: z.object({
      language: z.enum(languages),
      ticketNumber: z.string(),
      subject: z.string(),
      senderName: z.string(),
      answer: z.string(),
      team,
      excerpt: z.string(),
    }),
  }),
]);

for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
  render(`${file} reads as the files beside it`, () => {
    const { message, view } = fixture.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const { subject, text, html } = message === 'answer' ? renderAnswer(view) : renderAcknowledgement(view);
    agrees(file.replace('.json', '.txt'), `Subject: ${subject}\n\n${text}`);
    agrees(file.replace('.json', '.html'), html);
  });
}

/** With WRITE_FIXTURES=1 the answer is written instead, to be read before it is kept. */
function agrees(name: string, found: string): void {
  const path = join(folder, name);
  if (process.env.WRITE_FIXTURES === '1') writeFileSync(path, found);
  assert.fixture(found, readFileSync(path, 'utf8'));
}

const view: AcknowledgementView = {
  language: 'zh',
  channel: 'email',
  ticketNumber: '20261125-0033',
  subject: '开不了票',
  senderName: '王芳',
  severity: 'general',
  impact: true,
  kind: 'fault',
  category: 'issuing',
  receivedAt: new Date('2026-11-25T07:42:00Z'),
  due: new Date('2026-11-26T07:42:00Z'),
  dueHours: 24,
  excerpt: '三号窗口开不了票',
  team: { name: '电子票据服务台', address: 'support@example.cn', timezone: 'Asia/Shanghai' },
};

const hostile: Record<string, string> = {
  Liquid: '{{ 7*7 }} {{ 7 | times: 7 }} {% assign a = 1 %}{{ team.address }} {% include "x" %} {% raw %}',
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  Markdown: '[here](https://evil.example) **bold** | cell | # head\n\n---\n\n> quote\n\n- list\n\n```\ncode',
  'a broken sealed value': '\uE000zz\uE001 \uE0003c\uE001',
  'a second header': 'Hello\r\nBcc: victim@example.com\r\n\r\nbody',
  'turned and hidden letters': 'safe\u202eexe.\u200f\u0000\u2028x',
  'ten thousand letters': '长'.repeat(10_000),
  'ten thousand letters in one word': 'a'.repeat(10_000),
};

for (const [name, words] of Object.entries(hostile)) {
  render(`a subject, name and text of ${name} do no harm`, () => {
    for (const language of languages) {
      const mine = { ...view, language, subject: words, senderName: words, excerpt: words };
      harmless(renderAcknowledgement(mine));
      harmless(renderAnswer({ ...mine, answer: '已修好' }));
      assert.not.match(renderAnswer({ ...mine, answer: words }).html, /<script|<img|\b49\b/);
    }
  });
}

function harmless({ subject, text, html }: { subject: string; text: string; html: string }): void {
  assert.not.match(subject, /[\p{Cc}\p{Zl}\p{Zp}]/u);
  assert.ok(subject.startsWith('[#20261125-0033] '));
  assert.ok(Array.from(subject).length < 150, 'subjects stay short');
  assert.not.match(text, /\r|49/);
  assert.not.match(html, /<script|<img|onerror=alert\(1\)>|\b49\b|href="https:\/\/evil/);
  assert.not.match(html, /[\u202e\uE000\uE001]/);
  assert.is(html.match(/<html/g)?.length, 1);
  assert.is(html.match(/<table/g)?.length, html.match(/<\/table/g)?.length);
}

render('what users write appears letter by letter', () => {
  const words = '5 * 3 * 2 < 40 & "x" `y` _z_ \\n #1 1) {{ a }} <b>';
  const { text, html } = renderAcknowledgement({ ...view, excerpt: words });
  assert.ok(text.includes(`> ${words}`));
  assert.ok(html.includes('5 * 3 * 2 &lt; 40 &amp; &quot;x&quot; `y` _z_ \\n #1 1) {{ a }} &lt;b&gt;'));
});

render('no subject of anybody breaks the header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (subject, senderName) => {
      const mail = renderAcknowledgement({ ...view, subject, senderName });
      return !/[\r\n]/.test(mail.subject) && mail.text.includes('2026年11月26日（星期四）15:42');
    }),
    { numRuns: 300 },
  );
});

const subjectIs = (given: string, excerpt: string, expected: string) =>
  render(`the subject of "${given}" with the words "${excerpt}" is "${expected}"`, () =>
    assert.is(renderAcknowledgement({ ...view, subject: given, excerpt }).subject, `[#20261125-0033] ${expected}`),
  );
subjectIs('Re: RE: 回复: 答复： 开不了票', '', '已受理：开不了票');
subjectIs('Re: [#20261125-0033] 已受理：开不了票', '', '已受理：开不了票');
subjectIs('Re[2]: 开不了票', '', '已受理：开不了票');
subjectIs('Remote site is down', '', '已受理：Remote site is down');
subjectIs('  ', '三号窗口开不了票。\n请处理', '已受理：三号窗口开不了票');
subjectIs('Re:', '', '已受理：您的来信');

render('the excerpt is the first 200 letters at most, and says that there is more', () => {
  const { text } = renderAcknowledgement({ ...view, excerpt: '票'.repeat(500) });
  assert.ok(text.includes(`> ${'票'.repeat(199)}…\n`));
});

render('a long excerpt ends between words', () => {
  const { text } = renderAcknowledgement({ ...view, language: 'en', excerpt: 'certificate '.repeat(40) });
  assert.match(text, /certificate…\n/);
});

render('only what our own people write holds links', () => {
  const answer: AnswerView = {
    ...view,
    answer: '见 https://help.example.cn/a?b=1&c=2。',
    excerpt: 'https://evil.example/',
  };
  const { html } = renderAnswer(answer);
  assert.ok(html.includes('<a href="https://help.example.cn/a?b=1&amp;c=2"'));
  assert.not.ok(html.includes('href="https://evil'));
});

render('the page loads nothing and runs nothing', () => {
  const { html } = renderAcknowledgement(view);
  assert.not.match(html, /<(?:script|img|link|iframe|style)\b|url\(|src=/);
});

render('the receipt promises nothing but the answer in time', () => {
  for (const severity of severities) {
    const { text } = renderAcknowledgement({ ...view, severity });
    assert.not.match(text, /已(?:通知|派|安排|联系).{0,4}工程师|正在(?:处理|抢修)|立即处理/);
  }
});

render.run();
