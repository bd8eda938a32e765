import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import { progressOfRows } from './progress.ts';
import { questionsOfYear, questionsSchema } from './form.ts';
import type { Question } from './form.ts';
import { cityState } from './campaign-state.ts';
import type { CityState } from './campaign-state.ts';
import type { CityPeople } from './campaign-recipients.ts';
import { termOf } from './term.ts';

/** The one branch that is asked now; its form has the same code. */
export const BRANCH = 'organisation';

export interface CampaignView {
  id: number;
  year: number;
  /** 'YYYY-MM-DD' */
  dueOn: string;
  /** null: a draft. */
  openedAt: Date | null;
  closedAt: Date | null;
  formVersion: number;
  branchName: string;
  /** With the year filled in. */
  questions: Question[];
}

const campaignInclude = { form: true, branch: true } satisfies Prisma.CampaignInclude;
type LoadedCampaign = Prisma.CampaignGetPayload<{ include: typeof campaignInclude }>;

/** 'YYYY-MM-DD' of a `date` column. */
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

function campaignView(row: LoadedCampaign): CampaignView {
  const { id, year, openedAt, closedAt, form, branch } = row;
  const questions = questionsOfYear(questionsSchema.parse(form.questions), year);
  return {
    id,
    year,
    dueOn: dayOf(row.dueOn),
    openedAt,
    closedAt,
    formVersion: form.version,
    branchName: branch.name,
    questions,
  };
}

export async function findCampaign(db: Db, id: number): Promise<CampaignView | null> {
  const row = await db.campaign.findUnique({ where: { id }, include: campaignInclude });
  return row && campaignView(row);
}

