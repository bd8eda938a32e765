import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import { sentNote } from '../src/features/questionnaire/clarification/overview.ts';
import { undoableNow } from '../src/features/questionnaire/clarification/restoring.ts';
import { sameAnswer } from '../src/features/questionnaire/clarification/store.ts';
import { livePieces, loadAssignment } from '../src/features/questionnaire/store.ts';
import type { SubmittedAnswer } from '../src/features/questionnaire/store.ts';
import { joinedAnswers, standingSubmission } from '../src/features/questionnaire/review/submitting.ts';
import { createI18n } from '../src/services/i18n/i18n.ts';
import { ANSWERS, createClarificationStage } from './support/clarification-stage.ts';
import type { ClarificationStage } from './support/clarification-stage.ts';

/** *Оставить прежний текст* gives back exactly what was submitted, and never less. */

let s: ClarificationStage;
beforeAll(async () => {
  s = await createClarificationStage();
});
beforeEach(() => s.reset());
afterAll(() => s.drop());

const target = () => ({ assignmentId: s.assignmentId, code: 'ACHIEVED' });

async function submit() {
  const outcome = await s.submitting.submit(await s.by('head_here'), s.assignmentId);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
}

async function idOf(text: string): Promise<number> {
  const where = { text, answer: { assignmentId: s.assignmentId } };
  return (await s.prisma.piece.findFirstOrThrow({ where })).id;
}

async function answers(): Promise<{
  now: SubmittedAnswer | undefined;
  submitted: SubmittedAnswer | undefined;
}> {
  const view = await loadAssignment(s.prisma, s.assignmentId);
  if (!view) throw new Error('no questionnaire');
  const here = ({ code }: { code: string }) => code === 'ACHIEVED';
  const content = (await standingSubmission(s.prisma, s.assignmentId))?.content;
  return {
    now: joinedAnswers(view, await livePieces(s.prisma, s.assignmentId)).find(here),
    submitted: (content as unknown as SubmittedAnswer[]).find(here),
  };
}

const isAsSubmitted = async (): Promise<boolean> => {
  const { now, submitted } = await answers();
  return sameAnswer(now, submitted);
};

