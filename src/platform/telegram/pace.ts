import type { Budget } from './budget.ts';
import { createSoonest } from './soonest.ts';

/** Who goes first: a reply, then a notice to one person, then a broadcast. */
export type PaceLane = 'reply' | 'personal' | 'broadcast';
const LANES: readonly PaceLane[] = ['reply', 'personal', 'broadcast'];

/** A call that waits for its turn. The rules read these fields; whoever made it may keep more in it. */
export interface Waiting {
  lane: PaceLane;
  /** `chat_id` as it stands in the call; undefined: no chat's pace applies. */
  chat: string | undefined;
  /** Set when nobody wants it any more; it is dropped when its turn comes. */
  cancelled: boolean;
}

export type Turn<W> = { kind: 'go'; call: W } | { kind: 'wait'; until: number } | { kind: 'idle' };

export interface Pace<W extends Waiting> {
  /** `first`: before the other calls of its lane and chat, for a call that had its turn and was refused with a 429. */
  add(call: W, first?: boolean): void;
  /** Who goes now; to be asked again until the answer is not `go`. */
  next(now: number): Turn<W>;
}

/** https://core.telegram.org/bots/faq: about one message a second in a chat, short bursts pass; 20 a minute in a group. */
const CHAT = { interval: 1000, burst: 4 };
const GROUP = { interval: 3500, burst: 3 };
/** How often a lane is passed over before it goes out of order. */
const PATIENCE = 9;
const SWEEP_AFTER = 1000;

interface ChatPace {
  interval: number;
  burst: number;
  /** When the chat, left alone, may take a whole burst again. */
  rested: number;
}

/** The calls of one chat in one lane, oldest first. */
interface Line<W> {
  key: string | undefined;
  calls: W[];
}

/** The rules of who goes when, without a clock: times are those of `budget`. A step costs O(log n). `paceChats` false: the total only. */
export function createPace<W extends Waiting>(budget: Budget, paceChats = true): Pace<W> {
  const chats = new Map<string, ChatPace>();
  const lanes = LANES.map((name) => ({
    name,
    /** Every line with calls in it stands in exactly one of the two queues. */
    lines: new Map<string, Line<W>>(),
    ready: createSoonest<Line<W>>(),
    resting: createSoonest<Line<W>>(),
    passedOver: 0,
  }));
  type Lane = (typeof lanes)[number];
  let arrivals = 0;
  let granted = 0;

  function restedAt(key: string | undefined): number {
    const chat = key === undefined ? undefined : chats.get(key);
    return chat === undefined ? -Infinity : chat.rested - (chat.burst - 1) * chat.interval;
  }

  /** The lane's line that became ready first; its first call is wanted and its chat may be written to. */
  function front(lane: Lane, now: number): Line<W> | undefined {
    for (let next = lane.resting.first(); next !== undefined && next.at <= now; next = lane.resting.first()) {
      lane.resting.take();
      lane.ready.add(next.item, arrivals++);
    }
    for (let next = lane.ready.first(); next !== undefined; next = lane.ready.first()) {
      const line = next.item;
      while (line.calls[0]?.cancelled === true) line.calls.shift();
      // Another lane may have written to the chat since the line became ready.
      const at = restedAt(line.key);
      if (line.calls.length > 0 && at <= now) return line;
      lane.ready.take();
      if (line.calls.length > 0) lane.resting.add(line, at);
      else if (line.key !== undefined) lane.lines.delete(line.key);
    }
    return undefined;
  }

  function grant(lane: Lane, line: Line<W>, now: number): W {
    const call = line.calls.shift() as W;
    lane.ready.take();
    budget.spend(now);
    if (line.key !== undefined) {
      const chat = chats.get(line.key) ?? { ...(line.key.startsWith('-') ? GROUP : CHAT), rested: now };
      chat.rested = Math.max(now, chat.rested) + chat.interval;
      if (paceChats) chats.set(line.key, chat);
      if (line.calls.length > 0) lane.resting.add(line, restedAt(line.key));
      else lane.lines.delete(line.key);
    }
    granted += 1;
    if (granted % SWEEP_AFTER === 0) {
      for (const [key, chat] of chats) if (chat.rested <= now) chats.delete(key);
    }
    return call;
  }

  return {
    add(call, first = false) {
      const lane = lanes[LANES.indexOf(call.lane)] as Lane;
      const line = call.chat === undefined ? undefined : lane.lines.get(call.chat);
      if (line === undefined) {
        const fresh = { key: call.chat, calls: [call] };
        if (call.chat !== undefined) lane.lines.set(call.chat, fresh);
        lane.ready.add(fresh, arrivals++);
      } else if (first) line.calls.unshift(call);
      else line.calls.push(call);
    },

    next(now) {
      const waiting = lanes
        .map((lane) => ({ lane, line: front(lane, now) }))
        .filter(({ line }) => line !== undefined);
      const replyAt = budget.replyAt(now);
      const noticeAt = budget.noticeAt(now);
      if (replyAt <= now) {
        const impatient = waiting.find(({ lane }) => lane.passedOver >= PATIENCE);
        const chosen =
          impatient ?? waiting.find(({ lane }) => (lane.name === 'reply' ? replyAt : noticeAt) <= now);
        if (chosen?.line !== undefined) {
          for (const { lane } of waiting) {
            if (LANES.indexOf(lane.name) > LANES.indexOf(chosen.lane.name)) lane.passedOver += 1;
          }
          chosen.lane.passedOver = 0;
          return { kind: 'go', call: grant(chosen.lane, chosen.line, now) };
        }
      }
      const instants = [
        ...waiting.map(({ lane }) => (lane.name === 'reply' ? replyAt : noticeAt)),
        ...lanes.flatMap((lane) => lane.resting.first()?.at ?? []),
      ];
      return instants.length === 0 ? { kind: 'idle' } : { kind: 'wait', until: Math.min(...instants) };
    },
  };
}
