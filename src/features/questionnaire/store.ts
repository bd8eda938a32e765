import { storedDay } from '../../services/calendar/index.ts';
import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import { questionsOfYear, questionsSchema } from './form.ts';
import type { Question } from './form.ts';
import type { AnswerPiece, SeamKind } from './joining/joining.ts';
import type { RawEntity } from './formatted.ts';
import { undoableOf } from './history.ts';
import type { Undoable } from './history.ts';
import type { Amount } from './answering/numbers.ts';
import { readBehalf } from './behalf/record.ts';
import type { Behalf } from './behalf/record.ts';
import { charactersOfPart } from './statistics.ts';
import { standsInVolume } from './volume/closing.ts';

/** A number answer as it was understood: «более 1 500». */
export type NumberValue = Amount;

export interface AnswerRow {
  id: number;
  code: string;
  /** As `statistics` counts the joined answer. */
  chars: number;
  /** Live parts, and how many of them are or have files. */
  pieceCount: number;
  files: number;
  value: NumberValue | null;
  doneAt: Date | null;
  skippedAt: Date | null;
  changedAt: Date | null;
}

/** One city's questionnaire with all that its screens, rules and documents need. Questions have the year filled in. */
export interface AssignmentView {
  id: number;
  state: 'not_opened' | 'in_work' | 'submitted' | 'to_clarify' | 'accepted';
  number: string | null;
  edition: number;
  submittedAt: Date | null;
  acceptedAt: Date | null;
  /** 'YYYY-MM-DD': the own extension, else the campaign's. */
  dueOn: string;
  campaignId: number;
  year: number;
  closedAt: Date | null;
  /** A past year, loaded from papers: it has no term, and nobody is told of it. */
  archived: boolean;
  /** It stands in a closed volume: what was submitted stays as it is. */
  inVolume: boolean;
  /** What a coordinator does, or did last, in the place of the city. */
  behalf: Behalf | null;
  branchId: number;
  branchName: string;
  questions: Question[];
  /** Set where the view is cut down to what was given to an executor: the form by which his questions are numbered. */
  wholeForm?: Question[];
  city: { id: number; name: string; timeZone: string; card: unknown };
  respondent: {
    seatId: number;
    post: string;
    departmentId: number | null;
    departmentName: string | null;
  } | null;
  answers: AnswerRow[];
  /** What is with executors at this moment; `code` null: the whole questionnaire. */
  delegations: OpenDelegation[];
  /** Questions of the association that are not closed yet; `answer` null: the city has not answered. */
  clarifications: { id: number; code: string; answer: string | null }[];
}

export interface OpenDelegation {
  id: number;
  /** null: the whole questionnaire. */
  code: string | null;
  /** Of the executor. */
  seatId: number;
  givenBySeatId: number | null;
  state: 'given' | 'ready' | 'returned';
  /** 'YYYY-MM-DD' */
  dueOn: string | null;
  /** Of the head who returned it. */
  remark: string | null;
}

/** Of a draft nobody knows but the association's coordinators: what is read here has been opened. */
const OPENED = { openedAt: { not: null } } satisfies Prisma.CampaignWhereInput;

const assignmentInclude = {
  campaign: { include: { form: true, branch: true, volume: { select: { closedAt: true } } } },
  city: true,
  respondentSeat: { include: { department: true } },
  delegations: { where: { state: { in: ['given', 'ready', 'returned'] } }, orderBy: { id: 'asc' } },
  clarifications: { where: { closedAt: null }, orderBy: { id: 'asc' } },
  answers: {
    orderBy: { id: 'asc' },
    include: { _count: { select: { pieces: { where: { removedBy: null, fileName: { not: null } } } } } },
  },
} satisfies Prisma.AssignmentInclude;

type LoadedAssignment = Prisma.AssignmentGetPayload<{ include: typeof assignmentInclude }>;

function viewOf(row: LoadedAssignment): AssignmentView {
  const { campaign, city, respondentSeat } = row;
  return {
    id: row.id,
    state: row.state as AssignmentView['state'],
    number: row.number,
    edition: row.edition,
    submittedAt: row.submittedAt,
    acceptedAt: row.acceptedAt,
    dueOn: storedDay(row.dueOn ?? campaign.dueOn),
    campaignId: campaign.id,
    year: campaign.year,
    closedAt: campaign.closedAt,
    archived: campaign.archived,
    inVolume: standsInVolume(row.submittedAt, campaign.volume?.closedAt ?? null),
    behalf: readBehalf(row.behalf),
    branchId: campaign.branchId,
    branchName: campaign.branch.name,
    questions: questionsOfYear(questionsSchema.parse(campaign.form.questions), campaign.year),
    city: { id: city.id, name: city.name, timeZone: city.timeZone, card: city.card },
    respondent: respondentSeat && {
      seatId: respondentSeat.id,
      post: respondentSeat.post,
      departmentId: respondentSeat.departmentId,
      departmentName: respondentSeat.department?.name ?? null,
    },
    answers: row.answers.map(({ assignmentId: _, _count, value, ...answer }) => ({
      ...answer,
      files: _count.pieces,
      value: value as NumberValue | null,
    })),
    delegations: row.delegations.map(({ id, code, seatId, givenBySeatId, state, dueOn, remark }) => ({
      id,
      code,
      seatId,
      givenBySeatId,
      state: state as OpenDelegation['state'],
      dueOn: dueOn && storedDay(dueOn),
      remark,
    })),
    clarifications: row.clarifications.map(({ id, code, answer }) => ({ id, code, answer })),
  };
}

export async function loadAssignment(db: Db, id: number): Promise<AssignmentView | null> {
  const where = { id, campaign: OPENED };
  const row = await db.assignment.findUnique({ where, include: assignmentInclude });
  return row && viewOf(row);
}

