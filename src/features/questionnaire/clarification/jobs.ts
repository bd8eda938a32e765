import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { addDays, dayIn, instantAt, isWorkingDay, storedDay } from '../../../services/calendar/index.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import { once } from '../../../services/journal/once.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import type { JobContext, Job } from '../../../services/scheduler/index.ts';
import { associationPeople, openClarifications, unanswered } from './store.ts';
import { tellCity, tellInstead } from './telling.ts';
import type { Association } from '../paper.ts';
import { loadAssignment } from '../store.ts';

/** When the association hears who has submitted, by its own clocks. */
const SLOTS = ['10:00', '16:00'] as const;
/** How far back the first summary of a campaign looks, in days: more than days off in a row; what is older is no news. */
const FIRST_DAYS = 14;
/** When a city is reminded of a question, by its clocks. */
const REMIND_AT = '10:00';

/** The last of the hours of today's summary that is over; null: a day off, or too early. */
export function slotOf(now: Date, timeZone: string): Date | null {
  const today = dayIn(now, timeZone);
  if (!isWorkingDay(today)) return null;
  const past = SLOTS.map((hour) => instantAt(today, hour, timeZone)).filter((at) => at <= now);
  return past.at(-1) ?? null;
}

/** One message to each coordinator about all that came since the last one: 72 submissions are no spam. */
async function tellSubmitted(prisma: PrismaClient, association: Association, now: Date): Promise<void> {
  const slot = slotOf(now, association.timeZone);
  if (!slot) return;
  const until = slot.toISOString();
  const campaigns = await prisma.campaign.findMany({
    where: {
      assignments: { some: { submittedAt: { lte: slot }, state: { in: ['submitted', 'to_clarify'] } } },
    },
    select: { id: true, closedAt: true },
  });
  for (const { id: campaignId, closedAt } of campaigns) {
    const subject = `campaign:${campaignId}`;
    const verb = 'tell_submitted';
    const entry = {
      requestKey: `j:submitted:${campaignId}:${until}`,
      verb,
      subject,
      personId: null,
      at: now,
    };
    await once(prisma, entry, async (tx, journalId) => {
      const last = await tx.journal.findFirst({
        where: { subject, verb, id: { lt: journalId } },
        orderBy: { id: 'desc' },
      });
      // A campaign that was closed before anything was told of it has no news.
      if (!last && closedAt) return { kind: 'nothing' };
      const since =
        (last?.outcome as { until?: string } | undefined)?.until ??
        new Date(slot.getTime() - FIRST_DAYS * 24 * 3600_000).toISOString();
      const fresh = await tx.assignment.count({
        where: {
          campaignId,
          state: { in: ['submitted', 'to_clarify'] },
          submittedAt: { lte: slot, gt: new Date(since) },
        },
      });
      if (fresh === 0) return { kind: 'nothing' };
      const people = await associationPeople(tx, now);
      const notices = people.map(({ personId }) => ({
        dedupeKey: `clarification.submitted:${campaignId}:${until}:${personId}`,
        personId,
        kind: 'clarification.submitted',
        args: { campaignId, until, since },
        subject,
      }));
      await enqueue(tx, notices, now);
      return { kind: 'done', until };
    });
  }
}

/** A question that was not answered by its day is recalled once, on that day. */
async function remindOfQuestions(prisma: PrismaClient, now: Date): Promise<void> {
  const around = [-1, 0, 1].map((days) => new Date(addDays(now.toISOString().slice(0, 10), days)));
  const owed = await prisma.clarification.findMany({
    where: { closedAt: null, answer: null, dueOn: { in: around }, assignment: { state: 'to_clarify' } },
    include: { assignment: { include: { city: true } } },
    orderBy: { id: 'asc' },
  });
  for (const { assignmentId, dueOn, askedAt, assignment } of owed) {
    const { timeZone } = assignment.city;
    const today = dayIn(now, timeZone);
    const at = instantAt(today, REMIND_AT, timeZone);
    if (!dueOn || storedDay(dueOn) !== today || now < at || askedAt >= at) continue;
    const entry = {
      requestKey: `j:question-due:${assignmentId}:${today}`,
      verb: 'remind_of_question',
      subject: `assignment:${assignmentId}`,
      personId: null,
      at: now,
    };
    await once(prisma, entry, async (tx) => {
      const view = await loadAssignment(tx, assignmentId);
      const notAfter = instantAt(addDays(today, 1), '00:00', timeZone);
      const told = view
        ? await tellCity(tx, view, 'clarification.due', { on: today }, today, now, { notAfter })
        : 0;
      return { kind: 'done', told };
    });
  }
}

/** Whoever answered is lost while questions are open: the city's coordinators hear of them at once, not on the day. */
async function tellOfLost(prisma: PrismaClient, now: Date): Promise<void> {
  const asked = await prisma.assignment.findMany({
    where: { state: 'to_clarify', respondentSeatId: { not: null } },
    select: { id: true, respondentSeatId: true },
  });
  const seatIds = asked.flatMap(({ respondentSeatId }) => respondentSeatId ?? []);
  const occupants = await occupantsOf(prisma, seatIds, now);
  const silent = asked.filter(({ respondentSeatId: id }) => occupants.get(id ?? 0)?.reach !== 'ok');
  for (const { id } of silent) {
    const view = await loadAssignment(prisma, id);
    if (view) await tellInstead(prisma, view, unanswered(await openClarifications(prisma, id)), now);
  }
}

export function clarificationJobs(prisma: PrismaClient, association: Association): Job[] {
  const sweep = (name: string, work: (now: Date) => Promise<void>): Job => ({
    name,
    every: 'tick',
    expireInSeconds: 60,
    run: ({ now }: JobContext) => work(now),
  });
  return [
    sweep('submitted-summary', (now) => tellSubmitted(prisma, association, now)),
    sweep('question-due', (now) => remindOfQuestions(prisma, now)),
    sweep('questions-lost', (now) => tellOfLost(prisma, now)),
  ];
}
