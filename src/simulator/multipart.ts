import { badRequest } from './refusal.ts';

/** A part of a multipart/form-data body; `data` is a view of the body, not a copy. */
export interface Part {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
  readonly data: Buffer;
}

const END_OF_HEADERS = Buffer.from('\r\n\r\n');

/**
 * Reads a multipart/form-data body. Written here because grammY leaves file names unquoted
 * (`filename=отчёт за год.docx`), and the usual parsers drop such parts without a word.
 * @throws Refusal when the body is not multipart
 */
export function parseMultipart(body: Buffer, contentType: string): Part[] {
  const match = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw badRequest('multipart boundary not found');
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let position = body.indexOf(delimiter);
  if (position < 0) throw badRequest('multipart body without its boundary');
  for (;;) {
    position += delimiter.length;
    if (body[position] === 0x2d && body[position + 1] === 0x2d) return parts;
    const headersEnd = body.indexOf(END_OF_HEADERS, position);
    // The line break in front of the delimiter belongs to the delimiter.
    const next = body.indexOf(`\r\n--${boundary}`, headersEnd + 2, 'latin1');
    if (headersEnd < 0 || next < 0) throw badRequest('multipart body is cut off');
    const part = readPart(
      body.toString('utf8', position, headersEnd),
      body.subarray(headersEnd + END_OF_HEADERS.length, Math.max(next, headersEnd + END_OF_HEADERS.length)),
    );
    if (part) parts.push(part);
    position = next + 2;
  }
}

function readPart(headers: string, data: Buffer): Part | undefined {
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(headers)?.[1];
  const name = disposition === undefined ? undefined : attribute(disposition, 'name');
  if (disposition === undefined || name === undefined) return undefined;
  const contentType = /^content-type:\s*(\S.*?)\s*$/im.exec(headers)?.[1];
  return { name, fileName: attribute(disposition, 'filename'), contentType, data };
}

function attribute(disposition: string, key: string): string | undefined {
  const extended = new RegExp(`;\\s*${key}\\*=utf-8''([^;\\s]+)`, 'i').exec(disposition)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  const match = new RegExp(`;\\s*${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\r\\n]*))`, 'i').exec(disposition);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2]?.trim();
}
