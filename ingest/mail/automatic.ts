/** How absence notes, receipts and mail systems present themselves. A new one is a new row here and a fixture in test/fixtures/mail. */

/** Addresses that belong to mail systems. `postmaster` may be a person, so it never decides alone. */
export const mailSystems =
  /^(?:mailer-?daemon|mail-?daemon|postmaster|mdaemon|double-bounce|mailer|maildaemon|mail-system|mailsystem|mmdf|microsoftexchange[\w-]*|bounces?|bounced-mail|mailerdaemon|[\w.-]*-bounces?|mail-delivery|emaildelivery|mdeliver)(?:[+-][\w.=+-]*)?@/i;

export const mailSystemNames =
  /^(?:mail delivery (?:sub)?system|mail deliver(?:y|er)|mailer-?daemon|postmaster|system administrator|internet mail delivery|mail administrator|delivery subsystem|系统管理员|邮件系统|邮件管理员|邮件投递系统)/i;

/** Subjects that programs put before an automatic answer. They stand at the very beginning: "Re: 自动回复" is a person's. */
export const vacationSubjects: RegExp[] = [
  /^(?:自动回复|自动答复|自動回覆|自動回復|自動答覆|自动应答|系统自动回复|外出自动回复|休假自动回复|自动回覆)\s*(?:[:：]|$|[（(【[\]】])/,
  /^[【[(（](?:自动回复|自动答复|自動回覆|Auto-?reply|Auto(?:matic)? ?reply)[】\])）]/i,
  /^(?:auto(?:matic|mated)?[- ]?(?:reply|response|respond(?:er)?|answer)|autoreply|autoresponse)\s*(?:[:：]|$|from\b|\()/i,
  /^(?:out of (?:the )?office|ooo|away from (?:the )?office|on vacation|vacation (?:reply|notice|message)|holiday (?:reply|notice)|absence|i am (?:out|away))(?:\s(?:auto-?reply|reply|response|notification|message|re))?\s*(?:[:：]|$|until\b|from\b|-|\()/i,
  /^(?:abwesenheitsnotiz|automatische antwort|abwesend|réponse automatique|absence du bureau|respuesta automática|fuera de la oficina|risposta automatica|resposta automática|automatisch antwoord|autosvar|不在通知|自動応答|부재중)/i,
  /[（(【[]\s?(?:自动回复|自动答复|自動回覆|auto-?reply|automatic reply)\s?[】\])）]\s*$/i,
  /^(?:不在办公室|外出|休假|出差)(?:通知|中)?\s*[:：]/,
];

/** Words by which an answer calls itself automatic: enough where nothing is asked and nothing quoted. */
export const declaresAutomatic: RegExp[] = [
  /(?:此|本|这|這)(?:是|封|为|為|邮件|郵件|信件|一封|条|由|系){1,6}.{0,8}(?:系统|系統)?自(?:动|動)(?:发出|发送|回复|答复|回覆|生成|應答)|自动回复邮件|系统自动(?:回复|发出|发送)/,
  /this is an? (?:automat(?:ic|ed)|auto)[- ]?(?:reply|response|message|generated)|automatically generated (?:reply|response|message|e-?mail)|auto-?generated (?:reply|response)/i,
];

/** What absence notes say. A person may say it too, so it counts only below a subject that a program made. */
export const suggestsAutomatic: RegExp[] = [
  ...declaresAutomatic,
  /(?:您|你)(?:的|发(?:给我|来)?的|發的)?.{0,10}(?:邮件|信件|郵件|来信|來信).{0,6}(?:我)?(?:已|已经)(?:经)?收到.{0,20}(?:尽快|儘快|第一时间|会及时|稍后).{0,8}(?:回复|答复|给您|处理|回覆)/,
  /(?:我|本人).{0,20}(?:休假|休产假|年假|出差|外出|不在办公室|度假|请假|培训).{0,60}(?:不能|无法|未能|没法|不便|不方便).{0,12}(?:查看|处理|回复|答复|收取|及时).{0,20}(?:邮件|信件)?/,
  /(?:我|本人)?.{0,12}(?:正在|现在|目前).{0,6}(?:休假|出差|度假|外出|休产假).{0,60}(?:回(?:到|来)|返回|回办公室|恢复).{0,80}(?:如有|紧急|急事|请联系|请拨打|联系)/,
  /\b(?:i am|i'm|i will be|i'll be|we are) (?:currently )?(?:out of (?:the )?office|away from (?:the |my )?(?:office|desk|e-?mail)|on (?:vacation|holiday|leave|annual leave|maternity leave|parental leave|sick leave|a business trip))\b[\s\S]{0,300}\b(?:return|back|until|through|limited access|no access|please contact|please call|urgent)/i,
];

/** A person wants something: then it is no automatic answer, whatever the subject says. */
export const asksSomething =
  /请问|怎么|怎样|如何|为什么|能否|可否|是否可以|能不能|吗[？?。]|报修|报错|无法(?:登录|开票|打印|保存|打开|使用|上传|下载|导出)|请(?:帮|协助|尽快处理|处理一下)|麻烦(?:您|你|帮)|\b(?:how (?:do|can|to)|could you|can you|would you|what is|why (?:does|is|do))\b/i;

export const receiptText =
  /邮件收条|收条|已被打开|已打开|已阅读|已读|已讀|回执|was (?:read|displayed|opened|deleted without)|has been (?:read|displayed|opened)|was not read|return receipt|read receipt|您的邮件|your message/i;

export const recallText =
  /(?:发件人|对方).{0,12}(?:撤回|收回)|邮件(?:已被|被)?(?:撤回|收回)|将?(?:要)?(?:撤回|收回|撤消|撤销)(?:邮件|该邮件|此邮件|消息)|would like to recall|wants? to recall|recall the message/i;
