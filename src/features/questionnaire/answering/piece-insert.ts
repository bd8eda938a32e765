import type { Pool } from 'pg';
import type { RawEntity } from '../formatted.ts';
import { charactersOfPart } from '../statistics.ts';

export interface NewPiece {
  requestKey: string;
  assignmentId: number;
  code: string;
  /** The piece is taken only while the questionnaire is this city's and this seat's. */
  cityId: number;
  respondentSeatId: number | null;
  /** The seat of an executor: only while this question is given to it. */
  givenSeatId?: number | null;
  personId: number;
  seatId: number;
  sourceKey: string;
  messageId: number;
  text: string;
  entities: readonly RawEntity[];
  fileId?: number;
  fileName?: string;
  /** When the person sent it, by Telegram. */
  sentAt: Date;
  now: Date;
}

/**
 * The hot path: one statement stores a part of an answer with its journal row, and only while the questionnaire is open.
 * @returns `stored`; `repeated` when this message was stored before; `shut` when the questionnaire is not open to it
 */
export async function insertPiece(pool: Pool, piece: NewPiece): Promise<'stored' | 'repeated' | 'shut'> {
  const { rows } = await pool.query<{ open: boolean; added: boolean }>({
    name: 'piece-insert',
    text: `with target as (
             select s.id from "Assignment" s join "Campaign" c on c.id = s."campaignId"
             where s.id = $1 and s."cityId" = $3 and s."respondentSeatId" is not distinct from $4
               and (s.state in ('not_opened', 'in_work') and (c."closedAt" is null or c.archived) or s.state = 'to_clarify'
                 and not exists (select 1 from "Volume" v where v."campaignId" = c.id and v."closedAt" is not null) and exists (
                 select 1 from "Clarification" q where q."assignmentId" = s.id and q.code = $2 and q.answer is null and q."closedAt" is null))
               and ($17::int is null or exists (
                 select 1 from "Delegation" d where d."assignmentId" = s.id and d."seatId" = $17
                   and (d.code is null or d.code = $2) and d.state in ('given', 'ready', 'returned')))
             for share of s
           ), entry as (
             insert into "Journal" ("requestKey", verb, subject, "personId", "seatId", at)
             select $5, 'add_piece', 'assignment:' || id, $6, $7, $8 from target
             on conflict ("requestKey") do nothing returning id
           ), answer as (
             insert into "Answer" ("assignmentId", code, chars, "pieceCount", "changedAt")
             select $1, $2, $9, 1, $8 from entry
             on conflict ("assignmentId", code) do update set chars = "Answer".chars + excluded.chars,
               "pieceCount" = "Answer"."pieceCount" + 1, "changedAt" = excluded."changedAt", "skippedAt" = null
             returning id
           ), added as (
             insert into "Piece" ("answerId", "sourceKey", position, text, entities, "fileId", "fileName", "authorId", "receivedAt", "addedBy")
             select answer.id, $10, $11, $12, $13, $14, $15, $6, $16, entry.id from answer, entry
             on conflict do nothing returning id
           )
           select exists(select 1 from target) as open, exists(select 1 from added) as added`,
    values: [
      piece.assignmentId,
      piece.code,
      piece.cityId,
      piece.respondentSeatId,
      piece.requestKey,
      piece.personId,
      piece.seatId,
      piece.now,
      charactersOfPart(piece.text),
      piece.sourceKey,
      piece.messageId,
      piece.text,
      piece.entities.length > 0 ? JSON.stringify(piece.entities) : null,
      piece.fileId ?? null,
      piece.fileName ?? null,
      piece.sentAt,
      piece.givenSeatId ?? null,
    ],
  });
  const [row] = rows;
  if (row?.added) return 'stored';
  return row?.open ? 'repeated' : 'shut';
}
