import { z } from 'zod';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import { formatDay, storedDay } from '../../../services/calendar/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { HeldSeat } from '../../../services/people/actor.ts';

/** What a coordinator does, or did last, with the questionnaire of a city in its place. */

/** By which way the city's words came to the coordinator. */
export const BEHALF_WAYS = ['letter', 'phone', 'paper'] as const;
export type BehalfWay = (typeof BEHALF_WAYS)[number];

/** Of what a button says; null: it is none. */
export const wayOf = (text: string | undefined): BehalfWay | null =>
  BEHALF_WAYS.find((way) => way === text) ?? null;

const behalfSchema = z.object({
  /** entering: he writes the answers; else what he has done with the whole. */
  act: z.enum(['entering', 'submitted', 'withdrawn']),
  /** null: it was not said, as where the city's coordinator answers with the head beside him. */
  way: z.enum(BEHALF_WAYS).nullable(),
  /** 'YYYY-MM-DD', of the letter. */
  letterOn: z.string().nullable(),
  /** Of the coordinator. */
  seatId: z.number().int(),
  /** An instant; null: whoever answers for the city does not object. */
  objectedAt: z.iso.datetime().nullable(),
});

export type Behalf = z.infer<typeof behalfSchema>;
export type Received = Pick<Behalf, 'way' | 'letterOn'>;

/** As it is stored with the questionnaire; null: nothing was done for the city since it acted itself. */
export function readBehalf(stored: unknown): Behalf | null {
  return behalfSchema.safeParse(stored).data ?? null;
}

/** The same of what the history keeps. */
export function readReceived(outcome: unknown): Received {
  const { way, letterOn } = (outcome ?? {}) as Record<string, unknown>;
  const known = wayOf(typeof way === 'string' ? way : undefined);
  return { way: known, letterOn: known !== null && typeof letterOn === 'string' ? letterOn : null };
}

/** Of a submission. */
export function receivedOf({ way, letterOn }: { way: string | null; letterOn: Date | null }): Received {
  return { way: wayOf(way ?? undefined), letterOn: letterOn && storedDay(letterOn) };
}

export const storedBehalf = (behalf: Behalf): Prisma.InputJsonValue => behalf;

/** He acts for the city: a coordinator, of it or of the association, in a post that does not answer itself. */
export function actsForCity(
  { seatId, kind }: Pick<HeldSeat, 'seatId' | 'kind'>,
  { respondent }: { respondent: { seatId: number } | null },
): boolean {
  const coordinates = kind === 'association_coordinator' || kind === 'city_coordinator';
  return coordinates && seatId !== respondent?.seatId;
}

/** The city has said that what was done for it is not so. */
export function objects(behalf: Pick<Behalf, 'act' | 'objectedAt'> | null): boolean {
  return behalf !== null && behalf.act !== 'entering' && behalf.objectedAt !== null;
}

/** «по письму от 05.02.2027», «по телефону»; '' where it was not said. */
export function wayWords({ t, language }: Texts, { way, letterOn }: Received): string {
  if (way === null) return '';
  if (way === 'letter' && letterOn !== null)
    return t('behalf:way.letter_of', { day: formatDay(letterOn, language, 'table') });
  return t(`behalf:way.${way}`);
}
