import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/database.ts';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { createReminderStage, later, MONDAY } from '../../../../test/support/reminder-stage.ts';
import type { ReminderStage } from '../../../../test/support/reminder-stage.ts';
import { i18n } from '../../../../test/support/campaign-stage.ts';
import { createBlockedRenderer, tellBlocked } from '../executors/blocked.ts';
import { passReminders } from './rendering.ts';

let test: TestDatabase;
let s: ReminderStage;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  s = await createReminderStage(test.database.prisma);
});

describe('by itself', () => {
  const TUESDAY = new Date('2027-02-09T03:00:00Z'); // three working days before; 10:00 in Novosibirsk, 12:00 in the east

  it('two copies at once send each step once', async () => {
    await Promise.all([s.tick(TUESDAY), s.tick(TUESDAY), s.tick(TUESDAY)]);
    await s.tick(new Date('2027-02-09T08:00:00Z'));
    expect((await s.notices()).map(({ personId }) => personId).sort()).toEqual(
      [s.eastHead.personId, s.middleCoordinator.personId].sort(),
    );
    expect((await s.reminders()).map(({ step }) => step)).toEqual([-3, -3]);
  });

  it('a round and a tick at once remind nobody twice', async () => {
    await Promise.all([s.tick(TUESDAY), s.remind(s.association, TUESDAY), s.tick(TUESDAY)]);
    const found = await s.notices();
    expect(found).toHaveLength(2);
    expect(new Set(found.map(({ personId }) => personId)).size).toBe(2);
    expect(await s.reminders()).toHaveLength(2);
  });

  it('one message to a person for all that he is reminded of', async () => {
    const both = s.middleCoordinator.personId;
    const seat = await s.prisma.seat.create({
      data: { kind: 'city_coordinator', cityId: s.west.id, post: 'к' },
    });
    await s.prisma.holding.create({ data: { seatId: seat.id, personId: both, from: MONDAY } });
    // 15:00 in Novosibirsk, 10:00 in Kaliningrad.
    await s.tick(new Date('2027-02-09T08:00:00Z'));
    const found = await s.notices({ personId: both });
    expect(found).toHaveLength(1);
    expect((await s.texts(s.middleCoordinator, TUESDAY))[0]).toMatch(
      /напоминаем об анкетах:\n• .*Калининград: срок — пятница, 12 февраля.*\n• .*Новосибирск/,
    );
  });

  it('goes to whoever acts for the head', async () => {
    const deputy = await s.seat('head', s.east.id, 'Заместитель');
    await s.prisma.acting.create({
      data: {
        seatId: s.eastHead.seatId,
        actingSeatId: deputy.seatId,
        fromOn: new Date('2027-02-08'),
        untilOn: new Date('2027-02-10'),
        setAt: MONDAY,
      },
    });
    await s.tick(TUESDAY);
    expect(
      (await s.notices({ personId: { in: [deputy.personId, s.eastHead.personId] } })).map((n) => n.personId),
    ).toEqual([deputy.personId]);
    expect((await s.texts(deputy, TUESDAY))[0]).toContain('напоминаем об анкете');
    await s.prisma.acting.deleteMany();
  });

  it('an executor, before his own term and on the day, for all his questions once', async () => {
    const executor = await s.seat('executor', s.east.id, 'Исполнителев');
    const given = { assignmentId: s.eastId, seatId: executor.seatId, givenAt: s.association.by.now };
    const dueOn = new Date('2027-02-10');
    const changedAt = given.givenAt;
    for (const code of ['PROBLEMS', 'HELP'])
      await s.prisma.delegation.create({ data: { ...given, changedAt, code, dueOn } });
    await s.prisma.delegation.create({ data: { ...given, changedAt, code: 'TASKS', dueOn, state: 'ready' } });
    await Promise.all([s.tick(TUESDAY), s.tick(TUESDAY)]);
    await s.tick(new Date('2027-02-09T05:00:00Z'));
    expect(await s.notices({ personId: executor.personId })).toHaveLength(1);
    expect((await s.texts(executor, TUESDAY))[0]).toBe(
      'Вера Павловна, напоминаем: вам поручено ответить, анкета «Организационная работа: итоги 2026 года», Благовещенск.\n' +
        'Вопросы 3, 5: срок — среда, 10 февраля.',
    );
    for (const day of [10, 11, 12, 15]) await s.tick(new Date(`2027-02-${day}T03:00:00Z`));
    expect(await s.notices({ personId: executor.personId })).toHaveLength(2);
    await s.prisma.delegation.updateMany({ data: { state: 'accepted' } });
    expect(await s.texts(executor, TUESDAY)).toEqual([null, null]);
  });

  it('the one who blocked the bot is not tried again: his coordinator is told, once', async () => {
    await s.tick(TUESDAY);
    const lost = { where: { kind: 'reminder', personId: s.eastHead.personId }, data: { state: 'refused' } };
    await s.prisma.notice.updateMany(lost);
    await s.prisma.person.update({ where: { id: s.eastHead.personId }, data: { reach: 'blocked' } });
    for (const minutes of [1, 2, 3]) await s.tick(new Date(TUESDAY.getTime() + minutes * 60_000));
    expect((await s.notices({ kind: 'reminder.undelivered' })).map(({ personId }) => personId)).toEqual([
      s.eastCoordinator.personId,
    ]);
    expect((await s.texts(s.eastCoordinator, TUESDAY))[0]).toContain(
      'Напоминание об анкете не доставлено: 1.\n• Благовещенск: Берёзкина\u00A0В.П.',
    );
    // The next step goes to the coordinator, in other words.
    await s.tick(new Date('2027-02-11T03:00:00Z'));
    expect(await s.notices({ kind: 'reminder', personId: s.eastHead.personId })).toHaveLength(1);
    expect((await s.texts(s.eastCoordinator, TUESDAY)).at(-1)).toContain('Отвечающий не подключён к боту');
  });

  it('of a round that was not delivered its author is told once, when all of it is out', async () => {
    await s.remind(s.association);
    await s.prisma.notice.updateMany({
      where: { personId: s.eastHead.personId },
      data: { state: 'refused' },
    });
    await s.tick(later(2));
    expect(await s.notices({ kind: 'reminder.undelivered', personId: s.association.personId })).toEqual([]);
    await s.prisma.notice.updateMany({ where: { state: 'queued' }, data: { state: 'sent' } });
    await Promise.all([s.tick(later(3)), s.tick(later(3))]);
    await s.tick(later(4));
    expect(await s.notices({ kind: 'reminder.undelivered', personId: s.association.personId })).toHaveLength(
      1,
    );
  });

  it('without a coordinator of the city the association’s is told, once a day for all', async () => {
    await s.prisma.seat.update({ where: { id: s.eastCoordinator.seatId }, data: { closedAt: MONDAY } });
    await s.tick(TUESDAY);
    await s.prisma.notice.updateMany({
      where: { personId: s.eastHead.personId },
      data: { state: 'refused' },
    });
    await s.tick(new Date('2027-02-09T04:00:00Z'));
    expect(await s.notices({ kind: 'reminder.undelivered' })).toEqual([]);
    for (const hour of ['09:00', '09:01']) await s.tick(new Date(`2027-02-09T${hour}:00Z`));
    expect((await s.notices({ kind: 'reminder.undelivered' })).map(({ personId }) => personId)).toEqual([
      s.association.personId,
    ]);
  });

  it('afterwards three times, and then each coordinator is told once', async () => {
    const at = (day: string) => new Date(`${day}T04:00:00Z`);
    const days = ['15', '16', '17', '18', '19', '22', '24', '25', '26'].map((day) => `2027-02-${day}`);
    for (const day of [...days, '2027-03-01', '2027-03-02', '2027-03-03']) {
      await Promise.all([s.tick(at(day)), s.tick(at(day))]);
    }
    const steps = (await s.reminders())
      .filter(({ assignmentId }) => assignmentId === s.eastId)
      .map(({ step }) => step);
    // The day of the term was missed and is made up on the 15th; the step of the 16th is too near to it.
    expect(steps).toEqual([0, 4, 6]);
    const over = await s.notices({ kind: 'reminder.over' });
    expect(over.map(({ personId }) => personId).sort()).toEqual(
      [s.association, s.eastCoordinator, s.middleCoordinator].map(({ personId }) => personId).sort(),
    );
    expect((await s.texts(s.association, at('2027-02-26'))).at(-1)).toBe(
      'Сбор за 2026 год: бот больше не напоминает. Срок был пятница, 12 февраля.\n' +
        'Анкету не сдали: Благовещенск, Калининград, Новосибирск.',
    );
    expect((await s.texts(s.eastCoordinator, at('2027-02-26'))).at(-1)).toContain('Благовещенск: анкета «');
  });
});

