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
      thisYear: z.strictObject({ state: z.enum(['not_opened', 'in_work', 'submitted']), answers }),
    }),
  ),
  /** The invitation that nobody has used yet, and the official (by id) who wrote it. */
  invited: official
    .omit({ id: true, note: true, atFirst: true })
    .extend({ by: z.number().int(), department: z.string() }),
  /** People of whom the bot knows nothing. */
  strangers: z.array(
    z.strictObject({
      id: z.number().int(),
      name: z.string(),
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