it('a part that came in while the submission waited is part of it', async () => {
  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  const submitting = await s.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select id from "Assignment" where id = ${s.assignmentId} for share`;
    const waiting = submit();
    await expect.poll(waitingForLock).toBe(1);
    expect(await s.write('И дорога.')).toBe('stored');
    return { waiting };
  });
  await submitting.waiting;
  expect(await s.text()).toBe('Построен мост.\n\nИ дорога.');
  const part = await s.prisma.piece.findFirstOrThrow({ where: { text: 'И дорога.' } });
  const { id: submission } = await s.prisma.journal.findFirstOrThrow({
    where: { verb: 'submit' },
    orderBy: { id: 'desc' },
  });
  expect(part.addedBy).toBeGreaterThan(submission);

  const id = await s.asked();
  await s.write('Недописанное');
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'done' });
  expect(await s.written()).toEqual([ANSWERS.ACHIEVED, 'И дорога.']);
  expect(await isAsSubmitted()).toBe(true);
});

async function waitingForLock(): Promise<number> {
  const [row] = await s.prisma.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}

it('a decision about a seam goes with the correction that it was made in', async () => {
  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  await s.write('И дорога.');
  await submit();
  const id = await s.asked();
  const seam = await idOf('И дорога.');
  expect(await s.writing.decideSeam(await s.by('head_here'), target(), seam, 'tight')).toEqual({
    kind: 'done',
  });
  expect((await answers()).now?.text).toBe('Построен мост.И дорога.');
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'done' });
  expect((await answers()).now?.text).toBe('Построен мост.\n\nИ дорога.');
  expect(await isAsSubmitted()).toBe(true);
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'nothing' });
});

it('a decision about a seam that was submitted comes back', async () => {
  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  await s.write('И дорога.');
  const seam = await idOf('И дорога.');
  await s.writing.decideSeam(await s.by('head_here'), target(), seam, 'space');
  await submit();
  const id = await s.asked();
  await s.writing.decideSeam(await s.by('head_here'), target(), seam, 'paragraph');
  await s.write('Недописанное');
  await s.answering.keep(await s.by('head_here'), id);
  expect((await answers()).now?.text).toBe('Построен мост. И дорога.');
  expect(await isAsSubmitted()).toBe(true);
});

it('a change made before the submission is not taken back while it is asked about', async () => {
  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  await s.write('И дорога.');
  await s.writing.removePiece(await s.by('head_here'), target(), await idOf('И дорога.'));
  await submit();
  const before = await s.prisma.journal.findFirstOrThrow({ where: { verb: 'remove_piece' } });
  const id = await s.asked();
  expect(await s.writing.takeBack(await s.by('head_here'), target(), Number(before.id))).toEqual({
    kind: 'nothing',
  });
  expect(await s.written()).toEqual([ANSWERS.ACHIEVED]);

  const removed = await s.writing.removePiece(
    await s.by('head_here'),
    target(),
    await idOf(ANSWERS.ACHIEVED),
  );
  expect(removed.kind).toBe('done');
  const since = await s.prisma.journal.findFirstOrThrow({
    where: { verb: 'remove_piece' },
    orderBy: { id: 'desc' },
  });
  expect(await s.writing.takeBack(await s.by('head_here'), target(), Number(since.id))).toMatchObject({
    kind: 'done',
  });
  await s.write('Недописанное');
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'done' });
  expect(await s.written()).toEqual([ANSWERS.ACHIEVED]);
  expect(await isAsSubmitted()).toBe(true);
});

it('a part that was removed before the submission does not stay, whatever brought it back', async () => {
  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  await s.write('И дорога.');
  const part = await idOf('И дорога.');
  await s.writing.removePiece(await s.by('head_here'), target(), part);
  await submit();
  const id = await s.asked();
  await s.prisma.piece.update({ where: { id: part }, data: { removedBy: null } });
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'done' });
  expect(await s.written()).toEqual([ANSWERS.ACHIEVED]);
});

it('a corrected answer is restored to its correction', async () => {
  const first = await s.asked();
  await s.write('И дорога.');
  await s.answering.correct(await s.by('head_here'), first);
  await s.asking.take(await s.by('association_coordinator'), first);
  const second = await s.asked();
  await s.writing.removePiece(await s.by('head_here'), target(), await idOf('И дорога.'));
  await s.write('Недописанное');
  expect(await s.answering.keep(await s.by('head_here'), second)).toEqual({ kind: 'done' });
  expect(await s.written()).toEqual([ANSWERS.ACHIEVED, 'И дорога.']);
});

it('a submission that does not name its parts is restored by the journal', async () => {
  await s.prisma.$executeRaw`
    update "Submission" set content = (select jsonb_agg(answer - 'pieces') from jsonb_array_elements(content) answer)`;
  expect((await answers()).submitted?.pieces).toBeUndefined();
  const id = await s.asked();
  await s.writing.removePiece(await s.by('head_here'), target(), await idOf(ANSWERS.ACHIEVED));
  await s.write('Недописанное');
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'done' });
  expect(await s.written()).toEqual([ANSWERS.ACHIEVED]);
});

it('a correction that another hand set aside can be had back', async () => {
  const id = await s.asked();
  await s.write('Новый мост.');
  const begun = await s.written();
  const told = await s.answering.explain(await s.by('association_coordinator'), id, {
    text: 'Верно.',
    way: 'phone',
  });
  expect(told).toMatchObject({ kind: 'done', restored: true });
  expect(await isAsSubmitted()).toBe(true);
  const notice = await s.prisma.notice.findFirstOrThrow({ where: { kind: 'clarification.behalf' } });
  expect(notice.args).toMatchObject({ restored: true });

  await s.answering.reopen(await s.by('head_here'), id);
  const view = await loadAssignment(s.prisma, s.assignmentId);
  if (!view) throw new Error('no questionnaire');
  const { change } = await undoableNow(s.prisma, view, 'ACHIEVED');
  const back = await createAnswering(s.prisma).takeBack(await s.by('head_here'), target(), change ?? 0);
  expect(back.kind).toBe('done');
  expect(await s.written()).toEqual(begun);
  expect((await undoableNow(s.prisma, view, 'ACHIEVED')).takenBack).not.toBeNull();
});

it('a correction that was sent waits for nobody once the questionnaire is withdrawn', async () => {
  const note = async () => {
    const view = await loadAssignment(s.prisma, s.assignmentId);
    return view && sentNote(createI18n('locales')('ru'), view);
  };
  const id = await s.asked();
  expect(await note()).not.toBeNull();
  await s.write('Новый мост.');
  await s.answering.correct(await s.by('head_here'), id);
  expect(await note()).toBe('Исправление отправлено, ждём решения Ассоциации.');
  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  expect(await note()).toBeNull();
  await submit();
  expect(await note()).not.toBeNull();
});
