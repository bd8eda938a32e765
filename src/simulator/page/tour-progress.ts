import { useEffect, useRef } from 'preact/hooks';
import type { Act, Step } from './acts/act.ts';
import { ACTS, type ActName } from './acts/index.ts';
import type { LiveChat } from './live-store.ts';

/** Which act is played, and how many of its steps are done. */
export interface Progress {
  readonly act: ActName;
  readonly done: number;
}

export const BEGINNING: Progress = { act: ACTS[0].name, done: 0 };

type ActNow = (typeof ACTS)[number];

export interface TourNow {
  readonly act: ActNow;
  /** What is to be done now; undefined: the act is over. */
  readonly step: Step | undefined;
  readonly done: number;
  /** The act after this one; undefined: this is the last. */
  readonly following: ActNow | undefined;
  /** Begins an act. */
  begin: (act: ActName) => void;
  /** Goes on to the next step, whatever happened. */
  skip: () => void;
}

/**
 * Ticks off the steps of the act as they happen. What happened before the page knew of a step does not count: after a
 * visit that was broken off the step is done again, or passed over.
 * @param keep keeps the progress beyond this visit
 */
export function useTour(
  chats: ReadonlyMap<number, LiveChat>,
  { act: name, done }: Progress,
  keep: (progress: Progress) => void,
): TourNow {
  const index = Math.max(
    0,
    ACTS.findIndex((each) => each.name === name),
  );
  const act = ACTS[index] ?? ACTS[0];
  const steps: Act['steps'] = act.steps;
  const step = steps[done];
  /** What had been heard when the step began; null: nothing is known yet. */
  const since = useRef<number | null>(null);
  if (since.current === null && chats.size > 0) since.current = newest(chats);

  const heard = step && since.current !== null ? whenSeen(chats, step, since.current) : undefined;
  useEffect(() => {
    if (heard === undefined) return;
    since.current = heard;
    keep({ act: act.name, done: done + 1 });
  }, [heard]);

  const go = (progress: Progress): void => {
    since.current = newest(chats);
    keep(progress);
  };
  return {
    act,
    step,
    done,
    following: ACTS[index + 1],
    begin(chosen) {
      go({ act: chosen, done: 0 });
    },
    skip() {
      go({ act: act.name, done: done + 1 });
    },
  };
}

function newest(chats: ReadonlyMap<number, LiveChat>): number {
  return Math.max(0, ...[...chats.values()].flatMap(({ messages }) => messages.map(({ heard }) => heard)));
}

/** When the page heard of a message that ends the step; undefined: not yet. */
function whenSeen(
  chats: ReadonlyMap<number, LiveChat>,
  { on, shows = on, seen }: Step,
  since: number,
): number | undefined {
  return chats.get(shows)?.messages.find((message) => message.heard > since && seen(message))?.heard;
}
