import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinPieces } from './joining.ts';
import type { AnswerPiece } from './joining.ts';
import { plainSeam } from './seams.ts';

const start = Date.UTC(2027, 1, 5, 1, 0, 0);

/** A piece that came `seconds` after the first, from the person 1 unless said otherwise. */
function piece(messageId: number, text: string, seconds = 0, more: Partial<AnswerPiece> = {}): AnswerPiece {
  return {
    id: messageId * 10,
    messageId,
    receivedAt: new Date(start + seconds * 1000),
    senderId: 1,
    text,
    entities: [],
    ...more,
  };
}

const words = (length: number): string =>
  'слово за словом '
    .repeat(Math.ceil(length / 16))
    .slice(0, length - 1)
    .trim() + 'о';

describe('pieces that are not one paste', () => {
  test.each([
    ['short messages', [piece(1, 'Раз'), piece(2, 'два', 1)]],
    ['minutes apart', [piece(1, words(3000)), piece(2, 'продолжение', 60)]],
    ['another sender', [piece(1, words(3000)), piece(2, 'продолжение', 1, { senderId: 2 })]],
    ['senders erased', [piece(1, words(3000), 0, { senderId: null }), piece(2, 'и', 1, { senderId: null })]],
  ])('%s: a new paragraph, no doubt', (_what, pieces) => {
    const { seams } = joinPieces(pieces);
    expect(seams).toEqual([
      {
        afterPieceId: 10,
        beforePieceId: 20,
        kind: 'paragraph',
        joiner: '\n\n',
        doubtful: false,
        samePaste: false,
        decided: false,
      },
    ]);
  });
});

describe('the order and the text', () => {
  test('by message_id, not by arrival', () => {
    expect(joinPieces([piece(3, 'три', 1), piece(1, 'раз', 3), piece(2, 'два', 2)]).text).toBe(
      'раз\n\nдва\n\nтри',
    );
  });

  test('nothing and empty pieces', () => {
    expect(joinPieces([])).toEqual({ text: '', entities: [], seams: [], pieces: [] });
    const joined = joinPieces([piece(1, 'раз'), piece(2, ''), piece(3, 'три')]);
    expect(joined.seams).toMatchObject([{ afterPieceId: 10, beforePieceId: 30 }]);
    expect(joined.pieces).toEqual([
      { id: 10, start: 0, end: 3 },
      { id: 30, start: 5, end: 8 },
    ]);
  });

  test('formatting moves with its piece', () => {
    const joined = joinPieces([
      piece(1, 'раз'),
      piece(2, ' два', 1, { entities: [{ type: 'bold', offset: 1, length: 3 }] }),
    ]);
    expect(joined.entities).toEqual([{ type: 'bold', offset: 5, length: 3 }]);
  });

  test('items of a tight list are parted by one newline, paragraphs as elsewhere in the answer', () => {
    expect(joinPieces([piece(1, '- раз;\n- два;'), piece(2, '- три.')]).text).toBe('- раз;\n- два;\n- три.');
    expect(joinPieces([piece(1, '- раз;\n\n- два;'), piece(2, '- три.')]).text).toBe(
      '- раз;\n\n- два;\n\n- три.',
    );
    expect(joinPieces([piece(1, 'Раз.\nДва.'), piece(2, 'Три.')]).text).toBe('Раз.\nДва.\nТри.');
    expect(joinPieces([piece(1, 'Список:\n\n- раз;\n- два.'), piece(2, 'Итого.')]).text).toBe(
      'Список:\n\n- раз;\n- два.\n\nИтого.',
    );
  });

  test('what another writes while a paste comes in stands after the paste', () => {
    const joined = joinPieces([
      piece(1, words(3000)),
      piece(2, 'Вставка коллеги.', 1, { senderId: 2 }),
      piece(3, 'продолжение', 1),
    ]);
    expect(joined.pieces.map(({ id }) => id)).toEqual([10, 30, 20]);
  });

  test('whatever comes: every letter is there once, in order, and each piece stands where it is said to', () => {
    const pieces = fc.array(
      fc.record({
        id: fc.nat(),
        messageId: fc.integer({ min: 1, max: 50 }),
        receivedAt: fc.date({ noInvalidDate: true, min: new Date(start), max: new Date(start + 20_000) }),
        senderId: fc.constantFrom(1, 2, null),
        text: fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom(
            'а'.repeat(4096),
            `${'б'.repeat(4095)}.`,
            `${words(2500)}\n\n- пункт`,
            '- пункт',
            'ДА',
          ),
        ),
        entities: fc.constant([{ type: 'bold', offset: 0, length: 3 }]),
        seam: fc.constantFrom(undefined, null, 'tight', 'space', 'paragraph'),
        sentLength: fc.option(fc.integer({ min: 0, max: 4096 })),
      }),
      { maxLength: 6 },
    );
    const bare = (text: string): string => text.replace(/\s/gu, '');
    fc.assert(
      fc.property(pieces, (given) => {
        const joined = joinPieces(given);
        const ordered = [...given].sort((a, b) => a.messageId - b.messageId || a.id - b.id);
        const shown = joined.pieces.map((span) => joined.text.slice(span.start, span.end));
        const sent = ordered.map(({ text }) => text.trim()).filter((text) => text !== '');
        // With several senders the parts of a paste stay together, whoever wrote in between.
        const several = new Set(given.map(({ senderId }) => senderId)).size > 1;
        expect(several ? shown.toSorted() : shown).toEqual(several ? sent.toSorted() : sent);
        expect(bare(joined.text)).toBe(bare(shown.join('')));
        expect(joined.seams).toHaveLength(Math.max(0, joined.pieces.length - 1));
      }),
    );
  });
});

