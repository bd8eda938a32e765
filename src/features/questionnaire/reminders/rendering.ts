import { z } from 'zod';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { dayIn, formatDay } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Outgoing, PassOn, Renderer } from '../../../services/delivery/index.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { addressed, ASSOCIATION_ZONE } from '../../../services/people/actor.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { loadActor } from '../../../services/people/store.ts';
import { someOf } from '../campaign/desk.ts';
import { whoAnswers } from '../campaign/notices.ts';
import { findCampaign, findCityRow } from '../campaign/store.ts';
import type { CityRow } from '../campaign/store.ts';
import { reachedIn, reminderNotices } from './notices.ts';
import type { Item, Telling } from './notices.ts';
import { isOver, nightOf } from './plan.ts';
import { loadStanding, THROUGH } from './store.ts';
import type { SilentRow, Standing } from './store.ts';
import { reminderMessage } from './texts.ts';
import type { Matter } from './texts.ts';
import { titleOf } from '../wording.ts';

const itemSchema = z.object({
  assignmentId: z.number().int(),
  as: z.enum(['respondent', 'coordinator', 'executor']),
  on: z.string(),
});
const reminderSchema = z.object({ items: z.array(itemSchema), roundId: z.number().int().nullable() });
const overSchema = z.object({ campaignId: z.number().int(), dueOn: z.string() });
const undeliveredSchema = z.object({
  campaignId: z.number().int(),
  assignmentIds: z.array(z.number().int()),
});

/** Makes the texts of reminders when they are sent; whoever has submitted meanwhile gets nothing. */
export function createReminderRenderers(deps: {
  prisma: PrismaClient;
  i18n: (language: Language) => Texts;
}): Record<'reminder' | 'reminder.over' | 'reminder.undelivered', Renderer> {
  const { prisma, i18n } = deps;

  /** What still concerns this person of what was queued for him. */
  async function mattersOf(
    items: readonly z.infer<typeof itemSchema>[],
    personId: number,
    standing: Standing,
    now: Date,
  ): Promise<Matter[]> {
    const found = items.map(async ({ assignmentId, as }): Promise<Matter | null> => {
      const silent = standing.rows.find((each) => each.assignmentId === assignmentId);
      const given = silent ? givenTo(silent, standing, personId) : [];
      if (!silent || (as === 'executor' ? given.length === 0 : !isConcerned(silent, standing, as, personId)))
        return null;
      const row = await findCityRow(prisma, assignmentId, now);
      return row && { as, row, given: as === 'executor' ? given : [] };
    });
    return (await Promise.all(found)).filter((each) => each !== null);
  }

  return {
    async reminder(stored, { personId, language }, now) {
      const { items, roundId } = reminderSchema.parse(stored);
      if (personId === null) return null;
      const round =
        roundId === null ? null : await prisma.reminderRound.findUnique({ where: { id: roundId } });
      if (round?.undoneAt) return null;
      const ids = items.map(({ assignmentId }) => assignmentId);
      const standing = await loadStanding(prisma, { id: { in: ids } }, now);
      const matters = await mattersOf(items, personId, standing, now);
      const person = await prisma.person.findUnique({ where: { id: personId } });
      const who = person && addressed(person);
      return reminderMessage(i18n(language), matters, { who, text: round?.text ?? null, now });
    },

    async 'reminder.over'(stored, { chatId, language }, now) {
      const { campaignId, dueOn } = overSchema.parse(stored);
      const texts = i18n(language);
      const campaign = await findCampaign(prisma, campaignId);
      if (!campaign) return null;
      const standing = await loadStanding(prisma, { campaignId }, now);
      const actor = await loadActor(prisma, chatId, now);
      const may = (cityId: number | null): boolean => seatFor(actor, 'remind', { cityId }) !== null;
      const all = may(null);
      const rows = standing.rows.filter(
        (row) => row.dueOn === dueOn && isOverIn(row, now) && may(row.city.id),
      );
      const [first, ...others] = rows;
      if (!first) return null;
      const zone = all ? ASSOCIATION_ZONE : first.city.timeZone;
      const day = formatDay(dueOn, language, 'weekday', dayIn(now, zone));
      if (!all && others.length === 0) {
        const values = { city: first.city.name, title: titleOf(texts, campaign), day };
        return {
          text: texts.t('reminder:over.city', values),
          replyMarkup: keyboard(button(texts.t('campaign:buttons.city'), 'k.city', first.assignmentId)),
        };
      }
      const names = rows.map(({ city }) => city.name).sort((a, b) => a.localeCompare(b, 'ru'));
      return {
        text: [
          texts.t('reminder:over.head', { year: campaign.year, day }),
          texts.t('reminder:over.cities', { names: someOf(texts, names, 20) }),
        ].join('\n'),
        replyMarkup: all
          ? keyboard(
              button(texts.t('reminder:buttons.calls'), 'b.calls', campaignId, 0),
              button(texts.t('board:menu'), 'b.board', campaignId),
            )
          : keyboard(button(texts.t('campaign:menu'), 'k.home')),
      };
    },

    async 'reminder.undelivered'(stored, { chatId, language }, now) {
      const { campaignId, assignmentIds } = undeliveredSchema.parse(stored);
      const standing = await loadStanding(prisma, { id: { in: assignmentIds } }, now);
      const rows = await Promise.all(
        standing.rows.map(({ assignmentId }) => findCityRow(prisma, assignmentId, now)),
      );
      const actor = await loadActor(prisma, chatId, now);
      const whole = seatFor(actor, 'remind', { cityId: null }) !== null;
      const lost = rows.filter((row) => row !== null);
      return undelivered(i18n(language), lost, whole ? campaignId : null);
    },
  };
}

