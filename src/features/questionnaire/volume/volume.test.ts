import path from 'node:path';
import mammoth from 'mammoth';
import { beforeAll, describe, expect, it } from 'vitest';
import { generatedVolume } from '../../../../test/support/generated-volume.ts';
import { letters } from '../../../../test/support/paper.ts';
import { packageRoot } from '../../../platform/package-root.ts';
import { planBook } from '../../../services/documents/book/plan.ts';
import { readSpreadsheet, type Book } from '../../../services/documents/index.ts';
import { createI18n } from '../../../services/i18n/i18n.ts';
import type { CampaignShown } from '../campaign/desk.ts';
import { byRussianAlphabet } from './alphabet.ts';
import { buildVolume } from './build.ts';
import { citiesBook, citiesInOrder, questionsBook, volumeSheet } from './content.ts';
import { cutByLetters } from './cut.ts';
import type { VolumeCity, VolumeInput } from './input.ts';
import { sendMessage } from './messages.ts';

const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');
const answer = (code: string, text: string, files: string[] = []) => ({ code, text, entities: [], files });
const city = (name: string, ...answers: VolumeCity['answers']): VolumeCity => ({
  name,
  department: null,
  answers,
});

const input: VolumeInput = {
  ...generatedVolume(0, 0),
  questions: [
    { code: 'INTRO', text: 'Общие сведения' },
    { code: 'ACHIEVED', text: 'Что удалось сделать?' },
    { code: 'HELP', text: 'Какая нужна помощь?' },
  ],
  cities: [
    city('Ёлкино', answer('HELP', 'Советом'), answer('ACHIEVED', 'Сделано'), answer('INTRO', 'Введение')),
    city('Елань', answer('ACHIEVED', '  \n'), answer('HELP', 'Делом')),
    city('Пусто', { ...answer('ACHIEVED', ''), skipped: true }, { ...answer('HELP', ''), skipped: true }),
    city('Снимки', answer('ACHIEVED', '', ['Площадь\n1.jpg']), answer('HELP', '', ['Двор.pdf'])),
  ],
  missing: ['Яр', 'Абакан'],
};

const outline = (book: Book) =>
  book.chapters.map(({ title, parts }) => [
    title,
    ...parts.map((part) => {
      if (part.kind === 'text') return part.content.text;
      return part.kind === 'section' ? `# ${part.text}` : part.kind === 'remark' && `(${part.text})`;
    }),
  ]);

it('orders names by the Russian alphabet, ё after е, hyphens and spaces as signs', () => {
  const names = [
    'Санкт-Петербург',
    'Ёлкино',
    'Южно-Сахалинск',
    'Жигалово',
    'Еманжелинск',
    'Санктград',
    'Елец',
    'Улан-Удэ',
    'Ула',
    'улан',
    'Нижний Тагил',
    'Нижнийград',
    'Abc',
    'Ящик',
  ];
  expect(names.toReversed().sort(byRussianAlphabet)).toEqual([
    'Abc',
    'Елец',
    'Еманжелинск',
    'Ёлкино',
    'Жигалово',
    'Нижний Тагил',
    'Нижнийград',
    'Санкт-Петербург',
    'Санктград',
    'Ула',
    'улан',
    'Улан-Удэ',
    'Южно-Сахалинск',
    'Ящик',
  ]);
});

