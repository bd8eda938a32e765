/** Reading what people type about people: names, telephones, e-mail. */

export interface FullName {
  surname: string;
  name: string;
  patronymic: string | null;
}

export type ReadName = ({ kind: 'ok' } & FullName) | { kind: 'one_word' | 'initials' | 'letters' | 'long' };

const PATRONYMIC = /(вич|ильич|кузьмич|лукич|никитич|фомич|вна|ична|оглы|кызы|улы)$/iu;
const WORD = /^[\p{L}’'ʼ-]+$/u;

/**
 * «Берёзкина Анна Викторовна», the surname first; «Анна Викторовна Берёзкина» is put in order, capitals are mended
 * where a word has only one case. Always shown back to the person.
 */
export function readFullName(text: string): ReadName {
  const words = plain(text).replace(/[,;]/g, ' ').split(/\s+/).filter(Boolean);
  const [first = '', second, third, ...rest] = words;
  if (text.length > 120 || words.length > 5) return { kind: 'long' };
  if (words.some((word) => /^\p{L}\.(\p{L}\.)?$/u.test(word) || word.length === 1))
    return { kind: 'initials' };
  if (second === undefined) return { kind: 'one_word' };
  if (!words.every((word) => WORD.test(word))) return { kind: 'letters' };
  const swapped =
    third !== undefined && PATRONYMIC.test(second) && !PATRONYMIC.test(third) && rest.length === 0;
  const [surname, name, ...patronymic] = swapped
    ? [third, first, second]
    : [first, second, third ?? '', ...rest];
  return {
    kind: 'ok',
    surname: capitalised(surname),
    name: capitalised(name),
    patronymic: patronymic.filter(Boolean).map(capitalised).join(' ') || null,
  };
}

/** Whether a text that is to name something else is the name of a person: «Берёзкина Анна Викторовна». */
export function looksLikeFullName(text: string): boolean {
  const words = plain(text).trim().split(/\s+/);
  const [, second = '', third = ''] = words;
  const capitals = words.every((word) => WORD.test(word) && /^\p{Lu}/u.test(word));
  return words.length === 3 && capitals && (PATRONYMIC.test(second) || PATRONYMIC.test(third));
}

/** Whether one word, or one with initials, is a surname by its ending: «Петров», «Берёзкина А.В.». */
export function looksLikeSurname(text: string): boolean {
  const [surname = '', ...initials] = plain(text).trim().split(/\s+/);
  const ends = /^\p{Lu}[\p{L}-]+(ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|ская|цкий|цкая|енко|швили|дзе)$/u;
  return ends.test(surname) && initials.every((word) => /^\p{Lu}\.(\p{Lu}\.)?$/u.test(word));
}

/** As a keyboard would write it: a Mac copies «й» as two letters, Word puts hyphens that do not break and signs of no width. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/\p{Cf}/gu, '');
}

function capitalised(word: string): string {
  if (word !== word.toLowerCase() && word !== word.toUpperCase()) return word;
  if (/^(оглы|кызы|улы)$/iu.test(word)) return word.toLowerCase();
  return word
    .toLowerCase()
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('-');
}

/** «Берёзкина Анна Викторовна»; null where there is no name. */
export function fullName(person: {
  surname: string | null;
  name: string | null;
  patronymic: string | null;
}): string | null {
  return [person.surname, person.name, person.patronymic].filter(Boolean).join(' ') || null;
}

/** A telephone as people write it, with an extension if any; null where it cannot be one. */
export function readPhone(text: string): string | null {
  const phone = text.trim().replace(/\s+/g, ' ');
  const digits = phone.replace(/\D/g, '').length;
  const plain = /^\+?[\d\s()\-–,.;/]+((доб|ext|вн)\.?\s*\d{1,6})?$/iu.test(phone);
  return plain && digits >= 5 && digits <= 24 && phone.length <= 60 ? phone : null;
}

export function readEmail(text: string): string | null {
  const email = text.trim();
  return /^[^\s@<>]{1,64}@[^\s@<>.]+(\.[^\s@<>.]+)+$/u.test(email) && email.length <= 100 ? email : null;
}

/** A line of our own kind of length: a post, a department, hours; white space made plain. Null where empty or too long. */
export function readLine(text: string, limit: number): string | null {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 0 && line.length <= limit ? line : null;
}
