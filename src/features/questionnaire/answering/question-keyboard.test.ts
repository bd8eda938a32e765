import { expect, it } from 'vitest';
import { button } from '../../../services/chat/buttons.ts';
import { createI18n } from '../../../services/i18n/i18n.ts';
import type { Seam } from '../joining/joining.ts';
import type { QuestionScreen } from '../messages.ts';
import { questionKeyboard } from './question-keyboard.ts';

const seam = { samePaste: true, doubtful: true, decided: false } as Seam;

/** All that can stand under an answer stands under it. */
const crowded = (decide: QuestionScreen['side']['decide']): QuestionScreen => ({
  view: { id: 1, state: 'in_work' } as QuestionScreen['view'],
  named: null,
  question: { code: 'HELP', kind: 'long_text', text: '', hint: '', required: false, limit: 9 },
  answer: undefined,
  pieces: [{ id: 1 } as QuestionScreen['pieces'][number]],
  joined: { text: 'Текст', entities: [], pieces: [], seams: [seam] },
  hasLastYear: true,
  undoable: { change: 5, takenBack: null, setAside: false },
  side: { notes: [], handOver: null, sends: true, decide, more: button('Поручено', 'e.d', 1) },
  backs: { undo: 'former', redo: 'again' },
});

it('has seven buttons at most, and a decision in the place of “done”', () => {
  const texts = createI18n('locales')('ru');
  const labels = (decide: QuestionScreen['side']['decide'], more: Partial<QuestionScreen> = {}) =>
    questionKeyboard(texts, { ...crowded(decide), ...more })
      ?.inline_keyboard.flat()
      .map(({ text }) => text);
  const rest = ['Показать текст', 'Стыки частей', 'Вернуть прежний текст'];
  const end = ['Убрать часть', 'К списку'];
  expect(labels([])).toEqual(['Готово', ...rest, 'Ответ прошлого года', ...end]);
  const bothWays = { undoable: { change: 5, takenBack: 7 } };
  expect(labels([], bothWays)).toEqual(['Готово', ...rest, 'Отменить возврат', ...end]);
  const decide = [button('Принять', 'e.take', 1), button('Вернуть с замечанием', 'e.back', 1)];
  expect(labels(decide)).toEqual(['Принять', 'Вернуть с замечанием', ...rest, ...end]);
});
