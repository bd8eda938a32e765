import type { Db } from '../../../platform/database/client.ts';
import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import type { Job } from '../../../services/scheduler/index.ts';
import type { SubmittedAnswer } from '../store.ts';
import { wordsOf } from './words.ts';

/** Accepted answers as other cities search them: a passage for each text that its city did not mark as its own. */

type Tx = Prisma.TransactionClient;

/** Brings the passages of a questionnaire up to how it stands: those of its accepted texts, none if it is not accepted. */
export async function settlePassages(tx: Tx, assignmentId: number): Promise<void> {
  const assignment = await tx.assignment.findUniqueOrThrow({
    where: { id: assignmentId },
    select: {
      state: true,
      cityId: true,
      campaign: { select: { year: true } },
      answers: { where: { privateAt: { not: null } }, select: { code: true } },
    },
  });
  await tx.passage.deleteMany({ where: { assignmentId } });
  if (assignment.state !== 'accepted') return;
  const submission = await tx.submission.findFirst({
    where: { assignmentId, withdrawnAt: null },
    orderBy: { edition: 'desc' },
    select: { content: true },
  });
  const content = (submission?.content ?? []) as unknown as SubmittedAnswer[];
  const kept = new Set(assignment.answers.map(({ code }) => code));
  const shown = content.filter(({ code, text }) => text.trim() !== '' && !kept.has(code));
  if (shown.length === 0) return;
  const { cityId, campaign } = assignment;
  const { year } = campaign;
  await tx.passage.createMany({
    data: shown.map(({ code, text }) => ({ assignmentId, code, cityId, year, text })),
  });
  const words = [...new Set(shown.flatMap(({ text }) => wordsOf(text)))].map((word) => ({ word }));
  await tx.passageWord.createMany({ data: words, skipDuplicates: true });
}

/** What was accepted without passages (before there were any), and what has passages without being accepted. */
async function unsettled(db: Db): Promise<number[]> {
  const rows = await db.$queryRaw<{ id: number }[]>`
    select a.id from "Assignment" a
    where a.state = 'accepted'
      and not exists (select from "Passage" p where p."assignmentId" = a.id)
      and exists (
        select from "Submission" s cross join lateral jsonb_array_elements(s.content) e
        where s."assignmentId" = a.id and s."withdrawnAt" is null and btrim(e->>'text') <> ''
          and not exists (select from "Answer" k
            where k."assignmentId" = a.id and k.code = e->>'code' and k."privateAt" is not null))
    union
    select a.id from "Assignment" a
    where a.state <> 'accepted' and exists (select from "Passage" p where p."assignmentId" = a.id)
    order by id`;
  return rows.map(({ id }) => id);
}

/** Makes up for what was accepted before, a questionnaire at a time; asks what is missing, so that running it twice does no harm. */
export function passagesJob(prisma: PrismaClient): Job {
  return {
    name: 'passages',
    every: 'tick',
    expireInSeconds: 60,
    async run({ signal }) {
      for (const id of await unsettled(prisma)) {
        if (signal.aborted) return;
        await prisma.$transaction(async (tx) => {
          await tx.$queryRaw`select id from "Assignment" where id = ${id} for update`;
          await settlePassages(tx, id);
        });
      }
    },
  };
}
