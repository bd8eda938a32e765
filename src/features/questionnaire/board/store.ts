import { storedDay } from '../../../services/calendar/index.ts';
import type { Db } from '../../../platform/database/client.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import { latest } from './order.ts';
import type { CityRow } from '../campaign/store.ts';
import { isPlanned } from '../reminders/plan.ts';
import type { NumberValue } from '../store.ts';

/** A question, or the whole questionnaire, that is or was with somebody. */
export interface Given {
  /** null: the whole questionnaire. */
  code: string | null;
  /** given: he writes; ready: the head is to look; returned: with a remark; accepted: the head took it. */
  state: 'given' | 'ready' | 'returned' | 'accepted';
  /** 'YYYY-MM-DD' */
  dueOn: string | null;
  post: string;
  departmentName: string | null;
  /** Who answers for the executor's post now; null: nobody is connected. */
  who: Named | null;
}

interface Named {
  surname: string | null;
  name: string | null;
  patronymic: string | null;
}

/** Whom to telephone about a questionnaire. */
export interface Contact extends Named {
  post: string;
  phone: string | null;
  /** Who answers, who is invited to the post that answers, or, where nobody is named, the city's coordinator. */
  as: 'respondent' | 'invited' | 'coordinator';
}

/** A city with what lists, sheets and telephone calls need beside its row. */
export interface BoardEntry {
  row: CityRow;
  answers: readonly {
    code: string;
    chars: number;
    pieceCount: number;
    value: NumberValue | null;
    skipped: boolean;
  }[];
  given: readonly Given[];
  contact: Contact | null;
  phone: string | null;
  /** Reminders whose instant has come: none that a coordinator has only planned. */
  reminders: number;
  /** The last thing written, or the last thing that whoever answers did in the bot. */
  lastActivityAt: Date | null;
}

/** Everything about these cities in a handful of queries, however many they are. */
export async function boardEntries(db: Db, rows: readonly CityRow[], now: Date): Promise<BoardEntry[]> {
  const ids = rows.map(({ assignmentId }) => assignmentId);
  const ofThese = { assignmentId: { in: ids } };
  const [answers, delegations, reminders, contacts, seen] = await Promise.all([
    db.answer.findMany({ where: ofThese, orderBy: { id: 'asc' } }),
    db.delegation.findMany({
      where: { ...ofThese, state: { in: ['given', 'ready', 'returned', 'accepted'] } },
      include: { seat: { include: { department: true } } },
      orderBy: { id: 'asc' },
    }),
    db.reminder.findMany({ where: { ...ofThese, undoneAt: null } }),
    contactsOf(db, rows, now),
    lastSeen(db, rows),
  ]);
  const executors = await occupantsOf(
    db,
    delegations.map(({ seatId }) => seatId),
    now,
  );
  const answersOf = grouped(answers);
  const givenOf = grouped(delegations);
  const remindersOf = grouped(reminders);
  return rows.map((row) => {
    const { assignmentId, lastWrittenAt } = row;
    const contact = contacts.get(assignmentId) ?? null;
    const personId = row.respondent?.holder?.personId;
    return {
      row,
      answers: (answersOf.get(assignmentId) ?? []).map((answer) => ({
        code: answer.code,
        chars: answer.chars,
        pieceCount: answer.pieceCount,
        value: answer.value as NumberValue | null,
        skipped: answer.skippedAt !== null,
      })),
      given: (givenOf.get(assignmentId) ?? []).map(({ code, state, dueOn, seatId, seat }) => ({
        code,
        state: state as Given['state'],
        dueOn: dueOn && storedDay(dueOn),
        post: seat.post,
        departmentName: seat.department?.name ?? null,
        who: executors.get(seatId) ?? null,
      })),
      contact,
      phone: contact?.phone ?? null,
      reminders: (remindersOf.get(assignmentId) ?? []).filter(
        (reminder) => !isPlanned(reminder, row.city.timeZone, now),
      ).length,
      lastActivityAt: latest(
        lastWrittenAt,
        (personId !== undefined && row.respondent?.connected && seen.get(personId)) || null,
      ),
    };
  });
}

function grouped<T extends { assignmentId: number }>(all: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of all) groups.set(one.assignmentId, [...(groups.get(one.assignmentId) ?? []), one]);
  return groups;
}

/** By assignment; a city in which nobody at all is known is left out. */
async function contactsOf(db: Db, rows: readonly CityRow[], now: Date): Promise<Map<number, Contact>> {
  const vacant = rows.flatMap(({ respondent }) =>
    respondent && respondent.holder === null ? [respondent.seatId] : [],
  );
  const unnamed = rows.flatMap(({ respondent, city }) => (respondent ? [] : [city.id]));
  const [invitations, coordinators] = await Promise.all([
    db.invitation.findMany({
      where: { seatId: { in: vacant }, usedById: null, surname: { not: '' }, expiresAt: { gt: now } },
      orderBy: { id: 'asc' },
    }),
    db.seat.findMany({
      where: { cityId: { in: unnamed }, kind: 'city_coordinator', closedAt: null },
      orderBy: { id: 'asc' },
    }),
  ]);
  const present = await occupantsOf(
    db,
    coordinators.map(({ id }) => id),
    now,
  );
  const invited = new Map(invitations.map((invitation) => [invitation.seatId, invitation]));
  const contacts = new Map<number, Contact>();
  for (const { assignmentId, respondent, city } of rows) {
    const coordinator = coordinators.find(({ id, cityId }) => cityId === city.id && present.has(id));
    const invitation = respondent && invited.get(respondent.seatId);
    if (respondent?.holder)
      contacts.set(assignmentId, { ...respondent.holder, post: respondent.post, as: 'respondent' });
    else if (respondent && invitation)
      contacts.set(assignmentId, { ...invitation, post: respondent.post, as: 'invited' });
    else if (coordinator) {
      const person = present.get(coordinator.id);
      if (person) contacts.set(assignmentId, { ...person, post: coordinator.post, as: 'coordinator' });
    }
  }
  return contacts;
}

/**
 * When each of those who answer last did something in the bot, by civil time: by the journal, and by the menu that was
 * last put before him in reply. (The inbox keeps the time of the database.)
 */
async function lastSeen(db: Db, rows: readonly CityRow[]): Promise<Map<number, Date>> {
  const ids = rows.flatMap(({ respondent }) => respondent?.holder?.personId ?? []);
  const [acts, persons] = await Promise.all([
    db.journal.groupBy({ by: ['personId'], where: { personId: { in: ids } }, _max: { at: true } }),
    db.person.findMany({
      where: { id: { in: ids }, telegramId: { not: null } },
      select: { id: true, telegramId: true },
    }),
  ]);
  const chats = persons.flatMap(({ telegramId }) => telegramId ?? []);
  const lanes = await db.lane.findMany({
    where: { chatId: { in: chats } },
    select: { chatId: true, state: true },
  });
  const shown = new Map(lanes.map(({ chatId, state }) => [chatId, menuShownAt(state)]));
  const acted = new Map(acts.map(({ personId, _max }) => [personId, _max.at]));
  return new Map(
    persons.flatMap(({ id, telegramId }): [number, Date][] => {
      const at = latest(acted.get(id) ?? null, (telegramId === null ? null : shown.get(telegramId)) ?? null);
      return at ? [[id, at]] : [];
    }),
  );
}

function menuShownAt(state: unknown): Date | null {
  const sentAt = (state as { screen?: { sentAt?: unknown } } | null)?.screen?.sentAt;
  return typeof sentAt === 'number' ? new Date(sentAt) : null;
}
