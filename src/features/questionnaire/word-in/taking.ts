import { setTimeout as pause } from 'node:timers/promises';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx, Place } from '../../../services/chat/context.ts';
import { readDocument } from '../../../services/documents/index.ts';
import type { DocumentReading, ReadBlock } from '../../../services/documents/index.ts';
import { sentFile } from '../../../services/files/files.ts';
import type { Files } from '../../../services/files/files.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf, takesAnswers } from '../admission.ts';
import { followsStray } from '../answering/strays.ts';
import { writesForCities } from '../behalf/entering.ts';
import { answersSomething, mineOf } from '../bot.ts';
import { LETTER } from '../behalf/bot.ts';
import { dialogueOf } from '../campaign/desk.ts';
import { beginning } from '../wording.ts';
import type { Desk } from '../desk.ts';
import type { AssignmentView } from '../store.ts';
import { takesText } from './amounts.ts';
import { blankLines } from './blank.ts';
import { saysNothing } from './nothing.ts';
import { withoutSignature } from './signature.ts';
import { splitForm } from './split.ts';
import type { ReadPart, Splitting } from './split.ts';
import { createReading, lastUnfinished, NOTHING_READ, saveReading } from './store.ts';
import type { Kept, Reading } from './store.ts';

/** Names under which documents come; what they are, their content tells. */
const DOCUMENT = /\.(?:docx|docm|dotx|doc|odt|rtf|pdf|txt)$/i;
/** Milliseconds after which the reading is said to go on. */
const SLOW = 2000;

