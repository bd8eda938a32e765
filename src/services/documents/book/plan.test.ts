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

it('refuses parts of letters', () => {
  expect(() => flowsOf({ kind: 'mark', text: 'ПРОЕКТ' })).toThrow('mark');
});
