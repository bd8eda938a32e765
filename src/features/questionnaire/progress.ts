import { INTRO } from './form.ts';
import type { Question, Questions } from './form.ts';

/** What is known of one answer: its pieces, its length, and whether the person passed the question over. */
export type AnswerState = {
  readonly code: string;
  /** Pieces that are not removed; a number counts as one piece. */
  readonly pieces: number;
  /** As `statistics` counts them. */
  readonly characters: number;
  /** *Готово* was pressed. Submission takes every piece all the same. */
  readonly done: boolean;
  /** *Пропустить* or *Нет предложений* was pressed. A piece that comes later wins over it. */
  readonly skipped: boolean;
  /** It is an executor's until the head takes it. */
  readonly untaken?: boolean;
};

/** `started`: there is text, but *Готово* was not pressed; it counts all the same. */
export type QuestionState = 'empty' | 'started' | 'answered' | 'skipped' | 'too_long';

export type QuestionProgress = {
  readonly code: string;
  readonly state: QuestionState;
  readonly characters: number;
  /** By how many characters the answer is longer than the limit; 0 when it is not. */
  readonly overLimit: number;
};

export type Progress = {
  /** Every question of the form, in its order, `INTRO` too. */
  readonly questions: readonly QuestionProgress[];
  /** Numbered questions that have a text or were passed over, but for what the head has not taken from an executor. */
  readonly done: number;
  /** All numbered questions. */
  readonly total: number;
  /** Numbered questions that are neither answered nor passed over, in order. */
  readonly unanswered: readonly string[];
  /** Required questions without a text, in order. */
  readonly missingRequired: readonly string[];
  /** Where *Продолжить* leads; undefined when nothing is open. */
  readonly nextOpen: string | undefined;
  readonly daysLeft: number | undefined;
};

/**
 * Derives how far a questionnaire is from its answers.
 * `daysLeft` is the calendar's matter and only passes through (0: the last day, below 0: late).
 */
export function progressOf(
  questions: Questions,
  answers: readonly AnswerState[],
  daysLeft?: number,
): Progress {
  const byCode = new Map(answers.map((answer) => [answer.code, answer]));
  const states = questions.map((question) => questionProgress(question, byCode.get(question.code)));
  const numbered = states.filter((question) => question.code !== INTRO);
  const unanswered = numbered.filter((question) => question.state === 'empty').map(({ code }) => code);
  const required = new Set(questions.filter((question) => question.required).map(({ code }) => code));
  return {
    questions: states,
    done: numbered.filter(({ code, state }) => state !== 'empty' && !byCode.get(code)?.untaken).length,
    total: numbered.length,
    unanswered,
    missingRequired: states
      .filter(({ code, state }) => required.has(code) && !hasText(state))
      .map(({ code }) => code),
    nextOpen: nextOpen(states),
    daysLeft,
  };
}

/** The first open question after `code`, then from the beginning: where *Готово* and *Пропустить* lead. */
export function nextOpenAfter(progress: Progress, code: string): string | undefined {
  const index = progress.questions.findIndex((question) => question.code === code);
  const others = [...progress.questions.slice(index + 1), ...progress.questions.slice(0, Math.max(index, 0))];
  return nextOpen(others);
}

function questionProgress(question: Question, answer: AnswerState | undefined): QuestionProgress {
  const characters = answer?.characters ?? 0;
  const overLimit = Math.max(0, characters - question.limit);
  return { code: question.code, state: stateOf(answer, overLimit), characters, overLimit };
}

function stateOf(answer: AnswerState | undefined, overLimit: number): QuestionState {
  if (!answer || answer.pieces === 0) return answer?.skipped ? 'skipped' : 'empty';
  if (overLimit > 0) return 'too_long';
  return answer.done ? 'answered' : 'started';
}

/** A begun answer is open before an empty question only if it stands before it; `INTRO` is never urged. */
function nextOpen(states: readonly QuestionProgress[]): string | undefined {
  const open = states.find(({ code, state }) => code !== INTRO && (state === 'empty' || state === 'started'));
  return open?.code;
}

function hasText(state: QuestionState): boolean {
  return state !== 'empty' && state !== 'skipped';
}

/**
 * The same from the rows of the answers, so that respondent and coordinator read the same figures.
 * @param untaken the questions whose answer is still an executor's
 */
export function progressOfRows(
  questions: Questions,
  rows: readonly {
    code: string;
    chars: number;
    pieceCount: number;
    value: unknown;
    doneAt: Date | null;
    skippedAt: Date | null;
  }[],
  untaken?: { has(code: string): boolean },
): Progress {
  const answers = rows.map(({ code, chars, pieceCount, value, doneAt, skippedAt }) => ({
    code,
    pieces: value === null ? pieceCount : Math.max(pieceCount, 1),
    characters: chars,
    done: doneAt !== null,
    skipped: skippedAt !== null,
    untaken: untaken?.has(code) ?? false,
  }));
  return progressOf(questions, answers);
}
