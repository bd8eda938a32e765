import { ANSWER_LIMIT } from './form.ts';
import { startsItem } from './joining/list-marks.ts';
import type { JoinedAnswer } from './joining/joining.ts';

/** The figures of an answer that a person is told: «3 части, 8 875 знаков, 47 пунктов списка». */
export type Statistics = {
  readonly characters: number;
  readonly listItems: number;
  /** Lines that are not blank; a list item is a paragraph, as in Word. */
  readonly paragraphs: number;
  readonly pieces: number;
  /** By how many characters the answer is longer than the limit; 0 when it is not. */
  readonly overLimit: number;
};

/**
 * Counts an answer. Of a joined one the pieces are counted as the person sent them, without what the bot put between.
 */
export function statistics(
  answer: string | Pick<JoinedAnswer, 'text' | 'pieces'>,
  limit = ANSWER_LIMIT,
): Statistics {
  const text = typeof answer === 'string' ? answer.trim() : answer.text;
  const spans = typeof answer === 'string' ? [{ start: 0, end: text.length }] : answer.pieces;
  const characters = spans.reduce((sum, { start, end }) => sum + countCharacters(text.slice(start, end)), 0);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return {
    characters,
    listItems: lines.filter(startsItem).length,
    paragraphs: lines.length,
    pieces: text === '' ? 0 : spans.length,
    overLimit: Math.max(0, characters - limit),
  };
}

/** What one part adds to `characters` of its answer. */
export function charactersOfPart(text: string): number {
  return countCharacters(text.trim());
}

/**
 * Characters as a person counts them: white space counts, an emoji is one, and so is «й» written as «и» with a breve
 * (so texts come from a Mac).
 */
export function countCharacters(text: string): number {
  if (!severalUnits.test(text)) return text.length;
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

/** Anything of which more than one UTF-16 unit may be one character. */
const severalUnits = /[\p{M}\p{Cs}\u{10000}-\u{10ffff}\u200d\r\u1100-\u11ff]/u;

const segmenter = new Intl.Segmenter('ru', { granularity: 'grapheme' });
