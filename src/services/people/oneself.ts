import type { Language } from '../i18n/i18n.ts';
import { once } from '../journal/once.ts';
import { CONSENT_VERSION } from './connecting.ts';
import type { FullName } from './names.ts';
import type { By, NoRight, PeopleDependencies } from './verb.ts';
import { NO_RIGHT } from './verb.ts';

/** What a person does with his own account; no post is needed for it. */
export function createOneself({ prisma, adminIds }: PeopleDependencies) {
  return {
    /** An account of ADMIN_IDS that holds no administrator's post yet, and was not cut off. */
    isFirstAdministrator({ actor }: Pick<By, 'actor'>): boolean {
      const { telegramId, cutOffAt, seats } = actor;
      return (
        adminIds.includes(telegramId) &&
        cutOffAt === null &&
        !seats.some((seat) => seat.kind === 'administrator')
      );
    },

    /** Gives an account of ADMIN_IDS an administrator's post; `post` is what it is called. */
    becomeAdministrator(by: By, person: FullName, post: string): Promise<{ kind: 'done' } | NoRight> {
      const { actor, now, requestKey } = by;
      const entry = {
        requestKey,
        verb: 'become_administrator',
        subject: 'seat',
        personId: actor.personId,
        at: now,
      };
      return once<{ kind: 'done' } | NoRight>(prisma, entry, async (tx, journalId) => {
        if (!this.isFirstAdministrator(by)) return NO_RIGHT;
        const { telegramId } = actor;
        const { surname, name, patronymic } = person;
        const data = {
          surname,
          name,
          patronymic,
          consent: { version: CONSENT_VERSION, at: now.toISOString() },
        };
        const { id: personId } = await tx.person.upsert({
          where: { telegramId },
          create: { telegramId, createdAt: now, ...data },
          update: data,
        });
        const seat = await tx.seat.create({ data: { kind: 'administrator', post } });
        await tx.holding.create({ data: { seatId: seat.id, personId, from: now } });
        await tx.journal.update({
          where: { id: journalId },
          data: { personId, seatId: seat.id, subject: `seat:${seat.id}` },
        });
        return { kind: 'done' };
      });
    },

    /** The language chosen by /language; of a citizen this is all that is stored. */
    chooseLanguage(by: By, language: Language): Promise<{ kind: 'done' }> {
      const { actor, now, requestKey } = by;
      const entry = {
        requestKey,
        verb: 'choose_language',
        subject: 'person',
        personId: actor.personId,
        at: now,
      };
      return once<{ kind: 'done' }>(prisma, entry, async (tx, journalId) => {
        const { telegramId } = actor;
        const { id: personId } = await tx.person.upsert({
          where: { telegramId },
          create: { telegramId, createdAt: now, language },
          update: { language },
        });
        await tx.journal.update({ where: { id: journalId }, data: { personId } });
        return { kind: 'done' };
      });
    },

    /** What Telegram says of the way to a person; nothing is kept of an account that is not known. */
    async markReach(telegramId: number, reach: 'ok' | 'blocked' | 'deactivated'): Promise<void> {
      await prisma.person.updateMany({ where: { telegramId, reach: { not: reach } }, data: { reach } });
    },
  };
}
