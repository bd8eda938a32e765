import { looksLikeSurname } from '../../services/people/names.ts';

/** Which city a request for access speaks of, in whatever case its name stands. */

type City = { id: number; name: string };

const BEFORE =
  /^(?:(?:из|во?|от)\s+)?(?:(?:администраци\p{L}|мэри\p{L})\s+)?(?:город(?:а|е)?\s+|г\.\s*|г\s+|городск\p{L}+ округ\p{L}?\s+)?/iu;
const WITHIN = /(?<!\p{L})(?:из|администраци\p{L}|мэри\p{L}|города?|г\.)\s+\S.*$/iu;

/** By the end of a word in the nominative: the ends that it may have in its place. The longest comes first. */
const ENDS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:ый|ий|ой|ое|ее)$/u, /^(?:[оеё]го|[ое]му|[оеиы]м)$/u],
  [/ая$/u, /^(?:ой|ую)$/u],
  [/[ыи]е$/u, /^[ыи][хм]$/u],
  [/[ая]$/u, /^(?:[ыиеую]|[ое]й)$/u],
  [/о$/u, /^(?:[ауе]|ом)$/u],
  [/ь$/u, /^(?:[ияюе]|ем|ью)$/u],
  [/[ыи]$/u, /^(?:|ов|ей|[ая][мх])$/u],
  [/$/u, /^(?:[ауе]|ом)$/u],
];

/** «Омск», «г. Омск», «из Омска», «администрация города Омска»; undefined: the part names none of them. */
export function cityIn(part: string, cities: readonly City[]): number | undefined {
  const before = BEFORE.exec(part)?.[0] ?? '';
  const named = wordsOf(part.slice(before.length));
  const exact = cities.find(({ name }) => wordsOf(name).join(' ') === named.join(' '));
  if (exact) return exact.id;
  // «Иванова» without anything before it is a person, not the city of Иваново.
  if (before === '' && looksLikeSurname(part)) return undefined;
  const alike = cities.filter(({ name }) => isFormOf(wordsOf(name), named));
  return alike.length === 1 ? alike[0]?.id : undefined;
}

/** The same at the end of a post or a sentence: «начальник отдела администрации города Омска». */
export function cityBehind(part: string, cities: readonly City[]): number | undefined {
  const [end] = WITHIN.exec(part) ?? [];
  return end === undefined ? undefined : cityIn(end, cities);
}

function isFormOf(name: readonly string[], named: readonly string[]): boolean {
  return (
    name.length === named.length &&
    name.every((word, index) => {
      const there = named[index] ?? '';
      const [end, ends] = ENDS.find(([each]) => each.test(word)) ?? [/$/u, /^$/u];
      const stem = word.replace(end, '');
      return (
        there === word || (stem.length > 2 && there.startsWith(stem) && ends.test(there.slice(stem.length)))
      );
    })
  );
}

const wordsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[\s\u2010\u2011-]+/u)
    .filter(Boolean);
