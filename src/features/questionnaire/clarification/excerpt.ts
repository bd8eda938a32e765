import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf } from '../admission.ts';
import { back } from '../campaign/desk.ts';
import { messageOf, remarkLine, saidText } from './messages.ts';
import { placeOfRemark } from './place.ts';
import type { Stretch } from './place.ts';
import { contentOf } from './store.ts';
import type { ClarificationView } from './store.ts';
import { concat, formatted, slice, splitForTelegram } from '../formatted.ts';
import type { FormattedText } from '../formatted.ts';
import type { AssignmentView } from '../store.ts';

/** Characters shown on either side of the place that a remark speaks of. */
const AROUND = 500;
/** Of a text on one page. */
const PAGE = 3000;

/** The place of the answer that the remark speaks of, with what stands around it. */
export async function showPlace(
  prisma: PrismaClient,
  ctx: Ctx,
  view: AssignmentView,
  clarification: ClarificationView,
  number: number | null,
): Promise<void> {
  const { texts } = ctx;
  const { t } = texts;
  const { code, remark, id } = clarification;
  const content = await contentOf(prisma, view.id, view.edition);
  const said = content.find((answer) => answer.code === code);
  const text = saidText(texts, view, said);
  const found = placeOfRemark(text.text, remark);
  const pages = splitForTelegram(text, PAGE);
  const whole = number !== null || !found || text.text.length <= 2 * AROUND;
  const index = Math.min(Math.max(number ?? 1, 1), Math.max(pages.length, 1)) - 1;
  const shown = whole
    ? pages.length === 1 && found
      ? marked(text, found)
      : (pages[index] ?? formatted(t('questionnaire:state.empty')))
    : excerpt(text, found);
  const head = formatted(
    [
      remarkLine(texts, view, clarification, null),
      !found && t('clarification:place.not_found'),
      whole && pages.length > 1 && t('campaign:page', { page: index + 1, pages: pages.length }),
    ]
      .filter(Boolean)
      .join('\n'),
  );
  const explains = seatFor(ctx.actor, 'explain', subjectOf(view)) !== null;
  const turn = (to: number, key: 'chat:buttons.previous' | 'chat:buttons.next') =>
    whole && to >= 0 && to < pages.length && button(t(key), 'c.place', id, to + 1);
  await ctx.screen.show(
    messageOf(
      concat([head, shown], '\n\n'),
      keyboard(
        [turn(index - 1, 'chat:buttons.previous'), turn(index + 1, 'chat:buttons.next')],
        !whole && button(t('clarification:buttons.whole'), 'c.place', id, 1),
        explains && button(t('clarification:buttons.explain'), 'c.say', id),
        button(t('clarification:buttons.correct'), 'c.fix', id),
        back(texts, 'c.see', id),
      ),
    ),
  );
}

/** The place with a bold mark. */
function marked(text: FormattedText, { start, end }: Stretch): FormattedText {
  return formatted(text.text, [...text.entities, { type: 'bold', offset: start, length: end - start }]);
}

/** The same cut to what stands around, at the borders of words. */
function excerpt(text: FormattedText, place: Stretch): FormattedText {
  const from = place.start <= AROUND ? 0 : text.text.indexOf(' ', place.start - AROUND) + 1;
  const far = place.end + AROUND;
  const to = far >= text.text.length ? text.text.length : text.text.lastIndexOf(' ', far);
  return concat([
    formatted(from > 0 ? '… ' : ''),
    slice(marked(text, place), from, to),
    formatted(to < text.text.length ? ' …' : ''),
  ]);
}
