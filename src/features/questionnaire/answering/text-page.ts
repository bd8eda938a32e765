import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { splitForTelegram } from '../formatted.ts';
import type { FormattedText, RawEntity } from '../formatted.ts';
import type { QuestionScreen } from '../messages.ts';

const PAGE = 3500;

/** One page of a long text about one question, with buttons to the others and back to the question. */
export function textPage(
  texts: Texts,
  { view, question }: Pick<QuestionScreen, 'view' | 'question'>,
  text: { text: string; entities: readonly RawEntity[] },
  number: number,
  show: {
    /** Of the button that turns the pages; its arguments are the questionnaire, the question, the page. */
    name: string;
    head: (page: number, of: number) => Message;
    more?: (Button | false)[];
    /** Under the last page only: what is decided about the whole text. */
    atEnd?: readonly Button[];
  },
): Message & { last: boolean } {
  const pages = splitForTelegram(text as FormattedText, PAGE);
  const index = Math.min(Math.max(number, 1), Math.max(pages.length, 1)) - 1;
  const last = index >= pages.length - 1;
  const head = show.head(index + 1, pages.length);
  const body = pages[index] ?? { text: '', entities: [] };
  const offset = head.text.length + 2;
  const at = (to: number) => [show.name, view.id, question.code, to] as const;
  return {
    text: body.text === '' ? head.text : `${head.text}\n\n${body.text}`,
    entities: [
      ...(head.entities ?? []),
      ...body.entities.map((entity) => ({ ...entity, offset: entity.offset + offset })),
    ],
    keyboard: keyboard(
      [
        index > 0 && button(texts.t('chat:buttons.previous'), ...at(index)),
        index < pages.length - 1 && button(texts.t('chat:buttons.next'), ...at(index + 2)),
      ],
      ...(last ? (show.atEnd ?? []) : []),
      ...(show.more ?? []),
      button(texts.t('chat:buttons.back'), 'q.go', view.id, question.code),
    ),
    last,
  };
}
