import { useEffect, useRef } from 'preact/hooks';
import type { Act, Step } from './acts/act.ts';
import { ACTS, type ActName } from './acts/index.ts';
import type { LiveChat } from './live-store.ts';

/** What became of a step that is over. */
export type Mark = 'done' | 'skipped';

/** Which act is played, and of each act the steps that are over, in their order. */
export interface Progress {
  readonly act: ActName;
  readonly marks: { readonly [Name in ActName]?: readonly Mark[] };
}

export const BEGINNING: Progress = { act: ACTS[0].name, marks: {} };

type ActNow = (typeof ACTS)[number];

export interface TourNow {
  readonly act: ActNow;
  /** What is to be done now; undefined: the act is over. */
  readonly step: Step | undefined;
  readonly marks: readonly Mark[];
  /** The act after this one; undefined: this is the last. */
  readonly following: ActNow | undefined;
  /** Turns to an act; one that was begun goes on where it was. */
  choose: (act: ActName) => void;
  /** Goes on to the next step, whatever happened. */
  skip: () => void;
}

/**
 * Ticks off the steps of the act as they happen. Whoever is ahead of the tour is followed: a step is over, too, when a
 * landmark after it is seen. What happened before the page knew of a step does not count.
 * @param keep keeps the progress beyond this visit
 */
export function useTour(
  chats: ReadonlyMap<number, LiveChat>,
  progress: Progress,
  keep: (progress: Progress) => void,
): TourNow {
  const index = Math.max(
    0,
    ACTS.findIndex(({ name }) => name === progress.act),
  );
  const act = ACTS[index] ?? ACTS[0];
  const steps: Act['steps'] = act.steps;
  const marks = (progress.marks[act.name] ?? []).slice(0, steps.length);
  /** What had been heard when the step began; null: nothing is known yet. */
  const since = useRef<number | null>(null);
  if (since.current === null && chats.size > 0) since.current = newest(chats);

  const seen = since.current === null ? undefined : furthest(chats, steps, marks.length, since.current);
  useEffect(() => {
    if (!seen) return;
    since.current = seen.heard;
    pass(seen.at, 'done');
  }, [seen?.heard]);

  /** Everything up to a step is over; what was not done by itself was passed over. */
  function pass(at: number, mark: Mark): void {
    const passed = Array.from({ length: at - marks.length }, (): Mark => 'skipped');
    keep({ act: act.name, marks: { ...progress.marks, [act.name]: [...marks, ...passed, mark] } });
  }

  return {
    act,
    step: steps[marks.length],
    marks,
    following: ACTS[index + 1],
    choose(chosen) {
      since.current = newest(chats);
      keep({ ...progress, act: chosen });
    },
    skip() {
      since.current = newest(chats);
      pass(marks.length, 'skipped');
    },
  };
}

function newest(chats: ReadonlyMap<number, LiveChat>): number {
  return Math.max(0, ...[...chats.values()].flatMap(({ messages }) => messages.map(({ heard }) => heard)));
}

/** The last step that is done, this one or a landmark after it, and when the page heard of it; undefined: none yet. */
export function furthest(
  chats: ReadonlyMap<number, Pick<LiveChat, 'messages'>>,
  steps: readonly Step[],
  present: number,
  since: number,
): { at: number; heard: number } | undefined {
  return steps
    .map(({ on, shows = on, seen, landmark = false }, at) => {
      if (at !== present && !(landmark && at > present)) return undefined;
      const found = chats.get(shows)?.messages.find((message) => message.heard > since && seen(message));
      return found && { at, heard: found.heard };
    })
    .findLast((found) => found !== undefined);
}
