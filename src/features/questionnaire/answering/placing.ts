import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { isSubmitted } from '../admission.ts';
import { mineOf } from '../bot.ts';
import type { Desk } from '../desk.ts';
import { INTRO } from '../form.ts';
import { progressOfView } from '../messages.ts';
import { charactersOfPart } from '../statistics.ts';
import { dropStrays, keptStrays, toPut } from './strays.ts';
import type { AssignmentView } from '../store.ts';
import { chars, numberOf, questionOf } from '../wording.ts';

/** «Это ответ на анкету?»: texts and files that came outside a question find their place, or go. */
export function createPlacing(
  prisma: PrismaClient,
  desk: Desk,
): Feature & { askStray: (ctx: Ctx) => Promise<void>; hasOpen: (ctx: Ctx) => Promise<boolean> } {
  const open = async (ctx: Ctx): Promise<AssignmentView[]> =>
    (await mineOf(prisma, ctx.actor)).filter((view) => !view.closedAt && !isSubmitted(view));

  const label = (ctx: Ctx, view: AssignmentView, code: string): string => {
    const number = numberOf(view, code);
    return number === null
      ? ctx.texts.t('questionnaire:buttons.intro')
      : ctx.texts.t('questionnaire:buttons.question', { number });
  };
  const to = (ctx: Ctx, view: AssignmentView, code: string): Button =>
    button(label(ctx, view, code), 'q.put', view.id, code);

  /** Away without a decision: what was sent stays kept. */
  const toList = ({ texts: { t } }: Ctx, view: AssignmentView | undefined): Button =>
    view
      ? button(t('questionnaire:buttons.list'), 'q.open', view.id)
      : button(t('questionnaire:buttons.list'), 'q.mine');

  async function askStray(ctx: Ctx): Promise<void> {
    const { t } = ctx.texts;
    const strays = await keptStrays(prisma, ctx.chatId, ctx.now);
    if (strays.length === 0) return;
    const [view, ...others] = await open(ctx);
    if (!view) return void (await ctx.screen.say({ text: t('questionnaire:stray.nowhere') }));
    const size = strays.reduce((sum, { text }) => sum + charactersOfPart(text), 0);
    const next = questionOf(view, progressOfView(view).nextOpen ?? INTRO);
    await ctx.screen.show({
      text: `${t('questionnaire:stray.head', { count: strays.length, chars: chars(ctx.texts, size) })}\n${t('questionnaire:stray.kept')}`,
      keyboard: keyboard(
        [
          others.length === 0 && next && next.kind !== 'number' && to(ctx, view, next.code),
          button(
            t('questionnaire:buttons.other_question'),
            'q.where',
            ...(others.length === 0 ? [view.id] : []),
          ),
        ],
        button(t('questionnaire:buttons.not_answer'), 'q.drop'),
        toList(ctx, others.length === 0 ? view : undefined),
      ),
    });
  }

  const toMine = (ctx: Ctx) => keyboard(button(ctx.texts.t('questionnaire:menu'), 'q.mine'));

  async function gone(ctx: Ctx): Promise<void> {
    await ctx.screen.show({ text: ctx.texts.t('questionnaire:stray.gone'), keyboard: toMine(ctx) });
  }

  return {
    askStray,
    hasOpen: async (ctx) => (await open(ctx)).length > 0,
    buttons: {
      async 'q.where'(ctx, [id]) {
        const { t } = ctx.texts;
        const views = await open(ctx);
        const number = integer(id);
        const view = number === null ? undefined : views.find((each) => each.id === number);
        const buttons = view
          ? flow(
              view.questions.filter(({ kind }) => kind !== 'number').map(({ code }) => to(ctx, view, code)),
              2,
            )
          : views.map((each) => [button(`${each.city.name}, ${each.year}`, 'q.where', each.id)]);
        await ctx.screen.show({
          text: t(view ? 'questionnaire:stray.choose' : 'questionnaire:choose'),
          keyboard: keyboard(
            ...buttons,
            button(t('questionnaire:buttons.not_answer'), 'q.drop'),
            toList(ctx, view),
          ),
        });
      },
      async 'q.put'(ctx, [id = '', code = '']) {
        const { t } = ctx.texts;
        const strays = await keptStrays(prisma, ctx.chatId, ctx.now);
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
      async 'q.drop'(ctx) {
        const { t } = ctx.texts;
        const strays = await keptStrays(prisma, ctx.chatId, ctx.now);
        if (strays.length === 0) return gone(ctx);
        await dropStrays(prisma, strays);
        await ctx.screen.show({ text: t('questionnaire:stray.dropped'), keyboard: toMine(ctx) });
      },
      async 'q.strays'(ctx) {
        const strays = await keptStrays(prisma, ctx.chatId, ctx.now);
        await (strays.length === 0 ? gone(ctx) : askStray(ctx));
      },
    },
  };
}
