import { describe, expect, it } from 'vitest';
import { seen } from '../../../../test/support/read-blocks.ts';
import { readOdt } from './odt.ts';

const SPACES = ['office', 'style', 'text', 'table', 'draw']
  .map((prefix) => {
    const name = prefix === 'draw' ? 'drawing' : prefix;
    return `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`;
  })
  .concat(
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    'xmlns:xlink="http://www.w3.org/1999/xlink"',
  )
  .join(' ');

const read = (body: string, automatic = '', styles = '') =>
  readOdt(
    new Map([
      [
        'styles.xml',
        Buffer.from(
          `<office:document-styles ${SPACES}><office:styles>${styles}</office:styles></office:document-styles>`,
        ),
      ],
      [
        'content.xml',
        Buffer.from(
          `<office:document-content ${SPACES}><office:automatic-styles>${automatic}</office:automatic-styles>` +
            `<office:body><office:text>${body}</office:text></office:body></office:document-content>`,
        ),
      ],
    ]),
  );
const seenIn = (...document: Parameters<typeof read>): string[] => seen(read(...document));
const p = (text: string) => `<text:p>${text}</text:p>`;

describe('readOdt', () => {
  it('reads spaces, breaks, notes, frames and bookmarks; not what was deleted, remarked or only prompted', () => {
    const body =
      '<text:tracked-changes><text:changed-region><text:deletion><text:p>удалено</text:p></text:deletion></text:changed-region></text:tracked-changes>' +
      '<text:h text:outline-level="2">Итоги</text:h>' +
      '<text:p><text:bookmark text:name="vestovoy_HELP"/>а<text:s text:c="2"/>б<text:tab/>в<text:line-break/>г\n  д' +
      '<office:annotation><text:p>замечание</text:p></office:annotation><text:placeholder>Щёлкните</text:placeholder>' +
      '<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>сноска</text:p></text:note-body></text:note>' +
      '<draw:frame><draw:text-box><text:p>в рамке</text:p></draw:text-box></draw:frame></text:p>';
    expect(seenIn(body)).toEqual(['##Итоги', '<vestovoy_HELP>а  б\tв\nг д¹', '¹ сноска', 'в рамке']);
  });

  const list =
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>' +
    '<text:list-level-style-number text:level="2" style:num-format="а, б, .., аа, аб, ... (ru)" style:num-suffix=")"/>' +
    '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/></text:list-style>';
  const items = (more: string, ...all: string[]) =>
    `<text:list ${more}>${all.map((one) => `<text:list-item>${one}</text:list-item>`).join('')}</text:list>`;

  it('counts as the program does: over other paragraphs where told so, otherwise anew', () => {
    const inner = items('', p('под раз'), p('под два') + items('', p('глубже')));
    const body =
      items('text:style-name="L" xml:id="a"', p('раз') + inner, p('два') + p('его второй абзац')) +
      p('между') +
      items('text:style-name="L" text:continue-list="a"', p('три')) +
      items('text:style-name="L"', p('снова')) +
      items('text:style-name="L" text:continue-numbering="true"', p('дальше'));
    expect(seenIn(body, list)).toEqual([
      '1. раз',
      '  а) под раз',
      '  б) под два',
      '    1.б.1 глубже',
      '2. два',
      'его второй абзац',
      'между',
      '3. три',
      '1. снова',
      '2. дальше',
    ]);
  });

  it('takes formatting from styles of both parts', () => {
    const style = (name: string, properties: string, more = '') =>
      `<style:style style:name="${name}" style:family="text" ${more}><style:text-properties ${properties}/></style:style>`;
    const [block] = read(
      '<text:p>а <text:span text:style-name="T1">жирно <text:span text:style-name="T2">и косо</text:span></text:span>' +
        '<text:a xlink:href="https://example.ru/"> тут</text:a></text:p>',
      style('T1', '', 'style:parent-style-name="Strong"') + style('T2', 'fo:font-style="italic"'),
      style('Strong', 'fo:font-weight="bold"'),
    );
    expect(block).toMatchObject({
      entities: [
        { type: 'bold', offset: 2, length: 12 },
        { type: 'italic', offset: 8, length: 6 },
        { type: 'text_link', offset: 14, length: 4, url: 'https://example.ru/' },
      ],
    });
  });

  it('reads tables, however often a cell claims to be repeated', () => {
    const cell = (text: string, more = '') => `<table:table-cell ${more}>${p(text)}</table:table-cell>`;
    const row = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;
    const body =
      `<table:table><table:table-header-rows>${row(cell('Город'), '<table:covered-table-cell/>', cell('Год'))}</table:table-header-rows>` +
      `${row(cell('А</text:p><text:p>Б'), cell('в'), cell('2022'))}</table:table>`;
    expect(seenIn(body)).toEqual(['Город |  | Год', 'А\u2028Б | в | 2022']);
    const [table] = read(
      `<table:table>${row(cell('а', 'table:number-columns-repeated="1000000000"'))}</table:table>`,
    );
    expect(table).toMatchObject({ kind: 'table', rows: [{ length: 64 }] });
  });
});
