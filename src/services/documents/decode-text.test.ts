import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

/** A text in a coding of a byte a letter, by asking the decoder what each byte stands for. */
function encoded(encoding: string, text: string): Buffer {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const signs = new TextDecoder(encoding).decode(bytes);
  return Buffer.from([...text].map((sign) => signs.indexOf(sign)));
}

describe('decodeText', () => {
  const text = 'Город;Часовой пояс\r\nЁлкино;«Азия»\r\n';

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 of Excel', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['Windows-1251', encoded('windows-1251', text)],
    ['with the end sign of DOS', Buffer.from(`${text}\u001A`)],
  ])('reads %s', (_, content) => {
    expect(decodeText(content)).toBe(text);
  });

  it.each(['windows-1251', 'koi8-r', 'ibm866'])('tells %s by the letters of the language', (encoding) => {
    for (const written of [
      'Хабаровск',
      'В 2026 году проведено 83 информационные встречи с населением.\r\n - открытые;\r\n - закрытые',
      'ЧТО УДАЛОСЬ СДЕЛАТЬ В ОРГАНИЗАЦИОННОЙ РАБОТЕ',
      'Итоги года: ОТДЕЛ ОРГАНИЗАЦИОННОЙ РАБОТЫ, МБУ, ООО',
    ]) {
      expect(decodeText(encoded(encoding, written))).toBe(written);
    }
  });

  it('takes no binary file for a text', () => {
    expect(decodeText(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]))).toBeUndefined();
    expect(decodeText(Buffer.from('8990c0ffb5b6b7b8b9', 'hex'))).toBeUndefined();
  });
});
