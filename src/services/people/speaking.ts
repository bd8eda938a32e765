import { dayIn, formatDay } from '../calendar/index.ts';
import { button } from '../chat/buttons.ts';
import type { Button } from '../chat/buttons.ts';
import type { Texts } from '../i18n/i18n.ts';
import { ASSOCIATION_ZONE } from './actor.ts';
import { postAt, postIn } from './post.ts';
import type { Actor, HeldSeat } from './actor.ts';
import type { LentSeat } from './rights.ts';

/** The actor as the post that he speaks for alone: what menus show. His rights are those of all his posts. */
export function speaking(actor: Actor): Actor {
  return actor.seats.length > 1 ? { ...actor, seats: actor.seats.slice(0, 1) } : actor;
}

/** A day of a post in words, read today in its zone: «воскресенье, 14 февраля». */
export function dayOfPost(texts: Texts, day: string, timeZone: string | null, now: Date): string {
  return formatDay(day, texts.language, 'weekday', dayIn(now, timeZone ?? ASSOCIATION_ZONE));
}

/** Who the person is in the bot at this moment: the post, where, and that there are others. */
export function whoLine(texts: Texts, { seats }: Actor, now: Date): string | null {
  const [seat] = seats;
  if (!seat) return null;
  const values = { who: postAt({ ...seat, departmentName: null }, texts.t('chat:menu.association')) };
  const acts = actsUntil(texts, seat, now);
  return [
    texts.t('acting:who.line', values),
    acts,
    seat.lent && lentSentence(texts, { ...seat, lent: seat.lent }, now),
    seats.length > 1 && texts.t('acting:who.several', { count: seats.length }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Telegram takes no more: https://core.telegram.org/bots/api#replykeyboardmarkup */
const PLACEHOLDER = 64;

/** «За: начальник управления…», for the line in which he types; null where he has one post only. */
export function speaksFor(texts: Texts, { seats }: Actor): string | null {
  const [seat, ...others] = seats;
  if (!seat || others.length === 0) return null;
  const elsewhere = others.some(({ cityName }) => cityName !== seat.cityName);
  const post = [elsewhere && seat.cityName, postIn(seat)].filter(Boolean).join(', ');
  const text = texts.t('acting:who.placeholder', { post });
  return text.length <= PLACEHOLDER ? text : `${text.slice(0, PLACEHOLDER - 1).trimEnd()}…`;
}

/** «Это замещение, последний день — воскресенье, 14 февраля.»; null for a post of his own. */
export function actsUntil(texts: Texts, seat: HeldSeat, now: Date): string | null {
  const { actingUntil, timeZone } = seat;
  if (actingUntil === null) return null;
  return texts.t('acting:who.acting', { day: dayOfPost(texts, actingUntil, timeZone, now) });
}

/** To a holder who may only see: who acts for him, and until which day. */
function lentSentence(texts: Texts, { lent, timeZone }: LentSeat, now: Date): string {
  return texts.t('acting:lent.now', {
    who: lent.to,
    day: dayOfPost(texts, lent.untilOn, timeZone, now),
  });
}

/** The post of a person who is away: somebody acts today in each one that he holds; the first of them. */
export function awayFrom({ seats }: Pick<Actor, 'seats'>): LentSeat | null {
  const working = seats.some(({ actingUntil, lent }) => actingUntil === null && lent === null);
  return working ? null : (seats.find((held): held is LentSeat => held.lent !== null) ?? null);
}

/** The same where something was refused because of it, with the way back. */
export function lentRefusal(texts: Texts, held: LentSeat, now: Date): { text: string; button: Button } {
  return {
    text: `${lentSentence(texts, held, now)} ${texts.t('acting:lent.refused')}`,
    button: button(texts.t('acting:buttons.end'), 'a.end', held.lent.actingId),
  };
}
