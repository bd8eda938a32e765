import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import { entryFor, openAnswer } from '../admission.ts';
import type { Refused, Request } from '../admission.ts';
import { putInto } from '../answering/changing.ts';
import { joinPieces } from '../joining/joining.ts';
import { answerSubject, holdAnswer, livePieces, loadAssignment, recount } from '../store.ts';
import { questionOf, shownNumber } from '../wording.ts';
import { amountOf, takesText } from './amounts.ts';
import { planWriting } from './moving.ts';
import type { Writing } from './moving.ts';
import { saysNothing } from './nothing.ts';
import { loadReading } from './store.ts';
import type { Reading } from './store.ts';

/** An answer over its limit is taken, and said to be so; one so many times over is another document. */
const BEYOND = 4;

type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** What became of a question; `changeId` is what can be taken back. */
export type WrittenAnswer = { code: string; kind: Writing['kind']; changeId: number | null };

export type WriteOutcome =
  | { kind: 'done'; written: WrittenAnswer[] }
  /** It is cancelled, swept away, or was never of this chat. */
  | { kind: 'no_reading' }
  /** It was written before. */
  | { kind: 'written' }
  /** No part of it belongs to a question. */
  | { kind: 'nothing' }
  /** Far beyond what a question takes; sizes in characters. */
  | { kind: 'too_long'; code: string; size: number; most: number }
  /** Something stands in these answers: what is to become of it? */
  | { kind: 'ask'; codes: string[] }
  /** Nothing was written because this question may not be written by him (any more). */
  | (Refused & { code?: string });

/** The plan by what stands in the answers at this moment. */
export async function planNow(
  db: Tx | PrismaClient,
  { parts, choices, assignmentId }: Reading,
): Promise<Writing[]> {
  const pieces = assignmentId === null ? [] : await livePieces(db, assignmentId);
  const existing: Record<string, string> = {};
  for (const code of new Set(pieces.map((piece) => piece.code))) {
    existing[code] = joinPieces(pieces.filter((piece) => piece.code === code && piece.text !== '')).text;
  }
  const view = assignmentId === null ? null : await loadAssignment(db, assignmentId);
  for (const { code, value } of view?.answers ?? []) if (value) existing[code] = shownNumber(value);
  const wantsNumber = (code: string): boolean => (view && questionOf(view, code)?.kind === 'number') ?? false;
  const filed = new Set(pieces.filter(({ fileId }) => fileId !== null).map(({ code }) => code));
  const asShown = parts.map((part) => {
    const amount = part.code !== null && wantsNumber(part.code) ? amountOf(part.text) : null;
    return amount ? { ...part, text: shownNumber(amount) } : part;
  });
  return planWriting(asShown, existing, choices).map((each) => {
    if (wantsNumber(each.code)) return { ...each, kind: numberKind(each) };
    // A file is an answer too.
    return each.kind === 'nothing' && filed.has(each.code) ? { ...each, kind: 'keep' } : each;
  });
}

/** To a number nothing can be added, and «нет» does not replace it; 0 is a number. */
function numberKind({ kind, text }: Writing): Writing['kind'] {
  if (amountOf(text) === null) return saysNothing(text) && kind !== 'nothing' ? 'keep' : kind;
  if (kind === 'nothing') return 'new';
  return kind === 'append' ? 'ask' : kind;
}

