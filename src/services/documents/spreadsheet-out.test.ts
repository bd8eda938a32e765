import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { OutCell, OutSheet } from './sheet-xml.ts';
import { readSpreadsheet } from './spreadsheet-in.ts';
import { buildSpreadsheet } from './spreadsheet-out.ts';

const properties = {
  title: 'Кто сдал & как',
  author: 'Ассоциация «Образцовые города»',
  createdAt: new Date('2027-02-08T04:20:00Z'),
};

function sheet(rows: OutCell[][], more: Partial<OutSheet> = {}): OutSheet {
  const width = Math.max(1, ...rows.map(({ length }) => length));
  const columns = Array.from({ length: width }, (_, index) => ({ title: `Графа ${index + 1}`, width: 20 }));
  return { name: 'Кто сдал', above: ['Сбор за 2026 год', 'По состоянию на 14:20'], columns, rows, ...more };
}

async function readBack(sheets: OutSheet[]) {
  const reading = await readSpreadsheet({ name: 'a', content: buildSpreadsheet(sheets, properties) });
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return reading.sheets;
}

function parts(sheets: OutSheet[]): Record<string, string> {
  const files = Object.entries(unzipSync(buildSpreadsheet(sheets, properties)));
  return Object.fromEntries(files.map(([name, content]) => [name, strFromU8(content)]));
}

describe('buildSpreadsheet', () => {
  it('writes text as text, numbers as numbers, days and instants as such', async () => {
    const cells: OutCell[] = [
      ...["=cmd|'/c calc'!A1", '+7 900 000-00-00', '84162000000', '007', '_x0041_ <&> "так"', 'две\nстроки'],
      ...[
        12,
        { on: '2027-03-01' },
        { at: properties.createdAt, timeZone: 'Asia/Vladivostok' },
        undefined,
        'я',
      ],
    ];
    const [read] = await readBack([sheet([cells])]);
    expect(read?.rows.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(read?.rows[0]?.cells[0]).toBe('Сбор за 2026 год');
    expect(read?.rows[3]?.cells).toEqual([
      ...["=cmd|'/c calc'!A1", '+7 900 000-00-00', '84162000000', '007', '_x0041_ <&> "так"', 'две\nстроки'],
      ...['12', '01.03.2027', '08.02.2027 14:20', '', 'я'],
    ]);
    const xml = parts([sheet([cells])])['xl/worksheets/sheet1.xml'] ?? '';
    expect(xml).not.toContain('<f>');
    for (const text of ['A4', 'B4', 'C4', 'D4'])
      expect(xml).toMatch(new RegExp(`<c r="${text}" s="\\d" t="s">`));
    for (const number of ['G4', 'H4', 'I4']) expect(xml).toMatch(new RegExp(`<c r="${number}" s="\\d"><v>`));
  });

  it('freezes, filters and repeats the header row, and prints across the page', () => {
    const { 'xl/workbook.xml': workbook, 'xl/worksheets/sheet1.xml': xml } = parts([
      sheet([['а', 'б'], ['в']], { name: "О'Кей 1" }),
    ]);
    expect(xml).toContain('<pane ySplit="3" topLeftCell="A4"');
    expect(xml).toContain('<autoFilter ref="A3:B5"/>');
    expect(xml).toContain('orientation="landscape" fitToWidth="1" fitToHeight="0"');
    expect(workbook).toContain(`hidden="1">'О''Кей 1'!$A$3:$B$5<`);
    expect(workbook).toContain(`'О''Кей 1'!$3:$3<`);
  });

  it('names the author and the title, no program and no time but the given, and asks for no recalculation', () => {
    const files = parts([sheet([])]);
    expect(files['docProps/core.xml']).toContain('<dc:title>Кто сдал &amp; как</dc:title>');
    expect(files['docProps/core.xml']).toContain('<dc:creator>Ассоциация «Образцовые города»</dc:creator>');
    expect(files['docProps/app.xml']).toBeUndefined();
    expect(files['xl/workbook.xml']).not.toContain('calcPr');
    expect(buildSpreadsheet([sheet([])], properties)).toEqual(buildSpreadsheet([sheet([])], properties));
  });

  it('gives sheets names that a spreadsheet program takes, no two alike', async () => {
    const long = 'Города Дальнего Востока и Восточной Сибири';
    const names = ["'Сдали' [все]: 1/2?", long, long.toUpperCase(), '*', 'А', 'а'];
    const read = await readBack(names.map((name) => sheet([], { name })));
    expect(read.map(({ name }) => name)).toEqual([
      ...["Сдали' все 1 2", long.slice(0, 31), `${long.toUpperCase().slice(0, 25)} (2)`, '1', 'А', 'а (2)'],
    ]);
  });

  it('makes a row as high as its text, and cuts what no cell can hold', async () => {
    const xml = parts([sheet([['один два три четыре пять', 'а\nб\nв']])])['xl/worksheets/sheet1.xml'];
    expect(xml).toContain('<row r="4" ht="45"');
    const { 'xl/sharedStrings.xml': texts, ...long } = parts([sheet([['д'.repeat(40_000)]])]);
    // Edited in the program, it stays a text whatever it begins with.
    const look = Number(/<c r="A4" s="(\d)"/.exec(long['xl/worksheets/sheet1.xml'] ?? '')?.[1]);
    const cells = /<cellXfs.*?<\/cellXfs>/.exec(long['xl/styles.xml'] ?? '')?.[0].match(/<xf .*?>/g);
    expect(cells?.[look]).toContain('quotePrefix="1"');
    expect(/д+…/.exec(texts ?? '')?.[0]).toHaveLength(32_767);
    await expect(readBack([sheet([['\u0000\uD800а\uFFFF']])])).resolves.toMatchObject([
      { rows: [{}, {}, {}, { cells: ['а'] }] },
    ]);
  });
});
