import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { formatNumber } from '../answering/numbers.ts';
import { back } from '../campaign/desk.ts';
import { EXPLANATION_LIMIT } from './answering.ts';
import type { ClarificationDesk } from './desk.ts';
import type { OneScreen } from './one.ts';
import type { Way } from './store.ts';

/** Ways that a coordinator enters, by a letter in callback data. */
const WAYS = { p: 'phone', l: 'letter', d: 'paper' } as const satisfies Record<string, Way>;

type WayArgs = { clarificationId: number; way: Way };

/** The association's coordinator writes down what the city explained by telephone, in a letter, on paper. */
export function createBehalf(desk: ClarificationDesk, one: OneScreen): Feature {
  const { answering } = desk;

  const way: Dialogue<WayArgs> = {
    name: 'clarification.behalf',
    async ask(ctx, { clarificationId, way: by }) {
      await ctx.screen.show({
        text: ctx.texts.t(`clarification:behalf_ask.${by}`),
        keyboard: keyboard(button(ctx.texts.t('chat:buttons.cancel'), 'c.one', clarificationId)),
      });
    },
    async answer(ctx, { clarificationId, way: by }) {
      const text = ctx.message?.text;
      if (text === undefined) return { kind: 'not_mine' };
      const outcome = await answering.explain(desk.desk.request(ctx), clarificationId, { text, way: by });
      if (outcome.kind === 'too_long') {
        const values = { limit: formatNumber(EXPLANATION_LIMIT), by: formatNumber(outcome.by) };
        await ctx.screen.say({ text: ctx.texts.t('clarification:too_long', values) });
        return { kind: 'again' };
      }
      const found = await desk.one(ctx, String(clarificationId), 'clarify');
      if (outcome.kind === 'answered') {
        const who = outcome.by ?? '';
        await ctx.screen.say({ text: ctx.texts.t('clarification:answered_already', { who }) });
      } else if (outcome.kind !== 'done') await desk.refuse(ctx, outcome.kind);
      const above = outcome.kind === 'done' ? ctx.texts.t('clarification:behalf_done') : undefined;
      if (found) await one(ctx, found.view, clarificationId, above);
      return { kind: 'done' };
    },
  };

  return {
    dialogues: [way] as readonly Dialogue[],
    buttons: {
      async 'c.behalf'(ctx, [key]) {
        const found = await desk.one(ctx, key, 'clarify');
        if (!found) return;
        const {
          view,
          clarification: { id },
        } = found;
        const { t } = ctx.texts;
        await ctx.screen.show({
          text: t('clarification:behalf_which', { city: view.city.name }),
          keyboard: keyboard(
            ...Object.entries(WAYS).map(([letter, each]) =>
              button(t(`clarification:buttons.${each}`), 'c.way', id, letter),
            ),
            back(ctx.texts, 'c.one', id),
          ),
        });
      },
      async 'c.way'(ctx, [key, letter]) {
        const found = await desk.one(ctx, key, 'clarify');
        if (!found) return;
        const {
          view,
          clarification: { id, answer },
        } = found;
        const by = Object.entries(WAYS).find(([each]) => each === letter)?.[1];
        if (!by) return desk.refuse(ctx, 'gone');
        if (answer !== null) return one(ctx, view, id);
        await desk.enter(ctx, way.name, { clarificationId: id, way: by });
      },
    },
  };
}
