import { initialOf } from './alphabet.ts';
import type { VolumeCity } from './input.ts';

/** Cities of neighbouring letters, in one file of several. */
export interface Slice {
  cities: readonly VolumeCity[];
  /** «А–К», or one letter. */
  letters: string;
}

/**
 * Cuts cities, in alphabetical order, into at most `count` slices of about the same amount of text, never within a
 * letter.
 */
export function cutByLetters(cities: readonly VolumeCity[], count: number): Slice[] {
  const letters: VolumeCity[][] = [];
  for (const city of cities) {
    const last = letters.at(-1);
    if (last?.[0] && initialOf(last[0].name) === initialOf(city.name)) last.push(city);
    else letters.push([city]);
  }
  const each = sizeOf(cities) / count;
  const slices: VolumeCity[][] = [];
  let filled = 0;
  for (const group of letters) {
    // The slice in which the middle of the letter falls, when all text is laid out in a row.
    const place = Math.min(count - 1, Math.floor((filled + sizeOf(group) / 2) / each));
    (slices[place] ??= []).push(...group);
    filled += sizeOf(group);
  }
  return slices.filter(Boolean).map((slice) => {
    const [first, last] = [slice[0], slice.at(-1)].map((city) => initialOf(city?.name ?? ''));
    return { cities: slice, letters: first === last ? (first ?? '') : `${first}–${last}` };
  });
}

function sizeOf(cities: readonly VolumeCity[]): number {
  const texts = cities.flatMap(({ answers }) => answers.map(({ text }) => text.length));
  return texts.reduce((sum, length) => sum + length, 1);
}
