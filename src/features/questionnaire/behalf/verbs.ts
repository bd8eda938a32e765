import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { answersFor } from '../admission.ts';
import type { Open, Refused, Request } from '../admission.ts';
import { tellCity, tellPost } from '../clarification/telling.ts';
import { settling } from '../clarification/verb.ts';
import type { Tx } from '../clarification/verb.ts';
import { actsForCity, storedBehalf } from './record.ts';
import type { Received } from './record.ts';

const NOT_SAID: Received = { way: null, letterOn: null };

/** What is known of the way by which a submission came: by whom it was entered decides whether there is one. */
export function receivedFor({ view, seat }: Open): Received {
  const { behalf } = view;
  if (behalf?.act !== 'entering' || !actsForCity(seat, view)) return NOT_SAID;
  return { way: behalf.way, letterOn: behalf.letterOn };
}

/**
 * Keeps with the questionnaire whether this was done for the city, and tells whoever answers there, unless it is he; of
 * a past year nobody is told.
 * @returns what the history is to say of it
 */
export async function noteBehalf(
  tx: Tx,
  { view, seat }: Open,
  act: 'submitted' | 'withdrawn',
  received: Received,
  { journalId, now }: { journalId: bigint; now: Date },
): Promise<Partial<Received>> {
  if (!actsForCity(seat, view)) {
    if (view.behalf) await tx.$executeRaw`update "Assignment" set behalf = null where id = ${view.id}`;
    return {};
  }
  const behalf = storedBehalf({ act, ...received, seatId: seat.seatId, objectedAt: null });
  await tx.assignment.update({ where: { id: view.id }, data: { behalf } });
  if (!view.archived && view.respondent) await tellCity(tx, view, `behalf.${act}`, {}, journalId, now);
  return received.way === null ? {} : received;
}

type Objected = Refused | { kind: 'done' } | { kind: 'nothing' };

/** *Внести за город*, and what the city says to it. */
export function createBehalfVerbs(prisma: PrismaClient) {
  /** The city's word against what was done for it; whoever did it hears of it, as does whoever acts for him. */
  async function decide(request: Request, assignmentId: number, against: boolean): Promise<Objected> {
    const name = against ? 'object_behalf' : 'take_back_objection';
    const matter = { right: 'explain', name, assignmentId } as const;
    return settling<Objected>(prisma, request, matter, async (tx, { view }, journalId) => {
      const { behalf } = view;
      if (!answersFor(request.actor, view)) return { kind: 'no_right' };
      if (!behalf || behalf.act === 'entering' || (behalf.objectedAt !== null) === against)
        return { kind: 'nothing' };
      const { now, actor } = request;
      const data = storedBehalf({ ...behalf, objectedAt: against ? now.toISOString() : null });
      await tx.assignment.update({ where: { id: assignmentId }, data: { behalf: data } });
      const kind = against ? 'behalf.objected' : 'behalf.settled';
      const args = { assignmentId, seatId: behalf.seatId };
      await tellPost(tx, behalf.seatId, kind, args, { personId: actor.personId, journalId, now });
      return { kind: 'done' };
    });
  }

  return {
    /** A coordinator begins to write the answers of a city, as they came to him. */
    async enter(
      request: Request,
      assignmentId: number,
      received: Received,
    ): Promise<Refused | { kind: 'done' }> {
      const matter = { right: 'answer', name: 'enter_on_behalf', assignmentId } as const;
      return settling<Refused | { kind: 'done' }>(prisma, request, matter, async (tx, { view, seat }) => {
        if (!actsForCity(seat, view)) return { kind: 'no_right' };
        const behalf = storedBehalf({
          act: 'entering',
          ...received,
          seatId: seat.seatId,
          objectedAt: null,
        });
        await tx.assignment.update({ where: { id: assignmentId }, data: { behalf, state: 'in_work' } });
        return { kind: 'done' };
      });
    },

    /** *Возразить*: whoever answers for the city says that what was submitted or withdrawn for it is not so. */
    object: (request: Request, assignmentId: number) => decide(request, assignmentId, true),

    takeBackObjection: (request: Request, assignmentId: number) => decide(request, assignmentId, false),
  };
}
