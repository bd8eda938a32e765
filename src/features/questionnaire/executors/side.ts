import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isSubmitted, mayWrite, mayWritePart, subjectOf } from '../admission.ts';
import { openClarifications } from '../clarification/store.ts';
import { authorNames, lastChange, newsFor } from './news.ts';
import { isOwnWork, namesOf } from './store.ts';
import type { Named } from './store.ts';
import { untaken } from './untaken.ts';
import { executorDay } from './wording.ts';
import { progressOfView } from '../messages.ts';
import type { ExecutorSide } from '../messages.ts';
import type { AssignmentView, OpenDelegation } from '../store.ts';
import { chars, innerUnstopped, numberOf } from '../wording.ts';

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
  const sends = seatFor(ctx.actor, 'submit', subjectOf(view)) !== null;
  if (view.wholeForm) {
    const own = given.find((each) => each.code === code) ?? given[0];
    if (!own || !mayWrite(view, code)) return { notes: [], handOver: null, sends, decide: [], more: null };
    const single = own.code !== null && own.state !== 'ready';
    return {
      notes: [
        ...(await remarkNotes(prisma, texts, view, code)),
        ...given.map((each) => ownNote(texts, view, each, now)),
      ],
      sends,
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
  const may = mayWrite(view, code) && seatFor(ctx.actor, 'delegate', subjectOf(view)) !== null;
  /** For his decision. */
  const waits = (each: OpenDelegation): boolean =>
    may && each.state === 'ready' && !isOwnWork(ctx.actor, { seatId: each.seatId, view });
  const notes = given.map((each) => {
    const { name = '', connected = false } = names.get(each.seatId) ?? {};
    const values = { name, day: executorDay(texts, view, each.dueOn, now) };
    if (!connected) return t('executor:with.waiting', values);
    if (each.state !== 'ready') return t(`executor:with.${each.state}`, values);
    const what = each.code === null ? 'whole' : 'with';
    return t(`executor:${what}.${waits(each) ? 'ready' : 'ready_head'}`, values);
  });
  const own = given.find((each) => each.code === code);
  const more = own
    ? button(t('executor:buttons.card', { name: names.get(own.seatId)?.name ?? '' }), 'e.d', own.id)
    : button(t('executor:buttons.give'), 'e.give', view.id, code);
  const whole = given.find((each) => each.code === null);
  const decide: Button[] = [];
  if (own && waits(own))
    decide.push(
      button(t('executor:buttons.take'), 'e.take', own.id, await lastChange(prisma, { ...own, view })),
      button(t('executor:buttons.return'), 'e.back', own.id),
    );
  // One answer of a questionnaire that was handed over whole is taken with all the others.
  if (!own && whole && waits(whole) && (await untaken(prisma, view)).get(code)?.id === whole.id)
    decide.push(button(t('executor:buttons.decide_all'), 'e.d', whole.id));
  return { notes, handOver: null, sends, decide, more: may ? more : null };
}

/** What the association asked about this answer: the executor writes for it. */
async function remarkNotes(
  prisma: PrismaClient,
  { t }: Texts,
  view: AssignmentView,
  code: string,
): Promise<string[]> {
  if (view.state !== 'to_clarify') return [];
  const asked = (await openClarifications(prisma, view.id)).find((each) => each.code === code);
  return asked ? [t('executor:own.asked', { remark: asked.remark })] : [];
}

/** «Срок для вас — среда, 10 февраля.», handed over, or returned with a remark. */
export function ownNote(texts: Texts, view: AssignmentView, given: OpenDelegation, now: Date): string {
  return texts.t(`executor:own.${given.state}`, {
    day: executorDay(texts, view, given.dueOn, now),
    remark: innerUnstopped(given.remark ?? ''),
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

/** What the list says to those who read it for the post that answers. */
export interface HeadSide {
  /** With whom each question is, and what is new, by code. */
  marks: Map<string, string>;
  /** How far it is: what executors wrote is counted apart until it is taken. */
  progress: string;
  /** Of the whole questionnaire. */
  note: string | null;
  delegate: Button | null;
}

export async function headSide(prisma: PrismaClient, ctx: Ctx, view: AssignmentView): Promise<HeadSide> {
  const { texts, actor, now } = ctx;
  const { t } = texts;
  const { delegations } = view;
  const [fresh, theirs] = await Promise.all([newsFor(prisma, actor, view), untaken(prisma, view)]);
  const news = fresh.filter(({ code }) => mayWrite(view, code));
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
  const may = seatFor(actor, 'delegate', subjectOf(view)) !== null;
  const decides = ({ seatId }: OpenDelegation): boolean => may && !isOwnWork(actor, { seatId, view });
  const said = new Map<string, string[]>();
  const add = (code: string, words: string): void => void said.set(code, [...(said.get(code) ?? []), words]);

  /** «пишет Рябинин П.А.», «ждёт вашего решения: …»; of what nobody can change any more, only with whom it was. */
  function markOf(given: OpenDelegation, code: string): string {
    const { name = '', connected = false } = names.get(given.seatId) ?? {};
    if (!mayWrite(view, code)) return t('executor:mark.past', { name });
    if (given.state === 'ready')
      return t(decides(given) ? 'executor:mark.ready' : 'executor:mark.ready_head', { name });
    if (given.state === 'returned') return t('executor:mark.returned', { name });
    if (theirs.has(code)) return t('executor:mark.writing', { name });
    return t(connected ? 'executor:mark.given' : 'executor:mark.waiting', { name });
  }
  for (const { code } of view.questions) {
    const given = delegations.find((each) => each.code === code) ?? theirs.get(code);
    if (given) add(code, markOf(given, code));
  }
  for (const { code, authorId, chars: count, files } of news) {
    const size = [
      count > 0 && chars(texts, count),
      files > 0 && t('questionnaire:state.files', { count: files }),
    ].filter(Boolean);
    const name = (authorId === null ? undefined : authors.get(authorId)) ?? t('executor:nobody');
    const given = theirs.get(code);
    const all = view.answers.some(
      (each) => each.code === code && each.chars === count && each.files === files,
    );
    // With whom it is, and how much of it there is, stands in the line already.
    if (!given || names.get(given.seatId)?.name !== name)
      add(code, t('executor:mark.news', { name, size: size.join(', ') }));
    else add(code, all ? t('executor:mark.changed') : t('executor:mark.more', { size: size.join(', ') }));
  }
  const whole = delegations.find(({ code }) => code === null);
  const key = delegations.length > 0 ? 'executor:buttons.executors' : 'executor:buttons.give_all';
  return {
    marks: new Map([...said].map(([code, words]) => [code, words.join('; ')])),
    progress: progressLine(texts, view, theirs, may),
    note: whole ? wholeNote(texts, view, whole, names.get(whole.seatId), decides(whole), now) : null,
    delegate:
      may && !isSubmitted(view)
        ? delegations.length > 0
          ? button(t(key), 'e.all', view.id)
          : button(t(key), 'e.give', view.id, '*')
        : null,
  };
}

/** How far it is, as the list says it; of what was submitted all counts. */
export async function progressWords(prisma: PrismaClient, ctx: Ctx, view: AssignmentView): Promise<string> {
  const theirs = view.wholeForm || isSubmitted(view) ? new Map() : await untaken(prisma, view);
  return progressLine(ctx.texts, view, theirs, seatFor(ctx.actor, 'delegate', subjectOf(view)) !== null);
}

/** «Готово 3 из 7. Пишут исполнители: 1. Ждут вашего решения: 1.» */
function progressLine(
  { t }: Texts,
  view: AssignmentView,
  theirs: ReadonlyMap<string, OpenDelegation>,
  decides: boolean,
): string {
  const { done, total, unanswered } = progressOfView(view, theirs);
  const apart = [...theirs].filter(([code]) => numberOf(view, code) !== null && !unanswered.includes(code));
  const waiting = apart.filter(([, { state }]) => state === 'ready').length;
  const writing = apart.length - waiting;
  return [
    t('questionnaire:list.progress', { done, total }),
    writing > 0 && t('executor:progress.writing', { count: writing }),
    waiting > 0 &&
      t(decides ? 'executor:progress.waiting' : 'executor:progress.waiting_head', { count: waiting }),
  ]
    .filter(Boolean)
    .join(' ');
}

function wholeNote(
  texts: Texts,
  view: AssignmentView,
  { state, dueOn }: OpenDelegation,
  named: Named | undefined,
  decides: boolean,
  now: Date,
): string {
  const values = { name: named?.name ?? '', day: executorDay(texts, view, dueOn, now) };
  if (!mayWritePart(view, null)) return texts.t('executor:whole.past', values);
  if (!named?.connected) return texts.t('executor:whole.waiting', values);
  return texts.t(
    state === 'ready' && !decides ? 'executor:whole.ready_head' : `executor:whole.${state}`,
    values,
  );
}
