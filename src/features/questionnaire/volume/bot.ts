import { InputFile } from 'grammy';
import type { Api } from 'grammy';
import type { Database } from '../../../platform/database/client.ts';
import { integer } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { createCampaignDesk } from '../campaign/desk.ts';
import type { CampaignBotDependencies, CampaignShown } from '../campaign/desk.ts';
import { above } from '../campaign/messages.ts';
import { concernOf } from '../named.ts';
import { concerning } from '../store.ts';
import { VOLUME_KINDS } from './build.ts';
import { createVolumeJob, VOLUME_JOB } from './jobs.ts';
import {
  closeMessage,
  filesKeyboard,
  moreMessage,
  readingMessage,
  sendMessage,
  volumeMessage,
} from './messages.ts';
import { createVolumeRenderers, passVolume } from './notices.ts';
import { recipientsOf } from './recipients.ts';
import { createVolumeNaming } from './naming.ts';
import { associationNameOf, isSent, lastBuild, materialOf, openBuild, staleness, volumeOf } from './store.ts';
import { createVolumeVerbs } from './verbs.ts';

export interface VolumeDependencies extends Omit<CampaignBotDependencies, 'prisma'> {
  database: Pick<Database, 'pool' | 'prisma'>;
  api: Api;
  i18n: (language: Language) => Texts;
  defaultLanguage: Language;
  /** `Scheduler.runNow`. */
  runNow: (job: string) => Promise<void>;
}

