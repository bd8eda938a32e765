import { createHash } from 'node:crypto';
import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import { accountingNumber } from './accounting-number.ts';
import type { Db } from '../../../platform/database/client.ts';
import { entryFor, isSubmitted, openAssignment, subjectOf } from '../admission.ts';
import type { Open, Refused, Request } from '../admission.ts';
import { noteBehalf, receivedFor } from '../behalf/verbs.ts';
import type { Received } from '../behalf/record.ts';
import { settlePassages } from '../experience/passages-store.ts';
import { settleSubmitted } from '../clarification/settling.ts';
import { tellExecutors } from '../executors/submitted.ts';
import { joinPieces } from '../joining/joining.ts';
import { statistics } from '../statistics.ts';
import { livePieces } from '../store.ts';
import type { AssignmentView, PieceRow, SubmittedAnswer } from '../store.ts';
import { seatFor } from '../../../services/people/rights.ts';

export type Submitted =
  | ({ kind: 'done'; submissionId: number; number: string; edition: number } & Partial<Received>)
  | Refused
  /** Required questions without an answer. */
  | { kind: 'incomplete'; codes: string[] };

export type Withdrawn = Refused | ({ kind: 'done' } & Partial<Received>) | { kind: 'not_submitted' };

/** All answers of a questionnaire joined, in the order of its form: what is shown, printed and submitted. */
export function joinedAnswers(view: AssignmentView, pieces: readonly PieceRow[]): SubmittedAnswer[] {
  return view.questions.map(({ code }) => {
    const own = pieces.filter((piece) => piece.code === code);
    const joined = joinPieces(own.filter((piece) => piece.text !== ''));
    const { value = null, skippedAt = null } = view.answers.find((answer) => answer.code === code) ?? {};
    const skipped = skippedAt !== null && own.length === 0 && value === null;
    return {
      code,
      text: joined.text,
      entities: [...joined.entities],
      value,
      ...(skipped && { skipped }),
      files: own.flatMap(({ fileName }) => (fileName === null ? [] : [fileName])),
      chars: statistics(joined).characters,
      pieces: own.map(({ id, seam = null }) => ({ id, seam })),
    };
  });
}

/** An answer with a text, a number or a file. */
export function isAnswered(answer: SubmittedAnswer): boolean {
  return answer.text !== '' || answer.value !== null || answer.files.length > 0;
}

/** Eight hexadecimal digits over everything that was submitted: «5C1E-04AB». The same content gives the same mark. */
function controlMark(number: string, edition: number, content: readonly SubmittedAnswer[]): string {
  const submitted = content.map(({ pieces: _, ...answer }) => answer);
  const digest = createHash('sha256')
    .update(JSON.stringify([number, edition, submitted]))
    .digest('hex')
    .toUpperCase();
  return `${digest.slice(0, 4)}-${digest.slice(4, 8)}`;
}

/** Stores the next edition: everything as it stands in `content`. The questionnaire has its number. */
export async function writeSubmission(
  tx: Prisma.TransactionClient,
  open: Open,
  { actor, now }: Request,
  content: readonly SubmittedAnswer[],
): Promise<{ submissionId: number; edition: number }> {
  const { view, seat } = open;
  const { way, letterOn } = receivedFor(open);
  const edition = view.edition + 1;
  const { id: submissionId } = await tx.submission.create({
    data: {
      assignmentId: view.id,
      edition,
      personId: actor.personId,
      seatId: seat.seatId,
      content: content as unknown as Prisma.InputJsonValue,
      mark: controlMark(view.number ?? '', edition, content),
      way,
      letterOn: letterOn === null ? null : new Date(letterOn),
      at: now,
    },
  });
  return { submissionId, edition };
}

