import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import { entryFor, openAnswer } from '../admission.ts';
import type { Refused, Request } from '../admission.ts';
import type { RawEntity } from '../formatted.ts';
import { submissionOf } from '../clarification/restoring.ts';
import { answerSubject, holdAnswer, recount, undoable } from '../store.ts';
import type { AssignmentView, ChangeVerb, Target } from '../store.ts';

/** Parts that a change added and removed; taking it back swaps them, and names it. */
export type Change = {
  kind: 'done';
  added: number[];
  removed: number[];
  undid?: number;
  /** Until then «нет предложений» stood there. */
  skipped?: true;
};
export type ChangeOutcome = Change | Refused | { kind: 'nothing' };

/** A text that is put into an answer without having come as a message to it. */
export interface PutText {
  sourceKey: string;
  messageId: number;
  text: string;
  entities: readonly RawEntity[];
  fileId?: number | null;
  fileName?: string | null;
  sentAt: Date;
}

/** They may begin an answer; texts do not go where a number is asked for. */
const PUTS = new Set<ChangeVerb>(['add_text', 'replace_answer']);
const NOTHING = { added: [], removed: [] };

/**
 * The verbs that change parts of an answer. Nothing is overwritten: a part is retired and another put in its place under one
 * journal row, so that each change can be taken back until submission.
 */
export function createChanging(prisma: PrismaClient) {
  async function change(
    request: Request,
    verb: ChangeVerb,
    target: Target,
    work: (
      tx: Prisma.TransactionClient,
      answerId: number,
      journalId: bigint,
      view: AssignmentView,
    ) => Promise<Omit<Change, 'kind'>>,
  ): Promise<ChangeOutcome> {
    const entry = entryFor(request, verb, answerSubject(target));
    return once<ChangeOutcome>(prisma, entry, async (tx, journalId) => {
      const open = await openAnswer(
        tx,
        request.actor,
        target,
        ({ kind }) => kind !== 'number' || !PUTS.has(verb),
      );
      if (open.kind !== 'open') return open;
      const begun = PUTS.has(verb) || (await tx.answer.count({ where: target })) > 0;
      if (!begun) return { kind: 'nothing' };
      const answerId = await holdAnswer(tx, target);
      const done = await work(tx, answerId, journalId, open.view);
      if (done.added.length + done.removed.length === 0) return { kind: 'nothing' };
      await recount(tx, answerId, request.now);
      const skipped = done.added.length > 0 && (await unskip(tx, answerId));
      await tx.journal.update({ where: { id: journalId }, data: { seatId: open.seat.seatId } });
      return { kind: 'done', ...done, ...(skipped && { skipped }) };
    });
  }

  /** Another part in the place of one, of the same message. */
  async function replace(
    tx: Prisma.TransactionClient,
    former: Prisma.PieceGetPayload<object>,
    data: Partial<Prisma.PieceUncheckedCreateInput>,
    journalId: bigint,
  ): Promise<Omit<Change, 'kind'>> {
    await retire(tx, [former.id], journalId);
    const { id, removedBy: _, entities, ...kept } = former;
    const next = await tx.piece.create({
      data: { ...kept, ...(entities !== null && { entities }), ...data, addedBy: journalId },
    });
    return { added: [next.id], removed: [id] };
  }

  return {
    /**
     * A message was edited in the chat: its part is replaced. `nothing`: no part came of this message, or nothing changed.
     * `file` stands in the place of the one that came with it.
     */
    async editPiece(
      request: Request,
      edit: {
        sourceKey: string;
        text: string;
        entities: readonly RawEntity[];
        file?: { fileId: number; fileName: string } | undefined;
      },
    ): Promise<ChangeOutcome & Partial<Target>> {
      const { sourceKey, text, file } = edit;
      const entities = edit.entities as unknown as Prisma.InputJsonValue;
      const piece = await prisma.piece.findFirst({
        where: { sourceKey, removedBy: null },
        include: { answer: true },
      });
      if (!piece) return { kind: 'nothing' };
      const { assignmentId, code } = piece.answer;
      const outcome = await change(
        request,
        'edit_piece',
        { assignmentId, code },
        async (tx, _, journalId) => {
          const current = await tx.piece.findFirst({ where: { sourceKey, removedBy: null } });
          if (!current) return NOTHING;
          // Taken out of the answer it stays out, though the message still carries it.
          const takenOut =
            file !== undefined &&
            current.fileId === null &&
            (await tx.piece.count({ where: { sourceKey, fileId: file.fileId } })) > 0;
          const same =
            current.text === text &&
            JSON.stringify(current.entities ?? []) === JSON.stringify(entities) &&
            (file === undefined || takenOut || file.fileId === current.fileId);
          if (same) return NOTHING;
          const sentLength = current.sentLength ?? current.text.length;
          const next = { ...(takenOut ? {} : file), text, entities, sentLength };
          return replace(tx, current, next, journalId);
        },
      );
      return { ...outcome, assignmentId, code };
    },

    removePiece(request: Request, target: Target, pieceId: number): Promise<ChangeOutcome> {
      return change(request, 'remove_piece', target, async (tx, answerId, journalId) => {
        const piece = await tx.piece.findFirst({ where: { id: pieceId, answerId, removedBy: null } });
        if (!piece) return NOTHING;
        await retire(tx, [piece.id], journalId);
        return { added: [], removed: [piece.id] };
      });
    },

    /** Takes the file out of a part; its text stays. `nothing`: there is no such part, or it is a file alone. */
    removeFile(request: Request, target: Target, pieceId: number): Promise<ChangeOutcome> {
      return change(request, 'remove_file', target, async (tx, answerId, journalId) => {
        const where = { id: pieceId, answerId, removedBy: null, fileName: { not: null }, text: { not: '' } };
        const piece = await tx.piece.findFirst({ where });
        return piece ? replace(tx, piece, { fileId: null, fileName: null }, journalId) : NOTHING;
      });
    },

    /** Puts in texts that came another way: last year's answer, what was sent outside a question. Each stands there once. */
    putTexts(
      request: Request,
      target: Target,
      texts: readonly PutText[],
      how: 'append' | 'replace',
    ): Promise<ChangeOutcome> {
      const verb = how === 'replace' ? 'replace_answer' : 'add_text';
      return change(request, verb, target, (tx, answerId, journalId) =>
        putInto(tx, { answerId, journalId, authorId: request.actor.personId }, texts, how),
      );
    },

    /**
     * Takes back a change of this answer, or undoes such a taking back: what it removed is there again, what it added is
     * removed. `nothing`: another change is the next to be taken back by now, or it was made before the submission that
     * is asked about.
     */
    takeBack(request: Request, target: Target, changeId: number): Promise<ChangeOutcome> {
      return change(request, 'take_back', target, async (tx, answerId, journalId, { state }) => {
        const next = await undoable(tx, target);
        if (changeId !== next.change && changeId !== next.takenBack) return NOTHING;
        if (state === 'to_clarify') {
          const submission = await submissionOf(tx, target);
          if (submission !== null && changeId < submission) return NOTHING;
        }
        const row = await tx.journal.findUniqueOrThrow({ where: { id: changeId } });
        const former = row.outcome as unknown as Change;
        const added = await tx.piece.findMany({
          where: { id: { in: former.removed }, answerId, removedBy: { not: null } },
          select: { id: true },
        });
        await retire(tx, former.added, journalId);
        const ids = added.map(({ id }) => id);
        await tx.piece.updateMany({ where: { id: { in: ids } }, data: { removedBy: null } });
        if (former.skipped)
          await tx.answer.update({ where: { id: answerId }, data: { skippedAt: request.now } });
        return { added: ids, removed: former.added, undid: changeId };
      });
    },
  };
}

