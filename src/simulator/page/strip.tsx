import { useEffect, useState } from 'preact/hooks';
import { ask, inWords, isUnanswered } from './asking.ts';
import { Icon } from './icons.tsx';
import type { Live } from './live-store.ts';
import { formatOf, useShared } from './shared.ts';
import { type PageLanguage, textsIn } from './texts.ts';

/** What Telegram may be like: rules of the simulator's faults. */
const WEATHER = {
  fine: null,
  slow: { effect: { kind: 'slow', delayMs: 1500 }, times: 1e9 },
  flood: { effect: { kind: 'too-many', retryAfter: 3 }, probability: 0.5 },
  no_connection: { effect: { kind: 'reset' }, times: 1e9 },
  answers_lost: { effect: { kind: 'answer-lost' }, probability: 0.5 },
} as const;
type Weather = keyof typeof WEATHER;
const WEATHERS = Object.keys(WEATHER) as Weather[];

async function weatherNow(): Promise<Weather> {
  const rules = (await ask('faults')) as readonly { effect: { kind: string } }[];
  return WEATHERS.find((each) => WEATHER[each]?.effect.kind === rules[0]?.effect.kind) ?? 'fine';
}

const HOUR = 3_600_000;
/** Milliseconds that a refusal stands in the strip. */
const REFUSAL = 15_000;

/** For the director of the play: the clock, Telegram's weather, the app itself. */
export function Strip(props: {
  live: Live;
  now: number;
  timeZone: string | undefined;
  /** What could not be done last; null: nothing. */
  complaint: unknown;
  onDismiss: () => void;
  /** Puts everything back to the sample data of a language. */
  onReset: (language: PageLanguage) => Promise<void>;
}) {
  const { live, now, timeZone, complaint, onDismiss, onReset } = props;
  const { t, language, complain } = useShared();
  const [weather, become] = useState<Weather>('fine');
  const [busy, work] = useState<string | null>(null);
  const [day, choose] = useState('');
  const [open, unfold] = useState(false);

  function run(name: string, task: () => Promise<unknown>): void {
    if (busy !== null) return;
    work(name);
    onDismiss();
    task()
      .catch(complain)
      .finally(() => {
        work(null);
      });
  }

  const advance = (name: string, body: object): void => {
    run(name, () => ask('director/advance', { ...body, timeZone }));
  };
  /** 'YYYY-MM-DD' on the clock of the strip, some days from now. */
  const inDays = (days: number): string =>
    formatOf('date', 'sv', { dateStyle: 'short', timeZone }).format(now + days * 24 * HOUR);

  // Another tab may have changed it, and a play begins with fine weather.
  useEffect(() => {
    if (live.connected) weatherNow().then(become, complain);
  }, [live.connected]);

  async function change(next: Weather): Promise<void> {
    await ask('faults', {}, 'DELETE');
    const rule = WEATHER[next];
    if (rule) await ask('faults', rule);
    become(next);
  }

  const clock = formatOf('clock', language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone,
    timeZoneName: 'short',
  });
  const other: PageLanguage = language === 'ru' ? 'en' : 'ru';
  const last = live.refused.findLast(({ at }) => now - live.ahead - at < REFUSAL);
  return (
    <header class={open ? 'strip open' : 'strip'}>
      <h1>{t('strip.title')}</h1>
      <button
        type="button"
        class="unfold"
        aria-expanded={open}
        onClick={() => {
          unfold(!open);
        }}
      >
        {t('strip.controls')}
      </button>
      <fieldset class="clock" aria-busy={busy !== null}>
        <legend>{t('strip.clock')}</legend>
        <output>{now === 0 ? '' : clock.format(now)}</output>
        <button type="button" class="hour" onClick={() => advance('hour', { milliseconds: HOUR })}>
          {t('strip.hour')}
        </button>
        <button type="button" onClick={() => advance('day', { milliseconds: 24 * HOUR })}>
          {t('strip.day')}
        </button>
        <button type="button" onClick={() => advance('morning', { to: 'working_morning' })}>
          {t('strip.morning')}
        </button>
        <input
          type="date"
          aria-label={t('strip.date')}
          min={inDays(1)}
          max={inDays(365)}
          value={day}
          onInput={({ currentTarget }) => {
            choose(currentTarget.value);
          }}
        />
        <button type="button" disabled={day === ''} onClick={() => advance('date', { to: day })}>
          {t('strip.go')}
        </button>
      </fieldset>
      <fieldset aria-busy={busy !== null}>
        <legend>{t('strip.weather')}</legend>
        <select
          aria-label={t('strip.weather')}
          value={weather}
          onChange={({ currentTarget }) => {
            run('weather', () => change(currentTarget.value as Weather));
          }}
        >
          {WEATHERS.map((each) => (
            <option key={each} value={each}>
              {t(`strip.weathers.${each}`)}
            </option>
          ))}
        </select>
      </fieldset>
      <fieldset aria-busy={busy !== null}>
        <legend>{t('strip.app')}</legend>
        <button type="button" onClick={() => run('restart', () => ask('director/restart', {}))}>
          {t('strip.restart')}
        </button>
        <button type="button" onClick={() => run('reset', () => onReset(language))}>
          {t('strip.reset')}
        </button>
      </fieldset>
      <button type="button" class="quiet" lang={other} onClick={() => run('reset', () => onReset(other))}>
        {textsIn(other)('strip.language')}
      </button>
      <div class="state" role="status">
        {!live.connected && <p class="trouble">{t('strip.no_connection')}</p>}
        {busy !== null && <p>{t('strip.busy')}</p>}
        {last && (
          <p class="trouble" key={last.id}>
            {t('strip.refused', { method: last.method, why: last.why })}
          </p>
        )}
        {complaint !== null && (live.connected || !isUnanswered(complaint)) && (
          <p class="trouble">
            {inWords(complaint, t)}
            <button type="button" class="quiet" onClick={onDismiss} aria-label={t('strip.dismiss')}>
              <Icon name="close" />
            </button>
          </p>
        )}
      </div>
    </header>
  );
}
