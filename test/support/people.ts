import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import type { Actor, SeatKind } from '../../src/services/people/actor.ts';
import { loadActor } from '../../src/services/people/store.ts';

/** Invented people of two cities that do not exist, as they stand in the database. */
export interface Official {
  telegramId: number;
  personId: number;
  seatId: number;
  cityId: number | null;
}

/** A post with its holder; names are made of the account's number. */
export async function seedOfficial(
  prisma: PrismaClient,
  official: {
    telegramId: number;
    kind: SeatKind;
    cityId?: number;
    departmentId?: number;
    post?: string;
    /** Surname, name, patronymic. */
    name?: string;
    phone?: string;
    now: Date;
  },
): Promise<Official> {
  const { telegramId, kind, cityId = null, departmentId = null, post = kind, now } = official;
  const full = official.name ?? `Проверкин${telegramId} Иван Петрович`;
  const [surname = '', name = '', patronymic = ''] = full.split(' ');
  const person = await prisma.person.create({
    data: {
      telegramId,
      surname,
      name,
      patronymic,
      phone: official.phone ?? `+7 000 ${telegramId}`,
      createdAt: now,
    },
  });
  const seat = await prisma.seat.create({ data: { kind, cityId, departmentId, post } });
  await prisma.holding.create({ data: { seatId: seat.id, personId: person.id, from: now } });
  return { telegramId, personId: person.id, seatId: seat.id, cityId };
}

/** Every kind of actor towards the head of *here*: the same city, another city, the post itself, another post. */
export const ACTORS = [
  'administrator',
  'association_coordinator',
  'coordinator_here',
  'coordinator_there',
  'approver_here',
  'approver_there',
  'head_here',
  'head_beside',
  'head_there',
  'cut_off_coordinator_here',
  'cut_off_administrator',
  'stranger',
] as const;
export type Who = (typeof ACTORS)[number];

export interface SmallWorld {
  here: number;
  there: number;
  departmentId: number;
  officials: Record<Exclude<Who, 'stranger'>, Official>;
  actor(who: Who): Promise<Actor>;
}

/** Two cities with their officials, the association's coordinator, an administrator, two who were cut off. */
export async function seedSmallWorld(prisma: PrismaClient, now: Date): Promise<SmallWorld> {
  const here = await prisma.city.create({ data: { name: 'Приреченск', timeZone: 'Asia/Yakutsk' } });
  const there = await prisma.city.create({ data: { name: 'Верхнелесск', timeZone: 'Asia/Novosibirsk' } });
  const department = await prisma.department.create({
    data: { cityId: here.id, name: 'отдел организационной работы' },
  });
  const cut = (personId: number) =>
    prisma.person.update({ where: { id: personId }, data: { cutOffAt: now } });
  const official = (telegramId: number, kind: SeatKind, cityId?: number, departmentId?: number) =>
    seedOfficial(prisma, {
      telegramId,
      kind,
      ...(cityId === undefined ? {} : { cityId }),
      ...(departmentId === undefined ? {} : { departmentId }),
      post: `${kind} ${telegramId}`,
      now,
    });
  const officials = {
    administrator: await official(700_000_001, 'administrator'),
    association_coordinator: await official(700_000_002, 'association_coordinator'),
    coordinator_here: await official(700_000_003, 'city_coordinator', here.id),
    coordinator_there: await official(700_000_004, 'city_coordinator', there.id),
    approver_here: await official(700_000_005, 'approver', here.id),
    approver_there: await official(700_000_006, 'approver', there.id),
    head_here: await official(700_000_007, 'head', here.id, department.id),
    head_beside: await official(700_000_008, 'head', here.id),
    head_there: await official(700_000_009, 'head', there.id),
    cut_off_coordinator_here: await official(700_000_010, 'city_coordinator', here.id),
    cut_off_administrator: await official(700_000_011, 'administrator'),
  };
  await cut(officials.cut_off_coordinator_here.personId);
  await cut(officials.cut_off_administrator.personId);
  return {
    here: here.id,
    there: there.id,
    departmentId: department.id,
    officials,
    actor: (who) => loadActor(prisma, who === 'stranger' ? 700_000_099 : officials[who].telegramId, now),
  };
}
