import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { boardOf } from '../src/features/questionnaire/board/figures.ts';
import { CITY_STATES } from '../src/features/questionnaire/campaign/state.ts';
import { citiesInCampaign } from '../src/features/questionnaire/campaign/store.ts';
import { russianZones } from '../src/services/calendar/index.ts';
import { seededRandom } from '../src/simulator/random.ts';
import { openForBoard, RESPONDENTS, seedCityIn } from './support/board-stage.ts';
import type { BoardCampaign, CityInCampaign } from './support/board-stage.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

/** *Кто сдал*: its figures are those of the tables, whatever state the cities are in. */

const NOW = new Date('2027-02-13T04:00:00Z');

let db: TestDatabase;
let campaign: BoardCampaign;
let year = 2000;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  campaign = await openForBoard(db.database.prisma, { year: (year += 1), dueOn: '2027-02-12', now: NOW });
});

/** The same figures, asked of the tables in another way. */
const FIGURES = `
  with standing as (
    select a.state, a."submittedAt" >= ((coalesce(a."dueOn", k."dueOn") + 1)::timestamp at time zone c."timeZone") as late,
      a."respondentSeatId" is not null as named,
      coalesce(
        (select p.reach from "Acting" t join "Holding" h on h."seatId" = t."actingSeatId" and h."until" is null
           join "Person" p on p.id = h."personId"
         where t."seatId" = a."respondentSeatId" and t."endedAt" is null and p."telegramId" is not null
           and p."cutOffAt" is null and ($2 at time zone c."timeZone")::date between t."fromOn" and t."untilOn"
         order by t.id limit 1),
        (select p.reach from "Holding" h join "Person" p on p.id = h."personId"
         where h."seatId" = a."respondentSeatId" and h."until" is null and p."telegramId" is not null
           and p."cutOffAt" is null)) = 'ok' as connected
    from "Assignment" a join "Campaign" k on k.id = a."campaignId" join "City" c on c.id = a."cityId"
    where k.id = $1)
  select count(*)::int as total,
    count(*) filter (where state in ('submitted', 'to_clarify', 'accepted'))::int as submitted_all,
    count(*) filter (where state in ('submitted', 'to_clarify', 'accepted') and late)::int as late_all,
    count(*) filter (where state = 'accepted')::int as accepted,
    count(*) filter (where state = 'to_clarify')::int as to_clarify,
    count(*) filter (where state = 'submitted' and late)::int as submitted_late,
    count(*) filter (where state = 'submitted' and late is not true)::int as submitted,
    count(*) filter (where state = 'in_work')::int as in_work,
    count(*) filter (where state = 'not_opened' and connected)::int as not_opened,
    count(*) filter (where state = 'not_opened' and named and connected is not true)::int as not_connected,
    count(*) filter (where state = 'not_opened' and not named)::int as unnamed
  from standing`;

/** A random campaign: every state with every kind of respondent, in every zone, submitted around its own term. */
async function seedRandom(count: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const cities = Array.from({ length: count }, (_, index): CityInCampaign => {
    const state = one(['not_opened', 'in_work', 'submitted', 'to_clarify', 'accepted']);
    const submitted = !['not_opened', 'in_work'].includes(state);
    const submittedAt = new Date(Date.UTC(2027, 1, 12) + Math.floor((random() * 60 - 6) * 3600_000));
    return {
      name: `Город ${seed}-${index}`,
      timeZone: one(russianZones),
      state,
      respondent: one(RESPONDENTS),
      submittedAt: submitted ? submittedAt : null,
      acceptedAt: state === 'accepted' ? NOW : null,
      dueOn: random() < 0.2 ? '2027-02-13' : null,
      answered: Math.floor(random() * 8),
    };
  });
  await Promise.all(cities.map((city) => seedCityIn(db.database.prisma, campaign, city)));
}

describe('the figures', () => {
  it.each([1, 2, 3])('are those of the tables (seed %i)', { timeout: 60_000 }, async (seed) => {
    await seedRandom(60, seed);
    const rows = await citiesInCampaign(db.database.prisma, campaign.id, NOW);
    const { states, submitted, late, total } = boardOf(rows);
    const { rows: counted } = await db.database.pool.query<Record<string, number>>(FIGURES, [
      campaign.id,
      NOW,
    ]);
    expect({ ...states, total, submitted_all: submitted, late_all: late }).toEqual(counted[0]);
    expect(Object.values(states).reduce((sum, n) => sum + n, 0)).toBe(total);
    // A row tells of itself what the figures tell of all.
    for (const state of CITY_STATES)
      expect(rows.filter((row) => row.state === state)).toHaveLength(states[state]);
  });
});
