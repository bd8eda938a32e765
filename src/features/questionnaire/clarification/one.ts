import { formatInstant } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import { isSubmitted } from '../admission.ts';
import type { AcceptanceScreens } from './acceptance-screens.ts';
import type { ClarificationDesk } from './desk.ts';
import { answeredText, messageOf, remarkLine, takeButtons, untilLine } from './messages.ts';
import { askedScreen } from './notices.ts';
import { findClarification } from './store.ts';
import { firstOf } from './telling.ts';
import type { AssignmentView } from '../store.ts';

export type OneScreen = (ctx: Ctx, view: AssignmentView, id: number, above?: string) => Promise<void>;

/** The screen of one clarification for the association: what was asked, what the city said, what can be done. */
export function createOneScreen(desk: ClarificationDesk, read: AcceptanceScreens['read']): OneScreen {
  const { prisma } = desk;
  return one;

  /** One clarification as the association sees it. */
  async function one(ctx: Ctx, view: AssignmentView, id: number, above?: string): Promise<void> {
    const clarification = await findClarification(prisma, id);
    if (!clarification || clarification.assignmentId !== view.id) return desk.refuse(ctx, 'gone');
    const { texts, now } = ctx;
    const { t } = texts;
    const screen = await askedScreen(prisma, view, clarification, now);
    const { answer, closedAt } = clarification;
    if (closedAt) return read(ctx, view, 1, above ?? t('clarification:refused.nothing'));
    const opening = [above, remarkLine(texts, view, clarification, screen.by)];
    if (answer !== null) {
      const text = answeredText(texts, screen);
      const lead = [...opening, ''].filter((line) => line !== undefined).join('\n');
      const entities = text.entities.map((each) => ({ ...each, offset: each.offset + lead.length }));
      const markup = keyboard(
        ...takeButtons(texts, clarification),
        button(t('clarification:buttons.drop'), 'c.drop', id),
      );
      return ctx.screen.show(messageOf({ text: lead + text.text, entities }, markup));
    }
    const waiting = await prisma.notice.findMany({
      where: {
        kind: 'clarification.asked',
        subject: `assignment:${view.id}`,
        state: 'queued',
        notBefore: { gt: now },
      },
    });
    const queued = waiting.find(({ args }) => firstOf(args) <= id);
    await ctx.screen.show({
      text: [
        ...opening,
        untilLine(texts, clarification, view, now),
        clarification.explanation !== null && t('clarification:one.into_text'),
        queued
          ? t('clarification:one.queued', {
              time: formatInstant(queued.notBefore, view.city.timeZone, texts.language, 'time'),
              city: view.city.name,
            })
          : t(isSubmitted(view) ? 'clarification:one.waits' : 'clarification:one.withdrawn'),
      ]
        .filter((line) => typeof line === 'string')
        .join('\n'),
      keyboard: keyboard(
        queued && button(t('clarification:buttons.send'), 'c.go', view.id),
        queued && button(t('clarification:buttons.another'), 'c.ask', view.id, 1),
        button(t('clarification:buttons.day'), 'c.day', id),
        !queued && button(t('clarification:buttons.behalf'), 'c.behalf', id),
        button(t('clarification:buttons.drop'), 'c.drop', id),
        button(t('clarification:buttons.read'), 'c.read', view.id, 1),
      ),
    });
  }
}
