import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { formatInstant } from '../../../services/calendar/index.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Delivery } from '../../../services/delivery/index.ts';
import { authorNames, lastLook, newestOf, partTimes, readingSeat } from './news.ts';
import { besideNotice } from './notices.ts';
import type { QuestionScreen } from '../messages.ts';
import { charactersOfPart } from '../statistics.ts';
import type { AssignmentView, PieceRow } from '../store.ts';
import { chars } from '../wording.ts';

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
  return async function beside(ctx: Ctx, screen: QuestionScreen): Promise<string | null> {
    const { view, question, pieces } = screen;
    const me = ctx.actor.personId;
    const since = new Date(ctx.now.getTime() - WHILE_WRITING * 60_000);
    const lately = pieces.filter(({ receivedAt }) => receivedAt > since);
    const mine = lately.filter(({ senderId }) => senderId === me);
    const others = lately.filter(({ senderId }) => senderId !== null && senderId !== me);
    const newest = others.at(-1);
    if (me === null || mine.length === 0 || !newest) return null;

    const given = await lastGiven(view, question.code);
    const lastOf = new Map(
      others.filter(({ receivedAt }) => receivedAt > given).map((piece) => [piece.senderId as number, piece]),
    );
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

    const fresh = await unheard(ctx, screen, others);
    const writers = new Set(fresh.map(({ senderId }) => senderId));
    const names = await authorNames(prisma, [...writers]);
    const lines = [...writers].map((personId) => {
      const theirs = fresh.filter(({ senderId }) => senderId === personId);
      const at = theirs.at(-1)?.receivedAt ?? ctx.now;
      return ctx.texts.t('executor:beside', {
        name: (personId === null ? undefined : names.get(personId)) ?? ctx.texts.t('executor:nobody'),
        size: chars(
          ctx.texts,
          theirs.reduce((sum, { text }) => sum + charactersOfPart(text), 0),
        ),
        time: formatInstant(at, view.city.timeZone, ctx.texts.language, 'time'),
      });
    });
    return lines.length > 0 ? lines.join('\n') : null;
  };

  /** When the question was given away last: whoever wrote before that has stopped writing. */
  async function lastGiven({ id, delegations }: AssignmentView, code: string): Promise<Date> {
    const ids = delegations.filter((each) => each.code === code || each.code === null).map((each) => each.id);
    const found = await prisma.delegation.aggregate({
      where: { assignmentId: id, id: { in: ids } },
      _max: { givenAt: true },
    });
    return found._max.givenAt ?? new Date(0);
  }

  /** What came since the question or its state was shown to the writer, and he has not read. */
  async function unheard(
    ctx: Ctx,
    { view, question, pieces }: QuestionScreen,
    others: readonly PieceRow[],
  ): Promise<PieceRow[]> {
    const { place } = ctx.state;
    const target = { assignmentId: view.id, code: question.code };
    const here = place?.assignmentId === view.id && place.code === question.code;
    const told = (here ? place.newest : undefined) ?? 0;
    if (here) place.newest = newestOf(pieces);
    const seatId = readingSeat(ctx.actor, view, question.code);
    const look = seatId === null ? null : await lastLook(prisma, target, seatId);
    const times = await partTimes(prisma, others);
    const unread = ({ id, receivedAt }: PieceRow): boolean =>
      (times.get(id) ?? receivedAt).getTime() > (look?.getTime() ?? 0);
    return others.filter((piece) => piece.id > told && unread(piece));
  }
}
