import type { Db } from '../../../platform/database/client.ts';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import type { SubmittedAnswer, Target } from '../store.ts';

/** What a city keeps from the other cities stands in no file of the volume, since every city gets it. */

/** What a closed volume takes: whatever was submitted later stays out of it. */
export function standingIn(closedAt: Date | null): Prisma.SubmissionWhereInput {
  return { withdrawnAt: null, ...(closedAt && { at: { lte: closedAt } }) };
}

/** An answer as it is named among those that were left out. */
export function withheldKey({ assignmentId, code }: Target): string {
  return `${assignmentId}:${code}`;
}

/** The answers that would stand in the volume now, did their cities not keep them for themselves. */
export async function withheldIn(db: Db, campaignId: number, closedAt: Date | null): Promise<string[]> {
  const standing = standingIn(closedAt);
  const rows = await db.assignment.findMany({
    where: { campaignId, answers: { some: { privateAt: { not: null } } }, submissions: { some: standing } },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      answers: { where: { privateAt: { not: null } }, select: { code: true } },
      submissions: { where: standing, orderBy: { edition: 'desc' }, take: 1, select: { content: true } },
    },
  });
  return rows.flatMap(({ id, answers, submissions }) => {
    const kept = new Set(answers.map(({ code }) => code));
    const content = (submissions[0]?.content ?? []) as unknown as SubmittedAnswer[];
    return withheldOf(id, content, kept);
  });
}

/** Of one questionnaire; what says nothing is left out unnoticed. */
export function withheldOf(
  assignmentId: number,
  content: readonly SubmittedAnswer[],
  kept: ReadonlySet<string>,
): string[] {
  return content
    .filter(({ code, text, value, files }) => {
      const says = text.trim() !== '' || value !== null || files.length > 0;
      return says && kept.has(code);
    })
    .map(({ code }) => withheldKey({ assignmentId, code }));
}