/**
 * A reminder for somebody who no longer answers goes to whoever does by now, unless he has, or gets, one of that day. Of
 * executors the job asks anew at each tick.
 */
export function passReminders(prisma: PrismaClient): PassOn {
  return async ({ id, args }, now) => {
    const { items, roundId } = reminderSchema.parse(args);
    const round = roundId && (await prisma.reminderRound.findUnique({ where: { id: roundId } }));
    if (round && round.undoneAt) return 0;
    const ids = items.map(({ assignmentId }) => assignmentId);
    const { rows, occupants } = await loadStanding(prisma, { id: { in: ids } }, now);
    const tellings = items.flatMap(({ assignmentId, as, on }): Telling[] => {
      const row = rows.find((each) => each.assignmentId === assignmentId);
      if (!row || as === 'executor') return [];
      const reached = reachedIn(row, occupants);
      if (reached.as === 'nobody') return [];
      const item = { assignmentId, as: reached.as, on };
      const until = nightOf(on, row.city.timeZone);
      return reached.people.map(({ personId }) => ({ personId, item, at: now, until }));
    });
    const told = await prisma.notice.findMany({
      where: {
        kind: 'reminder',
        personId: { in: tellings.map(({ personId }) => personId) },
        state: { in: THROUGH },
        id: { not: id },
      },
      select: { personId: true, args: true },
    });
    const has = ({ personId, item }: Telling): boolean =>
      told.some((notice) => {
        const { items: others } = reminderSchema.parse(notice.args);
        const isSame = (other: Item): boolean =>
          other.assignmentId === item.assignmentId && other.on === item.on;
        return notice.personId === personId && others.some(isSame);
      });
    const fresh = tellings.filter((telling) => !has(telling));
    await enqueue(prisma, reminderNotices(fresh, roundId), now);
    return tellings.length;
  };
}

/** What is with an executor in a city. */
function givenTo({ given }: SilentRow, { occupants }: Standing, personId: number): SilentRow['given'] {
  return given.filter(({ seatId }) => occupants.get(seatId)?.personId === personId);
}

/** The person answers for the city now; or nobody can, and he is its coordinator. */
function isConcerned(
  row: SilentRow,
  { occupants }: Standing,
  as: 'respondent' | 'coordinator',
  personId: number,
): boolean {
  const reached = reachedIn(row, occupants);
  return reached.as === as && reached.people.some((person) => person.personId === personId);
}

export function isOverIn({ dueOn, city }: SilentRow, now: Date): boolean {
  return isOver(dueOn, dayIn(now, city.timeZone), city.rule);
}

/** @param campaignId for the association's coordinator, who has its list of telephone numbers */
function undelivered(texts: Texts, rows: readonly CityRow[], campaignId: number | null): Outgoing | null {
  const [first, ...others] = rows;
  if (!first) return null;
  const { t } = texts;
  const lines = rows.map(({ city, respondent }) =>
    respondent
      ? t('reminder:undelivered.line', { city: city.name, who: whoAnswers(texts, respondent) })
      : t('reminder:undelivered.line_unnamed', { city: city.name }),
  );
  const most = 20;
  const rest = lines.length - most;
  return {
    text: [
      t('reminder:undelivered.head', { n: rows.length }),
      ...lines.slice(0, most),
      ...(rest > 0 ? [t('reminder:notice.digest_more', { n: rest })] : []),
      t('reminder:undelivered.advice'),
    ].join('\n'),
    replyMarkup: keyboard(
      campaignId !== null && button(t('reminder:buttons.calls'), 'b.calls', campaignId, 0),
      others.length === 0 && button(t('campaign:buttons.city'), 'k.city', first.assignmentId),
    ),
  };
}
