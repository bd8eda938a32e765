/** Beyond all other signs. */
const LETTERS = 0x11_0000;

/**
 * Compares names by the Russian alphabet, letter by letter, capitals like small ones: ё has its own place after е, a
 * hyphen and a space stand before all letters and are never passed over, other signs and scripts stand before Russian.
 */
export function byRussianAlphabet(a: string, b: string): number {
  const [left, right] = [ranks(a), ranks(b)];
  for (const [index, rank] of left.entries()) {
    const difference = rank - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length || (a < b ? -1 : Number(a > b));
}

const [FIRST, LAST, YE, YO] = [0x430, 0x44f, 0x435, 0x451];

function ranks(name: string): number[] {
  return Array.from(name.trim().normalize('NFC').toLocaleLowerCase('ru'), (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (code === YO) return LETTERS + YE + 0.5;
    return code >= FIRST && code <= LAST ? LETTERS + code : code;
  });
}

/** The letter under which a name stands in a list. */
export function initialOf(name: string): string {
  return (Array.from(name.trim())[0] ?? '').toLocaleUpperCase('ru');
}
