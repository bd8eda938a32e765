import { ensureBuiltIns } from '../features/questionnaire/campaign/built-in.ts';
import { yearProposals } from '../features/questionnaire/campaign/days.ts';
import type { Database } from '../platform/database/client.ts';
import { addWorkingDays, dayIn, instantAt } from '../services/calendar/index.ts';
import type { Texts } from '../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE } from '../services/people/actor.ts';
import { createPeople } from '../services/people/index.ts';
import { type CardField, readField } from '../services/people/city-card.ts';
import { loadActor } from '../services/people/store.ts';
import type { By } from '../services/people/verb.ts';
import { createCollecting } from './collecting.ts';
import { done } from './done.ts';
import type { Sample, SampleOfficial } from './sample.ts';

/** When what is told of the past happened, by the clocks of the association: all cities of the sample are at work. */
const AT = '11:20';
/** Stands in the journal when everything is there. */
const FILLED = 'demo:filled';

/**
 * Fills an empty database with the sample through the verbs of the app: who holds which post, last year's campaign
 * (accepted, closed, its volume sent) and this year's (open, a questionnaire in every state). A step has the same request
 * key in each run, so one that was interrupted is continued by the next, and a database that is filled stays as it is.
 * @returns whether it was filled now
 */
export async function fillDemo(
  database: Database,
  sample: Sample,
  { texts, now, codeKey }: { texts: Texts; now: Date; codeKey: Buffer },
): Promise<boolean> {
  const { prisma } = database;
  if (await prisma.journal.findUnique({ where: { requestKey: FILLED } })) return false;
  const { administrator, association, cities, invited } = sample;
  const people = createPeople({ prisma, codeKey, adminIds: [administrator.id] });
  const today = dayIn(now, ASSOCIATION_ZONE);
  const ago = (workingDays: number): Date =>
    instantAt(addWorkingDays(today, -workingDays), AT, ASSOCIATION_ZONE);
  let steps = 0;
  const by = async (telegramId: number, at: Date): Promise<By> => {
    steps += 1;
    return { actor: await loadActor(prisma, telegramId, at), requestKey: `demo:${steps}`, now: at };
  };

  const founded = ago(290);
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
      data: { language: texts.language, card: cardOf(card) },
    });
    for (const official of officials) await connect(official, cityId);
  }

  const [coordinator] = association;
  if (!coordinator) throw new Error('the sample has no coordinator of the association');
  const collecting = createCollecting({ database, texts, step: by, coordinator: coordinator.id });
  const ids = [...cityIds.values()];
  // The last of the sample was the first to write.
  const inTurn = [...cities.toReversed().entries()];

  const opened = ago(8);
  const [year = NaN] = yearProposals(dayIn(opened, ASSOCIATION_ZONE), []);
  const lastYear = await collecting.open(year - 1, ids, ago(258));
  for (const [turn, city] of inTurn)
    await collecting.answer(lastYear, city, { answers: city.lastYear, submit: true }, ago(240 - turn));
  for (const city of cities) await collecting.accept(lastYear.id, city, ago(225));
  await collecting.close(lastYear.id, ago(212));
  await collecting.publish(lastYear.id, ago(210));

  const thisYear = await collecting.open(year, ids, opened);
  for (const [turn, city] of inTurn) {
    const { state, answers } = city.thisYear;
    if (state === 'not_opened') continue;
    await collecting.answer(thisYear, city, { answers, submit: state !== 'in_work' }, ago(6 - turn));
  }
  for (const city of cities) {
    if (city.thisYear.state === 'to_clarify')
      await collecting.ask(thisYear.id, city, city.thisYear.asked, ago(1));
    if (city.thisYear.state === 'accepted') await collecting.accept(thisYear.id, city, ago(1));
  }
  await collecting.tell(ago(1));

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

  function cityOf(telegramId: number): string {
    return cities.find((city) => city.people.some(({ id }) => id === telegramId))?.name ?? '';
  }
}

/** All at once, where an administrator would type field by field. */
function cardOf(typed: Sample['cities'][number]['card']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(typed).map(([field, text]) => {
      const read = readField(field as CardField, text);
      if (read.kind === 'bad') throw new Error(`the sample does not fit: ${field}`);
      return [field, read.value];
    }),
  );
}
