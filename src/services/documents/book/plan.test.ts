import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { countLines } from '../measure.ts';
import type { Part } from '../part.ts';
import type { Book } from './book.ts';
import { flowsOf, type Flow } from './flow.ts';
import { countPages } from './pages.ts';
import { planBook } from './plan.ts';
import { printBook } from './print.ts';

const room = { size: 13, width: 9356, left: 0, firstLine: 709 };
const lines = (text: string, more: Partial<typeof room & { mark: string }> = {}) =>
  countLines([{ text }], { ...room, ...more });

describe('lines', () => {
  it('break at spaces and behind hyphens, never at unbreakable ones', () => {
    // 9 356 twips hold 71 letters of 6,5 points, 66 behind the indent.
    expect(lines('п'.repeat(62))).toBe(1);
    expect(lines(`${'п'.repeat(60)} ${'п'.repeat(60)}`)).toBe(2);
    expect(lines(`${'п'.repeat(40)} ${'п'.repeat(20)}-${'п'.repeat(20)}`)).toBe(2);
    expect(lines(`${'п'.repeat(60)}      `)).toBe(1);
    expect(lines(`${'п '.repeat(33)}п\u00A0${'п'.repeat(30)}`)).toBe(2);
    expect(lines('п'.repeat(150))).toBe(3);
    expect(lines('один\nдва\nтри')).toBe(3);
    expect(lines('')).toBe(1);
  });

  it('hold a letter at least, so that the narrowest room comes to an end', () => {
    for (const width of [160, 0, -80])
      expect(countLines([{ text: 'щ'.repeat(100) }], { size: 8, width, left: 0, firstLine: 0 })).toBe(77);
  });

  it('are wider in bold and narrower where marks stand before them', () => {
    const text = 'азы '.repeat(200);
    const bold = countLines([{ text, bold: true }], room);
    expect(bold).toBeGreaterThan(lines(text));
    expect(lines(text, { left: 5000, firstLine: -300, mark: '–' })).toBeGreaterThan(lines(text) * 1.8);
  });
});

const paragraph = (count: number, more: Partial<Flow> = {}): Flow => ({
  lines: count,
  pitch: 10,
  before: 0,
  after: 0,
  keepNext: false,
  whole: false,
  again: 0,
  ...more,
});

describe('pages', () => {
  const pages = (...flows: Flow[]) => countPages(flows, 100);

  it('hold so many lines, with none alone at the foot or the top', () => {
    expect(pages(paragraph(10))).toBe(1);
    expect(pages(paragraph(11))).toBe(2);
    // Nine lines, then three: the first of them would stand alone, so that all go on.
    expect(pages(paragraph(9), paragraph(3), paragraph(7))).toBe(2);
    expect(pages(paragraph(9), paragraph(3), paragraph(8))).toBe(3);
    // Eight, then three: the last would stand alone, and two cannot be parted from one.
    expect(pages(paragraph(8), paragraph(3), paragraph(7))).toBe(2);
    expect(pages(paragraph(8), paragraph(3), paragraph(8))).toBe(3);
  });

  it('keep headings with what they head, and drop the space above at the top', () => {
    const heading = paragraph(1, { keepNext: true, whole: true, before: 10 });
    expect(pages(paragraph(6), heading, paragraph(2))).toBe(1);
    expect(pages(paragraph(7), heading, paragraph(2))).toBe(2);
    expect(pages(paragraph(7), heading, paragraph(9))).toBe(2);
    expect(pages(paragraph(7), heading, paragraph(10))).toBe(3);
  });

  it('repeat the head of a table, and part a row only where it is higher than a page', () => {
    const head = paragraph(1, { keepNext: true, whole: true });
    const row = paragraph(1, { pitch: 40, whole: true, again: 10 });
    expect(pages(head, row, row)).toBe(1);
    expect(pages(head, row, row, row, row)).toBe(2);
    expect(pages(head, row, row, row, row, row)).toBe(3);
    expect(pages(paragraph(1), paragraph(30, { whole: true }))).toBeGreaterThan(2);
  });
});

const book = (...chapters: Part[][]): Book => ({
  cover: { top: '', title: [], under: '', notes: [], foot: [] },
  verso: [],
  contents: 'Содержание',
  runningHead: '',
  capitals: true,
  chapters: chapters.map((parts, index) => ({ title: `Город ${index + 1}`, parts })),
});
const filled = (count: number): Part[] => [
  { kind: 'text', content: { text: Array.from({ length: count }, () => 'Строка.').join('\n') } },
];