/** Puts texts into an answer that is held, under a line of the journal; each stands there once. */
export async function putInto(
  tx: Prisma.TransactionClient,
  at: { answerId: number; journalId: bigint; authorId: number | null },
  texts: readonly PutText[],
  /** `replace_text`: files that stand in the answer stay. */
  how: 'append' | 'replace' | 'replace_text',
): Promise<Pick<Change, 'added' | 'removed'>> {
  const { answerId, journalId, authorId } = at;
  const sourceKeys = texts.map(({ sourceKey }) => sourceKey);
  const former = await tx.piece.findMany({
    where: {
      removedBy: null,
      ...(how === 'append' ? { sourceKey: { in: sourceKeys } } : { answerId }),
      ...(how === 'replace_text' && { fileId: null }),
    },
    select: { id: true, sourceKey: true },
  });
  const same =
    former.length === texts.length && former.every(({ sourceKey }) => sourceKeys.includes(sourceKey));
  if (same) return NOTHING;
  const there = new Set(how === 'append' ? former.map(({ sourceKey }) => sourceKey) : []);
  const removed = how === 'append' ? [] : former.map(({ id }) => id);
  await retire(tx, removed, journalId);
  const added: number[] = [];
  for (const { messageId, sentAt, entities, ...rest } of texts) {
    if (there.has(rest.sourceKey)) continue;
    const data = {
      answerId,
      position: messageId,
      entities,
      authorId,
      receivedAt: sentAt,
      addedBy: journalId,
    };
    const piece = await tx.piece.create({ data: { ...rest, ...data } });
    added.push(piece.id);
  }
  return { added, removed };
}

/** There is a text now: «нет предложений» goes. @returns whether it stood there */
async function unskip(tx: Prisma.TransactionClient, id: number): Promise<boolean> {
  const where = { id, skippedAt: { not: null } };
  return (await tx.answer.updateMany({ where, data: { skippedAt: null } })).count > 0;
}

async function retire(tx: Prisma.TransactionClient, ids: number[], journalId: bigint): Promise<void> {
  await tx.piece.updateMany({
    where: { id: { in: ids }, removedBy: null },
    data: { removedBy: journalId },
  });
}
