import { createAnswering } from '../features/questionnaire/answering/verbs.ts';
import { createCampaignActions } from '../features/questionnaire/campaign/actions.ts';
import { ensureBuiltIns } from '../features/questionnaire/campaign/built-in.ts';
import { termProposals, yearProposals } from '../features/questionnaire/campaign/days.ts';
import { citiesInCampaign } from '../features/questionnaire/campaign/store.ts';
import { insertPiece } from '../features/questionnaire/answering/piece-insert.ts';
import { createSubmitting } from '../features/questionnaire/review/submitting.ts';
import type { Database } from '../platform/database/client.ts';
import { dayIn } from '../services/calendar/index.ts';
import { enqueue } from '../services/delivery/outbox.ts';
import type { Texts } from '../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE } from '../services/people/actor.ts';
import { createPeople } from '../services/people/index.ts';
import type { CardField } from '../services/people/city-card.ts';
import { loadActor } from '../services/people/store.ts';
import type { By } from '../services/people/verb.ts';
import type { Sample, SampleOfficial } from './sample.ts';

const DAY = 24 * 3600 * 1000;
/** Stands in the journal when everything is there. */
const FILLED = 'demo:filled';
/** Where the association sits; a day there is a day everywhere for what the sample needs. */
const ASSOCIATION = { name: 'Novosibirsk', timeZone: ASSOCIATION_ZONE };

type Answers = Sample['cities'][number]['lastYear'];

/**
 * Fills an empty database with the sample through the verbs of the app: who holds which post, last year's campaign
 * (closed, with submitted questionnaires) and this year's (open). A step has the same request key in each run, so one that
 * was interrupted is continued by the next, and a database that is filled stays as it is.
 * @returns whether it was filled now
 */
