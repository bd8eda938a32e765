import { describe, expect, it } from 'vitest';
import type { ReadBlock } from '../read-block.ts';
import { seen } from '../../../../test/support/read-blocks.ts';
import { readRtf } from './rtf.ts';

const HEAD =
  '{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\froman\\fcharset204 Times New Roman;}' +
  '{\\f1\\fnil\\fcharset2 Symbol;}{\\f2\\fswiss\\fcharset238 Arial CE;}}{\\colortbl;\\red0\\green0\\blue0;}' +
  '{\\stylesheet{\\s0 Normal;}{\\s1\\b heading 1;}{\\s2\\outlinelevel1 Мой;}{\\*\\cs3 heading 3;}}' +
  '{\\info{\\title Тайна}{\\author Кто-то}}';

/** In Windows-1251, as Word writes it. */
const cp = (text: string): string => {
  const signs = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return [...text].map((sign) => `\\'${signs.indexOf(sign).toString(16).padStart(2, '0')}`).join('');
};
const unicode = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${(text.charCodeAt(at) << 16) >> 16}?`).join('');

const read = (body: string): ReadBlock[] => readRtf(`${HEAD}${body}}`);
const seenIn = (body: string): string[] => seen(read(body));

describe('readRtf', () => {
  it('reads letters in every coding, over the borders of words, with what stands for older programs left out', () => {
    expect(
      seenIn(`${cp('Благо')}${unicode('вещенск')} \\u171\\'abАзия\\'bb`.replace('Азия', cp('Азия'))),
    ).toEqual(['Благовещенск «Азия»']);
    expect(seenIn(`{\\uc2 \\u1040 ab}\\uc0\\u1041 v {\\f2\\'b9}`)).toEqual(['АБv ą']);
    expect(seenIn(unicode('😀 и\u0306'))).toEqual(['😀 й']);
    expect(seenIn(`a\\~b\\_c\\-d\\emdash e\\{\\}\\\\ \\ldblquote f\\rdblquote`)).toEqual([
      'a\u00A0b-cd—e{}\\ “f”',
    ]);
  });

  it('takes the printed signs of lists, headings from styles, and skips what is no text', () => {
    const body =
      `\\pard\\s1 ${cp('Итоги')}\\par\\pard\\s2 ${cp('Часть')}\\par\\pard\\plain\\f0 ` +
      `{\\listtext\\pard\\plain\\f1 \\'b7\\tab}\\ilvl0\\ls1 ${cp('раз')}\\par` +
      `{\\pntext\\f0 ${cp('а')})\\tab}\\ilvl1 ${cp('два')}\\par` +
      `\\pard{\\pict\\pngblip 89504e470d0a}{\\*\\generator Msftedit 5.41;}{\\header ${cp('колонтитул')}\\par}` +
      `{\\*\\unknown{\\b ${cp('тайна')}}}{\\*\\bkmkstart vestovoy_HELP}{\\*\\bkmkend vestovoy_HELP}${cp('Текст')}` +
      `{\\v ${cp('скрыто')}}{\\deleted ${cp('удалено')}}\\bin5 {{{{{\\par`;
    expect(seenIn(body)).toEqual(['#Итоги', '##Часть', '• раз', '  а) два', '<vestovoy_HELP>Текст']);
  });

  it('tells formatting and links', () => {
    const [block] = read(
      `\\b ${cp('Жирно')}\\b0  {\\i ${cp('косо')}} {\\field{\\*\\fldinst{HYPERLINK "https://example.ru/"}}{\\fldrslt{\\ul ${cp('тут')}}}}`,
    );
    expect(block).toMatchObject({
      text: 'Жирно косо тут',
      entities: [
        { type: 'bold', offset: 0, length: 5 },
        { type: 'italic', offset: 6, length: 4 },
        { type: 'text_link', offset: 11, length: 3, url: 'https://example.ru/' },
      ],
    });
  });

  it('reads tables, text boxes and footnotes', () => {
    const cell = (text: string) => `\\pard\\intbl ${cp(text)}\\cell`;
    const body =
      `${cp('До')}{\\footnote \\pard ${cp('Сноска')}}\\par\\trowd\\cellx1\\cellx2${cell('А')}\\pard\\intbl ${cp('Б')}\\par ${cp('В')}\\cell\\row` +
      `\\trowd${cell('1')}${cell('2')}\\row\\pard ${cp('После')}` +
      `{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn x}{\\sv 1}}{\\shptxt \\pard ${cp('В рамке')}\\par}}{\\shprslt ${cp('В рамке')}}}\\par`;
    expect(seenIn(body)).toEqual(['До¹', '¹ Сноска', 'А | Б\u2028В', '1 | 2', 'После', 'В рамке']);
  });

  it('refuses a file that was cut off, and one that nests without end', () => {
    expect(() => readRtf(`${HEAD}${cp('Текст')}\\par`)).toThrow(expect.objectContaining({ kind: 'broken' }));
    expect(() => readRtf(`{\\rtf1${'{'.repeat(10_000)}a${'}'.repeat(10_001)}`)).toThrow(
      expect.objectContaining({ kind: 'too-complex' }),
    );
    expect(readRtf('{\\rtf1{\\constructor\\toString a}}')).toMatchObject([{ text: 'a' }]);
  });
});
