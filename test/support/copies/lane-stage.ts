import type { Update } from 'grammy/types';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { createDatabase } from '../../../src/platform/database/client.ts';
import { createLog } from '../../../src/platform/log.ts';
import { inboxDepth, storeUpdates } from '../../../src/platform/telegram/inbox.ts';
import {
  createLanes,
  type LaneDependencies,
  type Lanes,
  type Turn,
} from '../../../src/platform/telegram/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

type Options = Partial<LaneDependencies> & Pick<LaneDependencies, 'handle'>;

/** Registers hooks: each test has an inbox of its own, and copies of the app that are stopped after it. */
export function stageLanes() {
  let db: TestDatabase;
  let stops: (() => Promise<unknown>)[];

  beforeEach(async () => {
    db = await createTestDatabase();
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops) await stop();
    await db.drop();
  });

  /** Another copy of the app, not yet started: lanes over a pool of their own. */
  function copy(options: Options): Lanes {
    const log = createLog({ level: 'silent' });
    const database = createDatabase(db.connection, { log });
    const lanes = createLanes({ pool: database.pool, log, idle: 100, ...options });
    stops.unshift(
      () => lanes.stop(),
      () => database.close(),
    );
    return lanes;
  }

  const open = async (): Promise<number> => (await inboxDepth(db.database.pool)).open;

  return {
    copy,
    start(options: Options): Lanes {
      const lanes = copy(options);
      lanes.start();
      return lanes;
    },
    /** To be done after the test, before its copies are stopped. */
    later: (stop: () => unknown): void => void stops.unshift(() => Promise.resolve(stop())),
    connection: () => db.connection,
    store: (...updates: Update[]): Promise<number> => storeUpdates(db.database.pool, updates),
    /** How many updates wait. */
    open,
    allDone: (): Promise<void> => vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 15_000 }),
    async sql(text: string): Promise<Record<string, unknown>[]> {
      return (await db.database.pool.query<Record<string, unknown>>(text)).rows;
    },
  };
}

let nextId = 1;

export function message(chat: number, text: string): Update {
  const id = nextId++;
  return {
    update_id: id,
    message: { message_id: id, date: 0, chat: { id: chat, type: 'private' }, text },
  } as Update;
}

/** Numbered messages of each chat, the chats mixed. */
export function messages(chats: number, each: number): Update[] {
  return Array.from({ length: each }, (_, i) =>
    Array.from({ length: chats }, (_, chat) => message(chat + 1, String(i))),
  ).flat();
}

export const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));
export const textOf = (turn: Turn): string => turn.update?.message?.text ?? 'wake';
export const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A promise to be settled by the test. */
export function gate(): { open: () => void; passed: Promise<void> } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

/** Notes who handles what, and holds it to one at a time in each chat. */
export function createNotes() {
  const handled = new Map<number, string[]>();
  const inHand = new Set<number>();
  let most = 0;
  return {
    handled,
    most: () => most,
    total: () => [...handled.values()].flat().length,
    async note(turn: Turn, work: () => Promise<unknown>): Promise<void> {
      expect(inHand.has(turn.chatId)).toBe(false);
      inHand.add(turn.chatId);
      most = Math.max(most, inHand.size);
      handled.set(turn.chatId, [...(handled.get(turn.chatId) ?? []), textOf(turn)]);
      await work();
      inHand.delete(turn.chatId);
    },
  };
}
