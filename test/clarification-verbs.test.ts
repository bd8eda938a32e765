import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submittedLines } from '../src/features/questionnaire/clarification/acceptance-standing.ts';
import {
  remarksOn,
  waitingIn,
  withoutRemarks,
} from '../src/features/questionnaire/clarification/acceptance.ts';
import { entriesOf } from '../src/features/questionnaire/review/answer-pages.ts';
import type { Request } from '../src/features/questionnaire/admission.ts';
import { createClarificationRenderers } from '../src/features/questionnaire/clarification/notices.ts';
import { foundLines, remarkLines } from '../src/features/questionnaire/review/finding-line.ts';
import type { SubmittedAnswer } from '../src/features/questionnaire/store.ts';
import { standingSubmission } from '../src/features/questionnaire/review/submitting.ts';
import { createI18n } from '../src/services/i18n/i18n.ts';
import { loadActor } from '../src/services/people/store.ts';
import { ANSWERS, createClarificationStage, LATER } from './support/clarification-stage.ts';
import type { ClarificationStage } from './support/clarification-stage.ts';

/** What becomes of a questionnaire that is asked about, and how it is accepted: the verbs on a real database. */

let s: ClarificationStage;
beforeAll(async () => {
  s = await createClarificationStage();
});
beforeEach(() => s.reset());
afterAll(() => s.drop());

