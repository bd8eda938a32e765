import type { Db } from '../../../platform/database/client.ts';
import { listed } from '../../../services/people/actor.ts';
import type { Actor, SeatKind } from '../../../services/people/actor.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf } from '../admission.ts';
import { answerSubject } from '../store.ts';
import type { AssignmentView, PieceRow, Target } from '../store.ts';
import { charactersOfPart } from '../statistics.ts';
import type { Delegated } from './store.ts';
import { withOthers } from './whole.ts';

/** Who wrote which part of an answer, and what is new to whoever looks at it. */

/** Parts by others that came after the post's last look at a question. */
export interface News {
  code: string;
  /** null: erased. */
  authorId: number | null;
  chars: number;
  files: number;
}

/** Those who write the answers want to know what others wrote; those who only watch do not. */
const WRITERS: readonly SeatKind[] = ['head', 'assistant', 'executor'];

/** The post by which the actor reads the answers; null: he reads them for no post that writes. */
export function readingSeat(actor: Actor, view: AssignmentView, code?: string): number | null {
  const seat = seatFor(actor, 'see_questionnaire', subjectOf(view, code));
  return seat && WRITERS.includes(seat.kind) ? seat.seatId : null;
}

/** What is new to the actor in each question, by author. */
export async function newsFor(db: Db, actor: Actor, view: AssignmentView): Promise<News[]> {
  const seatId = readingSeat(actor, view);
  const written = view.answers.filter(({ pieceCount }) => pieceCount > 0);
  if (seatId === null || written.length === 0) return [];
  const codes = new Map(written.map(({ id, code }) => [id, code]));
  const rows = await db.piece.findMany({
    where: {
      removedBy: null,
      answerId: { in: [...codes.keys()] },
      OR: [{ authorId: null }, { authorId: { not: actor.personId ?? 0 } }],
    },
    select: { authorId: true, text: true, fileName: true, addedBy: true, receivedAt: true, answerId: true },
    orderBy: { id: 'asc' },
  });
  if (rows.length === 0) return [];
  const looks = await db.look.findMany({ where: { assignmentId: view.id, seatId } });
  const added = await changeTimes(
    db,
    rows.map(({ addedBy }) => addedBy),
  );
  const seenAt = new Map(looks.map(({ code, at }) => [code, at.getTime()]));
  const news = new Map<string, News>();
  for (const { authorId, text, fileName, addedBy, receivedAt, answerId } of rows) {
    const code = codes.get(answerId) ?? '';
    const at = (addedBy === null ? undefined : added.get(addedBy)) ?? receivedAt;
    if (at.getTime() <= (seenAt.get(code) ?? -Infinity)) continue;
    const key = `${code}:${authorId}`;
    const former = news.get(key) ?? { code, authorId, chars: 0, files: 0 };
    news.set(key, {
      ...former,
      chars: former.chars + charactersOfPart(text),
      files: former.files + (fileName === null ? 0 : 1),
    });
  }
  return [...news.values()];
}

/** When each part came into its answer as it is: an edited part came with the edit. */
export async function partTimes(db: Db, pieces: readonly PieceRow[]): Promise<Map<number, Date>> {
  const rows = await db.piece.findMany({
    where: { id: { in: pieces.map(({ id }) => id) } },
    select: { id: true, addedBy: true, receivedAt: true },
  });
  const added = await changeTimes(
    db,
    rows.map(({ addedBy }) => addedBy),
  );
  return new Map(
    rows.map(({ id, addedBy, receivedAt }) => [
      id,
      (addedBy === null ? undefined : added.get(addedBy)) ?? receivedAt,
    ]),
  );
}

/** Those of these parts that came into the answer by this post. */
export async function partsBySeat(db: Db, pieces: readonly PieceRow[], seatId: number): Promise<PieceRow[]> {
  const rows = await db.piece.findMany({
    where: { id: { in: pieces.map(({ id }) => id) }, addedBy: { not: null } },
    select: { id: true, addedBy: true },
  });
  const acts = await db.journal.findMany({
    where: { id: { in: rows.flatMap(({ addedBy }) => addedBy ?? []) }, seatId },
    select: { id: true },
  });
  const his = new Set(acts.map(({ id }) => id));
  const own = new Set(rows.filter(({ addedBy }) => addedBy !== null && his.has(addedBy)).map(({ id }) => id));
  return pieces.filter(({ id }) => own.has(id));
}

async function changeTimes(db: Db, ids: readonly (bigint | null)[]): Promise<Map<bigint, Date>> {
  const rows = await db.journal.findMany({
    where: { id: { in: ids.filter((id) => id !== null) } },
    select: { id: true, at: true },
  });
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** «Рябинин П.А.» by person. */
export async function authorNames(
  db: Db,
  personIds: readonly (number | null)[],
): Promise<Map<number, string>> {
  const ids = [...new Set(personIds.filter((id) => id !== null))];
  const rows = ids.length === 0 ? [] : await db.person.findMany({ where: { id: { in: ids } } });
  return new Map(rows.flatMap((person) => (listed(person) === '' ? [] : [[person.id, listed(person)]])));
}

/** When the post last looked at the text of a question. */
export async function lastLook(db: Db, target: Target, seatId: number): Promise<Date | null> {
  const where = { assignmentId_code_seatId: { ...target, seatId } };
  return (await db.look.findUnique({ where }))?.at ?? null;
}

/** The post has seen the text up to the part that came at `at`. */
export async function noteLook(db: Db, target: Target, seatId: number, at: Date): Promise<void> {
  await db.look.upsert({
    where: { assignmentId_code_seatId: { ...target, seatId } },
    create: { ...target, seatId, at },
    update: { at },
  });
}

/** The last change of what an executor was given, as its line in the journal: what is taken is the text that was read. */
export async function lastChange(
  db: Db,
  given: Pick<Delegated, 'code' | 'seatId' | 'view'>,
): Promise<number> {
  const { code } = given;
  const assignmentId = given.view.id;
  const others = withOthers(given);
  const answer = { assignmentId, code: code ?? { notIn: others } };
  const subject = answerSubject({ assignmentId, code: code ?? '' });
  const [parts, numbers] = await Promise.all([
    db.piece.aggregate({ where: { answer }, _max: { addedBy: true, removedBy: true } }),
    db.journal.aggregate({
      where: {
        verb: { in: ['set_number', 'skip_answer'] },
        subject: code === null ? { startsWith: subject } : subject,
        NOT: { subject: { in: others.map((each) => answerSubject({ assignmentId, code: each })) } },
      },
      _max: { id: true },
    }),
  ]);
  const { addedBy, removedBy } = parts._max;
  return Math.max(...[addedBy, removedBy, numbers._max.id].map((id) => Number(id ?? 0)));
}

/** The id of the part that came last: an edited one counts anew. */
export function newestOf(pieces: readonly Pick<PieceRow, 'id'>[]): number {
  return Math.max(0, ...pieces.map(({ id }) => id));
}

/** Marks these parts as seen by the post for which the actor reads them. */
export async function notePartsSeen(
  db: Db,
  actor: Actor,
  view: AssignmentView,
  pieces: readonly PieceRow[],
): Promise<void> {
  const times = await partTimes(db, pieces);
  for (const code of new Set(pieces.map((piece) => piece.code))) {
    const seatId = readingSeat(actor, view, code);
    const own = pieces.filter((piece) => piece.code === code);
    const newest = Math.max(...own.map(({ id }) => times.get(id)?.getTime() ?? 0));
    if (seatId !== null && newest > 0)
      await noteLook(db, { assignmentId: view.id, code }, seatId, new Date(newest));
  }
}
