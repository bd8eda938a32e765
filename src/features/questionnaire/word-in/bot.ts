import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Json } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Files } from '../../../services/files/files.ts';
import { LETTER } from '../behalf/bot.ts';
import { writesForCities } from '../behalf/entering.ts';
import { answersSomething, noneFor } from '../bot.ts';
import { above } from '../campaign/messages.ts';
import type { Desk } from '../desk.ts';
import { progressSeen } from '../executors/untaken.ts';
import type { AssignmentView } from '../store.ts';
import { chars, numberOf } from '../wording.ts';
import { attach } from './attaching.ts';
import { sendBlank } from './blank-bot.ts';
import { markNothing } from './marking.ts';
import { isLoose, looseScreen, partPage, readingOverview, whichScreen } from './messages.ts';
import { createMoving } from './moving-bot.ts';
import type { Choice } from './moving.ts';
import { loadReading, saveReading, sweepReadings } from './store.ts';
import type { Reading } from './store.ts';
import { createTaking } from './taking.ts';
import { createWordInVerbs, planNow } from './verbs.ts';
import type { WriteOutcome } from './verbs.ts';
import { createWhose } from './whose.ts';
import {
  cancelledScreen,
  cancelledWords,
  choiceScreen,
  oneScreen,
  writtenScreen,
} from './writing-screens.ts';

