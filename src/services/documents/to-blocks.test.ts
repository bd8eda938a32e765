import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, type Run } from './runs.ts';
import { toBlocks, type Block } from './to-blocks.ts';

const words = (runs: readonly Run[]) => runs.map((run) => run.text).join('');
/** A short way to write down blocks: «-», «--» for items with a dash, the label for numbered ones. */
const shape = (text: string) =>
  toBlocks({ text }).map((block) => {
    if (block.kind === 'paragraph') return words(block.runs);
    if (block.kind === 'heading') return `# ${words(block.runs)}`;
    if (block.kind === 'table') return block.rows.map((row) => row.map(words).join(' | ')).join(' / ');
    return `${'>'.repeat(block.level)} ${block.label ?? '–'} ${words(block.runs)}`;
  });

describe('lines', () => {
  it('become paragraphs, without blank ones', () => {
    expect(shape('Первый.\n\n\n Второй. \r\n\t\nТретий.\u2028Четвёртый.')).toEqual([
      'Первый.',
      'Второй.',
      'Третий.',
      'Четвёртый.',
    ]);
    expect(shape(' \n\u0007\n')).toEqual([]);
  });

  it.each([
    '- пункт',
    '– пункт',
    '— пункт',
    '• пункт',
    '•пункт',
    '-пункт',
    '* пункт',
    '\uF0B7\tпункт',
    '-\u00A0пункт',
  ])('are items with a mark: «%s»', (line) => {
    expect(shape(line)).toEqual(['> – пункт']);
  });

  it.each(['-5 градусов', '-', '*по данным штаба', '---', 'Пункт - это', '✅ сделано'])(
    'are no items: «%s»',
    (line) => {
      expect(shape(line)).toEqual([line]);
    },
  );

  it('nest below an item that is not indented', () => {
    expect(shape('- один\n\n - два\n\t- три\n- четыре\nТекст\n - пять\n - шесть\n- семь\n - восемь')).toEqual(
      [
        '> – один',
        '>> – два',
        '>> – три',
        '> – четыре',
        'Текст',
        '> – пять',
        '> – шесть',
        '> – семь',
        '>> – восемь',
      ],
    );
    expect(shape('•\tодин\no\tдва\n1. три\n - четыре')).toEqual([
      '> – один',
      '>> – два',
      '> 1. три',
      '>> – четыре',
    ]);
  });

  it.each([
    ['1. Текст', '1.'],
    ['1.Текст', '1.'],
    ['12) Текст', '12)'],
    ['(3) Текст', '(3)'],
    ['1.2. Текст', '1.2.'],
    ['а) Текст', 'а)'],
    ['IV. Текст', 'IV.'],
  ])('keep the number of their author: «%s»', (line, label) => {
    expect(shape(line)).toEqual([`> ${label} Текст`]);
  });

  it.each([
    '15.07.2022 состоялось',
    '1.5 млн рублей',
    '2022. Итоги',
    'г. Омск',
    'А. Иванов',
    'V Международный конкурс',
    '1.',
    '(4162) 00-00-00',
  ])('are not numbered: «%s»', (line) => {
    expect(shape(line)).toEqual([line]);
  });

  it('in capitals are headings where something follows', () => {
    expect(shape('ОБЩИЕ СВЕДЕНИЯ\nТекст\nИТОГИ 2026 ГОДА:\n- пункт\nАСДГ\nТекст')).toEqual([
      '# ОБЩИЕ СВЕДЕНИЯ',
      'Текст',
      '# ИТОГИ 2026 ГОДА:',
      '> – пункт',
      'АСДГ',
      'Текст',
    ]);
    expect(shape('НЕТ ПРЕДЛОЖЕНИЙ')).toEqual(['НЕТ ПРЕДЛОЖЕНИЙ']);
    expect(shape('ВЕСЬ ОТВЕТ\nНАПИСАН ТАК')).toEqual(['ВЕСЬ ОТВЕТ', 'НАПИСАН ТАК']);
    expect(shape('РАБОТА ПРОВЕДЕНА.\nТекст')).toEqual(['РАБОТА ПРОВЕДЕНА.', 'Текст']);
  });
});

