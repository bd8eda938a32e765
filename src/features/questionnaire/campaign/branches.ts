import type { Db } from '../../../platform/database/client.ts';
import { questionsSchema } from '../form.ts';
import type { Question } from '../form.ts';

/** The built-in branch, organisational work. The form of a branch has the branch's code. */
export const BRANCH = 'organisation';

/** A branch of city administration that is asked (раздел). */
export interface BranchView {
  id: number;
  code: string;
  /** As it stands in the accounting numbers, «ОРГ». */
  short: string;
  /** «Организационная работа» */
  name: string;
}

const columns = { id: true, code: true, short: true, name: true } as const;

/** All branches, the built-in one first. */
export function branchesOf(db: Db): Promise<BranchView[]> {
  return db.branch.findMany({ select: columns, orderBy: { id: 'asc' } });
}

export function findBranch(db: Db, id: number): Promise<BranchView | null> {
  return db.branch.findUnique({ where: { id }, select: columns });
}

/** One version of the form, as stored: the years are not filled in. */
export interface FormVersion {
  id: number;
  version: number;
  questions: Question[];
}

/**
 * All versions of a branch's form, oldest first; the last is the one that its next campaign takes. None: its questions
 * have not been written yet.
 */
export async function formVersions(db: Db, branchCode: string): Promise<FormVersion[]> {
  const rows = await db.form.findMany({ where: { code: branchCode }, orderBy: { version: 'asc' } });
  return rows.map(({ id, version, questions }) => ({
    id,
    version,
    questions: questionsSchema.parse(questions),
  }));
}
