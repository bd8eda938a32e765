import { monitorEventLoopDelay } from 'node:perf_hooks';
import { constants, deflateRawSync } from 'node:zlib';
import { utils } from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { endless, pdf } from '../../../test/support/pdf.ts';
import { part, xlsx, zip } from '../../../test/support/spreadsheets.ts';
import { paragraph, word } from '../../../test/support/word-xml.ts';
import { readInChild } from './document-child.ts';
import { LIMITS, readDocument } from './document-in.ts';

const text = paragraph('Текст');
const main = 'word/document.xml';
const COMPOUND = 'D0CF11E0A1B11AE1';
const compound = (stream: string) =>
  Buffer.concat([Buffer.from(COMPOUND, 'hex'), Buffer.from(stream, 'utf16le')]);
const odt = (more: Record<string, string> = {}) =>
  Buffer.from(
    zipSync({
      mimetype: strToU8('application/vnd.oasis.opendocument.text'),
      ...Object.fromEntries(Object.entries(more).map(([name, content]) => [name, strToU8(content)])),
    }),
  );
const mapped = (content: Buffer, name: string, change: (xml: string) => string): Buffer => {
  const files = unzipSync(content);
  files[name] = strToU8(change(Buffer.from(files[name] ?? []).toString()));
  return Buffer.from(zipSync(files));
};

describe('what a file is, by its content', () => {
  it.each<[string, Buffer, object]>([
    ['.docx', word(text), { kind: 'read', format: 'docx' }],
    ['.rtf', Buffer.from('{\\rtf1 text}'), { kind: 'read', format: 'rtf', blocks: [{ text: 'text' }] }],
    ['.pdf', pdf([[{ x: 100, y: 700, text: 'Текст' }]]), { kind: 'read', format: 'pdf' }],
    [
      '.txt, a line a paragraph',
      Buffer.from('\uFEFFПервая\r\n\r\n  - вторая\fтретья'),
      {
        kind: 'read',
        format: 'txt',
        blocks: ['Первая', '', '- вторая', 'третья'].map((line) => ({ text: line })),
      },
    ],
    ['.doc', compound('WordDocument'), { kind: 'old-word' }],
    ['.xls', compound('Workbook'), { kind: 'not-a-document' }],
    ['a locked .docx', compound('EncryptedPackage'), { kind: 'encrypted' }],
    [
      'a page saved by Word',
      Buffer.from('<html xmlns:w="urn:schemas-microsoft-com:office:word">'),
      { kind: 'old-word' },
    ],
    ['a page', Buffer.from('<!doctype html><p>Текст'), { kind: 'not-a-document' }],
    ['a picture', Buffer.from('ffd8ffe000104a46494600', 'hex'), { kind: 'not-a-document' }],
    ['.xlsx', xlsx({ А: utils.aoa_to_sheet([['а']]) }), { kind: 'not-a-document' }],
    ['.zip', zip([part('а.docx', 'б')]), { kind: 'not-a-document' }],
    ['.docm', word(text, { more: { 'word/vbaProject.bin': 'x' } }), { kind: 'macros' }],
    ['.odt', odt({ 'content.xml': '<a/>' }), { kind: 'broken' }],
    ['a locked .odt', odt({ 'META-INF/manifest.xml': '<encryption-data/>' }), { kind: 'encrypted' }],
    ['.odt with macros', odt({ 'Basic/Standard/Module1.xml': '<a/>' }), { kind: 'macros' }],
    ['half a file', word(text).subarray(0, 700), { kind: 'broken' }],
    ['half its text', mapped(word(text), main, (xml) => xml.slice(0, -30)), { kind: 'broken' }],
    ['a locked part', zip([{ ...part(main), encrypted: true }]), { kind: 'encrypted' }],
    ['pictures alone', word('<w:p><w:r><w:drawing/></w:r></w:p>'), { kind: 'no-text' }],
    ['nothing', Buffer.alloc(0), { kind: 'empty' }],
    ['a line', Buffer.from('\r\n——\r\n'), { kind: 'empty' }],
  ])('%s', async (_, content, outcome) => {
    expect(await readInChild(content, LIMITS)).toMatchObject(outcome);
  });
});

