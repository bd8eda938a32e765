import { integer } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { yearBehind } from '../../../services/chat/words.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import type { Actor } from '../../../services/people/actor.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { createBoard } from '../board/bot.ts';
import { createHistory } from '../board/history-bot.ts';
import { createArchive } from './archive.ts';
import { createClosing } from './closing.ts';
import { createCampaignDesk } from './desk.ts';
import type { CampaignBotDependencies } from './desk.ts';
import { createCityScreens } from './cities.ts';
import { branchesOf } from './branches.ts';
import { createBranchScreens } from './branch-bot.ts';
import { draftsOf } from './drafts.ts';
import { historyMessage, stepsOf } from './history.ts';
import { campaignMessage, campaignsMessage, listOf, noneOpenMessage } from './home.ts';
import { createLossJob } from './lost.ts';
import { createNewQuestion } from './new-question.ts';
import { createCampaignRenderers, passCampaignNotices } from './notices.ts';
import { createOpening } from './opening.ts';
import { campaignsOf, citiesInCampaign } from './store.ts';
import { createTerms } from './terms.ts';
import { createReminders } from '../reminders/bot.ts';
import { createWordingScreens } from './wording.ts';
import { waitingRound } from '../reminders/store.ts';

/** Who has something behind «Сбор»: the association's coordinator, and a city's for his own city. */
const concerned = (actor: Actor): boolean => seatFor(actor, 'see_board') !== null;

const sees = (actor: Actor): boolean => seatFor(actor, 'see_campaign') !== null;

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
    if ((await branchesOf(prisma)).length > 1) return all(ctx, 0);
    const [first] = await campaignsOf(prisma);
    if (first && !first.closedAt) return year(ctx, first.id);
    const last = first ? { campaign: first, rows: await citiesInCampaign(prisma, first.id, ctx.now) } : null;
    await ctx.screen.show(noneOpenMessage(ctx.texts, last, await draftsOf(prisma)));
  }

  async function all(ctx: Ctx, page: number): Promise<void> {
    const listed = await listOf(prisma, await campaignsOf(prisma), await draftsOf(prisma));
    const several = (await branchesOf(prisma)).length > 1;
    await ctx.screen.show(campaignsMessage(ctx.texts, listed, several, page));
  }

  async function year(ctx: Ctx, campaignId: number): Promise<void> {
    const campaign = await desk.campaign(ctx, String(campaignId));
    if (!campaign) return;
    desk.leave(ctx);
    const rows = await citiesInCampaign(prisma, campaign.id, ctx.now);
    const steps = await stepsOf(prisma, campaign.id);
    const { now } = ctx;
    const reminder = await waitingRound(prisma, campaign.id, now);
    await ctx.screen.show(campaignMessage(ctx.texts, { campaign, rows, steps, reminder, now, association }));
  }

  const elsewhere = { home, year, all: (ctx: Ctx) => all(ctx, 0) };
  const opening = createOpening(desk, elsewhere);
  const cities = createCityScreens(desk, elsewhere);
  const closing = createClosing(desk, elsewhere);
  const terms = createTerms(desk, { ...elsewhere, city: cities.city });
  const wording = createWordingScreens(desk);
  const newQuestion = createNewQuestion(desk, wording);
  const parts: readonly Feature[] = [
    opening,
    cities,
    terms,
    closing,
    wording,
    newQuestion,
    createBranchScreens(desk),
    createArchive(desk, elsewhere),
    createBoard(desk),
    createHistory(prisma),
    createReminders(desk, deps.i18n),
  ];

  const menu = async (ctx: Ctx): Promise<void> => {
    const wanted = yearBehind(ctx.message?.text ?? '');
    const campaigns = wanted !== null && sees(ctx.actor) ? await campaignsOf(prisma) : [];
    const [found, ...others] = campaigns.filter((each) => each.year === wanted);
    if (found && others.length === 0) return year(ctx, found.id);
    if (!(await opening.show(ctx))) await home(ctx);
  };

  const face: Feature = {
    commands: [{ name: 'sbor', describe: 'campaign:command', allowed: concerned, handle: menu }],
    menu: [
      {
        label: 'campaign:menu',
        words: ['campaign'],
        order: 20,
        allowed: concerned,
        handle: menu,
        dated: true,
      },
      {
        label: 'campaign:buttons.open',
        words: ['open_campaign'],
        order: 90,
        allowed: (actor) => seatFor(actor, 'open_campaign') !== null,
        handle: (ctx) => opening.begin(ctx),
        hidden: true,
      },
    ],
    renderers: createCampaignRenderers(deps),
    passOn: passCampaignNotices(deps.prisma),
    jobs: [createLossJob(deps)],
    buttons: {
      'k.home': home,
      'k.year': (ctx, [id]) => year(ctx, integer(id) ?? 0),
      async 'k.years'(ctx, [page]) {
        if (!(await desk.may(ctx, 'see_campaign'))) return;
        desk.leave(ctx);
        await all(ctx, integer(page) ?? 0);
      },
      async 'k.history'(ctx, [id, page]) {
        const campaign = await desk.campaign(ctx, id);
        if (!campaign) return;
        const view = { campaign, steps: await stepsOf(prisma, campaign.id), page: integer(page) ?? 0 };
        await ctx.screen.show(historyMessage(ctx.texts, { ...view, now: ctx.now, association }));
      },
    },
  };
  return [face, ...parts];
}
