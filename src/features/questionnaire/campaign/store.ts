import { storedDay } from '../../../services/calendar/index.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import type { Occupant } from '../../../services/people/occupants.ts';
import { isSubmitted } from '../admission.ts';
import { readBehalf } from '../behalf/record.ts';
import type { Behalf } from '../behalf/record.ts';
import { untakenIn } from '../executors/untaken.ts';
import { progressOfRows } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { questionsOfYear, questionsSchema } from '../form.ts';
import type { Question } from '../form.ts';
import { lossOf } from './loss.ts';
import type { Loss } from './loss.ts';
import { cityState, isLate } from './state.ts';
import type { CityState } from './state.ts';
import type { AssignmentView } from '../store.ts';
import { termOf } from '../term.ts';

export interface CampaignView {
  id: number;
  year: number;
  /** 'YYYY-MM-DD' */
  dueOn: string;
  openedAt: Date;
  closedAt: Date | null;
  /** A past year, loaded from papers: closed from the first, nobody is told of it, and nothing is late in it. */
  archived: boolean;
  formVersion: number;
  branchId: number;
  branchCode: string;
  /** As it stands in the accounting numbers, «ОРГ». */
  branchShort: string;
  branchName: string;
  /** With the year filled in. */
  questions: Question[];
}

/** Nobody sees a draft, or is told anything of it: every query of campaigns and their cities asks this. */
const OPENED = { openedAt: { not: null } } satisfies Prisma.CampaignWhereInput;

const campaignInclude = { form: true, branch: true } satisfies Prisma.CampaignInclude;
type LoadedCampaign = Prisma.CampaignGetPayload<{ include: typeof campaignInclude }>;

function campaignView(row: LoadedCampaign): CampaignView {
  const { id, year, openedAt, closedAt, archived, form, branch } = row;
  if (!openedAt) throw new Error("a draft is nobody's campaign yet");
  const questions = questionsOfYear(questionsSchema.parse(form.questions), year);
  return {
    id,
    year,
    dueOn: storedDay(row.dueOn),
    openedAt,
    closedAt,
    archived,
    formVersion: form.version,
    branchId: branch.id,
    branchCode: branch.code,
    branchShort: branch.short,
    branchName: branch.name,
    questions,
  };
}

/** A campaign that was opened; drafts are read by `drafts.ts` alone. */
export async function findCampaign(db: Db, id: number): Promise<CampaignView | null> {
  const row = await db.campaign.findUnique({ where: { id, ...OPENED }, include: campaignInclude });
  return row && campaignView(row);
}

/** All campaigns of all branches, open ones first, of each kind the newest year first. */
export async function campaignsOf(db: Db): Promise<CampaignView[]> {
  const rows = await db.campaign.findMany({
    where: OPENED,
    include: campaignInclude,
    orderBy: [{ year: 'desc' }, { branchId: 'asc' }],
  });
  const views = rows.map(campaignView);
  return [...views.filter(({ closedAt }) => !closedAt), ...views.filter(({ closedAt }) => closedAt)];
}

interface Named {
  surname: string | null;
  name: string | null;
  patronymic: string | null;
}

export interface Respondent {
  seatId: number;
  post: string;
  departmentName: string | null;
  /** Who answers for the post now: the acting person, else the holder. */
  holder: (Named & { personId: number; phone: string | null }) | null;
  /** The day, in the city, until which he acts for the holder; null: it is his own post. */
  actingUntil: string | null;
  /** Has an account and has not blocked the bot. */
  connected: boolean;
  /** Somebody answered for the post, and nobody can be reached there any more. */
  lost: Loss | null;
}

/** One city in a campaign, as lists and notices show it. */
export interface CityRow {
  assignmentId: number;
  campaign: CampaignView;
  city: { id: number; name: string; timeZone: string };
  dueOn: string;
  dueAt: Date;
  /** The city has a term of its own. */
  extended: boolean;
  state: CityState;
  /** The association has it: submitted, to be clarified or accepted. */
  submitted: boolean;
  submittedAt: Date | null;
  /** It came after the term. */
  late: boolean;
  acceptedAt: Date | null;
  /** The last thing written or marked in the questionnaire. */
  lastWrittenAt: Date | null;
  number: string | null;
  /** What a coordinator does, or did last, in the place of the city. */
  behalf: Behalf | null;
  respondent: Respondent | null;
  /** Something is answered or passed over, be it by an executor. */
  begun: boolean;
  /** Numbered questions that are answered or passed over and not with an executor, of all. */
  done: number;
  total: number;
  /** Answers longer than their limit, by so many characters: nothing is cut, the coordinator sees a mark. */
  tooLong: readonly { code: string; by: number }[];
}

const rowInclude = {
  campaign: { include: campaignInclude },
  city: true,
  respondentSeat: {
    include: {
      department: true,
      holdings: { orderBy: { id: 'desc' }, take: 1, include: { person: true } },
    },
  },
  answers: true,
  delegations: { where: { state: { in: ['given', 'ready', 'returned'] } }, orderBy: { id: 'asc' } },
} satisfies Prisma.AssignmentInclude;

type LoadedRow = Prisma.AssignmentGetPayload<{ include: typeof rowInclude }>;

