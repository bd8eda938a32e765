import { SaxesParser } from 'saxes';
import { Unreadable } from './unreadable.ts';

export interface XmlElement {
  /** The local name behind the usual prefix of its namespace (`w:p`), whatever prefix the file gives it. */
  name: string;
  /** By names of the same make. */
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

/** The usual prefixes by the ends of namespaces; what Word calls "strict" has other beginnings. */
const PREFIXES: [string, RegExp][] = [
  ['w', /\/wordprocessingml\/(2006\/)?main$/],
  ['r', /\/officeDocument\/(2006\/)?relationships$/],
  ['m', /\/officeDocument\/(2006\/)?math$/],
  ['mc', /\/markup-compatibility\/2006$/],
  ['pr', /\/package\/2006\/relationships$/],
  ['ct', /\/package\/2006\/content-types$/],
  ['office', /:opendocument:xmlns:office:/],
  ['style', /:opendocument:xmlns:style:/],
  ['text', /:opendocument:xmlns:text:/],
  ['table', /:opendocument:xmlns:table:/],
  ['draw', /:opendocument:xmlns:drawing:/],
  ['fo', /:opendocument:xmlns:xsl-fo-compatible:/],
  ['manifest', /:opendocument:xmlns:manifest:/],
  ['xml', /\/XML\/1998\/namespace$/],
  ['xlink', /\/1999\/xlink$/],
];

/** No program nests deeper; whoever walks the tree may therefore recurse. */
const DEPTH = 256;
/** A hundred pages have some sixty thousand. */
const ELEMENTS = 400_000;

/** The tree of an XML part. One with a document type is refused: no writer of documents makes it, only who means harm. */
export function parseXml(content: Buffer): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const prefixes = new Map<string, string>([['', '']]);
  const named = (uri: string, local: string): string => {
    let prefix = prefixes.get(uri);
    if (prefix === undefined) {
      prefix = `${PREFIXES.find(([, pattern]) => pattern.test(uri))?.[0] ?? 'other'}:`;
      prefixes.set(uri, prefix);
    }
    return prefix + local;
  };
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const open: XmlElement[] = [root];
  let count = 0;

  parser.on('error', () => {
    throw new Unreadable('broken', 'XML that is not well-formed');
  });
  parser.on('doctype', () => {
    throw new Unreadable('broken', 'XML with a document type');
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    if (open.length > DEPTH || (count += 1) > ELEMENTS)
      throw new Unreadable('too-complex', 'XML without end');
    const element: XmlElement = {
      name: uri === '' ? `other:${local}` : named(uri, local),
      attributes: {},
      children: [],
    };
    for (const attribute of Object.values(attributes)) {
      element.attributes[named(attribute.uri, attribute.local)] = attribute.value;
    }
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const write = (text: string): unknown => open.at(-1)?.children.push(text);
  parser.on('text', write);
  parser.on('cdata', write);

  parser.write(decode(content)).close();
  const [top] = elements(root);
  if (top === undefined) throw new Unreadable('broken', 'XML without an element');
  return top;
}

function decode(content: Buffer): string {
  const mark = content.length < 2 ? 0 : content.readUInt16BE();
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    throw new Unreadable('broken', `XML that is not ${encoding}`);
  }
}

export function elements({ children }: XmlElement): XmlElement[] {
  return children.filter((one) => typeof one !== 'string');
}

export function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent && elements(parent).find((one) => one.name === name);
}

/** The elements of that name below, outermost only. */
export function descendants(parent: XmlElement, name: string): XmlElement[] {
  return elements(parent).flatMap((one) => (one.name === name ? [one] : descendants(one, name)));
}

export function textOf(parent: XmlElement): string {
  return parent.children.map((one) => (typeof one === 'string' ? one : textOf(one))).join('');
}
