import type { Db } from '../../../platform/database/client.ts';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import type { AssignmentView, SubmittedAnswer, Target } from '../store.ts';

/** What the city answered to a question in an earlier campaign, and of which year that was. */
export interface LastYear extends SubmittedAnswer {
  year: number;
}

type Before = Pick<AssignmentView, 'city' | 'branchId' | 'year'>;

const lastOf = ({ city, branchId, year }: Before) =>
  ({
    where: {
      withdrawnAt: null,
      assignment: { cityId: city.id, campaign: { branchId, year: { lt: year } } },
    },
    orderBy: [{ assignment: { campaign: { year: 'desc' } } }, { edition: 'desc' }],
  }) satisfies Prisma.SubmissionFindFirstArgs;

/** All answers of the last campaign of the branch before this one that the city took part in, and of which year. */
async function lastYears(
  db: Db,
  view: Before,
): Promise<{ year: number; answers: readonly SubmittedAnswer[] } | null> {
  const submission = await db.submission.findFirst({
    ...lastOf(view),
    include: { assignment: { select: { campaign: { select: { year: true } } } } },
  });
  if (!submission) return null;
  const content = submission.content as unknown as SubmittedAnswer[];
  return {
    year: submission.assignment.campaign.year,
    answers: content.filter(({ text }) => text !== ''),
  };
}

/** This city's answer of then to the question with this code; null when there was none. */
export async function lastYearsAnswer(db: Db, view: Before, code: string): Promise<LastYear | null> {
  const last = await lastYears(db, view);
  const answer = last?.answers.find((each) => each.code === code);
  return last && answer ? { ...answer, year: last.year } : null;
}

/** Whether there was one: each screen of a question asks, so the texts stay where they are. */
export async function hasLastYear(db: Db, view: Before, code: string): Promise<boolean> {
  const last = await db.submission.findFirst({ ...lastOf(view), select: { id: true } });
  if (!last) return false;
  const content = { array_contains: [{ code }] };
  const NOT = { content: { array_contains: [{ code, text: '' }] } };
  return (await db.submission.count({ where: { id: last.id, content, NOT } })) > 0;
}

/** The texts of all its answers of then, by code: what the review compares with. */
export async function lastYearsTexts(db: Db, view: Before): Promise<Record<string, string>> {
  const last = await lastYears(db, view);
  return Object.fromEntries((last?.answers ?? []).map(({ code, text }) => [code, text]));
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
