import { z } from 'zod';
import type { Db } from '../../../platform/database/client.ts';
import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { NewNotice, PassOn, Renderer } from '../../../services/delivery/index.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import { readCard } from '../../../services/people/city-card.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import type { Occupant } from '../../../services/people/occupants.ts';
import { isShut } from '../admission.ts';
import { seatsTold } from './notices.ts';
import { loadDelegation } from './store.ts';
import type { Delegated } from './store.ts';
import type { ExecutorDependencies } from './verbs.ts';
import { executorDay, whatOf } from './wording.ts';
import { sendingAt } from '../reminders/plan.ts';

/** An executor who has blocked the bot gets no reminder and no remark: the head who gave him the question is told, once. */

const KIND = 'executor.blocked';

const argsSchema = z.object({ delegationIds: z.array(z.number().int()).min(1) });

const gone = {
  holdings: { some: { until: null, person: { reach: { not: 'ok' } } } },
} satisfies Prisma.SeatWhereInput;

/**
 * The job's part: finds out what is so now; of each question the head hears once, of all questions of one executor together.
 * @param now civil time; the head is told in his working hours
 */
export async function tellBlocked({ prisma, delivery }: ExecutorDependencies, now: Date): Promise<void> {
  const rows = await prisma.delegation.findMany({
    where: {
      state: { in: ['given', 'returned'] },
      assignment: { state: { not: 'accepted' }, campaign: { openedAt: { not: null }, closedAt: null } },
      seat: { OR: [gone, { lent: { some: { endedAt: null, actingSeat: gone } } }] },
    },
    select: { id: true, assignmentId: true, seatId: true },
    orderBy: { id: 'asc' },
  });
  if (rows.length === 0) return;
  const subjects = rows.map(({ assignmentId }) => `assignment:${assignmentId}`);
  const told = await prisma.notice.findMany({
    where: { kind: KIND, subject: { in: subjects } },
    select: { args: true },
  });
  const known = told.flatMap(({ args }) => argsSchema.parse(args).delegationIds);
  const together = new Map<string, number[]>();
  for (const { id, assignmentId, seatId } of rows.filter((row) => !known.includes(row.id))) {
    const key = `${assignmentId}:${seatId}`;
    together.set(key, [...(together.get(key) ?? []), id]);
  }
  for (const delegationIds of together.values())
    await delivery.enqueue(prisma, (await notices(prisma, delegationIds, now)) ?? []);
  if (together.size > 0) delivery.wake();
}

/** To whoever answers the questionnaire and whoever gave the questions; null: it is so no longer. */
async function notices(db: Db, delegationIds: number[], now: Date): Promise<NewNotice[] | null> {
  const matter = await stillSo(db, delegationIds, now);
  const [first] = matter?.found ?? [];
  if (!matter || !first) return null;
  const { view } = first;
  const seatIds = matter.found.flatMap((each) => seatsTold('executor.lost', each));
  const people = [...(await occupantsOf(db, [...new Set(seatIds)], now)).values()];
  const personIds = [...new Set(people.map(({ personId }) => personId))];
  const { at } = sendingAt(now, { timeZone: view.city.timeZone, rule: readCard(view.city.card) });
  return personIds.map((personId) => ({
    dedupeKey: `${KIND}:${delegationIds.join(',')}:${personId}`,
    personId,
    kind: KIND,
    args: { delegationIds },
    subject: `assignment:${view.id}`,
    againIfUnknown: true,
    notBefore: at,
  }));
}

/** What is with him still, and who he is; null: he can be reached again, or nothing is. */
async function stillSo(
  db: Db,
  delegationIds: readonly number[],
  now: Date,
): Promise<{ found: Delegated[]; executor: Occupant } | null> {
  const all = await Promise.all(delegationIds.map((id) => loadDelegation(db, id)));
  const found = all.filter(
    (each) =>
      each !== null && (each.state === 'given' || each.state === 'returned') && !isShut(each.view, each.code),
  ) as Delegated[];
  const seatId = found[0]?.seatId;
  const executor = seatId === undefined ? undefined : (await occupantsOf(db, [seatId], now)).get(seatId);
  return executor && executor.reach !== 'ok' ? { found, executor } : null;
}

/** Who answers by the time it is sent gets it. */
export function passBlocked(prisma: PrismaClient): Record<typeof KIND, PassOn> {
  return {
    async [KIND]({ args }, now) {
      const passed = (await notices(prisma, argsSchema.parse(args).delegationIds, now)) ?? [];
      await enqueue(prisma, passed, now);
      return passed.length;
    },
  };
}

/** The notice: what happened, what is with him, his telephone, what to do. */
export function createBlockedRenderer(deps: {
  prisma: PrismaClient;
  i18n: (language: Language) => Texts;
}): Record<typeof KIND, Renderer> {
  const { prisma, i18n } = deps;
  return {
    async [KIND](stored, { personId, language }, now) {
      const matter = await stillSo(prisma, argsSchema.parse(stored).delegationIds, now);
      const [first, ...others] = matter?.found ?? [];
      if (!matter || !first) return null;
      const { found, executor } = matter;
      const seatIds = found.flatMap((each) => seatsTold('executor.lost', each));
      const told = [...(await occupantsOf(prisma, seatIds, now)).values()];
      if (!told.some((each) => each.personId === personId)) return null;
      const texts = i18n(language);
      const { t } = texts;
      const { view } = first;
      const lines = found.map(({ code, dueOn }) =>
        t('executor:blocked.line', {
          what: whatOf(texts, view, code),
          day: executorDay(texts, view, dueOn, now),
        }),
      );
      const { reach, phone } = executor;
      const key = reach === 'blocked' ? 'executor:blocked.head' : 'executor:blocked.head_deleted';
      return {
        text: [
          t(key, { executor: listed(executor) }),
          t('executor:blocked.given', { city: view.city.name }),
          ...lines,
          phone === null ? t('executor:blocked.no_phone') : t('executor:blocked.phone', { phone }),
          t('executor:blocked.what'),
        ].join('\n'),
        replyMarkup: keyboard(
          first.code === null || others.length > 0
            ? button(t('executor:buttons.open_form'), 'q.open', view.id)
            : button(t('executor:buttons.look'), 'q.go', view.id, first.code),
        ),
      };
    },
  };
}
