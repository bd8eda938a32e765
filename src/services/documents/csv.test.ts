import { describe, expect, it } from 'vitest';
import { csvRows, decodeText } from './csv.ts';

const rows = (text: string) => [...csvRows(text)];

/** A text in Windows-1251, by asking the decoder what each byte stands for. */
function windows1251(text: string): Buffer {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const signs = new TextDecoder('windows-1251').decode(bytes);
  return Buffer.from([...text].map((sign) => signs.indexOf(sign)));
}

describe('decodeText', () => {
  const text = 'Город;Часовой пояс\r\nЁлкино;«Азия»\r\n';

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 of Excel', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['Windows-1251', windows1251(text)],
    ['with the end sign of DOS', Buffer.from(`${text}\u001A`)],
  ])('reads %s', (_, content) => {
    expect(decodeText(content)).toBe(text);
  });

  it('takes no binary file for a text, nor one in another encoding for Windows-1251', () => {
    expect(decodeText(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]))).toBeUndefined();
    // «Хабаровск» in DOS's own encoding.
    expect(decodeText(Buffer.from('95a0a1a0e0aea2e1aa', 'hex'))).toBeUndefined();
  });
});

describe('csvRows', () => {
  it.each([';', ',', '\t'])('finds the separator %j', (separator) => {
    const lines = [
      ['Город', 'Код', 'Срок'],
      ['Образцов', '007', ''],
    ];
    expect(rows(lines.map((line) => line.join(separator)).join('\n'))).toEqual(lines);
  });

  it('is not led astray by commas in the text above and in numbers', () => {
    expect(rows('Сбор, по состоянию на сегодня, полный\nГород;Доля\nА;4,5\nБ;5,5\n')).toEqual([
      ['Сбор, по состоянию на сегодня, полный'],
      ['Город', 'Доля'],
      ['А', '4,5'],
      ['Б', '5,5'],
    ]);
  });

  it('reads quotes, line breaks and separators within them, and quotes that quote nothing', () => {
    expect(rows('"а;б";"в\r\nг";"сказал ""да"""\r\nООО "Ромашка";;"x"y\r\n')).toEqual([
      ['а;б', 'в\r\nг', 'сказал "да"'],
      ['ООО "Ромашка"', '', 'xy'],
    ]);
  });

  it('keeps empty lines, so that the rows can be counted, and invents none at the end', () => {
    expect(rows('а;б\n\nв;г')).toEqual([['а', 'б'], [''], ['в', 'г']]);
    expect(rows('а;б\r\n')).toEqual([['а', 'б']]);
    expect(rows('')).toEqual([]);
  });

  it('believes the separator that Excel names, and ends with a quote that nobody closed', () => {
    expect(rows('sep=,\nа;б,в')).toEqual([['а;б', 'в']]);
    expect(rows('а;"б\nв;г')).toEqual([['а', 'б\nв;г']]);
  });
});
