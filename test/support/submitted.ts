import type { PrismaClient } from '../../src/platform/database/generated/client.ts';
import { createAnswering } from '../../src/features/questionnaire/answering/verbs.ts';
import { createSubmitting } from '../../src/features/questionnaire/review/submitting.ts';
import { loadActor } from '../../src/services/people/store.ts';

let calls = 0;

/** A request of somebody, as his chat would make it. */
export async function asked(prisma: PrismaClient, telegramId: number, now: Date) {
  return { actor: await loadActor(prisma, telegramId, now), requestKey: `test:${calls++}`, now };
}

/** Writes answers by code and submits them, through the verbs that the chat calls. @returns the questionnaire */
export async function submitAnswers(
  prisma: PrismaClient,
  by: { telegramId: number; cityId: number; now: Date },
  answers: Readonly<Record<string, string>>,
): Promise<number> {
  const { telegramId, cityId, now } = by;
  const { id: assignmentId } = await prisma.assignment.findFirstOrThrow({ where: { cityId } });
  const answering = createAnswering(prisma);
  await answering.open((await asked(prisma, telegramId, now)).actor, assignmentId);
  for (const [code, text] of Object.entries(answers)) {
    const part = { sourceKey: `t:${assignmentId}:${code}`, messageId: 1, text, entities: [], sentAt: now };
    const target = { assignmentId, code };
    await answering.putTexts(await asked(prisma, telegramId, now), target, [part], 'replace');
  }
  const outcome = await createSubmitting(prisma).submit(await asked(prisma, telegramId, now), assignmentId);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return assignmentId;
}
