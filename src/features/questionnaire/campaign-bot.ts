import { integer } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { Language, Texts } from '../../services/i18n/i18n.ts';
import type { Actor } from '../../services/people/actor.ts';
import { seatFor } from '../../services/people/rights.ts';
import { createClosing } from './campaign-closing.ts';
import { nextYear } from './campaign-days.ts';
import { createCampaignDesk } from './campaign-desk.ts';
import type { CampaignBotDependencies } from './campaign-desk.ts';
import { createCityScreens } from './campaign-cities.ts';
import { campaignMessage, noneOpenMessage, yearsMessage } from './campaign-messages.ts';
import { createNewQuestion } from './campaign-new-question.ts';
import { createCampaignRenderers } from './campaign-notices.ts';
import { createOpening } from './campaign-opening.ts';
import { campaignsOf, citiesInCampaign } from './campaign-store.ts';
import { createTerms } from './campaign-terms.ts';
import { createWordingScreens } from './campaign-wording.ts';

/** Who has something behind «Сбор»: the association's coordinator, and a city's for his own city. */
const concerned = (actor: Actor): boolean =>
  seatFor(actor, 'see_campaign') !== null || seatFor(actor, 'name_respondent') !== null;

/**
 * The coordinators' side of the questionnaire: campaigns, their cities and terms, and the wording of the questions. Parts
 * of one face.
 */
export function createCampaigns(
  deps: CampaignBotDependencies & { i18n: (language: Language) => Texts },
): Feature[] {
  const { prisma, association } = deps;
  const desk = createCampaignDesk(deps);

  async function home(ctx: Ctx): Promise<void> {
    desk.leave(ctx);
    if (!seatFor(ctx.actor, 'see_campaign')) return cities.own(ctx);
    const [first] = await campaignsOf(prisma);
    if (first && !first.closedAt) return year(ctx, first.id);
    const last = first ? { campaign: first, rows: await citiesInCampaign(prisma, first.id) } : null;
    await ctx.screen.show(noneOpenMessage(ctx.texts, last));
  }

  async function year(ctx: Ctx, campaignId: number): Promise<void> {
    const campaign = await desk.campaign(ctx, String(campaignId));
    if (!campaign) return;
    desk.leave(ctx);
    const [rows, all] = await Promise.all([citiesInCampaign(prisma, campaign.id), campaignsOf(prisma)]);
    await ctx.screen.show(
      campaignMessage(ctx.texts, {
        campaign,
        rows,
        now: ctx.now,
        association,
        several: all.length > 1,
        next: nextYear(
          desk.today(ctx),
          all.map(({ year }) => year),
        ),
      }),
    );
  }

  const elsewhere = { home, year };
  const opening = createOpening(desk, elsewhere);
  const cities = createCityScreens(desk, elsewhere);
  const closing = createClosing(desk, elsewhere);
  const terms = createTerms(desk, { ...elsewhere, city: cities.city });
  const wording = createWordingScreens(desk);
  const newQuestion = createNewQuestion(desk, wording);
  const parts: readonly Feature[] = [opening, cities, terms, closing, wording, newQuestion];

  const menu = async (ctx: Ctx): Promise<void> => {
    if (!(await opening.show(ctx))) await home(ctx);
  };

  const dialogues = parts.flatMap((part) => part.dialogues ?? []);
  const face: Feature = {
    commands: [{ name: 'sbor', describe: 'campaign:command', allowed: concerned, handle: menu }],
    menu: [{ label: 'campaign:menu', words: ['campaign'], order: 20, allowed: concerned, handle: menu }],
    renderers: createCampaignRenderers(deps),
    buttons: {
      'k.home': home,
      'k.year': (ctx, [id]) => year(ctx, integer(id) ?? 0),
      async 'k.years'(ctx) {
        if (!(await desk.may(ctx, 'see_campaign'))) return;
        await ctx.screen.show(yearsMessage(ctx.texts, await campaignsOf(prisma)));
      },
    },
    /** A dialogue of ours that was interrupted is asked again. */
    async resume(ctx) {
      const { dialogue } = ctx.state;
      const ours = dialogues.find(({ name }) => name === dialogue?.name);
      if (!dialogue || !ours) return false;
      await ours.ask(ctx, dialogue.args);
      return true;
    },
  };
  return [face, ...parts];
}
