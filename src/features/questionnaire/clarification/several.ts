import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf } from '../admission.ts';
import { pageOf, turning } from '../campaign/desk.ts';
import { owedBy } from './asking.ts';
import type { ClarificationDesk } from './desk.ts';
import { questionName, shortRemark } from './messages.ts';
import type { ClarificationView } from './store.ts';
import type { AssignmentView } from '../store.ts';

/** Clarifications on one page: the buttons that turn it and lead back stand beside them. */
const SHOWN = 5;

/** More clarifications than one, in pages; `one` and `list` are the buttons that open one of them and another page. */
export function severalMessage(
  texts: Texts,
  view: AssignmentView,
  all: readonly ClarificationView[],
  wanted: number,
  to: { one: string; list: string; back: Button },
): Message {
  const { items, page, pages } = pageOf(all, wanted, SHOWN);
  return {
    text: [
      texts.t('clarification:some', { city: view.city.name, count: all.length }),
      pages > 1 && texts.t('campaign:page', { page: page + 1, pages }),
    ]
      .filter(Boolean)
      .join('\n'),
    keyboard: keyboard(
      ...items.map(({ id, code, remark }) =>
        button(`${questionName(texts, view, code)}: ${shortRemark(remark)}`, to.one, id),
      ),
      turning(texts, { page, pages }, (number) => button('', to.list, view.id, number)),
      to.back,
    ),
  };
}

/** *Все уточнения* of the city: what is still to be answered, for whoever explains it or writes the text. */
export function createOwedList(desk: ClarificationDesk): Feature {
  const { prisma, desk: own } = desk;
  return {
    buttons: {
      async 'c.owed'(ctx, [id, page]) {
        const view = await desk.open(ctx, id, 'see_questionnaire');
        if (!view) return;
        const given = new Set(view.clarifications.map((each) => each.id));
        const may = (code: string): boolean =>
          (seatFor(ctx.actor, 'explain', subjectOf(view)) ??
            seatFor(ctx.actor, 'answer', subjectOf(view, code))) !== null;
        const owed = (await owedBy(prisma, view.id)).filter((each) => given.has(each.id) && may(each.code));
        if (owed.length === 0) return own.list(ctx, view);
        await ctx.screen.show(
          severalMessage(ctx.texts, view, owed, integer(page) ?? 0, {
            one: 'c.see',
            list: 'c.owed',
            back: button(ctx.texts.t('questionnaire:buttons.list'), 'q.open', view.id),
          }),
        );
      },
    },
  };
}
