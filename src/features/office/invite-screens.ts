import { button, flow, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Message } from '../../services/chat/screen.ts';
import { ofCity } from '../../services/people/invitations.ts';
import { fullName } from '../../services/people/names.ts';
import { citiesOf, departmentsOf, staffSeat } from '../../services/people/store.ts';
import type { Desk } from './desk.ts';
import { citiesWithin, departmentsWithin, kindsFor } from './invite-steps.ts';
import type { Draft } from './invite-steps.ts';
import { datedDay, page, pageButtons, postLine, zoneOf } from './wording.ts';

const PAGE = 7;

/** The screen of each step of an invitation. */
export function createInviteScreens(desk: Desk) {
  const { prisma } = desk;

  function proposedPost(ctx: Ctx, { kind }: Draft): string {
    return kind === undefined || kind === 'head'
      ? ctx.texts.t('office:proposed.head')
      : ctx.texts.t(`office:proposed.${kind}`);
  }

  async function cities(ctx: Ctx, draft: Draft): Promise<{ id: number; name: string }[]> {
    const reach = draft.kind ? citiesWithin(ctx.actor, `invite_${draft.kind}`) : [];
    const found = await citiesOf(prisma, draft.search);
    return reach === null ? found : found.filter(({ id }) => reach.includes(id));
  }

  async function departments(ctx: Ctx, { kind, cityId = 0 }: Draft): Promise<{ id: number; name: string }[]> {
    const within = kind === undefined ? [] : departmentsWithin(ctx.actor, kind, cityId);
    const all = await departmentsOf(prisma, cityId);
    return within === null ? all : all.filter(({ name }) => within.includes(name));
  }

  /** What is known so far, above each question. */
  async function known(ctx: Ctx, draft: Draft): Promise<string> {
    const { t } = ctx.texts;
    const surname = draft.surname ?? draft.alone ?? null;
    const name = fullName({ name: null, patronymic: null, ...draft, surname });
    if (draft.seatId !== undefined) {
      const seat = await staffSeat(prisma, draft.seatId, ctx.now);
      return [name, seat && postLine(ctx.texts, seat), draft.phone].filter(Boolean).join('\n');
    }
    const city =
      draft.cityId === undefined ? null : await prisma.city.findUnique({ where: { id: draft.cityId } });
    if (draft.step === 'kind') {
      const place = [draft.post, draft.department, city?.name].filter(Boolean).join(', ');
      return [name, place, draft.phone].filter(Boolean).join('\n');
    }
    const post = draft.post ?? (draft.kind && t(`office:kind.${draft.kind}`)) ?? '';
    const cityName = draft.kind && ofCity(draft.kind) ? (city?.name ?? '') : null;
    const place = postLine(ctx.texts, { post, departmentName: draft.department ?? null, cityName });
    return [name, place, draft.phone].filter(Boolean).join('\n');
  }

  async function screen(ctx: Ctx, draft: Draft): Promise<{ text: string } & Pick<Message, 'keyboard'>> {
    const { t } = ctx.texts;
    const back = desk.back(ctx, 'o.inv.back');
    switch (draft.step) {
      case 'kind': {
        const kinds = kindsFor(ctx.actor).map((kind) => button(t(`office:kind.${kind}`), 'o.inv.kind', kind));
        return { text: t('office:invite.kind'), keyboard: keyboard(...kinds, back) };
      }
      case 'city': {
        const found = await cities(ctx, draft);
        const shown = page(found, draft.page ?? 0, PAGE);
        const buttons = flow(shown.rows.map(({ id, name }) => button(name, 'o.inv.city', id)));
        if (found.length === 0) {
          return {
            text: t('office:cities.none'),
            keyboard: keyboard(button(t('office:cities.add'), 'o.city.add'), back),
          };
        }
        const text = t(shown.last > 0 ? 'office:invite.city_search' : 'office:invite.city');
        return { text, keyboard: keyboard(...buttons, pageButtons(ctx.texts, shown, 'o.inv.page'), back) };
      }
      case 'department': {
        const shown = page(await departments(ctx, draft), draft.page ?? 0, PAGE);
        const buttons = flow(shown.rows.map(({ id, name }) => button(shortened(name), 'o.inv.dep', id)));
        const none =
          (draft.kind === 'city_coordinator' || draft.kind === 'press_secretary') &&
          button(t('office:invite.no_department'), 'o.inv.nodep');
        const text = t(shown.rows.length > 0 ? 'office:invite.department' : 'office:invite.first_department');
        return {
          text,
          keyboard: keyboard(...buttons, pageButtons(ctx.texts, shown, 'o.inv.page'), none, back),
        };
      }
      case 'post': {
        const proposed = proposedPost(ctx, draft);
        return {
          text: t('office:invite.post'),
          keyboard: keyboard(button(shortened(capital(proposed)), 'o.inv.post'), back),
        };
      }
      case 'name':
        return draft.alone === undefined
          ? { text: t('office:invite.name'), keyboard: keyboard(back) }
          : {
              text: t('office:invite.alone'),
              keyboard: keyboard(button(t('office:invite.surname_only'), 'o.inv.alone'), back),
            };
      case 'phone':
        return {
          text: t('office:invite.phone'),
          keyboard: keyboard(button(t('office:invite.no_phone'), 'o.inv.nophone'), back),
        };
      case 'confirm':
        return {
          text: t('office:invite.confirm'),
          keyboard: keyboard(button(t('office:invite.ok'), 'o.inv.ok'), back),
        };
      case 'doubt': {
        const { field = 'department', value = '' } = draft.doubt ?? {};
        return {
          text: t(`office:invite.doubt.${field}`, { value }),
          keyboard: keyboard(
            button(t('office:invite.doubt.yes'), 'o.inv.sure'),
            button(t('office:invite.doubt.person'), 'o.inv.whom'),
            button(t('office:invite.doubt.no'), 'o.inv.back'),
          ),
        };
      }
      case 'taken': {
        const seat = await staffSeat(prisma, draft.seatId ?? 0, ctx.now);
        const holder = (seat?.holder && fullName(seat.holder)) ?? '';
        const since = seat?.holder
          ? datedDay(ctx.texts, seat.holder.since, seat.timeZone ?? zoneOf(ctx.actor))
          : '';
        return {
          text: t('office:invite.taken', { holder, since }),
          keyboard: keyboard(
            button(t('office:invite.successor'), 'o.inv.next'),
            button(t('office:invite.another'), 'o.inv.more'),
            back,
          ),
        };
      }
    }
  }

  return {
    proposedPost,
    cities,
    departments,
    async show(ctx: Ctx, draft: Draft, above?: string): Promise<void> {
      const { text, keyboard: buttons } = await screen(ctx, draft);
      await ctx.screen.show({
        text: [above, await known(ctx, draft), text].filter(Boolean).join('\n\n'),
        keyboard: buttons,
      });
    },
  };
}

/** A button's label fits a phone; the full name stands on the screen that follows. */
function shortened(label: string): string {
  return label.length <= 40 ? label : `${label.slice(0, 39).trimEnd()}…`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
