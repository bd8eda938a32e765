import { useEffect, useState } from 'preact/hooks';
import { machineNow } from '../../platform/clock.ts';
import type { LiveEvent } from '../live.ts';
import type { ShownChat, ShownMessage } from '../showing.ts';

/** A chat as the page keeps it: everything that was told of it so far. */
export interface LiveChat extends Omit<ShownChat, 'messages'> {
  readonly messages: readonly LiveMessage[];
}

/** `heard`: its place in the order in which the page was told of messages and their changes. */
export type LiveMessage = ShownMessage & { readonly heard: number };

export interface Refused {
  readonly id: number;
  readonly method: string;
  readonly chatId: number | null;
  readonly why: string;
  /** By the clock of this machine, in milliseconds. */
  readonly at: number;
}

/** What the page knows of the simulator. */
export interface Live {
  readonly connected: boolean;
  readonly chats: ReadonlyMap<number, LiveChat>;
  /** The newest last. */
  readonly refused: readonly Refused[];
  /** The simulator's clock ahead of this machine's, in milliseconds. */
  readonly ahead: number;
}

const MOST_REFUSED = 20;

let state: Live = { connected: false, chats: new Map(), refused: [], ahead: 0 };
const listeners = new Set<() => void>();

function put(next: Partial<Live>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/**
 * Follows the simulator from now on; a stream that breaks off is opened again by the browser, and begins anew. A page that
 * nobody sees lets go of it: a browser keeps few connections, and other tabs want theirs.
 */
export function followLive(): void {
  let source = follow();
  document.addEventListener('visibilitychange', () => {
    source.close();
    put({ connected: false });
    if (document.visibilityState === 'visible') source = follow();
  });
}

function follow(): EventSource {
  const source = new EventSource('/sim/live');
  let first = true;
  source.addEventListener('open', () => {
    first = true;
    put({ connected: true });
  });
  source.addEventListener('error', () => {
    put({ connected: false });
  });
  source.addEventListener('message', ({ data }) => {
    const event = JSON.parse(String(data)) as LiveEvent;
    if (event.kind === 'refused') {
      const { method, chatId, why } = event;
      const id = (state.refused.at(-1)?.id ?? 0) + 1;
      const at = machineNow().getTime();
      put({ refused: [...state.refused, { id, method, chatId, why, at }].slice(-MOST_REFUSED) });
      return;
    }
    const chats = new Map(first ? [] : state.chats);
    for (const chat of event.chats) {
      const known = state.chats.get(chat.id)?.messages ?? [];
      chats.set(chat.id, { ...chat, messages: merged(known, chat.messages, first) });
    }
    first = false;
    put({ chats, ahead: new Date(event.now).getTime() - machineNow().getTime() });
  });
  return source;
}

let heard = 0;

/** @param whole `changed` is all that there is; what is in it and was known keeps its place in the order */
function merged(
  known: readonly LiveMessage[],
  changed: readonly ShownMessage[],
  whole: boolean,
): readonly LiveMessage[] {
  if (changed.length === 0 && !whole) return known;
  const former = new Map(known.map((message) => [message.id, message]));
  const all = new Map(whole ? [] : former);
  for (const message of changed) {
    const before = former.get(message.id);
    const same =
      before && JSON.stringify({ ...before, heard: 0 }) === JSON.stringify({ ...message, heard: 0 });
    if (message.deleted) all.delete(message.id);
    else all.set(message.id, { ...message, heard: same ? before.heard : (heard += 1) });
  }
  return [...all.values()].sort((a, b) => a.id - b.id);
}

/** What the page knows, as it changes. */
export function useLive(): Live {
  const [seen, see] = useState(state);
  useEffect(() => {
    const listener = (): void => {
      see(state);
    };
    listeners.add(listener);
    listener();
    return () => void listeners.delete(listener);
  }, []);
  return seen;
}
