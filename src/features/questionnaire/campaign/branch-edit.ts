import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import { readLine } from '../../../services/people/names.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { NO_RIGHT, NOT_FOUND } from '../../../services/people/verb.ts';
import type { By, NoRight, NotFound } from '../../../services/people/verb.ts';
import { BRANCH, branchesOf, formVersions } from './branches.ts';
import type { BranchView } from './branches.ts';

/** The parts of a branch that are typed. */
export type BranchPart = 'name' | 'short';

/** `questions`: the new branch begins with those of the built-in one, or with none. */
export type BranchChange =
  | { kind: 'add'; name: string; short: string; questions: 'built_in' | 'none' }
  | { kind: 'name'; branchId: number; text: string }
  | { kind: 'short'; branchId: number; text: string };

export type BranchEdited =
  | { kind: 'done'; branchId: number }
  | { kind: 'invalid'; part: BranchPart }
  /** Another branch, this one, has it. */
  | { kind: 'taken'; part: BranchPart; name: string }
  /** Accounting numbers with the present short name have been given out. */
  | { kind: 'numbered' }
  | NoRight
  | NotFound;

/** What was typed, as it is stored; null: it breaks the rule of the part. */
export function readBranchPart(part: BranchPart, text: string): string | null {
  if (part === 'short') {
    const short = text.trim().toUpperCase();
    return /^[\p{L}\d]{2,5}$/u.test(short) ? short : null;
  }
  const name = readLine(text, 60)?.replace(/[.:;,]+$/u, '');
  return name && /^\p{L}.{2,}$/u.test(name) ? name.charAt(0).toUpperCase() + name.slice(1) : null;
}

/** The other branch that has this name or short name already. */
export function takenBy(
  branches: readonly BranchView[],
  part: BranchPart,
  text: string,
  branchId?: number,
): BranchView | undefined {
  const plain = (word: string): string => word.toLowerCase().replaceAll('ё', 'е');
  return branches.find((branch) => branch.id !== branchId && plain(branch[part]) === plain(text));
}

/** Adds a branch with a form of its own, or renames one; the short name stays once numbers bear it. */
export async function editBranch(prisma: PrismaClient, by: By, change: BranchChange): Promise<BranchEdited> {
  const { actor, requestKey, now } = by;
  const seat = seatFor(actor, 'edit_branch');
  const entry = { requestKey, verb: 'edit_branch', subject: 'branch', personId: actor.personId, at: now };
  const stored = { ...entry, seatId: seat?.seatId ?? null };
  return once<BranchEdited>(prisma, stored, async (tx, journalId) => {
    if (!seat) return NO_RIGHT;
    // The built-in one is always there: whoever comes second waits for the first, and reads what he has made.
    await tx.$queryRaw`select id from "Branch" order by id for no key update`;
    const outcome = await apply(tx, change, journalId, now);
    if (outcome.kind === 'done') {
      const data = { subject: `branch:${outcome.branchId}` };
      await tx.journal.update({ where: { id: journalId }, data });
    }
    return outcome;
  });
}

type Tx = Prisma.TransactionClient;

async function apply(tx: Tx, change: BranchChange, journalId: bigint, now: Date): Promise<BranchEdited> {
  const branches = await branchesOf(tx);
  if (change.kind === 'add') {
    const name = checked(branches, 'name', change.name);
    const short = checked(branches, 'short', change.short);
    if (typeof name !== 'string') return name;
    if (typeof short !== 'string') return short;
    const code = `branch-${journalId}`;
    const { id: branchId } = await tx.branch.create({ data: { code, short, name } });
    if (change.questions === 'built_in') {
      const questions = (await formVersions(tx, BRANCH)).at(-1)?.questions ?? [];
      await tx.form.create({ data: { code, version: 1, questions, createdAt: now } });
    }
    return { kind: 'done', branchId };
  }
  const { kind: part, branchId, text } = change;
  const value = checked(branches, part, text, branchId);
  if (!branches.some(({ id }) => id === branchId)) return NOT_FOUND;
  if (typeof value !== 'string') return value;
  const numbered = { branchId, lastNumber: { gt: 0 } };
  if (part === 'short' && (await tx.campaign.count({ where: numbered })) > 0) return { kind: 'numbered' };
  await tx.branch.update({ where: { id: branchId }, data: { [part]: value } });
  return { kind: 'done', branchId };
}

function checked(
  branches: readonly BranchView[],
  part: BranchPart,
  text: string,
  branchId?: number,
): string | (BranchEdited & { kind: 'invalid' | 'taken' }) {
  const value = readBranchPart(part, text);
  if (value === null) return { kind: 'invalid', part };
  const other = takenBy(branches, part, value, branchId);
  return other ? { kind: 'taken', part, name: other.name } : value;
}
