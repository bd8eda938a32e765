import type { Wire } from './wire.ts';

/** Update types that Telegram sends only when they are asked for by name. */
const ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** Telegram keeps updates for a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;

export interface PendingUpdate {
  readonly id: number;
  readonly chatId: number;
  /** The update as it goes to the bot. */
  readonly wire: Wire;
  /** Milliseconds since 1970 by the simulator's clock. */
  readonly at: number;
  /** Went to the bot at least once. */
  handedOut: boolean;
}

/** Updates that the bot has not confirmed yet, in order of arrival. */
export interface UpdatesQueue {
  push(type: string, chatId: number, body: Wire): void;
  /** Sets which types are wanted; undefined leaves the setting, an empty list is Telegram's default. */
  allow(types: readonly string[] | undefined): void;
  readonly allowed: readonly string[] | undefined;
  /** Confirms everything below `offset` (a negative one: all but the last `-offset`). */
  confirm(offset: number): void;
  /** Hands out at most `limit` updates, oldest first, and keeps them. */
  take(limit: number): PendingUpdate[];
  remove(update: PendingUpdate): void;
  has(update: PendingUpdate): boolean;
  markHandedOut(update: PendingUpdate): void;
  clear(): void;
  all(): Iterable<PendingUpdate>;
  readonly size: number;
  /** How many never reached the bot. */
  readonly waiting: number;
  /** Sets the `update_id` that comes next. Telegram starts anew at a random one only when nothing waits. */
  setNextId(id: number): void;
  /** Called with each new update. */
  onPush: ((update: PendingUpdate) => void) | null;
  /** Called whenever the last waiting update was handed out. */
  readonly drained: Set<() => void>;
}

export function createUpdatesQueue(deps: { firstId: number; now: () => Date }): UpdatesQueue {
  const pending = new Map<number, PendingUpdate>();
  let nextId = deps.firstId;
  let allowed: readonly string[] | undefined;
  let waiting = 0;

  function drop(update: PendingUpdate): void {
    if (!pending.delete(update.id)) return;
    markHandedOut(update);
  }

  function markHandedOut(update: PendingUpdate): void {
    if (update.handedOut) return;
    update.handedOut = true;
    waiting -= 1;
    if (waiting === 0) for (const listener of [...queue.drained]) listener();
  }

  function dropExpired(): void {
    const limit = deps.now().getTime() - KEPT_MS;
    for (const update of pending.values()) {
      if (update.at >= limit) return;
      drop(update);
    }
  }

  const queue: UpdatesQueue = {
    push(type, chatId, body) {
      if (allowed ? !allowed.includes(type) : ON_REQUEST.has(type)) return;
      const id = nextId++;
      const wire = { update_id: id, [type]: body };
      const update = { id, chatId, wire, at: deps.now().getTime(), handedOut: false };
      pending.set(id, update);
      waiting += 1;
      queue.onPush?.(update);
    },
    allow(types) {
      if (types) allowed = types.length > 0 ? types : undefined;
    },
    get allowed() {
      return allowed;
    },
    confirm(offset) {
      if (offset < 0) {
        let surplus = pending.size + offset;
        for (const update of pending.values()) {
          if (surplus-- <= 0) return;
          drop(update);
        }
        return;
      }
      // An offset from before the numbering began anew confirms nothing.
      if (offset > nextId + 10) return;
      for (const update of pending.values()) {
        if (update.id >= offset) return;
        drop(update);
      }
    },
    take(limit) {
      dropExpired();
      const taken: PendingUpdate[] = [];
      for (const update of pending.values()) {
        if (taken.length >= limit) break;
        taken.push(update);
      }
      for (const update of taken) markHandedOut(update);
      return taken;
    },
    remove: drop,
    has: (update) => pending.get(update.id) === update,
    markHandedOut,
    clear() {
      for (const update of [...pending.values()]) drop(update);
    },
    all: () => pending.values(),
    get size() {
      return pending.size;
    },
    get waiting() {
      return waiting;
    },
    setNextId(id) {
      if (id < nextId && pending.size > 0) throw new Error('updates wait: the numbering cannot go back');
      nextId = id;
    },
    onPush: null,
    drained: new Set(),
  };
  return queue;
}
