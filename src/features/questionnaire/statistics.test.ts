import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSample, noSample } from '../../../test/support/sample.ts';
import { ownAnswers } from '../../../test/support/own-answers.ts';
import { joinPieces } from './joining/joining.ts';
import { startsHeading, startsItem } from './joining/list-marks.ts';
import { charactersOfPart, countCharacters, statistics } from './statistics.ts';

describe('list marks', () => {
  test.each([
    '- а',
    ' - а',
    '– а',
    '— а',
    '• а',
    '* а',
    '-а',
    '•а',
    '1. а',
    '12) а',
    '1)а',
    '2.3. а',
    'а) б',
    '✓ а',
    '−а',
  ])('«%s» begins an item', (line) => {
    expect(startsItem(line)).toBe(true);
  });

  test.each([
    'а',
    '15.07.2022 г.',
    '2022. Год',
    '2022 год',
    '-5 градусов',
    '1500 приемов',
    '--',
    'а б) в',
    '«а) б»',
    '',
  ])('«%s» does not', (line) => {
    expect(startsItem(line)).toBe(false);
  });

  test('a heading is a line in capitals', () => {
    expect(startsHeading('БЛАГОВЕЩЕНСК\n\nОрганизационную')).toBe(true);
    expect(startsHeading('2. ИТОГИ 2022 ГОДА')).toBe(true);
    expect(startsHeading('АСДГ направляет')).toBe(false);
    expect(startsHeading('РФ')).toBe(false);
    expect(startsHeading('2 717')).toBe(false);
  });
});

describe('characters', () => {
  test.each([
    ['', 0],
    ['да', 2],
    ['да нет\n', 7],
    ['🎉', 1],
    ['👨‍👩‍👧', 1],
    ['🇷🇺', 1],
    ['и\u0306', 1],
    ['а\r\nб', 3],
    ['№ 5 – «да»…', 11],
  ])('%j are %d', (text, count) => {
    expect(countCharacters(text)).toBe(count);
  });

  test('never more than UTF-16 units, the same for plain Russian text', () => {
    const segments = (text: string): number =>
      [...new Intl.Segmenter('ru', { granularity: 'grapheme' }).segment(text)].length;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(countCharacters(text)).toBe(segments(text));
      }),
    );
  });
});

describe('statistics', () => {
  const piece = (id: number, text: string, minutes = id) => ({
    id,
    messageId: id,
    receivedAt: new Date(Date.UTC(2027, 1, 5, 10, minutes)),
    senderId: 1,
    text,
    entities: [],
  });

  test('counts the pieces as sent, the items as joined', () => {
    const joined = joinPieces([piece(1, '- первый;\n- второй'), piece(2, 'Итого:\n1. третий')]);
    expect(statistics(joined)).toEqual({
      characters: 34,
      listItems: 3,
      paragraphs: 4,
      pieces: 2,
      overLimit: 0,
    });
  });

  test('a plain text, trimmed', () => {
    expect(statistics(' да \n\n')).toEqual({
      characters: 2,
      listItems: 0,
      paragraphs: 1,
      pieces: 1,
      overLimit: 0,
    });
    expect(statistics('  ')).toEqual({ characters: 0, listItems: 0, paragraphs: 0, pieces: 0, overLimit: 0 });
  });

  test('over the limit', () => {
    expect(statistics('а'.repeat(33_240)).overLimit).toBe(1240);
    expect(statistics('а'.repeat(12), 10).overLimit).toBe(2);
  });

  test('our own answer has 47 items', () => {
    expect(statistics(ownAnswers.ACHIEVED).listItems).toBe(47);
  });
});

const sample = readSample();
test.skipIf(!sample)(`the sample has 47 items (skipped when ${noSample})`, () => {
  expect(statistics(sample?.answers.ACHIEVED ?? '')).toMatchObject({ characters: 8879, listItems: 47 });
});

test('what parts add one by one is what the joined answer has', () => {
  const pieces = fc.array(
    fc.string({ unit: fc.constantFrom('а', '1', ' ', '\n', '- ', '.', '👍🏽', 'и\u0306') }),
  );
  fc.assert(
    fc.property(pieces, (texts) => {
      const parts = texts.map((text, id) => {
        const base = { id, messageId: id, senderId: 1, entities: [] };
        return { ...base, text, receivedAt: new Date(0), sentLength: 4096 };
      });
      const sum = texts.reduce((total, text) => total + charactersOfPart(text), 0);
      expect(statistics(joinPieces(parts)).characters).toBe(sum);
    }),
  );
});
