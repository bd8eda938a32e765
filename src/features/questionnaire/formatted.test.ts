import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, emptyText, formatted, slice, splitForTelegram, trim } from './formatted.ts';
import type { FormattedText, RawEntity } from './formatted.ts';

const kinds = ['bold', 'italic', 'underline', 'strikethrough', 'text_link', 'mention'];

const rich = fc
  .record({
    text: fc.string({ unit: 'grapheme', maxLength: 60 }),
    entities: fc.array(
      fc.record({
        type: fc.constantFrom(...kinds),
        offset: fc.integer({ min: 0, max: 80 }),
        length: fc.integer({ min: 0, max: 40 }),
        url: fc.constantFrom('https://example.org/a', 'https://example.org/b'),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ text, entities }) => formatted(text, entities));

/** What each UTF-16 unit looks like: the only thing that matters to a reader. */
function looks({ text, entities }: FormattedText): string[] {
  return Array.from({ length: text.length }, (_, index) => {
    const over = entities.filter(({ offset, length }) => offset <= index && index < offset + length);
    return [
      text.charAt(index),
      ...over.map((each) => (each.type === 'text_link' ? each.url : each.type)).sort(),
    ].join('|');
  });
}

function hasLoneHalf(text: string): boolean {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

describe('formatted', () => {
  test('keeps what a document can show, inside the text, in order, merged', () => {
    const raw: RawEntity[] = [
      { type: 'mention', offset: 0, length: 3 },
      { type: 'bold', offset: 6, length: 100 },
      { type: 'bold', offset: 0, length: 3 },
      { type: 'bold', offset: 3, length: 3 },
      { type: 'text_link', offset: 1, length: 2, url: 'https://example.org/' },
      { type: 'text_link', offset: 1, length: 2 },
      { type: 'italic', offset: 40, length: 2 },
      { type: 'custom_emoji', offset: 0, length: 2 },
    ];
    expect(formatted('0123456789', raw).entities).toEqual([
      { type: 'bold', offset: 0, length: 10 },
      { type: 'text_link', offset: 1, length: 2, url: 'https://example.org/' },
    ]);
  });
});

describe('slice and concat', () => {
  test('a text cut anywhere and joined again is the same', () => {
    fc.assert(
      fc.property(rich, fc.nat(80), (source, at) => {
        const [head, tail] = [slice(source, 0, at), slice(source, at)];
        expect(hasLoneHalf(head.text) || hasLoneHalf(tail.text)).toBe(hasLoneHalf(source.text));
        expect(concat([head, tail])).toEqual(source);
      }),
    );
  });

  test('each letter keeps its look in a part', () => {
    fc.assert(
      fc.property(rich, fc.nat(80), fc.nat(80), (source, from, to) => {
        const part = slice(source, Math.min(from, to), Math.max(from, to));
        const start = source.text.indexOf(part.text, Math.max(0, Math.min(from, to) - 1));
        expect(looks(part)).toEqual(looks(source).slice(start, start + part.text.length));
      }),
    );
  });

  test('separators stand between the parts and carry no formatting', () => {
    fc.assert(
      fc.property(fc.array(rich, { maxLength: 4 }), (parts) => {
        const separators = ['', ' ', '\n\n'];
        const joined = concat(parts, separators);
        const expected = parts.flatMap((part, index) => [
          ...(index > 0 ? [...(separators[index - 1] ?? '')] : []),
          ...looks(part),
        ]);
        // Formatting that ends before an empty separator and begins after it runs on.
        expect(looks(joined)).toEqual(expected);
      }),
    );
    const bold = formatted('а', [{ type: 'bold', offset: 0, length: 1 }]);
    expect(concat([bold, bold], ' - ').entities).toEqual([
      { type: 'bold', offset: 0, length: 1 },
      { type: 'bold', offset: 4, length: 1 },
    ]);
  });

  test('a border inside an emoji goes to its front', () => {
    expect(slice(formatted('а😀б'), 0, 2).text).toBe('а');
    expect(slice(formatted('а😀б'), 2).text).toBe('😀б');
  });
});

test('trim takes the white space at both ends and shifts the formatting', () => {
  const source = formatted(' \n да \n', [{ type: 'bold', offset: 0, length: 5 }]);
  expect(trim(source)).toEqual({ text: 'да', entities: [{ type: 'bold', offset: 0, length: 2 }] });
  expect(trim(formatted(' \n '))).toEqual(emptyText);
});

describe('splitForTelegram', () => {
  const long = fc
    .array(
      fc.oneof(
        rich,
        fc.constantFrom(formatted('\n'), formatted('\n\n'), formatted(' ')),
        fc.constant(formatted('слово')),
      ),
      {
        maxLength: 30,
      },
    )
    .map((parts) => concat(parts));

  test('every part fits, none is empty, no letter is lost and each keeps its look', () => {
    fc.assert(
      fc.property(long, fc.integer({ min: 4, max: 60 }), (source, limit) => {
        const parts = splitForTelegram(source, limit);
        for (const { text } of parts) {
          expect(text.length).toBeLessThanOrEqual(limit);
          expect(text.trim()).not.toBe('');
          expect(hasLoneHalf(text)).toBe(false);
        }
        const visible = (units: string[]): string[] => units.filter((unit) => unit.charAt(0).trim() !== '');
        expect(visible(parts.flatMap(looks))).toEqual(visible(looks(source)));
      }),
    );
  });

  test('takes no longer for a page where there are many', () => {
    const count = 100_000;
    const bold = Array.from({ length: count }, (_, index) => ({
      type: 'bold',
      offset: index * 15,
      length: 6,
    }));
    const source = formatted('жирное обычное '.repeat(count), bold);
    const start = performance.now();
    expect(splitForTelegram(source, 1000).flatMap(({ entities }) => entities)).toHaveLength(count);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('cuts at a newline before a space, at a space before a word', () => {
    expect(splitForTelegram(formatted('аа бб\nвв гг дд'), 10).map(({ text }) => text)).toEqual([
      'аа бб',
      'вв гг дд',
    ]);
    expect(splitForTelegram(formatted('аааа бббб вввв'), 10).map(({ text }) => text)).toEqual([
      'аааа бббб',
      'вввв',
    ]);
    expect(splitForTelegram(formatted('а'.repeat(25)), 10).map(({ text }) => text.length)).toEqual([
      10, 10, 5,
    ]);
  });
});
