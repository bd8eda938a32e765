import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/database.ts';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { createReminderStage, later, MONDAY } from '../../../../test/support/reminder-stage.ts';
import type { ReminderStage } from '../../../../test/support/reminder-stage.ts';

let test: TestDatabase;
let s: ReminderStage;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  s = await createReminderStage(test.database.prisma);
});

describe('a round', () => {
  it('reminds the respondent, and a coordinator where nobody answers; leaves out where nobody is', async () => {
    expect(await s.remind(s.association)).toMatchObject({ kind: 'done', cities: 2 });
    expect(
      (await s.notices()).map(({ personId, state, againIfUnknown }) => [personId, state, againIfUnknown]),
    ).toEqual([
      [s.eastHead.personId, 'queued', false],
      [s.middleCoordinator.personId, 'queued', false],
    ]);
    expect((await s.notices()).every(({ notBefore }) => notBefore >= later(1))).toBe(true);
    expect((await s.reminders()).map(({ assignmentId, step }) => [assignmentId, step])).toEqual(
      [s.eastId, s.middleId].sort((a, b) => a - b).map((id) => [id, null]),
    );
    expect(await s.texts(s.eastHead, later(1))).toEqual([
      'Вера Павловна, напоминаем об анкете «Организационная работа: итоги 2026 года».\n' +
        'Срок — пятница, 12 февраля, до конца дня (Благовещенск). Осталось 4 дня.\n' +
        'Ответов пока нет. Отвечать можно по частям, всё написанное сохраняется сразу.',
    ]);
    expect((await s.texts(s.middleCoordinator, later(1)))[0]).toContain('Отвечающий не назван');
  });

  it('of two coordinators at once one sends it, the other is told', async () => {
    const second = await s.seat('association_coordinator', null, 'Вторая');
    const outcomes = await Promise.all(
      [s.association, second, s.association, second].map((who) => s.remind(who)),
    );
    const kinds = outcomes.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['already', 'already', 'already', 'done']);
    expect(await s.notices()).toHaveLength(2);
    expect(await s.prisma.reminderRound.count()).toBe(1);
  });

  it('pressed again by the same key it is the same round; by another within two working days nobody', async () => {
    const request = await s.by(s.association, MONDAY);
    const verbs = s.verbs(MONDAY);
    const both = await Promise.all(
      [1, 2].map(() => verbs.remind(request, { campaignId: s.campaignId, text: null })),
    );
    expect(both[0]).toEqual(both[1]);
    const day = 24 * 60;
    expect(await s.remind(s.association, later(day))).toMatchObject({ kind: 'already' });
    expect(await s.remind(s.association, later(2 * day))).toMatchObject({ kind: 'done', cities: 2 });
    expect(await s.notices()).toHaveLength(4);
  });

  it('the coordinator’s words stand before the facts, which stay', async () => {
    await s.remind(s.association, MONDAY, 'Очень ждём <ответа>: в четверг печатаем сборник.');
    expect((await s.texts(s.eastHead, later(1)))[0]).toBe(
      'Очень ждём <ответа>: в четверг печатаем сборник.\n\n' +
        'Анкета «Организационная работа: итоги 2026 года».\n' +
        'Срок — пятница, 12 февраля, до конца дня (Благовещенск). Осталось 4 дня.\n' +
        'Ответов пока нет. Отвечать можно по частям, всё написанное сохраняется сразу.',
    );
    expect((await s.texts(s.eastHead, later(1), 'en'))[0]).toContain('No answers yet.');
    expect(await s.remind(s.association, later(3000), 'а'.repeat(501))).toEqual({ kind: 'too_long' });
  });

  it('is taken back within the minute: nothing goes out, and it can be sent anew', async () => {
    const sent = await s.remind(s.association);
    const roundId = sent.kind === 'done' ? sent.roundId : 0;
    expect(await s.undo(s.middleCoordinator, roundId)).toEqual({ kind: 'no_right' });
    expect(await s.undo(s.association, roundId, later(0.9))).toEqual({ kind: 'done' });
    expect(await s.undo(s.association, roundId, later(0.9))).toEqual({ kind: 'undone_already' });
    expect((await s.notices()).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
    expect(await s.remind(s.association, later(2))).toMatchObject({ kind: 'done', cities: 2 });
    const second = await s.prisma.reminderRound.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(await s.undo(s.association, second.id, later(3))).toEqual({ kind: 'late' });
    expect((await s.notices({ state: 'queued' })).length).toBe(2);
  });

  it('on a day off it waits for the morning of each city, and can be taken back until then', async () => {
    const saturday = new Date('2027-02-06T05:00:00Z');
    const sent = await s.remind(s.association, saturday);
    expect((await s.notices()).map(({ notBefore }) => notBefore.toISOString())).toEqual([
      '2027-02-08T01:00:00.000Z',
      '2027-02-08T03:00:00.000Z',
    ]);
    expect((await s.reminders()).map(({ on }) => on.toISOString().slice(0, 10))).toEqual([
      '2027-02-08',
      '2027-02-08',
    ]);
    // The step of Tuesday is covered, and nothing comes twice on Monday.
    await s.tick(new Date('2027-02-08T04:00:00Z'));
    expect(await s.notices()).toHaveLength(2);
    const sunday = new Date('2027-02-07T05:00:00Z');
    expect(await s.undo(s.association, sent.kind === 'done' ? sent.roundId : 0, sunday)).toEqual({
      kind: 'done',
    });
  });

  it('a city’s coordinator reminds within the city, its executors too', async () => {
    const executor = await s.seat('executor', s.east.id, 'Исполнителев');
    await s.prisma.delegation.create({
      data: {
        assignmentId: s.eastId,
        code: 'PROBLEMS',
        seatId: executor.seatId,
        givenAt: MONDAY,
        changedAt: MONDAY,
      },
    });
    expect(await s.remind(s.eastCoordinator)).toMatchObject({ kind: 'done', cities: 1 });
    expect((await s.notices()).map(({ personId }) => personId)).toEqual([
      s.eastHead.personId,
      executor.personId,
    ]);
    expect((await s.texts(executor, later(1)))[0]).toContain('Вопрос 3: срок — пятница, 12 февраля.');
    // The association then reminds the others only.
    expect(await s.remind(s.association)).toMatchObject({ kind: 'done', cities: 1 });
  });

  it('whoever submits before it goes out gets nothing; nor in a closed campaign', async () => {
    await s.remind(s.association);
    const where = { id: s.eastId };
    await s.prisma.assignment.update({ where, data: { state: 'submitted', submittedAt: MONDAY } });
    expect(await s.texts(s.eastHead, later(1))).toEqual([null]);
    await s.prisma.assignment.update({ where, data: { state: 'to_clarify' } });
    expect(await s.texts(s.eastHead, later(1))).toEqual([null]);
    await s.prisma.assignment.update({ where, data: { state: 'in_work' } });
    expect(await s.texts(s.eastHead, later(1))).not.toEqual([null]);
    await s.prisma.campaign.update({ where: { id: s.campaignId }, data: { closedAt: MONDAY } });
    expect(await s.texts(s.eastHead, later(1))).toEqual([null]);
    expect(await s.remind(s.association, later(9999))).toEqual({ kind: 'closed' });
  });
});
