import { createHash } from 'node:crypto';
import type { Db } from '../../../platform/database/client.ts';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import { dayIn, isDay, storedDay } from '../../../services/calendar/index.ts';
import { NOT_FOUND } from '../../../services/people/verb.ts';
import type { By } from '../../../services/people/verb.ts';
import { formVersions } from './branches.ts';
import type { BranchView } from './branches.ts';
import { isCampaignYear } from './days.ts';
import { createVerb } from './verb.ts';
import type { CampaignDependencies, Refusal } from './verb.ts';

/** A campaign that is being prepared. Only the association's coordinators see it; each of them may go on with it. */
export interface DraftView {
  id: number;
  branch: BranchView;
  year: number;
  /** 'YYYY-MM-DD' */
  dueOn: string;
  /** Chosen so far. */
  cityIds: number[];
  /** What a coordinator sees of it, in few letters: opened is what he has seen, see `open`. */
  mark: string;
}

const DRAFT = { openedAt: null } satisfies Prisma.CampaignWhereInput;
const draftInclude = {
  branch: true,
  assignments: { select: { cityId: true }, orderBy: { cityId: 'asc' } },
} satisfies Prisma.CampaignInclude;

function draftView(row: Prisma.CampaignGetPayload<{ include: typeof draftInclude }>): DraftView {
  const { id, branch, year } = row;
  const dueOn = storedDay(row.dueOn);
  const cityIds = row.assignments.map(({ cityId }) => cityId);
  const mark = createHash('sha256')
    .update(`${dueOn} ${cityIds.join(' ')}`)
    .digest('hex')
    .slice(0, 12);
  return { id, branch, year, dueOn, cityIds, mark };
}

/** All drafts, the newest year first. */
export async function draftsOf(db: Db): Promise<DraftView[]> {
  const orderBy = [{ year: 'desc' }, { branchId: 'asc' }] as const;
  const rows = await db.campaign.findMany({ where: DRAFT, include: draftInclude, orderBy: [...orderBy] });
  return rows.map(draftView);
}

/** null: it was discarded, or opened. */
export async function findDraft(db: Db, id: number): Promise<DraftView | null> {
  const row = await db.campaign.findUnique({ where: { id, ...DRAFT }, include: draftInclude });
  return row && draftView(row);
}

/** What a draft's verbs refuse besides. */
type Drafted =
  | { kind: 'done'; draftId: number }
  /** The branch has a campaign of that year, or a draft of it. */
  | { kind: 'exists'; campaignId: number }
  | { kind: 'drafted'; draftId: number }
  | { kind: 'bad_year' }
  /** The branch has no questions yet. */
  | { kind: 'no_questions' }
  | Refusal;

export type DraftChange =
  | { kind: 'term'; dueOn: string }
  | { kind: 'cities'; add: readonly number[]; remove: readonly number[] };

/** The verbs about a draft. It tells nobody anything. */
export function createDrafts(deps: CampaignDependencies) {
  const verb = createVerb(deps);
  const today = (by: By): string => dayIn(by.now, deps.association.timeZone);
  const isOver = (by: By, dueOn: string): boolean => !isDay(dueOn) || dueOn < today(by);

  /** The draft, held until the transaction ends: it is not opened or discarded meanwhile. */
  async function held(tx: Prisma.TransactionClient, draftId: number): Promise<DraftView | null> {
    await tx.$queryRaw`select id from "Campaign" where id = ${draftId} for no key update`;
    return findDraft(tx, draftId);
  }

  return {
    /** Begins the draft of a branch's campaign of a year; no city is chosen yet. */
    begin(by: By, plan: { branchId: number; year: number; dueOn: string }): Promise<Drafted> {
      const { branchId, year, dueOn } = plan;
      const subject = `branch:${branchId}`;
      return verb<Drafted>(by, 'draft_campaign', { subject }, async (tx, journalId) => {
        if (!isCampaignYear(year, today(by))) return { kind: 'bad_year' };
        if (isOver(by, dueOn)) return { kind: 'past' };
        const branch = await tx.branch.findUnique({ where: { id: branchId } });
        if (!branch) return NOT_FOUND;
        const form = (await formVersions(tx, branch.code)).at(-1);
        if (!form) return { kind: 'no_questions' };
        const data = { branchId, formId: form.id, year, dueOn: new Date(dueOn) };
        const { count } = await tx.campaign.createMany({ data, skipDuplicates: true });
        const found = await tx.campaign.findUnique({ where: { branchId_year: { branchId, year } } });
        if (!found) return NOT_FOUND;
        if (found.openedAt) return { kind: 'exists', campaignId: found.id };
        if (count === 0) return { kind: 'drafted', draftId: found.id };
        await tx.journal.update({ where: { id: journalId }, data: { subject: `campaign:${found.id}` } });
        return { kind: 'done', draftId: found.id };
      });
    },

    /** A tick more or less, not the whole list: of two coordinators who choose at once neither loses his. */
    change(by: By, draftId: number, change: DraftChange): Promise<{ kind: 'done' } | Refusal> {
      const subject = `campaign:${draftId}`;
      return verb<{ kind: 'done' } | Refusal>(by, 'edit_draft', { subject }, async (tx) => {
        if (!(await held(tx, draftId))) return NOT_FOUND;
        if (change.kind === 'term') {
          if (isOver(by, change.dueOn)) return { kind: 'past' };
          await tx.campaign.update({ where: { id: draftId }, data: { dueOn: new Date(change.dueOn) } });
          return { kind: 'done' };
        }
        const known = await tx.city.findMany({
          where: { id: { in: [...change.add] } },
          select: { id: true },
        });
        const data = known.map(({ id: cityId }) => ({ campaignId: draftId, cityId }));
        await tx.assignment.createMany({ data, skipDuplicates: true });
        const gone = { campaignId: draftId, cityId: { in: [...change.remove] } };
        await tx.assignment.deleteMany({ where: gone });
        return { kind: 'done' };
      });
    },

    discard(by: By, draftId: number): Promise<{ kind: 'done' } | Refusal> {
      const subject = `campaign:${draftId}`;
      return verb<{ kind: 'done' } | Refusal>(by, 'discard_draft', { subject }, async (tx) => {
        if (!(await held(tx, draftId))) return NOT_FOUND;
        await tx.assignment.deleteMany({ where: { campaignId: draftId } });
        await tx.campaign.delete({ where: { id: draftId } });
        return { kind: 'done' };
      });
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;