describe('the way of a clarification', () => {
  it('only the answer that is asked about can be written, and only until it is answered', async () => {
    expect(await s.write('Рано.')).toBe('shut');
    const id = await s.asked();
    expect(await s.state()).toBe('to_clarify');
    expect(await s.write('И дорога.')).toBe('stored');
    expect(await s.write('И карты.', 'HELP')).toBe('shut');
    expect(await s.answering.correct(await s.by('head_here'), id)).toMatchObject({
      kind: 'done',
      edition: 2,
      owed: 0,
    });
    expect(await s.state()).toBe('submitted');
    expect(await s.write('Ещё.')).toBe('shut');
    expect(await s.text()).toBe('Построен мост.\n\nИ дорога.');
    expect(await s.text('HELP')).toBe('Нужны книги.');
  });

  it('a correction that was begun gives way to the submitted text when it is explained instead', async () => {
    const id = await s.asked();
    await s.write('Недописанное');
    const [piece] = await s.prisma.piece.findMany({ where: { text: ANSWERS.ACHIEVED } });
    await s.writing.removePiece(
      await s.by('head_here'),
      { assignmentId: s.assignmentId, code: 'ACHIEVED' },
      piece?.id ?? 0,
    );
    expect(await s.written()).toEqual(['Недописанное']);
    expect(await s.explain('head_here', id)).toEqual({ kind: 'done', owed: 0, restored: true });
    expect(await s.written()).toEqual([ANSWERS.ACHIEVED]);
    expect(await s.prisma.piece.count({ where: { text: 'Недописанное' } })).toBe(1);
  });

  it('of two corrections that were begun the second outlives the sending of the first', async () => {
    const [first, help] = [await s.asked(), await s.asked('HELP')];
    await s.write('И карты.', 'HELP');
    await s.write('И дорога.');
    expect(await s.answering.correct(await s.by('head_here'), first)).toMatchObject({ edition: 2, owed: 1 });
    expect(await s.text('HELP')).toBe('Нужны книги.');
    expect(await s.written('HELP')).toEqual(['Нужны книги.', 'И карты.']);
    expect(await s.answering.keep(await s.by('head_here'), help)).toEqual({ kind: 'done' });
    expect(await s.written('HELP')).toEqual(['Нужны книги.']);
  });

  it('a question is asked once; the next one only when the city has answered', async () => {
    const id = await s.asked();
    const more = { assignmentId: s.assignmentId, code: 'ACHIEVED', remark: 'А ещё?', former: id };
    expect(await s.asking.ask(await s.by('association_coordinator'), more)).toMatchObject({ kind: 'asked' });
    await s.explain('head_here', id);
    expect(await s.asking.ask(await s.by('association_coordinator'), more)).toMatchObject({ kind: 'done' });
    expect((await s.clarification(id)).closedAt).toEqual(LATER);
    expect(await s.state()).toBe('to_clarify');
  });

  it('the day is three working days ahead, by the city’s own calendar', async () => {
    // Friday, 19 February; Tuesday is the 23rd, a holiday.
    const friday = new Date('2027-02-19T05:00:00Z');
    const what = { assignmentId: s.assignmentId, code: 'ACHIEVED', remark: 'Верно?' };
    const outcome = await s.asking.ask(await s.by('association_coordinator', friday), what);
    const { dueOn } = await s.clarification(outcome.kind === 'done' ? outcome.clarificationId : 0);
    expect(dueOn?.toISOString().slice(0, 10)).toBe('2027-02-25');
    const row = await s.prisma.clarification.findFirstOrThrow();
    expect(
      await s.asking.setDay(await s.by('association_coordinator', friday), row.id, '2027-02-18'),
    ).toEqual({
      kind: 'past',
    });
  });

  it('the head withdraws while asked: the question stays, and a changed answer answers it', async () => {
    const [id, help] = [await s.asked(), await s.asked('HELP')];
    expect(await s.submitting.withdraw(await s.by('head_here'), s.assignmentId)).toEqual({ kind: 'done' });
    expect(await s.state()).toBe('in_work');
    expect(
      await s.asking.ask(await s.by('association_coordinator'), {
        assignmentId: s.assignmentId,
        code: 'HELP',
        remark: 'А?',
      }),
    ).toEqual({ kind: 'not_submitted' });
    await s.write('И дорога.');
    expect(await s.submitting.submit(await s.by('head_here'), s.assignmentId)).toMatchObject({
      kind: 'done',
      edition: 2,
    });
    expect((await s.clarification(id)).answer).toBe('corrected');
    expect((await s.clarification(help)).answer).toBeNull();
    expect(await s.state()).toBe('to_clarify');
    expect(await s.explain('head_here', help)).toMatchObject({ kind: 'done' });
    expect(await s.state()).toBe('submitted');
  });

  it('two answer at once: one counts, the other is told who did', async () => {
    const id = await s.asked();
    const outcomes = await Promise.all([
      s.explain('head_here', id),
      s.explain('association_coordinator', id),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['answered', 'done']);
    const told = await s.prisma.notice.count({ where: { kind: 'clarification.answered' } });
    expect(told).toBeLessThanOrEqual(1);
  });

  it('a question taken back gives the text back, and tells nobody who has not heard of it', async () => {
    const id = await s.asked();
    await s.write('Недописанное');
    expect(await s.asking.drop(await s.by('association_coordinator'), id)).toEqual({ kind: 'done', open: 0 });
    expect(await s.written()).toEqual([ANSWERS.ACHIEVED]);
    expect(await s.state()).toBe('submitted');
    expect(await s.prisma.notice.count({ where: { kind: 'clarification.dropped' } })).toBe(0);
  });
});

describe('acceptance', () => {
  it('two coordinators at once: one accepts while the other asks', async () => {
    const other: Request = {
      actor: await loadActor(s.prisma, s.second.telegramId, LATER),
      requestKey: s.key(),
      now: LATER,
    };
    const [accepted, question] = await Promise.all([
      s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 1),
      s.asking.ask(other, { assignmentId: s.assignmentId, code: 'HELP', remark: 'Какие книги?' }),
    ]);
    const pair = [accepted.kind, question.kind];
    expect([
      ['done', 'accepted'],
      ['asked', 'done'],
    ]).toContainEqual(pair);
    expect(await s.state()).toBe(pair[0] === 'done' ? 'accepted' : 'to_clarify');
  });

  it('is of the edition that was read', async () => {
    const id = await s.asked();
    await s.write('И дорога.');
    await s.answering.correct(await s.by('head_here'), id);
    expect(await s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 1)).toEqual({
      kind: 'changed',
    });
    expect(await s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 2)).toEqual({
      kind: 'done',
    });
    expect((await s.clarification(id)).closedAt).toEqual(LATER);
  });

  it('ends writing, withdrawing and asking until it is taken back', async () => {
    await s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 1);
    const accepted = { kind: 'accepted' };
    expect(await s.submitting.withdraw(await s.by('head_here'), s.assignmentId)).toEqual(accepted);
    expect(await s.submitting.submit(await s.by('head_here'), s.assignmentId)).toEqual(accepted);
    expect(
      await s.writing.mark(await s.by('head_here'), { assignmentId: s.assignmentId, code: 'HELP' }, 'done'),
    ).toEqual(accepted);
    expect(await s.write('И дорога.')).toBe('shut');
    const ask = async () =>
      s.asking.ask(await s.by('association_coordinator'), {
        assignmentId: s.assignmentId,
        code: 'HELP',
        remark: 'А?',
      });
    expect(await ask()).toEqual(accepted);
    await s.acceptance.reconsider(await s.by('association_coordinator'), s.assignmentId);
    expect(await ask()).toMatchObject({ kind: 'done' });
  });

  it('taken back within the first minutes it was never told', async () => {
    await s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 1);
    await s.acceptance.reconsider(await s.by('association_coordinator'), s.assignmentId);
    const notices = await s.prisma.notice.findMany({
      where: { kind: { startsWith: 'clarification' } },
    });
    expect(notices.map(({ kind, state }) => [kind, state])).toEqual([
      ['clarification.accepted', 'withdrawn'],
    ]);
  });

  it('told, it is said once that it was taken back; an acceptance taken back unheard is not', async () => {
    const { prisma } = s;
    const settle = async (verb: 'accept' | 'reconsider') => {
      const request = await s.by('association_coordinator');
      return verb === 'accept'
        ? s.acceptance.accept(request, s.assignmentId, 1)
        : s.acceptance.reconsider(request, s.assignmentId);
    };
    const kind = 'clarification.reconsidered';
    const told = () => prisma.notice.findMany({ where: { kind } });
    await settle('accept');
    await prisma.notice.updateMany({ data: { state: 'unknown' } });
    await settle('reconsider');
    const [notice] = await told();
    expect(notice?.personId).toBe(s.world.officials.head_here.personId);
    const render = createClarificationRenderers({ prisma, i18n: createI18n('locales') })[kind];
    const head = { personId: notice?.personId ?? 0, chatId: 1, language: 'ru', reach: 'ok' } as const;
    const text = () => render(notice?.args ?? {}, head, LATER);
    expect(await text()).toMatchObject({
      text: expect.stringContaining('Ассоциация отменила её принятие') as string,
    });
    // He heard neither of the second acceptance nor of its end.
    const later = new Date(LATER.getTime() + 3600_000);
    await prisma.notice.updateMany({ where: { kind: 'clarification.accepted' }, data: { notBefore: LATER } });
    const again = { ...(await s.by('association_coordinator')), now: later };
    await s.acceptance.accept(again, s.assignmentId, 1);
    await s.acceptance.reconsider({ ...(await s.by('association_coordinator')), now: later }, s.assignmentId);
    expect(await told()).toHaveLength(1);
    await prisma.notice.updateMany({
      where: { kind: 'clarification.accepted' },
      data: { state: 'withdrawn' },
    });
    expect(await text()).toBeNull();
  });

  it('is read with who submitted it, when, how late, for whom; also where there is nothing to say', async () => {
    const target = { assignmentId: s.assignmentId, code: 'HELP' };
    await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
    const { id } = await s.prisma.piece.findFirstOrThrow({ where: { answer: target } });
    await s.writing.removePiece(await s.by('head_here'), target, id);
    await s.writing.mark(await s.by('head_here'), target, 'skipped');
    await s.submitting.submit(await s.by('coordinator_here'), s.assignmentId);
    const [found] = await waitingIn(s.prisma, s.campaignId);
    if (!found) throw new Error('no questionnaire');
    const content = (await standingSubmission(s.prisma, s.assignmentId))
      ?.content as unknown as SubmittedAnswer[];
    const texts = createI18n('locales')('ru');
    const [line] = await submittedLines(s.prisma, { texts, now: LATER }, found.view, content);
    expect(line?.replaceAll('\u00A0', ' ')).toBe(
      'Сдана: понедельник, 15 февраля, 14:00 (Приреченск), с опозданием на 2 дня. ' +
        'Кем представлена: Проверкин700000003 И.П., city_coordinator 700000003, вместо отвечающего.',
    );
    const [, help] = entriesOf(texts, found.view, content);
    expect(help?.answer.text).toBe('нет предложений');
    const asked = await s.asked();
    await s.write('И дорога.');
    await s.answering.correct(await s.by('head_here'), asked);
    const [same, corrected] = await submittedLines(s.prisma, { texts, now: LATER }, found.view, content);
    expect([same, corrected?.replaceAll('\u00A0', ' ')]).toEqual([
      line,
      expect.stringMatching(/редакция 3\. Кем исправлена: Проверкин700000007 И\.П\., head 700000007\.$/),
    ]);
  });

  it('all at once leaves out what the program noticed, and a list that has changed', async () => {
    await s.submitting.withdraw(await s.by('head_here'), s.assignmentId);
    await s.write('Мост через реку построен в 2025 году.');
    await s.write('я'.repeat(1001));
    await s.submitting.submit(await s.by('head_here'), s.assignmentId);
    const waiting = await waitingIn(s.prisma, s.campaignId);
    expect(waiting.map(({ remarks }) => remarks > 0)).toEqual([true]);
    const { view } = waiting[0] ?? {};
    const content = (await standingSubmission(s.prisma, s.assignmentId))
      ?.content as unknown as SubmittedAnswer[];
    if (!view) throw new Error('no questionnaire');
    const ru = createI18n('locales')('ru');
    const found = foundLines(ru, view, await remarksOn(s.prisma, view, content), content);
    expect(found.map((line) => line.replaceAll('\u00A0', ' '))).toEqual([
      '• вопрос 1: «Мост через реку построен в 2025 году.» — прошлый год, ожидается 2026',
      '• вопрос 1: на 52 знака больше предела',
    ]);
    // The head was told the same before submitting.
    const asked = remarkLines(ru, view, await remarksOn(s.prisma, view, content), 0);
    expect(asked.at(-1)?.replaceAll('\u00A0', ' ')).toBe(
      '• вопрос 1: на 52 знака больше предела, ничего не обрезано.',
    );
    expect(withoutRemarks(waiting)).toEqual([]);
    const shown = { campaignId: s.campaignId, count: 1, lastSubmissionId: waiting[0]?.submissionId ?? 0 };
    expect(await s.acceptance.acceptAll(await s.by('association_coordinator'), shown)).toEqual({
      kind: 'changed',
    });
    expect(await s.state()).toBe('submitted');
  });
});