/** Reads the documents that come, and keeps what was understood. */
export function createTaking(deps: {
  prisma: PrismaClient;
  desk: Desk;
  files: Files;
  /** Shows what a reading has come to. */
  show: (ctx: Ctx, reading: Reading, view: AssignmentView) => Promise<void>;
  /** The letter in which it came is being dated: it is that city's. */
  letter: (ctx: Ctx, reading: Reading, assignmentId: number) => Promise<void>;
  /** Asks of which questionnaire it is. */
  which: (ctx: Ctx, reading: Reading) => Promise<void>;
}) {
  const { prisma, desk, files } = deps;

  /** The questionnaires into which a filled form may go now. */
  async function candidates(ctx: Ctx): Promise<AssignmentView[]> {
    const mine = (await mineOf(prisma, ctx.actor)).filter(
      (view) =>
        takesAnswers(view) && !view.archived && seatFor(ctx.actor, 'answer', subjectOf(view)) !== null,
    );
    // A coordinator, with a city on the screen that he enters.
    const entered = await desk.entered(ctx);
    return entered && !mine.some(({ id }) => id === entered.id) ? [entered] : mine;
  }

  /** Reads it; that it takes long is said meanwhile. */
  async function read(ctx: Ctx, file: { name: string; content: Buffer }): Promise<DocumentReading> {
    const reading = readDocument(file);
    const typing = ctx.api.sendChatAction(ctx.chatId, 'typing').catch(() => undefined);
    const done = new AbortController();
    const slow = pause(SLOW, 'slow' as const, { signal: done.signal }).catch(() => 'done' as const);
    if ((await Promise.race([reading, slow])) === 'slow')
      await ctx.screen.show({ text: ctx.texts.t('word_in:reading') });
    done.abort();
    await typing;
    return reading;
  }

  /** A file that came before, and was neither written nor cancelled, is not forgotten behind the new one. */
  async function tellUnfinished(ctx: Ctx): Promise<void> {
    const { t } = ctx.texts;
    const before = await lastUnfinished(prisma, ctx.chatId);
    if (!before) return;
    await ctx.screen.say({
      text: t('word_in:unfinished', { name: beginning(before.fileName, 60) }),
      keyboard: keyboard(button(t('word_in:buttons.return_to'), 'w.show', before.id)),
    });
  }

  /** Within a question it is one answer, unless it has the headings of several. */
  function asAnswer(
    texts: Texts,
    blocks: readonly ReadBlock[],
    view: AssignmentView,
    { code }: Place,
  ): Splitting | null {
    const form = formOf(texts, view);
    const whole = splitForm(blocks, form);
    const codes = new Set(whole.parts.flatMap((part) => (part.code === null ? [] : [part.code])));
    if (whole.by !== 'proposal' && codes.size > 1) return null;
    const [only] = whole.parts;
    const single = whole.by !== 'proposal' && whole.parts.length === 1 && whole.bare.length === 0;
    const headed = single && only?.code === code;
    const plain = headed ? whole : splitForm(blocks, { ...form, questions: [] });
    return {
      ...plain,
      parts: plain.parts.map((part) => ({ ...part, code })),
      missing: [],
      suggestsTasks: null,
    };
  }

  /** Puts the reading under a questionnaire; the blocks are read anew where they came before it was chosen. */
  async function placeIn(
    ctx: Ctx,
    reading: Reading,
    view: AssignmentView,
    blocks: readonly ReadBlock[],
  ): Promise<void> {
    const placed: Reading = {
      ...reading,
      ...ofForm(ctx.texts, blocks, view),
      assignmentId: view.id,
      code: null,
    };
    await saveReading(prisma, placed);
    await deps.show(ctx, placed, view);
  }

  return {
    /** True: it was a document to be read, and was answered. */
    async take(ctx: Ctx): Promise<boolean> {
      const { message, actor, state } = ctx;
      const { place } = state;
      const file = message?.document && sentFile(message, '');
      if (!message || !file || !DOCUMENT.test(file.name) || place?.kind === 'number') return false;
      if (!place && !answersSomething(actor) && seatFor(actor, 'answer') === null) return false;
      // Words beside it are the answer, and the file goes with them; so does an album.
      if (place && (message.caption ?? message.media_group_id) !== undefined) return false;
      const follows = !place && !writesForCities(ctx) && (await followsStray(prisma, ctx.chatId, ctx.now));
      if (follows) return false;
      const opened = place ? await desk.answering.open(actor, place.assignmentId) : null;
      if (place && (opened?.kind !== 'open' || !(await desk.place(ctx, place)))) return false;
      const views = opened?.kind === 'open' ? [opened.view] : await candidates(ctx);
      if (views.length === 0 && !writesForCities(ctx)) return false;
      // What cannot be kept is refused where every file is.
      const kept = await files.keep(file, ctx.now);
      if (kept.kind !== 'kept') return false;
      const content = await contentOf(kept.fileId);
      const found: DocumentReading =
        content === null ? { kind: 'broken' } : await read(ctx, { name: file.name, content });
      const inside = place && opened?.kind === 'open' ? opened.view : null;
      await tellUnfinished(ctx);
      const letter = dialogueOf<{ assignmentId: number }>(ctx, LETTER);
      // What was asked in a dialogue is off the screen now; what is typed next is not its answer.
      delete ctx.state.dialogue;
      const [only] = views.length === 1 && !letter ? views : [];
      const answer =
        inside && place && found.kind === 'read' ? asAnswer(ctx.texts, found.blocks, inside, place) : null;
      const parts = answer ?? (only && found.kind === 'read' ? ofForm(ctx.texts, found.blocks, only) : {});
      const reading = await createReading(
        prisma,
        {
          chatId: ctx.chatId,
          personId: actor.personId,
          assignmentId: only?.id ?? null,
          code: answer || (inside && found.kind !== 'read') ? (place?.code ?? null) : null,
          fileId: kept.fileId,
          fileName: file.name,
          createdAt: ctx.now,
        },
        {
          ...NOTHING_READ,
          ...parts,
          refused: found.kind === 'read' ? null : found.kind,
          messageId: message.message_id,
          caption: message.caption ?? '',
        },
      );
      if (found.kind !== 'read') await refuse(ctx, reading, found.kind);
      else if (letter) await deps.letter(ctx, reading, letter.assignmentId);
      else if (only) await deps.show(ctx, reading, only);
      else await deps.which(ctx, reading);
      return true;
    },

    /** *К какой анкете*: the file is read anew for the one that was chosen. */
    async choose(ctx: Ctx, reading: Reading, view: AssignmentView): Promise<void> {
      const content = await contentOf(reading.fileId);
      const found: DocumentReading =
        content === null ? { kind: 'broken' } : await read(ctx, { name: reading.fileName, content });
      if (found.kind !== 'read') return refuse(ctx, reading, found.kind);
      await placeIn(ctx, reading, view, found.blocks);
    },

    candidates,
    refuse,
  };

  async function refuse(ctx: Ctx, { id, code }: Reading, kind: NonNullable<Kept['refused']>): Promise<void> {
    const { t } = ctx.texts;
    const attach = code === null ? 'word_in:buttons.attach_to' : 'word_in:buttons.attach';
    await ctx.screen.show({
      text: t(`word_in:refused.${kind}`),
      keyboard: keyboard(
        kind !== 'macros' && button(t(attach), 'w.attach', id),
        button(t('chat:buttons.cancel'), 'w.cancel', id),
      ),
    });
  }

  async function contentOf(id: number): Promise<Buffer | null> {
    const row = await prisma.file.findUnique({ where: { id }, select: { content: true } });
    return row && Buffer.from(row.content);
  }
}

const formOf = (texts: Texts, view: AssignmentView) => ({
  year: view.year,
  questions: view.wholeForm ?? view.questions,
  own: blankLines(texts, { year: view.year, branchName: view.branchName, cityName: view.city.name }),
});

/** What is of questions that are not his is nobody's; what wants a number takes one, or that there is none. */
export function ofForm(texts: Texts, blocks: readonly ReadBlock[], view: AssignmentView): Splitting {
  const splitting = withoutSignature(splitForm(blocks, formOf(texts, view)));
  const takes = ({ code, text }: ReadPart): boolean => {
    const question = view.questions.find((each) => each.code === code);
    if (question?.kind !== 'number') return question !== undefined;
    const only = splitting.parts.filter((part) => part.code === code).length === 1;
    return only && (takesText(question, text) || saysNothing(text));
  };
  return {
    ...splitting,
    parts: splitting.parts.map((part) =>
      part.code !== null && !takes(part) ? { ...part, code: null } : part,
    ),
    suggestsTasks: view.questions.some(({ code }) => code === 'TASKS_NEXT') ? splitting.suggestsTasks : null,
  };
}
