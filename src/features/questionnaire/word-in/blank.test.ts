import { readFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { blocksOf } from '../../../../test/word-in/layout.ts';
import { createDocument } from '../../../services/documents/index.ts';
import type { Part } from '../../../services/documents/index.ts';
import { readDocument } from '../../../services/documents/document-in.ts';
import { createI18n } from '../../../services/i18n/i18n.ts';
import { builtInForm, questionsOfYear } from '../form.ts';
import type { FormWording } from '../form.ts';
import { blankLines, blankName, blankParts } from './blank.ts';
import { splitForm } from './split.ts';
import type { Splitting } from './split.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const texts = createI18n(path.join(root, 'locales'))('ru');
const wording = JSON.parse(readFileSync(path.join(root, 'locales/ru/form.json'), 'utf8')) as FormWording;
const questions = questionsOfYear(builtInForm(wording), 2026);
const form = { year: 2026, branchName: 'Организационная работа', cityName: 'Благовещенск', questions };

const properties = { title: 'Бланк', author: 'Образец', createdAt: new Date('2026-12-01T00:00:00Z') };
let blank: Buffer;

beforeAll(async () => {
  blank = await createDocument(blankParts(texts, form), properties);
});

/** The blank with its text changed, as a person at Word would. */
async function filled(change: (xml: string) => string): Promise<Splitting> {
  const files = unzipSync(blank);
  const name = 'word/document.xml';
  files[name] = strToU8(change(strFromU8(files[name] ?? new Uint8Array())));
  const reading = await readDocument({ name: 'бланк.docx', content: Buffer.from(zipSync(files)) });
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return splitForm(reading.blocks, form);
}

const paragraph = (text: string): string => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

/** Writes below the question of each code. */
function below(xml: string, answer: (code: string) => string): string {
  return xml.replace(
    /<w:p>(?:(?!<\/w:p>).)*?w:name="vestovoy_([A-Z_]+)".*?<\/w:p>/gs,
    (question, code: string) => question + answer(code),
  );
}

describe('a blank form of ours', () => {
  test('has a name', () => {
    expect(blankName(texts, form)).toBe('Бланк-анкеты-2026-Благовещенск.docx');
  });

  test('says nothing as long as nobody filled it', async () => {
    const splitting = await filled((xml) => xml);
    expect(splitting).toMatchObject({ by: 'blank', parts: [], missing: questions.map(({ code }) => code) });
  });

  test('is told without fail once filled', async () => {
    const splitting = await filled((xml) =>
      below(xml, (code) => paragraph(`Ответ ${code}.`) + paragraph('Проблемы')),
    );
    expect(splitting.by).toBe('blank');
    expect(splitting.parts.map(({ code, heading, text }) => ({ code, heading, text }))).toEqual(
      questions.map(({ code, text }) => ({ code, heading: text, text: `Ответ ${code}.\nПроблемы` })),
    );
    expect(splitting.missing).toEqual([]);
  });

  test('also with other words for the questions, and with an answer on the line of its question', async () => {
    const splitting = await filled((xml) =>
      below(xml, (code) => (code === 'HELP' ? '' : paragraph(`Ответ ${code}.`)))
        .replace('Что наиболее значительное удалось сделать в 2026 году?', 'Наша гордость')
        .replace('может оказать Ассоциация?', 'может оказать Ассоциация? Нужен юрист.')
        .replace('Какие задачи стоят в 2027 году?', '4. Какие задачи стоят в 2027 году?'),
    );
    const of = (wanted: string) => splitting.parts.find(({ code }) => code === wanted);
    expect(splitting.missing).toEqual([]);
    expect(of('ACHIEVED')).toMatchObject({ heading: 'Наша гордость', text: 'Ответ ACHIEVED.' });
    expect(of('HELP')?.text).toBe('Нужен юрист.');
    expect(of('TASKS_NEXT')?.heading).toBe('4. Какие задачи стоят в 2027 году?');
  });

  test('what was written into a line of ours is kept', async () => {
    const splitting = await filled((xml) =>
      below(xml, (code) => paragraph(`Ответ ${code}.`)).replace(
        'Город: Благовещенск',
        'Город: Благовещенск, отдел',
      ),
    );
    expect(splitting.parts[0]).toMatchObject({ code: null, text: 'Город: Благовещенск, отдел' });
    expect(splitting.putAside).toHaveLength(2);
  });

  test('is known without its bookmarks too, as it comes in another format', () => {
    const own = blankLines(texts, form);
    const [title, city, instruction] = own;
    const broken = instruction.replace(/ (?=готовый|Готовый)/gu, '\n');
    const source = [title, city, broken, questions[1]?.text, 'Построен мост.'].join('\n');
    const { parts, putAside } = splitForm(blocksOf(source), { ...form, own });
    expect(parts.map(({ code, text }) => [code, text])).toEqual([['ACHIEVED', 'Построен мост.']]);
    expect(putAside.join(' ')).toBe(own.join(' '));
  });

  test('codes whose marks Word would cut to the same are told by their wording', async () => {
    const long = ['дворы', 'дороги'].map((what, index) => ({
      code: `${'Q'.repeat(39)}${index}`,
      text: `Какие ${what} построены?`,
    }));
    const parts = blankParts(texts, { ...form, questions: long }).map((part): Part => {
      return part.kind === 'space' ? { kind: 'text', content: { text: 'Ответ.' } } : part;
    });
    const content = await createDocument(parts, properties);
    const reading = await readDocument({ name: 'бланк.docx', content });
    const splitting = splitForm(reading.kind === 'read' ? reading.blocks : [], {
      year: 2026,
      questions: long,
    });
    expect(splitting.parts.map(({ code, text }) => [code, text])).toEqual(
      long.map(({ code }) => [code, 'Ответ.']),
    );
  });
});
