import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNumber, parseNumber, sumNumbers } from './numbers.ts';

describe('parseNumber', () => {
  test.each([
    ['1500', null, 1500],
    ['1 500', null, 1500],
    ['1\u202f500', null, 1500],
    ['1\u00a0500\u00a0000', null, 1_500_000],
    ['более 1 500', 'более', 1500],
    ['Более чем 1 500', 'более', 1500],
    ['свыше 80', 'свыше', 80],
    ['около 1500.', 'около', 1500],
    ['порядка 2,5 тыс.', 'порядка', 2500],
    ['~1500', 'около', 1500],
    ['> 20', 'более', 20],
    ['не менее 3', 'не менее', 3],
    ['менее 10', 'менее', 10],
    ['почти 100', 'почти', 100],
    ['1,5 тыс.', null, 1500],
    ['2 млн', null, 2_000_000],
    ['3,25 миллиона', null, 3_250_000],
    ['1 млрд', null, 1_000_000_000],
    ['30,5', null, 30.5],
    ['30.5', null, 30.5],
    ['12 345 678,5', null, 12_345_678.5],
    ['1.234.567', null, 1_234_567],
    ['0', null, 0],
    ['0,125', null, 0.125],
    ['more than 40', 'more than', 40],
  ])('%j is %s %d', (text, qualifier, value) => {
    expect(parseNumber(text)).toEqual({ kind: 'number', qualifier, value });
  });

  test.each([
    ['', 'empty'],
    [' . ', 'empty'],
    ['пятьсот', 'not_a_number'],
    ['много', 'not_a_number'],
    ['15 человек', 'not_a_number'],
    ['завтра 5', 'not_a_number'],
    ['5 %', 'not_a_number'],
    ['1e5', 'not_a_number'],
    ['более', 'not_a_number'],
    ['10-15', 'several'],
    ['от 10 до 15', 'several'],
    ['10, 20', 'several'],
    ['1 50', 'several'],
    ['3/4', 'several'],
    ['-5', 'negative'],
    ['9999999 млн', 'too_large'],
  ])('%j is refused: %s', (text, kind) => {
    expect(parseNumber(text)).toEqual({ kind });
  });

  test('fifteen hundred or one and a half', () => {
    expect(parseNumber('1.500')).toEqual({ kind: 'ambiguous', qualifier: null, readings: [1500, 1.5] });
    expect(parseNumber('1,500')).toEqual({ kind: 'ambiguous', qualifier: null, readings: [1500, 1.5] });
    const more = { kind: 'ambiguous', qualifier: 'более', readings: [1500, 1.5] };
    expect(parseNumber('более 1.500')).toEqual(more);
    expect(parseNumber('-1.500')).toEqual({ kind: 'negative' });
  });

  const value = fc.integer({ min: 0, max: 1e13 }).map((cents) => cents / 100);
  const word = fc.constantFrom(null, 'около', 'порядка', 'более', 'свыше', 'не менее', 'менее', 'почти');

  test('what is shown can be read again', () => {
    fc.assert(
      fc.property(value, word, (number, qualifier) => {
        const shown = [qualifier, formatNumber(number)].filter((part) => part !== null).join(' ');
        expect(parseNumber(shown)).toEqual({ kind: 'number', qualifier, value: number });
      }),
    );
  });

  test('nothing that is typed is a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(parseNumber(text).kind).toMatch(
          /^(?:number|empty|not_a_number|several|ambiguous|negative|too_large)$/,
        );
      }),
    );
  });
});

test('formatNumber parts thousands by a narrow space', () => {
  expect(formatNumber(1_234_567.5)).toBe('1\u202f234\u202f567,5');
  expect(formatNumber(999)).toBe('999');
  expect(formatNumber(-1500)).toBe('−1\u202f500');
  expect(formatNumber(0.1 + 0.2)).toBe('0,3');
});

describe('sumNumbers', () => {
  const amount = (qualifier: string | null, value: number) => ({ qualifier, value });

  test.each([
    ['exact', [amount(null, 2), amount(null, 3)], null, 5],
    ['one inexact', [amount('более', 1500), amount(null, 20)], 'более', 1520],
    ['the same word', [amount('свыше', 1), amount('свыше', 2)], 'свыше', 3],
    ['words of one direction', [amount('свыше', 1), amount('не менее', 2)], 'более', 3],
    ['both directions', [amount('более', 1), amount('менее', 2)], 'около', 3],
    ['about and more', [amount('около', 1), amount('более', 2)], 'около', 3],
    ['nothing', [], null, 0],
  ])('%s', (_what, amounts, qualifier, value) => {
    expect(sumNumbers(amounts)).toEqual({ qualifier, value });
  });

  test('the order does not matter, and no qualifier is ever lost', () => {
    const amounts = fc.array(
      fc.record({
        qualifier: fc.constantFrom(null, 'около', 'более', 'свыше', 'менее', 'почти'),
        value: fc.integer({ min: 0, max: 1_000_000 }),
      }),
    );
    fc.assert(
      fc.property(amounts, (given) => {
        const sum = sumNumbers(given);
        expect(sumNumbers([...given].reverse())).toEqual(sum);
        expect(sum.qualifier === null).toBe(given.every(({ qualifier }) => qualifier === null));
      }),
    );
  });
});
