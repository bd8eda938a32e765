import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import { createReminding } from '../../src/features/questionnaire/reminders/actions.ts';
import { createReminderJob } from '../../src/features/questionnaire/reminders/jobs.ts';
import { createReminderRenderers } from '../../src/features/questionnaire/reminders/rendering.ts';
import { enqueue } from '../../src/services/delivery/outbox.ts';
import { loadActor } from '../../src/services/people/store.ts';
import { createStage, i18n } from './campaign-stage.ts';
import type { Official } from './campaign-stage.ts';

/** Monday, 8 February 2027, 10:14 in Novosibirsk: the term is Friday. */
export const MONDAY = new Date('2027-02-08T03:14:00Z');
export const later = (minutes: number): Date => new Date(MONDAY.getTime() + minutes * 60_000);

/** The campaign of `createStage`, opened on 18 January, with *Напомнить* and the job of the reminders. */
export async function createReminderStage(prisma: PrismaClient) {
  const s = await createStage(prisma);
  const { campaignId, rowOf } = await s.open();
  let keys = 0;

  const sending = (now: Date) => ({
    prisma,
    delivery: {
      enqueue: (db: Parameters<typeof enqueue>[0], notices: Parameters<typeof enqueue>[1]) =>
        enqueue(db, notices, now),
      wake: () => undefined,
    },
    association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
  });

  async function by({ seatId }: Official, now: Date) {
    const actor = await loadActor(prisma, 700_000 + seatId, now);
    return { actor, requestKey: `c:r${keys++}`, now };
  }

  return {
    ...s,
    campaignId,
    eastId: rowOf(s.east).assignmentId,
    middleId: rowOf(s.middle).assignmentId,
    by,
    delivery: (now: Date) => sending(now).delivery,
    verbs: (now: Date) => createReminding(sending(now)),
    remind: async (who: Official, now = MONDAY, text: string | null = null) =>
      createReminding(sending(now)).remind(await by(who, now), { campaignId, text }),
    undo: async (who: Official, roundId: number, now = MONDAY) =>
      createReminding(sending(now)).undo(await by(who, now), { roundId }),

    /** One run of the job, as a copy of the app makes it. */
    tick: (now: Date) =>
      createReminderJob(sending(now)).run({
        now,
        slot: now.toISOString(),
        signal: new AbortController().signal,
      }),

    notices: (where: object = {}) =>
      prisma.notice.findMany({
        where: { kind: { startsWith: 'reminder' }, ...where },
        orderBy: { id: 'asc' },
      }),
    reminders: () => prisma.reminder.findMany({ orderBy: { assignmentId: 'asc' } }),

    /** What the person would read at this time of what is for him, oldest first; null where it is withdrawn. */
    async texts({ personId, seatId }: Official, now: Date, language: 'ru' | 'en' = 'ru') {
      const renderers = createReminderRenderers({ prisma, i18n });
      const rows = await this.notices({ personId, state: { in: ['queued', 'sent'] } });
      const recipient = { personId, chatId: 700_000 + seatId, language, reach: 'ok' };
      return Promise.all(
        rows.map(async ({ kind, args }) => {
          const made = await renderers[kind as keyof typeof renderers](args, recipient, now);
          return made?.text ?? null;
        }),
      );
    },
  };
}

export type ReminderStage = Awaited<ReturnType<typeof createReminderStage>>;
