import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { back, campaignLabels, dialogueOf, whenWritten } from '../campaign/desk.ts';
import type { CampaignDesk } from '../campaign/desk.ts';
import { above, lines } from '../campaign/messages.ts';
import { campaignsOf, findCampaign } from '../campaign/store.ts';
import { createReminding, MOST_TEXT, roundFor, undoingSeat } from './actions.ts';
import { createReminderJob } from './jobs.ts';
import { createReminderRenderers, passReminders } from './rendering.ts';
import { askMessage, roundMessage } from './screens.ts';
import type { Look } from './screens.ts';
import { findRound, lastRound } from './store.ts';
import type { RoundView } from './store.ts';

/** The words of a reminder that is being prepared are kept in its dialogue until it is sent; null: the usual ones. */
type Prepared = {
  campaignId: number;
  text: string | null;
  step: 'edit' | 'ready';
  /** Said above: it was sent, and taken back. */
  undone?: true;
};

/** *Напомнить*, and reminders by themselves. */
export function createReminders(desk: CampaignDesk, i18n: (language: Language) => Texts): Feature {
  const { prisma, association } = desk;
  const reminding = createReminding(desk);

  function lookOf(ctx: Ctx): Look {
    const whole = seatFor(ctx.actor, 'remind', { cityId: null }) !== null;
    const seat = seatFor(ctx.actor, 'remind');
    const own = seat && { name: seat.cityName, timeZone: seat.timeZone };
    const place =
      whole || !own?.name || !own.timeZone ? association : { name: own.name, timeZone: own.timeZone };
    return { now: ctx.now, place, whole };
  }

  /** What would be sent now; or, while nobody else is to be reminded, the round that waits. null: said why not. */
  async function prepared(ctx: Ctx, id: number | null, text: string | null): Promise<Message | null> {
    if (!(await desk.may(ctx, 'remind'))) return null;
    const campaign = id === null ? null : await findCampaign(prisma, id);
    const round = campaign && (await roundFor(prisma, ctx.actor, campaign.id, ctx.now));
    if (!campaign) await desk.refuse(ctx, { kind: 'not_found' });
    else if (!round) await desk.refuse(ctx, { kind: 'no_right' });
    else if (campaign.closedAt) await desk.refuse(ctx, { kind: 'closed' });
    else {
      const { plan, people } = round;
      if (plan.entries.length === 0 && plan.planned.length > 0) {
        const ids = plan.planned.map(({ assignmentId }) => assignmentId);
        await showRound(ctx, await lastRound(prisma, ids), '', true);
        return null;
      }
      return askMessage(ctx.texts, { ...lookOf(ctx), campaign, plan, people, text });
    }
    return null;
  }

  async function ask(ctx: Ctx, id: number | null, text: string | null, note = ''): Promise<void> {
    const message = await prepared(ctx, id, text);
    if (message) await ctx.screen.show(above(note, message));
  }

  /** «Напомнить», typed: of the only campaign that is open, or which of them. */
  async function which(ctx: Ctx): Promise<void> {
    desk.leave(ctx);
    const open = (await campaignsOf(prisma)).filter(({ closedAt }) => closedAt === null);
    const [only] = open;
    if (!only) return void (await ctx.screen.say({ text: ctx.texts.t('reminder:none') }));
    if (open.length === 1) return ask(ctx, only.id, null);
    const labelOf = campaignLabels(ctx.texts, open);
    await ctx.screen.show({
      text: ctx.texts.t('reminder:which'),
      keyboard: keyboard(
        ...open.slice(0, 20).map((campaign) => button(labelOf(campaign), 'r.ask', campaign.id)),
        button(ctx.texts.t('chat:buttons.menu'), 'menu'),
      ),
    });
  }

  /** The round named in callback data, as far as it reminds cities of this person; says why not, and yields null. */
  async function roundOf(ctx: Ctx, id: number | null): Promise<RoundView | null> {
    const mine = (cityId: number): boolean => seatFor(ctx.actor, 'remind', { cityId }) !== null;
    const round = id === null ? null : await findRound(prisma, id, mine);
    if (!round) await desk.refuse(ctx, { kind: 'not_found' });
    else if (round.cities.length === 0) await desk.refuse(ctx, { kind: 'no_right' });
    return round && round.cities.length > 0 ? round : null;
  }

  /** @param again he would send it once more, and is told who did */
  async function showRound(ctx: Ctx, id: number | null, note = '', again = false): Promise<void> {
    const round = await roundOf(ctx, id);
    if (!round) return;
    const by = again ? await madeBy(ctx, round) : null;
    const mayUndo = undoingSeat(ctx.actor, round) !== null;
    await ctx.screen.show(above(note, roundMessage(ctx.texts, round, { ...lookOf(ctx), mayUndo, by })));
  }

  /** «Кедрова О.Н., сегодня в 10:14»: who made the round, and when. */
  async function madeBy(ctx: Ctx, round: RoundView): Promise<string> {
    const seatId = round.bySeatId ?? 0;
    const occupant = (await occupantsOf(prisma, [seatId], ctx.now)).get(seatId);
    const seat = await prisma.seat.findUnique({ where: { id: seatId } });
    const who = occupant ? listed(occupant) : (seat?.post ?? '');
    return `${who}, ${whenWritten(ctx.texts, round.at, ctx.now, lookOf(ctx).place.timeZone)}`;
  }

  function editMessage({ texts }: Ctx, { campaignId, text }: Prepared): Message {
    return {
      ...lines(
        texts.rich('reminder:edit.ask', { most: MOST_TEXT }),
        text !== null && texts.t('reminder:edit.now', { text }),
      ),
      keyboard: keyboard(
        text !== null && button(texts.t('reminder:buttons.usual'), 'r.ask', campaignId),
        back(texts, text === null ? 'r.ask' : 'r.kept', campaignId),
      ),
    };
  }

  const dialogue: Dialogue<Prepared> = {
    name: 'campaign.remind',
    ask: (ctx, args) =>
      args.step === 'ready'
        ? ask(ctx, args.campaignId, args.text, args.undone ? ctx.texts.t('reminder:round.undone') : '')
        : ctx.screen.show(editMessage(ctx, args)),
    async answer(ctx, args) {
      const typed = ctx.message?.text?.trim();
      if (!typed) return { kind: 'not_mine' };
      const length = [...typed].length;
      if (length > MOST_TEXT) {
        const note = ctx.texts.t('reminder:edit.too_long', { n: length, most: MOST_TEXT });
        await ctx.screen.show(above(note, editMessage(ctx, args)));
        return { kind: 'again' };
      }
      return { kind: 'next', args: { campaignId: args.campaignId, text: typed, step: 'ready' } };
    },
  };

  const textFor = (ctx: Ctx, campaignId: number | null): string | null => {
    const kept = dialogueOf<Prepared>(ctx, dialogue.name);
    return kept?.campaignId === campaignId ? kept.text : null;
  };

  return {
    dialogues: [dialogue],
    menu: [
      {
        label: 'reminder:buttons.remind',
        words: ['remind'],
        order: 90,
        allowed: (actor) => seatFor(actor, 'remind') !== null,
        handle: which,
        hidden: true,
      },
    ],
    renderers: createReminderRenderers({ prisma, i18n }),
    passOn: { reminder: passReminders(prisma) },
    jobs: [createReminderJob(desk)],
    buttons: {
      async 'r.ask'(ctx, [id]) {
        desk.leave(ctx);
        await ask(ctx, integer(id), null);
      },
      'r.kept': (ctx, [id]) => ask(ctx, integer(id), textFor(ctx, integer(id))),
      async 'r.text'(ctx, [id]) {
        const campaignId = integer(id);
        if (!(await prepared(ctx, campaignId, null)) || campaignId === null) return;
        await desk.enter(ctx, dialogue.name, { campaignId, text: textFor(ctx, campaignId), step: 'edit' });
      },
      async 'r.send'(ctx, [id]) {
        const campaignId = integer(id) ?? 0;
        const outcome = await reminding.remind(ctx, { campaignId, text: textFor(ctx, campaignId) });
        switch (outcome.kind) {
          case 'done':
            desk.leave(ctx);
            return showRound(ctx, outcome.roundId);
          case 'already':
            desk.leave(ctx);
            return showRound(ctx, outcome.roundId, '', true);
          case 'nobody':
          case 'too_long':
            return ask(ctx, campaignId, textFor(ctx, campaignId));
          default:
            return desk.refuse(ctx, outcome);
        }
      },
      async 'r.undo'(ctx, [id]) {
        const round = await roundOf(ctx, integer(id));
        if (!round) return;
        const outcome = await reminding.undo(ctx, { roundId: round.id });
        if (outcome.kind === 'done') {
          const { campaignId, text } = round;
          if (text === null) return ask(ctx, campaignId, null, ctx.texts.t('reminder:round.undone'));
          return desk.enter(ctx, dialogue.name, { campaignId, text, step: 'ready', undone: true });
        }
        if (outcome.kind === 'late') return showRound(ctx, round.id, ctx.texts.t('reminder:round.late'));
        if (outcome.kind === 'undone_already') return showRound(ctx, round.id);
        await desk.refuse(ctx, outcome);
      },
      'r.round': (ctx, [id]) => showRound(ctx, integer(id)),
    },
  };
}
