import {
  addDays,
  addWorkingDays,
  dayIn,
  formatInstant,
  instantAt,
  isWorkingDay,
  storedDay,
  workingDaysBetween,
} from '../../../services/calendar/index.ts';
import type { DaysOffRule } from '../../../services/calendar/index.ts';

/**
 * When somebody is reminded. Days are 'YYYY-MM-DD' and hours 'HH:MM' of the city; a step is a number of working days from
 * the term, negative before it, and by what calendar is the city's own rule.
 */

/** Steps that come by themselves, oldest first, and the step from which on none is made up for any more. */
export interface Plan {
  steps: readonly number[];
  over: number;
}

/** Before the term, on its day, and three times after it; then only the coordinators are told. */
export const PLAN: Plan = { steps: [-14, -7, -3, -1, 0, 2, 4, 6], over: 8 };
/** An executor, of his own term. */
export const EXECUTORS_PLAN: Plan = { steps: [-1, 0], over: 2 };
/** Nobody is reminded twice within so many working days: on Monday, and not before Wednesday again. */
const APART = 2;

/** When reminders by themselves begin in the morning, and no reminder begins later in the evening. */
const MORNING = '10:00';
const EVENING = '18:00';
/** A coordinator's own may go out a little earlier. */
const OPENING = '09:00';
/** What could not be sent by then is not sent any more: nobody is reminded at night. */
const NIGHT = '20:00';
/** Milliseconds in which a coordinator may take his reminder back. */
const UNDO = 60_000;

/** A place with its calendar and its clocks. */
export interface Place {
  timeZone: string;
  rule: DaysOffRule;
}

/** One term and what has been said about it. */
export interface Course {
  dueOn: string;
  /** Days on which whoever is to be reminded was told of it: asked, given a later term, reminded, in any order. */
  before: readonly string[];
}

/** The day of a step; null: there is none, for the term is a day off, of which the last step before it speaks. */
function dayOfStep(dueOn: string, step: number, rule: DaysOffRule): string | null {
  if (step === 0) return isWorkingDay(dueOn, rule) ? dueOn : null;
  return addWorkingDays(dueOn, step, rule);
}

/**
 * The step that is due on a working day; null: none. Only the newest whose day has come counts, so after a long stop one
 * reminder is sent and not five. A step is done with if the person was told on its day, later, or less than two working
 * days before; but on the day of the term he is reminded unless he was told on that same day.
 */
export function dueStep(
  { dueOn, before }: Course,
  today: string,
  rule: DaysOffRule,
  plan: Plan = PLAN,
): number | null {
  if (!isWorkingDay(today, rule) || isOver(dueOn, today, rule, plan)) return null;
  for (const step of [...plan.steps].reverse()) {
    const day = dayOfStep(dueOn, step, rule);
    if (day === null || day > today) continue;
    const isDone = (told: string): boolean =>
      step === 0 ? told >= day : workingDaysBetween(told, day, rule) < APART;
    return before.some(isDone) ? null : step;
  }
  return null;
}

/** Whether all reminders by themselves have had their day. */
export function isOver(dueOn: string, today: string, rule: DaysOffRule, plan: Plan = PLAN): boolean {
  return today >= addWorkingDays(dueOn, plan.over, rule);
}

/** Whether a coordinator may remind on this day somebody who is, or will be, reminded on those. */
export function mayRemind(day: string, reminded: readonly string[], rule: DaysOffRule): boolean {
  return reminded.every((other) => Math.abs(workingDaysBetween(other, day, rule)) >= APART);
}

/**
 * The first day, 'YYYY-MM-DD', of which it matters today that an executor was reminded on it; a day early, for no zone is
 * more than a day from another. From its last day of effect, the day after the term, the plan looks back over the term,
 * the step before it and the days in which nobody is reminded twice.
 */
export function rememberedSince(today: string, rule: DaysOffRule): string {
  const { steps, over } = EXECUTORS_PLAN;
  return addDays(addWorkingDays(today, Math.min(...steps) - over - APART, rule), -1);
}

/** Whether reminders by themselves go out at this place now. */
export function isReminderTime(now: Date, { timeZone, rule }: Place): boolean {
  const time = hour(now, timeZone);
  return time >= MORNING && time < EVENING && isWorkingDay(dayIn(now, timeZone), rule);
}

/** When a coordinator's reminder goes out at a place. */
export interface Sending {
  /** The day there. */
  on: string;
  at: Date;
  /** It waits for the next morning of work there. */
  waits: boolean;
}

/** In a minute, so that it can be taken back; outside 9:00–18:00 and on a day off on the next working morning at 10:00. */
export function sendingAt(now: Date, { timeZone, rule }: Place): Sending {
  const today = dayIn(now, timeZone);
  const time = hour(now, timeZone);
  const works = isWorkingDay(today, rule);
  if (works && time >= OPENING && time < EVENING)
    return { on: today, at: new Date(now.getTime() + UNDO), waits: false };
  const on = works && time < OPENING ? today : addWorkingDays(today, 1, rule);
  return { on, at: instantAt(on, MORNING, timeZone), waits: true };
}

/** When what a coordinator planned at an instant for a day of that zone goes out, as `sendingAt` then had it. */
export function goesOutAt({ on, at }: Pick<Kept, 'on' | 'at'>, timeZone: string): Date {
  const day = storedDay(on);
  const works = instantAt(day, OPENING, timeZone) <= at;
  return works ? new Date(at.getTime() + UNDO) : instantAt(day, MORNING, timeZone);
}

/** A reminder as it is kept: of a round, or by itself, which goes out at once. */
interface Kept {
  roundId: number | null;
  on: Date;
  at: Date;
}

/** Whether a reminder is only planned: its instant in the city has not come yet. */
export function isPlanned({ roundId, on, at }: Kept, timeZone: string, now: Date): boolean {
  return roundId !== null && now < goesOutAt({ on, at }, timeZone);
}

/** The instant after which a reminder of that day is not sent any more. */
export function nightOf(on: string, timeZone: string): Date {
  return instantAt(on, NIGHT, timeZone);
}

function hour(now: Date, timeZone: string): string {
  return formatInstant(now, timeZone, 'en', 'time');
}
