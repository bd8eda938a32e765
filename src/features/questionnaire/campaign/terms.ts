import { formatDay, isDay } from '../../../services/calendar/index.ts';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import { audienceLines, cityAudienceLines, toldLine } from './audience.ts';
import { extensionProposals } from './days.ts';
import { back, label, pageOf, someOf, turning } from './desk.ts';
import type { CampaignDesk, CampaignShown } from './desk.ts';
import { readTerm } from './draft.ts';
import { dayOffLine, ruleOf } from './local-days.ts';
import { above, cityLine, lines } from './messages.ts';
import { audienceOf } from './recipients.ts';
import { concernedBy } from './people.ts';
import { citiesInCampaign } from './store.ts';
import type { CityRow } from './store.ts';
import type { Elsewhere } from './making.ts';

/** For all cities, or for one; the day is chosen by a button or typed. */
type Extension = { campaignId: number; assignmentId: number | null };

/** What an extension is about, as it stands. */
interface Scope {
  campaign: CampaignShown;
  rows: CityRow[];
  row: CityRow | null;
  dueOn: string;
  /** Days to choose from. */
  days: string[];
}

/** *Продлить срок*: which day, whom it concerns, and then once more. */
export function createTerms(
  desk: CampaignDesk,
  elsewhere: Elsewhere & { city(ctx: Ctx, id: number): Promise<void> },
): Feature {
  const { prisma } = desk;

  async function scopeOf(
    ctx: Ctx,
    campaignId: string | undefined,
    assignmentId: string | undefined,
  ): Promise<Scope | null> {
    if (!(await desk.may(ctx, 'extend_campaign'))) return null;
    const campaign = await desk.campaign(ctx, campaignId);
    if (!campaign) return null;
    const rows = await citiesInCampaign(prisma, campaign.id, ctx.now);
    const id = integer(assignmentId) ?? 0;
    const row = rows.find((each) => each.assignmentId === id) ?? null;
    if (id !== 0 && !row) {
      await desk.refuse(ctx, { kind: 'not_found' });
      return null;
    }
    const dueOn = row?.dueOn ?? campaign.dueOn;
    const rule = row ? await ruleOf(prisma, row.city.id) : {};
    return { campaign, rows, row, dueOn, days: extensionProposals(dueOn, desk.today(ctx), rule) };
  }

  function dayMessage(ctx: Ctx, scope: Scope, days = scope.days): Message {
    const { texts } = ctx;
    const { campaign, row, dueOn } = scope;
    const target = [campaign.id, row?.assignmentId ?? 0] as const;
    const today = desk.today(ctx);
    const day = formatDay(dueOn, texts.language, 'weekday', today);
    const head = row
      ? texts.rich('campaign:extend.city', { city: row.city.name, day })
      : texts.rich('campaign:extend.all', { year: campaign.year, of: campaign.of, day });
    return {
      ...lines(head, texts.t('campaign:extend.hint')),
      keyboard: keyboard(
        ...days.map((each) =>
          button(formatDay(each, texts.language, 'weekday', today), 'k.till', ...target, each),
        ),
        !row && button(texts.t('campaign:buttons.one_city'), 'k.term.one', campaign.id, 0),
        row ? back(texts, 'k.city', row.assignmentId) : back(texts, 'k.year', campaign.id),
      ),
    };
  }

  /** *Только одному городу*: which one, of those that have not submitted. */
  function cityChoice({ texts }: Ctx, { campaign, rows }: Scope, page: number): Message {
    const waiting = rows.filter(({ submitted }) => !submitted);
    const shown = pageOf(waiting, page);
    const hint = waiting.length > 0 ? 'campaign:extend.which_hint' : 'campaign:extend.all_submitted';
    return {
      ...lines(
        texts.rich('campaign:extend.which', { year: campaign.year, of: campaign.of }),
        texts.t(hint),
        '',
        ...shown.items.map((row) => cityLine(texts, row, true)),
        shown.pages > 1 && texts.t('campaign:page', { page: shown.page + 1, pages: shown.pages }),
      ),
      keyboard: keyboard(
        ...flow(
          shown.items.map((row) => button(label(row.city.name), 'k.term', campaign.id, row.assignmentId)),
        ),
        turning(texts, shown, (to) => button('', 'k.term.one', campaign.id, to)),
        back(texts, 'k.term', campaign.id, 0),
      ),
    };
  }

  /** The new term and whom it concerns, to be confirmed; or why it cannot be. */
  async function confirm(ctx: Ctx, scope: Scope, day: string): Promise<void> {
    const { texts } = ctx;
    const { campaign, rows, row, dueOn } = scope;
    const inWords = (each: string): string => formatDay(each, texts.language, 'weekday', desk.today(ctx));
    if (day <= dueOn) {
      const note = texts.t('campaign:extend.not_later', { day: inWords(dueOn) });
      return ctx.screen.show(above(note, dayMessage(ctx, scope)));
    }
    const waiting = (row ? [row] : rows).filter((each) => !each.submitted && each.dueOn < day);
    const audience = audienceOf(await concernedBy(prisma, ctx.now, waiting));
    const later = row ? [] : rows.filter((each) => each.dueOn > day).map(({ city }) => city.name);
    const target = [campaign.id, row?.assignmentId ?? 0] as const;
    const values = {
      day: inWords(day),
      was: inWords(dueOn),
    };
    const head = row
      ? texts.rich('campaign:extend.preview_city', { ...values, city: row.city.name })
      : texts.rich('campaign:extend.preview_all', values);
    await ctx.screen.show({
      ...lines(
        head,
        ...(row ? cityAudienceLines : audienceLines)(texts, { ...audience, unnamed: [] }),
        later.length > 0 && texts.t('campaign:extend.later', { names: someOf(texts, later) }),
        await dayOffLine(
          prisma,
          texts,
          (row ? [row] : rows).map(({ city }) => city.id),
          day,
        ),
      ),
      keyboard: keyboard(
        button(texts.t('campaign:buttons.extend_do'), 'k.tilled', ...target, day),
        back(texts, 'k.term', ...target),
      ),
    });
  }

  const dialogue: Dialogue<Extension> = {
    name: 'campaign.extend',
    async ask(ctx, { campaignId, assignmentId }) {
      const scope = await scopeOf(ctx, String(campaignId), String(assignmentId ?? 0));
      if (scope) await ctx.screen.show(dayMessage(ctx, scope));
    },
    async answer(ctx, { campaignId, assignmentId }) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      const scope = await scopeOf(ctx, String(campaignId), String(assignmentId ?? 0));
      if (!scope) return { kind: 'done' };
      const today = desk.today(ctx);
      const read = readTerm(ctx.texts, typed, today, scope.days);
      if (read.kind === 'day') await confirm(ctx, scope, read.day);
      else await ctx.screen.show(above(read.note, dayMessage(ctx, scope, read.days)));
      return { kind: 'again' };
    },
  };

  return {
    dialogues: [dialogue],
    buttons: {
      async 'k.term'(ctx, [campaignId, assignmentId]) {
        const scope = await scopeOf(ctx, campaignId, assignmentId);
        if (!scope) return;
        if (scope.campaign.closedAt) return desk.refuse(ctx, { kind: 'closed' });
        await desk.enter(ctx, dialogue.name, {
          campaignId: scope.campaign.id,
          assignmentId: scope.row?.assignmentId ?? null,
        });
      },
      async 'k.term.one'(ctx, [campaignId, page]) {
        const scope = await scopeOf(ctx, campaignId, undefined);
        if (!scope) return;
        if (scope.campaign.closedAt) return desk.refuse(ctx, { kind: 'closed' });
        desk.leave(ctx);
        await ctx.screen.show(cityChoice(ctx, scope, integer(page) ?? 0));
      },
      async 'k.till'(ctx, [campaignId, assignmentId, day = '']) {
        const scope = await scopeOf(ctx, campaignId, assignmentId);
        if (scope && isDay(day)) await confirm(ctx, scope, day);
      },
      async 'k.tilled'(ctx, [campaignId, assignmentId, day = '']) {
        const scope = await scopeOf(ctx, campaignId, assignmentId);
        if (!scope) return;
        desk.leave(ctx);
        const { campaign, row } = scope;
        const outcome = await desk.actions.extend(ctx, {
          campaignId: campaign.id,
          assignmentId: row?.assignmentId ?? null,
          dueOn: day,
        });
        const { texts } = ctx;
        const today = desk.today(ctx);
        if (outcome.kind === 'done') {
          const values = {
            day: formatDay(day, texts.language, 'weekday', today),
            told: toldLine(texts, outcome),
          };
          const text = row
            ? texts.t('campaign:extend.done_city', { ...values, city: row.city.name })
            : texts.t('campaign:extend.done_all', values);
          await ctx.screen.say({ text });
        } else if (outcome.kind === 'not_later') {
          const shown = formatDay(outcome.dueOn, texts.language, 'weekday', today);
          await ctx.screen.say({ text: texts.t('campaign:extend.not_later', { day: shown }) });
        } else await desk.refuse(ctx, outcome);
        await (row ? elsewhere.city(ctx, row.assignmentId) : elsewhere.year(ctx, campaign.id));
      },
    },
  };
}
