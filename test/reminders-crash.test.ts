import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { seedAssociation } from './support/association.ts';
import { heard } from './support/campaign-story.ts';
import { seedOfficial } from './support/people.ts';
import { startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** A SIGKILL of the built app at the three worst moments around reminders of thirty cities. */

const CITIES = 30;
const SOON = { timeout: 60_000, interval: 10 };

let story: Story;
let heads: Person[];
let kedrova: Person;

beforeAll(async () => {
  // Monday, 12:00 in Novosibirsk; the term is Friday, and the cities were asked on Thursday.
  story = await startStory({ at: '2027-02-08T05:00:00Z', process: true });
  const { simulator, database } = story;
  const { prisma } = database;
  const cities = await seedAssociation(prisma, simulator, () => true, CITIES);
  heads = cities.flatMap(({ head }) => head ?? []);
  kedrova = simulator.person({ id: 840_000_000, firstName: 'Ольга', started: true });
  await seedOfficial(prisma, {
    telegramId: kedrova.id,
    kind: 'association_coordinator',
    post: 'координатор Ассоциации',
    name: 'Кедрова Ольга Николаевна',
    now: simulator.now(),
  });
  await prisma.holding.updateMany({ data: { from: new Date('2027-01-11') } });
  const form = await prisma.form.findFirstOrThrow();
  const branch = await prisma.branch.findFirstOrThrow();
  const openedAt = new Date('2027-02-04T05:00:00Z');
  const data = { branchId: branch.id, formId: form.id, year: 2026, dueOn: new Date('2027-02-12'), openedAt };
  const { id: campaignId } = await prisma.campaign.create({ data });
  await prisma.assignment.createMany({
    data: cities.map(({ id: cityId, headSeatId }) => ({ campaignId, cityId, respondentSeatId: headSeatId })),
  });
}, 120_000);
afterAll(() => story.close());

const reminded = (): number[] =>
  heads.map((head) => heard(head).match(/напоминаем об анкете/gi)?.length ?? 0);
const sum = (): number => reminded().reduce((all, one) => all + one, 0);
const notices = (state: string) =>
  story.database.prisma.notice.count({ where: { kind: 'reminder', state, personId: { not: null } } });

/** What is left of a copy that was killed runs out, as it does within seconds. */
async function again(): Promise<void> {
  await story.database.pool.query(`update "Lease" set "until" = now() where "until" > now()`);
  await story.start();
}

async function press(label: string, answer: RegExp): Promise<void> {
  kedrova.tap(label);
  await kedrova.waitFor(answer);
}

it('a round that was decided goes out after the kill; of those under way none comes twice', async () => {
  kedrova.send('сбор');
  await kedrova.waitFor(/Сбор/);
  await press('Напомнить', /получат 30 городов/);
  await press('Отправить', /отправку можно отменить/);
  await story.kill();
  expect([await notices('queued'), sum()]).toEqual([CITIES, 0]);

  await again();
  story.simulator.faults.add({ effect: { kind: 'slow', delayMs: 200 }, method: 'sendMessage', times: 1e6 });
  await story.advance(61_000);
  await vi.waitFor(() => expect(sum()).toBeGreaterThanOrEqual(8), SOON);
  await story.kill();
  const underWay = await notices('sending');
  expect(await notices('queued')).toBeGreaterThan(0);

  await again();
  await vi.waitFor(async () => expect(await notices('queued')).toBe(0), SOON);
  await vi.waitFor(async () => expect(await notices('sent')).toBe(CITIES - underWay), SOON);
  expect(Math.max(...reminded())).toBe(1);
  expect(sum()).toBeGreaterThanOrEqual(CITIES - underWay);
  expect(await story.database.prisma.reminder.count()).toBe(CITIES);
}, 180_000);

it('a sweep that is killed while it decides has decided nothing; the next one reminds each once', async () => {
  const { pool, prisma } = story.database;
  const before = reminded();
  const client = await pool.connect();
  await client.query('begin');
  await client.query('select from "Campaign" for update');
  await story.advance(3 * 24 * 3600 * 1000);
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%for no key update%'
    and datname = current_database()`;
  await vi.waitFor(async () => expect((await pool.query(waits)).rowCount).toBeGreaterThan(0), SOON);
  await story.kill();
  await client.query('rollback');
  client.release();
  expect(await prisma.reminder.count()).toBe(CITIES);

  await again();
  await story.advance(1000);
  await vi.waitFor(() => expect(reminded()).toEqual(before.map((count) => count + 1)), SOON);
  await story.advance(60_000);
  await vi.waitFor(async () => expect(await notices('queued')).toBe(0), SOON);
  expect(reminded()).toEqual(before.map((count) => count + 1));
  expect(await prisma.reminder.count()).toBe(2 * CITIES);
}, 180_000);
