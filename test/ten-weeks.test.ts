import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { heard, last } from './support/campaign-story.ts';
import { seedOfficial } from './support/people.ts';
import { keepTranscript } from './support/story.ts';
import { done, startTenWeeks } from './support/ten-weeks.ts';
import type { TenWeeks } from './support/ten-weeks.ts';

/** A campaign of 72 cities in six zones over ten weeks, 30 November to 8 February, the holidays of January included. */

/** 14, 7, 3, 1 working days before 15 January, the day itself, three times after it: counted by hand on a wall calendar. */
const STEPS = [
  '2026-12-17', '2026-12-28', '2027-01-12', '2027-01-14', '2027-01-15', '2027-01-19', '2027-01-21', '2027-01-25',
]; // oxfmt-ignore
/** The same for the city whose term becomes 22 January on the 11th. */
const STEPS_EXTENDED = [
  '2026-12-17', '2026-12-28', '2027-01-13', '2027-01-19', '2027-01-21', '2027-01-22', '2027-01-26', '2027-01-28', '2027-02-01',
]; // oxfmt-ignore

/** Which city is which in this tale; the others submit one after another from the second week on. */
const [EXPLAINS, CORRECTS, TELEPHONES, EXTENDED, INVITED] = [0, 1, 2, 55, 60];
const [ACTING, EXECUTOR, CANNOT, SUCCESSOR] = [66, 67, 68, 69];
const LATE = [50, 51, 52, 53, 54];
const SILENT = [56, 57, 58, 59];
const VACANT = [64, 65];
const ADDED = [70, 71];

let tale: TenWeeks;
const submittedOn = new Map<number, string>();
const acts = new Map<string, (() => Promise<void>)[]>();
const onDay = (day: string, ...work: (() => Promise<void>)[]): void => {
  acts.set(day, [...(acts.get(day) ?? []), ...work]);
};

async function until(day: string): Promise<void> {
  while (tale.today() < day) {
    const next = new Date(tale.simulator.now().getTime() + 24 * 3600 * 1000).toISOString().slice(0, 10);
    await tale.nextDay(acts.get(next) ?? []);
  }
}

const submits = (index: number, one?: Person) => async (): Promise<void> => {
  await tale.answer(one ?? tale.headOf(index), index);
  submittedOn.set(index, tale.today());
};

/** An employee with a post of his own, connected. */
async function employee(index: number, id: number, name: string): Promise<{ one: Person; seatId: number }> {
  const one = tale.simulator.person({ id, firstName: name, started: true });
  const { seatId } = await seedOfficial(tale.database.prisma, {
    telegramId: id,
    kind: 'executor',
    cityId: tale.city(index).id,
    departmentId: tale.city(index).departmentId,
    post: 'главный специалист',
    name: `${name} Павел Андреевич`,
    now: tale.simulator.now(),
  });
  return { one, seatId };
}

/** Somebody new comes in by the link that the city's coordinator writes for the post. */
async function comesIn(index: number, id: number): Promise<Person> {
  const { coordinator, headSeatId } = tale.city(index);
  const invitee = { surname: 'Преемникова', name: 'Вера', patronymic: 'Павловна', phone: null };
  const issued = await tale
    .verbs()
    .people.invite(await tale.by(coordinator), { seatId: headSeatId }, invitee);
  const one = tale.simulator.person({ id, firstName: 'Вера', languageCode: 'ru' });
  one.open(done(issued).token);
  await one.waitFor(/Это вы/);
  one.tap('Да, это я');
  await one.waitFor(/Вера Павловна/);
  await tale.settled();
  return one;
}

beforeAll(async () => {
  tale = await startTenWeeks('2026-11-30T05:00:00Z', [INVITED, 61, 62, 63, ...VACANT]);
  const { campaigns } = tale.verbs();
  const cityIds = tale.cities.filter((_, index) => !ADDED.includes(index)).map(({ id }) => id);
  const opened = await campaigns.open(await tale.by(tale.kedrova), {
    year: 2026,
    dueOn: '2027-01-15',
    cityIds,
  });
  tale.campaign.id = done(opened).campaignId;
  await tale.settled();
}, 60_000);
afterAll(async () => {
  keepTranscript(tale, 'ten weeks');
  await tale.close();
});

