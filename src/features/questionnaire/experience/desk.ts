import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { integer } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Json } from '../../../services/chat/dialogues.ts';
import { sayLent } from '../../../services/chat/lent.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import type { Actor } from '../../../services/people/actor.ts';
import { seatFor } from '../../../services/people/rights.ts';
import type { Verb } from '../../../services/people/rights.ts';
import { awayFrom } from '../../../services/people/speaking.ts';
import type { Delivery } from '../../../services/delivery/index.ts';
import type { Association } from '../paper.ts';
import { findPassage } from './passage-view-store.ts';
import type { PassageView } from './passage-view-store.ts';

export interface ExperienceDependencies {
  prisma: PrismaClient;
  delivery: Pick<Delivery, 'wake'>;
  association: Association;
  i18n: (language: Language) => Texts;
  /** `Dialogues.enter`. */
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
}

/** A search under way: plain data, for it is kept with the chat. */
export type Looking = {
  text: string;
  code: string | null;
  cityId: number | null;
  year: number | null;
  page: number;
};

export const NOTHING_LOOKED_FOR: Looking = { text: '', code: null, cityId: null, year: null, page: 0 };

/** Dialogues of ours begin with this. */
export const SEARCH = 'experience.search';

export type RefusedKind =
  | 'no_right'
  | 'gone'
  | 'own_city'
  | 'enough'
  | 'nobody'
  | 'answered'
  | 'nothing'
  | 'no_question'
  | 'closed'
  | 'submitted'
  | 'accepted'
  | 'in_volume';

/** What the screens of *Опыт городов* share. */
export interface ExperienceDesk extends ExperienceDependencies {
  may(ctx: Ctx, verb: Verb): boolean;
  /** The answer named in callback data; says that it is gone, and yields null. */
  passage(ctx: Ctx, id: string | undefined): Promise<PassageView | null>;
  /** The search that the person is in, or came from. */
  looking(ctx: Ctx): Looking;
  /** The sentence for a verb that did nothing. */
  refuse(ctx: Ctx, kind: RefusedKind): Promise<void>;
}

export function createExperienceDesk(deps: ExperienceDependencies): ExperienceDesk {
  const desk: ExperienceDesk = {
    ...deps,
    may: (ctx, verb) => seatFor(ctx.actor, verb) !== null,

    async passage(ctx, id) {
      const number = integer(id);
      const found = number === null ? null : await findPassage(deps.prisma, number);
      if (!found) await desk.refuse(ctx, 'gone');
      return found;
    },

    looking(ctx) {
      const { dialogue } = ctx.state;
      if (dialogue?.name === SEARCH) return dialogue.args as Looking;
      const back = (dialogue?.args as { back?: Looking } | undefined)?.back;
      return dialogue?.name.startsWith('experience.') && back ? back : NOTHING_LOOKED_FOR;
    },

    async refuse(ctx, kind) {
      const lent = kind === 'no_right' ? awayFrom(ctx.actor) : null;
      if (lent) return sayLent(ctx, lent);
      const text =
        kind === 'no_right' ? ctx.texts.t('chat:no_right') : ctx.texts.t(`experience:refused.${kind}`);
      await ctx.screen.say({ text });
    },
  };
  return desk;
}

/** For which cities somebody answers questions of others: as a coordinator for his own. */
export function answersFor({ seats, cutOffAt }: Actor): number[] {
  if (cutOffAt !== null) return [];
  return seats.flatMap(({ kind, cityId, lent }) =>
    kind === 'city_coordinator' && cityId !== null && lent === null ? [cityId] : [],
  );
}
