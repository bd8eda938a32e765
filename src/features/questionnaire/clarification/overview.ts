import { formatInstant } from '../../../services/calendar/index.ts';
import { button } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { isSubmitted } from '../admission.ts';
import { everyButton, questionName } from './messages.ts';
import type { AssignmentView } from '../store.ts';
import { numberOf } from '../wording.ts';

/** What the overview of a questionnaire says and offers about the questions of the association. */

/** «Ассоциация просит уточнить: вопрос 1, вопрос 3.», or that its decision is awaited; null: neither. */
export function askedNote(texts: Texts, view: AssignmentView): string | null {
  const owed = owedCodes(view);
  if (owed.length === 0) return sentNote(texts, view);
  const questions = owed.map((code) => {
    const number = numberOf(view, code);
    return number === null
      ? texts.t('questionnaire:review.where_intro')
      : texts.t('questionnaire:review.where', { number });
  });
  return texts.t('clarification:city_note', { count: owed.length, questions: questions.join(', ') });
}

/**
 * «Пояснение отправлено, ждём решения Ассоциации.»: the city has answered all that is open; null: nothing is open, or it
 * was withdrawn, and nobody decides.
 */
export function sentNote({ t }: Texts, view: AssignmentView): string | null {
  const { state, clarifications } = view;
  if (state === 'accepted' || !isSubmitted(view) || clarifications.length === 0) return null;
  if (clarifications.length > 1) return t('clarification:city_sent.several');
  return t(
    `clarification:city_sent.${clarifications[0]?.answer === 'corrected' ? 'corrected' : 'explained'}`,
  );
}

/** Beside the state of one answer. */
export function askedMark({ t }: Texts, view: AssignmentView, code: string): string | null {
  const asked = view.clarifications.find((each) => each.code === code);
  if (!asked || view.state === 'accepted') return null;
  return t(asked.answer === null ? 'clarification:mark' : 'clarification:mark_sent');
}

/** Beside the other buttons of the overview. */
const SHOWN = 4;

/** To each question that is owed an answer; of many the first, with the list of all. */
export function askedButtons(texts: Texts, view: AssignmentView): Button[] {
  const buttons = view.clarifications
    .filter(({ answer }) => answer === null)
    .map(({ id, code }) => button(questionName(texts, view, code), 'c.see', id));
  if (buttons.length <= SHOWN) return buttons;
  return [...buttons.slice(0, SHOWN), everyButton(texts, view)];
}

/** «Анкета 2026-ОРГ-27 принята Ассоциацией: …»; null: it is not. */
export function acceptedLine(texts: Texts, view: AssignmentView, now: Date): string | null {
  const { acceptedAt, city, number } = view;
  if (view.state !== 'accepted' || !acceptedAt) return null;
  const when = formatInstant(acceptedAt, city.timeZone, texts.language, 'weekday', now);
  return texts.t('clarification:city_accepted', { number: number ?? '', when, city: city.name });
}

const owedCodes = (view: AssignmentView): string[] =>
  view.state === 'accepted'
    ? []
    : view.clarifications.flatMap(({ code, answer }) => (answer === null ? [code] : []));
