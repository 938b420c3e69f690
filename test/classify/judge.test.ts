import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judge } from '../../classify/judge.ts';
import type { Judgement, JudgeRequest } from '../../classify/judgement.ts';

type Expected = Partial<Pick<Judgement, 'kind' | 'severity' | 'impact' | 'category' | 'language'>>;

const rules = suite('the policy');

/** One rule of the policy, the words of a message (`subject | body`, or the body alone), and how it must fall. */
function says(rule: string, words: string, expected: Expected, more: Partial<JudgeRequest> = {}) {
  const [subject, body] = words.includes(' | ') ? words.split(' | ', 2) : ['', words];
  rules(`${rule}: ${words.replace(/\s+/g, ' ').slice(0, 60)}`, () => {
    const judgement = judge({ channel: 'email', subject: subject ?? '', body: body ?? '', ...more });
    for (const [label, value] of Object.entries(expected))
      assert.is(Object.entries(judgement).find(([name]) => name === label)?.[1], value, `${label} of "${words}"`);
  });
}

const critical: Expected = { kind: 'fault', severity: 'critical', impact: true };
const general: Expected = { kind: 'fault', severity: 'general' };
const minor: Expected = { severity: 'minor' };

says('every window down is critical', '所有窗口都开不了票', critical);
says('every window down is critical', '全院票据系统登不上', critical);
says('every window down is critical', '门诊、住院、急诊点“开票”一律报错,从八点到现在无一成功', critical);
says('every window down is critical', 'None of our counters can issue a bill since 8 am.', critical);
says('Cantonese is understood', '我哋成间医院今朝开唔到票,个个窗都系咁,啲病人闹紧', critical);
says('five words and loud, yet everybody', '全部人都登不了!!!!!!', critical);
says('calm is not mild', '情况说明 | 不好意思打扰。各窗口从九点起都出不了票,收费员只能先登记。您有空看看?', critical);
says('a stopped authentication server is critical', '认证服务器宕机,全院收费员都登录不了,请速来人。', critical);
says('a whole campus is critical', '东院区今天早上没有一台电脑能登录票据系统,西院区正常,东院收费停了。', critical);

says('shouting is not severity', '急!!!在线等 | 怎么改密码?旧密码还能用', { ...minor, kind: 'question' });
says('shouting is not severity', '急!!!!! | 跨月的票怎么冲红!!!!领导让我下周写操作说明!!!!', {
  ...minor,
  kind: 'question',
  impact: false,
});
says('shouting is not severity', 'URGENT!!! | WHERE IS THE REMEMBER ME BOX ON THE LOGIN PAGE????', {
  ...minor,
  kind: 'question',
});

says('past is past', '昨天全院宕机一小时,今天已恢复正常,请查一下原因。', {
  ...minor,
  kind: 'question',
  impact: false,
});
says('past is past', 'The system was down for half an hour yesterday and has been fine since. What was the cause?', {
  ...minor,
  kind: 'question',
  impact: false,
});
says('bills to be made up after an outage are a change', '前天断网期间手工收据共32张,网络已恢复,请帮忙补开电子票。', {
  ...minor,
  kind: 'change',
});
says('what has come back is now', '昨天说修好的住院票开不出来,今天又有几个病人开不出,提示一样。', general);
says('what comes and goes is general', '签名时好时坏 | 所有窗口开票偶尔报验签失败,重开一次又成功。', general);
says('out at this moment is no flicker', '又全部停了,所有窗口登录页都出不来,到现在还没恢复。', critical);

says('negation reports no outage', '不是报修 | 系统没有问题,不用派人,只想问一下维护合同什么时候续签?', {
  ...minor,
  impact: false,
});
says('supposition reports no outage', '万一哪天服务器宕机,全院开不了票,我们应该怎么走流程?', {
  ...minor,
  kind: 'question',
  impact: false,
});
says('fear reports no outage', '担心月底会连不上开不了票,目前都正常,需要提前准备什么?', {
  ...minor,
  kind: 'question',
  impact: false,
});
says(
  'somebody else’s outage is not ours',
  '听说隔壁市医院认证服务器坏了停了半天,我们的一切正常,请问是单机还是双机?',
  minor,
);

says('one of many is general', '我这台电脑登不上票据系统,旁边同事都能进,我的窗口先关了。', {
  ...general,
  impact: true,
});
says('one of many is general', '三号窗口打印机打不出票,其他窗口正常,病人要换到别的窗口排队。', {
  ...general,
  impact: true,
});
says('five of six are general', '门诊六个窗口里面有五个开票报错,剩一个能开,病人都在排队。', {
  ...general,
  impact: true,
});
says(
  'five of six are general',
  'Five of our six windows get an error when issuing. The last one still works, with a huge line.',
  general,
);
says('the only window is critical', '我们卫生站只有一个收费窗口,今天早上起开不了票。', critical);
says('the only window is critical', '本院只得我一个收费员一条UKey,今早登录不了,一张票都开不出。', critical);

