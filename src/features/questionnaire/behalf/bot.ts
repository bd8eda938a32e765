import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { dayIn } from '../../../services/calendar/index.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue, Json } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { answersFor, isSubmitted, subjectOf, takesAnswers } from '../admission.ts';
import { contentOf } from '../clarification/store.ts';
import { messageOf } from '../clarification/messages.ts';
import type { Desk } from '../desk.ts';
import { concat, formatted } from '../formatted.ts';
import { pagesOf } from '../paging.ts';
import { entriesOf, sectionText } from '../review/answer-pages.ts';
import type { AssignmentView } from '../store.ts';
import { titleOf } from '../wording.ts';
import { actsForCity, BEHALF_WAYS, wayOf } from './record.ts';
import type { Received } from './record.ts';
import { createBehalfVerbs } from './verbs.ts';
import { readPastDay } from './words.ts';

/** `readingId`: of the document that came with the letter. */
type LetterArgs = { assignmentId: number; readingId?: number };
export const LETTER = 'behalf.letter';

/** *Внести за город*, and *Возразить* of whoever answers for it. */
export function createBehalfScreens(deps: {
  prisma: PrismaClient;
  desk: Desk;
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
  /** Does what a button of the questionnaire does. */
  press: (ctx: Ctx, name: string, args: string[]) => Promise<void>;
}): Feature {
  const { prisma, desk } = deps;
  const verbs = createBehalfVerbs(prisma);

  /** The questionnaire, for a coordinator who may write it for its city now; says why not, and yields null. */
  async function enterable(ctx: Ctx, id: string | undefined): Promise<AssignmentView | null> {
    const open = await desk.open(ctx, id);
    if (!open) return null;
    const seat = seatFor(ctx.actor, 'answer', subjectOf(open.view));
    if (!seat || !actsForCity(seat, open.view)) {
      await desk.refuse(ctx, { kind: 'no_right' });
      return null;
    }
    if (takesAnswers(open.view)) return open.view;
    await desk.refuse(ctx, { kind: 'closed' }, open.view.id);
    return null;
  }

  async function begin(ctx: Ctx, { assignmentId, readingId }: LetterArgs, received: Received): Promise<void> {
    const outcome = await verbs.enter(desk.request(ctx), assignmentId, received);
    if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, assignmentId);
    delete ctx.state.place;
    if (readingId !== undefined) return deps.press(ctx, 'w.city', [String(readingId), String(assignmentId)]);
    const open = await desk.open(ctx, String(assignmentId));
    if (open) await desk.list(ctx, open.view);
  }

  const letter: Dialogue<LetterArgs> = {
    name: LETTER,
    async ask(ctx, { assignmentId, readingId }) {
      const { t } = ctx.texts;
      const file = readingId === undefined ? [] : [readingId];
      await ctx.screen.show({
        text: t('behalf:letter_ask'),
        keyboard: keyboard(
          [
            button(t('behalf:buttons.today'), 'v.day', assignmentId, 'today', ...file),
            button(t('behalf:buttons.no_day'), 'v.day', assignmentId, 'none', ...file),
          ],
          readingId === undefined
            ? button(t('chat:buttons.cancel'), 'v.begin', assignmentId)
            : button(t('chat:buttons.cancel'), 'w.city', readingId, assignmentId),
        ),
      });
    },
    async answer(ctx, args) {
      const { assignmentId } = args;
      const text = ctx.message?.text;
      if (text === undefined) return { kind: 'not_mine' };
      const view = await enterable(ctx, String(assignmentId));
      if (!view) return { kind: 'done' };
      const letterOn = readPastDay(text, dayIn(ctx.now, view.city.timeZone));
      if (letterOn === null) {
        await ctx.screen.say({ text: ctx.texts.t('behalf:letter_unread') });
        return { kind: 'again' };
      }
      await begin(ctx, args, { way: 'letter', letterOn });
      return { kind: 'done' };
    },
  };

  /** What was submitted for the city, for whoever answers there. */
  async function read(ctx: Ctx, view: AssignmentView, number: number, note?: string): Promise<void> {
    const { texts } = ctx;
    const { t } = texts;
    const { behalf } = view;
    if (!isSubmitted(view) || behalf?.act !== 'submitted') return desk.list(ctx, view);
    const pages = pagesOf(entriesOf(texts, view, await contentOf(prisma, view.id, view.edition)));
    const index = Math.min(Math.max(number, 1), Math.max(pages.length, 1)) - 1;
    const head = texts.rich('behalf:read.head', { number: view.number ?? '' });
    const turn = (to: number, key: 'chat:buttons.previous' | 'chat:buttons.next') =>
      to >= 0 && to < pages.length && button(t(key), 'v.read', view.id, to + 1);
    const body = concat(
      [
        ...(note === undefined ? [] : [formatted(note)]),
        formatted(head.text, head.entities),
        ...(pages[index]?.sections ?? []).map((section) => sectionText(texts, section)),
      ],
      '\n\n',
    );
    const against = behalf.objectedAt === null;
    await ctx.screen.show(
      messageOf(
        body,
        keyboard(
          [turn(index - 1, 'chat:buttons.previous'), turn(index + 1, 'chat:buttons.next')],
          answersFor(ctx.actor, view) &&
            button(
              t(against ? 'behalf:buttons.object' : 'behalf:buttons.settle'),
              against ? 'v.object' : 'v.settle',
              view.id,
            ),
          button(t('behalf:buttons.questionnaire'), 'q.open', view.id),
        ),
      ),
    );
  }

  /** One tap, and it stands; it can be taken back. */
  async function decide(ctx: Ctx, id: string | undefined, against: boolean): Promise<void> {
    const open = await desk.open(ctx, id);
    if (!open) return;
    const { view } = open;
    const request = desk.request(ctx);
    const outcome = against
      ? await verbs.object(request, view.id)
      : await verbs.takeBackObjection(request, view.id);
    if (outcome.kind !== 'done' && outcome.kind !== 'nothing') return desk.refuse(ctx, outcome);
    const { t } = ctx.texts;
    if (outcome.kind === 'nothing') {
      await ctx.screen.say({ text: t('behalf:object.nothing') });
      return desk.list(ctx, view);
    }
    await ctx.screen.show({
      text: t(against ? 'behalf:object.done' : 'behalf:object.settled'),
      keyboard: keyboard(
        button(
          t(against ? 'behalf:buttons.settle' : 'behalf:buttons.object'),
          against ? 'v.settle' : 'v.object',
          view.id,
        ),
        button(t('behalf:buttons.questionnaire'), 'q.open', view.id),
      ),
    });
  }

  return {
    dialogues: [letter] as readonly Dialogue[],
    buttons: {
      async 'v.begin'(ctx, [id]) {
        if (ctx.state.dialogue?.name === letter.name) delete ctx.state.dialogue;
        const view = await enterable(ctx, id);
        if (!view) return;
        const { texts } = ctx;
        const head = texts.rich('behalf:how', { city: view.city.name, title: titleOf(texts, view) });
        const told = texts.t(view.archived ? 'behalf:how_archive' : 'behalf:how_told');
        await ctx.screen.show({
          text: [head.text, texts.t('behalf:how_ask'), told].join('\n'),
          entities: head.entities,
          keyboard: keyboard(
            ...BEHALF_WAYS.map((way) => button(texts.t(`behalf:buttons.${way}`), 'v.way', view.id, way)),
            button(texts.t('chat:buttons.back'), 'k.city', view.id),
          ),
        });
      },
      async 'v.way'(ctx, [id, chosen]) {
        const view = await enterable(ctx, id);
        const way = wayOf(chosen);
        if (!view) return;
        if (way === null) return desk.refuse(ctx, { kind: 'gone' });
        if (way === 'letter') return deps.enter(ctx, letter.name, { assignmentId: view.id });
        await begin(ctx, { assignmentId: view.id }, { way, letterOn: null });
      },
      async 'v.day'(ctx, [id, day, file]) {
        if (ctx.state.dialogue?.name === letter.name) delete ctx.state.dialogue;
        const view = await enterable(ctx, id);
        if (!view) return;
        const letterOn = day === 'today' ? dayIn(ctx.now, view.city.timeZone) : null;
        const readingId = integer(file);
        const args = { assignmentId: view.id, ...(readingId !== null && { readingId }) };
        await begin(ctx, args, { way: 'letter', letterOn });
      },
      async 'v.read'(ctx, [id, page]) {
        const open = await desk.open(ctx, id);
        if (!open) return;
        // An executor sees his part only.
        if (open.view.wholeForm) return desk.refuse(ctx, { kind: 'no_right' });
        await read(ctx, open.view, integer(page) ?? 1);
      },
      'v.object': (ctx, [id]) => decide(ctx, id, true),
      'v.settle': (ctx, [id]) => decide(ctx, id, false),
    },
  };
}
