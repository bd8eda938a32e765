import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { formatInstant } from '../../../services/calendar/index.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { authorNames, lastLook, notePartsSeen, partTimes, readingSeat } from './news.ts';
import { concat, formatted, slice } from '../formatted.ts';
import type { FormattedText } from '../formatted.ts';
import type { QuestionScreen } from '../messages.ts';

/** A stretch of an answer by one author. */
interface Stretch {
  authorId: number | null;
  isNew: boolean;
  /** When its last part came. */
  at: Date;
  start: number;
  end: number;
}

/** The text of an answer as it is read: with authors and hours where more than the reader wrote it. */
export interface ReadText {
  text: FormattedText;
  /** Marks it all as seen; to be called when the reader has got to its end. */
  seen(): Promise<void>;
}

export async function readText(prisma: PrismaClient, ctx: Ctx, screen: QuestionScreen): Promise<ReadText> {
  const { view, question, joined, pieces } = screen;
  const { actor } = ctx;
  const target = { assignmentId: view.id, code: question.code };
  const seatId = readingSeat(actor, view, question.code);
  const times = await partTimes(prisma, pieces);
  const seen = () => notePartsSeen(prisma, actor, view, pieces);
  if (pieces.every(({ senderId }) => senderId !== null && senderId === actor.personId))
    return { text: joined, seen };

  const look = seatId === null ? null : await lastLook(prisma, target, seatId);
  const stretches: Stretch[] = [];
  for (const { id, start, end } of joined.pieces) {
    const authorId = pieces.find((piece) => piece.id === id)?.senderId ?? null;
    const at = times.get(id) ?? ctx.now;
    const isNew =
      seatId !== null && authorId !== actor.personId && at.getTime() > (look?.getTime() ?? -Infinity);
    const last = stretches.at(-1);
    if (last && last.authorId === authorId && last.isNew === isNew) Object.assign(last, { at, end });
    else stretches.push({ authorId, isNew, at, start, end });
  }
  const names = await authorNames(
    prisma,
    stretches.map(({ authorId }) => authorId),
  );
  const parts = stretches.map((stretch) => {
    const name = stretch.authorId === null ? undefined : names.get(stretch.authorId);
    return concat(
      [
        headOf(ctx.texts, stretch, name, view.city.timeZone, ctx.now),
        slice(joined, stretch.start, stretch.end),
      ],
      '\n',
    );
  });
  return { text: concat(parts, '\n\n'), seen };
}

function headOf(
  texts: Texts,
  { isNew, at }: Stretch,
  name: string | undefined,
  timeZone: string,
  now: Date,
): FormattedText {
  const when = formatInstant(at, timeZone, texts.language, 'weekday', now);
  const head = texts.rich(isNew ? 'executor:text.new' : 'executor:text.part', {
    name: name ?? texts.t('executor:nobody'),
    when,
  });
  return formatted(head.text, head.entities);
}
