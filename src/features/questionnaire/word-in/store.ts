import type { Db } from '../../../platform/database/client.ts';
import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import type { DocumentReading } from '../../../services/documents/index.ts';
import type { Choice } from './moving.ts';
import type { ReadPart, Splitting } from './split.ts';

/** A part as it is kept: `apart` one that is to be in no answer. */
export type KeptPart = ReadPart & { apart?: boolean };

/** What is kept of a document that came; its text is in no answer before it is written. */
export interface Kept extends Omit<Splitting, 'parts'> {
  parts: KeptPart[];
  /** Why nothing could be read of it; null: it was read, or its questionnaire is still to be chosen. */
  refused: Exclude<DocumentReading['kind'], 'read'> | null;
  /** Of the message that brought it, and what was written beside. */
  messageId: number;
  caption: string;
  /** *Отмена* was pressed: an instant. */
  thrownAt: string | null;
}

export interface Reading extends Kept {
  id: number;
  chatId: number;
  /** null: of which questionnaire it is, is to be chosen. */
  assignmentId: number | null;
  /** Read as the answer to this question alone. */
  code: string | null;
  fileId: number;
  fileName: string;
  choices: Partial<Record<string, Choice>> & { all?: Choice };
  createdAt: Date;
  writtenAt: Date | null;
}

export const NOTHING_READ: Kept = {
  parts: [],
  missing: [],
  by: 'proposal',
  suggestsTasks: null,
  putAside: [],
  bare: [],
  refused: null,
  messageId: 0,
  caption: '',
  thrownAt: null,
};

const DAY = 24 * 3600 * 1000;
/** Days for which a reading is kept, written or not. */
const KEPT_DAYS = 14;

export async function createReading(
  db: Db,
  reading: Pick<Reading, 'chatId' | 'assignmentId' | 'code' | 'fileId' | 'fileName' | 'createdAt'> & {
    personId: number | null;
  },
  kept: Kept,
): Promise<Reading> {
  const row = await db.wordIn.create({
    data: { ...reading, parts: kept as unknown as Prisma.InputJsonValue },
  });
  return readingOf(row);
}

/** Of this chat; another's is none. */
export async function loadReading(db: Db, chatId: number, id: number | null): Promise<Reading | null> {
  const row = id === null ? null : await db.wordIn.findFirst({ where: { id, chatId } });
  return row && readingOf(row);
}

/** The file that came last, if it still waits to be written. */
export async function lastUnfinished(db: Db, chatId: number): Promise<Reading | null> {
  const row = await db.wordIn.findFirst({ where: { chatId }, orderBy: { id: 'desc' } });
  const reading = row && readingOf(row);
  return reading && !reading.writtenAt && reading.thrownAt === null && reading.refused === null
    ? reading
    : null;
}

/** Keeps what was decided about the parts, as long as nothing was written. */
export async function saveReading(
  db: Db,
  { id, assignmentId, code, choices, ...rest }: Reading,
): Promise<void> {
  const { parts, missing, by, suggestsTasks, putAside, bare, refused } = rest;
  const { messageId, caption, thrownAt } = rest;
  const kept: Kept = {
    parts,
    missing,
    by,
    suggestsTasks,
    putAside,
    bare,
    refused,
    messageId,
    caption,
    thrownAt,
  };
  await db.wordIn.updateMany({
    where: { id, writtenAt: null },
    data: { assignmentId, code, choices, parts: kept as unknown as Prisma.InputJsonValue },
  });
}

function readingOf(row: Prisma.WordInGetPayload<object>): Reading {
  const { id, chatId, assignmentId, code, fileId, fileName, createdAt, writtenAt } = row;
  return {
    ...NOTHING_READ,
    ...(row.parts as unknown as Kept),
    choices: row.choices as Reading['choices'],
    id,
    chatId: Number(chatId),
    assignmentId,
    code,
    fileId,
    fileName,
    createdAt,
    writtenAt,
  };
}

/** The job's part: what was cancelled goes after a day, all else after two weeks; with it goes a file that nothing else needs. */
export async function sweepReadings(prisma: PrismaClient, now: Date): Promise<void> {
  const old = new Date(now.getTime() - KEPT_DAYS * DAY);
  const cancelled = new Date(now.getTime() - DAY).toISOString();
  await prisma.$executeRaw`
    with gone as (
      delete from "WordIn"
      where "createdAt" <= ${old} or ("writtenAt" is null and parts->>'thrownAt' <= ${cancelled})
      returning id, "fileId"
    )
    delete from "File" f using gone
    where f.id = gone."fileId"
      and not exists (select from "WordIn" w where w."fileId" = f.id and w.id not in (select id from gone))
      and not exists (select from "Piece" p where p."fileId" = f.id)
      and not exists (select from "Stray" s where s."fileId" = f.id)
      and not exists (select from "VolumeFile" v where v."fileId" = f.id)`;
}