export async function fillDemo(
  { prisma, pool }: Database,
  sample: Sample,
  { texts, now, codeKey }: { texts: Texts; now: Date; codeKey: Buffer },
): Promise<boolean> {
  if (await prisma.journal.findUnique({ where: { requestKey: FILLED } })) return false;
  const { administrator, association, cities, invited } = sample;
  const people = createPeople({ prisma, codeKey, adminIds: [administrator.id] });
  const answering = createAnswering(prisma);
  const submitting = createSubmitting(prisma);
  const before = (days: number): Date => new Date(now.getTime() - days * DAY);
  let steps = 0;
  const by = async (telegramId: number, at: Date): Promise<By> => {
    steps += 1;
    return { actor: await loadActor(prisma, telegramId, at), requestKey: `demo:${steps}`, now: at };
  };

  const founded = before(430);
  await ensureBuiltIns(prisma, { texts, now: founded });
  done(
    await people.becomeAdministrator(await by(administrator.id, founded), administrator, administrator.post),
  );
  for (const official of association) await connect(official, null);
  const cityIds = new Map<string, number>();
  for (const { name, timeZone, card, people: officials } of cities) {
    const { cityId } = done(await people.addCity(await by(administrator.id, founded), name, timeZone));
    cityIds.set(name, cityId);
    await prisma.city.update({
      where: { id: cityId },
      data: { language: texts.language },
    });
    for (const [field, text] of Object.entries(card)) {
      done(await people.editCity(await by(administrator.id, founded), cityId, field as CardField, text));
    }
    for (const official of officials) await connect(official, cityId);
  }

  const opened = before(14);
  const [year = NaN] = yearProposals(dayIn(opened, ASSOCIATION.timeZone), []);
  const lastYear = await open(year - 1, before(379));
  for (const city of cities) await answer(lastYear, city.name, city.lastYear, before(350), true);
  done(
    await actions(before(310)).close(await coordinator(before(310)), { campaignId: lastYear.id, writing: 0 }),
  );

  const thisYear = await open(year, opened);
  for (const { name, thisYear: given } of cities) {
    if (given.state !== 'not_opened')
      await answer(thisYear, name, given.answers, before(3), given.state === 'submitted');
  }
  const place = {
    ...invited,
    departmentName: invited.department,
    cityId: cityIds.get(cityOf(invited.by)) ?? null,
  };
  done(await people.invite(await by(invited.by, now), place, { ...invited, phone: invited.phone ?? null }));

  // All was told in its time; only those who have not opened the questionnaire find a message in their chat.
  await prisma.$executeRaw`
    update "Notice" set state = 'sent', "sentAt" = "createdAt" where not exists
      (select from "Assignment" a where a.state = 'not_opened' and subject = 'assignment:' || a.id)`;
  await prisma.journal.create({ data: { requestKey: FILLED, verb: 'fill_demo', subject: 'demo', at: now } });
  return true;

  /** As it goes in life: the administrator writes a named invitation, the person says *Да, это я*. */
  async function connect(official: SampleOfficial, cityId: number | null): Promise<void> {
    const { id, department = null, phone = null, hours } = official;
    const post = { ...official, cityId, departmentName: department };
    const issued = done(
      await people.invite(await by(administrator.id, founded), post, { ...official, phone }),
    );
    done(await people.connect(await by(id, founded), issued.invitationId));
    if (hours !== undefined)
      done(await people.editStaff(await by(administrator.id, founded), issued.seatId, 'hours', hours));
  }

  function actions(at: Date) {
    const delivery = { enqueue: enqueueAt(at), wake: () => undefined };
    return createCampaignActions({ prisma, delivery, association: ASSOCIATION });
  }

  function coordinator(at: Date): Promise<By> {
    const [one] = association;
    if (!one) throw new Error('the sample has no coordinator of the association');
    return by(one.id, at);
  }

  /** Opens the campaign of a year with six weeks to answer. */
  async function open(year: number, at: Date): Promise<{ id: number; year: number }> {
    const today = dayIn(at, ASSOCIATION.timeZone);
    const dueOn = termProposals(today).at(-1) ?? today;
    const plan = { year, dueOn, cityIds: [...cityIds.values()] };
    return { id: done(await actions(at).open(await coordinator(at), plan)).campaignId, year };
  }

  /** The first head of the city writes these answers, and submits them if `submit`. */
  async function answer(
    { id, year }: { id: number; year: number },
    cityName: string,
    answers: Answers,
    at: Date,
    submit: boolean,
  ): Promise<void> {
    const assignment = (await citiesInCampaign(prisma, id, at)).find(({ city }) => city.name === cityName);
    const head = cities.find(({ name }) => name === cityName)?.people.find(({ kind }) => kind === 'head');
    if (!assignment || !head) throw new Error('the sample has a city without a head of department');
    const { assignmentId } = assignment;
    await answering.open((await by(head.id, at)).actor, assignmentId);
    for (const [code, text] of Object.entries(answers)) {
      if (text !== null)
        await write(
          code,
          text.replace(/\{\{(\w+)\}\}/g, (_, word: string) => yearBy(word, year)),
        );
      done(
        await answering.mark(
          await by(head.id, at),
          { assignmentId, code },
          text === null ? 'skipped' : 'done',
        ),
      );
    }
    if (submit) done(await submitting.submit(await by(head.id, at), assignmentId));

    async function write(code: string, text: string): Promise<void> {
      const { actor, requestKey } = await by(head?.id ?? NaN, at);
      // Of an earlier run; the campaign may be closed by now.
      if (await prisma.journal.findUnique({ where: { requestKey } })) return;
      const stored = await insertPiece(pool, {
        requestKey,
        assignmentId,
        code,
        cityId: assignment?.city.id ?? NaN,
        respondentSeatId: assignment?.respondent?.seatId ?? null,
        personId: actor.personId ?? NaN,
        seatId: assignment?.respondent?.seatId ?? NaN,
        // Below the numbers of all messages that the simulator will ever send.
        sourceKey: `m:${actor.telegramId}:${steps}`,
        messageId: steps,
        text,
        entities: [],
        sentAt: at,
        now: at,
      });
      if (stored !== 'stored') throw new Error(`the sample does not fit: ${stored}`);
    }
  }

  function cityOf(telegramId: number): string {
    return cities.find((city) => city.people.some(({ id }) => id === telegramId))?.name ?? '';
  }
}

function enqueueAt(at: Date) {
  return (...[db, notices]: [Parameters<typeof enqueue>[0], Parameters<typeof enqueue>[1]]) =>
    enqueue(db, notices, at);
}

function yearBy(word: string, year: number): string {
  return String({ last: year - 1, year, next: year + 1 }[word] ?? word);
}

/** The outcome of a verb that nothing may stop. */
function done<T extends { kind: string }>(outcome: T): Extract<T, { kind: 'done' }> {
  if (outcome.kind !== 'done') throw new Error(`the sample does not fit: ${outcome.kind}`);
  return outcome as Extract<T, { kind: 'done' }>;
}
