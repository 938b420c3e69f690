/** The service contract's promises as data, so that every due time can name the clause that it comes from. */

export const clockNames = ['acknowledge', 'handoff', 'answer', 'repair', 'feedback', 'follow-up'] as const;
/** A promise that runs: see the contract's sections (5) and (三). */
export type ClockName = (typeof clockNames)[number];

/** How long a clock runs: elapsed time, or until the end of a local day (`endOfDay` 0 is today, 1 tomorrow). */
export type Term = { minutes: number } | { hours: number } | { endOfDay: 0 | 1 };

export type Clause = {
  id: string;
  clock: ClockName;
  /** Where it stands in the contract: section, then item. */
  reference: string;
  /** The contract's own words. */
  wording: string;
  term: Term;
};

/**
 * The contract says 即时响应 (respond at once) and names no number. Five minutes is what "at once" can mean for a
 * machine that must fetch, read and judge a message first, the slowest fax included; the goal stays seconds.
 */
const atOnce: Term = { minutes: 5 };

export const contract = {
  acknowledge: {
    id: 'acknowledge',
    clock: 'acknowledge',
    reference: '(5) 热线电话 1、网络服务 1-2',
    wording: '所有系统用户在系统使用过程中遇到任何问题,都可以通过电子邮件、传真函件得到支持和帮助。及时',
    term: atOnce,
  },
  'acknowledge-critical': {
    id: 'acknowledge-critical',
    clock: 'acknowledge',
    reference: '(三) 4、1 严重级别',
    wording: '接到用户的维修维护请求后,即时响应',
    term: atOnce,
  },
  'acknowledge-general': {
    id: 'acknowledge-general',
    clock: 'acknowledge',
    reference: '(三) 4、2 一般级别',
    wording: '接到用户的维修维护请求后,即时响应,通过电话排除故障',
    term: atOnce,
  },
  'acknowledge-minor': {
    id: 'acknowledge-minor',
    clock: 'acknowledge',
    reference: '(三) 4、3 轻微级别',
    wording:
      '接到用户的维修维护请求后,即时响应,通过电话解决问题,制定相应的措施或解决方案,然后与用户重新预约服务或技术支持时间',
    term: atOnce,
  },
  handoff: {
    id: 'handoff',
    clock: 'handoff',
    reference: '(三) 6、1 受理阶段',
    wording: '当前台客服代表对用户所申告的故障无法解决时,应在受理后半小时内填写《待回复问题处理表》转交客服工程师',
    term: { minutes: 30 },
  },
  'answer-impact': {
    id: 'answer-impact',
    clock: 'answer',
    reference: '(5) 热线电话 3',
    wording: '对于一时无法答复的,但影响用户业务需要紧急解决的问题,立即组织技术小组商讨解决方案,24小时内答复客户',
    term: { hours: 24 },
  },
  'answer-no-impact': {
    id: 'answer-no-impact',
    clock: 'answer',
    reference: '(5) 热线电话 4',
    wording: '对于一时无法答复的,但不影响用户业务的问题,立即组织技术小组商讨解决方案,48小时内答复客户',
    term: { hours: 48 },
  },
  'repair-critical': {
    id: 'repair-critical',
    clock: 'repair',
    reference: '(三) 4、1 严重级别',
    wording: '如12小时内不能解决问题,提供相同档次的设备予以临时使用,不影响用户的正常业务,直至故障修复',
    term: { hours: 12 },
  },
  'repair-general': {
    id: 'repair-general',
    clock: 'repair',
    reference: '(三) 4、2 一般级别',
    wording: '如24小时内不能解决,提供相同档次的设备予以临时使用,不影响用户的正常业务,直至故障修复',
    term: { hours: 24 },
  },
  feedback: {
    id: 'feedback',
    clock: 'feedback',
    reference: '(三) 6、3 反馈阶段',
    wording: '客服工程师在帮用户解决故障问题后,应在解决问题的当天内将问题的故障描述、处理办法等信息反馈给客服代表',
    term: { endOfDay: 0 },
  },
  'follow-up': {
    id: 'follow-up',
    clock: 'follow-up',
    reference: '(三) 6、4 回访阶段',
    wording: '对于故障申告类用户,客服代表必须在次日进行电话回访工作',
    term: { endOfDay: 1 },
  },
} as const satisfies Record<string, Clause>;

export type ClauseId = keyof typeof contract;
