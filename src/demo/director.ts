import { addDays, addWorkingDays, dayIn, instantAt, isDay } from '../services/calendar/index.ts';
import { ASSOCIATION_ZONE } from '../services/people/actor.ts';
import { type Advance, type Director, Refusal } from '../simulator/index.ts';
import type { AppProcess } from './app-process.ts';

/** When a working day begins, and any other day that the clocks are moved to. */
const MORNING = '09:00';

/** What the demo's page may do with the clocks and with the app. */
export function createDirector(deps: { app: () => AppProcess | undefined; reset: () => void }): Director {
  const running = (): AppProcess => {
    const app = deps.app();
    if (!app) throw new Refusal(409, 'Conflict: the app is not running yet');
    return app;
  };
  return {
    async advance(step, now) {
      const milliseconds = wayTo(step, now);
      if (milliseconds < 0) throw new Refusal(400, 'Bad Request: the clock never goes back');
      const url = await running().url();
      const answer = await fetch(`${url}/demo/clock`, {
        method: 'POST',
        body: JSON.stringify({ milliseconds }),
      });
      if (!answer.ok) throw new Refusal(answer.status, await answer.text());
      return milliseconds;
    },
    restart: () => running().restart(),
    reset() {
      running();
      deps.reset();
      return Promise.resolve();
    },
  };
}

/** Milliseconds from now to where the clocks are to be; negative: that is in the past. @throws Refusal for no day */
export function wayTo(step: Advance, now: Date): number {
  if ('milliseconds' in step) return step.milliseconds;
  const { to, timeZone = ASSOCIATION_ZONE } = step;
  const morningOf = (day: string): number => instantAt(day, MORNING, timeZone).getTime() - now.getTime();
  if (to === 'working_morning') {
    const today = dayIn(now, timeZone);
    // Before nine of a working day the next morning is today's.
    const next = morningOf(addWorkingDays(addDays(today, -1), 1));
    return next > 0 ? next : morningOf(addWorkingDays(today, 1));
  }
  if (!isDay(to)) throw new Refusal(400, `Bad Request: not a day: ${to}`);
  return morningOf(to);
}
