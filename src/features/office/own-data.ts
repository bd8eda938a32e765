import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { LANGUAGES } from '../../services/i18n/i18n.ts';
import { recentTries } from '../../services/people/invitation.ts';
import { fullName } from '../../services/people/names.ts';
import { seatFor } from '../../services/people/rights.ts';
import { keptOf } from '../../services/people/store.ts';
import type { Desk } from './desk.ts';
import { datedMoment, postLine, zoneOf } from './wording.ts';

const HOUR = 3600; // seconds

/** What is stored of a person, the way out, and the language. */
export function createOwnData(desk: Desk): Feature & { forget: (ctx: Ctx) => Promise<void> } {
  const { people, prisma } = desk;

  async function mine(ctx: Ctx): Promise<void> {
    desk.leave(ctx);
    const { t } = ctx.texts;
    const { actor } = ctx;
    const lines = [t('office:mydata.head'), t('office:mydata.account', { id: actor.telegramId })];
    if (actor.personId === null) lines.push(t('office:mydata.nothing'));
    else {
      const kept = await keptOf(prisma, actor.personId);
      const zone = zoneOf(actor);
      const at = (instant: Date) => datedMoment(ctx.texts, instant, zone);
      const name = fullName(actor);
      if (name) lines.push(t('office:mydata.name', { name }));
      if (kept.phone) lines.push(t('office:mydata.phone', { phone: kept.phone }));
      if (kept.email) lines.push(t('office:mydata.email', { email: kept.email }));
      if (actor.chosenLanguage)
        lines.push(t('office:mydata.language', { language: t(`office:language.${actor.chosenLanguage}`) }));
      if (kept.consentAt)
        lines.push(t('office:mydata.consent', { at: at(kept.consentAt), version: kept.consentVersion }));
      for (const { post, departmentName, cityName, from, until } of kept.posts) {
        const place = postLine(ctx.texts, { post, departmentName, cityName });
        lines.push(
          until === null
            ? t('office:mydata.holds', { post: place, from: at(from) })
            : t('office:mydata.held', { post: place, from: at(from), until: at(until) }),
        );
      }
      if (kept.invitations > 0) lines.push(t('office:mydata.invitations', { count: kept.invitations }));
      if (kept.request?.text)
        lines.push(t('office:mydata.request', { at: at(kept.request.at), text: kept.request.text }));
      if (kept.entries > 0) lines.push(t('office:mydata.journal', { count: kept.entries }));
      const more = await desk.dataAbout(ctx.texts, actor.personId);
      if (more) lines.push(more);
      if (name === null)
        lines.push(t(kept.request?.text ? 'office:mydata.in_request' : 'office:mydata.no_name'));
    }
    await ctx.screen.show({
      text: lines.join('\n'),
      keyboard: keyboard(
        button(t('office:mydata.change_language'), 'o.language'),
        button(t('office:forget.button'), 'o.forget'),
        desk.back(ctx, 'menu'),
      ),
    });
  }

  async function forget(ctx: Ctx): Promise<void> {
    desk.leave(ctx);
    const { t } = ctx.texts;
    const official = ctx.actor.seats.length > 0;
    await ctx.screen.show({
      text: t(official ? 'office:forget.official' : 'office:forget.citizen'),
      keyboard: keyboard(button(t('office:forget.yes'), 'o.forget.yes'), desk.back(ctx, 'o.mydata')),
    });
  }

  async function erase(ctx: Ctx): Promise<void> {
    const { texts } = ctx;
    await ctx.screen.freeze();
    // Or five tries an hour would be five tries a *Удалить*.
    const tries = recentTries(ctx.state.codeTries ?? [], ctx.now);
    const left = tries.length > 0 ? { codeTries: tries } : {};
    const erased = await people.erase(desk.by(ctx), ctx.update.update_id, left);
    for (const key of Object.keys(ctx.state)) delete ctx.state[key as keyof typeof ctx.state];
    Object.assign(ctx.state, left);
    if (tries.length > 0) ctx.wakeIn({ inSeconds: HOUR, what: { kind: 'o.forgotten' } });
    ctx.actorChanged();
    const text = [
      texts.t('office:forget.done', { act: erased.act }),
      erased.posts > 0 ? texts.t('office:forget.posts', { count: erased.posts }) : null,
      erased.kept > 0 ? texts.t('office:forget.kept', { count: erased.kept }) : null,
      tries.length > 0 ? texts.t('office:forget.tries') : null,
      texts.t('office:forget.return'),
    ];
    await ctx.screen.say({ text: text.filter(Boolean).join('\n'), reply: { remove_keyboard: true } });
  }

  async function language(ctx: Ctx): Promise<void> {
    desk.leave(ctx);
    const { t } = ctx.texts;
    await ctx.screen.show({
      text: t('office:language.question'),
      keyboard: keyboard(
        LANGUAGES.map((each) => button(t(`office:language.${each}`), 'o.lang', each)),
        desk.back(ctx, 'o.mydata'),
      ),
    });
  }

  return {
    forget,
    commands: [
      { name: 'mydata', describe: 'office:commands.mydata', allowed: () => true, handle: mine },
      { name: 'forget', describe: 'office:commands.forget', allowed: () => true, handle: forget },
      { name: 'language', describe: 'office:commands.language', allowed: () => true, handle: language },
    ],
    menu: [
      {
        label: 'office:menu.mydata',
        words: ['mydata'],
        order: 50,
        allowed: (actor) => seatFor(actor, 'see_staff') === null,
        handle: mine,
      },
    ],
    wakes: {
      /** Unless the chat has begun anew meanwhile. */
      async 'o.forgotten'(ctx) {
        if (Object.keys(ctx.state).every((key) => key === 'codeTries')) await people.forgetChat(ctx.chatId);
      },
    },
    buttons: {
      'o.mydata': mine,
      'o.forget': forget,
      'o.forget.yes': erase,
      'o.language': language,
      async 'o.lang'(ctx, [name]) {
        const chosen = LANGUAGES.find((each) => each === name);
        if (!chosen) return language(ctx);
        await people.chooseLanguage(desk.by(ctx), chosen);
        await desk.become(ctx);
        await ctx.screen.freeze();
        await desk.menu.show(ctx, { text: ctx.texts.t('office:language.done') });
      },
    },
  };
}