describe('what a file may do to the bot', () => {
  /** 400 MB of spaces, deflated: a block that ends at a byte may be written again and again. */
  const million = deflateRawSync(Buffer.alloc(1 << 20, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  const deflated = Buffer.concat([...Array<Buffer>(400).fill(million), Buffer.from([3, 0])]);
  const types = part('[Content_Types].xml', 'wordprocessingml');
  const entities = [...'bcdefghij'].map(
    (name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`,
  );
  const nested = (count: number, name: string) => `<${name}>`.repeat(count) + `</${name}>`.repeat(count);

  it.each<[string, () => Buffer, string]>([
    ['a bomb', () => zip([types, { ...part(main), deflated, claimed: 9 }]), 'too-complex'],
    [
      'entities of entities',
      () =>
        mapped(
          word(text),
          main,
          (xml) => `<!DOCTYPE a [<!ENTITY a "а">${entities.join('')}]>${xml.slice(21)}`,
        ),
      'broken',
    ],
    ['tables in tables', () => word(nested(10_000, 'w:tbl')), 'too-complex'],
    ['half a million elements', () => word('<w:p/>'.repeat(500_000)), 'too-complex'],
    [
      'a table of which each cell claims to be many',
      () =>
        word(
          `<w:tbl>${'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr></w:tc></w:tr>'.repeat(2000)}</w:tbl>`,
        ),
      'too-complex',
    ],
    ['groups in groups', () => Buffer.from(`{\\rtf1 ${'{'.repeat(10_000)}`), 'too-complex'],
    ['empty paragraphs', () => word('<w:p/>'.repeat(100_000)), 'too-complex'],
    ['a text of short lines', () => Buffer.from('а\n'.repeat(130_000)), 'too-complex'],
    [
      'a cell of short lines',
      () =>
        word(`<w:tbl><w:tr><w:tc>${paragraph('а').repeat(30_000)}</w:tc><w:tc>${text}</w:tc></w:tr></w:tbl>`),
      'too-complex',
    ],
    [
      'every other letter in bold',
      () =>
        word(
          `<w:p>${'<w:r><w:rPr><w:b/></w:rPr><w:t>а</w:t></w:r><w:r><w:t>б</w:t></w:r>'.repeat(6000)}</w:p>`,
        ),
      'too-complex',
    ],
    ['a text without end', () => Buffer.from('а'.repeat(2_000_000)), 'too-complex'],
    [
      'a note that a thousand places refer to, and that refers to itself',
      () => {
        const note = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>';
        const footnotes = `<w:footnote w:id="1">${note}${paragraph('а'.repeat(10_000))}</w:footnote>`;
        return word(note.repeat(1000), { footnotes });
      },
      'read',
    ],
    [
      'styles that are based on each other',
      () =>
        word(paragraph('а', '<w:pStyle w:val="A"/>'), {
          styles: ['AB', 'BA']
            .map(
              ([id, on]) =>
                `<w:style w:type="paragraph" w:styleId="${id}"><w:basedOn w:val="${on}"/></w:style>`,
            )
            .join(''),
        }),
      'read',
    ],
  ])('%s is told in time', async (_, make, kind) => {
    const content = make();
    const start = performance.now();
    expect(await readInChild(content, LIMITS)).toMatchObject({ kind });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('ends with a file that fills memory or hangs in a process of its own, and stays awake', async () => {
    const bomb = pdf([[]], { contents: Buffer.concat([Buffer.from('789c', 'hex'), deflated]) });
    const long = endless();
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const readings = await Promise.all(
      [bomb, long, word(text)].map((content) =>
        readDocument(
          { name: 'а.docx', content },
          content === long ? { watch: { megabytes: 600, milliseconds: 700 } } : {},
        ),
      ),
    );
    delay.disable();
    expect(readings).toMatchObject([
      { kind: 'too-complex' },
      { kind: 'too-complex' },
      { kind: 'read', format: 'docx' },
    ]);
    expect(delay.max / 1e6).toBeLessThan(3000);
  });

  it('tells a damaged file whose reader leaves behind a promise that fails', async () => {
    const two = pdf([[{ x: 50, y: 700, text: 'Привет' }], [{ x: 50, y: 700, text: 'Два' }]]);
    // Its objects stand elsewhere than its table says, and the second page goes over into its own text.
    const damaged = two
      .toString('latin1')
      .replace('/Widths[', `/Widths[${' '.repeat(22)}`)
      .replace(' 0 R>>\nendobj\n7 0 obj', '');
    expect(await readDocument({ name: 'а.pdf', content: Buffer.from(damaged, 'latin1') })).toEqual({
      kind: 'broken',
    });
  });

  it('does not even begin with a file that is too large', async () => {
    expect(await readDocument({ name: 'а.txt', content: Buffer.alloc(11) }, { fileBytes: 10 })).toEqual({
      kind: 'file-too-large',
      bytes: 11,
      limit: 10,
    });
  });
});
