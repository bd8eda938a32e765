import { describe, expect, it } from 'vitest';
import { LETTER, pdf, type Stretch } from '../../../../test/support/pdf.ts';
import { readPdf } from './pdf.ts';

const LIMITS = { pages: 200, characters: 1_000_000 };
const LEFT = 85;

/** Lines as a program sets them, 16 points apart; a space before one is 35 points, a `|` puts the rest at 300. */
const page = (...lines: string[]): Stretch[] =>
  lines.flatMap((line, index) => {
    const y = 780 - index * 16;
    return line
      .split('|')
      .map((text, at) => ({ x: at > 0 ? 300 : LEFT + (text.startsWith(' ') ? 35 : 0), y, text: text.trim() }))
      .filter(({ text }) => text !== '');
  });

async function seen(...pages: Stretch[][]): Promise<string[]> {
  const reading = await readPdf(pdf(pages), LIMITS);
  if ('kind' in reading) throw new Error(reading.kind);
  return reading.blocks.map((block) => (block.kind === 'paragraph' ? block.text : ''));
}

describe('readPdf', () => {
  it('joins the lines of a paragraph that the width of the page parted, and no others', async () => {
    const long = 'слово '.repeat(12).trim();
    expect(long.length * LETTER).toBe(426);
    expect(
      await seen(
        page(
          ` ${long}`,
          `${long} слов`,
          'Благовещенска.',
          ' Другой абзац.',
          'Короткая',
          'строка',
          `– ${long}`,
          ' пункта дальше',
          '– второй',
        ),
      ),
    ).toEqual([
      `${long} ${long} слов Благовещенска.`,
      'Другой абзац.',
      'Короткая',
      'строка',
      `– ${long} пункта дальше`,
      '– второй',
    ]);
  });

  it('parts the cells of a row by tabs, keeps a space between lines, leaves out the number of a page', async () => {
    expect(
      await seen(page('Город|Год', 'Образцов|2022', '', '', 'Текст'), page('2', 'Дальше', '7', '- 2 -')),
    ).toEqual(['Город\tГод', 'Образцов\t2022', '', 'Текст', 'Дальше', '7']);
  });

  it('tells a scan, a locked file, a broken one and one of too many pages', async () => {
    const text = page('Текст');
    expect(await readPdf(pdf([[]]), LIMITS)).toEqual({ kind: 'no-text' });
    const key = 'ab'.repeat(32);
    const locked = `/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<${key}>/U<${key}>/P -4>>`;
    expect(await readPdf(pdf([text], { trailer: locked }), LIMITS)).toEqual({ kind: 'encrypted' });
    expect(await readPdf(Buffer.from('%PDF-1.4\nнет'), LIMITS)).toEqual({ kind: 'broken' });
    expect(await readPdf(pdf([text, text]), { ...LIMITS, pages: 1 })).toEqual({ kind: 'too-complex' });
  });
});