/** *Бланк в Word*, and what becomes of a filled form that is sent back. */
export function createWordIn(deps: {
  prisma: PrismaClient;
  desk: Desk;
  files: Files;
  askStray: (ctx: Ctx) => Promise<void>;
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
}): Feature {
  const { prisma, desk } = deps;
  const verbs = createWordInVerbs(prisma);
  const taking = createTaking({
    ...deps,
    show,
    which: chooseForm,
    letter: (ctx, { id }, assignmentId) => deps.enter(ctx, LETTER, { assignmentId, readingId: id }),
  });
  const whose = createWhose({ ...deps, choose: taking.choose });

  /** What there is to decide now: of one answer how it goes in, of a form what was understood. */
  async function show(ctx: Ctx, reading: Reading, view: AssignmentView, note?: string): Promise<void> {
    if (reading.refused !== null) return taking.refuse(ctx, reading, reading.refused);
    if (reading.code !== null) {
      const asks = (await planNow(prisma, reading)).some(({ kind }) => kind === 'ask');
      return shown(
        ctx,
        view,
        asks ? choiceScreen(ctx.texts, view, reading, [reading.code]) : oneScreen(ctx.texts, reading),
      );
    }
    delete ctx.state.place; // what is written now is no answer to the question that was open
    const others = (await taking.candidates(ctx)).some(({ id }) => id !== view.id);
    await shown(
      ctx,
      view,
      readingOverview(ctx.texts, view, reading, {
        named: others,
        otherCity: desk.writing(ctx, view) !== null && writesForCities(ctx),
        ...(note === undefined ? {} : { above: note }),
      }),
    );
  }

  /** What is entered for a city says so on each screen: the next file may be another city's. */
  async function shown(ctx: Ctx, view: AssignmentView, message: Message): Promise<void> {
    await ctx.screen.show(above(desk.writing(ctx, view) ?? '', message));
  }

  /** The reading that a button is about, with its questionnaire; says why not, shows how things are, and yields null. */
  async function opened(
    ctx: Ctx,
    id: string | undefined,
  ): Promise<{ reading: Reading; view: AssignmentView } | null> {
    const { t } = ctx.texts;
    const reading = await loadReading(prisma, ctx.chatId, integer(id));
    if (!reading) {
      const mine = answersSomething(ctx.actor) && button(t('questionnaire:menu'), 'q.mine');
      await ctx.screen.say({ text: t('word_in:gone'), keyboard: keyboard(mine) });
      return null;
    }
    if (reading.assignmentId === null) {
      await (reading.thrownAt === null ? chooseForm(ctx, reading) : cancelled(ctx, reading));
      return null;
    }
    const open = await desk.open(ctx, String(reading.assignmentId));
    if (!open) return null;
    const { view } = open;
    if (reading.writtenAt) {
      await ctx.screen.say({ text: t('word_in:written.before') });
      await desk.list(ctx, view);
      return null;
    }
    if (reading.thrownAt !== null) {
      await cancelled(ctx, reading);
      return null;
    }
    return { reading, view };
  }

  const withReading =
    (work: (ctx: Ctx, reading: Reading, view: AssignmentView, rest: string[]) => Promise<void>) =>
    async (ctx: Ctx, [id, ...rest]: string[]): Promise<void> => {
      const found = await opened(ctx, id);
      if (found) await work(ctx, found.reading, found.view, rest);
    };

  async function chooseForm(ctx: Ctx, reading: Reading): Promise<void> {
    if (reading.refused !== null) return taking.refuse(ctx, reading, reading.refused);
    const views = await taking.candidates(ctx);
    const { t } = ctx.texts;
    if (views.length === 0 && writesForCities(ctx)) return whose.ask(ctx, reading);
    if (views.length === 0) return void (await ctx.screen.say({ text: t(noneFor(ctx.actor)) }));
    await ctx.screen.show(whichScreen(ctx.texts, reading, views));
  }

  const cancelled = (ctx: Ctx, reading: Reading): Promise<void> =>
    ctx.screen.show(cancelledScreen(ctx.texts, reading));

  async function write(ctx: Ctx, reading: Reading, view: AssignmentView, last?: string): Promise<void> {
    const outcome = await verbs.write(desk.request(ctx), reading, ctx.screen.lastMessageId);
    if (outcome.kind === 'ask')
      return shown(ctx, view, choiceScreen(ctx.texts, view, reading, outcome.codes, last));
    if (outcome.kind !== 'done') return notWritten(ctx, reading, view, outcome);
    const fresh = await desk.open(ctx, String(view.id));
    if (!fresh) return;
    if (reading.code === null) {
      const progress = await progressSeen(prisma, fresh.view);
      return shown(ctx, view, writtenScreen(ctx.texts, fresh.view, outcome.written, progress));
    }
    const screen = await desk.screenOf(ctx, fresh.view, reading.code);
    if (screen) await desk.show(ctx, screen, ctx.texts.t('word_in:written.done'));
  }

  async function notWritten(
    ctx: Ctx,
    reading: Reading,
    view: AssignmentView,
    outcome: Exclude<WriteOutcome, { kind: 'done' | 'ask' }>,
  ): Promise<void> {
    const { t } = ctx.texts;
    switch (outcome.kind) {
      case 'no_reading':
        return void (await ctx.screen.say({ text: t('word_in:gone') }));
      case 'written':
        await ctx.screen.say({ text: t('word_in:written.before') });
        return desk.list(ctx, view);
      case 'gone':
      case 'in_volume':
        return desk.refuse(ctx, outcome, view.id);
      case 'nothing':
        return show(ctx, reading, view, t('word_in:shut.nothing'));
      case 'too_long': {
        const number = numberOf(view, outcome.code) ?? t('word_in:written.intro');
        const sizes = { size: chars(ctx.texts, outcome.size), most: chars(ctx.texts, outcome.most) };
        return show(ctx, reading, view, t('word_in:shut.too_long', { number, ...sizes }));
      }
      case 'no_right':
        if (outcome.lent) return desk.refuse(ctx, outcome);
        break;
      case 'no_question':
        break;
      default:
        await ctx.screen.say({ text: t(`word_in:shut.${outcome.kind}`) });
        return void (await desk.open(ctx, String(view.id)).then((open) => open && desk.list(ctx, open.view)));
    }
    const number = numberOf(view, outcome.code ?? '') ?? t('word_in:written.intro');
    await show(ctx, reading, view, t(`word_in:shut.${outcome.kind}`, { number }));
  }

  return {
    message: (ctx) => taking.take(ctx),
    buttons: {
      ...whose.buttons,
      ...createMoving({ prisma, show, withReading }),
      'w.blank': (ctx, [id]) => sendBlank(ctx, desk, id),
      'w.show': withReading((ctx, reading, view) => show(ctx, reading, view)),
      'w.part': withReading(async (ctx, reading, view, [at]) => {
        if (reading.code !== null || reading.refused !== null) return show(ctx, reading, view);
        await ctx.screen.show(partPage(ctx.texts, view, reading, integer(at) ?? 0));
      }),
      'w.write': withReading(async (ctx, reading, view, [how]) => {
        if (reading.refused !== null) return show(ctx, reading, view);
        if (how !== 'all' && reading.parts.some(isLoose))
          return ctx.screen.show(looseScreen(ctx.texts, reading));
        // What was chosen on the way to an earlier end is asked anew.
        const afresh = { ...reading, choices: {} };
        await saveReading(prisma, afresh);
        await write(ctx, afresh, view);
      }),
      'w.choose': withReading(async (ctx, reading, view, [code = '', choice]) => {
        const known = choiceOf(choice);
        const asked = code === 'all' || reading.parts.some((part) => part.code === code);
        if (known === null || !asked) return show(ctx, reading, view);
        const chosen = { ...reading, choices: { ...reading.choices, [code]: known } };
        await saveReading(prisma, chosen);
        await write(ctx, chosen, view, known);
      }),
      'w.none': (ctx, args) => markNothing(ctx, desk, args),
      'w.attach': withReadingOf((ctx, reading) => attach(ctx, deps, reading)),
      'w.cancel': withReadingOf(async (ctx, reading) => {
        const { place } = ctx.state;
        await saveReading(prisma, { ...reading, thrownAt: ctx.now.toISOString() });
        const inside = place !== undefined && reading.code === place.code;
        const screen = inside ? await desk.question(ctx, [String(place.assignmentId), place.code]) : null;
        const told = cancelledWords(ctx.texts, reading);
        await (screen ? desk.show(ctx, screen, told) : cancelled(ctx, reading));
      }),
      async 'w.restore'(ctx, [id]) {
        const reading = await loadReading(prisma, ctx.chatId, integer(id));
        if (reading && !reading.writtenAt) await saveReading(prisma, { ...reading, thrownAt: null });
        const found = await opened(ctx, id);
        if (found) await show(ctx, found.reading, found.view);
      },
      async 'w.form'(ctx, [id, assignment]) {
        const reading = await loadReading(prisma, ctx.chatId, integer(id));
        const chosen = (await taking.candidates(ctx)).find((view) => view.id === integer(assignment));
        if (reading?.assignmentId === null && reading.refused === null && !reading.thrownAt && chosen)
          return taking.choose(ctx, reading, chosen);
        const found = await opened(ctx, id);
        if (found) await show(ctx, found.reading, found.view);
      },
    },
    jobs: [
      {
        name: 'word-in',
        every: 'tick',
        expireInSeconds: 60,
        run: ({ now }) => sweepReadings(prisma, now),
      },
    ],
  };

  /** The same for what may be done before it is known of which questionnaire it is. */
  function withReadingOf(work: (ctx: Ctx, reading: Reading) => Promise<void>) {
    return async (ctx: Ctx, [id]: string[]): Promise<void> => {
      const reading = await loadReading(prisma, ctx.chatId, integer(id));
      if (reading && !reading.writtenAt && reading.thrownAt === null) return work(ctx, reading);
      await opened(ctx, id);
    };
  }
}

const choiceOf = (text: string | undefined): Choice | null =>
  text === 'replace' || text === 'append' || text === 'keep' ? text : null;
