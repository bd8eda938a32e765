import { instantAt, isDay } from '../services/calendar/index.ts';
import { type Language, LANGUAGES } from '../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE } from '../services/people/actor.ts';
import { type Advance, type Director, type Play, Refusal } from '../simulator/index.ts';
import type { AppProcess } from './app-process.ts';
import { nextWorking } from './next-working.ts';

/** Where a working morning is, and any other day that the clocks are moved to: by then reminders go out. */
const MORNING = '10:00';

/** What the demo's page may do with the clocks and with the app. */
export function createDirector(deps: {
  play: Promise<Play>;
  app: () => AppProcess | undefined;
  reset: (language: Language | undefined) => void;
  /** Milliseconds that moving the app's clock may take, a restart of the app included; default 10 000. */
  patience?: number;
}): Director {
  const running = (): AppProcess => {
    const app = deps.app();
    if (!app) throw new Refusal(409, 'Conflict: the app is not running yet');
    return app;
  };
  return {
    play: () => deps.play,
    async advance(step, now) {
      const milliseconds = wayTo(step, now);
      if (milliseconds < 0) throw new Refusal(400, 'Bad Request: the clock never goes back');
      const app = running();
      const signal = AbortSignal.timeout(deps.patience ?? 10_000);
      const late = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Refusal(504, 'Timeout: the app does not answer')));
      });
      const request = { method: 'POST', body: JSON.stringify({ milliseconds }), signal };
      const answer = await Promise.race([app.url().then((url) => fetch(`${url}/demo/clock`, request)), late]);
      if (!answer.ok) throw new Refusal(answer.status, await answer.text());
      const { now: then } = (await answer.json()) as { now: string };
      return new Date(then);
    },
    restart: () => running().restart(),
    reset(language) {
      running();
      const wanted = LANGUAGES.find((each) => each === language);
      if (language !== undefined && wanted === undefined)
        throw new Refusal(400, `Bad Request: no such language: ${language}`);
      deps.reset(wanted);
      return Promise.resolve();
    },
  };
}

/** Milliseconds from now to where the clocks are to be; negative: that is in the past. @throws Refusal for no day */
export function wayTo(step: Advance, now: Date): number {
  if ('milliseconds' in step) return step.milliseconds;
  const { to, timeZone = ASSOCIATION_ZONE } = step;
  if (to === 'working_morning') return nextWorking(MORNING, timeZone, now).getTime() - now.getTime();
  if (!isDay(to)) throw new Refusal(400, `Bad Request: not a day: ${to}`);
  return instantAt(to, MORNING, timeZone).getTime() - now.getTime();
}
