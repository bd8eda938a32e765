import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { integer } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { AssignmentView } from '../store.ts';
import { numberOf, questionOf } from '../wording.ts';
import { takesText } from './amounts.ts';
import { isLoose, movingScreen } from './messages.ts';
import { moveParts } from './moving.ts';
import { saveReading } from './store.ts';
import type { Reading } from './store.ts';

type Work = (ctx: Ctx, reading: Reading, view: AssignmentView, rest: string[]) => Promise<void>;

/** *Разместить неузнанное*, *К другому вопросу*, *Оставить отдельно*. */
export function createMoving(deps: {
  prisma: PrismaClient;
  show: (ctx: Ctx, reading: Reading, view: AssignmentView, note?: string) => Promise<void>;
  /** Opens the reading that a button is about. */
  withReading: (work: Work) => (ctx: Ctx, args: string[]) => Promise<void>;
}): NonNullable<Feature['buttons']> {
  const { prisma, show, withReading } = deps;

  /** Moves a part, or leaves it aside, and goes on with what is still unrecognised. */
  async function move(
    ctx: Ctx,
    reading: Reading,
    view: AssignmentView,
    index: number,
    code: string | null,
  ): Promise<void> {
    const { t } = ctx.texts;
    const wasLoose = reading.parts.some((part, at) => at === index && isLoose(part));
    const codes = view.questions.map((question) => question.code);
    const moved = moveParts(reading, index, code, codes);
    const parts = moved.parts.map((part, at) =>
      at === index ? { ...part, also: [], apart: code === null } : part,
    );
    const next: Reading = { ...reading, ...moved, parts };
    await saveReading(prisma, next);
    const number = code === null ? null : numberOf(view, code);
    const told =
      code === null
        ? t('word_in:move.apart')
        : number === null
          ? t('word_in:move.done_intro')
          : t('word_in:move.done', { number });
    const left = wasLoose ? parts.findIndex(isLoose) : -1;
    if (left >= 0) return ctx.screen.show(movingScreen(ctx.texts, view, next, left, told));
    await show(ctx, next, view, told);
  }

  const partAt = ({ parts }: Reading, text: string | undefined): number | null => {
    const index = integer(text);
    return index !== null && parts[index] !== undefined ? index : null;
  };

  return {
    'w.place': withReading(async (ctx, reading, view) => {
      const index = reading.parts.findIndex(isLoose);
      if (index < 0) return show(ctx, reading, view, ctx.texts.t('word_in:move.none_left'));
      await ctx.screen.show(movingScreen(ctx.texts, view, reading, index));
    }),
    'w.move': withReading(async (ctx, reading, view, [part]) => {
      const index = partAt(reading, part);
      if (index === null || reading.code !== null) return show(ctx, reading, view);
      await ctx.screen.show(movingScreen(ctx.texts, view, reading, index));
    }),
    'w.to': withReading(async (ctx, reading, view, [part, code]) => {
      const index = partAt(reading, part);
      const question = code === undefined ? undefined : questionOf(view, code);
      const text = reading.parts[index ?? -1]?.text ?? '';
      const known = code === undefined || (question !== undefined && takesText(question, text));
      if (index === null || !known || reading.code !== null) return show(ctx, reading, view);
      await move(ctx, reading, view, index, question?.code ?? null);
    }),
    'w.tasks': withReading(async (ctx, reading, view) => {
      const index = reading.suggestsTasks;
      if (index === null || !questionOf(view, 'TASKS_NEXT')) return show(ctx, reading, view);
      await move(ctx, reading, view, index, 'TASKS_NEXT');
    }),
  };
}