says('paper is the emergency plan, no way around', '系统开不出票,全院先用手工票顶着,不用太赶。', critical);
says('a way around that works leaves no impact', '谷歌浏览器登录没反应,换另一台电脑就可以登,不影响业务。', {
  ...general,
  impact: false,
});
says('a detour that makes people queue is none', '二楼打印机打不了,暂时叫病人下一楼打,一楼排队排到门口。', {
  kind: 'fault',
  impact: true,
});

says('planned work is a change', '停机通知 | 本月28日凌晨停机升级,期间系统不可用,请知悉并配合。', {
  ...minor,
  kind: 'change',
  impact: false,
});
says('planned work within a day has impact', '今晚22:30至23:30临时停机更换内存,请派工程师在线配合。', {
  ...minor,
  kind: 'change',
  impact: true,
});

says(
  'wrong amounts on many bills are critical',
  '今早更新后开出来的票金额全部错了一位小数,已经开了六十多张。',
  critical,
);
says('a wrong amount on one bill is general', '有一张票金额不对,住院号20260418,查了当天其他票都对,家属下午来取。', {
  ...general,
  impact: true,
});
says('an open look-up page is critical', '取票链接改动数字就能打开别人的票据,不用登录,身份证号都能看到。', critical);
says('one patient’s bill seen by another is general', '有一位病人查票时看到一张别人的票据,仅此一例,请今天核查。', {
  ...general,
  impact: true,
});
says('data being deleted is critical', '清理任务把去年的票据存根全部删了,任务还在跑,请立刻停掉!', critical);

says('slow is minor', '查询页面打开慢,要七八秒,能用,不急。', { kind: 'fault', severity: 'minor', impact: false });
says('slow with a queue has impact', '开票很慢,一张要等快一分钟,票都能出来,但窗口排队很长,病人意见很大。', {
  kind: 'fault',
  severity: 'minor',
  impact: true,
});
says('cosmetic is minor', '告知单上院徽被拉扁了,不影响用,有空调整下就好。', {
  kind: 'fault',
  severity: 'minor',
  impact: false,
});

says('a certificate before its end is a change', '我院12个UKey下个月底到期,请安排续期。', {
  ...minor,
  kind: 'change',
  impact: false,
  category: 'certificate',
});
says('a certificate that ends within a day has impact', '收费员的GDCA个人证书明天到期,请今天办理续期。', {
  ...minor,
  kind: 'change',
  impact: true,
});
says(
  'the unit’s certificate expired is critical',
  '我院单位签章证书今天零点过期,所有票都签不了章,全部窗口停了。',
  critical,
);
says('a forgotten password is no fault', '我忘记登录密码了,今天当班,麻烦帮我重置一下。', {
  ...minor,
  impact: true,
  category: 'login',
});
says('stock that runs out by tomorrow has impact', '门诊票只剩不到300张,明天中午前就用完了,麻烦今天下发。', {
  ...minor,
  kind: 'change',
  impact: true,
  category: 'stock',
});
says(
  'work that stands still has impact',
  '怎么作废 | 刚给病人开错了票,病人就在窗口等,我不知道要点作废还是冲红,请马上教我。',
  {
    ...minor,
    kind: 'question',
    impact: true,
  },
);

says('an automatic reply is automatic', '自动回复: 紧急!全院票据系统崩溃 | 您好,我因公出差,期间无法及时回复邮件。', {
  kind: 'automatic',
  severity: 'minor',
  impact: false,
  category: 'other',
});
says(
  'an alarm of an outage that goes on is a fault',
  '【监控告警】服务不可达 | 告警级别: P1\n影响: 开票、登录全部中断\n状态: 未恢复',
  {
    kind: 'fault',
    severity: 'critical',
  },
);
says(
  'a recovery notice is automatic',
  '【告警恢复】数据库连接数 | 告警状态:已恢复\n本消息由监控系统自动发送,请勿回复。',
  { kind: 'automatic' },
);
says(
  'machine mail by its headers is automatic',
  '系统瘫痪 | 已收到您的来信。',
  { kind: 'automatic' },
  { machine: true },
);
says('withdrawn is a reply', '不用来了 | 刚才报的打不开票据系统是我们自己的网线没插好,现在好了,不用派人来了。', {
  kind: 'reply',
  severity: 'minor',
  impact: false,
});
says('thanks are a reply', 'Re: 冲红操作指引 | 谢谢,跟着做了一遍,成功了', { kind: 'reply', category: 'other' });
says('praise is feedback', '表扬小何 | 贵公司驻点的何工这次巡检很细心,特此表扬!', {
  kind: 'feedback',
  severity: 'minor',
  impact: false,
});
says('phishing is spam', '【重要】您的邮箱即将停用 | 请立即点击下方链接验证账号密码,逾期数据将全部清除。', {
  kind: 'spam',
  severity: 'minor',
  impact: false,
});