describe('lines with as many tabs', () => {
  it('are a table, with breaks within cells', () => {
    expect(shape('Итоги:\n№\tДело\tЧисло\n1.\t две \u2028строки\t5\n2.\tтри\t\nДалее')).toEqual([
      'Итоги:',
      '№ | Дело | Число / 1. | две \nстроки | 5 / 2. | три | ',
      'Далее',
    ]);
    expect(shape('а\tб\r\nв\tг\r\n\r\nд\tе\tж\nз\tи\tк')).toEqual(['а | б / в | г', 'д | е | ж / з | и | к']);
    expect(shape('а\tб\n\nв\tг')).toEqual(['а\tб', 'в\tг']);
  });

  it.each([
    ['one line', 'а\tб\nв', ['а\tб', 'в']],
    ['indented text', '\tПервый\n\tВторой', ['Первый', 'Второй']],
    ['tabs at the end', 'Первый\t\nВторой\t', ['Первый', 'Второй']],
    ['a list', '1.\tодин\n2.\tдва', ['> 1. один', '> 2. два']],
    ['a list with marks', '•\tодин\n•\tдва', ['> – один', '> – два']],
  ])('are no table: %s', (_, text, blocks) => {
    expect(shape(text)).toEqual(blocks);
  });

  it('keep what is bold in a cell', () => {
    const entities = [{ type: 'bold', offset: 2, length: 3 }];
    expect(toBlocks({ text: 'а\tб\nв\tг', entities })).toEqual<Block[]>([
      {
        kind: 'table',
        rows: [
          [[{ text: 'а' }], [{ text: 'б', bold: true }]],
          [[{ text: 'в', bold: true }], [{ text: 'г' }]],
        ],
      },
    ]);
  });
});

describe('formatting', () => {
  it('is kept in runs, over the ends of lines and overlapping', () => {
    const text = 'раз два\n- три 😀 четыре';
    const entities = [
      { type: 'bold', offset: 4, length: 9 },
      { type: 'italic', offset: 10, length: 6 },
      { type: 'text_link', offset: 17, length: 6, url: 'https://example.org/a b' },
      { type: 'custom_emoji', offset: 14, length: 2 },
    ];
    expect(toBlocks({ text, entities })).toEqual<Block[]>([
      { kind: 'paragraph', runs: [{ text: 'раз ' }, { text: 'два', bold: true }] },
      {
        kind: 'item',
        level: 1,
        runs: [
          { text: 'три', bold: true, italic: true },
          { text: ' ', italic: true },
          { text: '😀', italic: true },
          { text: ' ' },
          { text: 'четыре', link: 'https://example.org/a%20b' },
        ],
      },
    ]);
  });

  it('never cuts a pair of surrogates, and follows no odd address', () => {
    const entities = [
      { type: 'underline', offset: 0, length: 1 },
      { type: 'strikethrough', offset: 3, length: 1 },
      { type: 'text_link', offset: 2, length: 1, url: 'javascript:alert(1)' },
    ];
    expect(toBlocks({ text: '😀аб', entities })).toEqual<Block[]>([
      {
        kind: 'paragraph',
        runs: [{ text: '😀', underline: true }, { text: 'а' }, { text: 'б', strike: true }],
      },
    ]);
  });
});

it('loses no letter of any text, however it is formatted', () => {
  const line = fc.tuple(
    fc.constantFrom('', ' ', '- ', ' - ', '• ', '1. ', ' а) ', '2.1. ', 'o\t', 'a\tb', '\t', '—', 'ИТОГИ '),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );
  const text = fc
    .array(
      line.map((parts) => parts.join('')),
      { maxLength: 12 },
    )
    .map((all) => all.join('\n'));
  const entity = fc.record({
    type: fc.constantFrom('bold', 'italic', 'text_link', 'code'),
    offset: fc.nat(200),
    length: fc.integer({ min: 1, max: 50 }),
  });
  const marks = /[\s\-–—−‒•·●▪■◆♦‣⁃➢➤*◦○▫□o]/gu;
  fc.assert(
    fc.property(text, fc.array(entity, { maxLength: 5 }), (source, entities) => {
      const out = toBlocks({ text: source, entities }).map((block) => {
        if (block.kind === 'table') return block.rows.flatMap((row) => row.map(words)).join('');
        return (block.kind === 'item' ? (block.label ?? '') : '') + words(block.runs);
      });
      expect(out.join('').replace(marks, '')).toBe(printable(source).replace(marks, ''));
    }),
    { numRuns: 500 },
  );
});
