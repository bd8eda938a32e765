/** How many messages the bot may send in all. Times are milliseconds of any steady clock. */
export interface Budget {
  /** The earliest instant for a reply: at once, unless many have just gone. */
  replyAt(now: number): number;
  /** The earliest instant for a notice: at an even distance from whatever went before. */
  noticeAt(now: number): number;
  spend(now: number): void;
  /** Nothing goes before `until` (a 429); afterwards the rate begins at half of what it was and grows back in seconds. */
  freeze(until: number, now: number): void;
  frozenUntil(): number;
}

/** https://core.telegram.org/bots/faq: bulk notices at most "30 users per second"; one less, for the network bunches them. */
const PER_SECOND = 29;
/** A little longer than Telegram's second, for the same reason. */
const SECOND = 1015;
/**
 * Replies that may go at once before they, too, keep the distance. Were it a whole second's worth, two such bursts could
 * meet on a network that holds the first one up.
 */
const REPLY_BURST = 10;
const LOWEST_RATE = 0.1;
/** From nothing to the full rate. */
const GROWTH = 4000;

export function createBudget(perSecond = PER_SECOND): Budget {
  /** When the last `perSecond` messages went, as a ring. */
  const sent = Number.isFinite(perSecond) ? new Array<number>(perSecond).fill(-Infinity) : [];
  let count = 0;
  let evenly = -Infinity;
  let frozen = -Infinity;
  let rateThen = 1;

  const rate = (now: number): number => Math.min(1, rateThen + Math.max(0, now - frozen) / GROWTH);

  /** Between two messages sent evenly. */
  const distance = (now: number): number => SECOND / perSecond / rate(now);

  function replyAt(now: number): number {
    const allowed = Math.max(1, Math.floor(sent.length * rate(now)));
    const room =
      sent.length === 0 ? -Infinity : (sent[(count + sent.length - allowed) % sent.length] ?? 0) + SECOND;
    return Math.max(frozen, room, evenly - (REPLY_BURST - 1) * distance(now));
  }

  return {
    replyAt,
    noticeAt: (now) => Math.max(replyAt(now), evenly),
    spend(now) {
      if (sent.length > 0) sent[count % sent.length] = now;
      count += 1;
      evenly = Math.max(now, evenly) + distance(now);
    },
    freeze(until, now) {
      if (now >= frozen) rateThen = Math.max(LOWEST_RATE, rate(now) / 2);
      frozen = Math.max(frozen, until);
    },
    frozenUntil: () => frozen,
  };
}
