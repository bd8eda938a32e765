import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { monotonic } from '../clock.ts';
import { createFinishing } from './finishing.ts';
import { createLaneStore } from './lane-store.ts';
import type { ClaimedLane, Finish, OpenUpdate } from './lane-store.ts';
import { createTurns, finishOf } from './turns.ts';
import type { Turn, TurnDependencies } from './turns.ts';

export type { Left, Turn } from './turns.ts';

export interface LaneDependencies extends TurnDependencies {
  pool: Pool;
  /** SQL expression over `lane."chatId"` yielding json; see createLaneStore. */
  companion?: string;
  /** Seconds that a lease lasts unless it is renewed: for so long the chats of a killed copy wait. */
  ttl?: number;
  /** Chats that are handled side by side in this copy. */
  width?: number;
  /** Milliseconds between looks at the inbox when nothing wakes it. */
  idle?: number;
}

export interface Lanes {
  start(): void;
  /** Something came in: look at once. */
  kick(): void;
  /** Takes no more, waits for what is being handled, gives the rest back. */
  stop(): Promise<void>;
}

/** A lane in this copy's hands: until that instant of `monotonic` nobody else takes it. */
interface Hold {
  chatId: number;
  token: string;
  until: number;
}

/** Updates of one chat that are read at a time: then it is the turn of the next chat. */
const PER_LANE = 20;
/** Wakes that come due within so many milliseconds share one look. */
const GRAIN = 50;
/** Seconds: what is later than this is left to the looks that come anyhow. */
const LATER = 60;

/**
 * Handles the inbox: in order within a chat, chats side by side, over any number of copies of the app. An update takes
 * effect at least once; verbs are made idempotent by their request keys, so it takes effect once.
 */
