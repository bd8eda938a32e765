import type { Db } from '../../platform/database/client.ts';
import { once } from '../journal/once.ts';
import type { Actor, SeatKind } from './actor.ts';
import { IMPORTED_KINDS } from './import-columns.ts';
import { knownOf } from './import-known.ts';
import { renewSecrets, revokeLinks, writeLinks } from './import-links.ts';
import type { ImportedLink } from './import-links.ts';
import { planImport } from './import-plan.ts';
import type { Choices } from './import-plan.ts';
import type { StaffTable } from './import-table.ts';
import { countPlan, writePlan } from './import-write.ts';
import type { ImportCounts } from './import-write.ts';
import { invitationState } from './invitation.ts';
import { isCutOff } from './invitations.ts';
import { seatFor } from './rights.ts';
import { NO_RIGHT } from './verb.ts';
import type { By, NoRight, PeopleDependencies } from './verb.ts';

/** Nothing of the table can be stored, or nobody waits for a link; nothing changed. */
type Nothing = { kind: 'nothing' };
const NOTHING: Nothing = { kind: 'nothing' };

type Stored = {
  kind: 'done';
  /** The row of the journal. */
  importId: number;
  cityIds: number[];
  counts: ImportCounts;
  /** Those that were written: they are revoked when the writer is cut off. */
  invitationIds: number[];
};
type Renewed = { kind: 'done'; invitationIds: number[] };
type Linked<T> = T & { links: ImportedLink[] };

/** Thousands of rows on a busy machine. */
const LIMITS = { timeout: 60_000 };

export function createImport({ prisma, codeKey }: PeopleDependencies) {
  /** Secrets go to the caller only; a repetition, whose answer may have been lost, gives new ones. */
  const linksOf = async (written: ImportedLink[] | undefined, ids: readonly number[], { now }: By) =>
    written ?? (await renewSecrets(prisma, ids, { now, codeKey }));

  return {
    /**
     * Stores what a table says of cities, departments, posts and who is to hold them: in one transaction, with one row of
     * the journal. Rows that cannot be stored are left out; sent again it changes only what differs.
     */
    async importStaff(
      by: By,
      table: StaffTable,
      choices: Choices = { chosen: [], successors: [] },
    ): Promise<Linked<Stored> | Nothing | NoRight> {
      const { actor, now, requestKey } = by;
      let links: ImportedLink[] | undefined;
      const entry = {
        requestKey,
        verb: 'import_staff',
        subject: 'cities',
        personId: actor.personId,
        at: now,
      };
      const outcome = await once<Stored | Nothing | NoRight>(
        prisma,
        entry,
        async (tx, journalId) => {
          const bySeat = seatFor(actor, 'import_staff');
          if (!bySeat || (await isCutOff(tx, actor.personId))) return NO_RIGHT;
          // Two tables at once would make twins; whoever edits a card waits as well.
          await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('import_staff'))`;
          await tx.$executeRaw`select id from "City" order by id for no key update`;
          const plan = planImport(table, await knownOf(tx, now), by, choices);
          if (plan.cities.length === 0)
            return plan.problems.some(({ kind }) => kind === 'foreign_city') ? NO_RIGHT : NOTHING;
          const written = await writePlan(tx, plan, { actor, now, codeKey });
          links = written.links;
          const { cityIds } = written;
          const [only] = cityIds;
          await tx.journal.update({
            where: { id: journalId },
            data: { seatId: bySeat.seatId, ...(cityIds.length === 1 ? { subject: `city:${only}` } : {}) },
          });
          const invitationIds = links.map(({ invitationId }) => invitationId);
          return {
            kind: 'done',
            importId: Number(journalId),
            cityIds,
            counts: countPlan(plan),
            invitationIds,
          };
        },
        LIMITS,
      );
      if (outcome.kind !== 'done') return outcome;
      return { ...outcome, links: await linksOf(links, outcome.invitationIds, by) };
    },

    /** New links and codes for all who were invited and have not come in; theirs stop working. null: of every city. */
    async renewLinks(
      by: By,
      cityIds: readonly number[] | null,
    ): Promise<Linked<Renewed> | Nothing | NoRight> {
      const { actor, now, requestKey } = by;
      let links: ImportedLink[] | undefined;
      const [only, ...others] = cityIds ?? [];
      const subject = only !== undefined && others.length === 0 ? `city:${only}` : 'cities';
      const entry = { requestKey, verb: 'renew_links', subject, personId: actor.personId, at: now };
      const outcome = await once<Renewed | Nothing | NoRight>(
        prisma,
        entry,
        async (tx, journalId) => {
          const reached = reachedCities(actor, cityIds);
          const [bySeat] = reached === null ? [seatFor(actor, 'import_staff')] : reached;
          if (!bySeat || (await isCutOff(tx, actor.personId))) return NO_RIGHT;
          const waiting = await waitingFor(tx, actor, cityIds, now);
          if (waiting.length === 0) return NOTHING;
          await revokeLinks(
            tx,
            waiting.map(({ id }) => id),
            now,
          );
          links = await writeLinks(
            tx,
            waiting.map(({ seatId, bySeatId, ...invitee }) => ({ seatId, bySeatId, invitee })),
            { now, codeKey },
          );
          await tx.journal.update({ where: { id: journalId }, data: { seatId: bySeat.seatId } });
          return { kind: 'done', invitationIds: links.map(({ invitationId }) => invitationId) };
        },
        LIMITS,
      );
      if (outcome.kind !== 'done') return outcome;
      return { ...outcome, links: await linksOf(links, outcome.invitationIds, by) };
    },
  };
}

/** The actor's seats for each of these cities that he reaches; null: all cities are meant. */
function reachedCities(actor: Actor, cityIds: readonly number[] | null) {
  return cityIds?.flatMap((cityId) => seatFor(actor, 'import_staff', { cityId }) ?? []) ?? null;
}

/**
 * The last invitations, open or run out, of posts that nobody holds; one that was withdrawn on purpose is left alone.
 * Only within the actor's reach.
 */
export async function waitingFor(db: Db, actor: Actor, cityIds: readonly number[] | null, now: Date) {
  const rows = await db.invitation.findMany({
    where: {
      seat: {
        cityId: cityIds === null ? { not: null } : { in: [...cityIds] },
        closedAt: null,
        kind: { in: IMPORTED_KINDS },
        holdings: { none: { until: null } },
      },
    },
    include: { seat: { select: { cityId: true, kind: true } } },
    orderBy: { id: 'asc' },
  });
  const last = new Map(rows.map((row) => [row.seatId, row]));
  return [...last.values()].flatMap((row) => {
    const state = invitationState(row, now);
    const { cityId, kind } = row.seat;
    const reached = seatFor(actor, 'import_staff', { cityId });
    const by = reached && seatFor(actor, `invite_${kind as SeatKind}`, { cityId, seatId: row.seatId });
    if (!by || row.surname === '' || (state !== 'open' && state !== 'expired')) return [];
    const { id, seatId, surname, name, patronymic, phone, email } = row;
    return [{ id, seatId, bySeatId: by.seatId, surname, name, patronymic, phone, email }];
  });
}
