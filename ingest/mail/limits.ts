/** What one mail may cost. Beyond a limit the readable part is still returned, and the limit's code stands in `reading.limits`. */
export type MailLimits = {
  /** Bytes of the whole mail; what lies beyond is not read (`bytes`). Big providers stop at 50 MB. */
  bytes: number;
  /** MIME parts of all levels (`parts`). */
  parts: number;
  /** Levels of multiparts inside each other (`depth`); real mails rarely have more than six. */
  depth: number;
  /** Bytes of the header of the mail, or of one part (`header-bytes`). */
  headerBytes: number;
  /** Addresses kept of To and of Cc (`recipients`). */
  recipients: number;
  /** Attachments kept (`attachments`). */
  attachments: number;
  /** Bytes of one text part (`text-bytes`). */
  textBytes: number;
};

export const defaultMailLimits: MailLimits = {
  bytes: 64 * 1024 * 1024,
  parts: 1000,
  depth: 60,
  headerBytes: 1024 * 1024,
  recipients: 1000,
  attachments: 500,
  textBytes: 8 * 1024 * 1024,
};
