import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { audienceLines, toldLine } from './audience.ts';
import { back, termLine, whenWritten } from './desk.ts';
import type { CampaignDesk, CampaignShown } from './desk.ts';
import { figures, lines } from './messages.ts';
import type { Elsewhere } from './making.ts';
import { audienceOf } from './recipients.ts';
import type { Audience } from './recipients.ts';
import { concernedBy } from './people.ts';
import { citiesInCampaign } from './store.ts';
import type { CityRow } from './store.ts';
import type { Association } from '../paper.ts';

/** *Закрыть сбор*, after a list of who is in the middle of writing, and *Открыть снова*. */
export function createClosing(desk: CampaignDesk, elsewhere: Elsewhere): Feature {
  const { prisma, association } = desk;

  /** Those who have not submitted: whom closing and reopening concern. */
  const waiting = async (rows: readonly CityRow[], now: Date): Promise<Audience> => ({
    ...audienceOf(
      await concernedBy(
        prisma,
        now,
        rows.filter(({ submitted }) => !submitted),
      ),
    ),
    unnamed: [],
  });

  async function askToClose(ctx: Ctx, id: string | undefined): Promise<void> {
    if (!(await desk.may(ctx, 'close_campaign'))) return;
    const campaign = await desk.campaign(ctx, id);
    if (!campaign) return;
    if (campaign.closedAt) return elsewhere.year(ctx, campaign.id);
    const rows = await citiesInCampaign(prisma, campaign.id, ctx.now);
    await ctx.screen.show(
      closeMessage(ctx.texts, { campaign, rows, audience: await waiting(rows, ctx.now), now: ctx.now }),
    );
  }

  return {
    buttons: {
      'k.close': (ctx, [id]) => askToClose(ctx, id),
      async 'k.closed'(ctx, [id, writing]) {
        const campaign = await desk.campaign(ctx, id);
        if (!campaign) return;
        const outcome = await desk.actions.close(ctx, {
          campaignId: campaign.id,
          writing: integer(writing) ?? -1,
        });
        if (outcome.kind === 'changed') {
          await ctx.screen.say({ text: ctx.texts.t('campaign:close.changed') });
          return askToClose(ctx, id);
        }
        if (outcome.kind === 'done') {
          const told = toldLine(ctx.texts, outcome);
          await ctx.screen.say({ text: ctx.texts.t('campaign:close.done', { year: campaign.year, told }) });
        } else if (outcome.kind !== 'closed') await desk.refuse(ctx, outcome);
        await elsewhere.year(ctx, campaign.id);
      },
      async 'k.reopen'(ctx, [id]) {
        if (!(await desk.may(ctx, 'reopen_campaign'))) return;
        const campaign = await desk.campaign(ctx, id);
        if (!campaign) return;
        if (!campaign.closedAt) return elsewhere.year(ctx, campaign.id);
        const audience = await waiting(await citiesInCampaign(prisma, campaign.id, ctx.now), ctx.now);
        await ctx.screen.show(reopenMessage(ctx.texts, { campaign, audience, now: ctx.now, association }));
      },
      async 'k.reopened'(ctx, [id]) {
        const campaign = await desk.campaign(ctx, id);
        if (!campaign) return;
        const outcome = await desk.actions.reopen(ctx, { campaignId: campaign.id });
        if (outcome.kind === 'done') {
          const told = toldLine(ctx.texts, outcome);
          await ctx.screen.say({ text: ctx.texts.t('campaign:reopen.done', { year: campaign.year, told }) });
        } else if (outcome.kind !== 'open') await desk.refuse(ctx, outcome);
        await elsewhere.year(ctx, campaign.id);
      },
    },
  };
}

/** Asked before closing: who is in the middle of writing. */
function closeMessage(
  texts: Texts,
  view: { campaign: CampaignShown; rows: readonly CityRow[]; audience: Audience; now: Date },
): Message {
  const { campaign, rows, audience, now } = view;
  const { t } = texts;
  const writing = rows.filter(({ state }) => state === 'in_work');
  const most = 20;
  const some = writing.slice(0, most).map(({ city, done, total, lastWrittenAt }) =>
    lastWrittenAt
      ? t('campaign:close.line', {
          city: city.name,
          done,
          total,
          when: whenWritten(texts, lastWrittenAt, now, city.timeZone),
        })
      : t('campaign:close.line_nothing', { city: city.name, done, total }),
  );
  return {
    ...lines(
      texts.rich('campaign:close.head', { year: campaign.year, of: campaign.of }),
      ...figures(texts, rows),
      '',
      writing.length > 0
        ? t('campaign:close.writing', { count: writing.length })
        : t('campaign:close.nobody'),
      ...some,
      writing.length > most && t('campaign:close.more', { count: writing.length - most }),
      '',
      t('campaign:close.effect'),
      rows.some(({ state }) => state === 'to_clarify') && t('campaign:close.asked'),
      audience.people > 0 &&
        t('campaign:close.told', { people: t('campaign:audience.people', { count: audience.people }) }),
    ),
    keyboard: keyboard(
      button(t('campaign:buttons.close'), 'k.closed', campaign.id, writing.length),
      back(texts, 'k.year', campaign.id),
    ),
  };
}

function reopenMessage(
  texts: Texts,
  view: { campaign: CampaignShown; audience: Audience; now: Date; association: Association },
): Message {
  const { campaign, audience, now, association } = view;
  const { t } = texts;
  return {
    ...lines(
      texts.rich('campaign:reopen.head', { year: campaign.year, of: campaign.of }),
      ...audienceLines(texts, audience),
      termLine(texts, campaign.dueOn, now, { name: null, timeZone: association.timeZone }),
      t('campaign:reopen.effect'),
    ),
    keyboard: keyboard(
      button(t('campaign:buttons.reopen'), 'k.reopened', campaign.id),
      back(texts, 'k.year', campaign.id),
    ),
  };
}
