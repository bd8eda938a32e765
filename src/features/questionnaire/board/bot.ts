import { InputFile } from 'grammy';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Actor } from '../../../services/people/actor.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { callsMessage } from './calls.ts';
import { cityBoard } from './city.ts';
import { boardList, boardMessage, statesMessage } from './messages.ts';
import type { BoardView } from './messages.ts';
import { BOARD_FILTERS, BOARD_ORDERS, callOrder } from './order.ts';
import { asOfLine, boardWorkbook, callsWorkbook } from './sheets.ts';
import type { SheetView } from './sheets.ts';
import { boardEntries } from './store.ts';
import { boardSentence, citySentence } from './words.ts';
import { campaignLabels, label } from '../campaign/desk.ts';
import type { CampaignDesk } from '../campaign/desk.ts';
import { campaignsOf, citiesInCampaign, presentRowsOf } from '../campaign/store.ts';
import type { CityRow } from '../campaign/store.ts';
import type { Paper } from '../paper.ts';
import { waitingRound } from '../reminders/store.ts';

const sees = (actor: Actor): boolean => seatFor(actor, 'see_board') !== null;

/** *Кто сдал*: for the association by city, for a city by department. */
export function createBoard(desk: CampaignDesk): Feature {
  const { prisma, association } = desk;

  /** The whole campaign, for whoever sees all of it; says why not, and yields null. */
  async function board(ctx: Ctx, id: string | undefined): Promise<BoardView | null> {
    // The association's coordinator alone sees every city: a city's may not see a campaign.
    const campaign = await desk.campaign(ctx, id);
    if (!campaign || !(await desk.may(ctx, 'see_board'))) return null;
    desk.leave(ctx);
    const rows = await citiesInCampaign(prisma, campaign.id, ctx.now);
    return { campaign, rows, now: ctx.now, association };
  }

  /** The questionnaires of a city at the moment; says why not, and yields null. */
  async function cityRows(ctx: Ctx, id: string | undefined): Promise<[CityRow, ...CityRow[]] | null> {
    const cityId = integer(id);
    if (!(await desk.may(ctx, 'see_board', cityId ?? 0))) return null;
    const [first, ...others] = cityId === null ? [] : await presentRowsOf(prisma, [cityId], ctx.now);
    if (first) return [first, ...others];
    await ctx.screen.say({ text: ctx.texts.t('board:none') });
    return null;
  }

  async function home(ctx: Ctx): Promise<void> {
    const { texts } = ctx;
    desk.leave(ctx);
    if (!seatFor(ctx.actor, 'see_campaign')) return cities(ctx);
    const campaigns = await campaignsOf(prisma);
    const open = campaigns.filter(({ closedAt }) => closedAt === null);
    const [first] = open.length > 0 ? open : campaigns;
    if (!first) return void (await ctx.screen.say({ text: texts.t('campaign:home.never') }));
    if (open.length <= 1) return show(ctx, String(first.id));
    const labelOf = campaignLabels(texts, open);
    await ctx.screen.show({
      text: texts.t('board:which'),
      keyboard: keyboard(
        ...open.slice(0, 20).map((campaign) => button(labelOf(campaign), 'b.board', campaign.id)),
      ),
    });
  }

  /** «Не сдали»: those of the only campaign that is open. */
  async function waiting(ctx: Ctx): Promise<void> {
    const open = (await campaignsOf(prisma)).filter(({ closedAt }) => closedAt === null);
    const [only] = open;
    if (!only || open.length > 1 || !seatFor(ctx.actor, 'see_campaign')) return home(ctx);
    const view = await board(ctx, String(only.id));
    if (!view) return;
    await ctx.screen.show(boardList(ctx.texts, { ...view, filter: 'waiting', order: 'name', page: 0 }));
  }

  /** A city's coordinator: his city, or which of them. */
  async function cities(ctx: Ctx): Promise<void> {
    const held = ctx.actor.seats.flatMap(({ cityId, cityName }) =>
      cityId !== null && seatFor(ctx.actor, 'see_board', { cityId })
        ? [{ cityId, name: cityName ?? '' }]
        : [],
    );
    const own = [...new Map(held.map((each) => [each.cityId, each])).values()];
    const [only] = own;
    if (!only) return desk.refuse(ctx, { kind: 'no_right' });
    if (own.length === 1) return showCity(ctx, String(only.cityId));
    await ctx.screen.show({
      text: ctx.texts.t('board:which_city'),
      keyboard: keyboard(...flow(own.map(({ cityId, name }) => button(label(name), 'b.city', cityId)))),
    });
  }

  async function show(ctx: Ctx, id: string | undefined): Promise<void> {
    const view = await board(ctx, id);
    if (!view) return;
    const reminder = await waitingRound(prisma, view.campaign.id, ctx.now);
    await ctx.screen.show(boardMessage(ctx.texts, view, reminder));
  }

  async function showCity(ctx: Ctx, id: string | undefined): Promise<void> {
    const rows = await cityRows(ctx, id);
    if (!rows) return;
    desk.leave(ctx);
    const entries = await boardEntries(prisma, rows, ctx.now);
    await ctx.screen.show(cityBoard(ctx.texts, { city: rows[0].city, entries, now: ctx.now }));
  }

  /** A file that stays in the chat, with the way back under it. */
  async function send(
    ctx: Ctx,
    file: Paper,
    caption: string,
    back: ReturnType<typeof button>,
  ): Promise<void> {
    const sent = await ctx.api.sendDocument(ctx.chatId, new InputFile(file.content, file.name), {
      caption,
      reply_markup: keyboard(back),
    });
    ctx.screen.sent(sent.message_id);
  }

  async function sendSheet(ctx: Ctx, view: BoardView, calls: boolean): Promise<void> {
    const { texts } = ctx;
    const all = await boardEntries(prisma, view.rows, ctx.now);
    const sheet: SheetView = {
      ...view,
      entries: calls ? callOrder(all) : all,
      author: texts.t('chat:menu.association'),
    };
    const file = calls ? callsWorkbook(texts, sheet) : boardWorkbook(texts, sheet);
    const caption = asOfLine(texts, ctx.now, association);
    await send(ctx, file, caption, button(texts.t('board:buttons.board'), 'b.board', view.campaign.id));
  }

  return {
    menu: [
      { label: 'board:menu', words: ['board'], order: 45, allowed: sees, handle: home },
      {
        label: 'board:buttons.waiting',
        words: ['waiting'],
        order: 90,
        allowed: sees,
        handle: waiting,
        hidden: true,
      },
    ],
    buttons: {
      'b.home': home,
      'b.board': (ctx, [id]) => show(ctx, id),

      async 'b.list'(ctx, [id, filter, order, page]) {
        const view = await board(ctx, id);
        if (!view) return;
        await ctx.screen.show(
          boardList(ctx.texts, {
            ...view,
            filter: BOARD_FILTERS.find((each) => each === filter) ?? 'all',
            order: BOARD_ORDERS.find((each) => each === order) ?? 'name',
            page: integer(page) ?? 0,
          }),
        );
      },

      async 'b.states'(ctx, [id, order]) {
        const view = await board(ctx, id);
        if (!view) return;
        const by = BOARD_ORDERS.find((each) => each === order) ?? 'name';
        await ctx.screen.show(statesMessage(ctx.texts, view, by));
      },

      async 'b.text'(ctx, [id]) {
        const view = await board(ctx, id);
        if (!view) return;
        await ctx.screen.say({
          text: boardSentence(ctx.texts, view),
          keyboard: keyboard(button(ctx.texts.t('board:buttons.board'), 'b.board', view.campaign.id)),
        });
      },

      async 'b.excel'(ctx, [id]) {
        const view = await board(ctx, id);
        if (view) await sendSheet(ctx, view, false);
      },

      async 'b.calls'(ctx, [id, page]) {
        const view = await board(ctx, id);
        if (!view) return;
        const entries = callOrder(await boardEntries(prisma, view.rows, ctx.now));
        await ctx.screen.show(callsMessage(ctx.texts, { ...view, entries, page: integer(page) ?? 0 }));
      },

      async 'b.callx'(ctx, [id]) {
        const view = await board(ctx, id);
        if (view) await sendSheet(ctx, view, true);
      },

      'b.city': (ctx, [id]) => showCity(ctx, id),

      async 'b.ctext'(ctx, [id]) {
        const rows = await cityRows(ctx, id);
        if (!rows) return;
        const { texts, now } = ctx;
        await ctx.screen.say({
          text: rows.map((row) => citySentence(texts, row, now)).join('\n\n'),
          keyboard: keyboard(button(texts.t('board:buttons.board'), 'b.city', rows[0].city.id)),
        });
      },

      async 'b.cexcel'(ctx, [id]) {
        const rows = await cityRows(ctx, id);
        if (!rows) return;
        const { texts, now } = ctx;
        const [{ city }] = rows;
        const back = button(texts.t('board:buttons.board'), 'b.city', city.id);
        // Each questionnaire asks its own questions: a file for each.
        for (const entry of await boardEntries(prisma, rows, now)) {
          const { campaign } = entry.row;
          const sheet = { campaign, entries: [entry], now, association: city, author: city.name };
          await send(ctx, boardWorkbook(texts, sheet), asOfLine(texts, now, city), back);
        }
      },
    },
  };
}
