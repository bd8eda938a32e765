import { z } from 'zod';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import type { PassOn } from '../../../services/delivery/index.ts';
import { doerOf } from '../../../services/journal/doer.ts';
import { askersOf, findClarification } from './store.ts';
import { tellAskers, tellCity, tellPost, toldInCity } from './telling.ts';
import { loadAssignment } from '../store.ts';

const TO_CITY = [
  'clarification.asked',
  'clarification.due',
  'clarification.dropped',
  'clarification.behalf',
  'clarification.accepted',
  'clarification.reconsidered',
  'behalf.submitted',
  'behalf.withdrawn',
] as const;
const TO_ASSOCIATION = ['clarification.answered', 'clarification.objected'] as const;
const TO_POST = ['behalf.objected', 'behalf.settled'] as const;

const argsSchema = z.looseObject({
  assignmentId: z.number().int(),
  clarificationId: z.number().int().default(0),
  seatId: z.number().int().default(0),
  key: z.string().default(''),
});

/** Where somebody was cut off since a notice was put down for him: it goes to whoever it concerns by now. */
export function passClarificationNotices(prisma: PrismaClient): Record<string, PassOn> {
  const inCity =
    (kind: (typeof TO_CITY)[number]): PassOn =>
    async (notice, now) => {
      const { assignmentId, key, ...args } = argsSchema.parse(notice.args);
      const view = await loadAssignment(prisma, assignmentId);
      if (!view) return 0;
      await tellCity(prisma, view, kind, args, key, now);
      return (await toldInCity(prisma, view, kind, now)).length;
    };
  const toAskers =
    (kind: (typeof TO_ASSOCIATION)[number]): PassOn =>
    async (notice, now) => {
      const { clarificationId, key } = argsSchema.parse(notice.args);
      const clarification = await findClarification(prisma, clarificationId);
      if (!clarification || key === '') return 0;
      const by = { personId: await doerOf(prisma, key), journalId: BigInt(key), now };
      await tellAskers(prisma, clarification, kind, by);
      const people = await askersOf(prisma, clarification.askedBySeatId, now);
      return people.filter(({ personId }) => personId !== by.personId).length;
    };
  const toPost =
    (kind: (typeof TO_POST)[number]): PassOn =>
    async (notice, now) => {
      const { assignmentId, seatId, key } = argsSchema.parse(notice.args);
      if (key === '') return 0;
      const by = { personId: await doerOf(prisma, key), journalId: BigInt(key), now };
      await tellPost(prisma, seatId, kind, { assignmentId, seatId }, by);
      return (await askersOf(prisma, seatId, now)).filter(({ personId }) => personId !== by.personId).length;
    };
  return Object.fromEntries<PassOn>([
    ...TO_CITY.map((kind) => [kind, inCity(kind)] as const),
    ...TO_ASSOCIATION.map((kind) => [kind, toAskers(kind)] as const),
    ...TO_POST.map((kind) => [kind, toPost(kind)] as const),
  ]);
}
