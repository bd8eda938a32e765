import path from 'node:path';
import { packageRoot } from '../../src/platform/package-root.ts';
import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import { ensureBuiltIns } from '../../src/features/questionnaire/campaign/built-in.ts';
import { questionsSchema } from '../../src/features/questionnaire/form.ts';
import { createI18n } from '../../src/services/i18n/i18n.ts';

const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');

/** A campaign without cities. */
export interface BoardCampaign {
  id: number;
  codes: readonly string[];
  now: Date;
}

export async function openForBoard(
  prisma: PrismaClient,
  { year, dueOn, now }: { year: number; dueOn: string; now: Date },
): Promise<BoardCampaign> {
  await ensureBuiltIns(prisma, { texts, now });
  const branch = await prisma.branch.findFirstOrThrow();
  const form = await prisma.form.findFirstOrThrow();
  const data = { branchId: branch.id, formId: form.id, year, dueOn: new Date(dueOn), openedAt: now };
  const { id } = await prisma.campaign.create({ data });
  return { id, codes: questionsSchema.parse(form.questions).map(({ code }) => code), now };
}

/** Who is behind the post that answers for a city. */
export const RESPONDENTS = [
  'none',
  'vacant',
  'connected',
  'blocked',
  'cut_off',
  /** The holder has no account; somebody with one acts for him today. */
  'acting',
  /** The same, but only until yesterday. */
  'acted',
] as const;

export interface CityInCampaign {
  name: string;
  timeZone: string;
  state?: string;
  respondent?: (typeof RESPONDENTS)[number];
  submittedAt?: Date | null;
  acceptedAt?: Date | null;
  /** Own term, 'YYYY-MM-DD'. */
  dueOn?: string | null;
  number?: string | null;
  /** How many of the questions are answered. */
  answered?: number;
  writtenAt?: Date | null;
}

/** A city as it stands in the middle of a campaign; the people are invented. */
export async function seedCityIn(
  prisma: PrismaClient,
  campaign: BoardCampaign,
  wish: CityInCampaign,
): Promise<{ cityId: number; assignmentId: number; seatId: number | null; departmentId: number }> {
  const { now } = campaign;
  const { name, timeZone, respondent = 'connected', answered = 0, writtenAt = now } = wish;
  const city = await prisma.city.create({ data: { name, timeZone } });
  const department = await prisma.department.create({
    data: { cityId: city.id, name: 'управление организационной работы' },
  });
  const place = { cityId: city.id, departmentId: department.id };
  const post = 'начальник управления организационной работы';

  async function seat(kind: string, title: string, person: object | null): Promise<number> {
    const { id } = await prisma.seat.create({ data: { kind, post: title, ...place } });
    if (person) {
      const data = {
        surname: `Вымышленный`,
        name: 'Иван',
        patronymic: 'Петрович',
        createdAt: now,
        ...person,
      };
      const { id: personId } = await prisma.person.create({ data });
      await prisma.holding.create({ data: { seatId: id, personId, from: now } });
    }
    return id;
  }

  const telegramId = 500_000_000 + city.id;
  const phone = `+7 (000) 000-${String(city.id).padStart(4, '0')}`;
  const persons = {
    none: null,
    vacant: null,
    connected: { telegramId, phone },
    blocked: { telegramId, phone, reach: 'blocked' },
    cut_off: { telegramId, phone, cutOffAt: now },
    acting: { phone },
    acted: { phone },
  };
  const seatId = respondent === 'none' ? null : await seat('head', post, persons[respondent]);
  if (seatId !== null && (respondent === 'acting' || respondent === 'acted')) {
    const deputy = { telegramId, surname: 'Заместитель', phone: '+7 (000) 111-11-11' };
    const actingSeatId = await seat('executor', 'заместитель начальника управления', deputy);
    const day = (days: number) => new Date(now.getTime() + days * 24 * 3600_000);
    await prisma.acting.create({
      data: {
        seatId,
        actingSeatId,
        fromOn: day(-9),
        untilOn: day(respondent === 'acting' ? 3 : -3),
        setAt: now,
      },
    });
  }
  const { id: assignmentId } = await prisma.assignment.create({
    data: {
      campaignId: campaign.id,
      cityId: city.id,
      respondentSeatId: seatId,
      state: wish.state ?? 'not_opened',
      submittedAt: wish.submittedAt ?? null,
      acceptedAt: wish.acceptedAt ?? null,
      dueOn: wish.dueOn ? new Date(wish.dueOn) : null,
      number: wish.number ?? null,
    },
  });
  await prisma.answer.createMany({
    data: campaign.codes.slice(0, answered).map((code, index) => ({
      assignmentId,
      code,
      chars: 100 * (index + 1),
      pieceCount: 1,
      changedAt: writtenAt,
    })),
  });
  return { cityId: city.id, assignmentId, seatId, departmentId: department.id };
}
