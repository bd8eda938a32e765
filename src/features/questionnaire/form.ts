import { z } from 'zod';

/**
 * A form: its questions as data. The code of a question is its identity over the years and in every city; its number is
 * only its place on the screen. `{{year}}` and `{{next}}` in the wording are filled when a question is shown.
 */
export const questionSchema = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/u),
  kind: z.enum(['long_text', 'short_text', 'number']),
  text: z.string().trim().min(1).max(1000),
  hint: z.string().trim().max(1000),
  required: z.boolean(),
  /** The most characters an answer should have; more is accepted and marked, never cut. */
  limit: z.number().int().positive(),
});

export const questionsSchema = z
  .array(questionSchema)
  .min(1)
  .refine((questions) => new Set(questions.map((question) => question.code)).size === questions.length, {
    error: 'two questions have the same code',
  });

export type Question = z.infer<typeof questionSchema>;
export type Questions = readonly Question[];

/** General information before the questions: may stay empty, has no number and is not counted. */
export const INTRO = 'INTRO';

export const ANSWER_LIMIT = 32_000;

/** The codes of the built-in form *organisational work of a city's administration, yearly*, in their order. */
export const builtInCodes = [
  INTRO,
  'ACHIEVED',
  'COLLEAGUES',
  'PROBLEMS',
  'TASKS_NEXT',
  'HELP',
  'TOPICS_EXCHANGE',
  'TOPICS_TRAINING',
] as const;

export type BuiltInCode = (typeof builtInCodes)[number];

/** The wording by code, `form.json` of a language. */
export type FormWording = Readonly<Record<BuiltInCode, { readonly text: string; readonly hint: string }>>;

/** The built-in form in the given wording. Only `ACHIEVED` is required. */
export function builtInForm(wording: FormWording): Question[] {
  return builtInCodes.map((code) => ({
    code,
    kind: 'long_text',
    text: wording[code].text,
    hint: wording[code].hint,
    required: code === 'ACHIEVED',
    limit: ANSWER_LIMIT,
  }));
}

/** Puts the campaign's year and the year after it into a wording. */
export function fillYears(wording: string, year: number): string {
  return wording.replaceAll('{{year}}', String(year)).replaceAll('{{next}}', String(year + 1));
}

/** The questions as people read them in the campaign of `year`. */
export function questionsOfYear(questions: Questions, year: number): Question[] {
  return questions.map((question) => ({
    ...question,
    text: fillYears(question.text, year),
    hint: fillYears(question.hint, year),
  }));
}

/** «Вопрос 3 из 7»: the place among the numbered questions; undefined for `INTRO` and for an unknown code. */
export function questionNumber(
  questions: Questions,
  code: string,
): { number: number; of: number } | undefined {
  const numbered = questions.filter((question) => question.code !== INTRO);
  const index = numbered.findIndex((question) => question.code === code);
  return index < 0 ? undefined : { number: index + 1, of: numbered.length };
}
