import { cityTime, formatInstant } from '../../services/calendar/index.ts';
import { button } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE } from '../../services/people/actor.ts';
import { fullName } from '../../services/people/names.ts';
import { postAt } from '../../services/people/post.ts';
import type { Contact } from '../../services/people/occupants.ts';

/** The zone in which a person reads times: that of his first post in a city. */
export function zoneOf(actor: Ctx['actor']): string {
  return actor.seats.find((seat) => seat.timeZone !== null)?.timeZone ?? ASSOCIATION_ZONE;
}

/** «1 февраля», in another year than at `now` «1 февраля 2026 года» */
export function day(texts: Texts, instant: Date, timeZone: string, now: Date): string {
  return moment(texts, instant, timeZone, now).replace(/, [^,]+$/, '');
}

/** «1 февраля, 10:30» */
export function moment(texts: Texts, instant: Date, timeZone: string, now: Date): string {
  return formatInstant(instant, timeZone, texts.language, 'weekday', now).replace(/^[^,]+, /, '');
}

/** «1 февраля 2027 г.» */
export function datedDay(texts: Texts, instant: Date, timeZone: string): string {
  return datedMoment(texts, instant, timeZone).replace(/, [^,]+$/, '');
}

/** «1 февраля 2027 г., 10:30» */
export function datedMoment(texts: Texts, instant: Date, timeZone: string): string {
  return formatInstant(instant, timeZone, texts.language, 'text');
}

/** Until when a link works: «понедельник, 15 февраля, 10:30 (Приреченск)»; without a city of its own, by the clock of whoever writes it. */
export function until(
  texts: Texts,
  instant: Date,
  city: { name: string; timeZone: string } | null,
  { actor, now }: Pick<Ctx, 'actor' | 'now'>,
): string {
  const timeZone = zoneOf(actor);
  const own = actor.seats.find((seat) => seat.timeZone === timeZone)?.cityName;
  const name = own ?? texts.t('questionnaire:association.city');
  return cityTime(instant, city ?? { name, timeZone }, texts.language, now);
}

/** «начальник управления организационной работы, Приреченск» */
export function postLine(
  texts: Texts,
  seat: { post: string; departmentName: string | null; cityName: string | null },
): string {
  return postAt(seat, texts.t('chat:menu.association'));
}

/** «Кедрова Ольга Николаевна, координатор, +7 (383) 000-00-00, с 9:00 до 18:00 (Новосибирск)» */
export function contactLine(texts: Texts, helper: Contact): string {
  const hours = helper.hours
    ? helper.cityName
      ? `${helper.hours} (${helper.cityName})`
      : helper.hours
    : null;
  const post = helper.actingUntil === null ? helper.post : texts.t('acting:contact', { post: helper.post });
  return [fullName(helper), post, helper.phone, hours].filter(Boolean).join(', ');
}

/** The lines of one page, and the buttons that turn it. */
export function page<T>(
  all: readonly T[],
  wanted: number,
  size: number,
): { rows: readonly T[]; number: number; last: number } {
  const last = Math.max(0, Math.ceil(all.length / size) - 1);
  const number = Math.min(Math.max(0, wanted), last);
  return { rows: all.slice(number * size, (number + 1) * size), number, last };
}

export function pageButtons(
  texts: Texts,
  { number, last }: { number: number; last: number },
  name: string,
  ...args: (string | number)[]
): (Button | null)[] {
  return [
    number > 0 ? button(texts.t('chat:buttons.previous'), name, ...args, number - 1) : null,
    number < last ? button(texts.t('chat:buttons.next'), name, ...args, number + 1) : null,
  ];
}

/** What is stored of a person beside name and post: «, служебный телефон»; nothing where there is neither. */
export function storedContacts(
  { t }: Texts,
  { phone, email }: { phone?: string | null; email?: string | null },
): string {
  if (phone) return t(email ? 'office:stored.both' : 'office:stored.phone');
  return email ? t('office:stored.email') : '';
}

export function storedLine(texts: Texts, contacts: Parameters<typeof storedContacts>[1]): string {
  return texts.t('office:welcome.stored', { contacts: storedContacts(texts, contacts) });
}
