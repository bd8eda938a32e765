import { dayIn, formatDay } from '../../services/calendar/index.ts';
import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Message } from '../../services/chat/screen.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { isRunning } from '../../services/people/acting-store.ts';
import type { ActingSide, ActingView } from '../../services/people/acting-store.ts';
import { ASSOCIATION_ZONE, listed } from '../../services/people/actor.ts';
import { fullName } from '../../services/people/names.ts';
import { seatFor } from '../../services/people/rights.ts';
import { dayOfPost } from '../../services/people/speaking.ts';
import { staffOf, staffSeat } from '../../services/people/store.ts';
import type { StaffSeat } from '../../services/people/store.ts';
import { LENGTHS, candidatesFor, firstDays, lastDay } from './acting-steps.ts';
import type { ActingDraft, Candidate } from './acting-steps.ts';
import type { Desk } from './desk.ts';
import { page, pageButtons, postLine } from './wording.ts';

const PAGE = 4;

/** «Берёзкина Анна Викторовна, начальник управления, Приреченск»; the post alone where nobody is named. */
export function sideLine(
  texts: Texts,
  side: Pick<ActingSide, 'post' | 'departmentName' | 'cityName'> & Name,
): string {
  return [fullName(side), postLine(texts, side)].filter(Boolean).join(', ');
}

/** «Рябинин П.А.», or the post where nobody is named. */
export function shortName(side: Name & { post: string }): string {
  return listed(side) || side.post;
}

type Name = Parameters<typeof fullName>[0];

/** «понедельник, 8 февраля — воскресенье, 14 февраля» */
export function daysLine(texts: Texts, { fromOn, untilOn, timeZone }: Days, now: Date): string {
  const [from, until] = [fromOn, untilOn].map((day) => dayOfPost(texts, day, timeZone, now));
  return fromOn === untilOn ? (from ?? '') : `${from} — ${until}`;
}

type Days = Pick<ActingView, 'fromOn' | 'untilOn' | 'timeZone'>;

/** «• Рябинин П.А.: понедельник, 8 февраля — воскресенье, 14 февраля. Идёт сейчас.» */
export function actingLine(texts: Texts, view: ActingView, now: Date): string {
  const { substitute } = view;
  const absent = substitute.cutOff ? 'cut_off' : 'waits';
  const state = substitute.personId === null ? absent : isRunning(view, now) ? 'runs' : 'planned';
  const values = { who: shortName(substitute), days: daysLine(texts, view, now) };
  return `${texts.t('acting:seat.line', values)} ${texts.t(`acting:seat.${state}`)}`;
}

/** The screen of each step of an acting that is being set. */
export function createActingScreens(desk: Desk) {
  const { prisma } = desk;
  const today = (post: Pick<StaffSeat, 'timeZone'>, now: Date): string =>
    dayIn(now, post.timeZone ?? ASSOCIATION_ZONE);

  async function candidates(ctx: Ctx, post: StaffSeat, search?: string): Promise<Candidate[]> {
    return candidatesFor(post, await staffOf(prisma, post.cityId, ctx.now), search);
  }

  async function who(ctx: Ctx, post: StaffSeat, draft: ActingDraft): Promise<Question> {
    const { t } = ctx.texts;
    const found = await candidates(ctx, post, draft.search);
    const shown = page(found, draft.page ?? 0, PAGE);
    const names = shown.rows.map((one) => listed(one));
    const people = shown.rows.map((one, index) => {
      const twice = names.filter((name) => name === names[index]).length > 1;
      const name = twice ? `${names[index]}, ${one.post}` : (names[index] ?? '');
      const label = one.connected ? name : t('acting:set.not_connected', { name });
      return button(label.slice(0, 60), 'a.who', one.seatId);
    });
    const { cityId, departmentId } = post;
    const mayInvite = cityId !== null && seatFor(ctx.actor, 'invite_executor', { cityId, departmentId });
    const text =
      found.length === 0
        ? t('acting:set.nobody')
        : t(shown.last > 0 || draft.search !== undefined ? 'acting:set.who_search' : 'acting:set.who');
    return {
      text: mayInvite ? text : `${text} ${t('acting:set.absent')}`,
      buttons: [
        ...people,
        pageButtons(ctx.texts, shown, 'a.page'),
        mayInvite && button(t('acting:set.invite'), 'a.invite'),
      ],
    };
  }

  async function question(ctx: Ctx, post: StaffSeat, draft: ActingDraft): Promise<Question> {
    const { t } = ctx.texts;
    const on = today(post, ctx.now);
    const said = (day: string): string => dayOfPost(ctx.texts, day, post.timeZone, ctx.now);
    switch (draft.step) {
      case 'who':
        return who(ctx, post, draft);
      case 'from': {
        const { monday } = firstDays(on);
        return {
          text: t('acting:set.from'),
          buttons: [
            button(t('acting:set.today', { day: said(on) }), 'a.from', on),
            button(t('acting:set.monday', { day: said(monday).replace(/^[^,]+, /, '') }), 'a.from', monday),
          ],
        };
      }
      case 'until': {
        const from = draft.fromOn ?? on;
        const lengths = LENGTHS.map((days) => {
          const last = lastDay(from, days);
          return button(t('acting:set.length', { count: days, day: shortDay(last) }), 'a.until', last);
        });
        return { text: t('acting:set.until'), buttons: lengths };
      }
      case 'confirm': {
        const substitute = await staffSeat(prisma, draft.actingSeatId ?? 0, ctx.now);
        const connected = substitute?.holder ? null : t('acting:set.comes_later');
        return {
          text: [connected, t('acting:set.confirm')].filter(Boolean).join('\n'),
          buttons: [button(t('acting:set.ok'), 'a.ok')],
        };
      }
    }

    function shortDay(day: string): string {
      return formatDay(day, ctx.texts.language, 'table').slice(0, 5);
    }
  }

  /** What is known so far, above each question. */
  async function known(ctx: Ctx, post: StaffSeat, draft: ActingDraft): Promise<string> {
    const { t } = ctx.texts;
    const named = (seat: StaffSeat) =>
      sideLine(ctx.texts, { ...seat, ...(seat.holder ?? seat.invitation ?? NOBODY) });
    const substitute =
      draft.actingSeatId === undefined ? null : await staffSeat(prisma, draft.actingSeatId, ctx.now);
    const said = (day: string): string => dayOfPost(ctx.texts, day, post.timeZone, ctx.now);
    return [
      t('acting:set.head', { post: named(post) }),
      substitute && t('acting:set.substitute', { who: named(substitute) }),
      draft.fromOn && t('acting:set.first', { day: said(draft.fromOn) }),
      draft.untilOn && t('acting:set.last', { day: said(draft.untilOn) }),
    ]
      .filter(Boolean)
      .join('\n');
  }

  return {
    candidates,
    today,
    async show(ctx: Ctx, post: StaffSeat, draft: ActingDraft, above?: string): Promise<void> {
      const { text, buttons } = await question(ctx, post, draft);
      const head = await known(ctx, post, draft);
      const message: Message = {
        text: [above, head, text].filter(Boolean).join('\n\n'),
        keyboard: keyboard(...buttons, desk.back(ctx, 'a.back')),
      };
      await ctx.screen.show(message);
    },
  };
}

interface Question {
  text: string;
  buttons: (Button | (Button | null)[] | null | false)[];
}

export const NOBODY: Name = { surname: null, name: null, patronymic: null };
