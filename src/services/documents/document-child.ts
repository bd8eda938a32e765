import { decodeText } from './decode-text.ts';
import type { DocumentLimits } from './document-in.ts';
import type { DocumentFormat, DocumentReading, ReadBlock } from './read-block.ts';
import { mainPart, readDocx } from './read/docx.ts';
import { readOdt } from './read/odt.ts';
import { plain } from './read/paragraph.ts';
import { readPdf } from './read/pdf.ts';
import { readRtf } from './read/rtf.ts';
import { Unreadable } from './read/unreadable.ts';
import { openZip } from './zip-parts.ts';

/** Reads a document within its limits. Is run by guarded-child.ts only: a hostile file may exhaust the process. */
export async function readInChild(content: Buffer, limits: DocumentLimits): Promise<DocumentReading> {
  try {
    return await readAny(content, limits);
  } catch (error) {
    if (error instanceof Unreadable) return { kind: error.kind };
    throw error;
  }
}

/** How a compound file begins: programs up to 2003 wrote such, and all that encrypt still do. */
const COMPOUND = Buffer.from('D0CF11E0A1B11AE1', 'hex');

async function readAny(content: Buffer, limits: DocumentLimits): Promise<DocumentReading> {
  if (content.subarray(0, COMPOUND.length).equals(COMPOUND)) return compound(content);
  const start = content.toString('latin1', 0, 1024);
  if (start.startsWith('PK\u0003\u0004')) return readZip(content, limits);
  if (/^\s*\{\\rtf/.test(start)) return read('rtf', readRtf(content.toString('latin1')), limits);
  // Some programs write a few bytes of their own before it.
  if (start.includes('%PDF-')) {
    const reading = await readPdf(content, limits);
    return 'kind' in reading ? reading : read('pdf', reading.blocks, limits);
  }
  const text = decodeText(content);
  if (text === undefined) return { kind: 'not-a-document' };
  if (/^\s*(<[?!a-z]|MIME-Version:)/i.test(text)) return page(text);
  if (text.length > limits.characters) return { kind: 'too-complex' };
  return read('txt', text.split(/\r\n?|\n/).flatMap(plain), limits);
}

function compound(content: Buffer): DocumentReading {
  const has = (stream: string): boolean => content.includes(stream, 0, 'utf16le');
  if (has('EncryptedPackage')) return { kind: 'encrypted' };
  return { kind: has('WordDocument') ? 'old-word' : 'not-a-document' };
}

/** Pages and trees of text, which Word wrote in its time as documents. */
function page(text: string): DocumentReading {
  const isWord = /progid="Word\.Document"|urn:schemas-microsoft-com:office:word/.test(text.slice(0, 10_000));
  return { kind: isWord ? 'old-word' : 'not-a-document' };
}

/** Parts of which nothing is read, however large they are. */
const UNREAD = /(^|\/)(media|embeddings|fonts|theme|glossary|Pictures|Thumbnails|docProps|customXml)\//;

async function readZip(content: Buffer, limits: DocumentLimits): Promise<DocumentReading> {
  const zip = await openZip(
    content,
    limits,
    (part) => (/\.(xml|rels)$/i.test(part) || part === 'mimetype') && !UNREAD.test(part),
  );
  if (zip.kind === 'broken' || zip.kind === 'encrypted') return { kind: zip.kind };
  if (zip.kind !== 'opened') return { kind: 'too-complex' };
  const { names, parts } = zip;
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  const type = parts.get('mimetype')?.toString('latin1') ?? '';
  if (type.startsWith('application/vnd.oasis.opendocument.text')) {
    if (parts.get('META-INF/manifest.xml')?.includes('encryption-data')) return { kind: 'encrypted' };
    // An empty library is written by itself.
    if (has(/^(Basic\/.+\/(?!script-lb)[^/]+\.xml|Scripts\/.*[^/])$/)) return { kind: 'macros' };
    return read('odt', readOdt(parts), limits);
  }
  const types = parts.get('[Content_Types].xml')?.toString() ?? '';
  if (!types.includes('wordprocessingml') && !/ms-word\./.test(types)) return { kind: 'not-a-document' };
  if (has(/(^|\/)vbaProject\.bin$/i) || /ms-word\.[a-z]+\.macroEnabled/i.test(types))
    return { kind: 'macros' };
  return mainPart(parts) === undefined ? { kind: 'broken' } : read('docx', readDocx(parts), limits);
}

function read(format: DocumentFormat, blocks: ReadBlock[], limits: DocumentLimits): DocumentReading {
  let [characters, lines, entities, speaks] = [0, 0, 0, false];
  const count = (text: string): void => {
    characters += text.length;
    lines += text.match(/[\n\u2028]/g)?.length ?? 0;
    speaks ||= /[\p{L}\p{N}]/u.test(text);
  };
  for (const block of blocks) {
    if (block.kind === 'table') for (const row of block.rows) row.forEach(count);
    else count(block.text);
    lines += block.kind === 'table' ? block.rows.length : 1;
    entities += block.kind === 'table' ? 0 : block.entities.length;
  }
  if (characters > limits.characters || lines > limits.lines || entities > limits.entities)
    return { kind: 'too-complex' };
  if (speaks) return { kind: 'read', format, blocks };
  return { kind: format === 'txt' ? 'empty' : 'no-text' };
}