export function createLanes(deps: LaneDependencies): Lanes {
  const { pool, log, ttl = 15, width = 250, idle = 1000 } = deps;
  const store = createLaneStore(pool, deps.companion ?? 'null::json', ttl);
  const finishing = createFinishing(store, log);
  const runTurn = createTurns(deps);
  const holds = new Set<Hold>();
  const active = new Set<Promise<void>>();
  const timers = new Map<number, NodeJS.Timeout>();
  let running = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let idleTimer: NodeJS.Timeout | undefined;
  let renewTimer: NodeJS.Timeout | undefined;

  // Where many chats wait, some lanes are taken at a time and not each as it comes free: a claim costs as much as a turn.
  const mayTake = (): boolean => running && active.size <= (width * 3) / 4;

  // Each insert and each release is followed by a look, after its commit. So of two copies, one that stores an update
  // and one that holds its lane meanwhile, whichever comes last finds it.
  function look(): void {
    again = true;
    looking ??= takeAll().finally(() => {
      looking = undefined;
      if (again && mayTake()) look();
    });
  }

  async function takeAll(): Promise<void> {
    try {
      while (again && mayTake()) {
        again = false;
        await take(width - active.size);
      }
    } catch (error) {
      again = false; // the next tick tries again
      log.warn({ err: error }, 'the inbox could not be read');
    }
  }

  async function take(room: number): Promise<void> {
    const token = randomUUID();
    const now = monotonic();
    const inHand = [...holds].map((hold) => hold.chatId);
    const lanes = await store.claim(token, room, inHand);
    if (lanes.length === 0) return;
    if (lanes.length === room) again = true;
    const held = lanes.map((lane) => ({
      lane,
      hold: { chatId: lane.chatId, token, until: now + ttl * 1000 },
    }));
    for (const { hold } of held) holds.add(hold);
    const open = await readOpen(lanes).catch((error: unknown) => {
      log.warn({ err: error }, 'claimed lanes could not be read; they are given back');
      return null;
    });
    for (const { lane, hold } of held) {
      const updates = open?.get(lane.chatId) ?? [];
      const turns = updates.length > 0 || open === null || lane.wake === null ? updates : [null];
      const work = runLane(hold, lane, turns).finally(() => {
        holds.delete(hold);
        active.delete(work);
        look();
      });
      active.add(work);
    }
  }

  async function readOpen(lanes: readonly ClaimedLane[]): Promise<Map<number, OpenUpdate[]>> {
    const abandoned = lanes.filter((lane) => lane.abandoned).map((lane) => lane.chatId);
    if (abandoned.length > 0) await store.countAbandoned(abandoned);
    const chatIds = lanes.map((lane) => lane.chatId);
    return groupByChat(await store.read(chatIds, PER_LANE));
  }

  /** @param turns the lane's updates in their order, or null for its wake */
  async function runLane(
    hold: Hold,
    lane: ClaimedLane,
    turns: readonly (OpenUpdate | null)[],
  ): Promise<void> {
    const { chatId, token } = hold;
    let { state, lastMessageId } = lane;
    try {
      for (const [index, open] of turns.entries()) {
        if (!running || monotonic() >= hold.until) break;
        const turn: Turn = {
          chatId,
          update: open?.update ?? null,
          wake: open ? null : lane.wake?.what,
          state,
          lastMessageId,
          companion: lane.companion,
          attempts: (open ?? lane.wake)?.attempts ?? 0,
        };
        const about = { ...released(chatId, token), updateId: open?.id ?? null };
        const last = index === turns.length - 1;
        const finish = await settle({ ...about, release: last }, turn);
        if (finish === null || finish.release) return;
        if (finish.state !== undefined) state = finish.state;
        lastMessageId = Math.max(lastMessageId, finish.lastMessageId);
      }
      await finishing.write(released(chatId, token));
    } catch (error) {
      log.warn({ err: error }, 'a lane could not be given back; its lease will run out');
    }
  }

  /** Has one turn handled and its end written. null: the lane was taken over, nothing was written. */
  async function settle(about: Finish, turn: Turn): Promise<Finish | null> {
    let finish = finishOf(about, turn, await runTurn(turn));
    const kept = await finishing.write(finish).catch((error: unknown) => {
      log.error({ err: error }, 'the database refused what an update left behind');
      finish = finishOf(about, turn, { kind: 'again', counted: true });
      return finishing.write(finish);
    });
    if (!kept) {
      log.warn('a lane was taken over, or erased, while its update was handled');
      return null;
    }
    const seconds = finish.wake?.inSeconds ?? finish.rest;
    if (seconds !== null) lookIn(seconds);
    return finish;
  }

  function lookIn(seconds: number): void {
    if (seconds > LATER || !running) return;
    const now = monotonic();
    const slot = Math.ceil((now + seconds * 1000 + 2) / GRAIN);
    if (timers.has(slot)) return;
    const ring = (): void => {
      timers.delete(slot);
      look();
    };
    timers.set(slot, setTimeout(ring, slot * GRAIN - now));
  }

  async function renew(): Promise<void> {
    if (holds.size === 0) return;
    const asked = monotonic();
    const mine = [...holds];
    const renewed = await store.renew(mine);
    for (const hold of mine) if (renewed.has(hold.chatId)) hold.until = asked + ttl * 1000;
  }

  return {
    start() {
      running = true;
      idleTimer = setInterval(look, idle);
      renewTimer = setInterval(
        () => {
          renew().catch((error: unknown) => log.warn({ err: error }, 'leases were not renewed'));
        },
        (ttl * 1000) / 3,
      );
      look();
    },
    kick: look,
    async stop() {
      running = false;
      clearInterval(idleTimer);
      for (const timer of timers.values()) clearTimeout(timer);
      finishing.giveUp();
      await looking;
      await Promise.all(active);
      clearInterval(renewTimer);
    },
  };
}

/** Gives a lane back and says nothing of its updates. */
function released(chatId: number, token: string): Finish {
  return {
    chatId,
    token,
    updateId: null,
    outcome: null,
    faulted: false,
    state: undefined,
    lastMessageId: 0,
    wake: undefined,
    release: true,
    rest: null,
  };
}

function groupByChat(updates: readonly OpenUpdate[]): Map<number, OpenUpdate[]> {
  const groups = new Map<number, OpenUpdate[]>();
  for (const update of updates) {
    const group = groups.get(update.chatId);
    if (group) group.push(update);
    else groups.set(update.chatId, [update]);
  }
  return groups;
}
