import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { answeredText } from '../src/features/questionnaire/clarification/messages.ts';
import { askedScreen } from '../src/features/questionnaire/clarification/notices.ts';
import { findClarification } from '../src/features/questionnaire/clarification/store.ts';
import { undoableNow } from '../src/features/questionnaire/clarification/restoring.ts';
import { loadAssignment } from '../src/features/questionnaire/store.ts';
import type { AssignmentView, SubmittedAnswer } from '../src/features/questionnaire/store.ts';
import { standingSubmission } from '../src/features/questionnaire/review/submitting.ts';
import { shortState } from '../src/features/questionnaire/wording.ts';
import { createI18n } from '../src/services/i18n/i18n.ts';
import { createClarificationStage, LATER } from './support/clarification-stage.ts';
import type { ClarificationStage } from './support/clarification-stage.ts';

/** «Нет предложений» is an answer: it is restored like a text, and what is said about it are these words. */

let s: ClarificationStage;
const texts = createI18n('locales')('ru');
beforeAll(async () => {
  s = await createClarificationStage();
});
beforeEach(async () => {
  await s.reset();
  const { id } = await s.prisma.piece.findFirstOrThrow({ where: { answer: target() } });
  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  await s.writing.removePiece(await s.by('head_here'), target(), id);
  await s.writing.mark(await s.by('head_here'), target(), 'skipped');
  await s.submitting.submit(await s.by('head_here'), s.assignmentId);
});
afterAll(() => s.drop());

const target = () => ({ assignmentId: s.assignmentId, code: 'HELP' });

async function view(): Promise<AssignmentView> {
  const found = await loadAssignment(s.prisma, s.assignmentId);
  if (!found) throw new Error('no questionnaire');
  return found;
}

/** As the overview says it. */
async function shown(): Promise<string> {
  const { questions, answers } = await view();
  const question = questions.find(({ code }) => code === 'HELP');
  const answer = answers.find(({ code }) => code === 'HELP');
  return question ? shortState(texts, question, answer) : '';
}

async function submitted(): Promise<SubmittedAnswer | undefined> {
  const content = (await standingSubmission(s.prisma, s.assignmentId))?.content;
  return (content as unknown as SubmittedAnswer[]).find(({ code }) => code === 'HELP');
}

/** A text was submitted, the association asks about it, and «нет предложений» is put in its place. @returns the question */
async function skippedInstead(): Promise<number> {
  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  await s.write('Нужны книги.', 'HELP');
  await s.submitting.submit(await s.by('head_here'), s.assignmentId);
  const id = await s.asked('HELP');
  const part = await s.prisma.piece.findFirstOrThrow({ where: { answer: target(), removedBy: null } });
  await s.writing.removePiece(await s.by('head_here'), target(), part.id);
  await s.writing.mark(await s.by('head_here'), target(), 'skipped');
  return id;
}

it('is what a correction that is given up leaves, and what is submitted again', async () => {
  const id = await s.asked('HELP');
  expect(await shown()).toBe('нет предложений');
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'nothing' });
  await s.write('Нужны карты.', 'HELP');
  expect(await shown()).not.toBe('нет предложений');
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'done' });
  expect(await shown()).toBe('нет предложений');
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'nothing' });
  expect(await s.answering.correct(await s.by('head_here'), id)).toEqual({ kind: 'same' });

  await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
  await s.submitting.submit(await s.by('head_here'), s.assignmentId);
  expect((await submitted())?.skipped).toBe(true);
  expect((await s.clarification(id)).answer).toBeNull();
});

it('is what a correction leaves whose parts were removed again', async () => {
  const id = await s.asked('HELP');
  await s.write('Нужны карты.', 'HELP');
  const part = await s.prisma.piece.findFirstOrThrow({ where: { text: 'Нужны карты.' } });
  await s.writing.removePiece(await s.by('head_here'), target(), part.id);
  expect(await shown()).toBe('нет ответа');
  expect(await s.answering.keep(await s.by('head_here'), id)).toEqual({ kind: 'done' });
  expect(await shown()).toBe('нет предложений');
});

it('stands again where the question is dropped, or explained', async () => {
  const dropped = await s.asked('HELP');
  await s.write('Нужны карты.', 'HELP');
  await s.asking.drop(await s.by('association_coordinator'), dropped);
  expect(await shown()).toBe('нет предложений');
  const explained = await s.asked('HELP');
  await s.write('Нужны атласы.', 'HELP');
  expect(await s.explain('head_here', explained)).toMatchObject({ restored: true });
  expect(await shown()).toBe('нет предложений');
});

it('stands again where a correction that was brought back is set aside once more', async () => {
  const id = await s.asked('HELP');
  await s.write('Нужны карты.', 'HELP');
  await s.answering.keep(await s.by('head_here'), id);
  const undone = async () => undoableNow(s.prisma, await view(), 'HELP');
  const { change } = await undone();
  await s.writing.takeBack(await s.by('head_here'), target(), Number(change));
  expect(await s.written('HELP')).toEqual(['Нужны карты.']);
  expect(await shown()).not.toBe('нет предложений');
  const { takenBack } = await undone();
  await s.writing.takeBack(await s.by('head_here'), target(), Number(takenBack));
  expect(await s.written('HELP')).toEqual([]);
  expect(await shown()).toBe('нет предложений');
});

it('goes where a text was submitted', async () => {
  const id = await skippedInstead();
  await s.answering.keep(await s.by('head_here'), id);
  expect(await s.written('HELP')).toEqual(['Нужны книги.']);
  const answer = await s.prisma.answer.findFirstOrThrow({ where: target() });
  expect(answer.skippedAt).toBeNull();
});

it('answers a question of the association, in these words', async () => {
  const id = await skippedInstead();
  expect(await s.answering.correct(await s.by('head_here'), id)).toMatchObject({ kind: 'done' });
  const clarification = await findClarification(s.prisma, id);
  if (!clarification) throw new Error('no clarification');
  const said = answeredText(texts, await askedScreen(s.prisma, await view(), clarification, LATER));
  expect(said.text).toContain('нет предложений');
});

it('a correction that was set aside is told from a former text', async () => {
  const id = await s.asked('HELP');
  await s.write('Нужны карты.', 'HELP');
  const part = await s.prisma.piece.findFirstOrThrow({ where: { text: 'Нужны карты.' } });
  await s.writing.removePiece(await s.by('head_here'), target(), part.id);
  expect(await undoableNow(s.prisma, await view(), 'HELP')).toMatchObject({ setAside: false });
  await s.write('Нужны атласы.', 'HELP');
  await s.answering.keep(await s.by('head_here'), id);
  const { change, setAside } = await undoableNow(s.prisma, await view(), 'HELP');
  expect(setAside).toBe(true);
  await s.writing.takeBack(await s.by('head_here'), target(), change ?? 0);
  expect(await s.written('HELP')).toEqual(['Нужны атласы.']);
  expect(await undoableNow(s.prisma, await view(), 'HELP')).toMatchObject({ setAside: false });
});
