import type { MessageEntity } from 'grammy/types';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { formatInstant } from '../../../services/calendar/index.ts';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isSubmitted, subjectOf } from '../admission.ts';
import { enteredName } from '../behalf/words.ts';
import { mineOf } from '../bot.ts';
import type { Desk } from '../desk.ts';
import { writesForCities } from '../behalf/entering.ts';
import { INTRO } from '../form.ts';
import { progressOfView } from '../messages.ts';
import { nameAmong } from '../named.ts';
import { charactersOfPart } from '../statistics.ts';
import { askedIn, asksAboutAsked } from './asked.ts';
import { ASKS_STRAYS, bunchWith, dropStrays, keptBunches, keptStrays, toPut } from './strays.ts';
import type { Stray } from './strays.ts';
import type { AssignmentView } from '../store.ts';
import { beginning, chars, numberOf, questionOf } from '../wording.ts';

/** As many bunches that came earlier have a button of their own. */
const EARLIER = 3;
/** As many texts are sent anew at once. */
const SHOWN = 15;

const isOpen = (view: AssignmentView): boolean => !view.closedAt && !isSubmitted(view);

/** «Это ответ на анкету?»: texts and files that came outside a question find their place, or go. */
export function createPlacing(
  prisma: PrismaClient,
  desk: Desk,
): Feature & { askStray: (ctx: Ctx) => Promise<void>; hasOpen: (ctx: Ctx) => Promise<boolean> } {
  /** His questionnaires that are not of past campaigns, and the one that was on the screen last. */
  async function formsOf(ctx: Ctx) {
    const mine = await mineOf(prisma, ctx.actor);
    const entered = await desk.entered(ctx);
    const all = entered && !mine.some(({ id }) => id === entered.id) ? [...mine, entered] : mine;
    const shown = all.find(({ id }) => id === ctx.state.form);
    const current = all.filter((view) => !view.closedAt || view.id === shown?.id);
    return { current, open: current.filter(isOpen), shown };
  }
  type Forms = Awaited<ReturnType<typeof formsOf>>;

  /** The bunch that a button was about; every text where it names none. */
  async function meant(ctx: Ctx, first: string | undefined): Promise<Stray[]> {
    return first === undefined
      ? (await keptBunches(prisma, ctx)).flat()
      : bunchWith(prisma, ctx, integer(first));
  }

  function label({ texts: { t } }: Ctx, view: AssignmentView, code: string, name: string | null): string {
    const number = numberOf(view, code);
    if (name === null)
      return number === null
        ? t('questionnaire:buttons.intro')
        : t('questionnaire:buttons.question', { number });
    return number === null
      ? t('questionnaire:buttons.intro_of', { name })
      : t('questionnaire:buttons.question_of', { name, number });
  }

  /** How a questionnaire is called where he has several; null: it is the only one. */
  const nameIn = (ctx: Ctx, { current }: Forms, view: AssignmentView): string | null =>
    desk.writing(ctx, view) !== null
      ? enteredName(ctx.texts, view)
      : current.some(({ id }) => id !== view.id)
        ? nameAmong(ctx.texts, current, view)
        : null;

  /** Away without a decision: what was sent stays kept. */
  const toList = ({ texts: { t } }: Ctx, view: AssignmentView | undefined): Button =>
    view
      ? button(t('questionnaire:buttons.list'), 'q.open', view.id)
      : button(t('questionnaire:buttons.list'), 'q.mine');

  /** The questionnaire on the screen takes nothing: why. */
  function shutLine(ctx: Ctx, view: AssignmentView): string {
    const name = nameAmong(ctx.texts, [], view);
    const key = view.closedAt ? 'closed' : view.state === 'accepted' ? 'accepted' : 'submitted';
    return ctx.texts.t(`questionnaire:stray.shut_${key}`, { name });
  }

  function withdrawal(ctx: Ctx, view: AssignmentView): Button | false {
    const may =
      view.state !== 'accepted' && !view.closedAt && seatFor(ctx.actor, 'withdraw', subjectOf(view)) !== null;
    return may ? button(ctx.texts.t('questionnaire:buttons.withdraw'), 'q.withdraw', view.id) : false;
  }

  async function ask(
    ctx: Ctx,
    bunch: readonly Stray[],
    earlier: readonly (readonly Stray[])[],
  ): Promise<void> {
    const { texts } = ctx;
    const { t } = texts;
    const forms = await formsOf(ctx);
    const { open, shown } = forms;
    const shut = shown && !isOpen(shown) ? shown : undefined;
    const [first] = bunch;
    if (!first) return;
    const asked = [shown, ...forms.current].find((view) => view && askedIn(view));
    if (asked && (open.length === 0 || asked.id === shown?.id)) {
      await ctx.screen.show(asksAboutAsked(ctx.texts, asked, bunch, toList(ctx, asked)));
      return;
    }
    if (open.length === 0) {
      const text = shut
        ? `${shutLine(ctx, shut)} ${t('questionnaire:stray.kept_day')}`
        : t(`questionnaire:stray.${writesForCities(ctx) ? 'nowhere_city' : 'nowhere'}`);
      const buttons = [shut && withdrawal(ctx, shut), keptButton(ctx)];
      return void (await ctx.screen.say({ text, keyboard: keyboard(...buttons) }));
    }
    const view = open.length === 1 ? open[0] : open.find(({ id }) => id === shown?.id);
    const name = view ? nameIn(ctx, forms, view) : null;
    const next = view && questionOf(view, progressOfView(view).nextOpen ?? INTRO);
    const given = view?.delegations.some(({ code }) => code === next?.code) === true && !view.wholeForm;
    const direct: Button | false =
      view && next && next.kind !== 'number' && !given
        ? button(label(ctx, view, next.code, name), 'q.put', view.id, next.code, first.id)
        : false;
    const other = button(
      t('questionnaire:buttons.other_question'),
      'q.where',
      open.length === 1 && view ? view.id : 0,
      first.id,
    );
    const shownBefore = earlier.slice(-EARLIER);
    await ctx.screen.show({
      text: [
        shut && shutLine(ctx, shut),
        headOf(ctx, bunch),
        earlier.length > 0 && wordsOf(bunch),
        name !== null && t('questionnaire:stray.into', { name }),
        t('questionnaire:stray.kept'),
        ...shownBefore.map((each) =>
          t('questionnaire:stray.earlier', { time: timeOf(ctx, each, open[0]), words: wordsOf(each) }),
        ),
      ]
        .filter(Boolean)
        .join('\n'),
      keyboard: keyboard(
        ...(name === null ? [[direct, other]] : [direct, other]),
        button(t('questionnaire:buttons.not_answer'), 'q.drop', first.id),
        shut && withdrawal(ctx, shut),
        ...shownBefore.map((each) =>
          button(
            t('questionnaire:buttons.earlier', { time: timeOf(ctx, each, open[0]) }),
            'q.strays',
            each[0]?.id ?? 0,
          ),
        ),
        toList(ctx, open.length === 1 ? view : undefined),
      ),
      about: ASKS_STRAYS,
    });
  }

  /** How much came; files without a word are named. */
  function headOf({ texts }: Ctx, bunch: readonly Stray[]): string {
    const size = bunch.reduce((sum, { text }) => sum + charactersOfPart(text), 0);
    if (size > 0)
      return texts.t('questionnaire:stray.head', { count: bunch.length, chars: chars(texts, size) });
    const names = bunch.map(({ fileName }) =>
      fileName === null ? texts.t('questionnaire:stray.photo') : `«${beginning(fileName, 60)}»`,
    );
    return texts.t('questionnaire:stray.head_files', {
      count: bunch.length,
      names: names.slice(0, 5).join(', '),
    });
  }

  const wordsOf = (bunch: readonly Stray[]): string => {
    const { text = '', fileName } = bunch[0] ?? {};
    return `«${beginning(text === '' ? (fileName ?? '') : text, 60)}»`;
  };

  const timeOf = (ctx: Ctx, bunch: readonly Stray[], view: AssignmentView | undefined): string =>
    formatInstant(bunch[0]?.at ?? ctx.now, view?.city.timeZone ?? 'UTC', ctx.texts.language, 'time');

  /** *Что сохранено* */
  const keptButton = ({ texts }: Ctx): Button => button(texts.t('questionnaire:buttons.kept'), 'q.kept');

  /** About the newest bunch, or the one that is named. */
  async function askStray(ctx: Ctx, first?: string): Promise<void> {
    const all = await keptBunches(prisma, ctx);
    const bunch = all.find((each) => each.some(({ id }) => id === integer(first))) ?? all.at(-1);
    if (bunch)
      await ask(
        ctx,
        bunch,
        all.filter((each) => each !== bunch),
      );
  }

  const toMine = (ctx: Ctx): Button => button(ctx.texts.t('questionnaire:menu'), 'q.mine');

  async function gone(ctx: Ctx): Promise<void> {
    await ctx.screen.show({
      text: ctx.texts.t('questionnaire:stray.gone'),
      keyboard: keyboard(toMine(ctx)),
    });
  }

  return {
    askStray: (ctx) => askStray(ctx),
    async hasOpen(ctx) {
      const { open, shown, current } = await formsOf(ctx);
      return open.length > 0 || shown !== undefined || current.some(askedIn);
    },
    buttons: {
      async 'q.where'(ctx, [id, first]) {
        const { t } = ctx.texts;
        const forms = await formsOf(ctx);
        const number = integer(id);
        const view = number === null ? undefined : forms.open.find((each) => each.id === number);
        const about = first === undefined ? [] : [first];
        const name = view ? nameIn(ctx, forms, view) : null;
        const buttons = view
          ? flow(
              view.questions
                .filter(({ kind }) => kind !== 'number')
                .map(({ code }) => button(label(ctx, view, code, null), 'q.put', view.id, code, ...about)),
              2,
            )
          : forms.open.map((each) => [
              button(
                nameIn(ctx, forms, each) ?? nameAmong(ctx.texts, [], each),
                'q.where',
                each.id,
                ...about,
              ),
            ]);
        const choose = t(view ? 'questionnaire:stray.choose' : 'questionnaire:choose');
        await ctx.screen.show({
          text: name === null ? choose : `${name}. ${choose}`,
          keyboard: keyboard(
            ...buttons,
            button(t('questionnaire:buttons.not_answer'), 'q.drop', ...about),
            toList(ctx, view),
          ),
          about: ASKS_STRAYS,
        });
      },
      async 'q.put'(ctx, [id = '', code = '', first]) {
        const { t } = ctx.texts;
        const strays = await meant(ctx, first);
        if (strays.length === 0) return gone(ctx);
        const assignmentId = integer(id);
        if (assignmentId === null) return desk.refuse(ctx, { kind: 'gone' });
        const target = { assignmentId, code };
        const outcome = await desk.answering.putTexts(desk.request(ctx), target, strays.map(toPut), 'append');
        if (outcome.kind !== 'done' && outcome.kind !== 'nothing')
          return desk.refuse(ctx, outcome, assignmentId);
        await dropStrays(prisma, strays);
        const screen = await desk.question(ctx, [id, code]);
        if (screen) await desk.show(ctx, screen, t('questionnaire:stray.placed'));
      },
      async 'q.drop'(ctx, [first]) {
        const { t } = ctx.texts;
        const strays = await meant(ctx, first);
        if (strays.length === 0) return gone(ctx);
        await dropStrays(prisma, strays);
        const left = await keptStrays(prisma, ctx.chatId, ctx.now);
        await ctx.screen.show({
          text: t('questionnaire:stray.dropped'),
          keyboard: keyboard(
            left.length > 0 && button(t('questionnaire:buttons.strays', { count: left.length }), 'q.strays'),
            toMine(ctx),
          ),
        });
      },
      async 'q.strays'(ctx, [first]) {
        const strays = await keptStrays(prisma, ctx.chatId, ctx.now);
        await (strays.length === 0 ? gone(ctx) : askStray(ctx, first));
      },
      /** *Что сохранено*: the texts anew, to be copied or passed on by whoever has no place for them. */
      async 'q.kept'(ctx) {
        const { t } = ctx.texts;
        const strays = await keptStrays(prisma, ctx.chatId, ctx.now);
        if (strays.length === 0) return void (await ctx.screen.say({ text: t('questionnaire:stray.gone') }));
        for (const { text, entities, fileName } of strays.slice(-SHOWN)) {
          if (fileName !== null)
            await ctx.screen.say({ text: t('questionnaire:stray.kept_file', { name: fileName }) });
          if (text !== '') await ctx.screen.say({ text, entities: entities as MessageEntity[] });
        }
        await ctx.screen.say({
          text: t('questionnaire:stray.kept_how'),
          keyboard: keyboard(button(t('questionnaire:buttons.forget'), 'q.drop')),
        });
      },
    },
  };
}
