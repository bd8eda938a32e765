import type { Database } from '../../platform/database/client.ts';
import type { Ctx, Place } from '../../services/chat/context.ts';
import { integer } from '../../services/chat/buttons.ts';
import type { Message } from '../../services/chat/screen.ts';
import { seatFor } from '../../services/people/rights.ts';
import { subjectOf } from './admission.ts';
import type { Open, Refused, Request } from './admission.ts';
import { createAnswering } from './answering.ts';
import type { Answering } from './answering.ts';
import { joinPieces } from './joining.ts';
import { overview, progressOfView, questionMessage } from './messages.ts';
import type { QuestionScreen } from './messages.ts';
import { nextOpenAfter } from './progress.ts';
import { lastYearsAnswer, livePieces, undoable } from './store.ts';
import type { AssignmentView, Target } from './store.ts';
import { countStrays } from './strays.ts';
import { questionOf } from './wording.ts';

/**
 * What the bot's handlers of the questionnaire share: opening a questionnaire for the person who asks, showing a question
 * and remembering the place, and the sentence for each refusal.
 */
export interface Desk {
  answering: Answering;
  request(ctx: Ctx, suffix?: string): Request;
  /** Opens the questionnaire named in callback data; says why when it cannot, and yields null. */
  open(ctx: Ctx, id: string | undefined): Promise<Open | null>;
  /** The same for a question of it. */
  question(ctx: Ctx, args: string[]): Promise<QuestionScreen | null>;
  screenOf(view: AssignmentView, code: string): Promise<QuestionScreen | null>;
  /** Shows a question and makes it the place: what is written now is an answer to it. */
  show(ctx: Ctx, screen: QuestionScreen, above?: string): Promise<void>;
  /** The place of a question as it is now; null: this person may not write there (any more). */
  place(ctx: Ctx, target: Target): Promise<Place | null>;
  /** Shows a menu below what was written. The question stays above it; only its buttons go. */
  below(ctx: Ctx, message: Message): Promise<void>;
  /** Leads to the next open question after this one, or to the overview. */
  goOn(ctx: Ctx, view: AssignmentView, code: string, above: string): Promise<void>;
  list(ctx: Ctx, view: AssignmentView): Promise<void>;
  /** Says why a button did nothing, and shows how things are now. */
  refuse(ctx: Ctx, refused: Refused, assignmentId?: number): Promise<void>;
}

export function createDesk(database: Database): Desk {
  const { prisma } = database;
  const answering = createAnswering(prisma);

  const desk: Desk = {
    answering,

    request: (ctx, suffix = '') => ({
      actor: ctx.actor,
      requestKey: `${ctx.requestKey}${suffix}`,
      now: ctx.now,
    }),

    async open(ctx, id) {
      const number = integer(id);
      const open = number === null ? ({ kind: 'gone' } as const) : await answering.open(ctx.actor, number);
      if (open.kind === 'open') return open;
      await desk.refuse(ctx, open);
      return null;
    },

    async question(ctx, [id, code]) {
      const open = await desk.open(ctx, id);
      if (!open) return null;
      const screen = await desk.screenOf(open.view, code ?? '');
      if (!screen) await desk.refuse(ctx, { kind: 'no_question' }, open.view.id);
      return screen;
    },

    async screenOf(view, code) {
      const question = questionOf(view, code);
      if (!question) return null;
      const answer = view.answers.find((each) => each.code === code);
      const pieces = answer ? await livePieces(prisma, view.id, code) : [];
      const joined = joinPieces(pieces.filter(({ text }) => text !== ''));
      return {
        view,
        question,
        answer,
        pieces,
        joined,
        hasLastYear: (await lastYearsAnswer(prisma, view, code)) !== null,
        undoable: await undoable(prisma, { assignmentId: view.id, code }),
      };
    },

    async show(ctx, screen, above) {
      const place = placeIn(ctx, screen.view, screen.question.code);
      if (!place) return desk.list(ctx, screen.view);
      ctx.state.place = place;
      delete ctx.state.dialogue; // what is written now answers the question
      await ctx.screen.show(questionMessage(ctx.texts, screen, above));
      place.asked = ctx.state.screen?.messageId;
    },

    async place(ctx, { assignmentId, code }) {
      const open = await answering.open(ctx.actor, assignmentId);
      return open.kind === 'open' ? placeIn(ctx, open.view, code) : null;
    },

    async below(ctx, message) {
      const { place, screen } = ctx.state;
      const asked = place?.asked;
      if (asked !== undefined && screen?.messageId === asked && ctx.screen.lastMessageId > asked) {
        await ctx.screen.freeze();
        delete place?.asked;
      }
      await ctx.screen.show(message);
    },

    async goOn(ctx, view, code, above) {
      const next = nextOpenAfter(progressOfView(view), code);
      const screen = next === undefined ? null : await desk.screenOf(view, next);
      if (screen) return desk.show(ctx, screen, above);
      delete ctx.state.place;
      await ctx.screen.say({ text: above });
      await desk.list(ctx, view);
    },

    async list(ctx, view) {
      const subject = subjectOf(view);
      await ctx.screen.show(
        overview(ctx.texts, view, ctx.now, {
          answer: seatFor(ctx.actor, 'answer', subject) !== null,
          withdraw: seatFor(ctx.actor, 'withdraw', subject) !== null,
          strays: await countStrays(prisma, ctx.chatId, ctx.now),
        }),
      );
    },

    async refuse(ctx, { kind }, assignmentId) {
      const key = {
        no_right: 'chat:no_right',
        gone: 'questionnaire:gone',
        no_question: 'questionnaire:removed_question',
        closed: 'chat:old_button',
        submitted: 'chat:old_button',
        accepted: 'chat:old_button',
      } as const;
      await ctx.screen.say({ text: ctx.texts.t(key[kind]) });
      if (assignmentId === undefined || kind === 'gone' || kind === 'no_right') return;
      const open = await answering.open(ctx.actor, assignmentId);
      if (open.kind === 'open') await desk.list(ctx, open.view);
    },
  };
  return desk;
}

function placeIn(ctx: Ctx, view: AssignmentView, code: string): Place | null {
  const question = questionOf(view, code);
  const open = !view.closedAt && view.state !== 'submitted';
  if (!question || !open || !seatFor(ctx.actor, 'answer', subjectOf(view))) return null;
  return {
    assignmentId: view.id,
    code,
    cityId: view.city.id,
    respondentSeatId: view.respondent?.seatId ?? null,
    kind: question.kind,
  };
}
