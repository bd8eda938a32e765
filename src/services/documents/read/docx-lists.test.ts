import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { seen } from '../../../../test/support/read-blocks.ts';
import { paragraph, word, type WordParts } from '../../../../test/support/word-xml.ts';
import type { ReadBlock } from '../read-block.ts';
import { readDocx } from './docx.ts';

const read = (body: string, parts: WordParts): ReadBlock[] =>
  readDocx(
    new Map(Object.entries(unzipSync(word(body, parts))).map(([name, part]) => [name, Buffer.from(part)])),
  );
const seenIn = (body: string, parts: WordParts): string[] => seen(read(body, parts));

describe('lists and headings', () => {
  const level = (at: number, format: string, text: string, more = '') =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${more}</w:lvl>`;
  const abstract = (id: number, levels: string) =>
    `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`;
  const number = (id: number, of: number, more = '') =>
    `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${more}</w:num>`;
  const item = (text: string, list: number, at = 0) =>
    paragraph(text, `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${list}"/></w:numPr>`);

  it('tells the printed sign: numbers of several levels, Russian letters, bullets of symbol fonts', () => {
    const numbering =
      abstract(
        0,
        level(0, 'decimal', '%1.') + level(1, 'decimal', '%1.%2.') + level(2, 'russianLower', '%3)'),
      ) +
      abstract(1, level(0, 'bullet', '\uF0B7') + level(1, 'bullet', '\uF02D') + level(2, 'bullet', ' ')) +
      abstract(2, level(0, 'upperRoman', '%1.')) +
      number(1, 0) +
      number(2, 1) +
      number(3, 2);
    const body =
      item('а', 1) +
      item('б', 1, 1) +
      item('в', 1, 2) +
      item('г', 1, 2) +
      item('д', 1) +
      item('е', 1, 1) +
      item('ж', 2) +
      item('з', 2, 1) +
      item('и', 2, 2) +
      Array.from({ length: 4 }, () => item('к', 3)).join('');
    expect(seenIn(body, { numbering })).toEqual([
      '1. а',
      '  1.1. б',
      '    а) в',
      '    б) г',
      '2. д',
      '  2.1. е',
      '• ж',
      '  – з',
      'и',
      'I. к',
      'II. к',
      'III. к',
      'IV. к',
    ]);
  });

  it('goes on over other paragraphs, begins anew where the author said so, and counts in cells', () => {
    const restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>';
    const numbering =
      abstract(0, level(0, 'decimal', '%1)')) + number(1, 0) + number(2, 0, restart) + number(3, 0);
    const cell = (xml: string) => `<w:tc>${xml}</w:tc>`;
    const body =
      item('а', 1) +
      paragraph('между') +
      item('б', 1) +
      item('в', 2) +
      item('г', 2) +
      `<w:tbl><w:tr>${cell(item('д', 2))}${cell(paragraph('е'))}</w:tr></w:tbl>${item('ж', 2)}`;
    expect(seenIn(body, { numbering })).toEqual([
      '1) а',
      'между',
      '2) б',
      '1) в',
      '2) г',
      '3) д | е',
      '4) ж',
    ]);
  });

  it('finds numbering and headings in styles, in what these are based on, and in the outline', () => {
    const style = (id: string, name: string, properties: string, based = 'Normal') =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${based}"/>` +
      `<w:pPr>${properties}</w:pPr><w:rPr><w:b/></w:rPr></w:style>`;
    const styles =
      style('1', 'heading 1', '<w:outlineLvl w:val="0"/>') +
      style('a7', 'Пункт', '<w:numPr><w:numId w:val="1"/></w:numPr>') +
      style('a8', 'Пункт мельче', '', 'a7') +
      style('21', 'Заголовок 2', '');
    const numbering = abstract(0, level(0, 'russianUpper', '%1.', '<w:pStyle w:val="a7"/>')) + number(1, 0);
    const named = (id: string, text: string, more = '') =>
      paragraph(text, `<w:pStyle w:val="${id}"/>${more}`);
    const body =
      named('1', 'Итоги') +
      named('a7', 'раз') +
      named('a8', 'два') +
      named('21', 'Задачи') +
      named('a7', 'не пункт', '<w:numPr><w:numId w:val="0"/></w:numPr>') +
      paragraph('План', '<w:outlineLvl w:val="2"/>') +
      named('1', 'Текст', '<w:outlineLvl w:val="9"/>');
    expect(seenIn(body, { styles, numbering })).toEqual([
      '#Итоги',
      'А. раз',
      'Б. два',
      '##Задачи',
      'не пункт',
      '###План',
      'Текст',
    ]);
    expect(read(named('1', 'Итоги'), { styles })).toMatchObject([{ entities: [] }]);
  });
});