export function createWordInVerbs(prisma: PrismaClient) {
  return {
    /**
     * *Записать*: all that was read goes into its answers in one transaction, or nothing does. Each answer has a line of
     * its own in the journal, so that each can be taken back by itself.
     * @param at the newest message of the chat: what is written stands after all that came before
     */
    async write(
      request: Request,
      reading: Pick<Reading, 'id' | 'chatId' | 'assignmentId'>,
      at: number,
    ): Promise<WriteOutcome> {
      const entry = entryFor(request, 'write_word_in', `assignment:${reading.assignmentId ?? 0}`);
      return once<WriteOutcome>(prisma, entry, async (tx, journalId) => {
        await tx.$queryRaw`select id from "WordIn" where id = ${reading.id} for update`;
        const fresh = await loadReading(tx, reading.chatId, reading.id);
        if (!fresh || fresh.thrownAt !== null || fresh.assignmentId === null) return { kind: 'no_reading' };
        if (fresh.writtenAt) return { kind: 'written' };
        const { assignmentId } = fresh;
        const plan = await planNow(tx, fresh);
        if (plan.length === 0) return { kind: 'nothing' };
        for (const { code, text, kind } of plan) {
          const open = await openAnswer(
            tx,
            request.actor,
            { assignmentId, code },
            (question) => kind === 'nothing' || kind === 'keep' || takesText(question, text),
          );
          if (open.kind !== 'open') return { ...open, code };
          const limit = open.view.questions.find((question) => question.code === code)?.limit ?? 0;
          const most = limit * BEYOND;
          if (kind !== 'keep' && text.length > most)
            return { kind: 'too_long', code, size: text.length, most };
          await tx.journal.update({ where: { id: journalId }, data: { seatId: open.seat.seatId } });
        }
        const asked = plan.filter(({ kind }) => kind === 'ask').map(({ code }) => code);
        if (asked.length > 0) return { kind: 'ask', codes: asked };
        const written: WrittenAnswer[] = [];
        for (const each of plan) written.push(await writeOne(tx, request, fresh, each, at));
        await tx.wordIn.update({ where: { id: fresh.id }, data: { writtenAt: request.now } });
        return { kind: 'done', written };
      });
    },
  };

  async function writeOne(
    tx: Tx,
    request: Request,
    { id, assignmentId, createdAt }: Reading,
    { code, kind, text, entities }: Writing,
    at: number,
  ): Promise<WrittenAnswer> {
    if (assignmentId === null || kind === 'same' || kind === 'keep') return { code, kind, changeId: null };
    const target = { assignmentId, code };
    const answerId = await holdAnswer(tx, target);
    const { actor, requestKey, now } = request;
    const open = await openAnswer(tx, actor, target);
    const asked = open.kind === 'open' ? questionOf(open.view, code) : undefined;
    const value = asked?.kind === 'number' ? amountOf(text) : null;
    const verb = value
      ? 'set_number'
      : kind === 'nothing'
        ? 'skip_answer'
        : kind === 'replace'
          ? 'replace_answer'
          : 'add_text';
    const { id: journalId } = await tx.journal.create({
      data: {
        ...entryFor({ ...request, requestKey: `${requestKey}:${code}` }, verb, answerSubject(target)),
        seatId: open.kind === 'open' ? open.seat.seatId : null,
      },
    });
    if (kind === 'nothing') {
      await tx.answer.update({ where: { id: answerId }, data: { skippedAt: now } });
      await tx.journal.update({ where: { id: journalId }, data: { outcome: { kind: 'done' } } });
      return { code, kind, changeId: null };
    }
    if (value) {
      await tx.answer.update({ where: { id: answerId }, data: { value, changedAt: now, skippedAt: null } });
      await tx.journal.update({ where: { id: journalId }, data: { outcome: { kind: 'done' } } });
      return { code, kind, changeId: null };
    }
    const change = await putInto(
      tx,
      { answerId, journalId, authorId: actor.personId },
      [{ sourceKey: `w:${id}:${code}`, messageId: at, text, entities, sentAt: createdAt }],
      kind === 'replace' ? 'replace_text' : 'append',
    );
    await recount(tx, answerId, now);
    await tx.answer.update({ where: { id: answerId }, data: { skippedAt: null } });
    await tx.journal.update({ where: { id: journalId }, data: { outcome: { kind: 'done', ...change } } });
    return { code, kind, changeId: Number(journalId) };
  }
}
