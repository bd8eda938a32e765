import { describe, expect, it } from 'vitest';
import { csvRows } from './csv.ts';

const rows = (text: string) => [...csvRows(text)];

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
