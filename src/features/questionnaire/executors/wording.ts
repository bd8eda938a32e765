import { dayIn, formatDay } from '../../../services/calendar/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { AssignmentView } from '../store.ts';
import { beginning, chars, inner, numberOf, questionOf, shortState, titleOf } from '../wording.ts';

/** «вопрос 3 «Какие наиболее трудные проблемы…»», «общие сведения», «анкета «…»». */
export function whatOf(texts: Texts, view: AssignmentView, code: string | null): string {
  if (code === null) return texts.t('executor:what.all', { title: titleOf(texts, view) });
  const number = numberOf(view, code);
  if (number === null) return texts.t('executor:what.intro');
  const words = inner(beginning(questionOf(view, code)?.text ?? '', 60));
  return texts.t('executor:what.question', { number, words });
}

/** The executor's term in words, as it is read in the city now; the questionnaire's where he has none. */
export function executorDay(texts: Texts, view: AssignmentView, dueOn: string | null, now: Date): string {
  return formatDay(dueOn ?? view.dueOn, texts.language, 'weekday', dayIn(now, view.city.timeZone));
}

/** «1 430 знаков, 2 файла» */
export function sizeOf(texts: Texts, view: AssignmentView, code: string): string {
  const question = questionOf(view, code);
  const answer = view.answers.find((each) => each.code === code);
  return question ? shortState(texts, question, answer) : '';
}

/** «41 знак, 1 файл» */
export function partsSize(
  texts: Texts,
  count: number,
  pieces: readonly { fileName: string | null }[],
): string {
  const files = pieces.filter(({ fileName }) => fileName !== null).length;
  const said = [
    count > 0 && chars(texts, count),
    files > 0 && texts.t('questionnaire:state.files', { count: files }),
  ];
  return said.filter(Boolean).join(', ');
}
