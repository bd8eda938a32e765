import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import { addressed } from '../../services/people/actor.ts';
import { showCode } from '../../services/people/invitation.ts';
import type { Issued } from '../../services/people/invitations.ts';
import { fullName } from '../../services/people/names.ts';
import { seatFor } from '../../services/people/rights.ts';
import { invitationBy } from '../../services/people/store.ts';
import type { Guide } from './administrator.ts';
import type { Desk } from './desk.ts';
import { postLine, until } from './wording.ts';

export interface Links {
  /**
   * Gives a new link to the one who asked for it: what it is, then a message to forward as it stands; then what comes
   * `next`, or the choice of it.
   */
  hand(ctx: Ctx, issued: Issued, next?: () => Promise<void>): Promise<void>;
}

export function createLinks(desk: Desk, guide: Guide): Links {
  return {
    async hand(ctx, { invitationId, token, code, seatId }, next) {
      const invitation = await invitationBy(desk.prisma, { id: invitationId }, ctx.now);
      if (!invitation) return;
      const { seat, expiresAt } = invitation;
      const place = {
        post: seat.post,
        departmentName: seat.department?.name ?? null,
        cityName: seat.city?.name ?? null,
      };
      const own = ctx.texts;
      // What is forwarded speaks the language of the city where it is read.
      const theirs = desk.i18n((seat.city?.language as typeof own.language | undefined) ?? own.language);
      await ctx.screen.freeze();
      await ctx.screen.say({
        text: own.t('office:issued.text', {
          name: fullName(invitation) ?? '',
          post: postLine(own, place),
          until: until(own, expiresAt, seat.city, ctx),
        }),
      });
      await ctx.screen.say({
        text: theirs.t('office:issued.forward', {
          name: addressed(invitation) ?? '',
          post: postLine(theirs, place),
          link: `https://t.me/${desk.botName}?start=${token}`,
          bot: `@${desk.botName}`,
          code: showCode(code),
          until: until(theirs, expiresAt, seat.city, ctx),
        }),
      });
      if (next) return next();
      if (await guide(ctx)) return;
      const seesStaff = seatFor(ctx.actor, 'see_staff', { cityId: seat.cityId }) !== null;
      await ctx.screen.show({
        text: own.t('office:issued.next'),
        keyboard: keyboard(
          button(own.t('office:staff.invite'), 'o.inv', seat.cityId ?? 0),
          seesStaff && button(own.t('office:issued.card'), 'o.seat', seatId),
          seesStaff
            ? button(own.t('office:staff.list'), 'o.staff')
            : button(own.t('chat:buttons.menu'), 'menu'),
        ),
      });
    },
  };
}
