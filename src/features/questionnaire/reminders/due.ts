import { dayIn } from '../../../services/calendar/index.ts';
import { peopleOn, reachedIn } from './notices.ts';
import type { Item, Telling } from './notices.ts';
import { dueStep, EXECUTORS_PLAN, isReminderTime, mayRemind, nightOf, sendingAt } from './plan.ts';
import type { Sending } from './plan.ts';
import type { SilentRow, Standing } from './store.ts';

/** What reminders by themselves are due now: the cities' steps, and who is told. */
export interface Due {
  reminders: { assignmentId: number; step: number; on: string }[];
  tellings: Telling[];
}

/** Where nobody can be told, nothing is due: the step waits for somebody. */
export function dueNow(standing: Standing, now: Date): Due {
  const { rows, occupants } = standing;
  const due: Due = { reminders: [], tellings: [] };
  for (const row of rows) {
    const { assignmentId, city, dueOn, told, reminded } = row;
    if (!isReminderTime(now, city)) continue;
    const on = dayIn(now, city.timeZone);
    const until = nightOf(on, city.timeZone);
    const step = dueStep({ dueOn, before: [...told, ...reminded] }, on, city.rule);
    const { as, people } = reachedIn(row, occupants);
    if (step !== null && as !== 'nobody') {
      due.reminders.push({ assignmentId, step, on });
      for (const { personId } of people)
        due.tellings.push({ personId, item: { assignmentId, as, on }, at: now, until });
    }
    const heads = people.map(({ personId }) => personId);
    for (const personId of executorsDue(row, standing, on).filter((id) => !heads.includes(id)))
      due.tellings.push({ personId, item: { assignmentId, as: 'executor', on }, at: now, until });
  }
  return due;
}

/** Executors of this city for whom something is due: they are told of all that is with them. */
function executorsDue({ given, city }: SilentRow, { occupants, executors }: Standing, on: string): number[] {
  const found = given.flatMap(({ seatId, dueOn, since }) =>
    peopleOn([seatId], occupants).filter(({ personId }) => {
      const before = [since, ...(executors.get(personId) ?? [])];
      return dueStep({ dueOn, before }, on, city.rule, EXECUTORS_PLAN) !== null;
    }),
  );
  return [...new Set(found.map(({ personId }) => personId))];
}

/** A coordinator's round, as it would be if he sent it now. */
export interface RoundPlan {
  entries: RoundEntry[];
  /** Reminded less than two working days ago. */
  recent: SilentRow[];
  /** A reminder of a round is to go out there. */
  planned: SilentRow[];
  /** Nobody can be told. */
  unreachable: SilentRow[];
}

export interface RoundEntry {
  row: SilentRow;
  /** In which quality those are told who are told first. */
  as: Item['as'];
  sending: Sending;
  tellings: Telling[];
}

/**
 * Who would be reminded by a round.
 * @param withExecutors whether the executors of a city are reminded too: by its own coordinator
 */
export function planRound(
  standing: Standing,
  now: Date,
  who: { personId: number | null; withExecutors: (row: SilentRow) => boolean },
): RoundPlan {
  const { rows, occupants, executors } = standing;
  const plan: RoundPlan = { entries: [], recent: [], planned: [], unreachable: [] };
  for (const row of rows) {
    const { assignmentId, city, reminded, given } = row;
    const sending = sendingAt(now, city);
    if (!mayRemind(sending.on, reminded, city.rule)) {
      (row.planned ? plan.planned : plan.recent).push(row);
      continue;
    }
    const { as, people } = reachedIn(row, occupants, who.personId);
    const heads = people.map((person) => person.personId);
    const writers = who.withExecutors(row)
      ? peopleOn(
          given.map(({ seatId }) => seatId),
          occupants,
        ).filter(
          ({ personId }) =>
            !heads.includes(personId) &&
            personId !== who.personId &&
            mayRemind(sending.on, executors.get(personId) ?? [], city.rule),
        )
      : [];
    const role = as === 'nobody' ? 'executor' : as;
    const telling = (personId: number, quality: Item['as']): Telling => ({
      personId,
      item: { assignmentId, as: quality, on: sending.on },
      at: sending.at,
      until: nightOf(sending.on, city.timeZone),
    });
    const tellings = [
      ...heads.map((personId) => telling(personId, role)),
      ...writers.map(({ personId }) => telling(personId, 'executor')),
    ];
    if (tellings.length === 0) plan.unreachable.push(row);
    else plan.entries.push({ row, as: role, sending, tellings });
  }
  return plan;
}
