import type { DocumentReading, ReadBlock } from '../read-block.ts';
import { plain } from './paragraph.ts';
import { type Line, linesOf, paragraphsOf, type Piece } from './pdf-lines.ts';

interface Limits {
  pages: number;
  characters: number;
}

/** Of the width of a page: no text ends farther from its right side. */
const NARROWEST = 0.75;

/** The blocks of a .pdf file with a text layer, or what else it is. */
export async function readPdf(
  content: Buffer,
  limits: Limits,
): Promise<{ blocks: ReadBlock[] } | DocumentReading> {
  const { getDocumentProxy } = await import('unpdf');
  try {
    const file = await getDocumentProxy(new Uint8Array(content), {
      isEvalSupported: false,
      stopAtErrors: false,
      useSystemFonts: false,
      verbosity: 0,
    });
    if (file.numPages > limits.pages) return { kind: 'too-complex' };
    const pages: Line[][] = [];
    const edges = new Map<number, number>();
    const widths: number[] = [];
    let characters = 0;
    for (let number = 1; number <= file.numPages; number += 1) {
      const page = await file.getPage(number);
      const pieces: Piece[] = [];
      for (const item of (await page.getTextContent()).items) {
        if (!('str' in item)) continue;
        const [, , , , x, y] = item.transform as number[];
        pieces.push({ text: item.str, x: x ?? 0, y: y ?? 0, width: item.width, height: item.height });
        characters += item.str.length;
      }
      if (characters > limits.characters) return { kind: 'too-complex' };
      const lines = withoutNumber(linesOf(pieces), number);
      const [left = 0, , right = 0] = page.view;
      pages.push(lines);
      widths.push(right - left);
      // Where lines end is told by all pages of that width: there may be no full line on this one.
      const known = edges.get(right - left) ?? left + (right - left) * NARROWEST;
      edges.set(right - left, Math.max(known, ...lines.map((line) => line.right)));
      page.cleanup();
    }
    const blocks = pages.flatMap((lines, index) =>
      paragraphsOf(lines, edges.get(widths[index] ?? 0) ?? 0).flatMap(plain),
    );
    return isLegible(blocks) ? { blocks } : { kind: 'no-text' };
  } catch (error) {
    return { kind: (error as Error).name === 'PasswordException' ? 'encrypted' : 'broken' };
  }
}

/** The number of the page, above or below its text, is none of the text. */
function withoutNumber(lines: readonly Line[], number: number): Line[] {
  const isNumber = (text: string): boolean => /^[-–— ]*(\d{1,3})[-–— ]*$/.exec(text)?.[1] === String(number);
  return lines.filter(({ text }, index) => !((index === 0 || index === lines.length - 1) && isNumber(text)));
}

/** A font may keep to itself which letters its pictures are: what then comes out is no text. */
function isLegible(blocks: readonly ReadBlock[]): boolean {
  const text = blocks.map((block) => (block.kind === 'paragraph' ? block.text : '')).join('');
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const others = text.match(/[\p{Co}\uFFFD]/gu)?.length ?? 0;
  return letters > 0 && others < letters;
}
