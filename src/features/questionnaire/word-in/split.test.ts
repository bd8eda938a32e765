import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadBlock } from '../../../services/documents/index.ts';
import { readDocument } from '../../../services/documents/document-in.ts';
import { blocksOf, print, readLayout } from '../../../../test/word-in/layout.ts';
import { noSample, readSample } from '../../../../test/support/sample.ts';
import { builtInForm, questionsOfYear } from '../form.ts';
import type { FormWording } from '../form.ts';
import { splitForm } from './split.ts';
import type { Splitting } from './split.ts';
import { countLetters } from './words.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const wording = JSON.parse(readFileSync(path.join(root, 'locales/ru/form.json'), 'utf8')) as FormWording;
const formOf = (year: number) => ({ year, questions: questionsOfYear(builtInForm(wording), year) });

const layouts = readdirSync(path.join(root, 'test/word-in'))
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.replace('.txt', ''));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function lettersIn(blocks: readonly ReadBlock[]): number {
  return sum(
    blocks.map((block) =>
      block.kind === 'table'
        ? sum(block.rows.flat().map(countLetters))
        : countLetters(block.text) + countLetters(block.item?.marker ?? ''),
    ),
  );
}

function lettersOut({ parts, putAside }: Splitting): number {
  return (
    sum(parts.map(({ text, heading }) => countLetters(text) + countLetters(heading ?? ''))) +
    sum(putAside.map(countLetters))
  );
}

function whole({ parts }: Splitting): boolean {
  return parts.every(({ text, entities }) =>
    entities.every(({ offset, length }) => offset >= 0 && length > 0 && offset + length <= text.length),
  );
}

