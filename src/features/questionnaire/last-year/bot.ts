import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Desk } from '../desk.ts';
import { difference, shownDifference } from './difference.ts';
import { basisKey, lastYearsAnswer } from './last-year.ts';
import type { LastYear } from './last-year.ts';
import type { QuestionScreen } from '../messages.ts';
import { statistics } from '../statistics.ts';
import { textPage } from '../answering/text-page.ts';
import { chars, placeOf } from '../wording.ts';

/** *Ответ прошлого года*: shown, taken as a basis, and compared with what became of it. */
export function createLastYear(prisma: PrismaClient, desk: Desk): Feature {
  const withLast =
    (work: (ctx: Ctx, screen: QuestionScreen, last: LastYear, rest: string[]) => Promise<void>) =>
    async (ctx: Ctx, args: string[]): Promise<void> => {
      const screen = await desk.question(ctx, args);
      if (!screen) return;
      const last = await lastYearsAnswer(prisma, screen.view, screen.question.code);
      if (!last) return void (await ctx.screen.say({ text: ctx.texts.t('questionnaire:last_year.none') }));
      await work(ctx, screen, last, args.slice(2));
    };

  async function takeOver(
    ctx: Ctx,
    screen: QuestionScreen,
    last: LastYear,
    how: 'append' | 'replace',
  ): Promise<void> {
    const target = { assignmentId: screen.view.id, code: screen.question.code };
    const part = {
      sourceKey: basisKey(target),
      messageId: ctx.screen.lastMessageId,
      text: last.text,
      entities: last.entities,
      sentAt: ctx.now,
    };
    const outcome = await desk.answering.putTexts(desk.request(ctx), target, [part], how);
    await desk.changed(
      ctx,
      screen,
      outcome,
      ctx.texts.t('questionnaire:last_year.taken', { year: last.year }),
    );
  }

  return {
    buttons: {
      'q.last': withLast(async (ctx, screen, last, [number]) => {
        const { t, rich } = ctx.texts;
        const { view, question } = screen;
        const size = chars(ctx.texts, statistics(last.text).characters);
        await ctx.screen.show(
          textPage(ctx.texts, screen, last, integer(number) ?? 1, {
            name: 'q.last',
            head: () => rich('questionnaire:last_year.head', { year: last.year, chars: size }),
            more: [button(t('questionnaire:buttons.take_over'), 'q.take', view.id, question.code)],
          }),
        );
      }),
      'q.take': withLast(async (ctx, screen, last, [how]) => {
        const { t } = ctx.texts;
        const { view, question, joined } = screen;
        if (how === 'append' || how === 'replace') return takeOver(ctx, screen, last, how);
        if (joined.text === '') return takeOver(ctx, screen, last, 'append');
        await ctx.screen.show({
          text: t('questionnaire:last_year.choose', {
            chars: chars(ctx.texts, statistics(joined).characters),
          }),
          keyboard: keyboard(
            button(t('questionnaire:buttons.replace'), 'q.take', view.id, question.code, 'replace'),
            button(t('questionnaire:buttons.append'), 'q.take', view.id, question.code, 'append'),
            button(t('chat:buttons.back'), 'q.go', view.id, question.code),
          ),
        });
      }),
      /** *Отличия от прошлого года* */
      'e.diff': withLast(async (ctx, screen, last, [number]) => {
        const { t, rich } = ctx.texts;
        const { view, question, joined } = screen;
        const parts = difference(last.text, joined.text);
        const changes = parts.filter(({ kind, text }) => kind !== 'same' && text.trim() !== '');
        const place = placeOf(ctx.texts, view, question.code);
        const text = t('executor:difference.same', { year: last.year, place });
        if (changes.length === 0) {
          const back = button(t('chat:buttons.back'), 'q.go', view.id, question.code);
          await ctx.screen.show({ text, keyboard: keyboard(back) });
          return;
        }
        await ctx.screen.show(
          textPage(ctx.texts, screen, shownDifference(parts), integer(number) ?? 1, {
            name: 'e.diff',
            head: (page, of) =>
              of === 1
                ? rich('executor:difference.head_whole', { year: last.year, place })
                : rich('executor:difference.head', { year: last.year, place, page, of }),
          }),
        );
      }),
    },
  };
}