/** *Сборник*: built, closed and sent by the association, and read by the cities. */
export function createVolume(deps: VolumeDependencies): Feature {
  const { association } = deps;
  const { prisma } = deps.database;
  const desk = createCampaignDesk({ ...deps, prisma });
  const verbs = createVolumeVerbs({ ...deps, prisma });

  async function more(ctx: Ctx, campaign: CampaignShown, note = ''): Promise<void> {
    desk.leave(ctx);
    const volume = await volumeOf(prisma, campaign.id);
    const name = await associationNameOf(prisma, volume);
    await ctx.screen.show(above(note, moreMessage(ctx.texts, campaign, volume.options, name)));
  }

  /** Where the options stand: on the screen of their own once something was built. */
  async function settings(ctx: Ctx, campaign: CampaignShown, note = ''): Promise<void> {
    if (await lastBuild(prisma, campaign.id)) await more(ctx, campaign, note);
    else await home(ctx, campaign, note);
  }

  async function home(ctx: Ctx, campaign: CampaignShown, note = ''): Promise<void> {
    desk.leave(ctx);
    const { id } = campaign;
    const volume = await volumeOf(prisma, id);
    const build = await lastBuild(prisma, id);
    const message = volumeMessage(ctx.texts, {
      campaign,
      volume,
      build,
      material: await materialOf(prisma, id, volume.closedAt),
      stale: build && (await staleness(prisma, id, build, volume)),
      running: (await openBuild(prisma, id)) !== null,
      now: ctx.now,
      association,
    });
    await ctx.screen.show(above(note, message));
  }

  /** A button about the volume of a campaign, for whoever may see it. */
  const about =
    (work: (ctx: Ctx, campaign: CampaignShown, rest: string[]) => Promise<void>) =>
    async (ctx: Ctx, [id, ...rest]: string[]): Promise<void> => {
      if (!(await desk.may(ctx, 'see_volume'))) return;
      const campaign = await desk.campaign(ctx, id);
      if (campaign) await work(ctx, campaign, rest);
    };

  type Kept = 'empty' | 'sent' | 'not_closed' | 'stale' | 'nobody' | 'late';
  async function refuse(
    ctx: Ctx,
    campaign: CampaignShown,
    kind: Kept | 'no_right' | 'not_found',
  ): Promise<void> {
    if (kind === 'no_right' || kind === 'not_found') return desk.refuse(ctx, { kind });
    await home(ctx, campaign, ctx.texts.t(`volume:refused.${kind}`));
  }

  async function askToSend(ctx: Ctx, campaign: CampaignShown, note = ''): Promise<void> {
    const { closedAt, sendAt } = await volumeOf(prisma, campaign.id);
    if (!closedAt || sendAt) return refuse(ctx, campaign, closedAt ? 'sent' : 'not_closed');
    const recipients = await recipientsOf(prisma, campaign.id, closedAt, ctx.now);
    if (recipients.people.length === 0) return refuse(ctx, campaign, 'nobody');
    await ctx.screen.show(above(note, sendMessage(ctx.texts, { campaign, recipients })));
  }

  async function askToClose(ctx: Ctx, campaign: CampaignShown, note = ''): Promise<void> {
    const material = await materialOf(prisma, campaign.id, null);
    if (material.missing.length === material.total) return refuse(ctx, campaign, 'empty');
    await ctx.screen.show(above(note, closeMessage(ctx.texts, { campaign, material })));
  }

  /** The association always; whoever a questionnaire of the campaign concerns, once it was sent. */
  async function mayRead(ctx: Ctx, campaignId: number): Promise<boolean> {
    if (seatFor(ctx.actor, 'see_volume')) return true;
    if (!(await isSent(prisma, campaignId, ctx.now))) return false;
    const own = { AND: [concerning(concernOf(ctx.actor)), { campaignId }] };
    return (await prisma.assignment.count({ where: own })) > 0;
  }

  async function sendFiles(ctx: Ctx, campaignId: number, wanted: string): Promise<void> {
    const kind = VOLUME_KINDS.find((each) => each === wanted) ?? 'cities';
    const build = (await mayRead(ctx, campaignId)) ? await lastBuild(prisma, campaignId) : null;
    const files = build?.files.filter((file) => file.kind === kind) ?? [];
    if (files.length === 0) {
      await ctx.screen.say({ text: ctx.texts.t('volume:refused.no_file') });
      return;
    }
    const { year } = await prisma.campaign.findUniqueOrThrow({ where: { id: campaignId } });
    for (const [index, { name, fileId }] of files.entries()) {
      const { content } = await prisma.file.findUniqueOrThrow({ where: { id: fileId } });
      const last = index === files.length - 1;
      const sent = await ctx.api.sendDocument(ctx.chatId, new InputFile(content, name), {
        caption: ctx.texts.t(`volume:caption.${kind}`, { year }),
        ...(last && { reply_markup: filesKeyboard(ctx.texts, campaignId, kind) }),
      });
      ctx.screen.sent(sent.message_id);
    }
  }

  const naming = createVolumeNaming(desk, { verbs, settings, refuse });

  return {
    ...naming,
    renderers: createVolumeRenderers({ prisma, i18n: deps.i18n }),
    passOn: passVolume(prisma),
    jobs: [createVolumeJob(deps)],
    buttons: {
      ...naming.buttons,
      'vol.home': about((ctx, campaign) => home(ctx, campaign)),

      'vol.opt': about(async (ctx, campaign, [which]) => {
        const { options } = await volumeOf(prisma, campaign.id);
        const change =
          which === 'files' ? { listFiles: !options.listFiles } : { listMissing: !options.listMissing };
        const outcome = await verbs.option(ctx, campaign.id, change);
        if (outcome.kind !== 'done') return refuse(ctx, campaign, outcome.kind);
        await settings(ctx, campaign);
      }),

      'vol.more': about((ctx, campaign) => settings(ctx, campaign)),

      'vol.build': about(async (ctx, campaign) => {
        const { chatId } = ctx;
        const outcome = await verbs.build(ctx, { campaignId: campaign.id, chatId });
        if (outcome.kind === 'running') return home(ctx, campaign);
        if (outcome.kind !== 'done') return refuse(ctx, campaign, outcome.kind);
        const of = await prisma.assignment.count({ where: { campaignId: campaign.id } });
        const messageId = await ctx.screen.say(readingMessage(ctx.texts, 0, of));
        const mine = { id: outcome.buildId, messageId: null };
        await prisma.volumeBuild.updateMany({ where: mine, data: { messageId } });
        await ctx.screen.clear();
        await deps.runNow(VOLUME_JOB);
      }),

      async 'vol.file'(ctx, [id, kind]) {
        await sendFiles(ctx, integer(id) ?? 0, kind ?? '');
      },

      'vol.close': about((ctx, campaign) => askToClose(ctx, campaign)),
      'vol.closed': about(async (ctx, campaign, [unaccepted]) => {
        const shown = { campaignId: campaign.id, unaccepted: integer(unaccepted) ?? -1 };
        const outcome = await verbs.close(ctx, shown);
        if (outcome.kind === 'changed') return askToClose(ctx, campaign, ctx.texts.t('volume:close.changed'));
        if (outcome.kind === 'already') return home(ctx, campaign);
        if (outcome.kind !== 'done') return refuse(ctx, campaign, outcome.kind);
        await home(ctx, campaign, ctx.texts.t('volume:close.done', { year: campaign.year }));
      }),

      'vol.reopen': about(async (ctx, campaign) => {
        const outcome = await verbs.reopen(ctx, campaign.id);
        if (outcome.kind === 'already') return home(ctx, campaign);
        if (outcome.kind !== 'done') return refuse(ctx, campaign, outcome.kind);
        await home(ctx, campaign, ctx.texts.t('volume:close.reopened', { year: campaign.year }));
      }),

      'vol.send': about((ctx, campaign) => askToSend(ctx, campaign)),
      'vol.sent': about(async (ctx, campaign, [people]) => {
        const shown = { campaignId: campaign.id, people: integer(people) ?? -1 };
        const outcome = await verbs.send(ctx, shown);
        if (outcome.kind === 'changed') return askToSend(ctx, campaign, ctx.texts.t('volume:send.changed'));
        if (outcome.kind === 'already') return home(ctx, campaign);
        if (outcome.kind !== 'done') return refuse(ctx, campaign, outcome.kind);
        const { t } = ctx.texts;
        const told = t('volume:send.people', { count: outcome.people });
        await home(ctx, campaign, t('volume:send.done', { people: told }));
      }),

      'vol.undo': about(async (ctx, campaign) => {
        const outcome = await verbs.undo(ctx, campaign.id);
        if (outcome.kind === 'already') return home(ctx, campaign);
        if (outcome.kind !== 'done') return refuse(ctx, campaign, outcome.kind);
        await home(ctx, campaign, ctx.texts.t('volume:send.undone'));
      }),
    },
  };
}
