import { type AttachmentStream, MailParser, type MessageText } from 'mailparser';
import { codeOf, messageOf } from '../../errors.ts';
import { Header, parseParameters } from './header.ts';
import type { MailLimits } from './limits.ts';

/** A MIME part (RFC 2046): a multipart has children, a leaf has content with its transfer encoding undone, its character set not. */
export type Part = {
  /** In lower case, e.g. `text/plain`. */
  type: string;
  params: Map<string, string>;
  /** `inline`, `attachment` or '' where nothing is said. */
  disposition: string;
  /** File name, '' where there is none. */
  name: string;
  cid: string | null;
  header: Header;
  content: Buffer;
  children: Part[];
};

/**
 * Takes a mail apart with mailparser.
 *
 * @param hint the character set that raw bytes in headers are most likely in
 * @returns the tree, null where the parser found no header at all, and the codes of the limits that were met
 */
export async function readParts(raw: Buffer, limits: MailLimits): Promise<{ root: Part | null; met: string[] }> {
  const first = await readOnce(raw, limits);
  const [limit] = first.met;
  if (limit !== 'parts' && limit !== 'header-bytes') return first;
  // the parser stops at once and drops what it holds: a second pass gets what lies within the limit
  const within = limit === 'parts' ? beforeDelimiter(raw, limits.parts - 1) : raw;
  const again = await readOnce(within, limit === 'parts' ? limits : { ...limits, headerBytes: raw.length * 65 });
  return { root: again.root, met: [limit, ...again.met] };
}

async function readOnce(raw: Buffer, limits: MailLimits): Promise<{ root: Part | null; met: string[] }> {
  const parser = new LeafParser({
    ignoreEmbedded: true,
    keepDeliveryStatus: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipHtmlToText: true,
    skipImageLinks: true,
    checksumAlgo: false,
    maxHeadSize: limits.headerBytes,
    maxChildNodes: limits.parts,
  });
  const contents = new Map<unknown, Buffer[]>();
  const met = await run(parser, raw, contents);
  const tree = parser.tree;
  if (!tree) return { root: null, met };
  const codes = new Set(met);
  const root = partOf(tree, contents, limits.depth, codes);
  return { root, met: [...codes] };
}

/**
 * mailparser decodes text by its label and joins all text parts. Told that no type is text, it hands over every leaf as
 * bytes; told nothing else, it keeps the tree of parts in `tree`. Neither is in its type declarations: the version is
 * pinned, and `parts.test.ts` watches both.
 */
class LeafParser extends MailParser {
  textTypes: string[] = [];
  declare tree: Node | false;
}

type Node = {
  contentType: string | false;
  /** The same object as `headers` of the attachment that mailparser emits for this node. */
  headers: unknown;
  headerLines: readonly { key: string; line: string }[] | false;
  children: Node[];
};

/** Feeds the parser; an error of the parser ends the reading, what it has given so far stays. */
function run(parser: LeafParser, raw: Buffer, contents: Map<unknown, Buffer[]>): Promise<string[]> {
  return new Promise(resolve => {
    parser.on('data', (data: AttachmentStream | MessageText) => {
      if (data.type !== 'attachment') return;
      const chunks: Buffer[] = [];
      contents.set(data.headers, chunks);
      data.content.on('data', (chunk: Buffer) => chunks.push(chunk));
      data.content.once('error', () => data.release?.());
      data.content.once('end', () => data.release?.());
    });
    parser.once('error', (error: unknown) => {
      parser.destroy();
      resolve([codeOfLimit(error)]);
    });
    parser.once('end', () => resolve([]));
    parser.end(raw);
  });
}

/** The mail up to the n-th line that can be a delimiter (RFC 2046 §5.1.1). */
function beforeDelimiter(raw: Buffer, n: number): Buffer {
  let at = -1;
  for (let i = 0; i < n; i++) {
    const next = raw.indexOf('\n--', at + 1);
    if (next < 0) return raw;
    at = next;
  }
  return raw.subarray(0, at + 1);
}

function codeOfLimit(error: unknown): string {
  if (codeOf(error) !== 'EMAXLEN') return 'broken';
  return messageOf(error).includes('header') ? 'header-bytes' : 'parts';
}

function partOf(node: Node, contents: Map<unknown, Buffer[]>, depth: number, codes: Set<string>): Part {
  const header = new Header(node.headerLines || []);
  const { params } = parseParameters(header.raw('content-type') ?? '', header.hint);
  const disposition = parseParameters(header.raw('content-disposition') ?? '', header.hint);
  if (depth <= 0 && node.children.length > 0) codes.add('depth');
  return {
    type: typeOf(node),
    params,
    disposition: disposition.value === '' || disposition.value === 'inline' ? disposition.value : 'attachment',
    name:
      disposition.params.get('filename') ||
      disposition.params.get('name') ||
      params.get('name') ||
      params.get('filename') ||
      '',
    cid: header.raw('content-id')?.replace(/^<|>$/g, '') || null,
    header,
    content: undoLooseEncoding(Buffer.concat(contents.get(node.headers) ?? []), header),
    children: depth <= 0 ? [] : node.children.map(child => partOf(child, contents, depth - 1, codes)),
  };
}

/** `text/plain charset=gb2312`: the semicolon is missing. */
function typeOf({ contentType, children }: Node): string {
  const [type = ''] = /^[\w.+-]+(?:\/[\w.+-]+)?/.exec(contentType || '') ?? [];
  return type === '' && children.length === 0 ? 'text/plain' : type;
}

/** mailparser wants the exact words `base64` and `quoted-printable`; some programs quote them or add to them. */
function undoLooseEncoding(content: Buffer, header: Header): Buffer {
  const encoding = (header.raw('content-transfer-encoding') ?? '')
    .replace(/\([^()]*\)/g, '')
    .trim()
    .toLowerCase();
  if (encoding === 'base64' || encoding === 'quoted-printable') return content;
  if (encoding.includes('base64') || encoding === 'base-64') return Buffer.from(content.toString('latin1'), 'base64');
  if (/quoted.?printable/.test(encoding)) return fromQuotedPrintable(content.toString('latin1'));
  return content;
}

function fromQuotedPrintable(text: string): Buffer {
  const whole = text.replace(/=[ \t]*\r?\n/g, '');
  return Buffer.from(
    whole.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
