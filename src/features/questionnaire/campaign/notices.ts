import { z } from 'zod';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import { dayIn, formatDay } from '../../../services/calendar/index.ts';
import type { NewNotice, Outgoing, PassOn, Recipient, Renderer } from '../../../services/delivery/index.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { doerOf } from '../../../services/journal/doer.ts';
import { addressed, listed } from '../../../services/people/actor.ts';
import { postIn } from '../../../services/people/post.ts';
import { recipientsOf } from './recipients.ts';
import type { CityPeople, Recipient as Role } from './recipients.ts';
import { concernedByLoss, isLost } from './lost.ts';
import type { LostRow } from './lost.ts';
import { concernedBy, peopleOfCities } from './people.ts';
import { findCityRow } from './store.ts';
import type { CityRow } from './store.ts';
import { titleOf } from '../wording.ts';

export type CampaignNoticeKind =
  | 'campaign.asked'
  | 'campaign.name'
  | 'campaign.extended'
  | 'campaign.closed'
  | 'campaign.reopened'
  | 'campaign.released'
  | 'campaign.lost';

/** Notices about one city's questionnaire to those whom it concerns; `journalId` of the verb that causes them. */
export function campaignNotices(
  about: { assignmentId: number; city: CityPeople; respondentSeatId: number | null },
  kinds: Record<Role['role'], CampaignNoticeKind>,
  journalId: bigint,
  terms: { was: string; to: string } | null = null,
): NewNotice[] {
  return recipientsOf(about.city, about.respondentSeatId).map(({ personId, role }) =>
    noticeTo(personId, kinds[role], about.assignmentId, journalId, terms),
  );
}

/** All of them ask an official to act, or change what he was asked: rather twice than never. */
export function noticeTo(
  personId: number,
  kind: CampaignNoticeKind,
  assignmentId: number,
  journalId: bigint,
  terms: { was: string; to: string } | null = null,
): NewNotice {
  return {
    dedupeKey: `${kind}:${assignmentId}:${personId}:${journalId}`,
    personId,
    kind,
    args: { assignmentId, cause: String(journalId), ...terms },
    subject: `assignment:${assignmentId}`,
    againIfUnknown: true,
  };
}

const argsSchema = z.object({
  assignmentId: z.number().int(),
  was: z.string().optional(),
  to: z.string().optional(),
  seatId: z.number().int().optional(),
  cause: z.string().optional(),
});
type Args = z.infer<typeof argsSchema>;

/**
 * To whoever answers, or coordinates, by the time it is sent. Coordinators hear of a respondent who is lost by another
 * notice, and who was released is told himself or not at all.
 */
export function passCampaignNotices(prisma: PrismaClient): Partial<Record<CampaignNoticeKind, PassOn>> {
  const passOn =
    (kind: CampaignNoticeKind): PassOn =>
    async (notice, now) => {
      const { assignmentId, cause, was, to } = argsSchema.parse(notice.args);
      const row = await findCityRow(prisma, assignmentId, now);
      if (!row || cause === undefined) return 0;
      const [concerned] = await concernedBy(prisma, now, [row]);
      const doer = await doerOf(prisma, cause);
      const people = concerned ? recipientsOf(concerned.city, concerned.respondentSeatId) : [];
      const told = people.filter(
        ({ personId, role }) => personId !== doer && (kind !== 'campaign.asked' || role === 'respondent'),
      );
      const terms = was === undefined || to === undefined ? null : { was, to };
      await enqueue(
        prisma,
        told.map(({ personId }) => noticeTo(personId, kind, assignmentId, BigInt(cause), terms)),
        now,
      );
      return told.length;
    };
  const kinds = [
    'campaign.asked',
    'campaign.name',
    'campaign.extended',
    'campaign.closed',
    'campaign.reopened',
  ] as const;
  return Object.fromEntries(kinds.map((kind) => [kind, passOn(kind)]));
}

