import { ANSWER_LIMIT, INTRO, questionSchema, questionsSchema } from './form.ts';
import type { Question, Questions } from './form.ts';

/** What the coordinator does to the questions of the next campaigns. */
export type FormChange =
  | { kind: 'text'; code: string; text: string }
  | { kind: 'hint'; code: string; hint: string }
  | { kind: 'required'; code: string; required: boolean }
  | { kind: 'move'; code: string; by: -1 | 1 }
  | { kind: 'remove'; code: string }
  | { kind: 'restore'; code: string }
  | { kind: 'add'; code: string; type: Question['kind']; text: string; hint: string };

export type Changed =
  | { kind: 'changed'; questions: Question[] }
  | { kind: 'same' }
  /** The question is not (or no longer) there. */
  | { kind: 'not_found' }
  | { kind: 'last_question' }
  | { kind: 'code_taken' }
  | { kind: 'invalid'; part: 'text' | 'hint' | 'code' };

/** The most characters that an answer of a kind should have. */
const LIMITS: Record<Question['kind'], number> = { long_text: ANSWER_LIMIT, short_text: 1000, number: 60 };

/**
 * Applies a change to the newest version. `past` are the versions before it, oldest first: a removed question is restored
 * from there, and a code that was ever used keeps its meaning.
 */
export function changeForm(questions: Questions, past: readonly Questions[], change: FormChange): Changed {
  const index = questions.findIndex(({ code }) => code === change.code);
  const present = questions[index];
  switch (change.kind) {
    case 'add':
      return add(questions, past, change);
    case 'restore':
      return present ? { kind: 'same' } : restore(questions, past, change.code);
    default:
      if (!present) return { kind: 'not_found' };
  }
  switch (change.kind) {
    case 'text':
      return replace(questions, { ...present, text: change.text.trim() });
    case 'hint':
      return replace(questions, { ...present, hint: change.hint.trim() });
    case 'required':
      return replace(questions, { ...present, required: change.required });
    case 'move':
      return move(questions, index, change.by);
    case 'remove':
      return remove(questions, change.code);
  }
}

/** Questions that earlier versions had and the newest has not, as they were worded last. */
export function removedQuestions(questions: Questions, past: readonly Questions[]): Question[] {
  const last = new Map(past.flat().map((question) => [question.code, question]));
  return [...last.values()].filter(({ code }) => !questions.some((present) => present.code === code));
}

/** `Q1`, `Q2`, …: the first code that no version has used. */
export function freeCode(questions: Questions, past: readonly Questions[]): string {
  const used = new Set([...past.flat(), ...questions].map(({ code }) => code));
  let number = 1;
  while (used.has(`Q${number}`)) number += 1;
  return `Q${number}`;
}

/** Which part of a new question, if any, breaks the rules of `questionSchema`. */
export function faultOf(question: Question): 'text' | 'hint' | 'code' | null {
  const parsed = questionSchema.safeParse(question);
  if (parsed.success) return null;
  const parts = parsed.error.issues.map(({ path }) => path[0]);
  return (['text', 'hint', 'code'] as const).find((part) => parts.includes(part)) ?? 'text';
}

function replace(questions: Questions, next: Question): Changed {
  const part = faultOf(next);
  if (part) return { kind: 'invalid', part };
  const before = questions.find(({ code }) => code === next.code);
  if (JSON.stringify(before) === JSON.stringify(next)) return { kind: 'same' };
  return changed(questions.map((question) => (question.code === next.code ? next : question)));
}

function add(
  questions: Questions,
  past: readonly Questions[],
  change: FormChange & { kind: 'add' },
): Changed {
  const { code, type, text, hint } = change;
  const question: Question = {
    code,
    kind: type,
    text: text.trim(),
    hint: hint.trim(),
    required: false,
    limit: LIMITS[type],
  };
  const part = faultOf(question);
  if (part) return { kind: 'invalid', part };
  const used = [...past.flat(), ...questions].some((other) => other.code === code);
  return used ? { kind: 'code_taken' } : changed([...questions, question]);
}

/** Back to where it stood: behind the nearest of its former predecessors that is still there. */
function restore(questions: Questions, past: readonly Questions[], code: string): Changed {
  const version = past.findLast((questions) => questions.some((question) => question.code === code));
  const index = version?.findIndex((question) => question.code === code) ?? -1;
  const question = version?.[index];
  if (!version || !question) return { kind: 'not_found' };
  const before = version
    .slice(0, index)
    .findLast((former) => questions.some((present) => present.code === former.code));
  const at = before ? questions.findIndex((present) => present.code === before.code) + 1 : 0;
  return changed(questions.toSpliced(at, 0, question));
}

function remove(questions: Questions, code: string): Changed {
  const left = questions.filter((question) => question.code !== code);
  return left.some((question) => question.code !== INTRO) ? changed(left) : { kind: 'last_question' };
}

/** General information stands before the questions and stays there. */
function move(questions: Questions, index: number, by: -1 | 1): Changed {
  const [question, other] = [questions[index], questions[index + by]];
  if (!question || !other || question.code === INTRO || other.code === INTRO) return { kind: 'same' };
  return changed(questions.with(index, other).with(index + by, question));
}

function changed(questions: Question[]): Changed {
  return { kind: 'changed', questions: questionsSchema.parse(questions) };
}
