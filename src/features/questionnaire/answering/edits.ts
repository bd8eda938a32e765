import type { Message as TelegramMessage } from 'grammy/types';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import { sentFile } from '../../../services/files/files.ts';
import type { SentFile } from '../../../services/files/files.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf } from '../admission.ts';
import { answersSomething } from '../bot.ts';
import type { Desk } from '../desk.ts';
import type { RawEntity } from '../formatted.ts';
import { aboutAnswer } from '../messages.ts';
import type { QuestionScreen } from '../messages.ts';
import { answeredWithNumber } from '../store.ts';
import type { Target } from '../store.ts';
import { editStray } from './strays.ts';
import { chars, numberOf, partsAndFiles, shownNumber } from '../wording.ts';

/** The file of a message, as it is kept. */
export interface KeptFile {
  fileId: number;
  fileName: string;
}

/** The menu of the moment shows this answer: what changed is seen there. */
export function showsAnswer({ state }: Ctx, target: Target): boolean {
  return state.screen?.about === aboutAnswer(target) && state.place?.code === target.code;
}

/** «Правка сохранена: вопрос 1, 3 части, 8 873 знака.» below whatever else is shown, which stays as it is. */
export async function sayEdited(
  ctx: Ctx,
  { view, named, question, answer, pieces }: QuestionScreen,
): Promise<void> {
  const { t } = ctx.texts;
  const number = numberOf(view, question.code);
  const what = [
    named,
    number === null ? t('questionnaire:review.where_intro') : t('questionnaire:review.where', { number }),
    answer?.value ? shownNumber(answer.value) : partsAndFiles(ctx.texts, pieces),
    answer && answer.chars > 0 && chars(ctx.texts, answer.chars),
  ];
  const label =
    number === null ? t('questionnaire:buttons.intro') : t('questionnaire:buttons.question', { number });
  await ctx.screen.say({
    text: t('questionnaire:edited', { what: what.filter(Boolean).join(', ') }),
    keyboard: keyboard(button(label, 'q.go', view.id, question.code)),
  });
}

/** Takes what a person edited in the chat: a part of an answer, a number, a text that is only kept. */
export function createEdits(deps: {
  prisma: PrismaClient;
  desk: Desk;
  messageKey: (ctx: Ctx, messageId: number) => string;
  takeNumber: (ctx: Ctx, target: Target, text: string) => Promise<void>;
  /** null: it could not be had, and the person was told. */
  keepFile: (ctx: Ctx, file: SentFile) => Promise<KeptFile | null>;
  /** Shows the answer anew, after a moment of silence. */
  showSoon: (ctx: Ctx, target: Target) => void;
}): (ctx: Ctx) => Promise<boolean> {
  const { prisma, desk } = deps;

  async function told(ctx: Ctx, target: Target): Promise<void> {
    if (showsAnswer(ctx, target)) return deps.showSoon(ctx, target);
    const screen = await desk.question(ctx, [String(target.assignmentId), target.code]);
    if (screen) await sayEdited(ctx, screen);
  }

  return async (ctx) => {
    const { t } = ctx.texts;
    const edited = ctx.editedMessage;
    // The association's coordinator writes for cities, and nothing of his own.
    const writes = answersSomething(ctx.actor) || seatFor(ctx.actor, 'answer') !== null;
    if (!edited || !writes) return false;
    const text = edited.text ?? edited.caption ?? '';
    const sourceKey = deps.messageKey(ctx, edited.message_id);
    if (await editStray(prisma, sourceKey, text, entitiesOf(edited))) return true;
    const numbered = await answeredWithNumber(prisma, sourceKey);
    if (numbered) return deps.takeNumber(ctx, numbered, text).then(() => true);
    if ((await prisma.piece.count({ where: { sourceKey } })) === 0) return false;
    const sent = sentFile(edited, t('questionnaire:file.photo'));
    const file = sent ? await deps.keepFile(ctx, sent) : undefined;
    if (file === null) return true;
    const edit = { sourceKey, text, entities: entitiesOf(edited), file };
    const {
      assignmentId = 0,
      code = '',
      ...outcome
    } = await desk.answering.editPiece(desk.request(ctx), edit);
    if (outcome.kind === 'done') await told(ctx, { assignmentId, code });
    else if (outcome.kind === 'submitted') {
      const open = await desk.answering.open(ctx.actor, assignmentId);
      const may = open.kind === 'open' && seatFor(ctx.actor, 'withdraw', subjectOf(open.view)) !== null;
      await ctx.screen.say({
        text: t(may ? 'questionnaire:after_submission' : 'questionnaire:after_submission_kept'),
        keyboard: keyboard(may && button(t('questionnaire:buttons.withdraw'), 'q.withdraw', assignmentId)),
      });
    } else if (outcome.kind === 'accepted') await desk.refuse(ctx, outcome, assignmentId);
    else if (outcome.kind === 'closed') await ctx.screen.say({ text: t('questionnaire:list.closed') });
    else if (outcome.kind !== 'nothing') await desk.refuse(ctx, outcome);
    else if (code === '') await ctx.screen.say({ text: t('questionnaire:edited_removed') });
    return true;
  };
}

export function entitiesOf({ entities, caption_entities: ofCaption }: TelegramMessage): RawEntity[] {
  return entities ?? ofCaption ?? [];
}