/** What a notice is made from: the state at the moment of sending. */
interface Moment {
  texts: Texts;
  row: CityRow;
  role: Role['role'];
  args: Args;
  now: Date;
}

/** The texts of the notices, made when they are sent; what is out of date by then is withdrawn. */
export function createCampaignRenderers(deps: {
  prisma: PrismaClient;
  i18n: (language: Language) => Texts;
}): Record<CampaignNoticeKind, Renderer> {
  const { prisma, i18n } = deps;

  /** Only for a questionnaire that is not submitted, in an open campaign (or a closed one, for the notice that says so). */
  function renderer(make: (moment: Moment) => Outgoing | null, closed = false): Renderer {
    return async (stored, recipient, now) => {
      const args = argsSchema.parse(stored);
      const row = await findCityRow(prisma, args.assignmentId, now);
      if (!row || row.submitted || (row.campaign.closedAt !== null) !== closed) return null;
      const role = await roleOf(row, recipient, now);
      return role && make({ texts: i18n(recipient.language), row, role, args, now });
    };
  }

  /** In which quality the city's questionnaire concerns this person now; null: not at all. */
  async function roleOf(row: CityRow, { personId }: Recipient, now: Date): Promise<Role['role'] | null> {
    if (personId === null) return null;
    if (row.respondent?.holder?.personId === personId) return 'respondent';
    const [city] = await peopleOfCities(prisma, now, [row.city.id]);
    return city?.coordinators.includes(personId) ? 'coordinator' : null;
  }

  return {
    'campaign.asked': renderer((moment) => (moment.role === 'respondent' ? asked(moment) : null)),
    'campaign.name': renderer((moment) => (moment.role === 'respondent' ? asked(moment) : toName(moment))),
    'campaign.extended': renderer(extended),
    'campaign.closed': renderer(({ texts, row }) => {
      const key = row.begun ? 'campaign:notice.closed_written' : 'campaign:notice.closed';
      return { text: texts.t(key, { title: titleOf(texts, row.campaign), city: row.city.name }) };
    }, true),
    'campaign.reopened': renderer(reopened),
    'campaign.lost': async (stored, { personId, language }, now) => {
      const { assignmentId, seatId } = argsSchema.parse(stored);
      const row = await findCityRow(prisma, assignmentId, now);
      if (!row || !isLost(row) || row.respondent.seatId !== seatId || personId === null) return null;
      const concerned = await concernedByLoss(prisma, now, row.city.id);
      return concerned.includes(personId) ? lost(i18n(language), row, now) : null;
    },
    'campaign.released': async (stored, recipient, now) => {
      const { assignmentId } = argsSchema.parse(stored);
      const row = await findCityRow(prisma, assignmentId, now);
      if (!row?.respondent || row.campaign.closedAt || row.respondent.holder?.personId === recipient.personId)
        return null;
      const texts = i18n(recipient.language);
      const values = {
        title: titleOf(texts, row.campaign),
        city: row.city.name,
        who: whoAnswers(texts, row.respondent),
      };
      return { text: texts.t('campaign:notice.released', values) };
    },
  };
}

/** «Рябинин П.А., начальник отдела, отдел встреч», «(и.о.)» after whoever acts; the post alone where nobody holds it. */
export function whoAnswers(texts: Texts, respondent: NonNullable<CityRow['respondent']>): string {
  const { holder, actingUntil } = respondent;
  const post = postIn(respondent);
  if (!holder) return post;
  const name = listed(holder);
  return `${actingUntil === null ? name : texts.t('board:acting', { name })}, ${post}`;
}

/** A day in words, as it is read in the city now. */
const inWords = (day: string, { texts, row, now }: Pick<Moment, 'texts' | 'row' | 'now'>): string =>
  formatDay(day, texts.language, 'weekday', dayIn(now, row.city.timeZone));

