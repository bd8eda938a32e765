import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import type { Person, Simulator } from '../../src/simulator/index.ts';
import { seedOfficial } from './people.ts';

/** Nine beginnings times eight endings: 72 cities that do not exist. */
const BEGINNINGS = ['Верхне', 'Нижне', 'Средне', 'Ново', 'Старо', 'Красно', 'Бело', 'Усть-', 'Заречно'];
const ENDINGS = ['горск', 'озёрск', 'каменск', 'ключевск', 'бережск', 'полянск', 'лесск', 'рудинск'];

/** Six zones, from UTC+6 to UTC+11. */
const ZONES = [
  'Asia/Omsk',
  'Asia/Novosibirsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
] as const;

export interface MemberCity {
  id: number;
  name: string;
  departmentId: number;
  headSeatId: number;
  /** null: the post is vacant. */
  head: Person | null;
  coordinator: Person;
}

/** Cities of an association, each with a coordinator and, where `hasHead` says so, a head; zones take turns. */
export async function seedAssociation(
  prisma: PrismaClient,
  simulator: Simulator,
  hasHead: (index: number) => boolean,
  count = 72,
): Promise<MemberCity[]> {
  const now = simulator.now();
  const names = BEGINNINGS.flatMap((beginning) => ENDINGS.map((ending) => beginning + ending));
  const cities: MemberCity[] = [];
  for (const [index, name] of names.slice(0, count).entries()) {
    const timeZone = ZONES[index % ZONES.length] ?? ZONES[0];
    const { id } = await prisma.city.create({ data: { name, timeZone } });
    const department = await prisma.department.create({
      data: { cityId: id, name: 'управление организационной работы' },
    });
    const person = (offset: number): Person =>
      simulator.person({ id: 830_000_000 + offset + index, firstName: name, started: true });
    const coordinator = person(1000);
    await seedOfficial(prisma, {
      telegramId: coordinator.id,
      kind: 'city_coordinator',
      cityId: id,
      post: 'координатор города',
      name: `Координаторова Ольга ${name}`,
      now,
    });
    const place = {
      kind: 'head',
      cityId: id,
      departmentId: department.id,
      post: 'начальник управления',
    } as const;
    const head = hasHead(index) ? person(0) : null;
    const headSeatId = head
      ? (
          await seedOfficial(prisma, {
            ...place,
            telegramId: head.id,
            name: `Начальникова Анна ${name}`,
            now,
          })
        ).seatId
      : (await prisma.seat.create({ data: place })).id;
    cities.push({ id, name, departmentId: department.id, headSeatId, head, coordinator });
  }
  return cities;
}
