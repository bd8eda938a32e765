import type { Db } from '../../../platform/database/client.ts';
import type { Act } from './history.ts';
import { goesOutAt } from '../reminders/plan.ts';
import { answerSubject } from '../store.ts';
import type { AssignmentView } from '../store.ts';

/** Acts about the whole campaign that concern each of its cities. */
const OF_CAMPAIGN = ['open_campaign', 'extend_campaign', 'close_campaign', 'reopen_campaign'];

export interface History {
  acts: Act[];
  until: Date;
  /** Names by person; null: erased. */
  names: Map<number, { surname: string | null; name: string | null; patronymic: string | null }>;
  /** Posts by seat. */
  posts: Map<number, string>;
}

/** Everything that was done to a questionnaire until `now`. */
export async function historyOf(db: Db, view: AssignmentView, now: Date): Promise<History> {
  const { id, campaignId } = view;
  const codes = new Map(
    (view.wholeForm ?? view.questions).map(({ code }) => [answerSubject({ assignmentId: id, code }), code]),
  );
  const [rows, pieces, reminders, rounds] = await Promise.all([
    db.journal.findMany({
      where: {
        OR: [
          { subject: { in: [`assignment:${id}`, ...codes.keys()] } },
          { subject: `campaign:${campaignId}`, verb: { in: OF_CAMPAIGN } },
        ],
      },
      orderBy: { id: 'asc' },
    }),
    // A part of an answer is written down under the questionnaire; which question it is of, the part knows.
    db.piece.findMany({
      where: { answer: { assignmentId: id }, addedBy: { not: null } },
      select: { addedBy: true, answer: { select: { code: true } } },
    }),
    db.reminder.findMany({ where: { assignmentId: id, undoneAt: null }, include: { round: true } }),
    db.journal.findMany({
      where: { subject: `campaign:${campaignId}`, verb: 'remind' },
      select: { personId: true, outcome: true },
    }),
  ]);
  const authors = new Map(
    rounds.map(({ personId, outcome }) => [(outcome as { roundId?: number } | null)?.roundId, personId]),
  );
  const codeOfPiece = new Map(pieces.map(({ addedBy, answer }) => [addedBy, answer.code]));
  const written = rows.map(({ id: rowId, at, verb, subject, personId, seatId, outcome }): Act => ({
    at,
    verb,
    code: codes.get(subject) ?? (verb === 'add_piece' ? codeOfPiece.get(rowId) : undefined) ?? null,
    personId,
    seatId,
    outcome: (outcome ?? {}) as Act['outcome'],
  }));
  const reminded = reminders.map(({ on, at, step, round }): Act => ({
    at,
    verb: 'reminder',
    code: null,
    personId: (round && authors.get(round.id)) ?? null,
    seatId: round?.bySeatId ?? null,
    outcome: { step, ...(round ? { goesOutAt: goesOutAt({ on, at }, view.city.timeZone) } : {}) },
  }));
  const acts = [...written, ...reminded].filter(({ at }) => at <= now);
  const { names, posts } = await whoDid(db, acts);
  return { acts, until: now, names, posts };
}

async function whoDid(db: Db, acts: readonly Act[]): Promise<Pick<History, 'names' | 'posts'>> {
  // A post that was named is told by its words as well.
  const named = acts.flatMap(({ verb, outcome }) =>
    verb === 'name_respondent' && typeof outcome['seatId'] === 'number' ? [outcome['seatId']] : [],
  );
  const [persons, seats] = await Promise.all([
    db.person.findMany({
      where: { id: { in: [...new Set(acts.flatMap(({ personId }) => personId ?? []))] } },
      select: { id: true, surname: true, name: true, patronymic: true },
    }),
    db.seat.findMany({
      where: { id: { in: [...new Set([...acts.flatMap(({ seatId }) => seatId ?? []), ...named])] } },
      select: { id: true, post: true },
    }),
  ]);
  return {
    names: new Map(persons.map((person) => [person.id, person])),
    posts: new Map(seats.map(({ id, post }) => [id, post])),
  };
}