export function createSubmitting(prisma: PrismaClient) {
  return {
    /** Submits every part that is there. Late is not refused: the term closes nothing. */
    async submit(request: Request, assignmentId: number): Promise<Submitted> {
      const { actor, now } = request;
      const entry = entryFor(request, 'submit', `assignment:${assignmentId}`);
      return once<Submitted>(prisma, entry, async (tx, journalId) => {
        // Parts that come in meanwhile hold this row `for share`: a part is in the submission, or is refused.
        await tx.$queryRaw`select id from "Assignment" where id = ${assignmentId} for update`;
        const open = await openAssignment(tx, actor, 'submit', assignmentId);
        if (open.kind !== 'open') return open;
        const { view, seat } = open;
        if (view.state === 'accepted') return { kind: 'accepted' };
        if (isSubmitted(view)) return { kind: 'submitted' };
        const content = joinedAnswers(view, await livePieces(tx, assignmentId));
        const codes = view.questions
          .filter(
            ({ code, required }) =>
              required && !content.some((answer) => answer.code === code && isAnswered(answer)),
          )
          .map(({ code }) => code);
        if (codes.length > 0) return { kind: 'incomplete', codes };
        const number = view.number ?? (await accountingNumber(tx, view.campaignId));
        const written = await writeSubmission(tx, { ...open, view: { ...view, number } }, request, content);
        const { edition, submissionId } = written;
        await tx.assignment.update({
          where: { id: assignmentId },
          data: {
            ...(view.archived ? { state: 'accepted', acceptedAt: now } : { state: 'submitted' }),
            number,
            edition,
            submittedAt: now,
          },
        });
        const done = { journalId, now };
        const told = { ...open, view: { ...view, number, edition } };
        const received = await noteBehalf(tx, told, 'submitted', receivedFor(open), done);
        await settleSubmitted(tx, open, request, journalId, content);
        await tellExecutors(tx, view, { ...done, personId: actor.personId });
        if (view.archived) await settlePassages(tx, assignmentId);
        await tx.journal.update({ where: { id: journalId }, data: { seatId: seat.seatId } });
        return { kind: 'done', submissionId, number, edition, ...received };
      });
    },

    /**
     * Takes a submitted questionnaire back into work; its number stays, the next submission is a new edition.
     * @param received how the city's wish came to the coordinator who does it
     */
    async withdraw(
      request: Request,
      assignmentId: number,
      received: Received = { way: null, letterOn: null },
    ): Promise<Withdrawn> {
      const { actor, now } = request;
      const entry = entryFor(request, 'withdraw', `assignment:${assignmentId}`);
      return once<Withdrawn>(prisma, entry, async (tx, journalId) => {
        await tx.$queryRaw`select id from "Assignment" where id = ${assignmentId} for update`;
        const open = await openAssignment(tx, actor, 'withdraw', assignmentId);
        if (open.kind !== 'open') return open;
        if (!isSubmitted(open.view)) return { kind: 'not_submitted' };
        await tx.assignment.update({
          where: { id: assignmentId },
          data: { state: 'in_work', submittedAt: null },
        });
        await tx.submission.updateMany({
          where: { assignmentId, withdrawnAt: null },
          data: { withdrawnAt: now },
        });
        await settlePassages(tx, assignmentId);
        await tx.journal.update({ where: { id: journalId }, data: { seatId: open.seat.seatId } });
        const said = await noteBehalf(tx, open, 'withdrawn', received, { journalId, now });
        return { kind: 'done', ...said };
      });
    },
  };
}

export type Submission = Prisma.SubmissionGetPayload<object>;

/** The submission that stands: the last edition that was not withdrawn. */
export async function standingSubmission(db: Db, assignmentId: number): Promise<Submission | null> {
  return db.submission.findFirst({
    where: { assignmentId, withdrawnAt: null },
    orderBy: { edition: 'desc' },
  });
}

/** May this person submit it: asked by the screens, decided by the verb. */
export function maySubmit(request: Pick<Request, 'actor'>, view: AssignmentView): boolean {
  return seatFor(request.actor, 'submit', subjectOf(view)) !== null;
}
