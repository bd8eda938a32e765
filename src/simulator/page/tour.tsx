import { useEffect, useRef, useState } from 'preact/hooks';
import type { Stage } from '../director.ts';
import { ACTS, type ActName } from './acts/index.ts';
import { sendFile } from './asking.ts';
import { Icon } from './icons.tsx';
import type { LiveChat } from './live-store.ts';
import { nameOf, useShared } from './shared.ts';
import type { TextKey } from './texts.ts';
import type { TourNow } from './tour-progress.ts';

/** The guided tour: the steps of an act, ticked off as they happen. */
export function Tour(props: {
  tour: TourNow;
  chats: ReadonlyMap<number, LiveChat>;
  /** Whose telephones are shown. */
  held: readonly (number | null)[];
  desk: Stage['desk'];
  onShow: (id: number) => void;
  onReset: () => void;
}) {
  const { tour, chats, held, desk, onShow, onReset } = props;
  const { act, step, marks, following } = tour;
  const { t, complain } = useShared();
  const [open, unfold] = useState(false);
  const [sending, send] = useState(false);
  const current = useRef<HTMLLIElement>(null);
  const total = act.steps.length;
  const done = marks.filter((mark) => mark === 'done').length;
  const words = (name: string): string => t(`acts.${act.name}.steps.${name}` as TextKey);

  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [act, marks.length]);

  const holder = step && chats.get(step.on)?.person;
  const file = desk.find(({ id }) => id === step?.file);
  return (
    <aside class={open ? 'tour open' : 'tour'} aria-label={t('tour.title')}>
      <div class="head">
        <select
          aria-label={t('tour.act')}
          value={act.name}
          onChange={({ currentTarget }) => {
            tour.choose(currentTarget.value as ActName);
          }}
        >
          {ACTS.map(({ name }, index) => (
            <option key={name} value={name}>
              {`${index + 1}. ${t(`acts.${name}.title`)}`}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="quiet unfold"
          aria-expanded={open}
          onClick={() => {
            unfold(!open);
          }}
        >
          {t('tour.all')}
        </button>
      </div>
      <p class="about">{t(`acts.${act.name}.about`)}</p>
      <ol tabIndex={0}>
        {act.steps.map(({ name }, index) => {
          const state = marks[index] ?? (index === marks.length ? 'current' : 'later');
          if (state !== 'current')
            return (
              <li key={name} class={state} data-step={index + 1}>
                {state !== 'later' && <span class="hidden">{t(`tour.${state}`)} </span>}
                <span class="words">{words(name)}</span>
              </li>
            );
          return (
            <li
              key={name}
              class={state}
              data-step={index + 1}
              aria-current="step"
              tabIndex={-1}
              ref={current}
            >
              <Spoken words={words(name)} />
              <div class="acts">
                {step && holder && !held.includes(step.on) && (
                  <button
                    type="button"
                    onClick={() => {
                      onShow(step.on);
                    }}
                  >
                    {t('tour.show', { name: nameOf(holder) })}
                  </button>
                )}
                {step && file && (
                  <button
                    type="button"
                    aria-busy={sending}
                    onClick={() => {
                      if (sending) return;
                      send(true);
                      attach(step.on, file)
                        .catch(complain)
                        .finally(() => {
                          send(false);
                        });
                    }}
                  >
                    <Icon name="attach" /> {t('tour.attach', { name: file.name })}
                  </button>
                )}
                {file && (
                  <a class="quiet" href={`/sim/desk/${file.id}`} download={file.name}>
                    {t('tour.look')}
                  </a>
                )}
                <button
                  type="button"
                  class="quiet"
                  onClick={() => {
                    tour.skip();
                    // The button goes with its step: whoever has only keys goes on from the next one.
                    requestAnimationFrame(() => current.current?.focus({ preventScroll: true }));
                  }}
                >
                  {t('tour.skip')}
                </button>
              </div>
            </li>
          );
        })}
      </ol>
      <p role="status">
        {t(step ? 'tour.progress' : 'tour.over', { done, total })}
        {step && <span class="hidden"> {words(step.name)}</span>}
      </p>
      {!step && (
        <div class="acts">
          {following && (
            <button
              type="button"
              onClick={() => {
                tour.choose(following.name);
              }}
            >
              {t('tour.following', { title: t(`acts.${following.name}.title`) })}
            </button>
          )}
          <button type="button" class="quiet" onClick={onReset}>
            {t('tour.again')}
          </button>
        </div>
      )}
    </aside>
  );
}

/** A sentence in which what is to be pressed or written stands out. */
function Spoken({ words }: { words: string }) {
  return (
    <span class="words">
      {words.split(/(«[^»]*»|“[^”]*”)/).map((part, at) => (at % 2 ? <b>{part}</b> : part))}
    </span>
  );
}

/** Sends what lies ready, as if it had been dropped on the telephone. */
async function attach(person: number, { id, name }: Stage['desk'][number]): Promise<void> {
  const answer = await fetch(`/sim/desk/${id}`);
  await sendFile(person, new File([await answer.blob()], name), '');
}