describe('the person decides', () => {
  test.each([
    ['tight', '', 'раздва'],
    ['space', ' ', 'раз два'],
    ['paragraph', '\n\n', 'раз\n\nдва'],
  ] as const)('%s', (seam, joiner, text) => {
    const joined = joinPieces([piece(1, 'раз'), piece(2, 'два', 1, { seam })]);
    expect(joined.text).toBe(text);
    expect(joined.seams).toMatchObject([{ kind: seam, joiner, doubtful: false, decided: true }]);
  });

  test('over what the bot would have done', () => {
    const cut = [
      piece(1, `${words(4000)} ${'к'.repeat(95)}`),
      piece(2, 'ОТЧЁТ ЗА ГОД', 1, { seam: 'tight' }),
    ];
    expect(joinPieces(cut).seams).toMatchObject([
      { kind: 'tight', joiner: '', doubtful: false, samePaste: true },
    ]);
  });
});

describe('one paste', () => {
  const seam = (earlier: string, next: string, more: Partial<AnswerPiece> = {}) =>
    joinPieces([piece(1, earlier, 0, more), piece(2, next, 2)]).seams[0];

  const lines = `${words(2500)}\n\n${words(1300)}`;

  test.each([
    ['a list mark', '- пункт второй'],
    ['a number with a point', '2. Второе'],
    ['a line in capitals', 'ОТКРЫТЫЙ ГОРОД\nтекст'],
  ])('the next begins with %s: a new paragraph, no doubt', (_what, next) => {
    expect(seam(`${lines}.`, `${next} ${words(900)}`)).toMatchObject({
      kind: 'paragraph',
      doubtful: false,
      samePaste: true,
    });
  });

  const sentence =
    'Управление благоустройства провело субботник, управление благоустройства приняло работу. ';

  /** A long text with the given word at 4 096, so that a hard cut falls after `letters` of it. */
  function cutInside(word: string, letters: number): string {
    const text = sentence.repeat(120);
    const from = text.indexOf(word, 5000) + letters - 4096;
    return text.slice(from, from + 8000);
  }

  test('a word cut at 4 096 is put together, and asked about', () => {
    const source = cutInside('благоустройства', 8);
    expect(seam(source.slice(0, 4096), source.slice(4096))).toMatchObject({
      kind: 'tight',
      joiner: '',
      doubtful: true,
    });
  });

  test('two words parted at 4 096 are not glued, and asked about', () => {
    const source = cutInside(' провело', 0);
    expect(seam(source.slice(0, 4096), source.slice(4097))).toMatchObject({ kind: 'space', doubtful: true });
  });

  test('an endless word', () => {
    expect(seam('а'.repeat(4096), 'а'.repeat(300))).toMatchObject({ kind: 'tight', doubtful: true });
  });

  test('a sentence that runs over the cut of Desktop goes on with a space', () => {
    const source = words(9000);
    const at = source.lastIndexOf(' ', 4096);
    expect(seam(source.slice(0, at), source.slice(at + 1))).toMatchObject({ kind: 'space' });
  });

  test('an edit of the earlier piece does not change the seam, if its first length is known', () => {
    const source = cutInside('благоустройства', 8);
    const before = seam(source.slice(0, 4096), source.slice(4096));
    const edited = source.slice(0, 4096).replace('провело', 'провёл').replace('приняло', 'сдало');
    expect(edited.length).toBeLessThan(4096);
    expect(seam(edited, source.slice(4096), { sentLength: 4096 })).toEqual(before);
  });
});

describe('the rules for pieces that no known client would make', () => {
  const long = (length: number, end: string): string => `${words(length - end.length)}${end}`;

  test.each([
    ['a list mark first', long(4096, ''), '- пункт', 'paragraph', false],
    ['4 096 long', long(4096, ''), 'Дальше', 'tight', true],
    ['a line break in the second half', `${words(2100)}\n${words(500)}`, 'дальше', 'paragraph', false],
    ['a line break in the first half only', `${words(1000)}\n${words(1500)}`, 'дальше', 'space', false],
    ['a small letter', long(3000, '.'), 'дальше', 'space', false],
    ['a short piece with a full stop', long(3000, '.'), 'Дальше', 'paragraph', true],
    ['a long piece with a full stop', long(3700, '.'), 'Дальше', 'space', true],
    ['no stop', long(3000, ''), 'Дальше', 'space', true],
  ])('%s', (_what, earlier, next, kind, doubtful) => {
    expect(plainSeam(earlier, next, earlier.length)).toMatchObject({ kind, doubtful });
  });
});
