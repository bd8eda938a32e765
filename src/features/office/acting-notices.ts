import { dayIn } from '../../services/calendar/index.ts';
import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Outgoing, Recipient, Renderer } from '../../services/delivery/index.ts';
import { actingOf } from '../../services/people/acting-store.ts';
import type { ActingView } from '../../services/people/acting-store.ts';
import { addressed } from '../../services/people/actor.ts';
import { dayOfPost } from '../../services/people/speaking.ts';
import { shortName, sideLine } from './acting-screens.ts';
import { section } from './handover-card.ts';
import type { Desk } from './desk.ts';
import { postLine } from './wording.ts';

/** What both sides of an acting are told; made when it is sent, so what was ended by then is not announced. */
export function createActingNotices(desk: Desk): Readonly<Record<string, Renderer>> {
  const { prisma, i18n } = desk;

  const renderer =
    (
      make: (view: ActingView, to: Recipient, now: Date) => Promise<Outgoing | null> | Outgoing | null,
    ): Renderer =>
    async (args, recipient, now) => {
      const view = await actingOf(prisma, (args as { actingId: number }).actingId);
      return view && make(view, recipient, now);
    };

  const daysOf = ({ language }: Recipient, { fromOn, untilOn, timeZone }: ActingView, now: Date) => {
    const texts = i18n(language);
    const said = (day: string): string => dayOfPost(texts, day, timeZone, now);
    return { first: said(fromOn), last: said(untilOn) };
  };

  return {
    acting_set: renderer((view, to, now) => {
      if (view.endedAt !== null || view.untilOn < dayIn(now, view.timeZone)) return null;
      const texts = i18n(to.language);
      const days = daysOf(to, view, now);
      if (to.personId === view.lent.personId) {
        const values = { who: shortName(view.substitute), post: view.lent.post, ...days };
        return {
          text: texts.t('acting:notice.set_holder', values),
          replyMarkup: keyboard(button(texts.t('acting:buttons.see'), 'a.seat', view.lent.seatId)),
        };
      }
      if (to.personId !== view.substitute.personId) return null;
      return {
        text: texts.t('acting:notice.set_substitute', { whom: sideLine(texts, view.lent), ...days }),
      };
    }),

    acting_begins: renderer(async (view, to, now) => {
      const over = view.endedAt !== null || view.untilOn < dayIn(now, view.timeZone);
      if (over || to.personId !== view.substitute.personId) return null;
      const texts = i18n(to.language);
      const { t } = texts;
      const { seatId } = view.lent;
      const { open, soon, button: toOpen } = await desk.handover(texts, seatId, now);
      const values = {
        name: addressed(view.substitute) ?? '',
        whom: sideLine(texts, view.lent),
        ...daysOf(to, view, now),
      };
      return {
        text: [
          t('acting:notice.begins', values),
          section(t('acting:handover.open'), open) ?? t('acting:handover.nothing'),
          section(t('acting:handover.soon'), soon),
        ]
          .filter(Boolean)
          .join('\n\n'),
        replyMarkup: keyboard(toOpen, button(t('acting:buttons.speak'), 'a.speak', seatId)),
      };
    }),

    /** Whoever acts, or was to, was cut off; not where he has been let in again by then. */
    acting_stopped: renderer((view, to, now) => {
      const over = view.endedAt !== null || view.untilOn < dayIn(now, view.timeZone);
      if (over || view.substitute.personId !== null) return null;
      const texts = i18n(to.language);
      const who = shortName(view.substitute);
      const text =
        to.personId === view.lent.personId
          ? texts.t('acting:notice.stopped_holder', { who, post: view.lent.post })
          : texts.t('acting:notice.stopped_coordinator', { who, whom: sideLine(texts, view.lent) });
      const replyMarkup = keyboard(button(texts.t('acting:buttons.see'), 'a.seat', view.lent.seatId));
      return { text, replyMarkup };
    }),

    acting_over: renderer((view, to) => {
      const texts = i18n(to.language);
      const menu = keyboard(button(texts.t('chat:buttons.menu'), 'menu'));
      if (to.personId === view.lent.personId) {
        const values = { who: shortName(view.substitute), post: view.lent.post };
        return { text: texts.t('acting:notice.over_holder', values), replyMarkup: menu };
      }
      if (to.personId !== view.substitute.personId) return null;
      const values = { post: postLine(texts, view.lent), whom: shortName(view.lent) };
      return { text: texts.t('acting:notice.over_substitute', values), replyMarkup: menu };
    }),
  };
}
