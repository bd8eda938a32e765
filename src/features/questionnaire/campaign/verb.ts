import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import type { Delivery } from '../../../services/delivery/index.ts';
import { once } from '../../../services/journal/once.ts';
import type { Outcome } from '../../../services/journal/once.ts';
import { seatFor } from '../../../services/people/rights.ts';
import type { Verb } from '../../../services/people/rights.ts';
import { NO_RIGHT } from '../../../services/people/verb.ts';
import type { By, NoRight, NotFound } from '../../../services/people/verb.ts';
import type { Association } from '../paper.ts';

export interface CampaignDependencies {
  prisma: PrismaClient;
  delivery: Pick<Delivery, 'enqueue' | 'wake'>;
  /** Where the association sits: its calendar says what day it is where no city is meant. */
  association: Association;
}

export type Refusal =
  | NoRight
  | NotFound
  /** The campaign is closed. */
  | { kind: 'closed' }
  /** The day is over. */
  | { kind: 'past' };

/** Runs a verb of a coordinator: the right, one transaction with its journal row, and the sender woken for its notices. */
export function createVerb({ prisma, delivery }: Pick<CampaignDependencies, 'prisma' | 'delivery'>) {
  return async <T extends Outcome>(
    by: By,
    name: Verb,
    about: { subject: string; cityId?: number },
    work: (tx: Prisma.TransactionClient, journalId: bigint) => Promise<T>,
  ): Promise<T | NoRight> => {
    const { actor, requestKey, now: at } = by;
    const { subject, ...place } = about;
    const seat = seatFor(actor, name, place);
    const seatId = seat?.seatId ?? null;
    const entry = { requestKey, verb: name, subject, personId: actor.personId, seatId, at };
    const outcome = await once<T | NoRight>(prisma, entry, async (tx, journalId) =>
      seat ? work(tx, journalId) : NO_RIGHT,
    );
    delivery.wake();
    return outcome;
  };
}
