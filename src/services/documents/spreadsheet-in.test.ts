import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { utils } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { built } from '../../../test/support/built.ts';
import { part, workbook, xlsx, zip } from '../../../test/support/spreadsheets.ts';
import { readInChild } from './spreadsheet-child.ts';
import { LIMITS, readSpreadsheet } from './spreadsheet-in.ts';
import type { SpreadsheetReading } from './spreadsheet.ts';

/** As in the process of its own, without its start; what the guard is for is tested below. */
async function read(content: Buffer | string, limits = {}): Promise<SpreadsheetReading> {
  const options = { name: 'Города', limits: { ...LIMITS, ...limits } };
  return readInChild(Buffer.from(content), options).catch(() => ({ kind: 'broken' }));
}

describe('readSpreadsheet', () => {
  it('reads what a person sees in an .xlsx', async () => {
    const sheet = utils.aoa_to_sheet([
      [' Город\u00A0', 'Код'],
      [],
      ['Ёлкино', 7, 84_162_000_000, 4.5, 0.1 + 0.2],
    ]);
    Object.assign(sheet, {
      B3: { t: 'n', v: 7, z: '000' },
      F3: { t: 'n', v: 46_096, z: 'm/d/yy' },
      G3: { t: 'n', v: 46_096.75, z: 'dd.mm.yyyy hh:mm' },
      H3: { t: 'n', v: 0.5, z: 'h:mm' },
      I3: { t: 'n', v: 1234567.5, z: '#,##0.00' },
      J3: { t: 'n', v: 123_456_789_012_345 },
      K3: { t: 's', v: 'две\r\nстроки' },
      L3: { t: 'n', v: 46_096, z: '[$-419]d mmmm yyyy' },
      M3: { t: 's', v: '=1+1' },
      N3: { t: 'n', v: 0.25, z: '0%' },
      O3: { t: 'n', v: 3, f: '1+2' },
      P3: { t: 's', v: '_x0000_а\u0001&#0;' },
      Q3: { t: 's', v: 'сайт', f: 'HYPERLINK("http://example.org","сайт")' },
      R3: { t: 'n', f: '1+2' },
      '!ref': 'A1:R3',
    });
    const reading = await read(xlsx({ Люди: sheet }));
    expect(reading).toEqual({
      kind: 'read',
      sheets: [
        {
          name: 'Люди',
          merged: [],
          rows: [
            { number: 1, cells: ['Город', 'Код', ...Array<string>(15).fill('')] },
            {
              number: 3,
              cells: [
                ...['Ёлкино', '007', '84162000000', '4,5', '0,3', '15.03.2026', '15.03.2026 18:00', '12:00'],
                ...[
                  '1 234 567,50',
                  '123456789012345',
                  'две\nстроки',
                  '15.03.2026',
                  '=1+1',
                  '25%',
                  '3',
                  'а',
                  'сайт',
                ],
              ],
            },
          ],
        },
      ],
    });
  });

  it('counts the days from 1904 where the file does', async () => {
    const sheet = utils.aoa_to_sheet([[1]]);
    Object.assign(sheet, { A1: { t: 'n', v: 44_634, z: 'dd.mm.yyyy' } });
    const reading = await read(xlsx({ А: sheet }, { Workbook: { WBProps: { date1904: true } } }));
    expect(reading).toMatchObject({ sheets: [{ rows: [{ cells: ['15.03.2026'] }] }] });
  });

  it('fills merged cells and says which, without inventing rows', async () => {
    const sheet = utils.aoa_to_sheet([
      ['Список', null, null],
      ['Образцов', 'Отдел 1', 'а'],
      [null, 'Отдел 2', 'б'],
      [],
      [null, 'Отдел 3', 'в'],
      [],
    ]);
    const merges = ['A1:C1', 'A2:A6', 'XFA9:XFB9', 'C2:C2'].map((range) => utils.decode_range(range));
    sheet['!merges'] = merges;
    const reading = await read(xlsx({ А: sheet }));
    expect(reading).toMatchObject({
      sheets: [
        {
          merged: ['A1:C1', 'A2:A6'],
          rows: [
            { number: 1, cells: ['Список', 'Список', 'Список'] },
            { number: 2, cells: ['Образцов', 'Отдел 1', 'а'] },
            { number: 3, cells: ['Образцов', 'Отдел 2', 'б'] },
            { number: 5, cells: ['Образцов', 'Отдел 3', 'в'] },
          ],
        },
      ],
    });
  });

  it('reads the sheets that are shown and have something in them', async () => {
    const sheet = (text: string) => utils.aoa_to_sheet([[text]]);
    const Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 0 }, { Hidden: 0 }] };
    const reading = await read(
      xlsx({ А: sheet('1'), Б: sheet('2'), В: sheet(' \u200B'), Г: sheet('3') }, { Workbook }),
    );
    expect(reading).toMatchObject({ sheets: [{ name: 'А' }, { name: 'Г' }] });
  });

  it('reads a table in text, whatever its name', async () => {
    const reading = await read('\uFEFFГород;Пояс\r\n\r\n" Ёлкино";Asia/Tokyo;\r\n');
    expect(reading).toEqual({
      kind: 'read',
      sheets: [
        {
          name: 'Города',
          merged: [],
          rows: [
            { number: 1, cells: ['Город', 'Пояс'] },
            { number: 3, cells: ['Ёлкино', 'Asia/Tokyo'] },
          ],
        },
      ],
    });
  });

  const ole = Buffer.from('D0CF11E0A1B11AE1', 'hex');
  const stream = (name: string) => Buffer.concat([ole, Buffer.alloc(504), Buffer.from(name, 'utf16le')]);
  const sheets = xlsx({ А: utils.aoa_to_sheet([['а']]) });
  const broken = Buffer.from(sheets);
  broken.fill(0xaa, 200, sheets.length - 200);
  it.each<[string, Buffer | string, object]>([
    ['nothing', '', { kind: 'empty' }],
    ['white space', ' ;\n;\u00A0', { kind: 'empty' }],
    ['a workbook without cells', xlsx({ А: utils.aoa_to_sheet([]) }), { kind: 'empty' }],
    ['an encrypted workbook', stream('EncryptedPackage'), { kind: 'encrypted' }],
    ['a zip with a password', zip([{ ...workbook, encrypted: true }]), { kind: 'encrypted' }],
    ['an old workbook', stream('Workbook'), { kind: 'other-format', format: 'xls' }],
    ['an old document', stream('WordDocument'), { kind: 'not-a-spreadsheet' }],
    ['a binary workbook', zip([part('xl/workbook.bin')]), { kind: 'other-format', format: 'xlsb' }],
    [
      'an OpenDocument table',
      zip([part('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'), part('content.xml')]),
      { kind: 'other-format', format: 'ods' },
    ],
    ['a workbook with macros', zip([workbook, part('xl/vbaProject.bin')]), { kind: 'macros' }],
    ['a document', zip([part('word/document.xml')]), { kind: 'not-a-spreadsheet' }],
    ['a web page', '<html><table></table></html>', { kind: 'not-a-spreadsheet' }],
    [
      'a picture',
      Buffer.concat([Buffer.from('FFD8FFE0', 'hex'), randomBytes(200_000)]),
      { kind: 'not-a-spreadsheet' },
    ],
    ['half a workbook', sheets.subarray(0, sheets.length / 2), { kind: 'broken' }],
    ['a damaged workbook', broken, { kind: 'broken' }],
    ['a workbook of nothing but a name', zip([workbook]), { kind: 'broken' }],
  ])('tells %s', async (_, content, outcome) => {
    expect(await read(content)).toEqual(outcome);
  });

  it('refuses what is over a limit, with the figure', async () => {
    const table = (rows: number, columns: number) =>
      xlsx({ А: utils.aoa_to_sheet(Array.from({ length: rows }, () => Array<string>(columns).fill('а'))) });
    const file = { name: 'Города.xlsx', content: table(1, 1) };
    expect(await readSpreadsheet(file, { fileBytes: 100 })).toMatchObject({
      kind: 'file-too-large',
      limit: 100,
    });
    expect(await read(table(12, 1), { rows: 10 })).toEqual({ kind: 'too-many-rows', rows: 12, limit: 10 });
    expect(await read('а;б\n'.repeat(12), { rows: 10 })).toEqual({
      kind: 'too-many-rows',
      rows: 12,
      limit: 10,
    });
    expect(await read(table(1, 61))).toEqual({
      kind: 'too-many-columns',
      sheet: 'А',
      columns: 61,
      limit: 60,
    });
    expect(await read(`а;б\nв;${'г'.repeat(4001)}`)).toEqual({
      ...{ kind: 'cell-too-long', sheet: 'Города', cell: 'B2', characters: 4001, limit: 4000 },
    });
    const many = zip(Array.from({ length: 2001 }, (_, index) => part(`${index}`)));
    expect(await read(many)).toEqual({ kind: 'too-many-entries', entries: 2001, limit: 2000 });
    expect(await read(table(10, 1), { rows: 10, columns: 1 })).toMatchObject({ kind: 'read' });
  });

  it('reads as it is built', { timeout: 120_000 }, async () => {
    const program = built('services/documents/index.js');
    const script =
      'import(process.argv[2]).then(async ({ readSpreadsheet }) =>' +
      "console.log(JSON.stringify(await readSpreadsheet({ name: 'a', content: Buffer.from(process.argv[1], 'base64') }))))";
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['-e', script, sheets.toString('base64'), program]);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'read',
      sheets: [{ name: 'А', rows: [{ cells: ['а'] }] }],
    });
  });
});
