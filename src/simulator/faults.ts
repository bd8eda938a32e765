import type { Random } from './random.ts';

/** What goes wrong with a call. */
export type Effect =
  /** The connection is reset before anything happened. */
  | { readonly kind: 'reset' }
  /** No answer ever comes, nothing happens. */
  | { readonly kind: 'no-answer' }
  /** An answer of the servers in front, e.g. 502; nothing happens. */
  | { readonly kind: 'server-error'; readonly status?: number }
  /** 429; with `freeze` every other call is refused, too, until the time is over. */
  | { readonly kind: 'too-many'; readonly retryAfter: number; readonly freeze?: boolean }
  /** A refusal of your choice in Telegram's shape; nothing happens. */
  | { readonly kind: 'refusal'; readonly status: number; readonly description: string }
  /** The call takes effect; then the connection is reset, or (`silent`) no answer ever comes. */
  | { readonly kind: 'answer-lost'; readonly silent?: boolean }
  /** The call takes effect after a delay. */
  | { readonly kind: 'slow'; readonly delayMs: number };

/** Which calls it hits. */
export interface FaultRule {
  readonly effect: Effect;
  /** One method or several; absent: any but `getUpdates`. */
  readonly method?: string | readonly string[];
  readonly chatId?: number;
  /** Lets so many matching calls pass first. */
  readonly after?: number;
  /** How many calls it hits; default 1, or without end when `probability` is set. */
  readonly times?: number;
  /** Hits a matching call with this chance, drawn from the simulator's seed. */
  readonly probability?: number;
}

/** A rule at work. */
export interface Fault {
  /** How many calls it hit so far. */
  readonly hits: number;
  remove(): void;
}

export interface Faults {
  /** What is set now, in its order, as it was given. */
  readonly rules: readonly FaultRule[];
  add(rule: FaultRule): Fault;
  clear(): void;
  /** The effect for a call, if any; counts it as hit. */
  pick(method: string, chatId: number | undefined): Effect | null;
}

interface ActiveRule {
  readonly rule: FaultRule;
  passed: number;
  hits: number;
}

export function createFaults(random: Random): Faults {
  let active: ActiveRule[] = [];

  function applies({ rule }: ActiveRule, method: string, chatId: number | undefined): boolean {
    if (rule.chatId !== undefined && rule.chatId !== chatId) return false;
    if (rule.method === undefined) return method !== 'getUpdates';
    return typeof rule.method === 'string' ? rule.method === method : rule.method.includes(method);
  }

  return {
    get rules() {
      return active.map(({ rule }) => rule);
    },
    add(rule) {
      const entry: ActiveRule = { rule, passed: 0, hits: 0 };
      active.push(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove() {
          active = active.filter((other) => other !== entry);
        },
      };
    },
    clear() {
      active = [];
    },
    pick(method, chatId) {
      for (const entry of active) {
        const { rule } = entry;
        if (!applies(entry, method, chatId)) continue;
        if (entry.passed < (rule.after ?? 0)) {
          entry.passed += 1;
          continue;
        }
        if (rule.probability !== undefined && random() >= rule.probability) continue;
        entry.hits += 1;
        const times = rule.times ?? (rule.probability === undefined ? 1 : Infinity);
        if (entry.hits >= times) active = active.filter((other) => other !== entry);
        return rule.effect;
      }
      return null;
    },
  };
}
