import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { charactersOfPart } from '../statistics.ts';
import type { AssignmentView } from '../store.ts';
import { chars, numberOf, questionOf } from '../wording.ts';
import { ASKS_STRAYS } from './strays.ts';
import type { Stray } from './strays.ts';

/** The first question of the association that the city has not answered yet. */
export function askedIn(view: AssignmentView): { id: number; code: string } | undefined {
  if (view.state !== 'to_clarify') return undefined;
  return view.clarifications.find(({ answer }) => answer === null);
}

/** What came outside a question while the association waits: an explanation, or more text of the answer. */
export function asksAboutAsked(
  texts: Texts,
  view: AssignmentView,
  bunch: readonly Stray[],
  toList: Button,
): Message {
  const { t } = texts;
  const { id = 0, code = '' } = askedIn(view) ?? {};
  const number = numberOf(view, code) ?? 0;
  const first = bunch[0]?.id ?? 0;
  const size = bunch.reduce((sum, { text }) => sum + charactersOfPart(text), 0);
  return {
    text: t('questionnaire:stray.asked', { number, chars: chars(texts, size) }),
    keyboard: keyboard(
      bunch.every(({ text, fileId }) => text !== '' && fileId === null) &&
        button(t('questionnaire:buttons.as_explanation'), 'c.put', id, first),
      questionOf(view, code)?.kind !== 'number' &&
        button(t('questionnaire:buttons.into_answer', { number }), 'q.put', view.id, code, first),
      button(t('questionnaire:buttons.not_answer'), 'q.drop', first),
      toList,
    ),
    about: ASKS_STRAYS,
  };
}
