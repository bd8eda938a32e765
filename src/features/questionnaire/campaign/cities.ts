import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import { postIn } from '../../../services/people/post.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { citiesOf, staffOf } from '../../../services/people/store.ts';
import type { StaffSeat } from '../../../services/people/store.ts';
import { cityAudienceLines, toldLine } from './audience.ts';
import { acceptedBy } from '../clarification/acceptance-standing.ts';
import { back, label, pageOf, turning } from './desk.ts';
import type { CampaignDesk } from './desk.ts';
import { cityMessage, lines } from './messages.ts';
import type { Elsewhere } from './making.ts';
import { whoAnswers } from './notices.ts';
import { audienceOf } from './recipients.ts';
import { enteringOf } from './entering.ts';
import { citiesInCampaign, findCityRow, presentRowsOf } from './store.ts';
import type { CityRow } from './store.ts';
import { firstWords, titleOf } from '../wording.ts';

export interface CityScreens extends Feature {
  /** One city's screen. */
  city(ctx: Ctx, assignmentId: number): Promise<void>;
  /** What a city's coordinator sees behind «Сбор»: his cities in the campaigns of the moment. */
  own(ctx: Ctx): Promise<void>;
}

/** The cities of a campaign: the list, one city, who answers for it, and a city that is added. */
export function createCityScreens(desk: CampaignDesk, elsewhere: Elsewhere): CityScreens {
  const { prisma } = desk;
  const sees = (ctx: Ctx): boolean => seatFor(ctx.actor, 'see_campaign') !== null;

  async function city(ctx: Ctx, assignmentId: number): Promise<void> {
    const row = await desk.city(ctx, String(assignmentId));
    if (!row) return;
    const by = row.state === 'accepted' ? await acceptedBy(prisma, assignmentId) : null;
    await ctx.screen.show(cityMessage(ctx.texts, row, ctx.now, sees(ctx), by));
  }

  async function nameMessage(ctx: Ctx, row: CityRow, page: number): Promise<Message> {
    const { texts } = ctx;
    const heads = (await staffOf(prisma, row.city.id, ctx.now)).filter(({ kind }) => kind === 'head');
    const shown = pageOf(heads, page);
    const values = { city: row.city.name, title: titleOf(texts, row.campaign) };
    const invite = button(texts.t('campaign:buttons.invite'), 'o.inv.kind', 'head', row.city.id);
    if (heads.length === 0) {
      return {
        ...lines(texts.rich('campaign:name.head', values), texts.t('campaign:name.nobody')),
        keyboard: keyboard(invite, back(texts, 'k.city', row.assignmentId)),
      };
    }
    const seats = shown.items.map((seat) => seatLine(texts, seat, row));
    return {
      ...lines(texts.rich('campaign:name.head', values), texts.t('campaign:name.hint'), '', ...seats),
      keyboard: keyboard(
        ...shown.items.map((seat) => button(seatLabel(seat), 'k.named', row.assignmentId, seat.seatId)),
        turning(texts, shown, (to) => button('', 'k.name', row.assignmentId, to)),
        invite,
        back(texts, 'k.city', row.assignmentId),
      ),
    };
  }

  async function addable(campaignId: number, now: Date): Promise<{ id: number; name: string }[]> {
    const there = new Set((await citiesInCampaign(prisma, campaignId, now)).map((row) => row.city.id));
    return (await citiesOf(prisma)).filter(({ id }) => !there.has(id));
  }

  return {
    city,

    async own(ctx) {
      const cityIds = ctx.actor.seats.flatMap(({ kind, cityId }) =>
        kind === 'city_coordinator' && cityId !== null ? [cityId] : [],
      );
      const rows = await presentRowsOf(prisma, cityIds, ctx.now);
      const [only] = rows;
      if (!only) return void (await ctx.screen.say({ text: ctx.texts.t('campaign:none_here') }));
      if (rows.length === 1) return city(ctx, only.assignmentId);
      const name = naming(ctx.texts, rows);
      await ctx.screen.show({
        text: ctx.texts.t(cityIds.length > 1 ? 'campaign:which' : 'campaign:which_campaign'),
        keyboard: keyboard(
          ...rows.slice(0, 20).map((row) => button(label(name(row)), 'k.city', row.assignmentId)),
        ),
      });
    },

    buttons: {
      async 'k.city'(ctx, [id]) {
        desk.leave(ctx);
        await city(ctx, integer(id) ?? 0);
      },

      async 'k.name'(ctx, [id, page]) {
        const row = await desk.city(ctx, id);
        if (!row || !(await desk.may(ctx, 'name_respondent', row.city.id))) return;
        desk.leave(ctx);
        await ctx.screen.show(await nameMessage(ctx, row, integer(page) ?? 0));
      },

      async 'k.named'(ctx, [id, seat]) {
        const row = await desk.city(ctx, id);
        const seatId = integer(seat);
        if (!row) return;
        if (seatId === null) return void (await ctx.screen.say({ text: ctx.texts.t('chat:old_button') }));
        const outcome = await desk.actions.nameRespondent(ctx, { assignmentId: row.assignmentId, seatId });
        const { texts } = ctx;
        if (outcome.kind === 'done') {
          const named = (await findCityRow(prisma, row.assignmentId, ctx.now))?.respondent;
          const values = { city: row.city.name, who: named ? whoAnswers(texts, named) : '' };
          await ctx.screen.say({
            text: texts.t(outcome.told > 0 ? 'campaign:name.done' : 'campaign:name.done_silent', values),
          });
        } else if (outcome.kind !== 'same') await desk.refuse(ctx, outcome);
        await city(ctx, row.assignmentId);
      },

      async 'k.add'(ctx, [id, page]) {
        const campaign = await desk.campaign(ctx, id);
        if (!campaign) return;
        const { archived } = campaign;
        if (campaign.closedAt && !archived) return desk.refuse(ctx, { kind: 'closed' });
        const { texts } = ctx;
        const cities = await addable(campaign.id, ctx.now);
        const shown = pageOf(cities, integer(page) ?? 0);
        await ctx.screen.show({
          text: texts.t(cities.length > 0 ? 'campaign:add.which' : 'campaign:add.all_there', {
            year: campaign.year,
            of: campaign.of,
          }),
          keyboard: keyboard(
            ...flow(
              // Of a past year nobody is told: there is nothing to be looked at before.
              shown.items.map(({ id: cityId, name }) =>
                button(label(name), archived ? 'k.added' : 'k.adding', campaign.id, cityId),
              ),
            ),
            turning(texts, shown, (to) => button('', 'k.add', campaign.id, to)),
            cities.length === 0 &&
              seatFor(ctx.actor, 'add_city') &&
              button(texts.t('office:cities.add'), 'o.city.add'),
            back(texts, 'k.year', campaign.id),
          ),
        });
      },

      async 'k.adding'(ctx, [id, cityId]) {
        const campaign = await desk.campaign(ctx, id);
        if (!campaign) return;
        const [entering] = await enteringOf(prisma, ctx.now, campaign, [integer(cityId) ?? 0]);
        if (!entering) return desk.refuse(ctx, { kind: 'not_found' });
        const { texts } = ctx;
        const { city: people } = entering;
        const audience = audienceOf([entering]);
        await ctx.screen.show({
          ...lines(
            texts.rich('campaign:add.preview', {
              city: people.cityName,
              year: campaign.year,
              of: campaign.of,
            }),
            ...cityAudienceLines(texts, audience),
          ),
          keyboard: keyboard(
            button(texts.t('campaign:buttons.add_do'), 'k.added', campaign.id, people.cityId),
            back(texts, 'k.add', campaign.id, 0),
          ),
        });
      },

      async 'k.added'(ctx, [id, cityId]) {
        const campaign = await desk.campaign(ctx, id);
        if (!campaign) return;
        const outcome = await desk.actions.addCity(ctx, {
          campaignId: campaign.id,
          cityId: integer(cityId) ?? 0,
        });
        const { texts } = ctx;
        if (campaign.archived && (outcome.kind === 'done' || outcome.kind === 'already')) {
          const there = await citiesInCampaign(prisma, campaign.id, ctx.now);
          const added = there.find((row) => row.city.id === integer(cityId));
          if (!added) return elsewhere.year(ctx, campaign.id);
          const values = { city: added.city.name, year: campaign.year };
          await ctx.screen.say({ text: texts.t('behalf:archive.added', values) });
          return city(ctx, added.assignmentId);
        }
        if (outcome.kind === 'done') {
          const told = toldLine(texts, outcome);
          await ctx.screen.say({ text: texts.t('campaign:add.done', { year: campaign.year, told }) });
        } else if (outcome.kind === 'already')
          await ctx.screen.say({ text: texts.t('campaign:add.already') });
        else await desk.refuse(ctx, outcome);
        await elsewhere.year(ctx, campaign.id);
      },
    },
  };
}

