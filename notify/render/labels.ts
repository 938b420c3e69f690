import type { Category, Kind, Language, Severity } from '../../classify/judgement.ts';

type Labels = {
  kind: Record<Kind, string>;
  severity: Record<Severity, string>;
  category: Record<Category, string>;
};

/** The labels of a judgement in the words that go out to users. */
export const labels: Record<Language, Labels> = {
  zh: {
    kind: {
      fault: '故障申告',
      change: '需求',
      question: '咨询',
      feedback: '建议与投诉',
      reply: '对答复的回应',
      automatic: '系统通知',
      spam: '其他来信',
    },
    severity: { critical: '严重', general: '一般', minor: '轻微' },
    category: {
      login: '登录与密码',
      certificate: '数字证书与 UKey',
      issuing: '票据开具',
      stock: '票据领用与库存',
      delivery: '票据交付与查验',
      archive: '存档与归档',
      report: '报表与查询',
      printing: '打印与版式',
      interface: '系统接口',
      basics: '基础信息与权限',
      platform: '服务器与网络',
      other: '其他',
    },
  },
  en: {
    kind: {
      fault: 'Fault report',
      change: 'Request for a change',
      question: 'Question',
      feedback: 'Feedback',
      reply: 'Reply to our answer',
      automatic: 'System notice',
      spam: 'Other',
    },
    severity: { critical: 'Critical', general: 'General', minor: 'Minor' },
    category: {
      login: 'Sign-in and passwords',
      certificate: 'Certificates and UKeys',
      issuing: 'Issuing bills',
      stock: 'Bill stock',
      delivery: 'Delivering and verifying bills',
      archive: 'Archive',
      report: 'Reports and queries',
      printing: 'Printing and layout',
      interface: 'Interfaces to other systems',
      basics: 'Master data and permissions',
      platform: 'Servers and network',
      other: 'Other',
    },
  },
};
