import {
  Document,
  Footer,
  ImageRun,
  Packer,
  PageOrientation,
  Paragraph,
  convertMillimetersToTwip as mm,
} from 'docx';
import words from '../../locales/ru/demo.json' with { type: 'json' };
import { coreProperties } from '../../src/services/documents/core-properties.ts';
import { styleSheet, styles } from '../../src/services/documents/layout.ts';
import type { ActName } from '../../src/simulator/page/acts/index.ts';

/** Millimetres of an A4 page on its side. */
const WIDTH = 297;
const HEIGHT = 210;
const MARGIN = 15;

const PIXELS_PER_MM = 96 / 25.4;

/**
 * The booklet for whoever will never start the demo: a page an act, with its title, its picture and what it is about.
 * @param pages pictures are PNG
 */
export function createBooklet(
  pages: readonly { readonly act: ActName; readonly picture: Buffer }[],
  createdAt: Date,
): Promise<Buffer> {
  const { title, picture: alt, foot } = words.booklet;
  const document = new Document({
    styles: styleSheet,
    sections: [
      {
        properties: {
          page: {
            // The library swaps them.
            size: { width: mm(HEIGHT), height: mm(WIDTH), orientation: PageOrientation.LANDSCAPE },
            margin: {
              top: mm(MARGIN),
              bottom: mm(MARGIN),
              left: mm(MARGIN),
              right: mm(MARGIN),
              footer: mm(8),
            },
          },
        },
        footers: {
          default: new Footer({ children: [new Paragraph({ style: styles.pageNumber, text: foot })] }),
        },
        children: pages.flatMap(({ act, picture }, index) => {
          const about = words.acts[act];
          return [
            new Paragraph({
              style: styles.coverTitle,
              outlineLevel: 0,
              spacing: { after: mm(4) },
              pageBreakBefore: index > 0,
              text: about.title,
            }),
            new Paragraph({
              spacing: { after: mm(5) },
              children: [
                new ImageRun({
                  type: 'png',
                  data: picture,
                  transformation: overThePage(picture),
                  altText: { name: about.title, description: `${alt}. ${about.title}.` },
                }),
              ],
            }),
            new Paragraph({ text: about.about }),
          ];
        }),
      },
    ],
  });
  return Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties({ title, author: 'Вестовой', createdAt }) },
  ]);
}

/** The size in the library's pixels of a PNG, whose own stands in its header. */
function overThePage(picture: Buffer): { width: number; height: number } {
  const width = (WIDTH - 2 * MARGIN) * PIXELS_PER_MM;
  return { width, height: (width * picture.readUInt32BE(20)) / picture.readUInt32BE(16) };
}
