import { expect, vi } from 'vitest';
import { createAcceptance } from '../../src/features/questionnaire/clarification/acceptance.ts';
import { createAnswering } from '../../src/features/questionnaire/answering/verbs.ts';
import { boardOf } from '../../src/features/questionnaire/board/figures.ts';
import { createCampaignActions } from '../../src/features/questionnaire/campaign/actions.ts';
import { citiesInCampaign } from '../../src/features/questionnaire/campaign/store.ts';
import { createClarificationAnswering } from '../../src/features/questionnaire/clarification/answering.ts';
import { createAsking } from '../../src/features/questionnaire/clarification/asking.ts';
import { createExecutorVerbs } from '../../src/features/questionnaire/executors/verbs.ts';
import { createSubmitting } from '../../src/features/questionnaire/review/submitting.ts';
import { enqueue } from '../../src/services/delivery/outbox.ts';
import { codeKeyFrom } from '../../src/services/people/invitation.ts';
import { createPeople } from '../../src/services/people/index.ts';
import type { Person } from '../../src/simulator/index.ts';
import { seedAssociation } from './association.ts';
import { heard } from './campaign-story.ts';
import { seedOfficial } from './people.ts';
import { startStory } from './story.ts';
import { asked } from './submitted.ts';

const DAY = 24 * 3600 * 1000;
const ANSWERS = {
  ACHIEVED: 'Проведено 120 сходов граждан, сформировано 12 планов на месяц.',
  PROBLEMS: 'Не хватает специалистов в двух районах города.',
};

/** The same figures as the board's, out of the tables alone. */
const TABLES = `
  select state, count(*)::int as count from (
    select case
      when a.state in ('accepted', 'to_clarify', 'in_work') then a.state
      when a.state = 'submitted' then case
        when a."submittedAt" < (coalesce(a."dueOn", c."dueOn") + 1)::timestamp at time zone t."timeZone" then 'submitted'
        else 'submitted_late' end
      when a."respondentSeatId" is null then 'unnamed'
      when exists (select from "Holding" h join "Person" p on p.id = h."personId"
        where h."seatId" = a."respondentSeatId" and h."until" is null and p."telegramId" is not null
          and p."cutOffAt" is null and p.reach = 'ok') then 'not_opened'
      else 'not_connected' end as state
    from "Assignment" a join "Campaign" c on c.id = a."campaignId" join "City" t on t.id = a."cityId"
    where c.id = $1) as s
  group by state`;

/** Of an outcome that must have come about. */
export function done<T extends { kind: string }>(outcome: T): Extract<T, { kind: 'done' }> {
  if (outcome.kind !== 'done') throw new Error(`it did not happen: ${outcome.kind}`);
  return outcome as Extract<T, { kind: 'done' }>;
}

/**
 * An association of 72 cities, day by day. The people act by the verbs that their buttons call; what the bot says to
 * them, and when, is the app's own doing.
 */
