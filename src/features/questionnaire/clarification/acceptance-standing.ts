import type { Db } from '../../../platform/database/client.ts';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { formatInstant, lateness } from '../../../services/calendar/index.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import { receivedOf, wayWords } from '../behalf/record.ts';
import { objectionLine } from '../behalf/words.ts';
import { remarksOn } from './acceptance.ts';
import { remarkLine } from './messages.ts';
import { nameOfSeat, openClarifications } from './store.ts';
import { foundLines } from '../review/finding-line.ts';
import type { AssignmentView, SubmittedAnswer } from '../store.ts';
import { beginning } from '../wording.ts';

/** What stands above the answers that the association reads. */

/** A page of answers leaves so much of a message for it. */
export const READ_PAGE = 2800;
/** Of a remark, where its own screen has the whole. */
const REMARK = { alone: 250, among: 60 };
/** Clarifications that are named; the button below counts them all. */
const NAMED = 3;

/**
 * Who submitted it and when, by the city's clock; on whose behalf, how late; who corrected it last; and what the program
 * noticed.
 */
export async function submittedLines(
  prisma: PrismaClient,
  { texts, now }: Pick<Ctx, 'texts' | 'now'>,
  view: AssignmentView,
  content: readonly SubmittedAnswer[],
): Promise<string[]> {
  const { t, language } = texts;
  const { city, submittedAt, dueOn } = view;
  const remarks = foundLines(texts, view, await remarksOn(prisma, view, content), content);
  const noticed = remarks.length > 0 ? [t('clarification:found.head'), ...remarks] : [];
  // What follows the first that stands are corrections.
  const standing = await prisma.submission.findMany({
    where: { assignmentId: view.id, withdrawnAt: null },
    orderBy: { edition: 'asc' },
  });
  const [submission, ...corrections] = standing;
  if (!submission || !submittedAt) return noticed;
  const { seat, who } = await senderOf(prisma, texts, submission);
  const late = view.archived ? null : lateness(dueOn, city.timeZone, submittedAt);
  const values = {
    when: formatInstant(submittedAt, city.timeZone, language, 'weekday', now),
    city: city.name,
    late: late ? t(`calendar:late.${late.unit}`, { count: late.count }) : t('clarification:by.in_time'),
    who,
  };
  const newest = corrections.at(-1);
  const corrected =
    newest &&
    t('clarification:by.corrected', {
      edition: newest.edition,
      when: formatInstant(newest.at, city.timeZone, language, 'weekday', now),
      city: city.name,
      who: (await senderOf(prisma, texts, newest)).who,
    });
  const how = wayWords(texts, receivedOf(submission));
  const objection = objectionLine(texts, view);
  return [
    `${t('clarification:by.at', values)} ${t(byKey(seat, how), { ...values, how })}`,
    ...(corrected ? [corrected] : []),
    ...(objection === null ? [] : [objection]),
    ...noticed,
  ];
}

/** «Рябинин П.А., начальник отдела», and the post by which he sent it; after erasure the post alone. */
async function senderOf(
  prisma: PrismaClient,
  { t }: Texts,
  { personId, seatId }: { personId: number | null; seatId: number | null },
): Promise<{ seat: { kind: string; post: string } | null; who: string }> {
  const [person, seat] = await Promise.all([
    personId === null ? null : prisma.person.findUnique({ where: { id: personId } }),
    seatId === null ? null : prisma.seat.findUnique({ where: { id: seatId } }),
  ]);
  const name = (person && listed(person)) || t('questionnaire:receipt.erased');
  return { seat, who: [name, seat?.post].filter(Boolean).join(', ') };
}

function byKey(seat: { kind: string } | null, how: string) {
  if (how !== '') return 'behalf:by';
  if (seat?.kind === 'association_coordinator') return 'behalf:by_plain';
  return seat?.kind === 'city_coordinator' ? 'clarification:by.behalf' : 'clarification:by.own';
}

/** How it stands: accepted, to be clarified, or waiting (no line). */
export async function stateLines(
  prisma: PrismaClient,
  { texts, now }: Pick<Ctx, 'texts' | 'now'>,
  view: AssignmentView,
): Promise<string[]> {
  const { city, state, acceptedAt } = view;
  if (state === 'accepted' && acceptedAt) {
    const when = formatInstant(acceptedAt, city.timeZone, texts.language, 'weekday', now);
    return [texts.t('clarification:standing.accepted', { when, city: city.name })];
  }
  const open = await openClarifications(prisma, view.id);
  const limit = open.length === 1 ? REMARK.alone : REMARK.among;
  return Promise.all(
    open.slice(0, NAMED).map(async (each) => {
      const by = await nameOfSeat(prisma, each.askedBySeatId, now);
      const line = remarkLine(texts, view, { ...each, remark: beginning(each.remark, limit) }, by);
      return `${line} ${texts.t(`clarification:standing.${each.answer ?? 'owed'}`)}`;
    }),
  );
}

/** «Кедрова О.Н.», or the post: who accepted it last; null: nobody, or he is not known any more. */
export async function acceptedBy(db: Db, assignmentId: number): Promise<string | null> {
  const act = await db.journal.findFirst({
    where: {
      verb: 'accept',
      subject: `assignment:${assignmentId}`,
      outcome: { path: ['kind'], equals: 'done' },
    },
    orderBy: { id: 'desc' },
    select: { personId: true, seatId: true },
  });
  const [person, seat] = await Promise.all([
    db.person.findUnique({ where: { id: act?.personId ?? 0 } }),
    db.seat.findUnique({ where: { id: act?.seatId ?? 0 }, select: { post: true } }),
  ]);
  return (person && listed(person)) || (seat?.post ?? null);
}
