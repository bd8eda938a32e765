import { describe, expect, it } from 'vitest';
import { fixedYears, loosenYears, readYearWords, showYearWords } from './year-words.ts';

const words = { year: 'год сбора', next: 'следующий год' };

describe('the year in a wording', () => {
  it('is shown in words and read back', () => {
    const stored = 'Что удалось в {{year}} году и что предстоит в {{next}}?';
    const shown = showYearWords(stored, words);
    expect(shown).toBe('Что удалось в [год сбора] году и что предстоит в [следующий год]?');
    expect(readYearWords(shown, words)).toBe(stored);
  });

  it('is understood in other brackets, capitals and with more spaces', () => {
    const typed = ['{Год  сбора}', '{год сбора}', '{{year}}', '{ ГОД СБОРА }'];
    expect(typed.map((text) => readYearWords(text, words))).toEqual(Array(4).fill('{{year}}'));
    expect(readYearWords('[следующий год]', words)).toBe('{{next}}');
    expect(readYearWords('  год сбора без скобок  ', words)).toBe('год сбора без скобок');
  });

  it('written in figures is found, and becomes words', () => {
    expect(fixedYears('Итоги 2026 года, задачи на 2027-й', 2026)).toEqual([2026, 2027]);
    expect(fixedYears('№ 12026, с 2025 года', 2026)).toEqual([]);
    expect(loosenYears('Итоги 2026 года, задачи на 2027-й', 2026)).toBe(
      'Итоги {{year}} года, задачи на {{next}}-й',
    );
  });
});
