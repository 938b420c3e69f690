/** How signatures, phone lines, disclaimers and banners look. A new one is a new row here and a fixture in test/fixtures/mail. */

/** A line that a phone or an app adds below the words. */
export const phoneLines: RegExp[] = [
  /^(?:发自|發自|来自|來自|从我的|從我的|通过|使用|发送自|傳送自)\s?.{0,40}(?:iPhone|iPad|iPod|手机|手機|Android|安卓|Outlook|邮箱|郵箱|邮件|Mail|MAIL|客户端|Galaxy|Windows|企业微信|钉钉|飞书|网易|平板).{0,40}$/,
  /^(?:发自|發自|来自|來自)\s?(?:我的|My)\s?.{1,30}$/,
  /^[从從]\s?.{1,30}(?:发送|發送|傳送)$/,
  /^Sent (?:from|using|via|with) .{1,80}$/i,
  /^(?:获取|下载|取得|下載|Get)\s?(?:适用于|適用於)?\s?.{0,20}Outlook.{0,120}$/i,
  /^(?:签名|此邮件签名)?由\s?.{0,20}(?:邮箱大师|邮箱|客户端|移动).{0,10}\s?(?:定制|发送|发出)$/,
  /^(?:Von meinem|Envoyé de mon|Enviado desde mi|Inviato da|Gesendet von|Skickat från|Verzonden vanaf|iPhoneから送信).{0,60}$/i,
  /^(?:_{2,}|-{2,})\s*$/,
];

/** Where a signature begins: everything below it, down to the earlier mail, belongs to it. */
export const signatureStarts: RegExp[] = [/^-- ?$/, /^--\u00a0$/, /^[-—]{2}\s*(?:签名|Signature)\s*[-—]*$/i];

/** A rule of dashes above a signature of a few short lines (Foxmail in plain text). */
export const signatureRules: RegExp[] = [/^-{6,60}$/, /^_{6,60}$/, /^\*{6,60}$/, /^={6,60}$/, /^—{4,60}$/];

/** The first line of a disclaimer: what stands from here to the end is nobody's words. */
export const disclaimers: RegExp[] = [
  /^[*\s【[(（]{0,4}(?:重要提示|免责声明|免責聲明|保密声明|保密提示|保密须知|法律声明|声明)[】\])）]?\s*[:：].{10,}/,
  /^.{0,10}(?:本|此|该)(?:电子)?(?:邮件|郵件|信件|邮件内容)(?:\s|[（(（].{0,30}[)）])?.{0,30}(?:机密|機密|保密|专有|商业秘密|仅供|僅供|法律保护).{4,}/,
  /^.{0,20}(?:This|The information in this|The contents? of this|The information contained in this)\s(?:e-?mail|message|communication|transmission).{0,120}(?:confidential|privileged|intended (?:only|solely)|proprietary)/i,
  /^[*\s[(]{0,4}(?:CONFIDENTIALITY|CONFIDENTIAL|DISCLAIMER|LEGAL|PRIVACY)\s?(?:NOTICE|NOTE|STATEMENT)?\s?[:*]/,
  /^(?:Please consider the environment|Think before you print|请考虑环境|保护环境|打印本邮件前).{0,120}$/i,
];

/** What a gateway puts above or below a mail from outside. */
export const banners: RegExp[] = [
  /^[[【(（<*!\s]{1,4}(?:外部邮件|外部郵件|外来邮件|EXTERNAL(?: E-?MAIL)?|EXT|CAUTION|WARNING|注意|提醒|警告)[\]】)）>*!\s:：].{0,200}$/i,
  /^(?:CAUTION|WARNING|NOTICE)\s?[:：!]\s?(?:This|External|The sender).{0,300}$/i,
  /^(?:注意|提醒|警告)\s?[:：]\s?(?:此|该|本)邮件(?:来自|由)外部.{0,200}$/,
  /^This (?:email|message) (?:originated|came|was sent) from (?:outside|an external).{0,300}$/i,
  /^You don't often get email from .{1,200}$/i,
];
