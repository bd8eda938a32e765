import type { Language } from '../i18n/i18n.ts';

/** Posts that give rights. Executor, assistant, acting and press secretary come later. */
export const SEAT_KINDS = [
  'administrator',
  'association_coordinator',
  'city_coordinator',
  'approver',
  'head',
] as const;
export type SeatKind = (typeof SEAT_KINDS)[number];

/** A post that the person holds at this moment. */
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
  seats: HeldSeat[];
}

/**
 * SQL over `lane."chatId"` (a private chat's id is the person's Telegram id) yielding the stored part of an Actor, so that
 * the claim of a lane brings who is talking at no extra statement.
 */
export const ACTOR_SQL = `(
  select json_build_object('personId', p.id, 'surname', p.surname, 'name', p.name, 'patronymic', p.patronymic,
    'phone', p.phone, 'chosenLanguage', p.language, 'reach', p.reach, 'cutOffAt', p."cutOffAt",
    'seats', coalesce((
      select json_agg(json_build_object('seatId', s.id, 'kind', s.kind, 'post', s.post, 'cityId', s."cityId",
        'cityName', c.name, 'timeZone', c."timeZone", 'cityLanguage', c.language,
        'departmentId', s."departmentId", 'departmentName', d.name) order by h.id)
      from "Holding" h join "Seat" s on s.id = h."seatId" and s."closedAt" is null
        left join "City" c on c.id = s."cityId" left join "Department" d on d.id = s."departmentId"
      where h."personId" = p.id and h."until" is null), '[]'::json))
  from "Person" p where p."telegramId" = lane."chatId")`;

type StoredActor = Omit<Actor, 'telegramId' | 'cityLanguage'> & {
  seats: (HeldSeat & { cityLanguage: Language | null })[];
};

/** The Actor from what `ACTOR_SQL` gave; null there means a stranger. */
export function readActor(telegramId: number, companion: unknown): Actor {
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
      seats: [],
    };
  }
  return { ...stored, telegramId, cityLanguage: stored.seats[0]?.cityLanguage ?? null };
}

/** «Анна Викторовна»; the name alone where there is no patronymic; null for a stranger. */
export function addressed(actor: Pick<Actor, 'name' | 'patronymic'>): string | null {
  return actor.name === null ? null : [actor.name, actor.patronymic].filter(Boolean).join(' ');
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
