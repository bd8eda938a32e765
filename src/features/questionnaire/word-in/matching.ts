import { builtInCodes } from '../form.ts';
import type { BuiltInCode } from '../form.ts';
import { COMMON, EMPTY, keyPhrases } from './key-phrases.ts';
import { stemOf, wordsOf, YEAR } from './words.ts';

/** What can be said of a line as the heading of a question. */
export interface Match {
  code: string;
  /** `wording`: most of the question's words; `phrase`: it can be nothing else; `alone`: a word that heads it if it looks so. */
  by: 'wording' | 'phrase' | 'alone';
  /** The share of the question's words that are there, by weight. */
  recall: number;
  /** The share of the line's words that belong to such a heading. */
  covered: number;
}

export type Matcher = (text: string) => Match | null;

interface Measure {
  code: string;
  /** Weight by stem, and the sum of the weights. */
  stems: ReadonlyMap<string, number>;
  total: number;
  phrases: readonly (readonly string[])[];
  alone: readonly (readonly string[])[];
  beside: readonly string[];
}

/** What is known of a word; a document has many lines of few words. */
interface Word {
  stem: string;
  common: boolean;
  /** Says nothing of what is asked. */
  empty: boolean;
  /** The beginnings of words among the key phrases with which it begins. */
  parts: readonly string[];
  /** The codes of the questions in whose headings it is at home. */
  belongs: ReadonlySet<string>;
}

const RANK = { wording: 2, phrase: 1, alone: 0 } as const;

/** Learns the questions of a form. Words that many of them share weigh less than those that one has alone. */
export function createMatcher(questions: readonly { code: string; text: string }[]): Matcher {
  const measures = measuresOf(questions);
  const allParts = [...new Set(measures.flatMap(({ phrases, alone }) => [...phrases, ...alone].flat()))];
  const known = new Map<string, Word>();

  function learn(word: string): Word {
    const stem = stemOf(word);
    const common = isCommon(word);
    const homes = measures.filter(
      ({ stems, beside }) => common || stems.has(stem) || beside.some((each) => word.startsWith(each)),
    );
    const learned = {
      stem,
      common,
      empty: word === YEAR || EMPTY.has(word),
      parts: allParts.filter((part) => word.startsWith(part)),
      belongs: new Set(homes.map(({ code }) => code)),
    };
    known.set(word, learned);
    return learned;
  }

  return (text) => {
    const words = wordsOf(text).map((word) => known.get(word) ?? learn(word));
    const said = words.filter(({ empty }) => !empty);
    if (said.length === 0) return null;
    const stems = new Set(said.map(({ stem }) => stem));
    const parts = new Set(words.flatMap((word) => word.parts));
    const found = measures
      .map((measure) => measured(measure, said, stems, parts))
      .filter((match) => match !== null)
      .sort((a, b) => RANK[b.by] - RANK[a.by] || b.recall + b.covered - a.recall - a.covered);
    const [first, second] = found;
    // Two questions that are told by the same share of the same words are not told at all.
    const undecided =
      first && second && first.by !== 'wording' && first.by === second.by && first.recall === second.recall;
    return undecided && first.covered === second.covered ? null : (first ?? null);
  };
}

function measuresOf(questions: readonly { code: string; text: string }[]): Measure[] {
  const stems = questions.map(
    ({ text }) =>
      new Set(
        wordsOf(text)
          .filter((word) => word !== YEAR && !EMPTY.has(word))
          .map(stemOf),
      ),
  );
  return questions.map(({ code }, index) => {
    const weights = [...(stems[index] ?? [])].map((stem): [string, number] => {
      const shared = stems.filter((each) => each.has(stem)).length;
      return [stem, isCommon(stem) ? 0.2 : 1 / shared];
    });
    const keys = isBuiltIn(code) ? keyPhrases[code] : { phrases: [], alone: [], beside: [] };
    const split = (phrase: string): string[] => phrase.split(' ');
    const [phrases, alone] = [keys.phrases.map(split), keys.alone.map(split)];
    return {
      code,
      stems: new Map(weights),
      total: weights.reduce((sum, [, weight]) => sum + weight, 0),
      phrases,
      alone,
      beside: [...keys.beside, ...phrases.flat(), ...alone.flat()],
    };
  });
}

function measured(
  { code, stems, total, phrases, alone }: Measure,
  said: readonly Word[],
  saidStems: ReadonlySet<string>,
  parts: ReadonlySet<string>,
): Match | null {
  const covered = said.filter(({ belongs }) => belongs.has(code)).length / said.length;
  if (covered < 0.7) return null;
  let there = 0;
  for (const [stem, weight] of stems) if (saidStems.has(stem)) there += weight;
  const recall = total === 0 ? 0 : there / total;
  const holds = (keys: Measure['phrases']): boolean =>
    keys.some((key) => key.every((part) => parts.has(part)));
  const phrase = holds(phrases);
  const match = { code, recall, covered };
  if (recall >= 0.6 || (phrase && recall >= 0.45 && covered >= 0.8)) return { ...match, by: 'wording' };
  const few = recall >= 0.34 && covered >= 0.95 && said.some(({ common }) => !common);
  if ((phrase && covered >= 0.85) || few) return { ...match, by: 'phrase' };
  return holds(alone) && covered >= 0.99 ? { ...match, by: 'alone' } : null;
}

function isCommon(word: string): boolean {
  return COMMON.some((each) => word.startsWith(each));
}

function isBuiltIn(code: string): code is BuiltInCode {
  return (builtInCodes as readonly string[]).includes(code);
}