/** Whose questionnaires are meant: those that these seats answer or were given, of these cities, of these departments. */
export interface Concerned {
  seatIds: number[];
  cityIds: number[];
  departmentIds: number[];
}

/** What concerns somebody, as a condition of a query. */
export function concerning({ seatIds, cityIds, departmentIds }: Concerned): Prisma.AssignmentWhereInput {
  const given = { seatId: { in: seatIds }, state: { in: ['given', 'ready', 'returned'] } };
  return {
    campaign: OPENED,
    // What is only being loaded of a past year is nobody's in the city.
    NOT: { campaign: { archived: true }, submittedAt: null },
    OR: [
      { respondentSeatId: { in: seatIds } },
      { delegations: { some: given } },
      { cityId: { in: cityIds } },
      { respondentSeat: { departmentId: { in: departmentIds } } },
    ],
  };
}

/** The questionnaires that concern somebody; open campaigns first, newest year first. */
export async function assignmentsOf(db: Db, concerned: Concerned): Promise<AssignmentView[]> {
  const rows = await db.assignment.findMany({
    where: concerning(concerned),
    include: assignmentInclude,
    orderBy: [{ campaign: { year: 'desc' } }, { id: 'asc' }],
  });
  const views = rows.map(viewOf);
  return [...views.filter((view) => !view.closedAt), ...views.filter((view) => view.closedAt)];
}

/** A live part of an answer: a text, or a file. */
export interface PieceRow extends AnswerPiece {
  code: string;
  sourceKey: string;
  fileId: number | null;
  fileName: string | null;
}

/** The parts that were not removed, of one question or of all, in their order. */
export async function livePieces(db: Db, assignmentId: number, code?: string): Promise<PieceRow[]> {
  const answer = { assignmentId, ...(code === undefined ? {} : { code }) };
  const rows = await db.piece.findMany({
    where: { removedBy: null, answer },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  const answers =
    code === undefined ? await db.answer.findMany({ where: answer, select: { id: true, code: true } }) : [];
  const codes = new Map(answers.map((each) => [each.id, each.code]));
  return rows.map((row) => ({
    id: row.id,
    code: code ?? codes.get(row.answerId) ?? '',
    sourceKey: row.sourceKey,
    messageId: Number(row.position),
    receivedAt: row.receivedAt,
    senderId: row.authorId,
    text: row.text,
    entities: (row.entities as RawEntity[] | null) ?? [],
    seam: row.seam as SeamKind | null,
    sentLength: row.sentLength,
    fileId: row.fileId,
    fileName: row.fileName,
  }));
}

/** One question of one city's questionnaire: where an answer stands. */
export interface Target {
  assignmentId: number;
  code: string;
}

/** The subject of an answer's lines in the journal. */
export function answerSubject({ assignmentId, code }: Target): string {
  return `answer:${assignmentId}:${code}`;
}

/** The row of an answer, made where there is none, and held until the transaction ends. Prisma's upsert may fail in a race. */
export async function holdAnswer(tx: Prisma.TransactionClient, target: Target): Promise<number> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    insert into "Answer" ("assignmentId", code) values (${target.assignmentId}, ${target.code})
    on conflict ("assignmentId", code) do update set code = excluded.code returning id`;
  return (rows[0] as { id: number }).id;
}

/** Brings chars and pieceCount of an answer up to its live parts. */
export async function recount(tx: Prisma.TransactionClient, answerId: number, now: Date): Promise<void> {
  const pieces = await tx.piece.findMany({ where: { answerId, removedBy: null }, select: { text: true } });
  const chars = pieces.reduce((sum, { text }) => sum + charactersOfPart(text), 0);
  await tx.answer.update({
    where: { id: answerId },
    data: { chars, pieceCount: pieces.length, changedAt: now },
  });
}

/** What one question was answered with, as submitted. */
export interface SubmittedAnswer {
  code: string;
  text: string;
  entities: RawEntity[];
  value: NumberValue | null;
  files: string[];
  /** Nothing of it all, because there is nothing to say: he pressed so. */
  skipped?: true;
  /** As the person was told; absent in what was submitted long ago. */
  chars?: number;
  /** The parts that it was joined of, with the decisions about their seams; absent in what was submitted long ago. */
  pieces?: { id: number; seam: SeamKind | null }[];
}

/** The changes of an answer that can be taken back. */
export const CHANGE_VERBS = [
  'add_text',
  'edit_piece',
  'remove_piece',
  'remove_file',
  'replace_answer',
  'take_back',
  'keep_submitted',
] as const;
export type ChangeVerb = (typeof CHANGE_VERBS)[number];

/** What can be taken back in this answer, by the journal. */
export async function undoable(db: Db, target: Target): Promise<Undoable> {
  const rows = await db.journal.findMany({
    where: { subject: answerSubject(target), verb: { in: [...CHANGE_VERBS] } },
    orderBy: { id: 'asc' },
    select: { id: true, outcome: true },
  });
  const history = rows.map(({ id, outcome }) => {
    const {
      kind,
      undid = null,
      removed = [],
    } = outcome as { kind?: string; undid?: number; removed?: number[] };
    return { id: Number(id), undid, lost: removed.length > 0, done: kind === 'done' };
  });
  return undoableOf(history.filter(({ done }) => done));
}

/** The question that a message answered with a number; null where it did not. */
export async function answeredWithNumber(db: Db, requestKey: string): Promise<Target | null> {
  const row = await db.journal.findUnique({ where: { requestKey }, select: { verb: true, subject: true } });
  if (row?.verb !== 'set_number') return null;
  const [, assignmentId, code = ''] = row.subject.split(':');
  return { assignmentId: Number(assignmentId), code };
}
