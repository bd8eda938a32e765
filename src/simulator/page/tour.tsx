import { useEffect, useRef, useState } from 'preact/hooks';
import { ACTS } from './acts/index.ts';
import type { Step } from './acts/act.ts';
import type { LiveChat } from './live-store.ts';
import { useShared } from './shared.ts';

/** The guided tour: the steps of an act, ticked off as they happen. */
export function Tour(props: {
  chats: ReadonlyMap<number, LiveChat>;
  /** Whose telephones are shown. */
  held: readonly (number | null)[];
  onShow: (id: number) => void;
}) {
  const { chats, held, onShow } = props;
  const { t } = useShared();
  const [act] = ACTS;
  const [done, tick] = useState(0);
  /** What had been heard when the step began. */
  const since = useRef(0);
  const steps: readonly Step[] = act.steps;

  const current = steps[done];
  const heard = current && newest(chats, current, since.current);
  useEffect(() => {
    if (heard === undefined) return;
    since.current = heard;
    tick((before) => before + 1);
  }, [heard]);

  return (
    <aside class="tour" aria-label={t('tour.title')}>
      <h2>{t(`acts.${act.name}.title`)}</h2>
      <ol>
        {act.steps.map(({ name, on }, index) => {
          const state = index < done ? 'done' : index === done ? 'current' : 'later';
          const person = chats.get(on)?.person;
          return (
            <li key={name} class={state} aria-current={state === 'current' ? 'step' : undefined}>
              {state === 'done' && <span class="hidden">{t('tour.done')} </span>}
              {t(`acts.${act.name}.steps.${name}`)}
              {state === 'current' && person && !held.includes(on) && (
                <button
                  type="button"
                  onClick={() => {
                    onShow(on);
                  }}
                >
                  {t('tour.show', { name: [person.firstName, person.lastName].filter(Boolean).join(' ') })}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <p role="status">
        {done === steps.length ? t('tour.over') : t('tour.progress', { done, total: steps.length })}
      </p>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          since.current = Math.max(
            0,
            ...[...chats.values()].flatMap(({ messages }) => messages.map((each) => each.heard)),
          );
          tick(0);
        }}
      >
        {t('tour.again')}
      </button>
    </aside>
  );
}

/** When the page heard of a message that ends the step; undefined: not yet. */
function newest(
  chats: ReadonlyMap<number, LiveChat>,
  { on, shows = on, seen }: Step,
  since: number,
): number | undefined {
  return chats.get(shows)?.messages.find((message) => message.heard > since && seen(message))?.heard;
}
