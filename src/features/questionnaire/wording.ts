import type { Texts } from '../../services/i18n/i18n.ts';
import { dayIn, daysLeft, formatDay } from '../../services/calendar/index.ts';
import { INTRO, questionNumber } from './form.ts';
import type { Question } from './form.ts';
import { formatNumber } from './answering/numbers.ts';
import type { AnswerRow, AssignmentView, NumberValue } from './store.ts';

/** Small phrases that screens, documents and notices share. */

export function chars(texts: Texts, count: number): string {
  return texts.t('questionnaire:state.chars', { count, shown: formatNumber(count) });
}

/** «3 части и 1 файл»: a text with a file is a part, and its file counts beside it. */
export function partsAndFiles(
  { t }: Texts,
  pieces: readonly { text: string; fileName: string | null }[],
): string {
  const written = pieces.filter(({ text }) => text !== '').length;
  const attached = pieces.filter(({ fileName }) => fileName !== null).length;
  const parts = t('questionnaire:saved.parts', { count: written });
  const files = t('questionnaire:state.files', { count: attached });
  if (attached === 0) return parts;
  return written === 0 ? files : t('questionnaire:saved.with_files', { parts, files });
}

/** «Организационная работа: итоги 2026 года» */
export function titleOf(texts: Texts, view: Pick<AssignmentView, 'branchName' | 'year'>): string {
  return texts.t('questionnaire:title', { branch: view.branchName, year: view.year });
}

/** «Срок — пятница, 12 февраля, до конца дня (Благовещенск). Осталось 7 дней.» */
export function term(texts: Texts, view: AssignmentView, now: Date): string {
  const { dueOn, city } = view;
  const left = daysLeft(dueOn, now, city.timeZone);
  const day = formatDay(dueOn, texts.language, 'weekday', dayIn(now, city.timeZone));
  const rest =
    left < 0
      ? texts.t('questionnaire:list.over')
      : left === 0
        ? texts.t('questionnaire:list.today')
        : texts.t('questionnaire:list.days_left', { count: left });
  return `${texts.t('questionnaire:list.term', { day, city: city.name })} ${rest}`;
}

/** «Вопрос 3 из 7» */
export function placeOf(texts: Texts, view: AssignmentView, code: string): string {
  const number = questionNumber(view.wholeForm ?? view.questions, code);
  return number ? texts.t('questionnaire:question.place', number) : texts.t('questionnaire:question.intro');
}

/** Its number for lists and buttons; null for the general information. */
export function numberOf(view: AssignmentView, code: string): number | null {
  return questionNumber(view.wholeForm ?? view.questions, code)?.number ?? null;
}

export function questionOf(view: AssignmentView, code: string): Question | undefined {
  return view.questions.find((question) => question.code === code);
}

/** The beginning of a text in one line, cut at a word. */
export function firstWords(text: string, limit: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit + 1);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[,;:.–—-]+$/u, '');
}

/** The same as a quotation: with dots where it goes on. */
export function beginning(text: string, limit: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const words = firstWords(line, limit);
  return words.length < line.length ? `${words}…` : words;
}

/** As it stands within quotation marks: those of its own become the inner ones. */
export function inner(text: string): string {
  return text.replaceAll('«', '„').replaceAll('»', '“');
}

/** The same where the sentence ends behind it: without a stop of its own. */
export function innerUnstopped(text: string): string {
  return inner(text).replace(/(?<![.…])\.\s*$/u, '');
}

/** «более 1 500» */
export function shownNumber({ qualifier, value }: NumberValue): string {
  return [qualifier, formatNumber(value)].filter(Boolean).join(' ');
}

/** What fits under the questions of the built-in form; every other question, also a new one, gets the general words. */
const NOTHING: Readonly<Record<string, 'examples' | 'proposals'>> = {
  COLLEAGUES: 'examples',
  HELP: 'proposals',
  TOPICS_EXCHANGE: 'proposals',
  TOPICS_TRAINING: 'proposals',
};

/**
 * What the question was answered with where the respondent pressed that he has nothing to say: «нет предложений», «нечего
 * указать»; «нет ответа» is something else.
 */
export function nothingToSay(texts: Texts, code: string, kind: Question['kind'] = 'long_text'): string {
  return texts.t(`questionnaire:nothing.${kind === 'number' ? 'data' : (NOTHING[code] ?? 'any')}`);
}

/** The same where a sentence begins: on the button, in documents. */
export function nothingAlone(texts: Texts, code: string, kind?: Question['kind']): string {
  const words = nothingToSay(texts, code, kind);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** «1 430 знаков, 2 файла», a number, «нет предложений», «нет ответа» */
export function shortState(texts: Texts, { code, kind }: Question, answer: AnswerRow | undefined): string {
  if (answer?.value) return shownNumber(answer.value);
  const written = [
    answer && answer.chars > 0 && chars(texts, answer.chars),
    answer && answer.files > 0 && texts.t('questionnaire:state.files', { count: answer.files }),
  ].filter(Boolean);
  if (written.length > 0) return written.join(', ');
  if (answer?.skippedAt) return nothingToSay(texts, code, kind);
  return texts.t(code === INTRO ? 'questionnaire:state.optional' : 'questionnaire:state.empty');
}
