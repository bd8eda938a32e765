import path from 'node:path';
import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import { ensureBuiltIns } from '../../src/features/questionnaire/campaign/built-in.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import { createI18n } from '../../src/services/i18n/i18n.ts';

export const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');

/** Blagoveshchensk with an organisational department, its head and an open campaign; the people are invented. */
export async function seedTown(
  prisma: PrismaClient,
  town: { now: Date; year: number; dueOn: string; headId: number; city?: string; timeZone?: string },
): Promise<{ cityId: number; seatId: number; personId: number; assignmentId: number; campaignId: number }> {
  const { now, year, dueOn, headId } = town;
  await ensureBuiltIns(prisma, { texts, now });
  const city = await prisma.city.create({
    data: { name: town.city ?? 'Благовещенск', timeZone: town.timeZone ?? 'Asia/Yakutsk' },
  });
  const department = await prisma.department.create({
    data: { cityId: city.id, name: 'управление организационной работы администрации города Благовещенска' },
  });
  const seat = await prisma.seat.create({
    data: {
      kind: 'head',
      cityId: city.id,
      departmentId: department.id,
      post: 'начальник управления организационной работы',
    },
  });
  const person = await prisma.person.create({
    data: {
      telegramId: headId,
      surname: 'Берёзкина',
      name: 'Анна',
      patronymic: 'Викторовна',
      createdAt: now,
    },
  });
  await prisma.holding.create({ data: { seatId: seat.id, personId: person.id, from: now } });
  const branch = await prisma.branch.findFirstOrThrow();
  const form = await prisma.form.findFirstOrThrow();
  const campaign = await prisma.campaign.upsert({
    where: { branchId_year: { branchId: branch.id, year } },
    create: { branchId: branch.id, formId: form.id, year, dueOn: new Date(dueOn), openedAt: now },
    update: {},
  });
  const assignment = await prisma.assignment.create({
    data: { campaignId: campaign.id, cityId: city.id, respondentSeatId: seat.id },
  });
  return {
    cityId: city.id,
    seatId: seat.id,
    personId: person.id,
    assignmentId: assignment.id,
    campaignId: campaign.id,
  };
}
