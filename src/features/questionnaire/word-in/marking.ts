import { button } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { Desk } from '../desk.ts';
import { progressOfView } from '../messages.ts';
import type { AssignmentView } from '../store.ts';
import { numberOf } from '../wording.ts';
import { numbersOf } from './messages.ts';

/** A questionnaire may have dozens of questions; a button has room for these. */
const MOST = 12;

/** Questions without an answer that may be left so. */
function leavable(view: AssignmentView): string[] {
  const required = new Set(view.questions.filter((question) => question.required).map(({ code }) => code));
  return progressOfView(view).unanswered.filter((code) => !required.has(code));
}

/** «Нечего указать по 2, 3, 7»; false: there is nothing to mark, or too much for one button. */
export function nothingButton(texts: Texts, view: AssignmentView): Button | false {
  const codes = leavable(view);
  if (codes.length === 0 || codes.length > MOST) return false;
  const numbers = numbersOf(texts, view, codes);
  const named = codes.map((code) => numberOf(view, code) ?? '').join('.');
  return button(texts.t('word_in:buttons.nothing', { numbers }), 'w.none', view.id, named);
}

/** Marks exactly the questions that the button named, and of these only what still has no answer. */
export async function markNothing(ctx: Ctx, desk: Desk, [id, named = '']: string[]): Promise<void> {
  const open = await desk.open(ctx, id);
  if (!open) return;
  const meant = new Set(named.split('.'));
  const codes = leavable(open.view).filter((code) => meant.has(String(numberOf(open.view, code))));
  const marked: string[] = [];
  for (const code of codes) {
    const target = { assignmentId: open.view.id, code };
    const outcome = await desk.answering.mark(desk.request(ctx, `:${code}`), target, 'skipped');
    if (outcome.kind === 'done') marked.push(code);
    else return desk.refuse(ctx, outcome, open.view.id);
  }
  if (marked.length > 0) {
    const numbers = numbersOf(ctx.texts, open.view, marked);
    await ctx.screen.say({ text: ctx.texts.t('word_in:written.nothing', { numbers }) });
  }
  const fresh = await desk.open(ctx, id);
  if (fresh) await desk.list(ctx, fresh.view);
}
