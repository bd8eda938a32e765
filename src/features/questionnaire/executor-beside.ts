import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { formatInstant } from '../../services/calendar/index.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Delivery } from '../../services/delivery/index.ts';
import { authorNames } from './executor-news.ts';
import { besideNotice } from './executor-notices.ts';
import type { QuestionScreen } from './messages.ts';
import { charactersOfPart } from './statistics.ts';
import { chars } from './wording.ts';

/** Minutes: whoever wrote a part within them is still writing. */
const WHILE_WRITING = 30;

/**
 * Two people write into one answer at the same time: «Пока вы писали, …» for the status of the one, and a notice to the
 * other. null: nobody else has written lately.
 */
export function createBeside({
  prisma,
  delivery,
}: {
  prisma: PrismaClient;
  delivery: Pick<Delivery, 'enqueue' | 'wake'>;
}) {
  return async (ctx: Ctx, { view, question, pieces }: QuestionScreen): Promise<string | null> => {
    const me = ctx.actor.personId;
    const since = new Date(ctx.now.getTime() - WHILE_WRITING * 60_000);
    const lately = pieces.filter(({ receivedAt }) => receivedAt > since);
    const mine = lately.filter(({ senderId }) => senderId === me);
    const others = lately.filter(({ senderId }) => senderId !== null && senderId !== me);
    const newest = others.at(-1);
    if (me === null || mine.length === 0 || !newest) return null;

    const lastOf = new Map(others.map((piece) => [piece.senderId as number, piece]));
    const notices = [...lastOf].map(([personId, piece]) =>
      besideNotice({
        assignmentId: view.id,
        code: question.code,
        personId,
        pieceId: piece.id,
        authorId: me,
        since: mine[0]?.receivedAt ?? since,
      }),
    );
    if ((await delivery.enqueue(prisma, notices)) > 0) delivery.wake();

    const names = await authorNames(prisma, [...lastOf.keys()]);
    const lines = [...lastOf].map(([personId, last]) => {
      const theirs = others.filter(({ senderId }) => senderId === personId);
      return ctx.texts.t('executor:beside', {
        name: names.get(personId) ?? ctx.texts.t('executor:nobody'),
        size: chars(
          ctx.texts,
          theirs.reduce((sum, { text }) => sum + charactersOfPart(text), 0),
        ),
        time: formatInstant(last.receivedAt, view.city.timeZone, ctx.texts.language, 'time'),
      });
    });
    return lines.join('\n');
  };
}
