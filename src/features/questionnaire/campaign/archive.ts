import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { branchesOf } from './branches.ts';
import { archiveYears } from './days.ts';
import { back, label } from './desk.ts';
import type { CampaignDesk } from './desk.ts';
import type { Elsewhere } from './making.ts';

/** *Загрузить прошлый год*: a campaign of which nobody hears, for answers that lie in papers. */
export function createArchive(desk: CampaignDesk, elsewhere: Elsewhere): Feature {
  const { prisma } = desk;

  async function years(ctx: Ctx, branchId: number): Promise<void> {
    const { t } = ctx.texts;
    const taken = await prisma.campaign.findMany({ where: { branchId }, select: { year: true } });
    const free = archiveYears(desk.today(ctx)).filter((year) => !taken.some((each) => each.year === year));
    await ctx.screen.show({
      text: t(free.length > 0 ? 'behalf:archive.year' : 'behalf:archive.none'),
      keyboard: keyboard(
        ...flow(
          free.slice(0, 6).map((year) => button(String(year), 'k.arched', branchId, year)),
          3,
        ),
        back(ctx.texts, 'k.years', 0),
      ),
    });
  }

  return {
    buttons: {
      async 'k.arch'(ctx, [id]) {
        if (!(await desk.may(ctx, 'open_campaign'))) return;
        desk.leave(ctx);
        const branches = await branchesOf(prisma);
        const [only] = branches;
        const branchId = integer(id) ?? (branches.length === 1 ? only?.id : undefined);
        if (branchId !== undefined) return years(ctx, branchId);
        await ctx.screen.show({
          text: ctx.texts.t('behalf:archive.branch'),
          keyboard: keyboard(
            ...branches.map((branch) => button(label(branch.name), 'k.arch', branch.id)),
            back(ctx.texts, 'k.years', 0),
          ),
        });
      },
      async 'k.arched'(ctx, [branchId, year]) {
        if (!(await desk.may(ctx, 'open_campaign'))) return;
        const wish = { branchId: integer(branchId) ?? 0, year: integer(year) ?? 0 };
        const outcome = await desk.actions.archive(ctx, wish);
        const { t } = ctx.texts;
        switch (outcome.kind) {
          case 'done':
            await ctx.screen.say({ text: t('behalf:archive.made', { year: wish.year }) });
            return elsewhere.year(ctx, outcome.campaignId);
          case 'exists':
            await ctx.screen.say({ text: t('campaign:open.taken', { year: wish.year }) });
            return elsewhere.year(ctx, outcome.campaignId);
          case 'bad_year':
          case 'no_questions':
            await ctx.screen.say({ text: t('chat:old_button') });
            return elsewhere.home(ctx);
          default:
            await desk.refuse(ctx, outcome);
        }
      },
    },
  };
}
