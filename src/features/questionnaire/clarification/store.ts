import { storedDay } from '../../../services/calendar/index.ts';
import type { Db } from '../../../platform/database/client.ts';
import { listed } from '../../../services/people/actor.ts';
import { contactsOf, occupantsOf } from '../../../services/people/occupants.ts';
import type { Occupant } from '../../../services/people/occupants.ts';
import type { AssignmentView, SubmittedAnswer } from '../store.ts';

/** *Нужно уточнение*: one question of the association about one answer, with what the city said to it. */
export interface ClarificationView {
  id: number;
  assignmentId: number;
  code: string;
  /** That was asked about. */
  edition: number;
  remark: string;
  askedBySeatId: number | null;
  askedAt: Date;
  /** 'YYYY-MM-DD', by the calendar of the city. */
  dueOn: string | null;
  /** null: the city is to answer. */
  answer: 'explained' | 'corrected' | null;
  explanation: string | null;
  way: Way | null;
  answeredBySeatId: number | null;
  answeredAt: Date | null;
  closedAt: Date | null;
}

/** By which way an explanation came; all but `chat` were entered by a coordinator. */
export const WAYS = ['chat', 'phone', 'letter', 'paper'] as const;
export type Way = (typeof WAYS)[number];

type Row = Omit<ClarificationView, 'dueOn' | 'answer' | 'way'> & {
  dueOn: Date | null;
  answer: string | null;
  way: string | null;
};

function viewOf({ dueOn, answer, way, ...row }: Row): ClarificationView {
  return {
    ...row,
    dueOn: dueOn && storedDay(dueOn),
    answer: answer as ClarificationView['answer'],
    way: way as Way | null,
  };
}

export async function findClarification(db: Db, id: number): Promise<ClarificationView | null> {
  const row = await db.clarification.findUnique({ where: { id } });
  return row && viewOf(row);
}

/** What is not closed yet, oldest first. */
export async function openClarifications(db: Db, assignmentId: number): Promise<ClarificationView[]> {
  const rows = await db.clarification.findMany({
    where: { assignmentId, closedAt: null },
    orderBy: { id: 'asc' },
  });
  return rows.map(viewOf);
}

/** What the city is still to answer. */
export const unanswered = (clarifications: readonly ClarificationView[]): ClarificationView[] =>
  clarifications.filter(({ answer }) => answer === null);

/** The answers of one edition; empty where there is none. */
export async function contentOf(db: Db, assignmentId: number, edition: number): Promise<SubmittedAnswer[]> {
  const row = await db.submission.findUnique({
    where: { assignmentId_edition: { assignmentId, edition } },
    select: { content: true },
  });
  return (row?.content ?? []) as unknown as SubmittedAnswer[];
}

/** Text, formatting, number and files are the same, and whether there was nothing to say. */
export function sameAnswer(one: SubmittedAnswer | undefined, other: SubmittedAnswer | undefined): boolean {
  const plain = (answer: SubmittedAnswer | undefined): string =>
    JSON.stringify([
      answer?.text ?? '',
      answer?.entities ?? [],
      answer?.value ?? null,
      answer?.files ?? [],
      answer?.skipped ?? false,
    ]);
  return plain(one) === plain(other);
}

/** Whom a matter of a questionnaire concerns in its city. */
export interface CityRecipient extends Occupant {
  role: 'respondent' | 'coordinator';
}

const reached = ({ reach }: Occupant): boolean => reach === 'ok';

/** Who answers for the respondent's post now; where nobody can be reached there, the city's coordinators. */
export async function cityRecipients(
  db: Db,
  view: Pick<AssignmentView, 'respondent' | 'city'>,
  now: Date,
): Promise<CityRecipient[]> {
  const seatId = view.respondent?.seatId;
  const head = seatId === undefined ? undefined : (await occupantsOf(db, [seatId], now)).get(seatId);
  if (head && reached(head)) return [{ ...head, role: 'respondent' }];
  const coordinators = await contactsOf(db, { kind: 'city_coordinator', cityId: view.city.id }, now);
  return coordinators.filter(reached).map((each) => ({ ...each, role: 'coordinator' }));
}

/** And whoever holds the respondent's post while another acts in it: thanks are due to him as well. */
export async function withHolder(
  db: Db,
  people: readonly CityRecipient[],
  { respondent }: Pick<AssignmentView, 'respondent'>,
): Promise<CityRecipient[]> {
  const holding =
    respondent &&
    (await db.holding.findFirst({
      where: {
        seatId: respondent.seatId,
        until: null,
        person: { cutOffAt: null, erasedAt: null, telegramId: { not: null }, reach: 'ok' },
      },
      include: { person: true },
    }));
  if (!holding || people.some(({ personId }) => personId === holding.personId)) return [...people];
  const { surname, name, patronymic, phone, reach } = holding.person;
  const { personId } = holding;
  const person = { personId, surname, name, patronymic, phone, reach, actingUntil: null };
  return [...people, { ...person, role: 'respondent' }];
}

/** The association's coordinators. */
export async function associationPeople(db: Db, now: Date): Promise<Occupant[]> {
  return (await contactsOf(db, { kind: 'association_coordinator', cityId: null }, now)).filter(reached);
}

/** Who is told what the city answered: whoever answers for the post that asked, else all who may ask. */
export async function askersOf(db: Db, seatId: number | null, now: Date): Promise<Occupant[]> {
  const asker = seatId === null ? undefined : (await occupantsOf(db, [seatId], now)).get(seatId);
  return asker && reached(asker) ? [asker] : associationPeople(db, now);
}

/** «Кедрова О.Н.», by the post; the post itself where nobody answers for it now, null where it is not known. */
export async function nameOfSeat(db: Db, seatId: number | null, now: Date): Promise<string | null> {
  if (seatId === null) return null;
  const occupant = (await occupantsOf(db, [seatId], now)).get(seatId);
  if (occupant) return listed(occupant);
  return (await db.seat.findUnique({ where: { id: seatId } }))?.post ?? null;
}
