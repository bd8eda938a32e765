import { dayIn } from '../calendar/index.ts';
import type { Language } from '../i18n/i18n.ts';

/** Whose days and hours count where no city is concerned: the association sits in Novosibirsk. */
export const ASSOCIATION_ZONE = 'Asia/Novosibirsk';

/** Posts that give rights. */
export const SEAT_KINDS = [
  'administrator',
  'association_coordinator',
  'city_coordinator',
  'approver',
  'head',
  'assistant',
  'executor',
  'press_secretary',
] as const;
export type SeatKind = (typeof SEAT_KINDS)[number];

/** A post that the person holds, or acts in, at this moment. */
export interface HeldSeat {
  seatId: number;
  kind: SeatKind;
  post: string;
  /** null: a seat of the association. */
  cityId: number | null;
  cityName: string | null;
  timeZone: string | null;
  departmentId: number | null;
  departmentName: string | null;
  /** The person acts for the holder, this day included (the city's day, 'YYYY-MM-DD'); null: it is his own post. */
  actingUntil: string | null;
  /** Somebody else acts in this post today: its holder only sees. */
  lent: Lent | null;
}

/** Who acts in a post, and until which day. */
export interface Lent {
  actingId: number;
  /** «Рябинин П.А.» */
  to: string;
  untilOn: string;
}

/** Who is talking. Everybody who writes to the bot is one; only officials have seats and names. */
export interface Actor {
  telegramId: number;
  /** null: nothing is stored of this person but the chat. */
  personId: number | null;
  surname: string | null;
  name: string | null;
  patronymic: string | null;
  phone: string | null;
  /** Chosen by /language. */
  chosenLanguage: Language | null;
  /** The language of the first seat's city. */
  cityLanguage: Language | null;
  reach: 'ok' | 'blocked' | 'deactivated';
  cutOffAt: string | null;
  /** The seat that a person with several chose to speak for; it stands first in `seats`. */
  speaksForId: number | null;
  seats: HeldSeat[];
}

const SEAT_COLUMNS = `'seatId', s.id, 'kind', s.kind, 'post', s.post, 'cityId', s."cityId", 'cityName', c.name,
  'timeZone', c."timeZone", 'cityLanguage', c.language, 'departmentId', s."departmentId", 'departmentName', d.name`;
const SEAT_PLACES = `left join "City" c on c.id = s."cityId" left join "Department" d on d.id = s."departmentId"`;

/**
 * SQL over `lane."chatId"` (a private chat's id is the person's Telegram id) yielding the stored part of an Actor, so that
 * the claim of a lane brings who is talking at no extra statement. The days of acting are judged by `readActor`.
 */
export const ACTOR_SQL = `(
  select json_build_object('personId', p.id, 'surname', p.surname, 'name', p.name, 'patronymic', p.patronymic,
    'phone', p.phone, 'chosenLanguage', p.language, 'reach', p.reach, 'cutOffAt', p."cutOffAt", 'speaksForId', p."speaksForId",
    'seats', coalesce((
      select json_agg(json_build_object(${SEAT_COLUMNS}, 'lentTo', (
          select json_agg(json_build_object('actingId', a.id, 'fromOn', a."fromOn", 'untilOn', a."untilOn",
            'surname', o.surname, 'name', o.name, 'patronymic', o.patronymic) order by a.id)
          from "Acting" a join "Holding" ah on ah."seatId" = a."actingSeatId" and ah."until" is null
            join "Person" o on o.id = ah."personId" and o."cutOffAt" is null and o."telegramId" is not null
          where a."seatId" = s.id and a."endedAt" is null)) order by h.id)
      from "Holding" h join "Seat" s on s.id = h."seatId" and s."closedAt" is null ${SEAT_PLACES}
      where h."personId" = p.id and h."until" is null), '[]'::json),
    'acted', coalesce((
      select json_agg(json_build_object(${SEAT_COLUMNS}, 'fromOn', a."fromOn", 'untilOn', a."untilOn") order by a.id)
      from "Holding" h join "Acting" a on a."actingSeatId" = h."seatId" and a."endedAt" is null
        join "Seat" s on s.id = a."seatId" and s."closedAt" is null ${SEAT_PLACES}
      where h."personId" = p.id and h."until" is null), '[]'::json))
  from "Person" p where p."telegramId" = lane."chatId")`;

type StoredSeat = Omit<HeldSeat, 'actingUntil' | 'lent'> & { cityLanguage: Language | null };
type Days = { fromOn: string; untilOn: string };
type StoredActor = Omit<Actor, 'telegramId' | 'cityLanguage' | 'seats'> & {
  seats: (StoredSeat & { lentTo: (Days & Parameters<typeof listed>[0] & { actingId: number })[] | null })[];
  acted: (StoredSeat & Days)[];
};

/** The Actor from what `ACTOR_SQL` gave, at this civil time; null there means a stranger. */
export function readActor(telegramId: number, companion: unknown, now: Date): Actor {
  const stored = companion as StoredActor | null;
  if (stored === null) {
    return {
      telegramId,
      personId: null,
      surname: null,
      name: null,
      patronymic: null,
      phone: null,
      chosenLanguage: null,
      cityLanguage: null,
      reach: 'ok',
      cutOffAt: null,
      speaksForId: null,
      seats: [],
    };
  }
  const { seats, acted, ...person } = stored;
  const { speaksForId } = person;
  const runs = ({ fromOn, untilOn }: Days, { timeZone }: StoredSeat): boolean => {
    const today = dayIn(now, timeZone ?? ASSOCIATION_ZONE);
    return fromOn <= today && today <= untilOn;
  };
  const own = seats.map(({ lentTo, ...seat }): StoredSeat & HeldSeat => {
    const to = lentTo?.find((days) => runs(days, seat));
    const lent = to ? { actingId: to.actingId, to: listed(to), untilOn: to.untilOn } : null;
    return { ...seat, actingUntil: null, lent };
  });
  const acting = acted
    .filter((seat) => runs(seat, seat))
    .map(({ fromOn: _, untilOn, ...seat }) => ({ ...seat, actingUntil: untilOn, lent: null }));
  const all = [...own, ...acting];
  const first = all.filter(({ seatId }) => seatId === speaksForId);
  const others = all.filter(({ seatId }) => seatId !== speaksForId);
  return { ...person, telegramId, cityLanguage: all[0]?.cityLanguage ?? null, seats: [...first, ...others] };
}

/** «Анна Викторовна»; the name alone where there is no patronymic, the surname where nothing else is known; null for a stranger. */
export function addressed(actor: Pick<Actor, 'surname' | 'name' | 'patronymic'>): string | null {
  return [actor.name, actor.patronymic].filter(Boolean).join(' ') || actor.surname;
}

/** «Берёзкина А.В.» for lists and tables. */
export function listed(person: {
  surname: string | null;
  name: string | null;
  patronymic: string | null;
}): string {
  const initials = [person.name, person.patronymic].map((part) => (part ? `${[...part][0]}.` : '')).join('');
  return [person.surname, initials].filter(Boolean).join('\u00A0');
}