it('sets pages a little shorter where the last would hold one line or none to spare', () => {
  const shorter = [20, 42, 44, 60].map((count) => planBook(book(filled(count)))[0]?.shorter);
  expect(shorter[0]).toBe(0);
  expect(shorter[1]).toBeGreaterThan(0);
  expect(shorter[2]).toBeGreaterThan(0);
  expect(shorter[3]).toBe(0);
});

it('counts the pages of the contents', () => {
  const starts = (count: number) =>
    planBook(book(...Array.from({ length: count }, () => filled(1))))[0]?.page;
  expect([starts(1), starts(30), starts(40), starts(100)]).toEqual([4, 4, 5, 6]);
});

it('is printed with bookmarks of different numbers, true sections, and nothing left to fill in', async () => {
  const printed = await printBook(
    book(filled(3), filled(3), [{ kind: 'text', content: { text: 'а\tб\nв\tг' } }], filled(1)),
    {
      title: 'Сборник',
      author: 'Ассоциация',
      createdAt: new Date('2027-02-12T07:42:00Z'),
    },
  );
  const parts = unzipSync(printed);
  const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
  const numbers = [...xml.matchAll(/<w:bookmarkStart[^>]* w:id="(\d+)"/g)].map(([, id]) => id);
  expect(new Set(numbers).size).toBe(4);
  expect(xml.match(/<w:sectPr/g)).toHaveLength(6);
  // A section ends in a paragraph of its own only behind a table, where that takes no room.
  expect(
    xml.match(/w:line="20" w:lineRule="exact"\/><w:rPr><w:sz w:val="2"\/><\/w:rPr><w:sectPr/g),
  ).toHaveLength(1);
  expect(xml.match(/<w:p><w:pPr><w:sectPr/g)).toBeNull();
  expect(xml).not.toContain('w:dirty');
  expect(strFromU8(parts['word/settings.xml'] ?? new Uint8Array())).not.toContain('updateFields');
});

it('keeps the running head on one line, whatever the names', async () => {
  const long = 'Закрытое административно-территориальное образование посёлок Образцовый Дальний';
  const heads = async (runningHead: string, title: string) => {
    const one = { ...book(filled(1)), runningHead };
    const printed = await printBook(
      { ...one, chapters: one.chapters.map((chapter) => ({ ...chapter, title })) },
      { title: '', author: '', createdAt: new Date('2027-02-12T07:42:00Z') },
    );
    const parts = Object.entries(unzipSync(printed)).filter(([name]) => /^word\/header/.test(name));
    const texts = parts.map(([, xml]) =>
      [...strFromU8(xml).matchAll(/<w:t[ >][^<]*?>?([^<>]*)<\/w:t>/g)].map(([, text = '']) => text),
    );
    return texts.filter((each) => each.length === 2 && each[1] !== 'Содержание').flat();
  };
  const left = 'Организационная работа: итоги 2026 года';
  expect(await heads(left, 'Абакан')).toEqual([left, 'Абакан']);
  for (const [running, title] of [
    [left, long],
    [long, long],
  ] as const) {
    const [shownLeft = '', shownRight = ''] = await heads(running, title);
    expect(shownRight).toMatch(/^Закрытое администр.*[^ ]…$/u);
    expect(shownLeft).toMatch(running === left ? /^[^…]+$/u : /^Закрытое.+…$/u);
    expect(countLines([{ text: `${shownLeft}   ${shownRight}` }], { ...room, size: 10, firstLine: 0 })).toBe(
      1,
    );
  }
});

it('prints a table that no page is wide enough for, its columns as text where there are too many', () => {
  const address = `https://disk.example.ru/d/${'%D0%BF'.repeat(40)}`;
  const linked = flowsOf({ kind: 'text', content: { text: `№\tСсылка\n1\t${address}\n2\tнет` } });
  expect(linked).toHaveLength(3);
  expect(linked[1]?.pitch).toBeLessThan(1000);
  for (const columns of [60, 3000]) {
    const row = Array.from({ length: columns }, (_, index) => `столбец${index}`).join('\t');
    const flows = flowsOf({ kind: 'text', content: { text: `${row}\n${row}` } });
    expect(flows).toHaveLength(2);
    expect(flows[0]?.lines).toBeGreaterThan(5);
  }
});

it('is planned no slower for a paragraph of many stretches of formatting', () => {
  const count = 10_000;
  const entities = Array.from({ length: count }, (_, index) => ({
    type: 'bold',
    offset: index * 8,
    length: 3,
  }));
  const start = performance.now();
  expect(flowsOf({ kind: 'text', content: { text: 'абв '.repeat(2 * count), entities } })).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(2000);
});

it('refuses parts of letters', () => {
  expect(() => flowsOf({ kind: 'mark', text: 'ПРОЕКТ' })).toThrow('mark');
});
