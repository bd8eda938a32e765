import { Document, Header, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import { numbering, portrait, styles, styleSheet } from './layout.ts';
import { paragraphsOf } from './paragraphs.ts';
import type { DocumentProperties, Part } from './part.ts';
import { printable } from './runs.ts';

/** Writes a Word document (A4, portrait) of the parts in their order. */
export async function createDocument(
  parts: readonly Part[],
  properties: DocumentProperties,
): Promise<Buffer> {
  const document = new Document({
    styles: styleSheet,
    numbering,
    hyphenation: { autoHyphenation: false },
    sections: [
      {
        properties: portrait,
        headers: {
          default: pageNumber(),
          first: new Header({ children: [new Paragraph({ style: styles.pageNumber })] }),
        },
        children: parts.flatMap(paragraphsOf),
      },
    ],
  });
  return Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(properties) },
  ]);
}

function pageNumber(): Header {
  const number = new TextRun({ children: [PageNumber.CURRENT] });
  return new Header({ children: [new Paragraph({ style: styles.pageNumber, children: [number] })] });
}

/** Written here because the library would put the machine's time and words of its own. */
function coreProperties({ title, author, createdAt }: DocumentProperties): string {
  const date = (element: 'created' | 'modified') =>
    `<dcterms:${element} xsi:type="dcterms:W3CDTF">${createdAt.toISOString().slice(0, 19)}Z</dcterms:${element}>`;
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"' +
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(author)}</dc:creator>` +
    `<cp:lastModifiedBy>${escapeXml(author)}</cp:lastModifiedBy>` +
    `${date('created')}${date('modified')}<dc:language>ru-RU</dc:language></cp:coreProperties>`
  );
}

function escapeXml(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
