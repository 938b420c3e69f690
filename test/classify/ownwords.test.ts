import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fold } from '../../classify/fold.ts';
import { ownWords } from '../../classify/ownwords.ts';

const own = (subject: string, body: string) => ownWords({ channel: 'email', subject, body });

const folding = suite('folding');
const folds = (rule: string, text: string, expected: string) =>
  folding(`${rule}: ${text}`, () => {
    assert.is(fold(text), expected);
    assert.is(fold(text).length, text.length);
  });
folds('full width becomes half width', 'ABC1:?', 'abc1:?');
folds('traditional becomes simplified', '醫院開票發現錯誤', '医院开票发现错误');
folds('misread print is put right', '产重', '严重');
folds('misread print is put right', '末能开票,己停止', '未能开票,已停止');
folds('what is rightly so stays', '自己 月末 周末 产量 生产', '自己 月末 周末 产量 生产');
folds('misread print is put right', 'e-bi11 support p1anned', 'e-bill support planned');
folds('numbers stay', 'win11 1105 no. 1', 'win11 1105 no. 1');
folds('登陆 is 登录', '登陆不了', '登录不了');
folding.run();

const words = suite('the sender’s own words');

words('quotes, banners and what follows them are history', () => {
  const { text, thread } = own(
    'Re: 报障',
    '好了\n> 全院停机\n\n在 2026年7月21日,"运维" <a@example.invalid> 写道:\n所有窗口',
  );
  assert.is(text.trim(), '好了');
  assert.is(thread, 'answer');
});

words('the subject of an answer is history, that of a new message is not', () => {
  assert.is(own('Re: 全院停机', '好了').subjectLength, 0);
  assert.is(own('全院停机', '好了').subjectLength, 4);
  assert.match(own('Re: 全院停机', '').text, '全院停机');
});

words('a forward with a word of one’s own is history, without one it is the request', () => {
  const inner = '---------- Forwarded message ---------\n发件人: 甲\n主题: 乙\n\n窗口停了';
  assert.not.match(own('Fw: 乙', `请问怎么办\n${inner}`).text, '窗口停了');
  assert.match(own('Fw: 乙', inner).text, '窗口停了');
});

words('signatures and disclaimers are left out', () => {
  const { text } = own('标点', '多了一个逗号\n--\n信息科\n系统瘫痪请致电\n');
  assert.match(text, '逗号');
  assert.not.match(text, '瘫痪');
  assert.not.match(own('x', 'ok\n本邮件含有保密信息,系统严重故障').text, '故障');
});

words('a line that was cut by the edge of the paper runs on', () => {
  assert.match(
    own('', '门诊、急诊、住院点“开票”一律弹出“系统维护中”,从7点半到\n现在无一成功。').text,
    '从7点半到现在无一成功',
  );
});

words('spacing between characters is no word', () => {
  assert.match(own('报 修 单', 'x').text, '报修单');
});

words('places lead back into the original', () => {
  const subject = '回复: 甲';
  const body = '> 旧\n窗  口停了';
  const { text, places } = own(subject, body);
  const whole = `${subject}\n${body}`;
  for (let i = 0; i < text.length; i++)
    if (!/[\s;]/.test(text[i] ?? '')) assert.is(fold(whole[places[i] ?? -1] ?? ''), text[i]);
});

words('boxes are claims', () => {
  const { claims, text } = own('', '级别: ☑严重 □一般 口轻微   影响业务: 口是 ■否\n内容: 打印偏淡');
  assert.is(claims.severity, 'critical');
  assert.is(claims.impact, false);
  assert.not.match(text, '严重');
});

words('the ticked option of any other group is a word, an empty one is not', () => {
  const { text } = own('', '业务类型: 口新办 ☑续期 口补办');
  assert.match(text, '续期');
  assert.not.match(text, '补办');
});

words('a mood is no severity', () => {
  assert.is(own('', '满意度: 口满意 口一般 ■严重不满').claims.severity, null);
});

words('窗口 is no box', () => {
  assert.is(own('', '三号窗口 一般').claims.form, false);
});

words.run();
