import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Actor } from './actor.ts';
import { inParts, newIds, revokeLinks, writeLinks } from './import-links.ts';
import type { ImportedLink } from './import-links.ts';
import type { Plan } from './import-plan.ts';
import type { PlannedSeat } from './import-seats.ts';
import { seatFor } from './rights.ts';

/** How many of a kind are new, changed, as they were. */
export type Tally = Record<'new' | 'changed' | 'same', number>;

export interface ImportCounts {
  cities: Tally;
  departments: Tally;
  seats: Tally;
  /** Employees whose link was written before and still works. */
  waiting: number;
}

export function countPlan({ cities, departments, seats }: Plan): ImportCounts {
  const tally = (states: readonly (keyof Tally)[]): Tally => {
    const count: Tally = { new: 0, changed: 0, same: 0 };
    for (const state of states) count[state] += 1;
    return count;
  };
  return {
    cities: tally(cities.map(({ state }) => state)),
    departments: tally(departments.map(({ id }) => (id === null ? 'new' : 'same'))),
    seats: tally(seats.map(({ state }) => state)),
    waiting: seats.filter(({ invitationId, link }) => invitationId !== null && link !== 'replace').length,
  };
}

/** Stores what was planned, in the transaction that it was planned in. */
export async function writePlan(
  tx: Prisma.TransactionClient,
  plan: Plan,
  by: { actor: Actor; now: Date; codeKey: Buffer },
): Promise<{ links: ImportedLink[]; cityIds: number[] }> {
  const cityIds = await writeCities(tx, plan);
  const departmentIds = await writeDepartments(tx, plan, cityIds);
  const seatIds = await writeSeats(tx, plan.seats, cityIds, departmentIds);

  const replaced = plan.seats.filter(({ link }) => link === 'replace');
  await revokeLinks(
    tx,
    replaced.flatMap(({ invitationId }) => invitationId ?? []),
    by.now,
  );
  for (const { link, invitationId, row } of plan.seats) {
    if (link !== 'mend' || invitationId === null) continue;
    const { person, phone, email } = row;
    await tx.invitation.updateMany({
      where: { id: invitationId, usedAt: null },
      data: {
        ...(person?.patronymic ? { patronymic: person.patronymic } : {}),
        ...(phone === null ? {} : { phone }),
        ...(email === null ? {} : { email }),
      },
    });
  }
  for (const { personId, data } of plan.contacts)
    await tx.person.updateMany({ where: { id: personId, erasedAt: null }, data });
  const invited = plan.seats.flatMap(({ link, row: { person, phone, email, kind }, city }, index) => {
    if (!person || (link !== 'write' && link !== 'replace')) return [];
    const seatId = seatIds[index] ?? 0;
    const bySeat = seatFor(by.actor, `invite_${kind}`, { cityId: cityIds.get(city) ?? null, seatId });
    return bySeat ? [{ seatId, bySeatId: bySeat.seatId, invitee: { ...person, phone, email } }] : [];
  });
  return { links: await writeLinks(tx, invited, by), cityIds: [...cityIds.values()] };
}

async function writeCities(tx: Prisma.TransactionClient, { cities }: Plan): Promise<Map<string, number>> {
  const fresh = cities.filter(({ id }) => id === null);
  const ids = await newIds(tx, 'City', fresh.length);
  const data = fresh.map(({ name, timeZone, card }, index) => ({
    id: ids[index] ?? 0,
    name,
    timeZone,
    card,
  }));
  if (data.length > 0) await tx.city.createMany({ data });
  for (const { id, state, timeZone, card } of cities)
    if (id !== null && state === 'changed') await tx.city.update({ where: { id }, data: { timeZone, card } });
  return new Map(cities.map((city) => [city.key, city.id ?? ids[fresh.indexOf(city)] ?? 0]));
}

async function writeDepartments(
  tx: Prisma.TransactionClient,
  { departments }: Plan,
  cityIds: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const fresh = departments.filter(({ id }) => id === null);
  const ids = await newIds(tx, 'Department', fresh.length);
  const rows = fresh.map(({ city, name }, index) => ({
    id: ids[index] ?? 0,
    cityId: cityIds.get(city) ?? 0,
    name,
  }));
  for (const data of inParts(rows)) await tx.department.createMany({ data });
  const made = new Map(fresh.map(({ key }, index) => [key, ids[index] ?? 0]));
  return new Map(departments.map(({ key, id }) => [key, id ?? made.get(key) ?? 0]));
}

/** The identifiers of the posts, in the order of the plan. */
async function writeSeats(
  tx: Prisma.TransactionClient,
  seats: readonly PlannedSeat[],
  cityIds: ReadonlyMap<string, number>,
  departmentIds: ReadonlyMap<string, number>,
): Promise<number[]> {
  const fresh = await newIds(tx, 'Seat', seats.filter(({ id }) => id === null).length);
  let next = 0;
  const ids = seats.map(({ id }) => id ?? fresh[next++] ?? 0);
  const rows = seats.flatMap(({ id, row, city, department }, index) =>
    id !== null
      ? []
      : [
          {
            id: ids[index] ?? 0,
            kind: row.kind,
            cityId: cityIds.get(city) ?? 0,
            departmentId: department === null ? null : (departmentIds.get(department) ?? 0),
            post: row.post,
          },
        ],
  );
  for (const data of inParts(rows)) await tx.seat.createMany({ data });
  for (const { id, moved, row, department } of seats) {
    if (id === null || !moved) continue;
    const departmentId = department === null ? undefined : departmentIds.get(department);
    await tx.seat.update({
      where: { id },
      data: { post: row.post, ...(departmentId === undefined ? {} : { departmentId }) },
    });
  }
  return ids;
}