/** What tells the rows of a list apart: the city, where there are several, and the branch, where there are several. */
function naming(texts: Texts, rows: readonly CityRow[]): (row: CityRow) => string {
  const cities = new Set(rows.map(({ city }) => city.id)).size;
  const branches = new Set(rows.map(({ campaign }) => campaign.branchId)).size;
  return ({ city, campaign }) => {
    const { branchShort: short, branchName: branch, year } = campaign;
    if (branches === 1) return texts.t('campaign:city_and_year', { city: city.name, year });
    if (cities === 1) return `${firstWords(branch, 22)}, ${year}`;
    return texts.t('campaign:city_branch_year', { city: city.name, short, year });
  };
}

/** «начальник отдела, отдел встреч — Рябинин П.А.» */
function seatLine(texts: Texts, seat: StaffSeat, row: CityRow): string {
  const { holder, invitation } = seat;
  const values = { post: postIn(seat), who: holder ? listed(holder) : invitation ? listed(invitation) : '' };
  const state = holder ? 'holder' : invitation?.state === 'open' ? 'invited' : 'vacant';
  const line = texts.t(`campaign:name.${state}`, values);
  return row.respondent?.seatId === seat.seatId ? texts.t('campaign:name.present', { line }) : line;
}

/** Of two posts that nobody holds the department tells them apart. */
function seatLabel({ post, departmentName, holder, invitation }: StaffSeat): string {
  const named = holder ?? (invitation?.state === 'open' ? invitation : null);
  return label((named && listed(named)) || (departmentName ?? post));
}
