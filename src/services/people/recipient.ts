import type { Db } from '../../platform/database/client.ts';
import type { Recipient } from '../delivery/index.ts';
import { knownLanguage } from '../i18n/i18n.ts';
import type { Language } from '../i18n/i18n.ts';

/**
 * Who a notice goes to, as things stand; null: the account was taken away or erased, or access was cut off. What is
 * addressed to the chat of a person as well (that his access was cut off) goes there all the same.
 */
export async function recipientOf(
  db: Db,
  to: { personId: number | null; chatId: number | null },
  defaultLanguage: Language,
): Promise<Recipient | null> {
  const where = to.personId === null ? { telegramId: to.chatId ?? 0 } : { id: to.personId };
  const person = await db.person.findUnique({
    where,
    include: {
      holdings: {
        where: { until: null },
        include: { seat: { include: { city: true } } },
        orderBy: { id: 'asc' },
      },
    },
  });
  if (!person && to.personId !== null) return null;
  const account = person?.telegramId ?? null;
  const chatId = to.chatId ?? (account === null ? null : Number(account));
  if (chatId === null || (person?.cutOffAt && to.chatId === null)) return null;
  const city = person?.holdings.find(({ seat }) => seat.city)?.seat.city;
  return {
    personId: person?.id ?? null,
    chatId,
    language: knownLanguage(person?.language ?? city?.language) ?? defaultLanguage,
    reach: person?.reach ?? 'ok',
  };
}