describe('the content', () => {
  const cities = citiesInOrder(input);

  it('by cities leaves out what is not answered, and heads no introduction', () => {
    expect(outline(citiesBook(texts, input, cities))).toEqual([
      ['Елань', '# Какая нужна помощь?', 'Делом'],
      ['Ёлкино', 'Введение', '# Что удалось сделать?', 'Сделано', '# Какая нужна помощь?', 'Советом'],
      ['Пусто', '(Предложений нет.)'],
      ['Снимки', '(Ответов в тексте нет.)', '(Приложения: Площадь 1.jpg; Двор.pdf)'],
      ['Приложения', '# Снимки', '– Площадь 1.jpg\n– Двор.pdf'],
      ['Города, не представившие материалы', '– Абакан\n– Яр'],
    ]);
  });

  it('by questions names the cities below each', () => {
    const none = { ...input, options: { listMissing: false, listFiles: false } };
    expect(outline(questionsBook(texts, none, cities))).toEqual([
      ['Общие сведения', '# Ёлкино', 'Введение'],
      ['Что удалось сделать?', '# Ёлкино', 'Сделано'],
      ['Какая нужна помощь?', '# Елань', 'Делом', '# Ёлкино', 'Советом'],
      ['Города без ответов в тексте', '– Пусто\n– Снимки'],
    ]);
    expect(outline(citiesBook(texts, none, cities)).slice(2)).toEqual([
      ['Пусто', '(Предложений нет.)'],
      ['Снимки', '(Ответов в тексте нет.)'],
    ]);
  });

  it('as a table says as of when, and has a cell for each question', () => {
    const { above, rows } = volumeSheet(texts, input, cities);
    expect(above[1]).toBe('По состоянию на 12.02.2027, 14:42 (Новосибирск)');
    expect(rows).toEqual([
      ['Елань', '', '', '', 'Делом'],
      ['Ёлкино', '', 'Введение', 'Сделано', 'Советом'],
      ['Пусто', '', '', 'Предложений нет.', 'Предложений нет.'],
      ['Снимки', '', '', '', ''],
    ]);
  });

  it('tells on the title page and behind it whose it is, of which part, and when it was closed', () => {
    const part = { letters: 'А–К', number: 1, of: 2 };
    const { cover, verso, chapters } = citiesBook(texts, input, cities, part);
    expect(cover.title).toEqual(['ОРГАНИЗАЦИОННАЯ РАБОТА', 'АДМИНИСТРАЦИЙ ГОРОДОВ']);
    expect(cover.notes).toEqual(['Материалы городов — членов Ассоциации', 'Часть 1 из 2: города на А–К']);
    expect(cover.foot).toEqual(['Новосибирск', '2027']);
    expect(verso).toEqual([
      'Материалы публикуются в редакции администраций городов.',
      'Сборник закрыт 12\u00A0февраля\u00A02027\u00A0г.',
      'В сборнике материалы 4 городов.',
    ]);
    expect(chapters.at(-1)?.title).toBe('Приложения');
    const open = { ...input, closedOn: null };
    expect(citiesBook(texts, open, cities).verso[1]).toContain('12.02.2027, 14:42 (Новосибирск)');
  });
});

it('says whom a closed volume goes to, and when', () => {
  const campaign = { id: 1, year: 2026 } as CampaignShown;
  const names = Array.from({ length: 33 }, (_, index) => `Город ${index + 1}`);
  const told = (cities: string[], ...waits: boolean[]) => {
    const people = waits.map((each, personId) => ({
      personId,
      assignmentId: 1,
      at: new Date(0),
      waits: each,
    }));
    return sendMessage(texts, { campaign, recipients: { people, cities, silent: ['Яр'] } }).text.split('\n');
  };
  expect(told(['Абакан', 'Чита'], false, true).slice(1)).toEqual([
    'Сообщение с кнопкой получат 2 человека. Города (2): Абакан, Чита.',
    'Некому сообщить: Яр.',
    'Через минуту уйдёт в города, где сейчас рабочее время; в остальные — ближайшим рабочим утром.',
  ]);
  expect(told(names, false)[1]).toMatch(/Города \(33\): Город 1, .*Город 30 и ещё 3\.$/u);
  expect(told(names, false, false).at(-1)).toContain('Уйдёт через минуту');
  expect(told(names, true, true).at(-1)).toMatch(/^Сейчас ни в одном .* ближайшим рабочим утром каждого/u);
});

it('is cut between letters into parts of like size', () => {
  const names = ['Абакан', 'Ангарск', 'Барнаул', 'Владивосток', 'Вологда', 'Якутск'];
  const cities = names.map((name) => city(name, answer('ACHIEVED', 'х'.repeat(100))));
  const cut = (count: number) =>
    cutByLetters(cities, count).map(({ letters, cities: own }) => [letters, own.length]);
  expect(cut(1)).toEqual([['А–Я', 6]]);
  expect(cut(2)).toEqual([
    ['А–Б', 3],
    ['В–Я', 3],
  ]);
  expect(cut(9)).toEqual([
    ['А', 2],
    ['Б', 1],
    ['В', 2],
    ['Я', 1],
  ]);
});

