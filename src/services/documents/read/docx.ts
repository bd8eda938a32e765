import path from 'node:path/posix';
import type { ReadBlock } from '../read-block.ts';
import { docxNumbering } from './docx-numbering.ts';
import { docxStyles } from './docx-styles.ts';
import { readParagraphs } from './docx-text.ts';
import { Unreadable } from './unreadable.ts';
import { elements, parseXml, type XmlElement } from './xml.ts';

type Parts = ReadonlyMap<string, Buffer>;

/** The blocks of a Word document (ISO 29500, both its forms), of its parts. Throws `Unreadable`. */
export function readDocx(parts: Parts): ReadBlock[] {
  const main = mainPart(parts) ?? '';
  const document = parts.get(main);
  if (document === undefined) throw new Unreadable('broken', 'no document in it');
  const related = relationships(parts, main);
  const parsed = (type: string): XmlElement | undefined => {
    const target = related.find((one) => one.type === type && !one.external)?.target;
    const part = target === undefined ? undefined : parts.get(target);
    return part && parseXml(part);
  };
  const styles = parsed('styles');
  const notes = (type: string): Map<string, XmlElement> =>
    new Map(elements(parsed(type) ?? NOTHING).map((note) => [note.attributes['w:id'] ?? '', note]));
  return readParagraphs(parseXml(document), {
    styles: docxStyles(styles),
    numbering: docxNumbering(parsed('numbering'), styles),
    links: new Map(related.filter(({ external }) => external).map(({ id, target }) => [id, target])),
    notes: { 'w:footnoteReference': notes('footnotes'), 'w:endnoteReference': notes('endnotes') },
  });
}

const NOTHING: XmlElement = { name: '', attributes: {}, children: [] };

/** The name of the part that is the document itself; not every program calls it `word/document.xml`. */
export function mainPart(parts: Parts): string | undefined {
  return relationships(parts, '').find(({ type }) => type === 'officeDocument')?.target;
}

interface Relationship {
  id: string;
  /** The last word of its address, equal in both forms of the format. */
  type: string;
  target: string;
  external: boolean;
}

function relationships(parts: Parts, name: string): Relationship[] {
  const part = parts.get(path.join(path.dirname(name), '_rels', `${path.basename(name)}.rels`));
  if (part === undefined) return [];
  return elements(parseXml(part)).map(({ attributes }) => {
    const { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode } = attributes;
    const external = mode === 'External';
    const absolute = path.join('/', path.dirname(name), target).slice(1);
    const local = target.startsWith('/') ? target.slice(1) : absolute;
    return { id, type: type.slice(type.lastIndexOf('/') + 1), target: external ? target : local, external };
  });
}
