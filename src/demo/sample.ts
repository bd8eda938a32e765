import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../platform/package-root.ts';
import type { Language } from '../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE, SEAT_KINDS } from '../services/people/actor.ts';
import { CARD_FIELDS } from '../services/people/city-card.ts';

const named = { surname: z.string(), name: z.string(), patronymic: z.string() };

const official = z.strictObject({
  /** The Telegram id: the same at each start. */
  id: z.number().int(),
  kind: z.enum(SEAT_KINDS),
  ...named,
  department: z.string().optional(),
  post: z.string(),
  phone: z.string().optional(),
  hours: z.string().optional(),
  /** What there is to see as this person. */
  note: z.string(),
  /** And how things stand before anybody has played. */
  atFirst: z.string().optional(),
});

/** Texts by the code of the question; null: passed over with *Нет предложений*. `{{year}}`, `{{last}}`, `{{next}}` are filled in. */
const answers = z.record(z.string(), z.string().nullable());

/** A city's answer as it comes by post: a covering letter, then the questions with what the city has to say. */
const letter = z.strictObject({
  file: z.string(),
  author: z.string(),
  /** The letterhead, line by line. */
  from: z.array(z.string()),
  /** What stands before the answers. */
  opening: z.string(),
  answers: z.record(z.string(), z.string()),
  signature: z.string(),
});

const sampleSchema = z.strictObject({
  administrator: official.omit({ kind: true }),
  association: z.array(official),
  cities: z.array(
    z.strictObject({
      name: z.string(),
      timeZone: z.string(),
      /** As they would be typed. */
      card: z.partialRecord(z.enum(CARD_FIELDS), z.string()),
      /** The first head of a department answers the questionnaire. */
      people: z.array(official),
      lastYear: answers,
      thisYear: z.discriminatedUnion('state', [
        z.strictObject({ state: z.enum(['not_opened', 'in_work', 'submitted', 'accepted']), answers }),
        z.strictObject({
          state: z.literal('to_clarify'),
          answers,
          /** What the association asks, and about which answer. */
          asked: z.strictObject({ code: z.string(), remark: z.string() }),
        }),
      ]),
    }),
  ),
  /** What a city has sent by post. */
  letter,
  /** The invitation that nobody has used yet, and the official (by id) who wrote it. */
  invited: official
    .omit({ id: true, note: true, atFirst: true })
    .extend({ by: z.number().int(), department: z.string() }),
  /** People of whom the bot knows nothing. */
  strangers: z.array(
    z.strictObject({
      id: z.number().int(),
      name: z.string(),
      timeZone: z.string(),
      note: z.string(),
      atFirst: z.string().optional(),
    }),
  ),
});

export type Sample = z.infer<typeof sampleSchema>;
export type SampleOfficial = z.infer<typeof official>;

/** The demo's sample data, `demo/<language>.json`: invented people in real cities. */
export async function readSample(language: Language): Promise<Sample> {
  const file = path.join(packageRoot(), 'demo', `${language}.json`);
  return sampleSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** Everybody with a post, with the city's name (null: the association) and time zone. */
export function officialsOf({
  administrator,
  association,
  cities,
}: Sample): (SampleOfficial & { city: string | null; timeZone: string })[] {
  return [
    { ...administrator, kind: 'administrator' as const, city: null, timeZone: ASSOCIATION_ZONE },
    ...association.map((one) => ({ ...one, city: null, timeZone: ASSOCIATION_ZONE })),
    ...cities.flatMap(({ name, timeZone, people }) =>
      people.map((one) => ({ ...one, city: name, timeZone })),
    ),
  ];
}

/** Fills in the years of a text: `{{year}}`, `{{last}}` before it and `{{next}}` after it. */
export function withYears(text: string, year: number): string {
  const years = new Map([
    ['last', year - 1],
    ['year', year],
    ['next', year + 1],
  ]);
  return text.replace(/\{\{(\w+)\}\}/g, (all, word: string) => String(years.get(word) ?? all));
}
