import type { Database } from '../../platform/database/client.ts';
import type { Ctx, Place } from '../../services/chat/context.ts';
import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import { sayLent } from '../../services/chat/lent.ts';
import type { Message } from '../../services/chat/screen.ts';
import type { HeldSeat } from '../../services/people/actor.ts';
import { lentSeat, seatFor } from '../../services/people/rights.ts';
import type { LentSeat } from '../../services/people/rights.ts';
import { awayFrom, lentRefusal } from '../../services/people/speaking.ts';
import { answersFor, isOthersArchive, mayWrite, subjectOf, takesAnswers } from './admission.ts';
import type { Open, Refused, Request } from './admission.ts';
import { entersFor, onScreen } from './behalf/entering.ts';
import { doneForYou, enteredName, writingNote } from './behalf/words.ts';
import { createAnswering } from './answering/verbs.ts';
import type { Answering } from './answering/verbs.ts';
import type { ChangeOutcome } from './answering/changing.ts';
import { joinPieces } from './joining/joining.ts';
import { overview, progressOfView, questionMessage } from './messages.ts';
import type { QuestionScreen } from './messages.ts';
import { nameFor } from './named.ts';
import { nextOpenAfter } from './progress.ts';
import { hasLastYear } from './last-year/last-year.ts';
import { undoableNow } from './clarification/restoring.ts';
import { backsOf } from './answering/taking-back.ts';
import { isSent } from './volume/store.ts';
import { livePieces } from './store.ts';
import type { AssignmentView, Target } from './store.ts';
import { countStrays } from './answering/strays.ts';
import { newestOf, notePartsSeen } from './executors/news.ts';
import { executorSide, headSide } from './executors/side.ts';
import { executorOverview } from './executors/messages.ts';
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
  screenOf(ctx: Ctx, view: AssignmentView, code: string): Promise<QuestionScreen | null>;
  /** Shows a question and makes it the place: what is written now is an answer to it. */
  show(ctx: Ctx, screen: QuestionScreen, above?: string): Promise<void>;
  /** The place of a question as it is now; null: this person may not write there (any more). */
  place(ctx: Ctx, target: Target): Promise<Place | null>;
  /** Shows a menu below what was written. The question stays above it; only its buttons go. */
  below(ctx: Ctx, message: Message): Promise<void>;
  /** Shows the question as it is after a change of its answer, or why there was none. */
  changed(ctx: Ctx, screen: QuestionScreen, outcome: ChangeOutcome, above: string): Promise<void>;
  /** Leads to the next open question after this one, or to the overview. */
  goOn(ctx: Ctx, view: AssignmentView, code: string, above: string): Promise<void>;
  list(ctx: Ctx, view: AssignmentView): Promise<void>;
  /** Tells a holder for whom somebody acts today why he cannot answer here, and `further`. False: that is not so. */
  lentAway(ctx: Ctx, view: AssignmentView, further?: string): Promise<boolean>;
  /** Whether he may submit it as things stand: the association only what it was said to enter. */
  maySubmit(ctx: Ctx, view: AssignmentView): boolean;
  /** The questionnaire that a coordinator enters for its city, if it is the one on the screen and may be written into. */
  entered(ctx: Ctx): Promise<AssignmentView | null>;
  /** «Вносится за город: …», for a coordinator who does it; null: it is his own, or he only looks. */
  writing(ctx: Ctx, view: AssignmentView): string | null;
  /** Says why a button did nothing, and shows how things are now. */
  refuse(ctx: Ctx, refused: Refused, assignmentId?: number): Promise<void>;
}