describe('ten weeks of a campaign', { retry: 0, timeout: 120_000 }, () => {
  it('before the holidays: invitations, an executor who cannot, one who writes, the first to submit', async () => {
    for (let index = 0; index < 35; index += 1) {
      const day = ['2026-12-08', '2026-12-14', '2026-12-21', '2026-12-29'][index % 4] ?? '';
      onDay(day, submits(index));
    }
    const { one: writer, seatId: writerSeat } = await employee(EXECUTOR, 830_009_001, 'Рябинин');
    const { one: busy, seatId: busySeat } = await employee(CANNOT, 830_009_002, 'Занятов');
    let given = 0;
    onDay('2026-12-10', async () => {
      const { executors } = tale.verbs();
      for (const [index, seatId] of [
        [EXECUTOR, writerSeat],
        [CANNOT, busySeat],
      ] as const) {
        // oxfmt-ignore
        const wish = { assignmentId: await tale.assignmentOf(index), code: 'PROBLEMS', seatId };
        given = done(await executors.delegate(await tale.by(tale.headOf(index)), wish)).delegationId;
      }
      await tale.settled();
      expect(heard(busy)).toContain('поручает вам вопрос');
    });
    onDay('2026-12-11', async () => {
      const { executors } = tale.verbs();
      done(await executors.declineDelegation(await tale.by(busy), given, 'В отпуске до 11 января.'));
      await tale.settled();
      expect(heard(tale.headOf(CANNOT))).toContain('В отпуске до 11 января.');
      await tale.write(writer, EXECUTOR, 'PROBLEMS');
      expect(
        (await tale.verbs().submitting.submit(await tale.by(writer), await tale.assignmentOf(EXECUTOR))).kind,
      ).toBe('no_right');
      await tale.write(tale.headOf(SUCCESSOR), SUCCESSOR, 'ACHIEVED');
    });
    onDay('2026-12-22', async () => {
      for (const index of ADDED)
        done(
          await tale.verbs().campaigns.addCity(await tale.by(tale.kedrova), {
            campaignId: tale.campaign.id,
            cityId: tale.city(index).id,
          }),
        );
    });
    onDay('2026-12-15', async () => {
      const one = await comesIn(INVITED, 830_009_010);
      tale.reminded.set(one, []);
      onDay('2026-12-23', submits(INVITED, one));
    });
    await until('2026-12-30');
    expect(last(tale.headOf(40))).toContain('15 января');
  });

  it('nobody is reminded from 31 December to 10 January', async () => {
    const before = [...tale.reminded.values()].flat().length;
    expect(before).toBeGreaterThan(0);
    await until('2027-01-10');
    expect([...tale.reminded.values()].flat()).toHaveLength(before);
  });

  it('the last weeks: an acting head, a successor with the draft, extension, late ones', async () => {
    const { one: deputy, seatId: deputySeat } = await employee(ACTING, 830_009_003, 'Заместителев');
    onDay('2027-01-11', async () => {
      const assignmentId = await tale.assignmentOf(EXTENDED);
      const wish = { campaignId: tale.campaign.id, assignmentId, dueOn: '2027-01-22' };
      done(await tale.verbs().campaigns.extend(await tale.by(tale.kedrova), wish));
      const { headSeatId } = tale.city(ACTING);
      const acting = {
        seatId: headSeatId,
        actingSeatId: deputySeat,
        fromOn: '2027-01-11',
        untilOn: '2027-01-29',
      };
      done(await tale.verbs().people.setActing(await tale.by(tale.headOf(ACTING)), acting));
    });
    onDay('2027-01-12', async () => {
      const refused = await tale
        .verbs()
        .submitting.submit(await tale.by(tale.headOf(ACTING)), await tale.assignmentOf(ACTING));
      expect(refused.kind).toBe('no_right');
      await submits(ACTING, deputy)();
      await tale.write(tale.headOf(EXECUTOR), EXECUTOR, 'ACHIEVED');
      await tale.submit(tale.headOf(EXECUTOR), EXECUTOR);
      submittedOn.set(EXECUTOR, tale.today());
      const one = await comesIn(SUCCESSOR, 830_009_011);
      expect(heard(one)).toContain('1 из 7');
      await tale.write(one, SUCCESSOR, 'PROBLEMS');
      await tale.submit(one, SUCCESSOR);
      submittedOn.set(SUCCESSOR, tale.today());
    });
    for (let index = 35; index < 50; index += 1) onDay('2027-01-13', submits(index));
    onDay('2027-01-15', submits(CANNOT), ...ADDED.map((index) => submits(index)));
    onDay('2027-01-18', ...LATE.map((index) => submits(index)));
    await until('2027-01-19');
    const { prisma } = tale.database;
    const { content } = await prisma.submission.findFirstOrThrow({
      where: { assignmentId: await tale.assignmentOf(SUCCESSOR) },
    });
    expect(JSON.stringify(content)).toContain('Проведено 120 сходов граждан');
  });

  it('three clarifications: one explained, one corrected, one by telephone through the coordinator', async () => {
    const { kedrova } = tale;
    const ids = new Map<number, number>();
    onDay('2027-01-20', async () => {
      for (const index of [EXPLAINS, CORRECTS, TELEPHONES]) {
        const what = {
          assignmentId: await tale.assignmentOf(index),
          code: 'ACHIEVED',
          remark: 'Верно ли число 120?',
        };
        ids.set(index, done(await tale.verbs().asking.ask(await tale.by(kedrova), what)).clarificationId);
      }
    });
    onDay('2027-01-21', async () => {
      const { clarifying } = tale.verbs();
      expect(heard(tale.headOf(EXPLAINS))).toContain('Верно ли число 120?');
      const verdict = { text: 'Верно, 120.', way: 'chat' } as const;
      done(await clarifying.explain(await tale.by(tale.headOf(EXPLAINS)), ids.get(EXPLAINS) ?? 0, verdict));
      await tale.write(tale.headOf(CORRECTS), CORRECTS, 'ACHIEVED');
      const corrected = await clarifying.correct(
        await tale.by(tale.headOf(CORRECTS)),
        ids.get(CORRECTS) ?? 0,
      );
      expect(done(corrected).edition).toBe(2);
      const said = { text: 'Подтвердили по телефону: 120.', way: 'phone' } as const;
      done(await clarifying.explain(await tale.by(kedrova), ids.get(TELEPHONES) ?? 0, said));
      await tale.settled();
      expect(heard(tale.headOf(TELEPHONES))).toContain('Подтвердили по телефону');
      for (const id of ids.values()) done(await tale.verbs().asking.take(await tale.by(kedrova), id));
    });
    await until('2027-01-26');
  });

  it('acceptance is told with thanks; the board counts what the tables hold', async () => {
    onDay('2027-01-27', async () => {
      for (const index of submittedOn.keys()) {
        const id = await tale.assignmentOf(index);
        const { edition } = await tale.database.prisma.assignment.findUniqueOrThrow({ where: { id } });
        done(await tale.verbs().acceptance.accept(await tale.by(tale.kedrova), id, edition));
      }
    });
    await until('2027-02-08');
    expect(heard(tale.headOf(EXPLAINS))).toMatch(/принята полностью/);
    await tale.say(tale.kedrova, 'кто сдал');
    expect(last(tale.kedrova)).toContain(`из 72, из них приняты ${submittedOn.size}`);
    expect(heard(tale.kedrova)).toContain('больше не напоминает');
  });

  it('reminders came to the silent only, on the days of the plan and on no other', () => {
    for (const [index, { head, coordinator }] of tale.cities.entries()) {
      const asked = head ?? coordinator;
      if (index === SUCCESSOR || index === INVITED || index === ACTING) continue;
      const day = submittedOn.get(index) ?? '9999';
      const steps = index === EXTENDED ? STEPS_EXTENDED : STEPS;
      const from = ADDED.includes(index) ? '2026-12-22' : '';
      expect(tale.reminded.get(asked), `${index}`).toEqual(
        steps.filter((each) => from < each && each <= day),
      );
    }
    expect(SILENT.map((index) => tale.reminded.get(tale.headOf(index))?.length)).toEqual([8, 8, 8, 8]);
  });
});
