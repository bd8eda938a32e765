import type { Db } from '../../../platform/database/client.ts';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isSubmitted } from '../admission.ts';
import { objects } from '../behalf/record.ts';
import type { Refused, Request } from '../admission.ts';
import { HOLD, tellCity, wasTold } from './telling.ts';
import { settling } from './verb.ts';
import type { Tx } from './verb.ts';
import type { Remark } from '../review/finding-line.ts';
import { settlePassages } from '../experience/passages-store.ts';
import { lastYearsTexts } from '../last-year/last-year.ts';
import { reviewFindings } from '../review/checks.ts';
import { statistics } from '../statistics.ts';
import { loadAssignment } from '../store.ts';
import type { AssignmentView, SubmittedAnswer } from '../store.ts';
import { standingSubmission } from '../review/submitting.ts';
import { questionOf } from '../wording.ts';

export type Accepted =
  | { kind: 'done' }
  | Refused
  | { kind: 'not_submitted' }
  /** The city owes an answer to a question: to be awaited, or taken back. */
  | { kind: 'asked' }
  /** The city has submitted another edition meanwhile. */
  | { kind: 'changed' };

/** A submitted questionnaire that waits for acceptance. */
export interface Waiting {
  view: AssignmentView;
  submissionId: number;
  /** How much the program noticed. */
  remarks: number;
  /** Clarifications that are not closed. */
  open: number;
}