describe('the files', () => {
  const volume = generatedVolume(10, 3000);
  const plain = (text: string) => letters(text).replace(/[-–—]/g, '');
  let whole: { name: string; content: Buffer }[];
  beforeAll(async () => {
    whole = (await buildVolume(texts, volume)).files;
  });
  const contentOf = (name: string) => whole.find((file) => file.name === name)?.content ?? Buffer.of();

  it.each(['Сборник-2026.docx', 'Сборник-2026-по-вопросам.docx'])('hold every letter: %s', async (name) => {
    const read = plain((await mammoth.extractRawText({ buffer: contentOf(name) })).value);
    const answers = volume.cities.flatMap((each) => each.answers);
    expect(answers.length).toBeGreaterThan(50);
    expect(answers.filter(({ text }) => !read.includes(plain(text)))).toEqual([]);
  });

  it('have headings, lists and tables', async () => {
    const { value } = await mammoth.convertToHtml({ buffer: contentOf('Сборник-2026.docx') });
    expect(value.match(/<h1>/g)).toHaveLength(12);
    expect(value).toContain('<h2>Какие задачи стоят в 2027 году?</h2>');
    expect(value).toContain('<ul><li>');
    expect(value).toContain('<table><thead><tr><th>');
    expect(value).toContain('<strong>');
  });

  it('name the pages in the contents', async () => {
    const { value } = await mammoth.extractRawText({ buffer: contentOf('Сборник-2026.docx') });
    const pages = [...value.matchAll(/^.+\t(\d+)$/gm)].map(([, page]) => Number(page));
    const planned = planBook(citiesBook(texts, volume, citiesInOrder(volume))).map(({ page }) => page);
    expect(pages.slice(0, planned.length)).toEqual(planned);
  });

  it('have every answer in a cell of its own', async () => {
    const file = { name: 'x.xlsx', content: contentOf('Сборник-2026-таблица.xlsx') };
    const sheet = await readSpreadsheet(file, { cellCharacters: 40_000 });
    if (sheet.kind !== 'read') throw new Error(sheet.kind);
    const cells = new Set(sheet.sheets[0]?.rows.flatMap((row) => row.cells.map(plain)));
    expect(sheet.sheets[0]?.rows).toHaveLength(2 + 1 + 10);
    const lost = volume.cities.flatMap(({ answers }) =>
      answers.filter(({ text }) => !cells.has(plain(text))),
    );
    expect(lost).toEqual([]);
  });

  it('are cut by letters where they would be too large, and say so', async () => {
    const fileLimit = Math.floor(contentOf('Сборник-2026.docx').length * 0.8);
    const { files } = await buildVolume(texts, volume, { fileLimit });
    expect(files.filter(({ content }) => content.length > fileLimit)).toEqual([]);
    const names = files.map(({ name }) => name);
    expect(names).toContain('Сборник-2026-таблица.xlsx');
    expect(names.filter((name) => /^Сборник-2026-\p{Lu}-\p{Lu}\.docx$/u.test(name))).toHaveLength(2);
    const { value } = await mammoth.extractRawText({ buffer: files[0]?.content ?? Buffer.of() });
    expect(value).toMatch(/Часть 1 из 2: города на \p{Lu}–\p{Lu}/u);
  });
});

/*
 * Recorded: the pages on which LibreOffice 7.4 with Liberation Serif lets these chapters begin, read from its PDF.
 * Whoever changes the layout on purpose records them anew.
 */
it('begins chapters where an office program does', () => {
  const volume = generatedVolume(16, 9000);
  const cities = citiesInOrder(volume);
  const pages = (book: Book) => planBook(book).map(({ page }) => page);
  expect(pages(citiesBook(texts, volume, cities))).toEqual([
    4, 9, 13, 18, 22, 27, 33, 38, 42, 48, 52, 58, 63, 68, 74, 78, 81, 82,
  ]);
  expect(pages(questionsBook(texts, volume, cities))).toEqual([4, 15, 25, 35, 43, 52, 59, 67, 74, 75]);
});
