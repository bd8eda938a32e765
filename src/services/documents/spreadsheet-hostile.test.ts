import { monitorEventLoopDelay } from 'node:perf_hooks';
import { constants, deflateRawSync } from 'node:zlib';
import { utils } from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { part, workbook, xlsx, zip } from '../../../test/support/spreadsheets.ts';
import { readInChild } from './spreadsheet-child.ts';
import { LIMITS, readSpreadsheet } from './spreadsheet-in.ts';

describe('what a file may do to the bot', () => {
  const SECONDS = 15;
  const sheetOf = (xml: string) => `<worksheet><sheetData>${xml}</sheetData></worksheet>`;
  const workbookOf = (parts: Record<string, string>) => {
    const files = unzipSync(xlsx({ А: utils.aoa_to_sheet([['а']]) }));
    for (const [name, xml] of Object.entries(parts)) files[name] = strToU8(xml);
    return Buffer.from(zipSync(files));
  };
  const page = 'xl/worksheets/sheet1.xml';
  /** 400 MB of spaces, deflated: a block that ends at a byte may be written again and again. */
  const million = deflateRawSync(Buffer.alloc(1 << 20, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  const deflated = Buffer.concat([...Array<Buffer>(400).fill(million), Buffer.from([3, 0])]);
  const bomb = (name: string, claimed: number) =>
    zip([workbook, { name, content: Buffer.alloc(0), deflated, claimed }]);
  const table = utils.aoa_to_sheet(Array.from({ length: 5000 }, (_, row) => [row, 'Образцов', 'отдел']));
  const doctype = (entities: string) =>
    `<!DOCTYPE a [${entities}]>${sheetOf('<row r="1"><c t="str"><v>&z;</v></c></row>')}`;
  const tenfold = [...'bcdefghij'].map(
    (name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`,
  );

  const hostile: [string, () => Buffer, object][] = [
    ['a bomb that calls itself small', () => bomb(page, 1000), { kind: 'inflates-too-large' }],
    ['a bomb of shared texts', () => bomb('xl/sharedStrings.xml', 400 << 20), { kind: 'inflates-too-large' }],
    [
      'two cells in opposite corners',
      () =>
        workbookOf({
          [page]: sheetOf(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
          ),
        }),
      { kind: 'too-many-columns', columns: 16_384 },
    ],
    [
      'a sheet that calls itself as large as can be',
      () =>
        workbookOf({
          [page]: `<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>`,
        }),
      { kind: 'read', sheets: [{ rows: [{ number: 1, cells: ['7'] }] }] },
    ],
    [
      'entities of entities',
      () => workbookOf({ [page]: doctype(`<!ENTITY a "а">${tenfold.join('')}`) }),
      { kind: 'read', sheets: [{ rows: [{ cells: ['&z;'] }] }] },
    ],
    [
      'a cell as full as can be',
      () => xlsx({ А: utils.aoa_to_sheet([['д'.repeat(32_767)]]) }),
      { kind: 'cell-too-long' },
    ],
    [
      '65 000 parts',
      () =>
        zip(
          Array.from({ length: 65_000 }, (_, index) => ({
            ...part(`${index}`),
            deflated: Buffer.from([3, 0]),
          })),
        ),
      { kind: 'too-many-entries' },
    ],
    [
      '10 MB of rows in text',
      () => Buffer.from('Образцов;отдел;глава\n'.repeat(250_000)),
      { kind: 'too-many-rows' },
    ],
  ];
  it.each(hostile)('%s is told in time', async (_, make, outcome) => {
    const content = make();
    const start = performance.now();
    expect(await readInChild(content, { name: 'a', limits: LIMITS })).toMatchObject(outcome);
    expect((performance.now() - start) / 1000).toBeLessThan(SECONDS);
  });

  it.each<[string, () => Buffer, object]>([
    [
      'a bomb of 0.4 MB with 400 MB in it',
      () => bomb(page, 400 << 20),
      { kind: 'inflates-too-large', limit: 30 << 20 },
    ],
    ['5 000 rows', () => xlsx({ А: table }), { kind: 'read' }],
    ['20 MB behind a quote', () => Buffer.from(`"${'а'.repeat(10_000_000)}`), { kind: 'cell-too-long' }],
  ])('ends with %s in time, and stays awake meanwhile', async (_, make, outcome) => {
    const content = make();
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const start = performance.now();
    const reading = await readSpreadsheet({ name: 'a.xlsx', content });
    const seconds = (performance.now() - start) / 1000;
    delay.disable();
    expect(reading).toMatchObject(outcome);
    expect(seconds).toBeLessThan(SECONDS);
    expect(delay.max / 1e6).toBeLessThan(3000);
  });

  it('ends a reading that takes too long or too much memory', async () => {
    const large = Buffer.from('а;б\n'.repeat(2_000_000));
    expect(await readSpreadsheet({ name: 'a', content: large }, { milliseconds: 50 })).toEqual({
      kind: 'too-complex',
    });
    expect(await readSpreadsheet({ name: 'a', content: large }, { megabytes: 16, rows: 2_000_000 })).toEqual({
      kind: 'too-complex',
    });
  });

  it('tells a file at which the reader fails', async () => {
    const content = zip([workbook]);
    expect(await readSpreadsheet({ name: 'a.xlsx', content })).toEqual({ kind: 'broken' });
  });
});