describe('an executor who blocked the bot', () => {
  it('the head is told once, of all that is with him, with his telephone; not when he is back', async () => {
    const executor = await s.seat('executor', s.east.id, 'Исполнителев');
    const { personId, seatId } = executor;
    await s.prisma.person.update({
      where: { id: personId },
      data: { reach: 'blocked', phone: '+7 900 000-00-01' },
    });
    const given = { assignmentId: s.eastId, seatId, givenBySeatId: s.eastHead.seatId, givenAt: MONDAY };
    for (const code of ['PROBLEMS', 'HELP'])
      await s.prisma.delegation.create({ data: { ...given, changedAt: MONDAY, code } });
    const told = () =>
      s.prisma.notice.findMany({ where: { kind: 'executor.blocked' }, orderBy: { id: 'asc' } });
    const night = new Date('2027-02-07T20:00:00Z');
    const tick = (now: Date) => tellBlocked({ prisma: s.prisma, delivery: s.delivery(now) }, now);
    await Promise.all([tick(night), tick(night)]);
    await tick(MONDAY);
    const [first, ...more] = await told();
    expect(more).toEqual([]);
    expect(first?.personId).toBe(s.eastHead.personId);
    expect(first?.notBefore.toISOString()).toBe('2027-02-08T01:00:00.000Z');
    const render = createBlockedRenderer({ prisma: s.prisma, i18n })['executor.blocked'];
    const read = async () => {
      const to = { personId: s.eastHead.personId, chatId: 1, language: 'ru' as const, reach: 'ok' };
      return (await render(first?.args, to, MONDAY))?.text ?? null;
    };
    expect(await read()).toMatch(
      /^Исполнитель Исполнителев\u00A0В\.П\. заблокировал бот и не получает ни сообщений, ни напоминаний\.\nИсполнителю поручено \(Благовещенск\):\n• вопрос 3 .*, срок — пятница, 12 февраля\n• вопрос 5 .*\nТелефон: \+7 900 000-00-01\.\n/,
    );
    // What he gets later is told as well, and only that.
    await s.prisma.delegation.create({ data: { ...given, changedAt: MONDAY, code: 'TASKS' } });
    await tick(later(5));
    await tick(later(6));
    expect(
      (await told()).map(({ args }) => (args as { delegationIds: number[] }).delegationIds.length),
    ).toEqual([2, 1]);
    await s.prisma.person.update({ where: { id: personId }, data: { reach: 'ok' } });
    expect(await read()).toBeNull();
  });
});

