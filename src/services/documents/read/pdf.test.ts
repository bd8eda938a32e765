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

  it('joins an item whose first line is set in, also where it goes on with a capital', async () => {
    const long = 'слово '.repeat(11).trim();
    expect(
      await seen(
        page(` 5. ${long}`, 'Ассоциации по обмену опытом?', ` - ${long}`, 'Ассоциации', ' - второй', 'Далее'),
      ),
    ).toEqual([`5. ${long} Ассоциации по обмену опытом?`, `- ${long} Ассоциации`, '- второй', 'Далее']);
  });

  it('does not join a title in capitals with the text below it, whose first line is set in', async () => {
    const title = `${'ИТОГИ '.repeat(10)}ДЕЛ`;
    const centred: Stretch = { x: 315 - (title.length * LETTER) / 2, y: 780, text: title };
    const below = page('', ` ${'слово '.repeat(10)}слово`, 'дальше.');
    expect(await seen([centred, ...below])).toEqual([title, `${'слово '.repeat(10)}слово дальше.`]);
    expect(await seen([centred, { x: 120, y: 764, text: 'ЗА ГОД' }])).toEqual([`${title} ЗА ГОД`]);
  });

  it('joins the lines of a narrow cell, whose table has the number of the row before it', async () => {
    const row = (top: number, number: string, question: string[], answer: string[]): Stretch[] => [
      { x: LEFT, y: top, text: number },
      ...question.map((text, at) => ({ x: 107, y: top - at * 16, text })),
      ...answer.map((text, at) => ({ x: 230, y: top - at * 16, text })),
    ];
    expect(
      await seen([
        ...row(
          780,
          '1',
          ['Что удалось', 'благоустроить', 'за прошлый год?'],
          ['Построен мост через', 'реку.'],
        ),
        ...row(700, '2.', ['Какие успехи и', 'достижения', 'коллег?'], ['Опыт Ассоциации.']),
        ...row(620, '3', ['Дел', 'мало.', 'Какие?'], ['Нет.']),
      ]),
    ).toEqual([
      '1 Что удалось благоустроить за прошлый год?',
      'Построен мост через',
      'реку.',
      '',
      '2. Какие успехи и достижения коллег?',
      'Опыт Ассоциации.',
      '',
      '3 Дел',
      'мало.',
      'Какие?',
      'Нет.',
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
