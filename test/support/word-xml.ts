import { strToU8, zipSync } from 'fflate';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
const MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Parts of a Word document besides its text: what stands in `w:styles`, `w:numbering`, `w:footnotes`, … */
export interface WordParts {
  styles?: string;
  numbering?: string;
  footnotes?: string;
  /** Addresses of links, by their ids. */
  links?: Record<string, string>;
  /** Other parts, whole. */
  more?: Record<string, string | Uint8Array>;
}

/** A Word document of XML written by hand, with all that Word does and a library that writes does not. */
export function word(body: string, { links = {}, more = {}, ...parts }: WordParts = {}): Buffer {
  const files: Record<string, Uint8Array> = {};
  const related = Object.entries(parts).map(([name, xml], index) => {
    files[`word/${name}.xml`] = strToU8(`<w:${name} ${W} ${R}>${xml}</w:${name}>`);
    return `<Relationship Id="p${index}" Type="${RELATED}/${name}" Target="${name}.xml"/>`;
  });
  for (const [id, url] of Object.entries(links)) {
    related.push(
      `<Relationship Id="${id}" Type="${RELATED}/hyperlink" Target="${url}" TargetMode="External"/>`,
    );
  }
  const relationships = (all: string) =>
    strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all}</Relationships>`,
    );
  files['word/document.xml'] = strToU8(
    `<?xml version="1.0"?><w:document ${W} ${R} ${M} ${MC}><w:body>${body}</w:body></w:document>`,
  );
  files['word/_rels/document.xml.rels'] = relationships(related.join(''));
  files['_rels/.rels'] = relationships(
    `<Relationship Id="r1" Type="${RELATED}/officeDocument" Target="word/document.xml"/>`,
  );
  files['[Content_Types].xml'] = strToU8(
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      `<Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/></Types>`,
  );
  for (const [name, content] of Object.entries(more)) {
    files[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  return Buffer.from(zipSync(files));
}

/** A paragraph of that text, with what stands in its properties. */
export const paragraph = (text: string, properties = ''): string =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
