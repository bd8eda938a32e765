import { addDays, dayIn, daysLeft, formatDay, formatInstant } from '../../../services/calendar/index.ts';
import { button, integer } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import { sayLent } from '../../../services/chat/lent.ts';
import type { Json } from '../../../services/chat/dialogues.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { awayFrom } from '../../../services/people/speaking.ts';
import type { Verb } from '../../../services/people/rights.ts';
import type { Db } from '../../../platform/database/client.ts';
import { createCampaignActions } from './actions.ts';
import type { CampaignActions } from './actions.ts';
import type { CampaignDependencies } from './verb.ts';
import { branchesOf } from './branches.ts';
import { createDrafts } from './drafts.ts';
import type { Drafts } from './drafts.ts';
import { findCampaign, findCityRow } from './store.ts';
import type { CampaignView, CityRow } from './store.ts';
import type { Association } from '../paper.ts';

export interface CampaignBotDependencies extends CampaignDependencies {
  /** `Dialogues.enter`. */
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
}

/** What the screens of the coordinators share. */
export interface CampaignDesk extends CampaignBotDependencies {
  actions: CampaignActions;
  drafts: Drafts;
  /** 'YYYY-MM-DD' by the calendar of the association. */
  today(ctx: Ctx): string;
  /** Says so and yields false where this person may not. */
  may(ctx: Ctx, verb: Verb, cityId?: number): Promise<boolean>;
  /** The campaign named in callback data; says why not, and yields null. */
  campaign(ctx: Ctx, id: string | undefined): Promise<CampaignShown | null>;
  /** The same for one city of it; its own coordinator may look as well. */
  city(ctx: Ctx, id: string | undefined): Promise<CityRow | null>;
  /** The sentence for a verb that did nothing. */
  refuse(ctx: Ctx, outcome: { kind: 'no_right' | 'not_found' | 'closed' | 'past' }): Promise<void>;
  /** A button that is pressed leads away from a dialogue of ours that waits for a text. */
  leave(ctx: Ctx): void;
}

/** A campaign as its screens name it. */
export interface CampaignShown extends CampaignView {
  /** «, благоустройство», to stand behind «сбор за 2026 год»; '' while there is one branch only. */
  of: string;
}

/** What a branch is called within a sentence, behind a comma; '' while there is one branch only: nobody needs to know. */
export async function ofBranch(db: Db, { name }: { name: string }): Promise<string> {
  const several = (await branchesOf(db)).length > 1;
  return several ? `, ${name.charAt(0).toLowerCase()}${name.slice(1)}` : '';
}

/** Dialogues of the coordinators begin with this. */
const OURS = 'campaign.';

export function createCampaignDesk(deps: CampaignBotDependencies): CampaignDesk {
  const { prisma, association } = deps;
  const desk: CampaignDesk = {
    ...deps,
    actions: createCampaignActions(deps),
    drafts: createDrafts(deps),
    today: (ctx) => dayIn(ctx.now, association.timeZone),

    async may(ctx, verb, cityId) {
      const allowed = seatFor(ctx.actor, verb, cityId === undefined ? {} : { cityId }) !== null;
      if (!allowed) await desk.refuse(ctx, { kind: 'no_right' });
      return allowed;
    },

    async campaign(ctx, id) {
      if (!(await desk.may(ctx, 'see_campaign'))) return null;
      const number = integer(id);
      const found = number === null ? null : await findCampaign(prisma, number);
      if (!found) await desk.refuse(ctx, { kind: 'not_found' });
      return found && { ...found, of: await ofBranch(prisma, { name: found.branchName }) };
    },

    async city(ctx, id) {
      const number = integer(id);
      const found = number === null ? null : await findCityRow(prisma, number, ctx.now);
      if (!found) await desk.refuse(ctx, { kind: 'not_found' });
      return found && (await desk.may(ctx, 'see_board', found.city.id)) ? found : null;
    },

    async refuse(ctx, { kind }) {
      const lent = kind === 'no_right' ? awayFrom(ctx.actor) : null;
      if (lent) return sayLent(ctx, lent);
      const text =
        kind === 'no_right' ? ctx.texts.t('chat:no_right') : ctx.texts.t(`campaign:refused.${kind}`);
      await ctx.screen.say({ text });
    },

    leave(ctx) {
      if (ctx.state.dialogue?.name.startsWith(OURS)) delete ctx.state.dialogue;
    },
  };
  return desk;
}

