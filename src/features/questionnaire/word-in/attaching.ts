import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import { keepStray, toPut } from '../answering/strays.ts';
import type { Desk } from '../desk.ts';
import { saveReading } from './store.ts';
import type { Reading } from './store.ts';

/** *Приложить*: the file itself goes into the answer it was sent to, or waits for a question as every file does. */
export async function attach(
  ctx: Ctx,
  deps: { prisma: PrismaClient; desk: Desk; askStray: (ctx: Ctx) => Promise<void> },
  reading: Reading,
): Promise<void> {
  const { prisma, desk } = deps;
  const { assignmentId, code, fileId, fileName, messageId, caption } = reading;
  const sourceKey = `m:${ctx.chatId}:${messageId}`;
  const stray = { sourceKey, messageId, text: caption, entities: [], fileId, fileName, at: ctx.now };
  const thrown = { ...reading, thrownAt: ctx.now.toISOString() };
  if (assignmentId === null || code === null) {
    await keepStray(prisma, ctx.chatId, stray);
    await saveReading(prisma, thrown);
    return deps.askStray(ctx);
  }
  const put = toPut({ ...stray, id: 0 });
  const outcome = await desk.answering.putTexts(desk.request(ctx), { assignmentId, code }, [put], 'append');
  if (outcome.kind !== 'done' && outcome.kind !== 'nothing') return desk.refuse(ctx, outcome, assignmentId);
  await prisma.wordIn.update({ where: { id: reading.id }, data: { writtenAt: ctx.now } });
  const screen = await desk.question(ctx, [String(assignmentId), code]);
  if (screen) await desk.show(ctx, screen, ctx.texts.t('word_in:attached'));
}
