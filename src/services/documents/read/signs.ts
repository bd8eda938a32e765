/** Signs and numbers that lists are marked with. */

/** What the symbol fonts of Windows show in their private places. */
const SYMBOLS: Record<number, string> = {
  0x2d: '–',
  0xbe: '–',
  0xa7: '▪',
  0xd8: '➢',
  0x76: '❖',
  0xfc: '✓',
  0xfe: '☑',
  0xa8: '□',
  0x6f: '◦',
};

/** The sign of a private place (U+F000–U+F0FF), a bullet where it is none of the usual. */
export function signOf(sign: string): string {
  const code = (sign.codePointAt(0) ?? 0) & 0xff;
  return code === 0x20 ? ' ' : (SYMBOLS[code] ?? '•');
}

/** The sign of a bulleted list as printed; `''` where none is. */
export function bullet(text: string): string {
  const sign = text.replace(/[\uF000-\uF0FF]/g, signOf).trim();
  // A round letter of a monospaced font, which Word takes for the second level.
  return sign === 'o' ? '◦' : sign;
}

/** As Word numbers (ISO 29500-1, 17.18.59): without ё, й, ъ, ь. */
const RUSSIAN = 'абвгдежзиклмнопрстуфхцчшщыэюя';
const LATIN = 'abcdefghijklmnopqrstuvwxyz';

const ROMAN: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

/** A number of a list in the notation that Word calls so (`decimal`, `russianLower`, …); of unknown ones in figures. */
export function numeral(notation: string, number: number): string {
  switch (notation) {
    case 'none':
      return '';
    case 'decimalZero':
      return String(number).padStart(2, '0');
    case 'lowerLetter':
      return lettered(LATIN, number);
    case 'upperLetter':
      return lettered(LATIN, number).toUpperCase();
    case 'russianLower':
      return lettered(RUSSIAN, number);
    case 'russianUpper':
      return lettered(RUSSIAN, number).toUpperCase();
    case 'lowerRoman':
      return roman(number);
    case 'upperRoman':
      return roman(number).toUpperCase();
    default:
      return String(number);
  }
}

/** Behind the last letter each is doubled, then trebled. */
function lettered(letters: string, number: number): string {
  const times = Math.ceil(number / letters.length);
  return number < 1 || times > 5
    ? String(number)
    : (letters[(number - 1) % letters.length] ?? '').repeat(times);
}

function roman(number: number): string {
  if (number < 1 || number > 3999) return String(number);
  let left = number;
  let written = '';
  for (const [value, sign] of ROMAN) {
    while (left >= value) {
      written += sign;
      left -= value;
    }
  }
  return written;
}

/** The number of a footnote: ¹². */
export function superscript(number: number): string {
  return String(number).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '');
}
