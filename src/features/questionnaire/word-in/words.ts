/** Words of a heading as they are compared: case, «ё», look-alike Latin letters, hidden signs and endings do not count. */

const LATIN = 'aceopxykmtbhABCEHKMOPTXY';
const CYRILLIC = 'асеорхукмтвнАВСЕНКМОРТХУ';
const HIDDEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/** A year, whatever it is: `#`. */
export const YEAR = '#';

/**
 * The words of a text. «не удалось» is one word, «неудалось»: it says the contrary of «удалось». Years are `#`, other
 * numbers are left out, Roman ones too.
 */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFC').replace(HIDDEN, '');
  const words: string[] = [];
  let negated = false;
  for (const [run] of plain.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)) {
    const year = /^(?:19|20)[\d_]{2}(?!\d)/.exec(run)?.[0] ?? '';
    if (year !== '') words.push(YEAR);
    const found = run.slice(year.length);
    if (!/\p{L}/u.test(found) || /^[IVX]+$/.test(found)) continue;
    const word = cyrillic(found).toLowerCase().replaceAll('ё', 'е');
    if (word === 'не') {
      negated = true;
      continue;
    }
    words.push(negated ? `не${word}` : word);
    negated = false;
  }
  return words;
}

/** A word with a Cyrillic letter in it is a Cyrillic word, typed in part on the other keyboard. */
function cyrillic(word: string): string {
  const mixed = /\p{Script=Cyrillic}/u.test(word) || word.length === 1;
  return mixed ? word.replace(/[a-z]/gi, (letter) => CYRILLIC[LATIN.indexOf(letter)] ?? letter) : word;
}

const GERUND = /(?:(?:ив|ыв)(?:ши(?:сь)?)?|(?<=[ая])в(?:ши(?:сь)?)?)$/;
const REFLEXIVE = /с[яь]$/;
const ADJECTIVE =
  /(?:(?:ивш|ывш|ующ|(?<=[ая])(?:ем|нн|вш|ющ|щ))?(?:ими|ыми|его|ого|ему|ому|ее|ие|ые|ое|ей|ий|ый|ой|ем|им|ым|ом|их|ых|ую|юю|ая|яя|ою|ею))$/;
const VERB =
  /(?:ила|ыла|ена|ейте|уйте|ите|или|ыли|ило|ыло|ено|ует|уют|ены|ить|ыть|ишь|ей|уй|ил|ыл|им|ым|ен|ят|ит|ыт|ую|ю|(?<=[ая])(?:ете|йте|ешь|нно|ла|на|ли|ем|ло|но|ет|ют|ны|ть|й|л|н))$/;
const NOUN =
  /(?:иями|ями|ами|иях|иям|ием|ией|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ях|ию|ью|ия|ья|а|е|и|й|о|у|ы|ь|ю|я)$/;

/** The stem of a Russian word after M. Porter's rules (snowballstem.org, Russian), in their first and main step. */
export function stemOf(word: string): string {
  const vowel = word.search(/[аеиоуыэюя]/);
  if (vowel < 0) return word;
  const head = word.slice(0, vowel + 1);
  let tail = word.slice(vowel + 1);
  const cut = (ending: RegExp): boolean => {
    const shorter = tail.replace(ending, '');
    const changed = shorter !== tail;
    tail = shorter;
    return changed;
  };
  if (!cut(GERUND)) {
    cut(REFLEXIVE);
    if (!cut(ADJECTIVE) && !cut(VERB)) cut(NOUN);
  }
  cut(/и$/);
  cut(/ост[ьи]?$/);
  if (!cut(/ь$/)) tail = tail.replace(/нн$/, 'н');
  return head + tail;
}

/** How many letters there are: what may not be lost. */
export function countLetters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}
