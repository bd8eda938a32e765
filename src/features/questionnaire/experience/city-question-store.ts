import type { Db } from '../../../platform/database/client.ts';
import type { NewNotice } from '../../../services/delivery/index.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import { contactsOf, occupantsOf } from '../../../services/people/occupants.ts';
import type { Occupant } from '../../../services/people/occupants.ts';
import { associationPeople } from '../clarification/store.ts';

/** *Вопрос городу*: what one city asks another about its answer. */
export interface CityQuestionView {
  id: number;
  assignmentId: number;
  code: string;
  cityId: number;
  city: string;
  year: number;
  askedBySeatId: number;
  text: string;
  askedAt: Date;
  answer: string | null;
  answeredBySeatId: number | null;
}

/** What the columns of `CityQuestion` and of what it is about give. */
async function viewsOf(db: Db, rows: readonly Row[]): Promise<CityQuestionView[]> {
  const [cities, assignments] = await Promise.all([
    db.city.findMany({ where: { id: { in: rows.map(({ cityId }) => cityId) } } }),
    db.assignment.findMany({
      where: { id: { in: rows.map(({ assignmentId }) => assignmentId) } },
      select: { id: true, campaign: { select: { year: true } } },
    }),
  ]);
  return rows.map(({ askedCityId: _, answeredAt: __, ...row }) => ({
    ...row,
    city: cities.find(({ id }) => id === row.cityId)?.name ?? '',
    year: assignments.find(({ id }) => id === row.assignmentId)?.campaign.year ?? 0,
  }));
}

type Row = Omit<CityQuestionView, 'city' | 'year'> & { askedCityId: number | null; answeredAt: Date | null };

export async function findCityQuestion(db: Db, id: number): Promise<CityQuestionView | null> {
  const row = await db.cityQuestion.findUnique({ where: { id } });
  return row && ((await viewsOf(db, [row]))[0] ?? null);
}

/** Those that wait for an answer, the oldest first: put to these cities, or asked by these posts. */
export async function openCityQuestions(
  db: Db,
  where: { cityIds: number[] | 'all' } | { seatIds: number[] },
): Promise<CityQuestionView[]> {
  const of =
    'seatIds' in where
      ? { askedBySeatId: { in: where.seatIds } }
      : where.cityIds === 'all'
        ? {}
        : { cityId: { in: where.cityIds } };
  const rows = await db.cityQuestion.findMany({
    where: { ...of, answeredAt: null },
    orderBy: { id: 'asc' },
    take: 50,
  });
  return viewsOf(db, rows);
}

export type CityQuestionNotice = 'experience.asked' | 'experience.answered';

const reached = ({ reach }: Occupant): boolean => reach === 'ok';

/**
 * Whom a question is for now: the coordinators of the city, where none can be reached those of the association (`own`
 * tells which).
 */
export async function answerersOf(
  db: Db,
  cityId: number,
  now: Date,
): Promise<{ people: Occupant[]; own: boolean }> {
  const people = (await contactsOf(db, { kind: 'city_coordinator', cityId }, now)).filter(reached);
  if (people.length > 0) return { people, own: true };
  return { people: await associationPeople(db, now), own: false };
}

/** Who hears of this now. */
export async function toldOf(
  db: Db,
  kind: CityQuestionNotice,
  { cityId, askedBySeatId }: Pick<CityQuestionView, 'cityId' | 'askedBySeatId'>,
  now: Date,
): Promise<Occupant[]> {
  if (kind !== 'experience.answered') return (await answerersOf(db, cityId, now)).people;
  const asker = (await occupantsOf(db, [askedBySeatId], now)).get(askedBySeatId);
  return asker ? [asker] : [];
}

/** Tells them; nobody twice. @returns how many people there are */
export async function tellOfQuestion(
  db: Db,
  kind: CityQuestionNotice,
  question: Pick<CityQuestionView, 'id' | 'cityId' | 'askedBySeatId'>,
  now: Date,
): Promise<number> {
  const people = await toldOf(db, kind, question, now);
  const notices = people.map(({ personId }): NewNotice => ({
    dedupeKey: `${kind}:${question.id}:${personId}`,
    personId,
    kind,
    args: { questionId: question.id },
    subject: `city_question:${question.id}`,
    againIfUnknown: true,
  }));
  await enqueue(db, notices, now);
  return people.length;
}

/** «Кедрова О.Н., начальник управления, Омск»: who asked or answered, by the post as it is held now. */
export async function whoAsked(
  db: Db,
  seatId: number,
  now: Date,
): Promise<{ occupant: Occupant | null; post: string; city: string | null }> {
  const seat = await db.seat.findUnique({ where: { id: seatId }, include: { city: true } });
  const occupant = (await occupantsOf(db, [seatId], now)).get(seatId) ?? null;
  return { occupant, post: seat?.post ?? '', city: seat?.city?.name ?? null };
}