/** The dialogue of ours that is under way; null: another one, or none. */
export function dialogueOf<A>(ctx: Ctx, name: string): A | null {
  const { dialogue } = ctx.state;
  return dialogue?.name === name ? (dialogue.args as A) : null;
}

/** *Назад*, always the last button. */
export function back(texts: Texts, name: string, ...args: (string | number)[]): Button {
  return button(texts.t('chat:buttons.back'), name, ...args);
}

/** Lists are shown in pages of seven. */
export const PAGE = 7;

/** One page of a list; a page that is not there (any more) is the nearest one that is. */
export function pageOf<T>(
  items: readonly T[],
  page: number,
  size = PAGE,
): { items: T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const shown = Math.min(Math.max(0, page), pages - 1);
  return { items: items.slice(shown * size, (shown + 1) * size), page: shown, pages };
}

/** The row that turns pages; empty for a single page. */
export function turning(
  texts: Texts,
  shown: { page: number; pages: number },
  to: (page: number) => Button,
): Button[] {
  const turn = (page: number, key: 'chat:buttons.previous' | 'chat:buttons.next'): Button[] =>
    page >= 0 && page < shown.pages ? [{ ...to(page), text: texts.t(key) }] : [];
  return [...turn(shown.page - 1, 'chat:buttons.previous'), ...turn(shown.page + 1, 'chat:buttons.next')];
}

/** «По состоянию на 10:14, понедельник, 8 февраля (Новосибирск)» */
export function asOf(texts: Texts, now: Date, place: Association): string {
  return texts.t('campaign:as_of', {
    time: formatInstant(now, place.timeZone, texts.language, 'time'),
    day: dayOf(texts, now, now, place.timeZone),
    city: place.name,
  });
}

/** «Срок — пятница, 12 февраля, до конца дня (Благовещенск). Осталось 4 дня.»; `place` says in whose zone days are counted. */
export function termLine(
  texts: Texts,
  dueOn: string,
  now: Date,
  place: { name: string | null; timeZone: string },
): string {
  const day = formatDay(dueOn, texts.language, 'weekday', dayIn(now, place.timeZone));
  const left = daysLeft(dueOn, now, place.timeZone);
  const term =
    place.name === null
      ? texts.t('campaign:term.everywhere', { day })
      : texts.t('campaign:term.city', { day, city: place.name });
  const rest =
    left < 0
      ? texts.t('campaign:term.over')
      : left === 0
        ? texts.t('campaign:term.today')
        : texts.t('campaign:term.left', { count: left });
  return `${term} ${rest}`;
}

/** «пятница, 12 февраля»: the day of an instant, by the clocks of the zone. */
export function dayOf(texts: Texts, at: Date, now: Date, timeZone: string): string {
  return formatDay(dayIn(at, timeZone), texts.language, 'weekday', dayIn(now, timeZone));
}

/** «сегодня в 14:10», by the clocks of the zone. */
export function whenWritten(texts: Texts, at: Date, now: Date, timeZone: string): string {
  const [day, today] = [dayIn(at, timeZone), dayIn(now, timeZone)];
  const time = formatInstant(at, timeZone, texts.language, 'time');
  if (day === today) return texts.t('campaign:written.today', { time });
  if (day === addDays(today, -1)) return texts.t('campaign:written.yesterday', { time });
  return texts.t('campaign:written.on', { day: dayOf(texts, at, now, timeZone), time });
}

/** A few of many names in one line: «Абакан, Находка и ещё 5». */
export function someOf(texts: Texts, names: readonly string[], most = 10): string {
  const shown = names.slice(0, names.length > most + 1 ? most : names.length);
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(', ') : texts.t('campaign:and_more', { names: shown.join(', '), n: rest });
}

/**
 * What tells one campaign from the others on the buttons of a choice: «За 2027 год», the branch behind it where they are
 * of several.
 */
export function campaignLabels(
  texts: Texts,
  all: readonly Pick<CampaignView, 'branchId'>[],
): (campaign: Pick<CampaignView, 'year' | 'branchName'>, doing?: 'remind') => string {
  const several = new Set(all.map(({ branchId }) => branchId)).size > 1;
  return ({ year, branchName }, doing) => {
    const values = { year, branch: branchName.charAt(0).toLowerCase() + branchName.slice(1) };
    if (doing === 'remind')
      return label(texts.t(several ? 'board:buttons.remind_of_branch' : 'board:buttons.remind_of', values));
    return label(texts.t(several ? 'campaign:buttons.for_year_of' : 'campaign:buttons.for_year', values));
  };
}

/** A label of at most 30 characters, for one button in a row. */
export function label(text: string, most = 30): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
