import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import type { SeatKind } from '../../../services/people/actor.ts';
import { actsForCity } from '../behalf/record.ts';
import { livePieces } from '../store.ts';
import type { AssignmentView } from '../store.ts';
import { numberOf } from '../wording.ts';

/**
 * Who wrote it, for the receipt: «Берёзкина А.В.; Рябинин П.А. (вопрос 3)». The head whose questionnaire it is comes first;
 * the others with the questions of which they wrote parts, or handed the answer over.
 */
export async function creditsOf(prisma: PrismaClient, texts: Texts, view: AssignmentView): Promise<string> {
  const writers = new Map<number, Set<string>>();
  const credit = (personId: number, code: string | null): void => {
    const codes = writers.get(personId) ?? new Set();
    if (code !== null) codes.add(code);
    writers.set(personId, codes);
  };
  for (const { senderId, code } of await livePieces(prisma, view.id))
    if (senderId !== null) credit(senderId, code);
  const handed = await prisma.delegation.findMany({
    where: { assignmentId: view.id, state: { in: ['ready', 'accepted'] } },
    orderBy: { id: 'asc' },
  });
  const holders = await prisma.holding.findMany({
    where: {
      until: null,
      seatId: { in: [...handed.map(({ seatId }) => seatId), view.respondent?.seatId ?? 0] },
    },
    select: { seatId: true, personId: true },
  });
  const holderOf = (seatId: number | undefined): number | undefined =>
    holders.find((each) => each.seatId === seatId)?.personId;
  for (const { seatId, code } of handed) {
    const personId = holderOf(seatId);
    if (personId !== undefined) credit(personId, code);
  }
  const headId = holderOf(view.respondent?.seatId);
  const coordinators = await enteredFor(prisma, view);
  const persons = await prisma.person.findMany({
    where: { id: { in: [...writers.keys()] }, surname: { not: null } },
    orderBy: { id: 'asc' },
  });
  const alone = persons.length === 1;
  return persons
    .sort((a, b) => Number(b.id === headId) - Number(a.id === headId))
    .map((person) => {
      const numbers = [...(writers.get(person.id) ?? [])]
        .flatMap((code) => numberOf(view, code) ?? [])
        .sort((a, b) => a - b);
      const entered = coordinators.has(person.id);
      const name = listed(person);
      if (alone || person.id === headId || numbers.length === 0)
        return entered ? texts.t('behalf:credit', { name }) : name;
      const questions = texts.t('questionnaire:receipt.executor_question', {
        count: numbers.length,
        numbers: numbers.join(', '),
      });
      return texts.t(entered ? 'behalf:credit_some' : 'questionnaire:receipt.executor_some', {
        name,
        questions,
      });
    })
    .join('; ');
}

/** Those who wrote parts of it as coordinators, for the city. */
async function enteredFor(prisma: PrismaClient, view: AssignmentView): Promise<Set<number>> {
  const pieces = await prisma.piece.findMany({
    where: { removedBy: null, addedBy: { not: null }, answer: { assignmentId: view.id } },
    select: { addedBy: true, authorId: true },
  });
  const acts = await prisma.journal.findMany({
    where: { id: { in: pieces.flatMap(({ addedBy }) => addedBy ?? []) }, seatId: { not: null } },
    select: { id: true, seatId: true },
  });
  const seats = await prisma.seat.findMany({
    where: { id: { in: [...new Set(acts.flatMap(({ seatId }) => seatId ?? []))] } },
    select: { id: true, kind: true },
  });
  const own = new Set(
    seats
      .filter(({ id, kind }) => actsForCity({ seatId: id, kind: kind as SeatKind }, view))
      .map(({ id }) => id),
  );
  const entered = new Set(acts.filter(({ seatId }) => own.has(seatId ?? 0)).map(({ id }) => id));
  return new Set(
    pieces.flatMap(({ addedBy, authorId }) =>
      addedBy !== null && entered.has(addedBy) && authorId !== null ? [authorId] : [],
    ),
  );
}
