import { concat, formatted, trim } from '../formatted.ts';
import { judgePaste } from './seams.ts';
import { paragraphJoiner } from './seam-habits.ts';
import type { FormattedText, RawEntity } from '../formatted.ts';
import type { SeamKind } from './seam-habits.ts';
import type { SeamVerdict } from './seams.ts';

export type { SeamKind };

export type AnswerPiece = {
  readonly id: number;
  /** The order of the pieces; several pieces of one imported document may count up from it. */
  readonly messageId: number;
  /** When the person sent it (Telegram's date), not when it was handled. */
  readonly receivedAt: Date;
  readonly senderId: number | null;
  readonly text: string;
  readonly entities: readonly RawEntity[];
  /** The person's own decision about the seam before this piece. */
  readonly seam?: SeamKind | null | undefined;
  /** Length of the text as it first arrived, if it was edited since: the seams of a paste are judged by it. */
  readonly sentLength?: number | null | undefined;
};

export type Seam = {
  readonly afterPieceId: number;
  readonly beforePieceId: number;
  readonly kind: SeamKind;
  /** The white space that stands there: '', ' ', '\n' or '\n\n'. */
  readonly joiner: string;
  readonly doubtful: boolean;
  readonly samePaste: boolean;
  /** The person has said how. */
  readonly decided: boolean;
};

export type JoinedAnswer = FormattedText & {
  readonly seams: readonly Seam[];
  /** Where each piece stands in the text (UTF-16 units), in order; empty pieces are left out. */
  readonly pieces: readonly { readonly id: number; readonly start: number; readonly end: number }[];
};

/** Messages of one paste arrive within moments; the limit leaves room for a slow line. */
const PASTE_SECONDS = 10;

/** Clients cut from the half of the limit on, so a shorter message was not cut. */
export const SHORTEST_CUT = 2000;

/** Joins the pieces of an answer, in the order of `messageId`, into one text. No letter is ever lost. */
export function joinPieces(pieces: readonly AnswerPiece[]): JoinedAnswer {
  const parts = inOrder(
    pieces
      .map((piece) => ({ piece, body: trim(formatted(piece.text, piece.entities)) }))
      .filter(({ body }) => body.text !== ''),
  );
  const seams = judgeSeams(parts);
  const spans: JoinedAnswer['pieces'][number][] = [];
  let end = 0;
  for (const [index, { piece, body }] of parts.entries()) {
    const start = end + (seams[index - 1]?.joiner.length ?? 0);
    end = start + body.text.length;
    spans.push({ id: piece.id, start, end });
  }
  const joined = concat(
    parts.map(({ body }) => body),
    seams.map((seam) => seam.joiner),
  );
  return { ...joined, seams, pieces: spans };
}

type Part = { readonly piece: AnswerPiece; readonly body: FormattedText };

/** By their messages; what another wrote while somebody's paste came in stands after it, not within. */
function inOrder(parts: Part[]): Part[] {
  const rest = parts.sort((a, b) => a.piece.messageId - b.piece.messageId || a.piece.id - b.piece.id);
  if (new Set(rest.map(({ piece }) => piece.senderId)).size < 2) return rest;
  const ordered: Part[] = [];
  for (const part of rest) {
    if (ordered.includes(part)) continue;
    let last = part;
    ordered.push(part);
    for (const next of rest.slice(rest.indexOf(part) + 1)) {
      if (next.piece.senderId !== last.piece.senderId || ordered.includes(next)) continue;
      if (!isOnePaste(last, next)) break;
      ordered.push(next);
      last = next;
    }
  }
  return ordered;
}

function judgeSeams(parts: readonly Part[]): Seam[] {
  return pastes(parts)
    .flatMap((paste, index, all) => {
      const last = all[index - 1]?.at(-1);
      const first = paste[0];
      const verdicts = judgePaste(
        paste.map(({ body }) => body.text),
        paste.map(sentLength),
      );
      const inner = verdicts.map((verdict, at) => seamBetween(paste[at], paste[at + 1], verdict));
      return last && first ? [seamBetween(last, first), ...inner] : inner;
    })
    .filter((seam) => seam !== undefined);
}

/** The runs of pieces that were one text before a client cut it. */
function pastes(parts: readonly Part[]): Part[][] {
  const runs: Part[][] = [];
  for (const part of parts) {
    const run = runs.at(-1);
    const earlier = run?.at(-1);
    if (run && earlier && isOnePaste(earlier, part)) run.push(part);
    else runs.push([part]);
  }
  return runs;
}

function isOnePaste(earlier: Part, next: Part): boolean {
  const apart = Math.abs(next.piece.receivedAt.getTime() - earlier.piece.receivedAt.getTime());
  const sameSender = earlier.piece.senderId !== null && earlier.piece.senderId === next.piece.senderId;
  return sameSender && apart <= PASTE_SECONDS * 1000 && sentLength(earlier) > SHORTEST_CUT;
}

function sentLength({ piece, body }: Part): number {
  return piece.sentLength ?? body.text.length;
}

/** Without a verdict the two were separate messages: a new paragraph. The person's own decision wins over everything. */
function seamBetween(
  earlier: Part | undefined,
  next: Part | undefined,
  verdict?: SeamVerdict,
): Seam | undefined {
  if (!earlier || !next) return undefined;
  const between = {
    afterPieceId: earlier.piece.id,
    beforePieceId: next.piece.id,
    samePaste: verdict !== undefined,
  };
  const decided = next.piece.seam ?? undefined;
  const kind = decided ?? verdict?.kind ?? 'paragraph';
  const joiner = verdict?.kind === kind ? verdict.joiner : joinerOf(kind, earlier.body.text, next.body.text);
  const doubtful = decided === undefined && (verdict?.doubtful ?? false);
  return { ...between, kind, joiner, doubtful, decided: decided !== undefined };
}

function joinerOf(kind: SeamKind, earlier: string, next: string): string {
  if (kind === 'paragraph') return paragraphJoiner(earlier, next);
  return kind === 'space' ? ' ' : '';
}
