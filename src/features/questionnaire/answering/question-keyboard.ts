import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { INTRO } from '../form.ts';
import type { JoinedAnswer, Seam } from '../joining/joining.ts';
import type { QuestionScreen } from '../messages.ts';
import { nothingAlone } from '../wording.ts';
import { backLabel } from './taking-back.ts';
import type { Back } from './taking-back.ts';

/** The seams that the rules were not sure of, and those that the person has decided about. */
export function seamsToSettle({ seams }: JoinedAnswer): Seam[] {
  return seams.filter((seam) => seam.samePaste && (seam.doubtful || seam.decided));
}

export function hasContent({ pieces, answer }: Pick<QuestionScreen, 'pieces' | 'answer'>): boolean {
  return pieces.length > 0 || Boolean(answer?.value);
}

/** The association has asked about this answer, and nothing else can be written now. */
const isAsked = ({ view }: Pick<QuestionScreen, 'view'>): boolean => view.state === 'to_clarify';

/** Whoever may then corrects the answer and sends it; an executor hands over, as always, an assistant prepares. */
export const isCorrection = ({ view, side }: Pick<QuestionScreen, 'view' | 'side'>): boolean =>
  isAsked({ view }) && view.wholeForm === undefined && side.sends;

/** What can be done with the answer to a question; at most seven buttons. */
export function questionKeyboard(texts: Texts, screen: QuestionScreen): Message['keyboard'] {
  const { view, question, joined, pieces, undoable } = screen;
  const of = (key: Parameters<Texts['t']>[0], name: string, ...args: number[]) =>
    button(texts.t(key), name, view.id, question.code, ...args);
  const back = (does: Back, change: number) =>
    button(backLabel(texts, does), 'q.undo', view.id, question.code, change);
  const filled = hasContent(screen);
  const asked = isAsked(screen);
  const correction = isCorrection(screen);
  const optional = !question.required && question.code !== INTRO && !asked;
  const { handOver, decide, more } = screen.side;
  const rows = (extra: Button | null, lastYear: boolean) =>
    keyboard(
      ...(correction
        ? [of('clarification:buttons.send_correction', 'c.send')]
        : decide.length > 0
          ? decide
          : [filled && (handOver ?? of('questionnaire:buttons.done', 'q.done'))]),
      [
        joined.text !== '' && of('questionnaire:buttons.show', 'q.text'),
        seamsToSettle(joined).length > 0 && of('questionnaire:buttons.seams', 'q.seams'),
      ],
      undoable.change !== null && back(screen.backs.undo, undoable.change),
      undoable.takenBack !== null && back(screen.backs.redo, undoable.takenBack),
      correction
        ? of('clarification:buttons.keep', 'c.keep')
        : lastYear && !asked && screen.hasLastYear && of('questionnaire:buttons.last_year', 'q.last'),
      !filled &&
        optional &&
        button(nothingAlone(texts, question.code, question.kind), 'q.none', view.id, question.code),
      extra,
      [
        filled
          ? pieces.length > 0 && of('questionnaire:buttons.remove', 'q.parts')
          : !asked && of('questionnaire:buttons.skip', 'q.skip'),
        button(texts.t('questionnaire:buttons.list'), 'q.open', view.id),
      ],
    );
  const fits = (all: Message['keyboard']) => (all?.inline_keyboard.flat().length ?? 0) <= MOST_BUTTONS;
  return [rows(more, true), rows(null, true)].find(fits) ?? rows(null, false);
}

/** What a screen of a phone holds. */
const MOST_BUTTONS = 7;
