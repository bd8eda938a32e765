import { Document, Header, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import { coreProperties } from './core-properties.ts';
import { numbering, portrait, styles, styleSheet } from './layout.ts';
import { paragraphsOf } from './paragraphs.ts';
import type { DocumentProperties, Part } from './part.ts';

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
