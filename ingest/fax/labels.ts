/** What a label asks for; `other` ends the value before it and is not looked into. */
export type LabelName =
  | 'organization'
  | 'contact'
  | 'phone'
  | 'fax'
  | 'ownFax'
  | 'email'
  | 'date'
  | 'description'
  | 'billCode'
  | 'billNumber'
  | 'severity'
  | 'impact'
  | 'choice'
  | 'to'
  | 'from'
  | 'other';

/** The labels of Chinese and English forms and letters, longest first where one begins another. */
const words: Record<LabelName, string[]> = {
  organization: [
    '报修单位',
    '用户单位',
    '填报单位',
    '申报单位',
    '申请单位',
    '发件单位',
    '发文单位',
    '来函单位',
    '反馈单位',
    '单位名称',
    '医院名称',
    '机构名称',
    '使用单位',
    '客户单位',
    '客户名称',
    '单位',
    'Organization',
    'Organisation',
  ],
  contact: [
    '联系人姓名',
    '联系人',
    '经办人',
    '填表人',
    '填报人',
    '报修人',
    '申请人',
    '反馈人',
    '发件人',
    '姓名',
    'Contact person',
    'Contact',
    'Name',
  ],
  phone: [
    '联系电话',
    '办公电话',
    '联系方式',
    '电话号码',
    '手机号码',
    '手机',
    '电话',
    'Telephone',
    'Phone',
    'Mobile',
    'Tel',
  ],
  ownFax: ['回传号码', '回传传真', '发件传真', '我方传真'],
  fax: ['传真号码', '传真电话', '传真号', '传真', 'Fax No', 'Fax'],
  email: ['电子邮箱', '电子邮件', '邮箱地址', '邮箱', 'E-mail', 'Email'],
  date: [
    '报修日期',
    '提出日期',
    '填报日期',
    '填表日期',
    '申请日期',
    '发件日期',
    '报修时间',
    '申报日期',
    '反馈日期',
    '日期',
    'Date',
  ],
  description: [
    '故障描述',
    '问题描述',
    '故障现象',
    '问题说明',
    '情况说明',
    '故障情况',
    '故障说明',
    '问题内容',
    '问题详情',
    '报修内容',
    '需求描述',
    'Description of problem',
    'Problem description',
    'Description',
  ],
  billCode: ['电子票据代码', '票据代码', 'Bill code'],
  billNumber: ['电子票据号码', '票据号码', '票据号', 'Bill number', 'Bill No'],
  severity: ['故障级别', '紧急程度', '故障等级', '严重程度', '问题级别', '影响程度', 'Severity', 'Urgency'],
  impact: [
    '是否影响用户业务',
    '是否影响业务',
    '是否影响正常业务',
    '是否影响开票',
    '影响业务',
    'Business affected',
    'Impact',
  ],
  choice: ['答复时限', '处理时限', '回复时限', '答复方式', '回复方式'],
  to: ['收件人', '收件单位', '致'],
  from: ['发件方'],
  other: [
    '科室',
    '部门',
    '所属模块',
    '故障模块',
    '模块',
    '处理结果',
    '处理意见',
    '已采取措施',
    '采取措施',
    '答复意见',
    '答复日期',
    '答复人',
    '报修人签名',
    '签名',
    '签字',
    '单位盖章',
    '盖章',
    '主题',
    '页数',
    '备注',
    '编号',
    '地址',
    '受理人',
    '受理日期',
    '处理人',
    '完成日期',
    '注',
    '附件',
    '其他意见和建议',
    'Pages',
    'Subject',
    'Re',
    'Department',
    'Remarks',
  ],
};

type Label = { word: string; name: LabelName };
const labels: Label[] = Object.entries(words)
  .flatMap(([name, list]) => list.map(word => ({ word: bare(word), name: isName(name) ? name : ('other' as const) })))
  .sort((a, b) => b.word.length - a.word.length);

function isName(name: string): name is LabelName {
  return Object.hasOwn(words, name);
}

/**
 * The label that begins at a place of a line, with where it ends (its colon and an English twin behind it belong to it: 电话 TEL). A label has a
 * colon behind it, or is all there is of the line, as in a table's cell. One misread character is forgiven in labels of four and more.
 */
export function labelAt(text: string, at: number): { name: LabelName; end: number } | null {
  if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]!) && !/\p{Script=Han}|\d/u.test(text[at - 1]!)) return null;
  const colon = colonAfter(text, at);
  if (colon !== null) {
    const name = named(text.slice(at, colon));
    return name && { name, end: colon + 1 };
  }
  if (at > 0) return null;
  const name = named(text);
  return name && { name, end: text.length };
}

/** The colon of a label that begins here: at most 16 characters on. */
function colonAfter(text: string, at: number): number | null {
  for (let i = at + 1; i < Math.min(text.length, at + 17); i++) if (text[i] === ':' || text[i] === '：') return i;
  return null;
}

function named(text: string): LabelName | null {
  const all = bare(text);
  if (all.length === 0 || all.length > 16) return null;
  // The English twin of a Chinese label, and the other way round.
  for (const part of [all, all.replace(/[a-z.]+$/, ''), all.replace(/^[a-z.]+/, '')]) {
    if (part === '') continue;
    const exact = labels.find(label => label.word === part);
    if (exact) return exact.name;
  }
  const han = all.replace(/[a-z.]+$/, '');
  if (han.length < 3) return null;
  return labels.find(({ word }) => word.length >= 4 && isNearly(word, han))?.name ?? null;
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*_.]/g, '');
}

/** One character changed or lost; two labels that differ in one character only (票据代码, 票据号码) are found exactly before. */
function isNearly(word: string, read: string): boolean {
  if (word.length - read.length > 1 || read.length > word.length) return false;
  let at = 0;
  while (at < read.length && word[at] === read[at]) at++;
  return word.slice(at + 1) === read.slice(word.length === read.length ? at + 1 : at);
}