describe('a reminder for somebody who no longer answers', () => {
  const pass = async (now: Date): Promise<number[]> => {
    const passed: number[] = [];
    for (const notice of await s.notices({ kind: 'reminder', personId: s.eastHead.personId }))
      passed.push(await passReminders(s.prisma)({ ...notice, id: Number(notice.id) }, now));
    return passed;
  };

  it('goes to whoever acts by then, once, and a round that was taken back to nobody', async () => {
    const sent = await s.remind(s.association);
    const deputy = await s.seat('head', s.east.id, 'Заместитель');
    await s.prisma.acting.create({
      data: {
        seatId: s.eastHead.seatId,
        actingSeatId: deputy.seatId,
        fromOn: new Date('2027-02-08'),
        untilOn: new Date('2027-02-10'),
        setAt: MONDAY,
      },
    });
    await s.prisma.person.update({ where: { id: s.eastHead.personId }, data: { cutOffAt: MONDAY } });
    await Promise.all([pass(later(1)), pass(later(1))]);
    expect(await pass(later(1))).toEqual([1]);
    expect(await s.notices({ personId: deputy.personId })).toHaveLength(1);
    expect((await s.texts(deputy, later(1)))[0]).toContain('Вера Павловна, напоминаем об анкете');
    expect(await s.undo(s.association, sent.kind === 'done' ? sent.roundId : 0, MONDAY)).toEqual({
      kind: 'done',
    });
    expect((await s.notices({ personId: deputy.personId })).map(({ state }) => state)).toEqual(['withdrawn']);
    expect(await pass(later(2))).toEqual([0]);
    await s.prisma.acting.deleteMany();
  });

  it('to the holder again where the acting is over; to the coordinator where nobody is left', async () => {
    await s.remind(s.association);
    await s.prisma.person.update({ where: { id: s.eastHead.personId }, data: { cutOffAt: MONDAY } });
    expect(await pass(later(1))).toEqual([1]);
    expect((await s.texts(s.eastCoordinator, later(1)))[0]).toContain('Отвечающий не подключён к боту');
    await s.prisma.person.update({ where: { id: s.eastHead.personId }, data: { cutOffAt: null } });
    const [mine] = await s.notices({ personId: s.eastCoordinator.personId });
    if (!mine) throw new Error('no notice');
    // He has one of that day already, so he is not reminded twice.
    expect(await s.texts(s.eastCoordinator, later(2))).toEqual([null]);
    expect(await passReminders(s.prisma)({ ...mine, id: Number(mine.id) }, later(2))).toBe(1);
    expect(await s.notices({ personId: s.eastHead.personId })).toHaveLength(1);
  });
});
