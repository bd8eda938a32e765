import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import type { Recipient } from '../../src/services/delivery/index.ts';

/** Who a notice is for, straight from the table. */
export function createRecipients(prisma: PrismaClient) {
  return async (notice: { personId: number | null; chatId: number | null }): Promise<Recipient | null> => {
    const { personId, chatId } = notice;
    if (personId === null) return chatId === null ? null : { personId, chatId, language: 'ru', reach: 'ok' };
    const person = await prisma.person.findUnique({ where: { id: personId } });
    if (person === null || person.telegramId === null) return null;
    return { personId, chatId: Number(person.telegramId), language: 'ru', reach: person.reach };
  };
}
