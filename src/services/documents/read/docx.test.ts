import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Document, Footer, Packer, Paragraph, TextRun } from 'docx';
import { describe, expect, it } from 'vitest';
import { letters } from '../../../../test/support/paper.ts';
import { seen as lines } from '../../../../test/support/read-blocks.ts';
import { paragraph, word, type WordParts } from '../../../../test/support/word-xml.ts';
import { createDocument } from '../document.ts';
import { readInChild } from '../document-child.ts';
import { LIMITS } from '../document-in.ts';
import type { ReadBlock } from '../read-block.ts';

async function blocksOf(content: Buffer): Promise<ReadBlock[]> {
  const reading = await readInChild(content, LIMITS);
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return reading.blocks;
}

const seen = async (body: string, parts?: WordParts): Promise<string[]> =>
  lines(await blocksOf(word(body, parts)));

/** The stretches of the first paragraph that are formatted. */
async function formatted(body: string, parts?: WordParts): Promise<[string, string][]> {
  const [block] = await blocksOf(word(body, parts));
  if (block?.kind !== 'paragraph') throw new Error('no paragraph');
  return block.entities.map(({ type, offset, length }) => [type, block.text.slice(offset, offset + length)]);
}

describe('what Word does to a text', () => {
  it('joins words that it parted into runs, with its marks of spelling and smart tags between them', async () => {
    const body =
      '<w:p><w:r><w:t>Благо</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:t>вещенск</w:t></w:r>' +
      '<w:smartTag w:element="date"><w:smartTagPr><w:attr w:name="y" w:val="2022"/></w:smartTagPr>' +
      '<w:r><w:t xml:space="preserve"> в 2022</w:t></w:r></w:smartTag><w:r><w:lastRenderedPageBreak/><w:t xml:space="preserve"> году</w:t></w:r></w:p>';
    expect(await seen(body)).toEqual(['Благовещенск в 2022 году']);
  });

  it('reads what stands in content controls, and no prompt that nobody replaced', async () => {
    const control = (properties: string, text: string) =>
      `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${paragraph(text)}</w:sdtContent></w:sdt>`;
    const prompt = control('<w:showingPlcHdr/>', 'Место для ввода текста.');
    expect(await seen(control('', 'Ответ') + prompt)).toEqual(['Ответ']);
  });

  it('takes what was inserted, leaves what was deleted, and joins paragraphs whose border was', async () => {
    const body =
      '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Проведено </w:t></w:r>' +
      '<w:del w:id="2"><w:r><w:delText>десять</w:delText></w:r></w:del></w:p>' +
      '<w:p><w:ins w:id="3"><w:r><w:t>двенадцать</w:t></w:r></w:ins><w:moveFrom w:id="4"><w:r><w:t>!</w:t></w:r></w:moveFrom>' +
      '<w:moveTo w:id="5"><w:r><w:t xml:space="preserve"> встреч</w:t></w:r></w:moveTo></w:p>';
    expect(await seen(body)).toEqual(['Проведено двенадцать встреч']);
  });

  it('keeps line breaks within a paragraph, tabs and hyphens, and ends it where a page ends', async () => {
    const body =
      '<w:p><w:r><w:tab/><w:t>Адрес:</w:t><w:br/><w:t>ул.</w:t><w:tab/><w:t>Примерная</w:t><w:softHyphen/><w:t>,</w:t></w:r>' +
      '<w:r><w:t>по</w:t><w:noBreakHyphen/><w:t>новому</w:t><w:br w:type="page"/><w:t>Дальше</w:t></w:r></w:p>';
    expect(await seen(body)).toEqual(['Адрес:\nул.\tПримерная,по-новому', 'Дальше']);
  });

  it('loses neither text boxes nor footnotes, and tells each once', async () => {
    const box = (text: string) => `<w:txbxContent>${paragraph(text)}</w:txbxContent>`;
    const body =
      `<w:p><w:r><w:t>Проведено</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><mc:AlternateContent>` +
      `<mc:Choice Requires="wps"><w:drawing>${box('В рамке')}</w:drawing></mc:Choice>` +
      `<mc:Fallback><w:pict>${box('В рамке')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>` +
      '<w:r><w:t xml:space="preserve"> встреч</w:t></w:r></w:p>' +
      paragraph('Далее');
    const note = (id: number, text: string) =>
      `<w:footnote w:id="${id}"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> ${text}</w:t></w:r></w:p></w:footnote>`;
    const footnotes = note(-1, '') + note(2, 'По данным отдела');
    expect(await seen(body, { footnotes })).toEqual([
      'Проведено¹ встреч',
      '¹ По данным отдела',
      'В рамке',
      'Далее',
    ]);
  });

  it('leaves out contents, hidden text, comments and what fields are made of', async () => {
    const field = (instruction: string, shown: string) =>
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${instruction}</w:instrText></w:r>` +
      `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const body =
      `<w:p>${field(' TOC \\o "1-3" ', '<w:r><w:t>Итоги 3</w:t></w:r>')}</w:p>` +
      '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>тайно</w:t></w:r><w:commentRangeStart w:id="0"/>' +
      `<w:r><w:t>Сайт </w:t></w:r>${field(' HYPERLINK "https://example.ru" ', '<w:r><w:t>города</w:t></w:r>')}` +
      '<w:r><w:commentReference w:id="0"/></w:r></w:p>';
    expect((await seen(body)).filter((line) => line !== '')).toEqual(['Сайт города']);
    const open = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>Не закрыто</w:t></w:r></w:p>';
    expect(await seen(open)).toEqual(['Не закрыто']);
  });
});