function asked(moment: Moment): Outgoing {
  const { texts, row } = moment;
  const begun = row.begun;
  const values = {
    who: (row.respondent?.holder && addressed(row.respondent.holder)) ?? texts.t('campaign:notice.hello'),
    title: titleOf(texts, row.campaign),
    questions: texts.t('campaign:questions', { count: row.total }),
    day: inWords(row.dueOn, moment),
    city: row.city.name,
    done: row.done,
    total: row.total,
  };
  const text = texts.t(begun ? 'campaign:notice.asked_begun' : 'campaign:notice.asked', values);
  return { text, replyMarkup: keyboard(answerButton(texts, row)) };
}

/** The city's coordinator is asked only while nobody can answer. */
function toName(moment: Moment): Outgoing | null {
  const { texts, row } = moment;
  if (row.respondent?.connected) return null;
  const values = {
    title: titleOf(texts, row.campaign),
    city: row.city.name,
    day: inWords(row.dueOn, moment),
    who: row.respondent ? whoAnswers(texts, row.respondent) : '',
  };
  const text = texts.t(row.respondent ? 'campaign:notice.invite' : 'campaign:notice.name', values);
  return { text, replyMarkup: keyboard(cityButton(texts, row)) };
}

/** Told by the newest extension only. */
function extended(moment: Moment): Outgoing | null {
  const { texts, row, role, args } = moment;
  if (args.was === undefined || args.to !== row.dueOn) return null;
  const values = {
    title: titleOf(texts, row.campaign),
    city: row.city.name,
    was: inWords(args.was, moment),
    day: inWords(row.dueOn, moment),
    done: row.done,
    total: row.total,
  };
  const text = texts.t(row.begun ? 'campaign:notice.extended_begun' : 'campaign:notice.extended', values);
  return {
    text,
    replyMarkup: keyboard(role === 'respondent' ? answerButton(texts, row) : cityButton(texts, row)),
  };
}

function reopened(moment: Moment): Outgoing {
  const { texts, row, role } = moment;
  const values = {
    title: titleOf(texts, row.campaign),
    city: row.city.name,
    day: inWords(row.dueOn, moment),
  };
  const text = texts.t('campaign:notice.reopened', values);
  return {
    text,
    replyMarkup: keyboard(role === 'respondent' ? answerButton(texts, row) : cityButton(texts, row)),
  };
}

/** What happened, what is kept, what to do. */
function lost(texts: Texts, row: LostRow, now: Date): Outgoing {
  const { respondent, city, campaign, done, total, assignmentId } = row;
  const { phone = null } = respondent.holder ?? {};
  const values = { title: titleOf(texts, campaign), city: city.name, done, total };
  const text = [
    texts.t('campaign:lost.head', values),
    texts.t(`campaign:lost.${respondent.lost.kind}`, { who: whoAnswers(texts, respondent) }),
    done > 0 && texts.t('campaign:lost.kept', values),
    texts.t('campaign:lost.what'),
    phone !== null && texts.t('campaign:lost.phone', { phone }),
    texts.t('campaign:term.city', { ...values, day: inWords(row.dueOn, { texts, row, now }) }),
  ];
  return {
    text: text.filter(Boolean).join('\n'),
    replyMarkup: keyboard(
      button(texts.t('campaign:buttons.rename'), 'k.name', assignmentId, 0),
      button(texts.t('campaign:buttons.successor'), 'o.inv.seat', respondent.seatId),
      button(texts.t('campaign:buttons.city'), 'k.city', assignmentId),
    ),
  };
}

function answerButton(texts: Texts, row: CityRow): Button {
  const key = row.begun ? 'campaign:buttons.continue' : 'campaign:buttons.begin';
  return button(texts.t(key), 'q.open', row.assignmentId);
}

/** To the city's screen, where the respondent is named or invited. */
function cityButton(texts: Texts, row: CityRow): Button {
  const key = row.respondent ? 'campaign:buttons.city' : 'campaign:buttons.name';
  return button(texts.t(key), row.respondent ? 'k.city' : 'k.name', row.assignmentId);
}
