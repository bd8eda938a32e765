import type { Db } from '../../../platform/database/client.ts';
import { addWorkingDays, dayIn, storedDay } from '../../../services/calendar/index.ts';
import { listed } from '../../../services/people/actor.ts';
import type { Actor, SeatKind } from '../../../services/people/actor.ts';
import { readCard } from '../../../services/people/city-card.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import { staffOf } from '../../../services/people/store.ts';
import type { StaffSeat } from '../../../services/people/store.ts';
import { loadAssignment } from '../store.ts';
import type { AssignmentView, OpenDelegation } from '../store.ts';

/** What was given to executors, as screens, verbs and notices read it. */

/** Posts whose holders may be given a question: employees, not those who approve or coordinate. */
export const EXECUTOR_KINDS: readonly SeatKind[] = ['executor', 'assistant', 'head'];

/** Working days between an executor's term and the questionnaire's. */
const DAYS_BEFORE = 2;

/** A delegation whatever its state, with the questionnaire that it is of, whole. */
export interface Delegated extends Omit<OpenDelegation, 'state'> {
  state: OpenDelegation['state'] | 'accepted' | 'declined' | 'recalled';
  view: AssignmentView;
}

export async function loadDelegation(db: Db, id: number): Promise<Delegated | null> {
  const row = await db.delegation.findUnique({ where: { id } });
  const view = row && (await loadAssignment(db, row.assignmentId));
  if (!view) return null;
  const { code, seatId, givenBySeatId, remark } = row;
  const dueOn = row.dueOn && storedDay(row.dueOn);
  return { id, code, seatId, givenBySeatId, remark, dueOn, state: row.state as Delegated['state'], view };
}

/**
 * Two working days before the questionnaire's term by the city's calendar; not before today. 'YYYY-MM-DD'.
 * @param answerBy the day by which the association asked for an answer: then one working day before it
 */
export function usualTerm(
  { dueOn, city }: AssignmentView,
  now: Date,
  answerBy: string | null = null,
): string {
  const today = dayIn(now, city.timeZone);
  const usual = addWorkingDays(answerBy ?? dueOn, answerBy === null ? -DAYS_BEFORE : -1, readCard(city.card));
  return usual < today ? today : usual;
}

/** Whether the actor would take or return what he handed over himself; the head decides about everything. */
export function isOwnWork(
  actor: Pick<Actor, 'seats'>,
  { seatId, view }: Pick<Delegated, 'seatId' | 'view'>,
): boolean {
  const holds = (id: number | undefined): boolean => actor.seats.some((seat) => seat.seatId === id);
  return holds(seatId) && !holds(view.respondent?.seatId);
}

/** How somebody is called who may not have come yet. */
export interface Named {
  /** «Рябинин П.А.»; the post where nobody is named for it. */
  name: string;
  /** Somebody answers for the post now. */
  connected: boolean;
}

/** Who answers for these posts: the acting person, the holder, else whoever is invited. */
export async function namesOf(db: Db, seatIds: readonly number[], now: Date): Promise<Map<number, Named>> {
  if (seatIds.length === 0) return new Map();
  const occupants = await occupantsOf(db, seatIds, now);
  const rows = await db.seat.findMany({
    where: { id: { in: [...seatIds] } },
    include: {
      holdings: { orderBy: { id: 'desc' }, take: 1, include: { person: true } },
      invitations: { orderBy: { id: 'desc' }, take: 1 },
    },
  });
  return new Map(
    rows.map((seat) => {
      const occupant = occupants.get(seat.id);
      const person = occupant ?? seat.holdings[0]?.person ?? seat.invitations[0];
      return [seat.id, { name: (person && listed(person)) || seat.post, connected: occupant !== undefined }];
    }),
  );
}

/** An employee who can be chosen, by name. */
export interface Candidate {
  seatId: number;
  name: string;
  post: string;
  departmentName: string | null;
  connected: boolean;
}

/**
 * The named employees of the city to whom a question may be given: the department that answers first, executors before
 * others, then by name; not its assistants, who see and write everything anyway. `search` is a part of the name, the post or the department.
 */
export async function candidatesFor(
  db: Db,
  view: AssignmentView,
  now: Date,
  search: string,
): Promise<Candidate[]> {
  const own = (seat: StaffSeat): boolean => seat.departmentId === (view.respondent?.departmentId ?? null);
  const wanted = search.toLocaleLowerCase('ru');
  const staff = (await staffOf(db, view.city.id, now)).filter(
    (seat) =>
      EXECUTOR_KINDS.includes(seat.kind) &&
      seat.seatId !== view.respondent?.seatId &&
      !(seat.kind === 'assistant' && seat.departmentId !== null && own(seat)),
  );
  return staff
    .flatMap((seat) => {
      const name = nameOf(seat);
      return name === null ? [] : [{ seat, name }];
    })
    .filter(({ seat, name }) =>
      [name, seat.post, seat.departmentName].some((each) => each?.toLocaleLowerCase('ru').includes(wanted)),
    )
    .sort(
      (a, b) =>
        Number(own(b.seat)) - Number(own(a.seat)) ||
        EXECUTOR_KINDS.indexOf(a.seat.kind) - EXECUTOR_KINDS.indexOf(b.seat.kind) ||
        a.name.localeCompare(b.name, 'ru') ||
        a.seat.seatId - b.seat.seatId,
    )
    .map(({ seat: { seatId, post, departmentName, holder }, name }) => ({
      seatId,
      name,
      post,
      departmentName,
      connected: holder !== null,
    }));
}

/** null: nobody holds the post and nobody is invited to it, or whoever holds it was cut off. */
function nameOf({ holder, invitation }: StaffSeat): string | null {
  if (holder) return holder.cutOffAt === null && holder.surname !== null ? listed(holder) : null;
  return invitation?.state === 'open' ? listed(invitation) : null;
}
