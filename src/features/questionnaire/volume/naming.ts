import { keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { readLine } from '../../../services/people/names.ts';
import { back } from '../campaign/desk.ts';
import type { CampaignDesk, CampaignShown } from '../campaign/desk.ts';
import { above, lines } from '../campaign/messages.ts';
import { associationNameOf, volumeOf } from './store.ts';
import type { VolumeVerbs } from './verbs.ts';

const NAME = 'campaign.volume_name';
/** Characters: three lines of the title page. */
const LONGEST = 150;

/** *Название Ассоциации*: what stands on the title page. The next years' volumes take it over. */
export function createVolumeNaming(
  desk: CampaignDesk,
  deps: {
    verbs: Pick<VolumeVerbs, 'option'>;
    /** The screen to which the person returns. */
    settings: (ctx: Ctx, campaign: CampaignShown, note?: string) => Promise<void>;
    refuse: (ctx: Ctx, campaign: CampaignShown, kind: 'sent' | 'no_right' | 'not_found') => Promise<void>;
  },
): Feature {
  const { prisma } = desk;

  async function ask(ctx: Ctx, campaign: CampaignShown, note = ''): Promise<void> {
    const { t, rich } = ctx.texts;
    const name = await associationNameOf(prisma, await volumeOf(prisma, campaign.id));
    const question = lines(
      rich('volume:name.ask'),
      name === null ? t('volume:name.none') : t('volume:name.now', { name }),
    );
    const toBack = keyboard(back(ctx.texts, 'vol.more', campaign.id));
    await ctx.screen.show(above(note, { ...question, keyboard: toBack }));
  }

  const dialogue: Dialogue<{ campaignId: number }> = {
    name: NAME,
    async ask(ctx, { campaignId }) {
      const campaign = await desk.campaign(ctx, String(campaignId));
      if (campaign) await ask(ctx, campaign);
    },
    async answer(ctx, { campaignId }) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      const campaign = await desk.campaign(ctx, String(campaignId));
      if (!campaign) return { kind: 'done' };
      const associationName = readLine(typed, LONGEST);
      if (associationName === null) {
        await ask(ctx, campaign, ctx.texts.t('volume:name.invalid', { longest: LONGEST }));
        return { kind: 'again' };
      }
      const outcome = await deps.verbs.option(ctx, campaignId, { associationName });
      if (outcome.kind === 'done') await deps.settings(ctx, campaign, ctx.texts.t('volume:name.saved'));
      else await deps.refuse(ctx, campaign, outcome.kind);
      return { kind: 'done' };
    },
  };

  return {
    dialogues: [dialogue],
    buttons: {
      async 'vol.name'(ctx, [id]) {
        if (!(await desk.may(ctx, 'build_volume'))) return;
        const campaign = await desk.campaign(ctx, id);
        if (campaign) await desk.enter(ctx, NAME, { campaignId: campaign.id });
      },
    },
  };
}