/** Submitted or asked about, the longest waiting first. */
export async function waitingIn(db: Db, campaignId: number): Promise<Waiting[]> {
  const rows = await db.assignment.findMany({
    where: { campaignId, state: { in: ['submitted', 'to_clarify'] } },
    orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  const waiting: Waiting[] = [];
  for (const { id } of rows) {
    const view = await loadAssignment(db, id);
    const submission = await standingSubmission(db, id);
    if (!view || !submission) continue;
    const content = submission.content as unknown as SubmittedAnswer[];
    const { length: remarks } = await remarksOn(db, view, content);
    waiting.push({ view, submissionId: submission.id, remarks, open: view.clarifications.length });
  }
  return waiting;
}

/** What the program noticed: sums that do not hold, years, answers over their limit. */
export async function remarksOn(
  db: Db,
  view: AssignmentView,
  content: readonly SubmittedAnswer[],
): Promise<Remark[]> {
  const lastYear = await lastYearsTexts(db, view);
  const long = content.flatMap(({ code, text, chars }): Remark[] => {
    const limit = questionOf(view, code)?.limit ?? Infinity;
    const over = (chars ?? statistics(text).characters) - limit;
    return over > 0 ? [{ kind: 'over', code, over }] : [];
  });
  return [...reviewFindings({ year: view.year, answers: content, lastYear }), ...long];
}

/** Whether an acceptance can be taken back: not once the volume is closed. */
export function mayReconsider({ state, inVolume }: Pick<AssignmentView, 'state' | 'inVolume'>): boolean {
  return state === 'accepted' && !inVolume;
}

/** Those that can be accepted without being looked at one by one: nothing was noticed, nothing is open, no city objects. */
export function withoutRemarks(waiting: readonly Waiting[]): Waiting[] {
  return waiting.filter(
    ({ view, remarks, open }) => view.state === 'submitted' && remarks + open === 0 && !objects(view.behalf),
  );
}

/** Accepting, one or many, and taking it back. */
export function createAcceptance(prisma: PrismaClient) {
  async function store(tx: Tx, view: AssignmentView, key: bigint, now: Date): Promise<void> {
    await tx.clarification.updateMany({
      where: { assignmentId: view.id, closedAt: null },
      data: { closedAt: now },
    });
    await tx.assignment.update({ where: { id: view.id }, data: { state: 'accepted', acceptedAt: now } });
    await settlePassages(tx, view.id);
    const notBefore = new Date(now.getTime() + HOLD * 60_000);
    await tellCity(tx, view, 'clarification.accepted', {}, key, now, { notBefore, againIfUnknown: true });
  }

  return {
    /** Accepts the edition that was read. */
    async accept(request: Request, assignmentId: number, edition: number): Promise<Accepted> {
      const matter = { right: 'accept', name: 'accept', assignmentId } as const;
      return settling<Accepted>(prisma, request, matter, async (tx, { view }, journalId) => {
        if (view.state === 'accepted') return { kind: 'accepted' };
        if (!isSubmitted(view)) return { kind: 'not_submitted' };
        if (view.state === 'to_clarify') return { kind: 'asked' };
        if (view.edition !== edition) return { kind: 'changed' };
        await store(tx, view, journalId, request.now);
        return { kind: 'done' };
      });
    },

    /**
     * Accepts all that are without remarks, if they are still those that were shown: so many, none submitted later
     * than `lastSubmissionId`.
     */
    async acceptAll(
      request: Request,
      shown: { campaignId: number; count: number; lastSubmissionId: number },
    ): Promise<{ kind: 'done'; count: number } | { kind: 'no_right' } | { kind: 'changed' }> {
      const { actor, requestKey, now } = request;
      const { campaignId, count, lastSubmissionId } = shown;
      const seat = seatFor(actor, 'accept');
      const entry = {
        requestKey,
        verb: 'accept_all',
        subject: `campaign:${campaignId}`,
        personId: actor.personId,
        seatId: seat?.seatId ?? null,
        at: now,
      };
      return once<{ kind: 'done'; count: number } | { kind: 'no_right' } | { kind: 'changed' }>(
        prisma,
        entry,
        async (tx, journalId) => {
          if (!seat) return { kind: 'no_right' };
          await tx.$queryRaw`select id from "Assignment" where "campaignId" = ${campaignId} order by id for update`;
          const plain = withoutRemarks(await waitingIn(tx, campaignId));
          const same =
            plain.length === count &&
            count > 0 &&
            plain.every(({ submissionId }) => submissionId <= lastSubmissionId);
          if (!same) return { kind: 'changed' };
          for (const { view } of plain) {
            await store(tx, view, journalId, now);
            await tx.journal.create({
              data: {
                verb: 'accept',
                subject: `assignment:${view.id}`,
                personId: actor.personId,
                seatId: seat.seatId,
                at: now,
                outcome: { kind: 'done' },
              },
            });
          }
          return { kind: 'done', count };
        },
      );
    },

    /** *Вернуть в рассмотрение*: whoever was told of the acceptance is told of this; within the first minutes nobody is. */
    async reconsider(
      request: Request,
      assignmentId: number,
    ): Promise<Refused | { kind: 'done' } | { kind: 'nothing' }> {
      const matter = { right: 'accept', name: 'reconsider', assignmentId } as const;
      return settling<Refused | { kind: 'done' } | { kind: 'nothing' }>(
        prisma,
        request,
        matter,
        async (tx, { view }, journalId) => {
          const since = view.acceptedAt;
          if (view.state === 'accepted' && view.inVolume) return { kind: 'in_volume' };
          if (!since || !mayReconsider(view)) return { kind: 'nothing' };
          const kind = 'clarification.accepted';
          const told = await wasTold(tx, kind, assignmentId, since);
          await tx.notice.updateMany({
            where: { kind, subject: `assignment:${assignmentId}`, state: 'queued' },
            data: { state: 'withdrawn' },
          });
          await tx.assignment.update({
            where: { id: assignmentId },
            data: { state: 'submitted', acceptedAt: null },
          });
          await settlePassages(tx, assignmentId);
          const args = { since: since.toISOString() };
          if (told) await tellCity(tx, view, 'clarification.reconsidered', args, journalId, request.now);
          return { kind: 'done' };
        },
      );
    },
  };
}

export type Acceptance = ReturnType<typeof createAcceptance>;
