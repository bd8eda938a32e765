import { controlMismatches } from './control-figures.ts';
import type { ControlMismatch } from './control-figures.ts';
import { sentencesOf } from './sentences.ts';
import type { Sentence } from './sentences.ts';

/**
 * What a person is asked about before submission. Nothing here forbids anything: the text may be right all the same.
 */

type Place = {
  readonly code: string;
  /** The words in question, as they stand in the answer. */
  readonly quote: string;
  /** Where the quote begins in the joined answer (UTF-16 units). */
  readonly offset: number;
};

export type Finding =
  /** «в {прошлый год} году» in a sentence that seems to come from last year's answer. */
  | (Place & { readonly kind: 'last_year'; readonly year: number; readonly sentence: string })
  /** «на 2026 год» among the tasks of 2027. */
  | (Place & { readonly kind: 'other_year'; readonly year: number; readonly expected: number })
  | (Place & ControlMismatch);

export type ReviewInput = {
  /** The year of the campaign. */
  readonly year: number;
  /** In the order in which the findings shall stand. */
  readonly answers: readonly { readonly code: string; readonly text: string }[];
  /** The answers of a year ago by code, where there were some. */
  readonly lastYear?: Readonly<Record<string, string>>;
};

/** All that should be asked about. What is missing is told by `progressOf`. */
export function reviewFindings({ year, answers, lastYear = {} }: ReviewInput): Finding[] {
  return answers.flatMap(({ code, text }) => findingsIn(year, code, text, lastYear[code]));
}

function findingsIn(year: number, code: string, text: string, lastYear: string | undefined): Finding[] {
  const sentences = sentencesOf(text);
  return [
    ...lastYearsSentences(year - 1, code, sentences, lastYear),
    ...(code === 'TASKS_NEXT' ? otherYears(year + 1, code, sentences) : []),
    ...controlMismatches(sentences).map(({ quote, offset, ...mismatch }) => ({
      ...mismatch,
      code,
      quote,
      offset,
    })),
  ].sort((a, b) => a.offset - b.offset);
}

/**
 * A sentence with last year's number is asked about where it stood in last year's answer word for word. Without last
 * year's answer only *ACHIEVED* is looked at, and a sentence that names the present year too compares the two.
 */
function lastYearsSentences(
  last: number,
  code: string,
  sentences: readonly Sentence[],
  lastYear: string | undefined,
): Finding[] {
  const old = lastYear ? new Set(sentencesOf(lastYear).map(({ text }) => essence(text))) : undefined;
  if (!old && code !== 'ACHIEVED') return [];
  return sentences.flatMap((sentence): Finding[] => {
    const named = yearsAfter(/(?:в|за|на)/u, sentence).find(({ from, to }) => from === last && to === last);
    if (!named) return [];
    const suspicious = old ? old.has(essence(sentence.text)) : !sentence.text.includes(String(last + 1));
    if (!suspicious) return [];
    return [
      {
        kind: 'last_year',
        code,
        quote: named.quote,
        offset: named.offset,
        year: last,
        sentence: sentence.text,
      },
    ];
  });
}

function otherYears(expected: number, code: string, sentences: readonly Sentence[]): Finding[] {
  return sentences.flatMap((sentence) =>
    yearsAfter(/(?:в|на)/u, sentence)
      .filter(({ from, to }) => from >= 2000 && (expected < from || expected > to))
      .map(({ quote, offset, to }): Finding => ({
        kind: 'other_year',
        code,
        quote,
        offset,
        year: to,
        expected,
      })),
  );
}

type NamedYears = {
  readonly from: number;
  readonly to: number;
  readonly quote: string;
  readonly offset: number;
};

const months = '(?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)\\p{Ll}+';

/** «в 2021 году», «в июне 2021 г.», «за 2021 год», «на 2021-2025 годы»; not «(02.06.2023 года)», not «войны 1941-1945 годов». */
function yearsAfter(preposition: RegExp, sentence: Sentence): NamedYears[] {
  const pattern = new RegExp(
    `(?<!\\p{L})${preposition.source}\\s+(?:(?:течение|начале|середине|конце)\\s+|${months}\\s+)?` +
      `(\\d{4})(?:\\s?[-–—]\\s?(\\d{4}))?\\s*(?:год(?:у|а|ы|ах)?(?!\\p{L})|гг?(?:\\.|(?!\\p{L})))`,
    'giu',
  );
  return [...sentence.text.matchAll(pattern)].map((match) => {
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    return { from, to, quote: match[0], offset: sentence.offset + match.index };
  });
}

/** A sentence without what changes in copying: list mark, white space, capitals, «ё», the stop at the end, new figures. */
function essence(sentence: string): string {
  return sentence
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/^[-–—•*]\s*/u, '')
    .replace(/[.;:,!?]+$/u, '')
    .replace(/\s+/gu, ' ')
    .replace(/\d[\d ]*(?:[.,]\d+)?(?<! )/gu, (number) => (/^(?:19|20)\d\d$/u.test(number) ? number : '#'));
}
