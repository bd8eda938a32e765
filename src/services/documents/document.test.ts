import { existsSync, readFileSync } from 'node:fs';
import mammoth from 'mammoth';
import { describe, expect, it } from 'vitest';
import { fromBuffer, type Entry } from 'yauzl';
import { createDocument } from './document.ts';
import type { Part } from './part.ts';

const properties = {
  title: 'Уведомление о получении анкеты',
  author: 'Администрация города Образцова & Ко',
  createdAt: new Date('2027-02-11T07:42:00Z'),
};

/** The parts of the file by name. */
function unzip(file: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    fromBuffer(file, { lazyEntries: true }, (fault, zip) => {
      if (fault) return reject(fault);
      const found = new Map<string, string>();
      zip.on('entry', (entry: Entry) => {
        zip.openReadStream(entry, (unreadable, stream) => {
          if (unreadable) return reject(unreadable);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
            zip.readEntry();
          });
        });
      });
      zip.on('end', () => resolve(found));
      zip.on('error', reject);
      zip.readEntry();
    });
  });
}

async function readBack(parts: Part[]): Promise<string> {
  return (await mammoth.extractRawText({ buffer: await createDocument(parts, properties) })).value;
}

const documentXml = async (parts: Part[]) =>
  (await unzip(await createDocument(parts, properties))).get('word/document.xml') ?? '';

/** Letters and signs in their order; list marks at the beginning of lines and white space aside. */
const letters = (text: string) => text.replace(/^\s*[-–—•](?=\s)/gm, '').replace(/\s+/g, '');

const answers: Part[] = [
  { kind: 'mark', text: 'ПРОЕКТ' },
  { kind: 'title', lines: ['УВЕДОМЛЕНИЕ', 'о получении анкеты'] },
  {
    kind: 'facts',
    rows: [
      { label: 'Учётный номер', value: '2026-ОРГ-27' },
      { label: 'Срок', value: 'раз\nдва' },
    ],
  },
  { kind: 'note', text: 'Уведомление сформировано автоматически.' },
  { kind: 'chapter', text: 'Посёлок <Образцовый>', under: 'управление & отдел', newPage: true },
  { kind: 'text', content: { text: 'Введение:\n- пункт\n - вложенный\n1. первый\tс табуляцией' } },
  { kind: 'section', text: 'Какие задачи стоят?' },
  { kind: 'remark', text: 'Ответа пока нет' },
];

it('holds every part, in order, letter by letter', async () => {
  expect((await readBack(answers)).split(/\n+/).filter(Boolean)).toEqual([
    'ПРОЕКТ',
    'УВЕДОМЛЕНИЕ',
    'о получении анкеты',
    'Учётный номер',
    '2026-ОРГ-27',
    'Срок',
    'раз',
    'два',
    'Уведомление сформировано автоматически.',
    'ПОСЁЛОК <ОБРАЗЦОВЫЙ>',
    'управление & отдел',
    'Введение:',
    'пункт',
    'вложенный',
    '1.\tпервый\tс табуляцией',
    'Какие задачи стоят?',
    'Ответа пока нет',
  ]);
});

it('has true headings, true lists of two levels, and links', async () => {
  const content = {
    text: 'важно и сайт',
    entities: [
      { type: 'bold', offset: 0, length: 5 },
      { type: 'text_link', offset: 8, length: 4, url: 'https://example.org/?a=1&b=2' },
    ],
  };
  const buffer = await createDocument([...answers, { kind: 'text', content }], properties);
  const { value } = await mammoth.convertToHtml({ buffer });
  expect(value).toContain('<h1>ПОСЁЛОК &lt;ОБРАЗЦОВЫЙ&gt;</h1>');
  expect(value).toContain('<h2>Какие задачи стоят?</h2>');
  expect(value).toContain('<ul><li>пункт<ul><li>вложенный</li></ul></li></ul>');
  expect(value).toContain('<strong>важно</strong> и <a href="https://example.org/?a=1&amp;b=2">сайт</a>');
});

it('survives every character that people can send', async () => {
  const text = 'a\u0000b\u0008c\u001Fd\uD800e\uFFFEf <&>"\' ]]> 😀👨‍👩‍👧 Ё\u0301 \u202Eне\u00ADслово';
  expect((await readBack([{ kind: 'text', content: { text } }])).trim()).toBe(
    'abcdef <&>"\' ]]> 😀👨‍👩‍👧 Ё\u0301 \u202Eне\u00ADслово',
  );
});

describe('the file', () => {
  it('names its title and author, the given time, and no library', async () => {
    const files = await unzip(await createDocument(answers, properties));
    const core = files.get('docProps/core.xml') ?? '';
    expect(core).toContain('<dc:title>Уведомление о получении анкеты</dc:title>');
    expect(core).toContain('<dc:creator>Администрация города Образцова &amp; Ко</dc:creator>');
    expect(core).toContain('<cp:lastModifiedBy>Администрация города Образцова &amp; Ко</cp:lastModifiedBy>');
    expect(core.match(/2027-02-11T07:42:00Z/g)).toHaveLength(2);
    expect([...files.values()].join('')).not.toMatch(/\bdocx\b|dolan|Un-named/i);
  });

  it('is A4 with official margins, a page number from the second page, no hyphens, in Russian', async () => {
    const files = await unzip(await createDocument(answers, properties));
    const xml = files.get('word/document.xml') ?? '';
    const section = xml.slice(xml.indexOf('<w:sectPr'));
    expect(section).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(section).toMatch(/<w:pgMar w:top="1133" w:right="850" w:bottom="1133" w:left="1700"/);
    expect(section).toContain('<w:titlePg/>');
    const headers = [...files].filter(([name]) => /^word\/header\d/.test(name)).map(([, header]) => header);
    expect(headers.filter((header) => header.includes('PAGE'))).toHaveLength(1);
    expect(files.get('word/settings.xml')).toContain('<w:autoHyphenation w:val="false"/>');
    expect(files.get('word/settings.xml')).not.toContain('updateFields');
    expect(files.get('word/styles.xml')).toContain('<w:lang w:val="ru-RU"');
  });

  it('begins a chapter on a new page where asked', async () => {
    const chapter = (newPage: boolean): Part => ({ kind: 'chapter', text: 'Город', newPage });
    expect(await documentXml([chapter(true)])).toMatch(/<w:pageBreakBefore\/>/);
    expect(await documentXml([chapter(false)])).not.toMatch(/<w:pageBreakBefore\/>/);
  });
});

it('gives back a long list and a text of 12 000 characters', async () => {
  const list = Array.from({ length: 47 }, (_, index) => `- пункт ${index + 1} из сорока семи;`);
  const text = ['Сделано:', ...list, 'Далее подробно. '.repeat(700)].join('\n');
  expect(letters(await readBack([{ kind: 'text', content: { text } }]))).toBe(letters(text));
});

const sample = new URL('../../../../shared/samples/blagoveshchensk-2022.txt', import.meta.url);

it.skipIf(!existsSync(sample))(
  'gives back a real questionnaire (skipped where ../shared/samples is absent)',
  async () => {
    const text = readFileSync(sample, 'utf8');
    expect(letters(await readBack([{ kind: 'text', content: { text } }]))).toBe(letters(text));
  },
);
