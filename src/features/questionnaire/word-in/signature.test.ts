import { describe, expect, it } from 'vitest';
import { withoutSignature } from './signature.ts';
import type { ReadPart, Splitting } from './split.ts';

const part = (text: string, more: Partial<ReadPart> = {}): ReadPart => ({
  ...{ code: 'HELP', heading: null, text, entities: [], mended: [], also: [] },
  ...more,
});
const splitting = (...parts: ReadPart[]): Splitting => ({
  ...{ parts, missing: [], by: 'wording', suggestsTasks: null, putAside: [], bare: [] },
});
const split = (text: string) =>
  withoutSignature(splitting(part(text))).parts.map((each) => [each.code, each.text]);

describe('a signature under the last answer', () => {
  it.each([
    'Начальник управления В.П. Калинина',
    'С уважением,\nглава города А.А. Морозов',
    'Заместитель мэра города\nпо организационной работе\nПетров П. П.',
    'И.о. начальника отдела Сосновская И.И.\nисп. Иванова И.И.\nтел. 22-33-44',
    'Глава города\n\n\nА. Морозов',
  ])('%s', (signature) => {
    expect(split(`Нужны семинары.\n\n${signature}`)).toEqual([
      ['HELP', 'Нужны семинары.'],
      [null, signature],
    ]);
  });

  it.each([
    'Нужны семинары, их проведёт Петров П.П.',
    'Нужны семинары.\nНачальник управления не назначен.',
    'Начальник управления В.П. Калинина',
    `Нужны семинары.\nРуководители ТОС провели ${'очень '.repeat(30)}много встреч, среди них Петров П.П.`,
  ])('is not seen in «%s»', (text) => {
    expect(split(text)).toEqual([['HELP', text]]);
  });

  it('leaves the formatting where the words are', () => {
    const text = 'Жирно.\nГлава города А.А. Морозов';
    const entities = [
      { type: 'bold' as const, offset: 0, length: 12 },
      { type: 'italic' as const, offset: 7, length: 5 },
    ];
    const parts = withoutSignature(
      splitting(part('Первая', { code: 'ACHIEVED' }), part(text, { entities })),
    ).parts;
    expect(parts.map((each) => each.entities)).toEqual([
      [],
      [{ type: 'bold', offset: 0, length: 6 }],
      [{ type: 'italic', offset: 0, length: 5 }],
    ]);
  });
});
