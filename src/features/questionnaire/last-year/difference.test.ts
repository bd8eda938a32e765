import { expect, it } from 'vitest';
import fc from 'fast-check';
import { difference, shownDifference } from './difference.ts';

const told = (before: string, after: string): string =>
  difference(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('');

it('names whole Russian words', () => {
  expect(told('Сформировано 40 планов на неделю.', 'Сформирован 41 план на неделю.')).toBe(
    '[-Сформировано 40 планов][+Сформирован 41 план] на неделю.',
  );
  expect(told('Построен мост.', 'Построен мост через Зею.')).toBe('Построен мост[+ через Зею].');
  expect(told('ё\u0301ж', 'ёж')).not.toBe('ёж');
});

it('tells nothing of equal texts, and all of texts that have nothing in common', () => {
  expect(difference('', '')).toEqual([]);
  expect(told('Одно.', 'Одно.')).toBe('Одно.');
  expect(told('', 'Новое.')).toBe('[+Новое.]');
  expect(told('Старое.', '')).toBe('[-Старое.]');
});

it('both texts can be read out of it', () => {
  const word = fc.constantFrom('план', 'встреча', '40', ' ', '\n', ',', 'Ё', '🙂');
  const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = difference(before, after);
      const of = (kind: string) =>
        parts.flatMap((part) => (part.kind === 'same' || part.kind === kind ? [part.text] : [])).join('');
      expect(of('removed')).toBe(before);
      expect(of('added')).toBe(after);
    }),
  );
});

it('of a long text shows the surroundings of what was changed', () => {
  const long = 'Проведены сходы граждан. '.repeat(80);
  const { text, entities } = shownDifference(
    difference(`${long}Всего 40.${long}`, `${long}Всего 42.${long}`),
  );
  expect(text.length).toBeLessThan(220);
  expect(text).toContain('Всего 4042.');
  expect(entities.map(({ type, offset, length }) => [type, text.slice(offset, offset + length)])).toEqual([
    ['strikethrough', '40'],
    ['underline', '42'],
  ]);
});

it('two texts of thirty thousand characters that share nothing are compared at once', () => {
  const text = (word: string) => Array.from({ length: 5000 }, (_, index) => `${word}${index}`).join(' ');
  const started = performance.now();
  expect(difference(text('план'), text('сход')).map(({ kind }) => kind)).toContain('added');
  expect(performance.now() - started).toBeLessThan(15_000);
});
