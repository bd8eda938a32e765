import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { AssignmentView } from '../store.ts';
import { titleOf } from '../wording.ts';
import { wayWords } from './record.ts';
import type { Behalf } from './record.ts';

/** What is told of a questionnaire that a coordinator submitted or withdrew for its city. */

/** To whoever answers there; null: it is not so any more. @param who the coordinator by name */
export function doneForYou(
  texts: Texts,
  view: AssignmentView,
  act: 'submitted' | 'withdrawn',
  who: string,
): Message | null {
  const { behalf } = view;
  if (behalf?.act !== act) return null;
  const { t } = texts;
  const how = wayWords(texts, behalf);
  const key = act === 'submitted' ? 'by' : 'asked_by';
  const values = { number: view.number ?? '', title: titleOf(texts, view) };
  return {
    text: t(`behalf:notice.${act}`, {
      ...values,
      how: t(`behalf:notice.${how === '' ? (`${key}_plain` as const) : key}`, { who, how }),
    }),
    keyboard: keyboard(
      act === 'submitted'
        ? button(t('behalf:buttons.read'), 'v.read', view.id, 1)
        : button(t('behalf:buttons.questionnaire'), 'q.open', view.id),
      behalf.objectedAt === null && button(t('behalf:buttons.object'), 'v.object', view.id),
    ),
  };
}

/** To the coordinator who did it: the city objects (or no more); null: it has changed since. */
export function cityObjects(texts: Texts, view: AssignmentView, against: boolean): Message | null {
  const { behalf } = view;
  if (!isDone(behalf) || (behalf.objectedAt !== null) !== against) return null;
  const { t } = texts;
  const values = { city: view.city.name, number: view.number ?? '' };
  return {
    text: against ? t(`behalf:notice.objected.${behalf.act}`, values) : t('behalf:notice.settled', values),
    keyboard: keyboard(button(t('behalf:buttons.questionnaire'), 'q.open', view.id)),
  };
}

function isDone(behalf: Behalf | null): behalf is Behalf & { act: 'submitted' | 'withdrawn' } {
  return behalf !== null && behalf.act !== 'entering';
}
