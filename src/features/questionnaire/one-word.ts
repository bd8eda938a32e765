/**
 * Tells a word that was cut in two from two words that met at a cut, by the words and the letters of the answer itself:
 * there is no dictionary to be out of date, and names of places and people are known once they occur.
 */

export type WordModel = {
  /** How likely it is, 0 to 1, that the two fragments are one word. */
  readonly oneWord: (left: string, right: string) => number;
};

/** Learns from the words of the texts, leaving out the first and the last word of each: these may be fragments. */
export function learnWords(texts: readonly string[]): WordModel {
  const words = new Map<string, number>();
  const pairs = new Map<string, number>();
  const triples = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    for (const word of (text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).slice(1, -1)) {
      total += 1;
      add(words, word, 1);
    }
  }
  for (const [word, times] of words) {
    const framed = `##${word}#`;
    for (let index = 2; index < framed.length; index += 1) {
      add(pairs, framed.slice(index - 2, index), times);
      add(triples, framed.slice(index - 2, index + 1), times);
    }
  }

  /** As a word that is known, or as letters that follow each other: half of the belief for each. */
  const probability = (word: string): number => {
    const framed = `##${word}#`;
    let letters = 1;
    for (let index = 2; index < framed.length; index += 1) {
      const triple = triples.get(framed.slice(index - 2, index + 1)) ?? 0;
      const pair = pairs.get(framed.slice(index - 2, index)) ?? 0;
      letters *= (triple + UNSEEN) / (pair + UNSEEN * ALPHABET);
    }
    return ((words.get(word) ?? 0) / Math.max(1, total) + letters) / 2;
  };

  return {
    oneWord(left, right) {
      const [first, second] = [left.slice(-LONGEST).toLowerCase(), right.slice(0, LONGEST).toLowerCase()];
      const one = probability(first + second);
      const two = probability(first) * probability(second);
      return one / (one + two);
    },
  };
}

const ALPHABET = 34;

/** What a letter counts that was not yet seen in its place. Found by trying 0.02 to 0.8 on two texts. */
const UNSEEN = 0.3;

/** Letters of a fragment that are looked at; longer ones would only lose precision. */
const LONGEST = 24;

function add(counts: Map<string, number>, key: string, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}
