import { afterAll, beforeAll, expect, test } from 'vitest';
import mammoth from 'mammoth';
import { vi } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { paragraph, word } from './support/word-xml.ts';

/** A coordinator of the association works off the letters of several cities: nothing goes into the wrong one. */

const LATER = { timeoutMs: 30_000 };
const letterOf = (...lines: string[]) =>
  word(
    ['1. Что наиболее значительное удалось сделать в 2026 году?', ...lines]
      .map((line) => paragraph(line))
      .join(''),
  );

let tale: CampaignStory;
let kedrova: Person;
let campaignId: number;

beforeAll(async () => {
  tale = await startCampaignStory();
  campaignId = await tale.opened();
  ({ kedrova } = tale.people);
}, 60_000);
afterAll(async () => {
  tale.write('letters');
  await tale.close();
});

async function texts(cityId: number): Promise<string[]> {
  const rows = await tale.database.prisma.piece.findMany({
    where: { answer: { assignment: { cityId, campaignId } }, removedBy: null },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ text, fileName }) => fileName ?? text);
}

async function sends(name: string, content: Buffer, then: RegExp): Promise<void> {
  kedrova.sendDocument(name, content);
  await kedrova.waitFor(then, LATER);
  await tale.settled();
}

test('what comes after another city was looked at is asked about, and each screen names the city', async () => {
  const { west, east } = tale.cities;
  await tale.say(kedrova, 'кто сдал');
  await tale.press(kedrova, 'Не сдали', 'Калининград', 'Внести за город', 'По письму', 'Без даты', '2');
  expect(last(kedrova)).toContain('Калининград, 2026 год. Вопрос 2 из 7');
  await tale.say(kedrova, 'Калининград: опыт соседей.');
  await kedrova.waitFor(/Калининград, 2026 год\. Вопрос 2 из 7[^]*Сохранено: 1 часть/, LATER);
  // «анкета» alone is meant for the bot, also of someone who has none of her own.
  await tale.say(kedrova, 'анкета');
  expect(last(kedrova)).toContain('Вносится за город: Калининград');
  await tale.press(kedrova, '2');

  await tale.say(kedrova, 'кто сдал');
  await tale.press(kedrova, 'Не сдали', 'Благовещенск');
  await tale.say(kedrova, 'Это текст Благовещенска. '.repeat(20));
  await kedrova.waitFor(/не выбран город\. Храним его сутки/, LATER);
  expect(await texts(west)).toEqual(['Калининград: опыт соседей.']);

  await sends('благовещенск.docx', letterOf('Построен мост.'), /Чей это ответ\?/);
  expect(last(kedrova)).toContain('Города, которые уже сдали, здесь не показаны');
  await tale.press(kedrova, 'Калининград');
  await kedrova.waitFor(/Вносится за город: Калининград[^]*Прочитали файл/, LATER);
  await tale.press(kedrova, 'Другой город', 'Благовещенск', 'По письму');
  await tale.say(kedrova, '15 января');
  await kedrova.waitFor(
    /Вносится за город: Благовещенск, поступило по письму от 15\.01\.2027[^]*Прочитали файл/,
    LATER,
  );
  await tale.press(kedrova, 'Записать');
  expect(last(kedrova)).toMatch(/Вносится за город: Благовещенск[^]*Записано\. Готово 1 из 7/);
  expect(await texts(east)).toEqual(['Построен мост.']);
  expect(await texts(west)).toEqual(['Калининград: опыт соседей.']);
  await tale.press(kedrova, 'К списку');
  expect(labels(kedrova)).toContain('Присланное вне вопросов: 1');
});

test('a letter of a city that never connected goes all the way into the volume', async () => {
  await tale.say(kedrova, 'кто сдал');
  await tale.press(kedrova, 'Не сдали', 'Хабаровск', 'Внести за город', 'По письму');
  // The file comes while the day of the letter is asked.
  await sends('хабаровск.docx', letterOf('Открыт музей.'), /От какого числа письмо/);
  await tale.press(kedrova, 'Сегодняшнее');
  await kedrova.waitFor(/Вносится за город: Хабаровск[^]*Прочитали файл/, LATER);
  await tale.press(kedrova, 'Записать', 'К списку', 'Просмотр и сдача');
  while (labels(kedrova).includes('Дальше →')) await tale.press(kedrova, 'Дальше →');
  await tale.press(kedrova, 'Сдать', 'Сдать');
  await tale.say(kedrova, 'кто сдал');
  await tale.press(
    kedrova,
    'Не сдали',
    'Состояния',
    'Ждут принятия: 1',
    'Хабаровск',
    'Читать и принять',
    'Принять',
  );
  await tale.say(kedrova, 'сбор');
  await tale.press(kedrova, 'Сборник', 'Собрать');
  const papers = () =>
    kedrova.chat.filter(({ attachment }) => attachment?.file.name.startsWith('Сборник') === true);
  await vi.waitFor(() => expect(papers()).toHaveLength(3), { timeout: 60_000, interval: 20 });
  const { buffer } = kedrova.downloadDocument(papers()[0]!);
  expect((await mammoth.extractRawText({ buffer })).value).toContain('Открыт музей.');
});

test('a second file does not hide the first one; what cannot be read is refused inside a question as well', async () => {
  await tale.say(kedrova, 'кто сдал');
  await tale.press(kedrova, 'Не сдали', 'Калининград', 'Внести за город', 'На бумаге', '3');
  await sends('битый.docx', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /не документ Word/);
  expect(await texts(tale.cities.west)).toEqual(['Калининград: опыт соседей.']);
  await tale.press(kedrova, 'Отмена');
  expect(labels(kedrova)).not.toContain('Вернуть файл');

  await tale.press(kedrova, 'К списку');
  await sends('первый.docx', letterOf('Первое.'), /Прочитали файл «первый/);
  await sends('второй.docx', letterOf('Второе.'), /Прочитали файл «второй/);
  expect(heard(kedrova)).toContain('Файл «первый.docx» ещё не записан');
  await tale.press(kedrova, 'Вернуться к нему');
  expect(last(kedrova)).toContain('Прочитали файл «первый.docx»');
  await tale.press(kedrova, 'Записать');
  expect(await texts(tale.cities.west)).toEqual(['Калининград: опыт соседей.', 'Первое.']);
});

test('last year’s file is told from this year’s; files that stand in an answer outlive its replacement', async () => {
  const { west } = tale.cities;
  await tale.press(kedrova, 'К списку', '1');
  await sends('таблица.xlsx', Buffer.from('PK not a table'), /Вопрос 1 из 7[^]*таблица\.xlsx/);
  await tale.say(kedrova, 'к списку');
  const old = word(
    ['1. Что наиболее значительное удалось сделать в 2025 году?', 'Третье.']
      .map((line) => paragraph(line))
      .join(''),
  );
  await sends('прошлый.docx', old, /В заголовках файла 2025 год, а анкета — за 2026/);
  await tale.press(kedrova, 'Записать', 'Заменить');
  expect(await texts(west)).toEqual(['Калининград: опыт соседей.', 'таблица.xlsx', 'Третье.']);

  const huge = Buffer.from(
    `1. Что наиболее значительное удалось сделать в 2026 году?\n${'слово '.repeat(25_000)}`,
  );
  await sends('огромный.txt', huge, /Прочитали файл «огромный/);
  await tale.press(kedrova, 'Записать');
  expect(last(kedrova)).toMatch(/больше, чем можно записать в один ответ \(128/);
  expect(await texts(west)).toEqual(['Калининград: опыт соседей.', 'таблица.xlsx', 'Третье.']);
}, 60_000);
