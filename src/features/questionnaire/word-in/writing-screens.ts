import { formatInstant } from '../../../services/calendar/index.ts';
import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { Progress } from '../progress.ts';
import type { AssignmentView } from '../store.ts';
import { beginning, chars, numberOf, shownNumber } from '../wording.ts';
import { nothingButton } from './marking.ts';
import { numbersOf, saidIn, sizeOf } from './messages.ts';
import { mergeParts } from './moving.ts';
import type { Choice } from './moving.ts';
import type { Reading } from './store.ts';
import type { WrittenAnswer } from './verbs.ts';

/** The screens around writing what was read: what is to become of an answer that is there, and what was done. */

/** «На вопрос 1 уже есть ответ … Как поступить?» @param last what was chosen for the question before this one */
export function choiceScreen(
  texts: Texts,
  view: AssignmentView,
  { id, parts, fileName, code: ofOne }: Reading,
  codes: readonly string[],
  last?: string,
): Message {
  const { t, language } = texts;
  const [code = ''] = codes;
  const text = mergeParts(parts).find((each) => each.code === code)?.text ?? '';
  const answer = view.answers.find((each) => each.code === code);
  const number = numberOf(view, code);
  const value = answer?.value ?? null;
  const values = {
    chars: value ? shownNumber(value) : chars(texts, answer?.chars ?? 0),
    when: answer?.changedAt ? formatInstant(answer.changedAt, view.city.timeZone, language, 'table') : '',
    size: value ? saidIn(texts, view, code, text) : sizeOf(texts, text),
  };
  const choose = (choice: Choice): Button =>
    button(t(`word_in:buttons.${choice}`), 'w.choose', id, code, choice);
  if (ofOne !== null)
    return {
      text: `${t('word_in:one.ask', { name: beginning(fileName, 60), size: values.size })}\n${t('word_in:one.has', values)}`,
      keyboard: keyboard(
        choose('replace'),
        choose('append'),
        button(t('word_in:buttons.attach'), 'w.attach', id),
        button(t('chat:buttons.cancel'), 'w.cancel', id),
      ),
    };
  const ask =
    number === null ? t('word_in:choice.ask_intro', values) : t('word_in:choice.ask', { ...values, number });
  const left = codes.length - 1;
  return {
    text: left > 0 ? `${ask}\n${t('word_in:choice.left', { count: left })}` : ask,
    keyboard: keyboard(
      choose('replace'),
      value === null && choose('append'),
      choose('keep'),
      last !== undefined &&
        (value === null || last !== 'append') &&
        button(t('word_in:buttons.same_for_all'), 'w.choose', id, 'all', last),
      button(t('word_in:buttons.overview'), 'w.show', id),
    ),
  };
}

/** A document within a question, which has no answer yet. */
export function oneScreen(texts: Texts, { id, parts, fileName }: Reading): Message {
  const { t } = texts;
  const name = beginning(fileName, 60);
  const [part] = parts;
  return {
    text: part
      ? t('word_in:one.ask', { name, size: sizeOf(texts, part.text) })
      : t('word_in:one.empty', { name }),
    keyboard: keyboard(
      part && button(t('word_in:buttons.into_answer'), 'w.write', id),
      button(t('word_in:buttons.attach'), 'w.attach', id),
      button(t('chat:buttons.cancel'), 'w.cancel', id),
    ),
  };
}

/** «Записано. Готово 4 из 7. Без ответа: 2, 3, 7.» */
export function writtenScreen(
  texts: Texts,
  view: AssignmentView,
  written: readonly WrittenAnswer[],
  { done, total, unanswered }: Progress,
): Message {
  const { t } = texts;
  const nothing = written.filter(({ kind }) => kind === 'nothing').map(({ code }) => code);
  const changed = written.filter(
    ({ kind, changeId }) => changeId !== null && (kind === 'replace' || kind === 'append'),
  );
  const any = written.some(({ kind }) => kind !== 'keep' && kind !== 'same');
  const undo = changed.flatMap(({ code, changeId }) => {
    if (changeId === null) return [];
    const number = numberOf(view, code);
    const label =
      changed.length === 1
        ? t('questionnaire:buttons.undo')
        : number === null
          ? t('word_in:buttons.undo_intro')
          : t('word_in:buttons.undo_of', { number });
    return [button(label, 'q.undo', view.id, code, changeId)];
  });
  return {
    text: [
      [
        t(any ? 'word_in:written.done' : 'word_in:written.none'),
        t('word_in:written.progress', { done, total }),
        unanswered.length > 0 &&
          t('word_in:written.unanswered', { numbers: numbersOf(texts, view, unanswered) }),
      ]
        .filter(Boolean)
        .join(' '),
      nothing.length > 0 && t('word_in:written.nothing', { numbers: numbersOf(texts, view, nothing) }),
      changed.length > 0 && t('word_in:written.kept'),
    ]
      .filter(Boolean)
      .join('\n'),
    keyboard: keyboard(
      button(t('questionnaire:buttons.continue'), 'q.next', view.id),
      nothingButton(texts, view),
      ...flow(undo, 2, 26),
      button(t('questionnaire:buttons.list'), 'q.open', view.id),
    ),
  };
}

/** *Отмена*: nothing was written, and the file can be had back. */
export function cancelledScreen(texts: Texts, reading: Reading): Message {
  const { t } = texts;
  const { id, assignmentId, refused } = reading;
  return {
    text: cancelledWords(texts, reading),
    keyboard: keyboard(
      refused === null && button(t('word_in:buttons.restore'), 'w.restore', id),
      assignmentId === null
        ? button(t('questionnaire:menu'), 'q.mine')
        : button(t('questionnaire:buttons.list'), 'q.open', assignmentId),
    ),
  };
}

/** A file that cannot be read is not offered again. */
export function cancelledWords({ t }: Texts, { fileName, refused }: Reading): string {
  return t(refused === null ? 'word_in:cancelled' : 'word_in:cancelled_unread', {
    name: beginning(fileName, 60),
  });
}
