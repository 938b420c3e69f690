import { PermanentError } from '../../errors.ts';

/** What one fax may cost. A fax beyond a limit is refused with the limit's own code and goes to a person. */
export type FaxLimits = {
  /** Bytes of the file: 50 pages of dense G3 are about 10 MB, a colour PDF scan up to 1 MB a page. */
  bytes: number;
  pages: number;
  /** Pixels of one page as stored: A4 superfine (204×391) has 7.9 million, A4 at 600 dpi 35 million. */
  pixels: number;
  /** Seconds for one page, decoding included. */
  seconds: number;
};

export const defaultLimits: FaxLimits = { bytes: 50_000_000, pages: 60, pixels: 60_000_000, seconds: 60 };

/** @throws PermanentError `fax-bytes` */
export function checkBytes(bytes: number, limits: FaxLimits): void {
  if (bytes > limits.bytes)
    throw new PermanentError(
      'fax-bytes',
      `Cannot read the fax: it has ${bytes} bytes, at most ${limits.bytes} are allowed; ask the sender for fewer pages or raise the limit`,
    );
}

/** @throws PermanentError `fax-pages` */
export function checkPages(pages: number, limits: FaxLimits): void {
  if (pages > limits.pages)
    throw new PermanentError(
      'fax-pages',
      `Cannot read the fax: it has ${pages} pages, at most ${limits.pages} are allowed; split the file or raise the limit`,
    );
}

/** @throws PermanentError `fax-pixels` */
export function checkPixels(n: number, width: number, height: number, limits: FaxLimits): void {
  if (width * height > limits.pixels)
    throw new PermanentError(
      'fax-pixels',
      `Cannot read the fax: page ${n} claims ${width} × ${height} pixels, at most ${limits.pixels} in all are allowed; ` +
        'open the original by hand, or raise the limit if the page is real',
    );
}

/** The error of a page that took too long. */
export function outOfTime(limits: FaxLimits): PermanentError {
  return new PermanentError(
    'fax-time',
    `Cannot read the fax: a page took longer than the allowed ${limits.seconds} seconds; open the original by hand, or raise the limit`,
  );
}
