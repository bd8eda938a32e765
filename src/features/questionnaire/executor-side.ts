import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { button } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { seatFor } from '../../services/people/rights.ts';
import { isSubmitted, mayWrite, mayWritePart, subjectOf } from './admission.ts';
import { authorNames, newsFor } from './executor-news.ts';
import { namesOf } from './executor-store.ts';
import { executorDay } from './executor-wording.ts';
import type { ExecutorSide } from './messages.ts';
import type { AssignmentView, OpenDelegation } from './store.ts';
import { chars, numberOf } from './wording.ts';

/** What the screens of a question say of executors, to the executor and to those who may give the question. */
export async function executorSide(
  prisma: PrismaClient,
  ctx: Ctx,
  view: AssignmentView,
  code: string,
): Promise<ExecutorSide> {
  const { texts, now } = ctx;
  const { t } = texts;
  const given = view.delegations.filter((each) => each.code === code || each.code === null);
  if (view.wholeForm) {
    const own = given.find((each) => each.code === code) ?? given[0];
    if (!own || !mayWrite(view, code)) return { notes: [], handOver: null, decide: [], more: null };
    const single = own.code !== null && own.state !== 'ready';
    return {
      notes: given.map((each) => ownNote(texts, view, each, now)),
      handOver: single ? button(t('executor:buttons.ready'), 'e.ready', own.id) : null,
      decide: [],
      more: single ? button(t('executor:buttons.cannot'), 'e.no', own.id) : null,
    };
  }
  const names = await namesOf(
    prisma,
    given.map(({ seatId }) => seatId),
    now,
  );
  const notes = given.map((each) => {
    const { name = '', connected = false } = names.get(each.seatId) ?? {};
    const values = { name, day: executorDay(texts, view, each.dueOn, now) };
    return t(connected ? `executor:with.${each.state}` : 'executor:with.waiting', values);
  });
  const may = mayWrite(view, code) && seatFor(ctx.actor, 'delegate', subjectOf(view)) !== null;
  const own = given.find((each) => each.code === code);
  const more = own
    ? button(t('executor:buttons.card', { name: names.get(own.seatId)?.name ?? '' }), 'e.d', own.id)
    : button(t('executor:buttons.give'), 'e.give', view.id, code);
  const decide =
    may && own?.state === 'ready'
      ? [
          button(t('executor:buttons.take'), 'e.take', own.id),
          button(t('executor:buttons.return'), 'e.back', own.id),
        ]
      : [];
  return { notes, handOver: null, decide, more: may ? more : null };
}

/** «Срок для вас — среда, 10 февраля.», handed over, or returned with a remark. */
export function ownNote(texts: Texts, view: AssignmentView, given: OpenDelegation, now: Date): string {
  return texts.t(`executor:own.${given.state}`, {
    day: executorDay(texts, view, given.dueOn, now),
    remark: given.remark ?? '',
  });
}

/** *Готово, передать руководителю* for each part that was written and is not handed over yet. */
export function handOverButtons(texts: Texts, view: AssignmentView): Button[] {
  const written = view.answers.filter(
    ({ pieceCount, value, skippedAt }) => pieceCount > 0 || value !== null || skippedAt !== null,
  );
  const open = view.delegations.filter(
    ({ state, code }) =>
      state !== 'ready' &&
      mayWritePart(view, code) &&
      written.some((answer) => code === null || code === answer.code),
  );
  return open.map(({ id, code }) => {
    const number = code === null ? null : numberOf(view, code);
    return button(
      open.length === 1 || number === null
        ? texts.t('executor:buttons.ready')
        : texts.t('executor:buttons.ready_nth', { number }),
      'e.ready',
      id,
    );
  });
}

/** What the list says to those who read it for the post that answers: with whom each question is, and what is new. */
export async function headSide(
  prisma: PrismaClient,
  ctx: Ctx,
  view: AssignmentView,
): Promise<{ marks: Map<string, string>; note: string | null; delegate: Button | null }> {
  const { texts, actor, now } = ctx;
  const { t } = texts;
  const { delegations } = view;
  const news = await newsFor(prisma, actor, view);
  const [authors, names] = await Promise.all([
    authorNames(
      prisma,
      news.map(({ authorId }) => authorId),
    ),
    namesOf(
      prisma,
      delegations.map(({ seatId }) => seatId),
      now,
    ),
  ]);
  const said = new Map<string, string[]>();
  const add = (code: string, words: string): void => void said.set(code, [...(said.get(code) ?? []), words]);
  for (const { code, seatId, state } of delegations) {
    const named = names.get(seatId);
    const values = { name: named?.name ?? '' };
    if (code !== null)
      add(code, t(named?.connected ? `executor:mark.${state}` : 'executor:mark.waiting', values));
  }
  for (const { code, authorId, chars: count, files } of news) {
    const size = [
      count > 0 && chars(texts, count),
      files > 0 && t('questionnaire:state.files', { count: files }),
    ].filter(Boolean);
    const name = (authorId === null ? undefined : authors.get(authorId)) ?? t('executor:nobody');
    add(code, t('executor:mark.news', { name, size: size.join(', ') }));
  }
  const whole = delegations.find(({ code }) => code === null);
  const named = whole && names.get(whole.seatId);
  const may = !isSubmitted(view) && seatFor(actor, 'delegate', subjectOf(view)) !== null;
  const key = delegations.length > 0 ? 'executor:buttons.executors' : 'executor:buttons.give_all';
  return {
    marks: new Map([...said].map(([code, words]) => [code, words.join('; ')])),
    note: whole
      ? t(named?.connected ? `executor:whole.${whole.state}` : 'executor:whole.waiting', {
          name: named?.name ?? '',
          day: executorDay(texts, view, whole.dueOn, now),
        })
      : null,
    delegate: may
      ? delegations.length > 0
        ? button(t(key), 'e.all', view.id)
        : button(t(key), 'e.give', view.id, '*')
      : null,
  };
}
