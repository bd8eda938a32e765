/** Why nobody answers for a post any more, though somebody did. */
export interface Loss {
  /** He holds it no more (also: erased himself, the post was closed), was cut off, or has blocked the bot. */
  kind: 'vacant' | 'cut_off' | 'blocked';
  /** null: not known, Telegram only says that it is so. */
  at: Date | null;
}

/** The last one who held a post. */
export interface LastHolding {
  until: Date | null;
  person: { telegramId: bigint | null; reach: string; cutOffAt: Date | null; erasedAt: Date | null };
}

/**
 * Why the one who held the post cannot be reached.
 * @param acting somebody acts in the post, and cannot be reached
 * @returns null where he can be, or where nobody ever held it: whoever was never there is not lost
 */
export function lossOf(
  post: { closedAt: Date | null; last: LastHolding | undefined },
  acting = false,
): Loss | null {
  const { closedAt, last } = post;
  if (!last) return null;
  const { until, person } = last;
  if (closedAt ?? until) return { kind: 'vacant', at: until ?? closedAt };
  if (person.cutOffAt) return { kind: 'cut_off', at: person.cutOffAt };
  if (person.erasedAt ?? person.telegramId === null) return { kind: 'vacant', at: person.erasedAt };
  return person.reach !== 'ok' || acting ? { kind: 'blocked', at: null } : null;
}
