/** A stretch of a text, UTF-16 units. */
export interface Stretch {
  start: number;
  end: number;
}

/** Shorter words stand everywhere. */
const TELLING = 5;

/**
 * Which place of an answer a remark speaks of: what it quotes, else the longest row of digits or words that both have.
 * null: nothing of it is in the text.
 */
export function placeOfRemark(text: string, remark: string): Stretch | null {
  const quoted = [...remark.matchAll(/[«"“„]([^«»"“”„]{2,})[»"”“]/gu)].map(([, words = '']) => words);
  const numbers = [...remark.matchAll(/\d[\d \u00A0]*\d|\d+/gu)].map(([number]) => number);
  const words = [...remark.matchAll(/[\p{L}-]+/gu)]
    .map(([word]) => word)
    .filter((word) => word.length >= TELLING)
    .sort((a, b) => b.length - a.length);
  const [phrase] = [...quoted, ...phrases(remark)].flatMap((each) => found(text, each) ?? []);
  if (phrase) return phrase;
  const [rest] = [...numbers, ...words, ...words.map(stem)].flatMap((each) => found(text, each) ?? []);
  return rest ?? null;
}

/** A number with the word beside it: «40 планов» says more than 40. */
function phrases(remark: string): string[] {
  return [...remark.matchAll(/\d[\d \u00A0]*[ \u00A0]\p{L}+/gu)].map(([phrase]) => phrase);
}

function stem(word: string): string {
  return word.slice(0, Math.max(TELLING, word.length - 3));
}

/** White space may differ; a number or the beginning of a word is not looked for in the middle of another. */
function found(text: string, wanted: string): Stretch | null {
  const pattern = wanted
    .trim()
    .split(/[\s\u00A0]+/u)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'))
    .join('[\\s\\u00A0]+');
  if (pattern === '') return null;
  const after = /\d$/u.test(wanted) ? '(?!\\d)' : '\\p{L}*';
  const match = new RegExp(`(?<![\\p{L}\\p{N}])${pattern}${after}`, 'iu').exec(text);
  return match && { start: match.index, end: match.index + match[0].length };
}