const NOTHING_DONE = { change: null, takenBack: null };

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
      const screen = await desk.screenOf(ctx, open.view, code ?? '');
      if (screen) return screen;
      const hidden = open.view.wholeForm?.some((question) => question.code === code);
      await desk.refuse(ctx, { kind: hidden ? 'no_right' : 'no_question' }, open.view.id);
      return null;
    },

    async screenOf(ctx, view, code) {
      const question = questionOf(view, code);
      if (!question) return null;
      const answer = view.answers.find((each) => each.code === code);
      // Without a row of the answer nothing was ever written into it, and nothing can be taken back.
      const [pieces, undo, lastYear, side, named] = await Promise.all([
        answer ? livePieces(prisma, view.id, code) : [],
        answer ? undoableNow(prisma, view, code) : NOTHING_DONE,
        hasLastYear(prisma, view, code),
        executorSide(prisma, ctx, view, code),
        nameFor(prisma, ctx.texts, ctx.actor, view),
      ]);
      const writing = desk.writing(ctx, view);
      const joined = joinPieces(pieces.filter(({ text }) => text !== ''));
      return {
        view,
        named: writing === null ? named : enteredName(ctx.texts, view),
        question,
        answer,
        pieces,
        joined,
        hasLastYear: lastYear,
        undoable: undo,
        backs: await backsOf(prisma, { assignmentId: view.id, code }, undo, pieces),
        side: writing === null ? side : { ...side, notes: [writing, ...side.notes] },
      };
    },

    async show(ctx, screen, above) {
      const place = placeIn(ctx, screen.view, screen.question.code);
      if (!place) return desk.list(ctx, screen.view);
      place.newest = newestOf(screen.pieces);
      ctx.state.place = place;
      onScreen(ctx, screen.view);
      delete ctx.state.dialogue; // what is written now answers the question
      await ctx.screen.show(questionMessage(ctx.texts, screen, above));
      place.asked = ctx.state.screen?.messageId;
      // Files are named here; a text is seen where it is shown.
      if (screen.joined.text === '' && screen.pieces.length > 0)
        await notePartsSeen(prisma, ctx.actor, screen.view, screen.pieces);
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

    async changed(ctx, screen, outcome, above) {
      if (outcome.kind === 'nothing') return desk.show(ctx, screen, ctx.texts.t('chat:old_button'));
      if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, screen.view.id);
      const fresh = await desk.question(ctx, [String(screen.view.id), screen.question.code]);
      if (fresh) await desk.show(ctx, fresh, above);
    },

    async goOn(ctx, view, code, above) {
      const next = nextOpenAfter(progressOfView(view), code);
      const screen = next === undefined ? null : await desk.screenOf(ctx, view, next);
      if (screen) return desk.show(ctx, screen, above);
      delete ctx.state.place;
      await ctx.screen.say({ text: above });
      await desk.list(ctx, view);
    },

    async list(ctx, view) {
      const subject = subjectOf(view);
      onScreen(ctx, view);
      if (ctx.state.dialogue?.name.startsWith('executor.')) delete ctx.state.dialogue;
      if (view.wholeForm) return ctx.screen.show(await executorOverview(prisma, ctx, view));
      const seat = seatFor(ctx.actor, 'answer', subject);
      const writes = seat !== null && maySet(seat, view);
      const { note, ...side } = await headSide(prisma, ctx, view);
      const forYou = answersFor(ctx.actor, view) ? doneForYou(ctx.texts, view) : null;
      const message = overview(ctx.texts, view, ctx.now, {
        answer: writes,
        enter: seat !== null && !writes,
        withdraw: seatFor(ctx.actor, 'withdraw', subject) !== null,
        others:
          seatFor(ctx.actor, 'hide_answer', subject) &&
          button(ctx.texts.t('experience:buttons.others'), 'x.own', view.id),
        volume:
          (await isSent(prisma, view.campaignId, ctx.now)) &&
          button(
            ctx.texts.t('volume:buttons.of_year', { year: view.year }),
            'vol.file',
            view.campaignId,
            'cities',
          ),
        behalf: forYou?.button ?? false,
        strays: await countStrays(prisma, ctx.chatId, ctx.now),
        ...side,
        note: [desk.writing(ctx, view), forYou?.line, note].filter(Boolean).join('\n') || null,
      });
      const lent = lentSeat(ctx.actor, 'answer', subject);
      await ctx.screen.show(lent ? withLent(ctx, message, lent) : message);
    },

    async lentAway(ctx, view, further) {
      const lent = lentSeat(ctx.actor, 'answer', subjectOf(view));
      if (lent) await sayLent(ctx, lent, further);
      return lent !== null;
    },

    async entered(ctx) {
      const { form } = ctx.state;
      if (form === undefined) return null;
      const open = await answering.open(ctx.actor, form);
      if (open.kind !== 'open' || !entersFor(ctx, open.view)) return null;
      const { view } = open;
      return takesAnswers(view) && desk.maySubmit(ctx, view) ? view : null;
    },

    writing(ctx, view) {
      return entersFor(ctx, view) ? writingNote(ctx.texts, view) : null;
    },

    maySubmit(ctx, view) {
      const seat = seatFor(ctx.actor, 'submit', subjectOf(view));
      return seat !== null && maySet(seat, view);
    },

    async refuse(ctx, refused, assignmentId) {
      const { kind } = refused;
      const lent = kind === 'no_right' ? (refused.lent ?? awayFrom(ctx.actor)) : null;
      if (lent) return sayLent(ctx, lent);
      const key = {
        no_right: 'chat:no_right',
        gone: 'questionnaire:gone',
        no_question: 'questionnaire:removed_question',
        closed: 'chat:old_button',
        submitted: 'chat:old_button',
        accepted: 'clarification:refused.accepted',
        in_volume: 'clarification:refused.in_volume',
      } as const;
      await ctx.screen.say({ text: ctx.texts.t(key[kind]) });
      if (assignmentId === undefined || kind === 'gone' || kind === 'no_right') return;
      const open = await answering.open(ctx.actor, assignmentId);
      if (open.kind === 'open') await desk.list(ctx, open.view);
    },
  };
  return desk;
}

/** What a holder for whom somebody acts sees: the same, with who acts for him below. */
function withLent(ctx: Ctx, message: Message, lent: LentSeat): Message {
  const { text, button } = lentRefusal(ctx.texts, lent, ctx.now);
  const rows = message.keyboard?.inline_keyboard ?? [];
  return { ...message, text: `${message.text}\n\n${text}`, keyboard: keyboard(...rows, button) };
}

/** The association writes only once it was said how the city's answer came; what is past only the association writes. */
function maySet(seat: HeldSeat, view: AssignmentView): boolean {
  if (seat.kind === 'association_coordinator') return view.behalf?.act === 'entering';
  return !isOthersArchive(view, seat);
}

function placeIn(ctx: Ctx, view: AssignmentView, code: string): Place | null {
  const question = questionOf(view, code);
  const subject = subjectOf(view, code);
  const seat = seatFor(ctx.actor, 'answer', subject);
  if (!question || !seat || !maySet(seat, view) || !mayWrite(view, code)) return null;
  const byGift = seatFor(ctx.actor, 'answer', { ...subject, givenTo: [] }) === null;
  return {
    assignmentId: view.id,
    code,
    cityId: view.city.id,
    respondentSeatId: view.respondent?.seatId ?? null,
    departmentId: view.respondent?.departmentId ?? null,
    givenSeatId: byGift ? seat.seatId : null,
    kind: question.kind,
  };
}
