import type { Db } from '../../platform/database/client.ts';
import type { AssignmentView, SubmittedAnswer, Target } from './store.ts';

/** What the city answered to a question in an earlier campaign, and of which year that was. */
export interface LastYear extends SubmittedAnswer {
  year: number;
}

/**
 * This city's answer to the question with this code in the last campaign of the branch before this one that the city took
 * part in; null when there was none.
 */
export async function lastYearsAnswer(
  db: Db,
  view: Pick<AssignmentView, 'city' | 'branchId' | 'year'>,
  code: string,
): Promise<LastYear | null> {
  const submission = await db.submission.findFirst({
    where: {
      withdrawnAt: null,
      assignment: { cityId: view.city.id, campaign: { branchId: view.branchId, year: { lt: view.year } } },
    },
    include: { assignment: { select: { campaign: { select: { year: true } } } } },
    orderBy: [{ assignment: { campaign: { year: 'desc' } } }, { edition: 'desc' }],
  });
  const content = (submission?.content ?? []) as unknown as SubmittedAnswer[];
  const answer = content.find((each) => each.code === code && each.text !== '');
  return submission && answer ? { ...answer, year: submission.assignment.campaign.year } : null;
}

/** The key of the part by which an answer of last year is taken as a basis. */
export function basisKey({ assignmentId, code }: Target): string {
  return `y:${assignmentId}:${code}`;
}

/** The questions whose answer began with last year's: its part was taken, whatever became of it. */
export async function questionsWithBasis(db: Db, assignmentId: number): Promise<Set<string>> {
  const rows = await db.piece.findMany({
    where: { answer: { assignmentId }, sourceKey: { startsWith: `y:${assignmentId}:` } },
    select: { answer: { select: { code: true } } },
  });
  return new Set(rows.map(({ answer }) => answer.code));
}