describe('formatting', () => {
  it('is told as entities, neighbours joined, by its own properties and by styles', async () => {
    const run = (text: string, properties: string) =>
      `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
    const body =
      `<w:p>${run('Глав', '<w:b/>')}${run('ное', '<w:b w:val="true"/><w:lang w:val="ru"/>')}${run(' и ', '')}` +
      `${run('важное', '<w:rStyle w:val="Strong"/>')}${run(', ', '<w:b w:val="0"/>')}${run('зачёркнуто', '<w:strike/><w:i/>')}` +
      `${run(' ', '<w:b/>')}</w:p>`;
    const styles = '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>';
    expect(await formatted(body, { styles })).toEqual([
      ['bold', 'Главное'],
      ['bold', 'важное'],
      ['italic', 'зачёркнуто'],
      ['strikethrough', 'зачёркнуто'],
    ]);
  });

  it('keeps links to pages and none to programs', async () => {
    const link = (id: string) =>
      `<w:hyperlink r:id="${id}"><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>тут </w:t></w:r></w:hyperlink>`;
    const links = { a: 'https://example.ru/', b: 'javascript:alert(1)' };
    expect(await formatted(`<w:p>${link('a')}${link('b')}</w:p>`, { links })).toEqual([
      ['text_link', 'тут '],
    ]);
  });
});

describe('tables and bookmarks', () => {
  const cell = (xml: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${xml}</w:tc>`;
  const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;

  it('reads cells, merged ones as one and nothing, paragraphs in them parted', async () => {
    const table =
      row(cell(paragraph('Город'), '<w:gridSpan w:val="2"/>'), cell(paragraph('Год'))) +
      row(
        cell(paragraph('А') + paragraph('Б')),
        cell(`<w:tbl>${row(cell(paragraph('в')), cell(paragraph('г')))}</w:tbl>`),
        cell(paragraph('2022'), '<w:vMerge w:val="restart"/>'),
      ) +
      row(cell(paragraph('Д')), cell(paragraph('')), cell(paragraph('скрыто'), '<w:vMerge/>'));
    expect(await seen(`<w:tbl>${table}</w:tbl>`)).toEqual([
      'Город |  | Год',
      'А\u2028Б | в г | 2022',
      'Д |  | ',
    ]);
  });

  it('takes a frame around paragraphs for what is in it', async () => {
    expect(await seen(`<w:tbl>${row(cell(paragraph('Ответ') + paragraph('второй')))}</w:tbl>`)).toEqual([
      'Ответ',
      'второй',
    ]);
  });

  it('finds our bookmarks in a paragraph, before it, in what was deleted, and none of others', async () => {
    const at = (name: string) => `<w:bookmarkStart w:id="0" w:name="${name}"/><w:bookmarkEnd w:id="0"/>`;
    const body =
      `<w:p>${at('_GoBack')}${at('vestovoy_A')}<w:r><w:t>а</w:t></w:r></w:p>${at('vestovoy_B')}${paragraph('б')}` +
      `<w:p><w:del w:id="9">${at('vestovoy_C')}<w:r><w:delText>в</w:delText></w:r></w:del></w:p>` +
      `<w:p>${at('vestovoy_D')}${at('vestovoy_E')}<w:r><w:t>г</w:t></w:r></w:p>` +
      `<w:tbl>${row(cell(`<w:p>${at('vestovoy_F')}</w:p>`), cell(paragraph('д')))}</w:tbl>`;
    expect(await seen(body)).toEqual([
      '<vestovoy_A>а',
      '<vestovoy_B>б',
      '<vestovoy_C>',
      '<vestovoy_D>',
      '<vestovoy_E>г',
      '<vestovoy_F>',
      ' | д',
    ]);
  });
});

describe('whole documents', () => {
  it('reads what our own writer makes', async () => {
    const content = await createDocument(
      [
        { kind: 'title', lines: ['Анкета', 'за 2026 год'], bookmark: 'vestovoy_form' },
        { kind: 'section', text: 'Что удалось?', bookmark: 'vestovoy_ACHIEVED' },
        {
          kind: 'text',
          content: { text: 'Сделано:\n- раз;\n- два.', entities: [{ type: 'bold', offset: 0, length: 7 }] },
        },
        { kind: 'facts', rows: [{ label: 'Город', value: 'Образцов' }] },
      ],
      { title: 'Анкета', author: 'Администрация', createdAt: new Date('2026-12-01T00:00:00Z') },
    );
    const blocks = await blocksOf(content);
    const found = lines(blocks).filter((line) => line !== '');
    expect(found.join('\n')).toContain('<vestovoy_form>Анкета\n');
    expect(found.join('\n')).toContain(
      '##<vestovoy_ACHIEVED>Что удалось?\nСделано:\n– раз;\n– два.\nГород | Образцов',
    );
    expect(blocks.find((block) => block.kind === 'paragraph' && block.text === 'Сделано:')).toMatchObject({
      entities: [{ type: 'bold', offset: 0, length: 7 }],
    });
  });

  it("reads a library's document, its running foot left out", async () => {
    const document = new Document({
      sections: [
        {
          footers: { default: new Footer({ children: [new Paragraph('Подвал')] }) },
          children: [
            new Paragraph({
              children: [new TextRun('Привет, '), new TextRun({ text: 'город', bold: true })],
            }),
          ],
        },
      ],
    });
    const blocks = await blocksOf(await Packer.toBuffer(document));
    expect(blocks).toMatchObject([
      { text: 'Привет, город', entities: [{ type: 'bold', offset: 8, length: 5 }] },
    ]);
  });

  const samples = path.resolve(import.meta.dirname, '../../../../../shared/samples');
  const sample = path.join(samples, 'blagoveshchensk-2022');
  it.runIf(existsSync(`${sample}.docx`))(
    'reads the sample whole, letter by letter the same as its text',
    async () => {
      const [docx, txt] = await Promise.all(
        ['docx', 'txt'].map(async (end) => blocksOf(readFileSync(`${sample}.${end}`))),
      );
      const text = (blocks: ReadBlock[] = []) =>
        letters(blocks.map((block) => (block.kind === 'table' ? '' : block.text)).join('\n'));
      expect(text(docx)).toBe(text(txt));
      expect(text(docx)).toHaveLength(9589);
    },
  );
});
