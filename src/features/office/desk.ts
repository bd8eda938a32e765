import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { button } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Json } from '../../services/chat/dialogues.ts';
import { sayLent } from '../../services/chat/lent.ts';
import type { Menu } from '../../services/chat/menu.ts';
import type { Files } from '../../services/files/files.ts';
import type { Language, Texts } from '../../services/i18n/i18n.ts';
import type { People } from '../../services/people/index.ts';
import { languageOf } from '../../services/people/language.ts';
import { awayFrom } from '../../services/people/speaking.ts';
import { loadActor } from '../../services/people/store.ts';
import type { By } from '../../services/people/verb.ts';
import type { Errand } from './invite-steps.ts';

export interface OfficeDependencies {
  prisma: PrismaClient;
  people: People;
  files: Files;
  i18n: (language: Language) => Texts;
  defaultLanguage: Language;
  /** For links: t.me/<name>?start=… */
  botName: string;
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
  menu: Menu;
  /** What waits for a person who has just come in, with buttons to it; null: nothing. */
  waiting: (ctx: Ctx) => Promise<{ text: string; buttons: Button[] } | null>;
  /** What the features keep of a person, in words; null: nothing. */
  dataAbout: (texts: Texts, personId: number) => Promise<string | null>;
  /** What lies with a post, in words, for whoever comes into it. */
  handover: (texts: Texts, seatId: number, now: Date) => Promise<Handover>;
  /** Goes on with what the one who invites was about; `seatId` of the post to which somebody is invited now, null: of none. */
  invitedFor: (ctx: Ctx, errand: Errand, seatId: number | null) => Promise<void>;
  /** Where in the bot a person is, as a coordinator should read it; null: nowhere in particular. */
  placeOf: (ctx: Ctx) => Promise<string | null>;
}

/** What a post is busy with; lines for a screen. */
interface Handover {
  open: string[];
  soon: string[];
  executorSeatIds: number[];
  /** Leads to what is open, where that is one thing. */
  button: Button | null;
}

/** What the screens about people share. */
export interface Desk extends OfficeDependencies {
  by(ctx: Ctx, suffix?: string): By;
  /** The person or his posts changed in this turn: from here on it goes on as who he is now, in his language. */
  become(ctx: Ctx): Promise<void>;
  /** A button that is pressed leads away from a dialogue that waits for a text. */
  leave(ctx: Ctx): void;
  back(ctx: Ctx, name: string, ...args: (string | number)[]): Button;
  /** That he may not; where somebody acts for him today, that this is why. */
  refuse(ctx: Ctx): Promise<void>;
  /** A button whose time is over: says so and shows the present state. */
  oldButton(ctx: Ctx, present: () => Promise<void>): Promise<void>;
}

export function createDesk(deps: OfficeDependencies): Desk {
  return {
    ...deps,
    by: (ctx, suffix = '') => ({ actor: ctx.actor, requestKey: `${ctx.requestKey}${suffix}`, now: ctx.now }),
    async become(ctx) {
      const actor = await loadActor(deps.prisma, ctx.chatId, ctx.now);
      const texts = deps.i18n(languageOf(actor, ctx.from?.language_code, deps.defaultLanguage));
      Object.assign(ctx, { actor, texts });
      ctx.actorChanged();
    },
    leave(ctx) {
      delete ctx.state.dialogue;
    },
    back: (ctx, name, ...args) => button(ctx.texts.t('chat:buttons.back'), name, ...args),
    async refuse(ctx) {
      const lent = awayFrom(ctx.actor);
      if (!lent) return void (await ctx.screen.say({ text: ctx.texts.t('chat:no_right') }));
      await sayLent(ctx, lent);
    },
    async oldButton(ctx, present) {
      await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
      await present();
    },
  };
}