/** The rows of these assignments, with whoever answers at `now`; the form of a campaign is read once for all its cities. */
async function cityRows(db: Db, loaded: readonly LoadedRow[], now: Date): Promise<CityRow[]> {
  const seatIds = loaded.flatMap(({ respondentSeatId }) => respondentSeatId ?? []);
  const [occupants, untaken] = await Promise.all([occupantsOf(db, seatIds, now), untakenIn(db, loaded)]);
  const campaigns = new Map<number, CampaignView>();
  return loaded.map((row) => {
    const campaign = campaigns.get(row.campaignId) ?? campaignView(row.campaign);
    campaigns.set(row.campaignId, campaign);
    const seat = row.respondentSeat;
    const progress = progressOfRows(campaign.questions, row.answers, untaken.get(row.id));
    return cityRow(row, campaign, seat && respondentOf(seat, occupants.get(seat.id)), progress);
  });
}

function cityRow(
  row: LoadedRow,
  campaign: CampaignView,
  respondent: Respondent | null,
  progress: Progress,
): CityRow {
  const { city, answers } = row;
  const { dueOn, dueAt } = termOf({ dueOn: row.dueOn && storedDay(row.dueOn) }, campaign, city);
  const instants = answers.flatMap(({ changedAt, doneAt, skippedAt }) => [changedAt, doneAt, skippedAt]);
  const submitted = isSubmitted({ state: row.state as AssignmentView['state'] });
  return {
    assignmentId: row.id,
    campaign,
    city: { id: city.id, name: city.name, timeZone: city.timeZone },
    dueOn,
    dueAt,
    extended: row.dueOn !== null,
    state: cityState(row, respondent, campaign.archived ? null : { dueOn, dueAt }),
    submitted,
    submittedAt: row.submittedAt,
    late: submitted && !campaign.archived && isLate(row, { dueAt }),
    acceptedAt: row.acceptedAt,
    lastWrittenAt: instants.reduce((latest, at) => (at && (!latest || at > latest) ? at : latest), null),
    number: row.number,
    behalf: readBehalf(row.behalf),
    respondent,
    begun: progress.unanswered.length < progress.total,
    done: progress.done,
    total: progress.total,
    tooLong: progress.questions.flatMap(({ code, overLimit }) =>
      overLimit > 0 ? [{ code, by: overLimit }] : [],
    ),
  };
}

/** Where nobody is connected, the holder is named all the same: he has blocked the bot, or was cut off. */
function respondentOf(
  seat: NonNullable<LoadedRow['respondentSeat']>,
  occupant: Occupant | undefined,
): Respondent {
  const { closedAt } = seat;
  const actingUntil = occupant?.actingUntil ?? null;
  const [last] = seat.holdings;
  const person = (closedAt ?? last?.until) ? undefined : last?.person;
  const holder = occupant ?? (person && { ...person, personId: person.id });
  return {
    seatId: seat.id,
    post: seat.post,
    departmentName: seat.department?.name ?? null,
    holder: holder
      ? {
          personId: holder.personId,
          surname: holder.surname,
          name: holder.name,
          patronymic: holder.patronymic,
          phone: holder.phone,
        }
      : null,
    actingUntil,
    connected: isReached(occupant),
    lost: isReached(occupant) ? null : lossOf({ closedAt, last }, actingUntil !== null),
  };
}

/** A connected person who has not blocked the bot. */
export function isReached(occupant: Occupant | undefined): occupant is Occupant {
  return occupant?.reach === 'ok';
}

/** The cities of a campaign by the Russian alphabet. `now`: civil time, by which somebody acts for another. */
export async function citiesInCampaign(db: Db, campaignId: number, now: Date): Promise<CityRow[]> {
  const loaded = await db.assignment.findMany({
    where: { campaignId, campaign: OPENED },
    include: rowInclude,
  });
  const rows = await cityRows(db, loaded, now);
  return rows.sort((a, b) => byName.compare(a.city.name, b.city.name));
}

/** By the Russian alphabet. */
export const byName = new Intl.Collator('ru');

export async function findCityRow(db: Db, assignmentId: number, now: Date): Promise<CityRow | null> {
  const where = { id: assignmentId, campaign: OPENED };
  const row = await db.assignment.findUnique({ where, include: rowInclude });
  const [found = null] = row ? await cityRows(db, [row], now) : [];
  return found;
}

/**
 * What these cities have, newest first: the view of a city's coordinator. Of the campaigns that are under way, and of closed
 * ones that the association asks about; where there is neither, of the one that was closed last.
 */
export async function presentRowsOf(db: Db, cityIds: number[], now: Date): Promise<CityRow[]> {
  const rowsOf = (where: Prisma.AssignmentWhereInput): Promise<LoadedRow[]> =>
    db.assignment.findMany({
      where: { cityId: { in: cityIds }, campaign: OPENED, ...where },
      include: rowInclude,
      orderBy: [{ campaign: { year: 'desc' } }, { id: 'asc' }],
    });
  const present = await rowsOf({ OR: [{ campaign: { closedAt: null } }, { state: 'to_clarify' }] });
  if (present.length > 0) return cityRows(db, present, now);
  const last = await db.campaign.findFirst({
    where: { ...OPENED, archived: false, assignments: { some: { cityId: { in: cityIds } } } },
    orderBy: { closedAt: 'desc' },
    select: { id: true },
  });
  return last ? cityRows(db, await rowsOf({ campaignId: last.id }), now) : [];
}
