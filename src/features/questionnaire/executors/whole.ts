import type { Texts } from '../../../services/i18n/i18n.ts';
import { progressOfView } from '../messages.ts';
import { numberOf, titleOf } from '../wording.ts';
import type { Delegated } from './store.ts';

/**
 * The questions that are with other executors by themselves: whoever has the whole questionnaire neither hands them over
 * nor has them taken with it. None where one question was given.
 */
export function withOthers({ code, seatId, view }: Pick<Delegated, 'code' | 'seatId' | 'view'>): string[] {
  if (code !== null) return [];
  return view.delegations.flatMap((each) =>
    each.code !== null && each.seatId !== seatId ? [each.code] : [],
  );
}

/** «Анкета „…“ передана вам, …: есть ответы на 2 вопроса из 7. Вопрос 3 поручен отдельно.» */
export function wholeHandedOver(texts: Texts, found: Delegated, executor: string): string {
  const { view } = found;
  const { questions, unanswered, total } = progressOfView(view);
  const others = withOthers(found);
  const answered = questions.filter(
    ({ code }) => numberOf(view, code) !== null && !unanswered.includes(code) && !others.includes(code),
  );
  const apart = others.flatMap((code) => numberOf(view, code) ?? []).sort((a, b) => a - b);
  const values = { title: titleOf(texts, view), executor, count: answered.length, total };
  return [
    texts.t('executor:notice.ready_all', values),
    apart.length > 0 &&
      texts.t('executor:notice.ready_apart', { count: apart.length, numbers: apart.join(', ') }),
  ]
    .filter(Boolean)
    .join(' ');
}