/** All campaigns, open ones first, of each kind the newest year first. */
export async function campaignsOf(db: Db): Promise<CampaignView[]> {
  const rows = await db.campaign.findMany({
    where: { branch: { code: BRANCH } },
    include: campaignInclude,
    orderBy: { year: 'desc' },
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
  holder: (Named & { personId: number }) | null;
  /** Holds the post, has an account and has not blocked the bot. */
  connected: boolean;
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
  submitted: boolean;
  submittedAt: Date | null;
  /** The last thing written or marked in the questionnaire. */
  lastWrittenAt: Date | null;
  number: string | null;
  respondent: Respondent | null;
  /** Numbered questions that are answered or passed over, of all. */
  done: number;
  total: number;
  /** Answers longer than their limit, by so many characters: nothing is cut, the coordinator sees a mark. */
  tooLong: readonly { code: string; by: number }[];
}

const rowInclude = {
  campaign: { include: campaignInclude },
  city: true,
  respondentSeat: {
    include: { department: true, holdings: { where: { until: null }, include: { person: true } } },
  },
  answers: true,
} satisfies Prisma.AssignmentInclude;

type LoadedRow = Prisma.AssignmentGetPayload<{ include: typeof rowInclude }>;

function cityRow(row: LoadedRow): CityRow {
  const { city, respondentSeat, answers } = row;
  const campaign = campaignView(row.campaign);
  const { dueOn, dueAt } = termOf({ dueOn: row.dueOn && dayOf(row.dueOn) }, campaign, city);
  const respondent = respondentSeat && respondentOf(respondentSeat);
  const progress = progressOfRows(campaign.questions, answers);
  const instants = answers.flatMap(({ changedAt, doneAt, skippedAt }) => [changedAt, doneAt, skippedAt]);
  return {
    assignmentId: row.id,
    campaign,
    city: { id: city.id, name: city.name, timeZone: city.timeZone },
    dueOn,
    dueAt,
    extended: row.dueOn !== null,
    state: cityState(row, respondent, { dueOn, dueAt }),
    submitted: row.state === 'submitted',
    submittedAt: row.submittedAt,
    lastWrittenAt: instants.reduce((latest, at) => (at && (!latest || at > latest) ? at : latest), null),
    number: row.number,
    respondent,
    done: progress.done,
    total: progress.total,
    tooLong: progress.questions.flatMap(({ code, overLimit }) =>
      overLimit > 0 ? [{ code, by: overLimit }] : [],
    ),
  };
}

interface Person extends Named {
  id: number;
  telegramId: bigint | null;
  reach: string;
  cutOffAt: Date | null;
  erasedAt: Date | null;
}

/** The same is asked in SQL by `reachable`. */
function isConnected(person: Person): boolean {
  return person.telegramId !== null && person.reach === 'ok' && !person.cutOffAt && !person.erasedAt;
}

function respondentOf(seat: NonNullable<LoadedRow['respondentSeat']>): Respondent {
  const person = seat.closedAt ? undefined : seat.holdings[0]?.person;
  return {
    seatId: seat.id,
    post: seat.post,
    departmentName: seat.department?.name ?? null,
    holder: person
      ? { personId: person.id, surname: person.surname, name: person.name, patronymic: person.patronymic }
      : null,
    connected: person !== undefined && isConnected(person),
  };
}

/** The cities of a campaign by the Russian alphabet. */
export async function citiesInCampaign(db: Db, campaignId: number): Promise<CityRow[]> {
  const rows = await db.assignment.findMany({ where: { campaignId }, include: rowInclude });
  return rows.map(cityRow).sort((a, b) => a.city.name.localeCompare(b.city.name, 'ru'));
}

export async function findCityRow(db: Db, assignmentId: number): Promise<CityRow | null> {
  const row = await db.assignment.findUnique({ where: { id: assignmentId }, include: rowInclude });
  return row && cityRow(row);
}

/** What these cities have in the open campaigns, newest first: the view of a city's coordinator. */
export async function openRowsOf(db: Db, cityIds: number[]): Promise<CityRow[]> {
  const rows = await db.assignment.findMany({
    where: { cityId: { in: cityIds }, campaign: { closedAt: null } },
    include: rowInclude,
    orderBy: { campaign: { year: 'desc' } },
  });
  return rows.map(cityRow);
}

/** The same as `isConnected`. */
const reachable = {
  telegramId: { not: null },
  reach: 'ok',
  cutOffAt: null,
  erasedAt: null,
} satisfies Prisma.PersonWhereInput;

/** Who can be told in these cities (all where absent), by the Russian alphabet. */
export async function peopleOfCities(db: Db, cityIds?: number[]): Promise<CityPeople[]> {
  const rows = await db.city.findMany({
    where: cityIds ? { id: { in: cityIds } } : {},
    include: {
      seats: {
        where: { kind: { in: ['head', 'city_coordinator'] }, closedAt: null },
        include: { holdings: { where: { until: null, person: reachable } } },
        orderBy: { id: 'asc' },
      },
    },
  });
  const people = rows.map(({ id, name, seats }) => ({
    cityId: id,
    cityName: name,
    heads: seats
      .filter(({ kind }) => kind === 'head')
      .map((seat) => ({ seatId: seat.id, personId: seat.holdings[0]?.personId ?? null })),
    coordinators: seats
      .filter(({ kind }) => kind === 'city_coordinator')
      .flatMap(({ holdings }) => holdings.map(({ personId }) => personId)),
  }));
  return people.sort((a, b) => a.cityName.localeCompare(b.cityName, 'ru'));
}

/** One version of the form, as stored: the years are not filled in. */
export interface FormVersion {
  id: number;
  version: number;
  questions: Question[];
}

/** All versions, oldest first; the last is the one that the next campaign takes. */
export async function formVersions(db: Db): Promise<FormVersion[]> {
  const rows = await db.form.findMany({ where: { code: BRANCH }, orderBy: { version: 'asc' } });
  return rows.map(({ id, version, questions }) => ({
    id,
    version,
    questions: questionsSchema.parse(questions),
  }));
}

/** A city of a campaign with those who can be told. */
export interface Concerned {
  row: CityRow;
  city: CityPeople;
  respondentSeatId: number | null;
}

/** Who can be told in each of these cities of a campaign. */
export async function concernedBy(db: Db, rows: readonly CityRow[]): Promise<Concerned[]> {
  const people = await peopleOfCities(
    db,
    rows.map(({ city }) => city.id),
  );
  return rows.flatMap((row) => {
    const city = people.find(({ cityId }) => cityId === row.city.id);
    return city ? [{ row, city, respondentSeatId: row.respondent?.seatId ?? null }] : [];
  });
}
