import { INTRO, questionsOfYear, questionsSchema } from '../form.ts';

/** Those that are asked for themes come first. */
const USUAL = ['TOPICS_EXCHANGE', 'TOPICS_TRAINING'];

/** The questions of a stored form whose answers may be lists, with the years filled in; those about themes first. */
export function readQuestions(stored: unknown, year: number): { code: string; text: string }[] {
  const questions = questionsOfYear(questionsSchema.parse(stored), year)
    .filter(({ code, kind }) => kind === 'long_text' && code !== INTRO)
    .map(({ code, text }) => ({ code, text }));
  const usual = (code: string): boolean => USUAL.includes(code);
  return [...questions.filter(({ code }) => usual(code)), ...questions.filter(({ code }) => !usual(code))];
}
