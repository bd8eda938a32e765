import { describe, expect, test } from 'vitest';
import { nextOpenAfter, progressOf } from './progress.ts';
import type { AnswerState } from './progress.ts';
import type { Question } from './form.ts';

const question = (code: string, required = false): Question => ({
  code,
  kind: 'long_text',
  text: code,
  hint: '',
  required,
  limit: 100,
});
const questions = [question('INTRO'), question('A', true), question('B'), question('C')];
const answer = (code: string, more: Partial<AnswerState> = {}): AnswerState => ({
  code,
  pieces: 1,
  characters: 10,
  done: false,
  skipped: false,
  ...more,
});

describe('progressOf', () => {
  test('nothing yet', () => {
    expect(progressOf(questions, [], 7)).toMatchObject({
      done: 0,
      total: 3,
      unanswered: ['A', 'B', 'C'],
      missingRequired: ['A'],
      nextOpen: 'A',
      daysLeft: 7,
    });
  });

  test.each([
    ['empty', undefined, 'empty', 0],
    ['a piece', answer('B'), 'started', 0],
    ['a piece and Готово', answer('B', { done: true }), 'answered', 0],
    ['Готово, but the piece was removed', answer('B', { done: true, pieces: 0, characters: 0 }), 'empty', 0],
    ['passed over', answer('B', { skipped: true, pieces: 0, characters: 0 }), 'skipped', 0],
    ['passed over, then a piece came', answer('B', { skipped: true }), 'started', 0],
    ['exactly the limit', answer('B', { characters: 100, done: true }), 'answered', 0],
    ['over the limit', answer('B', { characters: 1340, done: true }), 'too_long', 1240],
  ])('%s', (_what, given, state, overLimit) => {
    const progress = progressOf(questions, given ? [given] : []);
    expect(progress.questions[2]).toMatchObject({ code: 'B', state, overLimit });
  });

  test('the general information counts nowhere and is never urged', () => {
    const progress = progressOf(questions, [answer('INTRO', { done: true })]);
    expect(progress).toMatchObject({ done: 0, total: 3, nextOpen: 'A' });
    expect(
      progressOf(
        questions,
        ['A', 'B', 'C'].map((code) => answer(code, { done: true })),
      ).nextOpen,
    ).toBeUndefined();
  });

  test('a required question passed over is still missing', () => {
    const progress = progressOf(questions, [answer('A', { skipped: true, pieces: 0, characters: 0 })]);
    expect(progress).toMatchObject({
      done: 1,
      unanswered: ['B', 'C'],
      missingRequired: ['A'],
      nextOpen: 'B',
    });
  });

  test('a begun answer is open, an over-long one is not', () => {
    expect(progressOf(questions, [answer('A')]).nextOpen).toBe('A');
    expect(progressOf(questions, [answer('A', { characters: 1000 })]).nextOpen).toBe('B');
  });

  test('an answer to a question that is no longer asked changes nothing', () => {
    expect(progressOf(questions, [answer('GONE', { done: true })])).toMatchObject({ done: 0, total: 3 });
  });
});

test('nextOpenAfter goes on from the question, then round', () => {
  const progress = progressOf(questions, [answer('B', { done: true })]);
  expect(nextOpenAfter(progress, 'A')).toBe('C');
  expect(nextOpenAfter(progress, 'C')).toBe('A');
  expect(nextOpenAfter(progress, 'INTRO')).toBe('A');
  expect(
    nextOpenAfter(
      progressOf(
        questions,
        ['A', 'B'].map((code) => answer(code, { done: true })),
      ),
      'C',
    ),
  ).toBeUndefined();
});