describe('a filled form is split by the wording of its headings', () => {
  test('of many layouts', () => expect(layouts.length).toBeGreaterThan(20));

  test.each(layouts)('%s', (name) => {
    const { blocks, expected } = readLayout(name);
    const splitting = splitForm(blocks, formOf(2026));
    expect(print(splitting)).toBe(expected);
    expect(lettersOut(splitting)).toBe(lettersIn(blocks));
  });

  test('nothing is lost, however the lines stand', () => {
    const lines = layouts.flatMap((name) => readLayout(name).blocks);
    const line = fc.constantFrom(...lines).chain((block): fc.Arbitrary<ReadBlock[]> =>
      block.kind === 'table' || block.text.length < 2
        ? fc.constant<ReadBlock[]>([block])
        : fc.nat(block.text.length).map((cut): ReadBlock[] => {
            const piece = (text: string): ReadBlock => ({
              ...block,
              text,
              entities: [{ type: 'bold', offset: 0, length: text.length }],
            });
            return cut === 0 ? [block] : [piece(block.text.slice(0, cut)), piece(block.text.slice(cut))];
          }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (shuffled) => {
        const blocks = shuffled.flat();
        const splitting = splitForm(blocks, formOf(2026));
        expect(lettersOut(splitting)).toBe(lettersIn(blocks));
        expect(whole(splitting)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    'Итоги 2026г',
    'Итоги 2026 г.',
    'Итоги 2026г.',
    'Итоги 2026год',
    'Итоги 2026-го года',
    'Итоги деятельности в 2026-м году',
  ])('«%s» is a heading', (heading) => {
    const { parts } = splitForm(blocksOf(`${heading}\nПостроен мост.`), formOf(2026));
    expect(parts.map((part) => [part.code, part.heading])).toEqual([['ACHIEVED', heading]]);
  });

  test('formatting stays on its words', () => {
    const [part] = splitForm(
      [
        {
          kind: 'paragraph',
          text: '1. Итоги 2026 года: Создан штаб',
          entities: [
            { type: 'bold', offset: 20, length: 6 },
            { type: 'italic', offset: 27, length: 4 },
          ],
          heading: null,
          item: null,
          mark: null,
        },
        {
          kind: 'paragraph',
          text: 'и совет старост',
          entities: [{ type: 'underline', offset: 2, length: 5 }],
          heading: null,
          item: null,
          mark: null,
        },
      ],
      formOf(2026),
    ).parts;
    expect(part?.text).toBe('Создан штаб и совет старост');
    expect(
      part?.entities.map(({ type, offset, length }) => [type, part.text.slice(offset, offset + length)]),
    ).toEqual([
      ['bold', 'Создан'],
      ['italic', 'штаб'],
      ['underline', 'совет'],
    ]);
  });

  test('a form that the coordinator has written anew', () => {
    const form = {
      year: 2026,
      questions: [
        { code: 'ACHIEVED', text: 'Опишите работу со старостами сельских территорий' },
        { code: 'Q1', text: 'Сколько общественных советов создано в 2026 году и чем они занимались?' },
        { code: 'Q2', text: 'Какие конкурсы среди жителей проводились?' },
      ],
    };
    const source =
      '1. работа со старостами\nИх сорок.\nКонкурсы среди жителей:\nЛучший двор.\n2) Созданные общественные советы\nШесть советов.';
    const { parts, missing } = splitForm(blocksOf(source), form);
    expect(parts.map(({ code, text }) => [code, text])).toEqual([
      ['ACHIEVED', 'Их сорок.'],
      ['Q2', 'Лучший двор.'],
      ['Q1', 'Шесть советов.'],
    ]);
    expect(missing).toEqual([]);
  });

  test.each([
    ['Уважаемая Ольга Николаевна!\nСообщаем следующее.', null],
    ['На Ваш запрос от 12.10.2026 сообщаем.', null],
    ['Администрация города\nНаправляем ответы на вопросы анкеты за 2026 год.', null],
    ['Administration of the city\nWe send our answers to the questionnaire.', null],
    ['Управление направляет ответы заявителям в течение десяти дней.', 'INTRO'],
  ])('what stands before the first question: «%s»', (before, code) => {
    const { parts } = splitForm(
      blocksOf(`${before}\n1. Что наиболее значительное удалось сделать в 2026 году?\nПостроен мост.`),
      formOf(2026),
    );
    expect(parts.map((part) => part.code)).toEqual([code, 'ACHIEVED']);
  });

  test('an empty document, and one of thousands of lines', () => {
    expect(splitForm([], formOf(2026))).toMatchObject({ parts: [], by: 'proposal', suggestsTasks: null });
    const broken = 'Проблемы и задачи, помощь в обмене опытом\nстрока без конца, которая длится и длится\n';
    const blocks = blocksOf(broken.repeat(1500) + 'IV\n'.repeat(10_000));
    expect(lettersOut(splitForm(blocks, formOf(2026)))).toBe(lettersIn(blocks));
  });
});

const sample = readSample();

describe.skipIf(sample === null)(`the sample (skipped where ${noSample})`, () => {
  test.each(['txt', 'docx'])('.%s comes in whole, every answer at its code', async (ending) => {
    const file = path.join(root, `../shared/samples/blagoveshchensk-2022.${ending}`);
    if (!sample || !existsSync(file)) return;
    const reading = await readDocument({ name: `a.${ending}`, content: readFileSync(file) });
    if (reading.kind !== 'read') throw new Error(reading.kind);
    const splitting = splitForm(reading.blocks, formOf(2022));
    const { parts, missing, by, mended } = {
      ...splitting,
      mended: splitting.parts.flatMap((part) => part.mended),
    };
    expect([by, missing]).toEqual(['wording', ['INTRO']]);
    expect(parts.map(({ code }) => code)).toEqual(Object.keys(sample.answers));
    const letters = (text: string): string => text.replace(/\P{L}/gu, '');
    for (const { code, text } of parts) {
      expect(letters(text)).toBe(letters(sample.answers[code as keyof typeof sample.answers]));
    }
    expect(parts[0]?.text.match(/^\s*[-–—•]\s/gmu)).toHaveLength(47);
    expect(mended).toHaveLength(1);
    expect(lettersOut(splitting)).toBe(lettersIn(reading.blocks));
  });
});
