import type { Log } from '../../platform/log.ts';
import type { Job } from '../scheduler/index.ts';
import { yearWithoutDecree } from './working-days.ts';

/** Tells the keepers of the house, once a day of each copy, that the calendar of a year is not settled. */
export function createDecreeWatch(log: Pick<Log, 'warn'>): Job {
  let toldOn = '';
  return {
    name: 'decree-watch',
    every: 'tick',
    expireInSeconds: 60,
    run({ now }) {
      const today = now.toISOString().slice(0, 10);
      const year = yearWithoutDecree(today);
      if (year !== null && toldOn !== today) {
        toldOn = today;
        log.warn(
          { year },
          'no decree on the days off of this year: working days follow the law alone; see README',
        );
      }
      return Promise.resolve();
    },
  };
}

/** For `GET /ready`: `ok`, or which year's calendar is not settled. */
export function decreeState(now: Date): string {
  const year = yearWithoutDecree(now.toISOString().slice(0, 10));
  return year === null ? 'ok' : `no decree for ${year}`;
}
