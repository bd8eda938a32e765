import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { addressed } from '../../services/people/actor.ts';
import { helpersFor, placesOfHelp } from '../../services/people/helper.ts';
import { hashToken, readToken } from '../../services/people/invitation.ts';
import { fullName } from '../../services/people/names.ts';
import { whoLine } from '../../services/people/speaking.ts';
import { contactsOf } from '../../services/people/occupants.ts';
import { invitationBy, keptOf } from '../../services/people/store.ts';
import type { OpenedInvitation } from '../../services/people/store.ts';
import type { Access } from './access.ts';
import type { Guide } from './administrator.ts';
import type { Desk } from './desk.ts';
import type { Strangers } from './strangers.ts';
import { handoverCard } from './handover-card.ts';
import { contactLine, day, postLine, storedContacts, storedLine, zoneOf } from './wording.ts';

export interface FirstContact extends Feature {
  /** Shows «Это вы?», or why the invitation cannot be used. */
  invitation(ctx: Ctx, invitation: OpenedInvitation | null, by?: 'link' | 'code'): Promise<void>;
  welcome(ctx: Ctx): Promise<void>;
}

/** /start: who is it, and the named link. */
export function createFirstContact(
  desk: Desk,
  guide: Guide,
  access: Pick<Access, 'waiting'>,
  strangers: Pick<Strangers, 'begin'>,
): FirstContact {
  const { prisma, people } = desk;

  async function start(ctx: Ctx, payload: string): Promise<void> {
    desk.leave(ctx);
    const token = readToken(payload);
    if (token !== null)
      return invitation(ctx, await invitationBy(prisma, { tokenHash: hashToken(token) }, ctx.now));
    if (payload !== '') return invitation(ctx, null);
    await (ctx.actor.seats.length > 0 ? welcome(ctx) : strangers.begin(ctx));
  }

  /** An official's own beginning: the greeting, what waits for him, the keyboard. */
  async function welcome(ctx: Ctx): Promise<void> {
    const { t } = ctx.texts;
    const greeting = t('office:welcome.greeting', { name: addressed(ctx.actor) ?? '' });
    const asked = await access.waiting(ctx);
    const waiting = await desk.waiting(ctx);
    const nothing = waiting || asked ? null : t('office:welcome.nothing');
    const who = ctx.actor.seats.length > 1 ? whoLine(ctx.texts, ctx.actor, ctx.now) : null;
    await desk.menu.show(ctx, { text: [greeting, who, nothing].filter(Boolean).join('\n') });
    await next(ctx, [
      ...(waiting ? [waiting] : []),
      ...(asked ? [{ text: asked.text, buttons: [asked.button] }] : []),
    ]);
  }

  /** What waits, with buttons to it, and what an administrator is still to do: one screen, or none. */
  async function next(ctx: Ctx, waiting: readonly { text: string; buttons: Button[] }[]): Promise<void> {
    const text = waiting.map((each) => each.text).join('\n');
    const buttons = waiting.flatMap((each) => each.buttons);
    if (await guide(ctx, text, buttons)) return;
    if (waiting.length > 0) await ctx.screen.show({ text, keyboard: keyboard(...buttons) });
  }

  async function invitation(
    ctx: Ctx,
    found: OpenedInvitation | null,
    by: 'link' | 'code' = 'link',
  ): Promise<void> {
    if (found === null) return unusable(ctx, 'unknown', null, by);
    const own = found.usedById !== null && found.usedById === ctx.actor.personId;
    if (own) {
      await ctx.screen.say({
        text: ctx.texts.t('office:link.own', { post: postLine(ctx.texts, placeOf(found)) }),
      });
      return welcome(ctx);
    }
    if (found.state !== 'open' || found.seat.closedAt !== null) {
      return unusable(ctx, found.state === 'open' ? 'revoked' : found.state, found, by);
    }
    ctx.state.openedInvitationId = found.id;
    // The post's language: it is an official who is asked, whatever his phone says.
    const texts = desk.i18n(
      (found.seat.city?.language as typeof ctx.texts.language | undefined) ?? desk.defaultLanguage,
    );
    const { actor } = ctx;
    const known = fullName(actor);
    const values = { name: fullName(found) ?? '', post: postLine(texts, placeOf(found)) };
    const asked = texts.rich(
      known === null
        ? 'office:link.question'
        : known === values.name || (found.name === '' && found.surname === actor.surname)
          ? 'office:link.another_post'
          : 'office:link.another_name',
      { ...values, known: known ?? '', contacts: storedContacts(texts, found) },
    );
    await ctx.screen.show({
      ...asked,
      keyboard: keyboard(
        button(texts.t('office:link.yes'), 'o.yes', found.id),
        button(texts.t('office:link.no'), 'o.no', found.id),
      ),
    });
  }

  async function unusable(
    ctx: Ctx,
    why: 'unknown' | 'used' | 'revoked' | 'expired',
    found: OpenedInvitation | null,
    by: 'link' | 'code',
  ): Promise<void> {
    const { t } = ctx.texts;
    const when =
      found &&
      day(
        ctx.texts,
        found.usedAt ?? found.expiresAt,
        found.seat.city?.timeZone ?? zoneOf(ctx.actor),
        ctx.now,
      );
    const contact = found && (await contactFor(ctx, found));
    const text = [
      t(why === 'used' && by === 'code' ? 'office:link.used_code' : `office:link.${why}`, {
        day: when ?? '',
      }),
      found && t(contact ? 'office:link.ask' : 'office:link.ask_nobody', { contact: contact ?? '' }),
    ];
    if (found) ctx.state.declinedInvitationId = found.id; // whom to ask for access
    await ctx.screen.show({
      text: text.filter(Boolean).join('\n'),
      keyboard: keyboard(
        button(t('office:official.code'), 'o.code'),
        button(t('office:official.ask'), 'o.ask'),
        ctx.actor.seats.length > 0
          ? button(t('chat:buttons.menu'), 'menu')
          : button(t('office:stranger.citizen'), 'o.citizen'),
      ),
    });
  }

  /** The one who wrote the invitation, else who is responsible for its city. */
  async function contactFor(
    { texts, now }: Ctx,
    { createdById, seat }: OpenedInvitation,
  ): Promise<string | null> {
    const [issuer] = createdById === null ? [] : await contactsOf(prisma, { id: createdById }, now);
    if (issuer) return contactLine(texts, issuer);
    const places = placesOfHelp({ seats: [] }, seat.cityId);
    const [helper] = await helpersFor(prisma, { personId: null, places }, now);
    return helper ? contactLine(texts, helper) : null;
  }

  async function confirm(ctx: Ctx, [id]: string[]): Promise<void> {
    const invitationId = integer(id);
    if (invitationId === null || invitationId !== ctx.state.openedInvitationId) {
      return desk.oldButton(ctx, () => start(ctx, ''));
    }
    const outcome = await people.connect(desk.by(ctx), invitationId);
    delete ctx.state.openedInvitationId;
    if (outcome.kind !== 'done')
      return invitation(ctx, await invitationBy(prisma, { id: invitationId }, ctx.now));
    delete ctx.state.declinedInvitationId;
    await desk.become(ctx);
    await ctx.screen.freeze();
    const { t } = ctx.texts;
    const card = outcome.moved ? null : await handoverCard(desk, ctx.texts, outcome, ctx.now);
    const lines = [
      t('office:welcome.greeting', { name: addressed(ctx.actor) ?? '' }),
      outcome.moved ? t('office:welcome.moved') : null,
      storedLine(ctx.texts, await keptOf(prisma, outcome.personId)),
    ];
    await desk.menu.show(ctx, { text: lines.filter(Boolean).join('\n') });
    const waiting = card ? null : await desk.waiting(ctx);
    if (card) await ctx.screen.show(card);
    await next(ctx, waiting ? [waiting] : []);
  }

  async function decline(ctx: Ctx, [id]: string[]): Promise<void> {
    const invitationId = integer(id);
    if (invitationId === null || invitationId !== ctx.state.openedInvitationId) {
      return desk.oldButton(ctx, () => start(ctx, ''));
    }
    delete ctx.state.openedInvitationId;
    ctx.state.declinedInvitationId = invitationId;
    const { t } = ctx.texts;
    const known = ctx.actor.seats.length > 0;
    await ctx.screen.show({
      text: t(known ? 'office:link.declined_known' : 'office:link.declined'),
      keyboard: known
        ? keyboard(button(t('chat:buttons.menu'), 'menu'))
        : keyboard(
            button(t('office:official.ask'), 'o.ask'),
            button(t('office:stranger.citizen_of_city'), 'o.citizen'),
          ),
    });
  }

  return {
    invitation,
    welcome,
    commands: [{ name: 'start', describe: 'chat:commands.start', allowed: () => true, handle: start }],
    buttons: {
      'o.start': (ctx) => start(ctx, ''),
      'o.yes': confirm,
      'o.no': decline,
    },
  };
}

function placeOf({ seat }: OpenedInvitation) {
  return {
    post: seat.post,
    departmentName: seat.department?.name ?? null,
    cityName: seat.city?.name ?? null,
  };
}
