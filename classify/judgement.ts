/** The labels of a request, as the severity policy defines them. */

export const kinds = ['fault', 'change', 'question', 'feedback', 'reply', 'automatic', 'spam'] as const;
/** What a request is (故障申告 fault, 需求 change, 咨询 question, 建议投诉 feedback, 回应 reply, 系统通知 automatic, 广告 spam). */
export type Kind = (typeof kinds)[number];

export const severities = ['critical', 'general', 'minor'] as const;
/** 故障级别: 严重 critical, 一般 general, 轻微 minor. */
export type Severity = (typeof severities)[number];

export const categories = [
  'login',
  'certificate',
  'issuing',
  'stock',
  'delivery',
  'archive',
  'report',
  'printing',
  'interface',
  'basics',
  'platform',
  'other',
] as const;
/** First level of the knowledge tree (知识树). */
export type Category = (typeof categories)[number];

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** What is judged: the sender's words with as much of their surroundings as the judge may use. */
export type JudgeRequest = {
  channel: 'email' | 'fax';
  subject: string;
  body: string;
  /** Claims by tick box; they count only where the text is silent. */
  severityTick?: 'critical' | 'general' | 'minor' | null;
  impactTick?: boolean | null;
  /** True when the reader found a machine's mail by its headers (RFC 3834). */
  machine?: boolean;
};

export type Label = 'kind' | 'severity' | 'impact' | 'category' | 'language' | 'triage';

/** Why a label fell as it did: the rule by name, and the words that fired it with their place in `subject + "\n" + body`. */
export type Reason = { label: Label; value: string; rule: string; quote?: string; at?: [start: number, end: number] };

export type Judgement = {
  kind: Kind;
  severity: Severity;
  /** 影响业务: decides the promise, 24 or 48 hours. */
  impact: boolean;
  category: Category;
  language: Language;
  /** 0 to 1 for the whole: the smallest confidence of its labels. */
  confidence: number;
  confidences: { kind: number; severity: number; impact: number; category: number; language: number };
  /** A person should look at once: doubt here could be costly. */
  triage: boolean;
  reasons: Reason[];
  /** Which rules and model judged, so that a judgement can be repeated. */
  version: string;
};
