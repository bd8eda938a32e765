import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { addDays, dayIn, formatDay, storedDay } from '../../services/calendar/index.ts';
import { button } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE, listed } from '../../services/people/actor.ts';
import type { SeatKind } from '../../services/people/actor.ts';
import { occupantsOf } from '../../services/people/occupants.ts';
import { asSeenBy } from './admission.ts';
import { waitingIn } from './clarification/acceptance.ts';
import { executorDay } from './executors/wording.ts';
import { progressSeen } from './executors/untaken.ts';
import { assignmentsOf } from './store.ts';
import type { AssignmentView } from './store.ts';
import { numberOf, questionOf, term, titleOf } from './wording.ts';

/** What lies with a post, for whoever comes into it. */
export interface Handover {
  /**
   * A line for each questionnaire that is not settled: its state, how far it is, until when. For the association, a line for
   * each campaign.
   */
  open: string[];
  /** A line for each day of the next 30 on which something is due; the earliest first. */
  soon: string[];
  /** Posts to which parts were given. */
  executorSeatIds: number[];
  /** Leads to the questionnaire, where there is just one to work on; the association's coordinator to the campaigns. */
  button: Button | null;
}

const AHEAD = 30; // days

export async function handover(
  prisma: PrismaClient,
  texts: Texts,
  seatId: number,
  now: Date,
): Promise<Handover> {
  const seat = await prisma.seat.findUniqueOrThrow({ where: { id: seatId } });
  const { cityId, departmentId, post } = seat;
  const kind = seat.kind as SeatKind;
  const concerned = {
    seatIds: [seatId],
    cityIds: kind === 'city_coordinator' && cityId !== null ? [cityId] : [],
    departmentIds: kind === 'assistant' && departmentId !== null ? [departmentId] : [],
  };
  if (kind === 'association_coordinator') return associationHandover(prisma, texts, now);
  const names = { cityName: null, timeZone: null, departmentName: null };
  const held = { seatId, kind, post, cityId, departmentId, ...names, actingUntil: null, lent: null };
  const views = (await assignmentsOf(prisma, concerned))
    .filter(({ state, closedAt }) => state === 'to_clarify' || (!closedAt && state !== 'accepted'))
    .map((view) => asSeenBy({ seats: [held], cutOffAt: null }, view))
    // A question of the association outlives the campaign; an executor's part does not.
    .filter(({ closedAt, wholeForm }) => !closedAt || wholeForm === undefined);
  // Who sees a part learns nothing of who has the others.
  const ids = views.filter(({ wholeForm }) => wholeForm === undefined).map(({ id }) => id);
  const given = await prisma.delegation.findMany({
    where: { assignmentId: { in: ids }, state: { notIn: ['recalled', 'declined'] } },
    select: { seatId: true },
  });
  const executorSeatIds = [...new Set(given.map((each) => each.seatId))].filter((id) => id !== seatId);
  const [first, ...others] = views;
  return {
    open: await Promise.all(views.map((view) => openLine(prisma, texts, view, now))),
    soon: await comingLines(prisma, texts, views, now),
    executorSeatIds,
    button:
      first && others.length === 0
        ? button(texts.t('acting:handover.open_button'), 'q.open', first.id)
        : null,
  };
}

/** Campaigns that are under way, and what of them, or of closed ones, waits to be accepted. */
async function associationHandover(prisma: PrismaClient, texts: Texts, now: Date): Promise<Handover> {
  const submitted = { assignments: { some: { state: { in: ['submitted', 'to_clarify'] } } } };
  const campaigns = await prisma.campaign.findMany({
    where: { openedAt: { not: null }, OR: [{ closedAt: null }, submitted] },
    include: { branch: true },
    orderBy: { id: 'desc' },
  });
  const lines = await Promise.all(
    campaigns.map(async ({ id, year, branch, dueOn, closedAt }) => {
      const n = (await waitingIn(prisma, id)).length;
      if (closedAt && n === 0) return [];
      const day = formatDay(storedDay(dueOn), texts.language, 'weekday', dayIn(now, ASSOCIATION_ZONE));
      const line = texts.t(`acting:handover.campaign.${closedAt ? 'closed' : 'open'}`, {
        title: texts.t('questionnaire:title', { branch: branch.name, year }),
        day,
      });
      return [n > 0 ? `${line} ${texts.t('questionnaire:to_accept', { n })}` : line];
    }),
  );
  const open = lines.flat();
  const toCampaigns = open.length > 0 ? button(texts.t('campaign:menu'), 'k.home') : null;
  return { open, soon: [], executorSeatIds: [], button: toCampaigns };
}

async function openLine(
  prisma: PrismaClient,
  texts: Texts,
  view: AssignmentView,
  now: Date,
): Promise<string> {
  const { done, total } = await progressSeen(prisma, view);
  const state = texts.t(`acting:handover.state.${view.state}`);
  const line = texts.t('acting:handover.line', {
    title: titleOf(texts, view),
    city: view.city.name,
    state,
    done,
    total,
  });
  if (!isWritten(view)) return line;
  if (!view.wholeForm) return `${line} ${term(texts, view, now)}`;
  const [dueOn] = view.delegations
    .filter(({ state }) => state !== 'ready')
    .map((each) => each.dueOn ?? view.dueOn)
    .sort();
  if (dueOn === undefined) return line;
  return `${line} ${texts.t('acting:handover.own_term', { day: executorDay(texts, view, dueOn, now) })}`;
}

const isWritten = ({ state }: AssignmentView): boolean => state === 'not_opened' || state === 'in_work';

/** Terms of questionnaires, of what executors were given, of questions that the association asked. */
async function comingLines(
  prisma: PrismaClient,
  texts: Texts,
  views: readonly AssignmentView[],
  now: Date,
): Promise<string[]> {
  const seatIds = views.flatMap(({ delegations }) => delegations.map((each) => each.seatId));
  const executors = await occupantsOf(prisma, seatIds, now);
  const asked = await prisma.clarification.findMany({
    where: { assignmentId: { in: views.map(({ id }) => id) }, closedAt: null, answer: null },
  });
  const lines = views.flatMap((view) => {
    const today = dayIn(now, view.city.timeZone);
    const what = (code: string | null): string => {
      const number = code === null ? null : numberOf(view, code);
      return number === null
        ? texts.t('acting:handover.whole')
        : texts.t('acting:handover.question', { number });
    };
    const terms = isWritten(view)
      ? [
          {
            on: view.dueOn as string | null,
            text: texts.t('acting:handover.term', { title: titleOf(texts, view) }),
          },
        ]
      : [];
    const given = view.delegations.map((each) => {
      if (view.wholeForm) return { on: each.dueOn, text: what(each.code) };
      const executor = executors.get(each.seatId);
      const who = executor ? listed(executor) : texts.t('acting:handover.nobody');
      return { on: each.dueOn, text: texts.t('acting:handover.given', { who, what: what(each.code) }) };
    });
    const clarified = asked
      .filter(({ assignmentId, code }) => assignmentId === view.id && questionOf(view, code) !== undefined)
      .map(({ code, dueOn }) => ({
        on: dueOn && storedDay(dueOn),
        text: texts.t('acting:handover.clarify', { what: what(code) }),
      }));
    return [...terms, ...given, ...clarified].flatMap(({ on, text }) =>
      on !== null && today <= on && on <= addDays(today, AHEAD)
        ? [{ on, line: `${formatDay(on, texts.language, 'weekday', today)} — ${text}` }]
        : [],
    );
  });
  return lines.sort((a, b) => a.on.localeCompare(b.on)).map(({ line }) => line);
}
