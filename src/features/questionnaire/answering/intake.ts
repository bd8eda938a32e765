import type { Database } from '../../../platform/database/client.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx, Place } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { sentFile } from '../../../services/files/files.ts';
import type { Files, SentFile } from '../../../services/files/files.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { mayWrite } from '../admission.ts';
import type { Desk } from '../desk.ts';
import { SHORTEST_CUT } from '../joining/joining.ts';
import { looksLikeAnswer, mayBeAnswer } from './incoming.ts';
import { createTyped } from './typed.ts';
import { savedMessage } from '../messages.ts';
import type { QuestionScreen } from '../messages.ts';
import { questionKeyboard } from './question-keyboard.ts';
import { answersSomething } from '../bot.ts';
import { createEdits, entitiesOf, sayEdited, showsAnswer } from './edits.ts';
import type { KeptFile } from './edits.ts';
import { createTellShut } from './shut.ts';
import { createNumberIntake } from './number-intake.ts';
import {
  dropStrays,
  followsStray,
  keepStray,
  keptQuestion,
  noteBunch,
  questionKey,
  toPut,
} from './strays.ts';
import { insertPiece } from './piece-insert.ts';
import { partsAndFiles } from '../wording.ts';

/** Takes what people write: parts of an answer, files, numbers, edits, and texts that may belong elsewhere. */
export function createIntake(deps: {
  database: Database;
  desk: Desk;
  files: Files;
  askStray: (ctx: Ctx) => Promise<void>;
  /** There is a questionnaire that he may write into now. */
  hasOpen: (ctx: Ctx) => Promise<boolean>;
  /** Says who else writes into the same answer now, and tells him; null: nobody. */
  beside: (ctx: Ctx, screen: QuestionScreen) => Promise<string | null>;
  /** Does what a button of the questionnaire does. */
  press: (ctx: Ctx, name: string, args: string[]) => Promise<void>;
  /** Seconds without a further part until the status appears below the last; 2. */
  silence: number | undefined;
}): Feature {
  const { database, desk, files, beside, silence = 2 } = deps;
  const { pool, prisma } = database;
  const tellShut = createTellShut(prisma, desk);

  const messageKey = (ctx: Ctx, messageId: number): string => `m:${ctx.chatId}:${messageId}`;

  /** Keeps a message that is not (yet) part of an answer. */
  async function keep(
    ctx: Ctx,
    file?: KeptFile,
    key = (messageKey: string): string => messageKey,
  ): Promise<void> {
    const { message } = ctx;
    if (!message) return;
    await keepStray(prisma, ctx.chatId, {
      sourceKey: key(messageKey(ctx, message.message_id)),
      messageId: message.message_id,
      text: message.text ?? message.caption ?? '',
      entities: entitiesOf(message),
      at: ctx.now,
      ...file,
    });
  }

  const typed = createTyped({
    prisma,
    desk,
    press: deps.press,
    keep: (ctx) => keep(ctx, undefined, questionKey),
  });

  const numbers = createNumberIntake(desk, async (ctx, assignmentId) => {
    await keep(ctx);
    await tellShut(ctx, assignmentId);
  });

  /** The hot path: no more is read than the place and the claim have brought. */
  async function insert(ctx: Ctx, place: Place, file?: KeptFile): Promise<'stored' | 'repeated' | 'shut'> {
    const { message, actor } = ctx;
    const { cityId, respondentSeatId, departmentId = null, givenSeatId = null } = place;
    const givenTo = givenSeatId === null ? [] : [givenSeatId];
    const seat = seatFor(actor, 'answer', { cityId, seatId: respondentSeatId, departmentId, givenTo });
    if (!message || !seat || actor.personId === null) return 'shut';
    return insertPiece(pool, {
      requestKey: ctx.requestKey,
      assignmentId: place.assignmentId,
      code: place.code,
      cityId,
      respondentSeatId,
      givenSeatId,
      personId: actor.personId,
      seatId: seat.seatId,
      sourceKey: messageKey(ctx, message.message_id),
      messageId: message.message_id,
      text: message.text ?? message.caption ?? '',
      entities: entitiesOf(message),
      ...file,
      sentAt: new Date(message.date * 1000),
      now: ctx.now,
    });
  }

  async function storePart(ctx: Ctx, place: Place, file?: KeptFile): Promise<void> {
    const what = { assignmentId: place.assignmentId, code: place.code };
    let outcome = await insert(ctx, place, file);
    if (outcome === 'shut') {
      // It may be another's now, and yet open to this person: as the city's coordinator, or in another seat.
      const fresh = await desk.place(ctx, what);
      if (fresh) {
        ctx.state.place = { ...fresh, asked: place.asked, newest: place.newest };
        outcome = await insert(ctx, fresh, file);
      }
    }
    if (outcome !== 'shut') {
      const after = ctx.message?.message_id;
      return ctx.wakeIn({ inSeconds: silence, what: { kind: 'q.saved', ...what, after } });
    }
    await keep(ctx, file);
    ctx.wakeIn({ inSeconds: silence, what: { kind: 'q.shut', ...what } });
  }

  async function takeFile(ctx: Ctx, place: Place | undefined, file: SentFile): Promise<void> {
    const kept = await keepFile(ctx, file);
    if (!kept) return;
    if (place) return storePart(ctx, place, kept);
    await keepAndAsk(ctx, kept);
  }

  /** null: it could not be had, and the person was told. */
  async function keepFile(ctx: Ctx, file: SentFile): Promise<KeptFile | null> {
    const { t } = ctx.texts;
    const kept = await files.keep(file, ctx.now);
    if (kept.kind === 'kept') return { fileId: kept.fileId, fileName: file.name };
    if (kept.kind === 'program') await refuse(ctx, 'program', file.name);
    else if (kept.kind === 'failed') await ctx.screen.say({ text: t('questionnaire:file.failed') });
    else await ctx.screen.say({ text: t('questionnaire:file.too_large', { size: kept.megabytes }) });
    return null;
  }

  /** What an answer cannot hold is refused, and the place is kept. */
  async function refuse(ctx: Ctx, what: Refusal, name = ''): Promise<void> {
    const { t } = ctx.texts;
    const { place } = ctx.state;
    const say = (kept: string): string => t(`questionnaire:refuse.${what}`, { kept, name });
    if (!place || ctx.editedMessage)
      return void (await ctx.screen.say({ text: say(t('questionnaire:refuse.unchanged')) }));
    const screen = await desk.question(ctx, [String(place.assignmentId), place.code]);
    if (!screen) return;
    const { pieces } = screen;
    const kept =
      pieces.length > 0
        ? t('questionnaire:refuse.kept', { what: partsAndFiles(ctx.texts, pieces) })
        : t('questionnaire:refuse.kept_none');
    await desk.below(ctx, { text: say(kept), keyboard: questionKeyboard(ctx.texts, screen) });
  }

  /** Without a city on the screen: a long text of whoever writes for cities is kept until one is chosen. */
  async function keepForCity(ctx: Ctx): Promise<boolean> {
    const { text } = ctx.message ?? {};
    if (seatFor(ctx.actor, 'answer') === null || text === undefined) return false;
    const joins = await followsStray(prisma, ctx.chatId, ctx.now);
    if (!joins && !looksLikeAnswer(text)) return false;
    await keepAndAsk(ctx);
    return true;
  }

  /** Keeps it, and asks where it belongs once nothing more comes. */
  async function keepAndAsk(ctx: Ctx, file?: KeptFile): Promise<void> {
    noteBunch(ctx.state, ctx.message?.message_id ?? 0);
    await keep(ctx, file);
    ctx.wakeIn({ inSeconds: silence, what: { kind: 'q.stray' } });
  }

  return {
    continues,

    async message(ctx) {
      const { message } = ctx;
      const { place } = ctx.state;
      if (!message) return false;
      const rest = continues(ctx);
      noteLength(ctx);
      if (!writes(ctx)) return keepForCity(ctx);
      const file = sentFile(message, ctx.texts.t('questionnaire:file.photo'));
      if (file) return takeFile(ctx, place, file).then(() => true);
      const { text } = message;
      if (text === undefined) {
        if (!place) return false;
        await refuse(ctx, kindOf(message));
        return true;
      }
      if (!rest && (await typed(ctx, text))) return true;
      if (place?.kind === 'number' && (rest || looksLikeAnswer(text))) await keepAndAsk(ctx);
      else if (place?.kind === 'number')
        await numbers.take(ctx, { assignmentId: place.assignmentId, code: place.code }, text);
      else if (place) await storePart(ctx, place);
      else if (
        looksLikeAnswer(text) ||
        (await followsStray(prisma, ctx.chatId, ctx.now)) ||
        (mayBeAnswer(text) && (await deps.hasOpen(ctx)))
      )
        await keepAndAsk(ctx);
      else return false;
      return true;
    },

    async unheard(ctx) {
      if (!writes(ctx) || !(await deps.hasOpen(ctx))) return false;
      const { t } = ctx.texts;
      noteBunch(ctx.state, ctx.message?.message_id ?? 0);
      await keep(ctx);
      await ctx.screen.say({
        text: `${t('chat:unheard')} ${t('questionnaire:stray.unheard')}`,
        keyboard: keyboard(button(t('questionnaire:buttons.into_form'), 'q.strays')),
      });
      return true;
    },

    edited: createEdits({
      prisma,
      desk,
      messageKey,
      takeNumber: numbers.take,
      keepFile,
      showSoon: (ctx, target) =>
        ctx.wakeIn({ inSeconds: silence, what: { kind: 'q.saved', ...target, edited: true } }),
    }),

    wakes: {
      async 'q.saved'(ctx, { assignmentId, code, after, edited }) {
        // He has asked for another screen since his last part: that one stays.
        if (typeof after === 'number' && (ctx.state.screen?.messageId ?? 0) > after) return;
        // Handed over meanwhile: he was told so.
        if (!writes(ctx)) return;
        const screen = await desk.question(ctx, [String(assignmentId), String(code)]);
        if (!screen) return;
        const { view } = screen;
        const target = { assignmentId: view.id, code: screen.question.code };
        if (edited === true && !showsAnswer(ctx, target)) return sayEdited(ctx, screen);
        if (!mayWrite(view, screen.question.code)) return desk.list(ctx, view);
        await desk.below(ctx, savedMessage(ctx.texts, screen, await beside(ctx, screen)));
      },
      'q.shut': (ctx, { assignmentId }) => tellShut(ctx, Number(assignmentId)),
      'q.stray': (ctx) => deps.askStray(ctx),
    },

    buttons: {
      /** «Всё-таки записать в ответ» */
      async 'q.write'(ctx, [id, code = '', message]) {
        const { t } = ctx.texts;
        const screen = await desk.question(ctx, [id ?? '', code]);
        if (!screen) return;
        const messageId = integer(message);
        const kept =
          messageId === null ? null : await keptQuestion(prisma, messageKey(ctx, messageId), ctx.now);
        if (!kept) return desk.show(ctx, screen, t('questionnaire:stray.gone'));
        const target = { assignmentId: screen.view.id, code };
        const outcome = await desk.answering.putTexts(desk.request(ctx), target, [toPut(kept)], 'append');
        if (outcome.kind !== 'done' && outcome.kind !== 'nothing')
          return desk.refuse(ctx, outcome, screen.view.id);
        await dropStrays(prisma, [kept]);
        const fresh = await desk.question(ctx, [id ?? '', code]);
        if (fresh) await desk.show(ctx, fresh, t('questionnaire:stray.placed'));
      },
      ...numbers.buttons,
    },
  };
}

/** Whoever may have an answer to write, and whoever has opened one to write it for a city. */
const writes = ({ actor, state }: Ctx): boolean =>
  answersSomething(actor) || (state.place !== undefined && seatFor(actor, 'answer') !== null);

type Refusal = 'voice' | 'video' | 'sticker' | 'other' | 'program';

function kindOf({ voice, audio, video, video_note, sticker }: NonNullable<Ctx['message']>): Refusal {
  return voice || audio ? 'voice' : video || video_note ? 'video' : sticker ? 'sticker' : 'other';
}

/** A client that cuts a paste sends its pieces within this time. Seconds: Telegram tells no more of when they were sent. */
const AT_ONCE = 1;

/** What follows a long part at once was pasted with it: nobody types a word, or taps a button, so soon. */
function continues({ message, state }: Ctx): boolean {
  return message?.text !== undefined && state.long !== undefined && message.date - state.long <= AT_ONCE;
}

function noteLength({ message, state }: Ctx): void {
  if (message?.text !== undefined && message.text.length >= SHORTEST_CUT) state.long = message.date;
  else delete state.long;
}
