import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatted } from './formatted.ts';
import { PAGE_LIMIT, pageOfQuestion, pagesOf } from './paging.ts';
import type { Page } from './paging.ts';

const entry = (code: string, length: number) => ({
  code,
  heading: `Вопрос ${code}`,
  answer: formatted('слово слово.\n'.repeat(Math.ceil(length / 13)).slice(0, length)),
});

const size = ({ sections }: Page): number =>
  sections.reduce((sum, { heading, text }) => sum + heading.length + text.text.length + 2, 0);

describe('pagesOf', () => {
  test('short answers share a page', () => {
    const pages = pagesOf([entry('A', 300), entry('B', 0), entry('C', 500)]);
    expect(pages).toHaveLength(1);
    expect(pages[0]?.sections.map(({ code }) => code)).toEqual(['A', 'B', 'C']);
    expect(pages[0]?.sections[1]?.text.text).toBe('');
  });

  test('a long answer runs over several pages and says so', () => {
    const pages = pagesOf([entry('A', 9000), entry('B', 200)]);
    expect(pages.map(({ number, of }) => [number, of])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const ofA = pages.flatMap(({ sections }) => sections).filter(({ code }) => code === 'A');
    expect(ofA.map(({ continued, continues }) => [continued, continues])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
    expect(pages[2]?.sections.at(-1)?.code).toBe('B');
  });

  test('an answer is not begun at the very bottom of a page', () => {
    const pages = pagesOf([entry('A', 3200), entry('B', 3000)]);
    expect(pages.map(({ sections }) => sections.map(({ code }) => code))).toEqual([['A'], ['B']]);
    expect(pageOfQuestion(pages, 'B')).toBe(2);
    expect(pageOfQuestion(pages, 'NO_SUCH')).toBe(1);
  });

  test('nothing to show, no pages', () => {
    expect(pagesOf([])).toEqual([]);
  });

  test('whatever the answers: every page fits, every letter is shown once, in order', () => {
    const entries = fc.array(
      fc.record({
        code: fc.constantFrom('A', 'B', 'C', 'D'),
        heading: fc.string({ maxLength: 900, unit: 'grapheme-ascii' }),
        answer: fc
          .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), { maxLength: 30 })
          .map((lines) => formatted(lines.join('\n'), [{ type: 'bold', offset: 3, length: 5000 }])),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(entries, (given) => {
        const pages = pagesOf(given);
        for (const page of pages) expect(size(page)).toBeLessThanOrEqual(PAGE_LIMIT);
        const shown = pages.flatMap(({ sections }) => sections.map(({ text }) => text.text)).join('');
        const bare = (text: string): string => text.replace(/\s/gu, '');
        expect(bare(shown)).toBe(bare(given.map(({ answer }) => answer.text).join('')));
      }),
      { numRuns: 60 },
    );
  });
});
