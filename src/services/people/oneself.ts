import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Language } from '../i18n/i18n.ts';
import { once } from '../journal/once.ts';
import type { Actor, HeldSeat } from './actor.ts';
import { CONSENT_VERSION } from './connecting.ts';
import type { FullName } from './names.ts';
import type { By, NoRight, PeopleDependencies } from './verb.ts';
import { NO_RIGHT } from './verb.ts';

/** What a person does with his own account; no post is needed for it. */
export function createOneself({ prisma, adminIds }: PeopleDependencies) {
  return {
    /**
     * An account of ADMIN_IDS that has no administrator's rights: it holds no such post yet, or was cut off before its
     * number came into the settings. They are the word of the server's owner, which wins.
     */
    isFirstAdministrator({ actor }: Pick<By, 'actor'>): boolean {
      const { telegramId, cutOffAt } = actor;
      return adminIds.includes(telegramId) && (cutOffAt !== null || administratorSeat(actor) === undefined);
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
          cutOffAt: null,
          consent: { version: CONSENT_VERSION, at: now.toISOString() },
        };
        const { id: personId } = await tx.person.upsert({
          where: { telegramId },
          create: { telegramId, createdAt: now, ...data },
          update: data,
        });
        const seatId = administratorSeat(actor)?.seatId ?? (await makeSeat(tx, personId, post, now));
        await tx.journal.update({
          where: { id: journalId },
          data: { personId, seatId, subject: `seat:${seatId}` },
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

    /** Which of his posts a person speaks for from now on; the others stay his. */
    speakFor(by: By, seatId: number): Promise<{ kind: 'done' } | NoRight> {
      const { actor, now, requestKey } = by;
      const entry = { requestKey, verb: 'speak_for', subject: `seat:${seatId}`, at: now };
      return once<{ kind: 'done' } | NoRight>(
        prisma,
        { ...entry, personId: actor.personId, seatId },
        async (tx) => {
          const isHis = actor.cutOffAt === null && actor.seats.some((held) => held.seatId === seatId);
          if (!isHis || actor.personId === null) return NO_RIGHT;
          await tx.person.update({ where: { id: actor.personId }, data: { speaksForId: seatId } });
          return { kind: 'done' };
        },
      );
    },

    /** What Telegram says of the way to a person; nothing is kept of an account that is not known. */
    async markReach(telegramId: number, reach: 'ok' | 'blocked' | 'deactivated'): Promise<void> {
      await prisma.person.updateMany({ where: { telegramId, reach: { not: reach } }, data: { reach } });
    },
  };
}

function administratorSeat({ seats }: Pick<Actor, 'seats'>): HeldSeat | undefined {
  return seats.find((seat) => seat.kind === 'administrator' && seat.actingUntil === null);
}

async function makeSeat(
  tx: Prisma.TransactionClient,
  personId: number,
  post: string,
  now: Date,
): Promise<number> {
  const { id: seatId } = await tx.seat.create({ data: { kind: 'administrator', post } });
  await tx.holding.create({ data: { seatId, personId, from: now } });
  return seatId;
}
