/**
 * How mail servers word what they could not deliver, where they send no RFC 3464 report. A new server is a new row here and
 * a fixture in test/fixtures/mail; docs/mail.md says how.
 */

const address = String.raw`<?["']?([\w.+=&'/#%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})`;
const says = (before: string, flags = 'i') => new RegExp(before + address, flags);

/** The first group is the address. Tried in order over the words above the returned mail. */
export const failedAddressPatterns: RegExp[] = [
  // exim: "The following address(es) failed:", sendmail: "The following addresses had permanent fatal errors"
  says(
    String.raw`(?:following address(?:\(es\)|es)? (?:failed|had (?:permanent|delivery)[^\n]{0,40})|failed permanently|permanent fatal errors)[^\n]{0,60}[\n\s]{1,8}(?:[^\n@]{0,60}[\n\s]{1,4})?`,
  ),
  // Gmail
  says(
    String.raw`(?:wasn't|was not|not be|couldn't be|could not be|cannot be|can't be) delivered to:?[\s]{1,6}(?:the following (?:address|recipient)[^\n]{0,30}[\s:]{1,8})?`,
  ),
  says(
    String.raw`(?:following (?:recipient|address|user|person)[^\n]{0,60}|recipients? or groups?|these recipients?)[^\n]{0,40}[:.]\s{1,8}(?:[^\n@]{0,60}[\s(<=:]{1,4})?`,
  ),
  // qmail, postfix: "<a@b>:" at the start of a line
  says(String.raw`^[ \t]{0,8}(?=<)`, 'im'),
  // QQ, Exmail, NetEase, Coremail, Sina, Exchange in Chinese
  says(String.raw`收件人(?:邮件)?(?:地址)?\s{0,3}[（(:：]?\s{0,4}`),
  says(String.raw`(?:无法|未能|不能|没有|未)(?:送达|投递|发送)(?:到|至|给)?\s{0,3}[^\n@]{0,20}?[:：（( ]{0,3}`),
  says(String.raw`(?:传递邮件失败|投递失败|发送失败|退信原因)[^\n]{0,20}[:：]?\s{1,6}[^\n@]{0,30}?[（( ]?`),
  // Amazon SES, Domino, GroupWise, IMail, Yahoo
  says(
    String.raw`(?:unable to deliver|failed to deliver|not deliver(?:ed)?|undeliverable|deliver the (?:mail|message)|delivery (?:to|for)|failed recipient|recipient|unknown user|no such user|user unknown|invalid address|message to|addressed to|was addressed,|mailbox|returned from|intended recipient)[^\n@]{0,60}?[:\s<("]{1,8}`,
  ),
  // "550 5.1.1 <a@b>…"
  says(String.raw`\b5\d\d[ -](?:5\.\d{1,3}\.\d{1,3}[ :-]{1,3})?[^\n@]{0,30}?`),
  // "a@b ... User unknown"
  new RegExp(String.raw`^[ \t]{0,8}${address}>?[ \t]{0,4}(?:\.\.\.|:|\n)`, 'im'),
];

/** Nothing has failed yet: the server goes on trying. */
export const stillTrying: RegExp[] = [
  /will (?:keep|continue) (?:trying|retrying|to (?:re)?try)|still being (?:retried|queued)|has not yet been delivered|has been postponed|attempts will continue|(?:delivery|message|mail).{0,40}\b(?:delayed|deferred)\b/i,
  /warning message only|no action is required|(?:do not|don't) need to re-?send/i,
  /延迟通知|将继续(?:尝试|重试)|仍在(?:尝试|重试)|不需要重新发送|暂时(?:无法|未能)(?:送达|投递)/,
];

/** Subjects of bounces; they count together with a sender that is a mail system, or the null reverse-path. */
export const bounceSubjects: RegExp[] = [
  /^\W{0,3}(?:undeliver(?:able|ed)|returned (?:mail|e-?mail|message|to sender)|return(?:ed)? receipt failure|failure (?:notice|delivery)|failed (?:mail|delivery|message)|non[- ]?delivery|nondeliverable|could not (?:deliver|be delivered))/i,
  /\b(?:mail|message|e-?mail)\s(?:delivery|system|transport)\s?(?:failed|failure|failing|error|problem|status|notification|subsystem|system|report|delayed|warning)/i,
  /\bdelivery\s(?:status notification|failure|failed|has failed|problems?|notification|report|error|unsuccessful|delayed|incomplete|subsystem)/i,
  /\b(?:message|mail|e-?mail)\s(?:not|could not be|cannot be|was not|undeliverable|delayed|rejected)/i,
  /^(?:\W{0,3}warning|delayed mail|message status|mail error|user unknown|rejected|mailbox (?:full|unavailable)|address not found|undelivered|delivery\b)/i,
  /系统退信|退信|退件|投递失败|投遞失敗|发送失败|未送达|未能送达|無法傳遞|无法(?:投递|送达|传递)|邮件延迟|被退回|延迟(?:通知|送达)|傳遞狀態|传递状态/,
  /^(?:mail failed|processing error|mail error|failed mail\b|returning to sender|automatically rejected|problem delivering|unable to deliver)|: non remis|не доставлено|невозможно доставить/i,
  /^(?:Unzustellbar|Non remis|Échec|No se puede entregar|配信不能|Mail delivery failed)/i,
];

/** Words of a bounce in the text, for servers whose subject says nothing. */
export const bounceWords: RegExp[] = [
  /\b5\d\d[ -]5\.\d{1,3}\.\d{1,3}\b|\buser unknown\b|\bmailbox (?:unavailable|full|not found|is full)|\bno such user\b|\brecipient (?:address )?rejected/i,
  /(?:could not|couldn't|cannot|can't|wasn't|was not|not) be(?:en)? (?:delivered|sent)|\bundeliverable\b|delivery (?:has )?failed|permanent (?:fatal )?error/i,
  /退信原因|被退回|无法(?:投递|送达)|投递失败|收件人.{0,30}不存在/,
];

/**
 * How a bounce begins when neither its sender nor its reverse-path says what it is. It counts together with such a subject
 * and only where nobody speaks in the first person: people write about bounces too.
 */
export const bounceOpenings: RegExp[] = [
  /(?:your|the|a|the following) (?:e-?mail )?(?:message|mail|e-?mail)[\s\S]{0,160}(?:could not be delivered|cannot be delivered|was not delivered|not delivered|undeliverable|did not reach)/i,
  /(?:could not|unable to|failed to) deliver (?:the |your )?(?:message|mail|e-?mail)|created automatically by mail delivery software|non-?delivery report|failed recipients?\b|delivery of e-?mail to this address/i,
  /(?:您|你)(?:的|发送的)?.{0,8}(?:邮件|郵件).{0,12}(?:被退回|无法送达|未能送达|投递失败|發送失敗|发送失败)/,
];
