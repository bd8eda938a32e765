import { isTimeZone } from '../calendar/index.ts';
import { once } from '../journal/once.ts';
import { readCard, readField } from './city-card.ts';
import type { CardField, ReadField } from './city-card.ts';
import { readLine } from './names.ts';
import { seatFor } from './rights.ts';
import { NO_RIGHT, NOT_FOUND } from './verb.ts';
import type { By, NoRight, NotFound, PeopleDependencies } from './verb.ts';

/** The city's name and zone stand in their own columns, the rest is its card. */
export type CityField = 'name' | 'timeZone' | CardField;

export type ReadCityField = ReadField | { kind: 'bad'; why: 'city' | 'zone' };

/** Understands what was typed, or pressed, for a field of a city. */
export function readCityField(field: CityField, text: string): ReadCityField {
  if (field === 'timeZone')
    return isTimeZone(text) ? { kind: 'ok', value: text } : { kind: 'bad', why: 'zone' };
  if (field !== 'name') return readField(field, text);
  const name = readLine(text, 60);
  return name && /^\p{L}[\p{L}\d .-]*$/u.test(name)
    ? { kind: 'ok', value: name }
    : { kind: 'bad', why: 'city' };
}

type EditOutcome =
  | { kind: 'done' }
  | { kind: 'exists' }
  | NoRight
  | NotFound
  | (ReadCityField & { kind: 'bad' });

export function createCities({ prisma }: PeopleDependencies) {
  return {
    /** A city of the association; `name` and `timeZone` have been read by `readCityField`. */
    addCity(
      by: By,
      name: string,
      timeZone: string,
    ): Promise<{ kind: 'done'; cityId: number } | { kind: 'exists' } | NoRight> {
      const entry = {
        requestKey: by.requestKey,
        verb: 'add_city',
        subject: 'city',
        personId: by.actor.personId,
        at: by.now,
      };
      return once<{ kind: 'done'; cityId: number } | { kind: 'exists' } | NoRight>(
        prisma,
        entry,
        async (tx, journalId) => {
          const bySeat = seatFor(by.actor, 'add_city');
          if (!bySeat) return NO_RIGHT;
          if (await tx.city.findFirst({ where: { name: { equals: name, mode: 'insensitive' } } }))
            return { kind: 'exists' };
          const { id: cityId } = await tx.city.create({ data: { name, timeZone } });
          await tx.journal.update({
            where: { id: journalId },
            data: { subject: `city:${cityId}`, seatId: bySeat.seatId },
          });
          return { kind: 'done', cityId };
        },
      );
    },

    /** Writes one field of a city; null empties a field of the card. */
    editCity(by: By, cityId: number, field: CityField, text: string | null): Promise<EditOutcome> {
      const entry = {
        requestKey: by.requestKey,
        verb: 'edit_city',
        subject: `city:${cityId}`,
        personId: by.actor.personId,
      };
      return once<EditOutcome>(prisma, { ...entry, at: by.now }, async (tx, journalId) => {
        const bySeat = seatFor(by.actor, 'edit_city', { cityId });
        if (!bySeat) return NO_RIGHT;
        // Two coordinators may fill different fields at once: the card is one column.
        await tx.$queryRaw`select id from "City" where id = ${cityId} for update`;
        const city = await tx.city.findUnique({ where: { id: cityId } });
        if (!city) return NOT_FOUND;
        const read = text === null ? null : readCityField(field, text);
        if (read?.kind === 'bad') return read;
        if (field === 'name' || field === 'timeZone') {
          if (read === null) return NOT_FOUND;
          const value = String(read.value);
          const namesake = { id: { not: cityId }, name: { equals: value, mode: 'insensitive' } } as const;
          if (field === 'name' && (await tx.city.findFirst({ where: namesake }))) return { kind: 'exists' };
          await tx.city.update({ where: { id: cityId }, data: { [field]: value } });
        } else {
          const { [field]: _, ...card } = readCard(city.card);
          await tx.city.update({
            where: { id: cityId },
            data: { card: read === null ? card : { ...card, [field]: read.value } },
          });
        }
        await tx.journal.update({ where: { id: journalId }, data: { seatId: bySeat.seatId } });
        return { kind: 'done' };
      });
    },
  };
}
