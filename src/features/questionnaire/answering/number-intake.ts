import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Desk } from '../desk.ts';
import { sayEdited, showsAnswer } from './edits.ts';
import { formatNumber, parseNumber, qualifierPlace, qualifierAt } from './numbers.ts';
import type { NumberValue, Target } from '../store.ts';

/**
 * Answers to questions that want a number: «более 1 500» is one.
 * @param shut the questionnaire takes nothing any more: keeps what was sent, and says so
 */
export function createNumberIntake(
  desk: Desk,
  shut: (ctx: Ctx, assignmentId: number) => Promise<void>,
): {
  take: (ctx: Ctx, target: Target, text: string) => Promise<void>;
  buttons: NonNullable<Feature['buttons']>;
} {
  async function set(ctx: Ctx, target: Target, value: NumberValue): Promise<void> {
    const outcome = await desk.answering.setNumber(desk.request(ctx), target, value);
    if (outcome.kind !== 'done') return shut(ctx, target.assignmentId);
    const screen = await desk.question(ctx, [String(target.assignmentId), target.code]);
    if (!screen) return;
    await (ctx.editedMessage && !showsAnswer(ctx, target) ? sayEdited(ctx, screen) : desk.show(ctx, screen));
  }

  return {
    async take(ctx, target, text) {
      const { t } = ctx.texts;
      const parsed = parseNumber(text);
      if (parsed.kind === 'number') {
        return set(ctx, target, { qualifier: parsed.qualifier, value: parsed.value });
      }
      if (parsed.kind !== 'ambiguous') {
        return void (await ctx.screen.say({ text: t('questionnaire:number.unclear') }));
      }
      const { qualifier, readings: values } = parsed;
      const readings = values.map((value) =>
        button(
          [qualifier, formatNumber(value)].filter(Boolean).join(' '),
          'q.number',
          target.assignmentId,
          target.code,
          value,
          qualifierPlace(qualifier),
        ),
      );
      await ctx.screen.say({ text: t('questionnaire:number.which'), keyboard: keyboard(readings) });
    },

    buttons: {
      async 'q.number'(ctx, args) {
        const screen = await desk.question(ctx, args);
        if (!screen) return;
        const parsed = parseNumber((args[2] ?? '').replace('.', ','));
        if (parsed.kind !== 'number') return desk.show(ctx, screen, ctx.texts.t('chat:old_button'));
        const target = { assignmentId: screen.view.id, code: screen.question.code };
        await set(ctx, target, { qualifier: qualifierAt(Number(args[3] ?? -1)), value: parsed.value });
      },
    },
  };
}