export async function startTenWeeks(at: string, vacant: readonly number[]) {
  const story = await startStory({ at });
  const { prisma, pool } = story.database;
  const cities = await seedAssociation(prisma, story.simulator, (index) => !vacant.includes(index));
  const kedrova = story.simulator.person({ id: 830_009_000, firstName: 'Ольга', started: true });
  await seedOfficial(prisma, {
    telegramId: kedrova.id,
    kind: 'association_coordinator',
    post: 'координатор Ассоциации',
    name: 'Кедрова Ольга Николаевна',
    now: story.simulator.now(),
  });
  const campaign = { id: 0 };
  /** On which days each one was reminded. */
  const reminded = new Map<Person, string[]>();
  for (const { head, coordinator } of cities)
    for (const one of [head, coordinator]) if (one) reminded.set(one, []);

  let parts = 0;
  const now = () => story.simulator.now();
  const today = (): string => now().toISOString().slice(0, 10);
  const city = (index: number) => {
    const found = cities[index];
    if (!found) throw new RangeError(`no city ${index}`);
    return found;
  };
  const by = (one: Person) => asked(prisma, one.id, now());

  function verbs() {
    const instant = now();
    const delivery = {
      enqueue: (db: Parameters<typeof enqueue>[0], notices: Parameters<typeof enqueue>[1]) =>
        enqueue(db, notices, instant),
      wake: () => undefined,
    };
    const association = { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' };
    return {
      campaigns: createCampaignActions({ prisma, delivery, association }),
      answering: createAnswering(prisma),
      submitting: createSubmitting(prisma),
      executors: createExecutorVerbs({ prisma, delivery }),
      asking: createAsking(prisma),
      clarifying: createClarificationAnswering(prisma),
      acceptance: createAcceptance(prisma),
      people: createPeople({ prisma, codeKey: codeKeyFrom(story.simulator.token), adminIds: [] }),
    };
  }

  async function assignmentOf(index: number): Promise<number> {
    const where = { campaignId: campaign.id, cityId: city(index).id };
    return (await prisma.assignment.findFirstOrThrow({ where })).id;
  }

  const partOf = (code: keyof typeof ANSWERS) => ({
    sourceKey: `t:${(parts += 1)}`,
    messageId: parts,
    text: ANSWERS[code],
    entities: [],
    sentAt: now(),
  });

  async function write(one: Person, index: number, code: keyof typeof ANSWERS): Promise<void> {
    const assignmentId = await assignmentOf(index);
    const { answering } = verbs();
    const who = await by(one);
    await answering.open(who.actor, assignmentId);
    done(await answering.putTexts(who, { assignmentId, code }, [partOf(code)], 'append'));
  }

  async function submit(one: Person, index: number): Promise<void> {
    done(await verbs().submitting.submit(await by(one), await assignmentOf(index)));
  }

  /** Whatever the jobs and the outbox have to do now is done. */
  async function settled(): Promise<void> {
    const open = `select (select count(*) from "Update" where "doneAt" is null)
      + (select count(*) from "Notice" where state = 'sending' or (state = 'queued' and "notBefore" <= $1))
      + (select count(*) from pgboss.job where state in ('created', 'retry', 'active')) as open`;
    const left = async (): Promise<number> =>
      Number((await pool.query<{ open: number }>(open, [now()])).rows[0]?.open);
    await vi.waitUntil(async () => (await left()) === 0, { interval: 20, timeout: 30_000 });
  }

  async function boardIsRight(): Promise<void> {
    const { states } = boardOf(await citiesInCampaign(prisma, campaign.id, now()));
    const { rows } = await pool.query<{ state: string; count: number }>(TABLES, [campaign.id]);
    const counted = Object.entries(states).filter(([, count]) => count > 0);
    const wanted = rows.map(({ state, count }) => [state, count]);
    expect(Object.fromEntries(counted), today()).toEqual(Object.fromEntries(wanted));
  }

  return {
    ...story,
    campaign,
    cities,
    kedrova,
    reminded,
    today,
    city,
    by,
    verbs,
    assignmentOf,
    write,
    submit,
    settled,

    headOf(index: number): Person {
      const { head } = city(index);
      if (!head) throw new RangeError(`city ${index} has no head`);
      return head;
    },

    /** Both answers and the submission: what `write` and `submit` do, by one reading of who he is. */
    async answer(one: Person, index: number): Promise<void> {
      const assignmentId = await assignmentOf(index);
      const { answering, submitting } = verbs();
      const who = await by(one);
      const request = () => ({ ...who, requestKey: `t:${(parts += 1)}` });
      await answering.open(who.actor, assignmentId);
      for (const code of ['ACHIEVED', 'PROBLEMS'] as const)
        done(await answering.putTexts(request(), { assignmentId, code }, [partOf(code)], 'append'));
      done(await submitting.submit(request(), assignmentId));
    },

    async say(one: Person, text: string): Promise<void> {
      one.send(text);
      await one.waitFor(/./);
      await settled();
    },

    /** The next day at the same hour: its jobs, then what people do, then a look at the board. */
    async nextDay(acts: (() => Promise<void>)[]): Promise<void> {
      await story.advance(DAY);
      await settled();
      for (const [one, days] of reminded) {
        const count = heard(one).match(/напоминаем об анкете/gi)?.length ?? 0;
        while (days.length < count) days.push(today());
      }
      for (const act of acts) await act();
      await boardIsRight();
    },
  };
}

export type TenWeeks = Awaited<ReturnType<typeof startTenWeeks>>;
