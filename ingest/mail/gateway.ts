import type { FaxStation, MailReading } from '../reading.ts';

/** What a fax gateway's mail is recognised by. */
export type GatewayMail = Pick<MailReading, 'from' | 'subject' | 'text' | 'attachments'>;

/**
 * The sender of a fax that a gateway or a machine mailed: from HylaFAX's `faxrcvd` mail (CallID1, CallID2, Sender), or from
 * the subject and the text of other gateways.
 *
 * @returns null if it is no mailed fax; fields are null where the mail does not name them
 */
export function faxGateway(reading: GatewayMail): FaxStation | null {
  if (!reading.attachments.some(isDocument)) return null;
  for (const { sign, ...patterns } of gateways) {
    if (!sign(reading)) continue;
    const find = (list: RegExp[]) => {
      for (const pattern of list) {
        const found = (pattern.exec(reading.subject) ?? pattern.exec(reading.text))?.[1]?.trim();
        if (found && !/^(?:unknown|anonymous|<?none>?|private|unspecified|未知|匿名)$/i.test(found)) return found;
      }
      return null;
    };
    return { tsi: find(patterns.tsi), callerId: find(patterns.callerId), callerName: find(patterns.callerName) };
  }
  return null;
}

const isDocument = ({ type, name }: { type: string; name: string }) =>
  /^(?:image\/(?:tiff|x-tiff|tif|g3fax|png|jpeg)|application\/(?:pdf|x-pdf))$/.test(type) ||
  /\.(?:tiff?|pdf)$/i.test(name);

type Gateway = { sign: (mail: GatewayMail) => boolean; tsi: RegExp[]; callerId: RegExp[]; callerName: RegExp[] };

const number = String.raw`(\+?[\d][\d ()._-]{2,24}\d)`;

/** A new gateway is a new row here and a fixture in test/fixtures/mail. */
const gateways: Gateway[] = [
  {
    // HylaFAX faxrcvd: keys at the right of a column
    sign: mail => /^Fax received from\b/i.test(mail.subject) || /^\s*Sender: .{0,40}\n\s*Pages: \d/m.test(mail.text),
    tsi: [/^[ \t]*Sender:[ \t]*(\S[^\n]{0,40})$/m, /^Fax received from "([^"]{1,40})"/i],
    callerId: [/^[ \t]*CallID1:[ \t]*(\S[^\n]{0,40})$/m],
    callerName: [/^[ \t]*CallID2:[ \t]*(\S[^\n]{0,80})$/m],
  },
  {
    // Chinese network fax services and fax servers
    sign: mail =>
      /传真|傳真/.test(mail.subject) &&
      /来自|來自|收到|新传真|主叫|电子传真|网络传真|号码|接收/.test(`${mail.subject}\n${mail.text.slice(0, 600)}`) &&
      isShort(mail.text),
    tsi: [/(?:传真标识|发送方标识|TSI|CSID)\s*[:：]\s*(\S[^\n]{0,40})/],
    callerId: [
      new RegExp(
        String.raw`(?:主叫号码|主叫|来电号码|发送方号码|发件号码|对方号码|传真号码|发送号码|來電號碼)\s*[:：]\s*${number}`,
      ),
      new RegExp(String.raw`(?:来自|來自|收到)\s*[“"【[]?${number}`),
    ],
    callerName: [/(?:发送方名称|主叫名称|客户名称|发送单位|对方名称)\s*[:：]\s*(\S[^\n]{0,60})/],
  },
  {
    // English-speaking gateways: "New fax from …", "Fax from …", "You have received a 2 page fax from …", eFax, RightFax, FreePBX
    sign: mail =>
      /\b(?:e?fax|facsimile)\b/i.test(mail.subject) &&
      /\b(?:from|received|message|incoming|new|inbound)\b/i.test(mail.subject) &&
      !/^(?:re|fwd?)\s*:/i.test(mail.subject) &&
      isShort(mail.text),
    tsi: [/\b(?:remote (?:csid|id)|csid|tsi|station id)\s*[:=]\s*["']?([^\n"',]{1,40})/i],
    callerId: [
      new RegExp(
        String.raw`\b(?:caller[- ]?id|ani|from (?:number|fax)|sender(?:'s)? (?:number|fax)|caller|fax number)\s*[:=]\s*["'<]?${number}`,
        'i',
      ),
      new RegExp(String.raw`\bfrom:?\s+["'<(]?${number}`, 'i'),
    ],
    callerName: [/\b(?:caller name|sender name|from name)\s*[:=]\s*["']?([^\n"',]{1,60})/i],
  },
  {
    // Machines that scan or receive to mail: Ricoh ("Message from RNP…"), Canon, Konica Minolta, Kyocera, HP, Sharp, Toshiba, Xerox
    sign: mail =>
      isShort(mail.text) &&
      (/^Message from\s+"?(?:RNP|KM_?|KMBT|MFP|SKM|BRN|TASK|Ricoh|Aficio|imageRUNNER|bizhub|DocuCentre|Canon)/i.test(
        mail.subject,
      ) ||
        /^(?:Scanned image from|Scan from an? |Attached Image$|Received fax|传真转发|扫描件?来自)/i.test(mail.subject)),
    tsi: [],
    callerId: [new RegExp(String.raw`(?:Fax(?: No\.?| Number)?|传真号码|From)\s*[:：]\s*${number}`, 'i')],
    callerName: [],
  },
];

/** A gateway's covering text is short and nobody's own; a person's letter about faxes is not a fax. */
const isShort = (text: string) => text.length < 1500 && !/请问|怎么|如何|麻烦|您好，我|报修|\?$|？/m.test(text);