says(
  'quoted history does not count',
  'Re: 全院停机 | 收到,谢谢。\n\n-----原始邮件-----\n发件人: 运维\n主题: 全院停机\n所有窗口开不了票',
  {
    kind: 'reply',
    severity: 'minor',
  },
);
says(
  'history that says solved does not calm',
  '回复:已处理 | 现在所有窗口还是开不了票!\n\n-----原始邮件-----\n发件人: 运维\n主题: 已处理\n已恢复正常',
  {
    ...critical,
  },
);
says(
  'a signature does not count',
  '字体 | 告知单的科室名字体偏小,不影响使用。\n\n--\n信息科\n★系统瘫痪、业务中断请立即致电★',
  minor,
);
says(
  'a bare forward is the request',
  '转发: 报障 | -----原始邮件-----\n发件人: 门诊\n主题: 报障\n\n各窗口均登不进票据系统,请处理。',
  critical,
);

says(
  'a tick is a claim: the text wins',
  '报修单 | 故障级别:☑严重 □一般 □轻微\n故障描述:打印颜色偏淡,能正常打。',
  minor,
);
says(
  'a tick is a claim: the text wins',
  '报修单 | 故障级别:口严重 口一般 ■轻微\n故障描述:全部窗口点开票无反应,至今未恢复。',
  critical,
);
says(
  'a tick counts where the text is silent',
  '故障报告 | 级别:☑严重 口一般 口轻微\n说明: 登录故障,详见电话。',
  critical,
);
says(
  'ticks read from the page count alike',
  '报修单 | 故障描述: 打印异常,请派人来看。',
  { severity: 'general', impact: true },
  {
    channel: 'fax',
    severityTick: 'general',
    impactTick: true,
  },
);
says('print that is hard to read is read', '报修 | 本院全部窗囗末能开票,产重影响业务,己停止收费。', critical, {
  channel: 'fax',
});

says('English words make it English', 'The certificate expires next month, please renew.', { language: 'en' });
says(
  'Chinese with English error texts stays Chinese',
  '报错 ORA-01653: unable to extend table EBILL.T_INVOICE,开票失败',
  { language: 'zh' },
);

rules.run();

const judging = suite('judging');

judging('the same words always fall the same way', () => {
  const request: JudgeRequest = { channel: 'fax', subject: '急', body: '所有窗口都开不了票,病人在排队。' };
  assert.equal(judge(request), judge({ ...request }));
  judge({ channel: 'email', subject: 'x', body: 'another one in between' });
  assert.equal(judge(request), judge(request));
});

judging('a reason quotes the words where they stand', () => {
  const subject = '回复: 報障';
  const body = '> 旧的\n本院所有窗口都开不了票。';
  const whole = `${subject}\n${body}`;
  const { reasons } = judge({ channel: 'email', subject, body });
  const quoting = reasons.filter(reason => reason.at);
  assert.ok(quoting.length > 0);
  for (const { quote, at } of quoting) assert.is(whole.slice(at?.[0], at?.[1]), quote);
});

judging('every label has its reason, and the confidence is the smallest of the labels', () => {
  const judgement = judge({ channel: 'email', subject: '', body: '打印有点歪' });
  for (const label of ['kind', 'severity', 'impact', 'category'])
    assert.ok(judgement.reasons.some(reason => reason.label === label));
  assert.is(judgement.confidence, Math.min(...Object.values(judgement.confidences)));
});

judging('critical always has impact, and what is no fault is minor', () => {
  for (const body of ['全院停机', '谢谢', '请问怎么打印', '打印机坏了', '', '\n\n', '????']) {
    const { kind, severity, impact } = judge({ channel: 'email', subject: '', body });
    if (severity === 'critical') assert.is(impact, true);
    if (kind !== 'fault') assert.is(severity, 'minor');
  }
});

judging('nothing but an empty message does not throw', () => {
  assert.is(judge({ channel: 'email', subject: '', body: '' }).severity, 'minor');
});

judging('long foreign text does not take forever', () => {
  const body = '开'.repeat(20_000) + '((((('.repeat(2_000) + ' a'.repeat(5_000) + '没有'.repeat(5_000);
  assert.ok(judge({ channel: 'email', subject: body.slice(0, 1_000), body }));
});

judging.run();
