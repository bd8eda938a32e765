import { isDay } from '../../services/calendar/index.ts';
import { integer } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue, Step } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { yesOrNo } from '../../services/chat/words.ts';
import { daysFault } from '../../services/people/acting.ts';
import type { SetActingOutcome } from '../../services/people/acting.ts';
import { actingOf } from '../../services/people/acting-store.ts';
import { dayOfPost } from '../../services/people/speaking.ts';
import { staffSeat } from '../../services/people/store.ts';
import type { StaffSeat } from '../../services/people/store.ts';
import { createActingScreens, daysLine, shortName, sideLine } from './acting-screens.ts';
import { nextStep, readDay, stepBack } from './acting-steps.ts';
import type { ActingDraft } from './acting-steps.ts';
import type { Desk } from './desk.ts';
import type { Draft } from './invite-steps.ts';

const NAME = 'office.acting';

export interface ActingSetting {
  dialogues: NonNullable<Feature['dialogues']>;
  buttons: NonNullable<Feature['buttons']>;
  /** Goes on with whoever has just been invited to act. */
  invited(ctx: Ctx, seatId: number, actingSeatId: number): Promise<void>;
}

/** The dialogue that sets an acting: who, the first day, the last day; one screen a step. */
export function createActingSetting(
  desk: Desk,
  deps: {
    home: (ctx: Ctx) => Promise<void>;
    /** The post with its actings; `above` says what was done. */
    show: (ctx: Ctx, seatId: number, above?: string) => Promise<void>;
    /** The post, for those who may say who acts in it; else says that they may not. */
    open: (ctx: Ctx, id: string | number | undefined) => Promise<StaffSeat | null>;
    invite: (ctx: Ctx, known: Partial<Draft>) => Promise<void>;
  },
): ActingSetting {
  const { prisma, people } = desk;
  const { home, show, open, invite } = deps;
  const screens = createActingScreens(desk);

  const go = (ctx: Ctx, draft: ActingDraft): Promise<void> => desk.enter(ctx, NAME, draft);
  const goOn = (ctx: Ctx, draft: Omit<ActingDraft, 'step'>): Promise<void> =>
    go(ctx, { ...draft, step: nextStep(draft) });

  async function ask(ctx: Ctx, draft: ActingDraft, above?: string): Promise<void> {
    const post = await open(ctx, draft.seatId);
    if (post) await screens.show(ctx, post, draft, above);
  }

  /** The draft with what was typed, or a sentence that says why not. */
  async function understand(ctx: Ctx, draft: ActingDraft, text: string): Promise<ActingDraft | string> {
    const { t } = ctx.texts;
    const post = await staffSeat(prisma, draft.seatId, ctx.now);
    if (!post || draft.step === 'confirm') return t('acting:set.press');
    if (draft.step === 'who') {
      const { page: _page, ...rest } = draft;
      const found = text.length > 60 ? [] : await screens.candidates(ctx, post, text);
      const [only] = found;
      if (!only) return t('acting:set.not_found');
      return found.length === 1 ? { ...rest, actingSeatId: only.seatId } : { ...rest, search: text };
    }
    const today = screens.today(post, ctx.now);
    const read = readDay(text, today);
    const said = (day: string): string => dayOfPost(ctx.texts, day, post.timeZone, ctx.now);
    if (read.kind === 'past') return t('acting:days.past', { day: said(read.day) });
    if (read.kind === 'impossible') return t('acting:days.impossible', { day: said(read.lastOn) });
    if (read.kind === 'unreadable') return t('acting:days.unreadable');
    return withDay(ctx, draft, read.day, today);
  }

  /** The day of this step, if it can be one. */
  function withDay(ctx: Ctx, draft: ActingDraft, day: string, today: string): ActingDraft | string {
    const { t } = ctx.texts;
    const fault =
      draft.step === 'from' ? daysFault(day, day, today) : daysFault(draft.fromOn ?? today, day, today);
    if (fault) return t(`acting:days.${fault}`, { day: '' });
    return draft.step === 'from' ? { ...draft, fromOn: day } : { ...draft, untilOn: day };
  }

  const dialogue: Dialogue<ActingDraft> = {
    name: NAME,
    ask: (ctx, draft) => ask(ctx, draft),
    async answer(ctx, draft): Promise<Step<ActingDraft>> {
      const text = ctx.message?.text?.trim();
      if (text === undefined) return { kind: 'not_mine' };
      const said = draft.step === 'confirm' ? yesOrNo(ctx.texts, text) : null;
      if (said !== null) {
        await (said === 'yes' ? set(ctx, draft) : stepBackFrom(ctx, draft));
        return { kind: 'done' };
      }
      const next = await understand(ctx, draft, text);
      if (typeof next !== 'string') return { kind: 'next', args: { ...next, step: nextStep(next) } };
      await ask(ctx, draft, next);
      return { kind: 'again' };
    },
  };

  async function set(ctx: Ctx, draft: ActingDraft): Promise<void> {
    const { seatId, actingSeatId, fromOn, untilOn } = draft;
    if (actingSeatId === undefined || fromOn === undefined || untilOn === undefined) return goOn(ctx, draft);
    const outcome = await people.setActing(desk.by(ctx), { seatId, actingSeatId, fromOn, untilOn });
    if (outcome.kind === 'no_right') return desk.refuse(ctx);
    if (outcome.kind !== 'done') return again(ctx, draft, outcome);
    await desk.become(ctx);
    await show(ctx, seatId, await setSaid(ctx, outcome.actingId));
  }

  async function setSaid(ctx: Ctx, actingId: number): Promise<string> {
    const { t } = ctx.texts;
    const view = await actingOf(prisma, actingId);
    if (!view) return t('chat:old_button');
    const own = view.lent.personId === ctx.actor.personId;
    const told = view.substitute.personId === null ? 'waits' : own ? 'own' : 'told';
    const values = { who: shortName(view.substitute), days: daysLine(ctx.texts, view, ctx.now) };
    return `${t('acting:done.set', values)} ${t(`acting:done.${told}`)}`;
  }

  /** Why it could not be set, above the question whose answer is to be another. */
  async function again(
    ctx: Ctx,
    draft: ActingDraft,
    outcome: Exclude<SetActingOutcome, { kind: 'done' | 'no_right' }>,
  ): Promise<void> {
    const { t } = ctx.texts;
    const { seatId, actingSeatId } = draft;
    if (outcome.kind === 'not_found') return desk.oldButton(ctx, () => home(ctx));
    if (outcome.kind === 'lent' || outcome.kind === 'stands_in')
      return show(ctx, seatId, await inTheWay(ctx, outcome));
    const why =
      outcome.kind === 'days'
        ? t(`acting:days.${outcome.fault}`, { day: '' })
        : t(`acting:set.${outcome.kind}`);
    const before =
      outcome.kind === 'days' && actingSeatId !== undefined ? { seatId, actingSeatId } : { seatId };
    await ctx.screen.say({ text: why });
    await goOn(ctx, before);
  }

  /** Which other acting has these days. */
  async function inTheWay(
    ctx: Ctx,
    { kind, actingId }: Extract<SetActingOutcome, { kind: 'lent' | 'stands_in' }>,
  ): Promise<string> {
    const { t } = ctx.texts;
    const view = await actingOf(prisma, actingId);
    if (!view) return t('chat:old_button');
    const values = { who: shortName(view.substitute), days: daysLine(ctx.texts, view, ctx.now) };
    if (kind === 'lent') return t('acting:set.lent', values);
    const own = view.substitute.personId === ctx.actor.personId;
    const whom = sideLine(ctx.texts, view.lent);
    return t(own ? 'acting:set.stands_in_own' : 'acting:set.stands_in', { ...values, whom });
  }

  async function stepBackFrom(ctx: Ctx, draft: ActingDraft): Promise<void> {
    const before = stepBack(draft);
    await (before ? go(ctx, before) : show(ctx, draft.seatId));
  }

  /** The draft that the pressed button belongs to; else says that the button is old. */
  const pressed =
    (change: (ctx: Ctx, draft: ActingDraft, args: string[]) => Promise<void>) =>
    async (ctx: Ctx, args: string[]): Promise<void> => {
      const { dialogue: current } = ctx.state;
      if (current?.name === NAME) return change(ctx, current.args as ActingDraft, args);
      if (ctx.actor.seats.length === 0) return desk.refuse(ctx);
      await desk.oldButton(ctx, () => home(ctx));
    };

  const pressedDay = (step: 'from' | 'until') =>
    pressed(async (ctx, draft, [day = '']) => {
      const post = await open(ctx, draft.seatId);
      if (!post) return;
      const next = isDay(day)
        ? withDay(ctx, { ...draft, step }, day, screens.today(post, ctx.now))
        : ctx.texts.t('acting:days.unreadable');
      await (typeof next === 'string' ? ask(ctx, draft, next) : goOn(ctx, next));
    });

  return {
    dialogues: [dialogue],
    invited: (ctx, seatId, actingSeatId) => goOn(ctx, { seatId, actingSeatId }),
    buttons: {
      async 'a.new'(ctx, [id]) {
        const seat = await open(ctx, id);
        if (seat) await goOn(ctx, { seatId: seat.seatId });
      },
      'a.who': pressed(async (ctx, draft, [id]) => {
        const post = await open(ctx, draft.seatId);
        if (!post) return;
        const chosen = (await screens.candidates(ctx, post)).find(({ seatId }) => seatId === integer(id));
        if (!chosen) return desk.oldButton(ctx, () => ask(ctx, draft));
        const { page: _page, search: _search, ...rest } = draft;
        await goOn(ctx, { ...rest, actingSeatId: chosen.seatId });
      }),
      'a.page': pressed((ctx, draft, [number]) => go(ctx, { ...draft, page: integer(number) ?? 0 })),
      'a.from': pressedDay('from'),
      'a.until': pressedDay('until'),
      'a.ok': pressed(set),
      'a.back': pressed(stepBackFrom),
      'a.invite': pressed(async (ctx, { seatId }) => {
        const post = await open(ctx, seatId);
        if (!post) return;
        if (post.cityId === null) return desk.refuse(ctx);
        const { cityId, departmentName } = post;
        const place = { kind: 'executor' as const, cityId, actingFor: seatId };
        await invite(ctx, departmentName === null ? place : { ...place, department: departmentName });
      }),
    },
  };
}
