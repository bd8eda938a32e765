import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { button, flow, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { Message } from '../../services/chat/screen.ts';
import type { ChangeOutcome } from './changing.ts';
import type { Desk } from './desk.ts';
import { splitForTelegram } from './formatted.ts';
import type { SeamKind } from './joining.ts';
import { seamsToSettle } from './messages.ts';
import type { QuestionScreen } from './messages.ts';
import { charactersOfPart, statistics } from './statistics.ts';
import { lastYearsAnswer } from './store.ts';
import type { Target } from './store.ts';
import { chars, beginning, placeOf } from './wording.ts';

const PAGE = 3500;
const SEAMS = { t: 'tight', s: 'space', p: 'paragraph' } as const satisfies Record<string, SeamKind>;
/** Characters of a text shown on either side of a seam. */
const AROUND = 160;
const PARTS_SHOWN = 20;

/** What can be done with a text that is there: read it, mend its seams, remove a part, take a change back, last year's. */
export function createCorrecting(prisma: PrismaClient, desk: Desk): Feature {
  const back = (ctx: Ctx, { view, question }: QuestionScreen) =>
    button(ctx.texts.t('chat:buttons.back'), 'q.go', view.id, question.code);

  /** One page of a long text with buttons to the others. */
  function page(
    ctx: Ctx,
    screen: QuestionScreen,
    text: { text: string; entities: readonly object[] },
    number: number,
    show: { name: string; head: (page: number, of: number) => Message; more?: ReturnType<typeof button>[] },
  ): Message {
    const pages = splitForTelegram(text as Parameters<typeof splitForTelegram>[0], PAGE);
    const index = Math.min(Math.max(number, 1), pages.length) - 1;
    const head = show.head(index + 1, pages.length);
    const body = pages[index] ?? { text: '', entities: [] };
    const offset = head.text.length + 2;
    const at = (to: number) => [show.name, screen.view.id, screen.question.code, to] as const;
    return {
      text: `${head.text}\n\n${body.text}`,
      entities: [
        ...(head.entities ?? []),
        ...body.entities.map((entity) => ({ ...entity, offset: entity.offset + offset })),
      ] as Message['entities'],
      keyboard: keyboard(
        [
          index > 0 && button(ctx.texts.t('chat:buttons.previous'), ...at(index)),
          index < pages.length - 1 && button(ctx.texts.t('chat:buttons.next'), ...at(index + 2)),
        ],
        ...(show.more ?? []),
        back(ctx, screen),
      ),
    };
  }

  async function showText(ctx: Ctx, screen: QuestionScreen, number: number): Promise<void> {
    const { t, rich } = ctx.texts;
    if (screen.joined.text === '')
      return void (await ctx.screen.say({ text: t('questionnaire:text.empty') }));
    const place = placeOf(ctx.texts, screen.view, screen.question.code);
    await ctx.screen.show(
      page(ctx, screen, screen.joined, number, {
        name: 'q.text',
        head: (at, of) =>
          of === 1
            ? rich('questionnaire:text.head_whole', { place })
            : rich('questionnaire:text.head', { place, page: at, of }),
      }),
    );
  }

  /** The n-th seam to settle; without a number the first that waits for a decision. */
  async function showSeam(ctx: Ctx, screen: QuestionScreen, number: number | null): Promise<void> {
    const { t, rich } = ctx.texts;
    const { joined, view, question } = screen;
    const seams = seamsToSettle(joined);
    const wanted = number === null ? seams.findIndex(({ decided }) => !decided) : number - 1;
    const seam = seams[Math.min(Math.max(wanted, 0), seams.length - 1)];
    if (!seam) return desk.show(ctx, screen, t('questionnaire:seam.none'));
    const index = seams.indexOf(seam) + 1;
    const former = joined.pieces.find(({ id }) => id === seam.afterPieceId);
    const next = joined.pieces.find(({ id }) => id === seam.beforePieceId);
    const before = joined.text.slice(Math.max(0, (former?.end ?? 0) - AROUND), former?.end ?? 0);
    const after = joined.text.slice(next?.start ?? 0, (next?.start ?? 0) + AROUND);
    const between = rich('questionnaire:seam.between', { before, after });
    const head = `${t('questionnaire:seam.head', { number: index, of: seams.length })}\n${t(`questionnaire:seam.now_${seam.kind}`)}\n\n`;
    await ctx.screen.show({
      text: head + between.text,
      entities: between.entities.map((entity) => ({ ...entity, offset: entity.offset + head.length })),
      keyboard: keyboard(
        Object.entries(SEAMS).map(([letter, kind]) =>
          button(
            t(`questionnaire:buttons.${kind}`),
            'q.seam',
            view.id,
            question.code,
            seam.beforePieceId,
            letter,
          ),
        ),
        [
          index > 1 && button(t('chat:buttons.previous'), 'q.seams', view.id, question.code, index - 1),
          index < seams.length &&
            button(t('chat:buttons.next'), 'q.seams', view.id, question.code, index + 1),
        ],
        back(ctx, screen),
      ),
    });
  }

  async function showParts(ctx: Ctx, screen: QuestionScreen): Promise<void> {
    const { t } = ctx.texts;
    const shown = screen.pieces.slice(-PARTS_SHOWN);
    const first = screen.pieces.length - shown.length;
    const lines = shown.map((piece, index) => {
      const number = first + index + 1;
      if (piece.text === '') return t('questionnaire:parts.file', { number, name: piece.fileName ?? '' });
      return t('questionnaire:parts.line', {
        number,
        chars: chars(ctx.texts, charactersOfPart(piece.text)),
        words: beginning(piece.text, 40),
      });
    });
    const buttons = shown.map(({ id }, index) =>
      button(String(first + index + 1), 'q.remove', screen.view.id, screen.question.code, id),
    );
    await ctx.screen.show({
      text: `${t('questionnaire:parts.head')}\n\n${lines.join('\n')}`,
      keyboard: keyboard(...flow(buttons, 5), back(ctx, screen)),
    });
  }

  /** Shows the question as it is after a change. */
  async function changed(
    ctx: Ctx,
    screen: QuestionScreen,
    outcome: ChangeOutcome,
    above: string,
  ): Promise<void> {
    if (outcome.kind === 'nothing') return outdated(ctx, screen);
    if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, screen.view.id);
    const fresh = await desk.question(ctx, [String(screen.view.id), screen.question.code]);
    if (fresh) await desk.show(ctx, { ...fresh, redo: fresh.undoable.takenBack }, above);
  }

  /** The button stands under something that is no longer so. */
  const outdated = (ctx: Ctx, screen: QuestionScreen) =>
    desk.show(ctx, screen, ctx.texts.t('chat:old_button'));

  async function takeOver(ctx: Ctx, screen: QuestionScreen, how: 'append' | 'replace'): Promise<void> {
    const { t } = ctx.texts;
    const { view, question } = screen;
    const last = await lastYearsAnswer(prisma, view, question.code);
    if (!last) return void (await ctx.screen.say({ text: t('questionnaire:last_year.none') }));
    const part = {
      sourceKey: `y:${view.id}:${question.code}`,
      messageId: ctx.screen.lastMessageId,
      text: last.text,
      entities: last.entities,
      sentAt: ctx.now,
    };
    const outcome = await desk.answering.putTexts(desk.request(ctx), targetOf(screen), [part], how);
    await changed(ctx, screen, outcome, t('questionnaire:last_year.taken', { year: view.year - 1 }));
  }

  const withScreen =
    (work: (ctx: Ctx, screen: QuestionScreen, rest: string[]) => Promise<void>) =>
    async (ctx: Ctx, args: string[]): Promise<void> => {
      const screen = await desk.question(ctx, args);
      if (screen) await work(ctx, screen, args.slice(2));
    };

  return {
    buttons: {
      'q.text': withScreen((ctx, screen, [number]) => showText(ctx, screen, integer(number) ?? 1)),
      'q.seams': withScreen((ctx, screen, [number]) => showSeam(ctx, screen, integer(number))),
      'q.seam': withScreen(async (ctx, screen, [piece, letter]) => {
        const seam = Object.entries(SEAMS).find(([each]) => each === letter)?.[1];
        const pieceId = integer(piece);
        if (!seam || pieceId === null) return outdated(ctx, screen);
        const outcome = await desk.answering.decideSeam(desk.request(ctx), targetOf(screen), pieceId, seam);
        if (outcome.kind === 'nothing') return outdated(ctx, screen);
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, screen.view.id);
        const fresh = await desk.screenOf(screen.view, screen.question.code);
        if (!fresh) return;
        if (seamsToSettle(fresh.joined).some(({ decided }) => !decided)) return showSeam(ctx, fresh, null);
        await desk.show(ctx, fresh, ctx.texts.t('questionnaire:seam.done'));
      }),
      'q.parts': withScreen(showParts),
      'q.remove': withScreen(async (ctx, screen, [piece]) => {
        const pieceId = integer(piece);
        if (pieceId === null) return outdated(ctx, screen);
        const outcome = await desk.answering.removePiece(desk.request(ctx), targetOf(screen), pieceId);
        await changed(ctx, screen, outcome, ctx.texts.t('questionnaire:parts.removed'));
      }),
      'q.undo': withScreen(async (ctx, screen, [change]) => {
        const changeId = integer(change);
        if (changeId === null) return outdated(ctx, screen);
        const outcome = await desk.answering.takeBack(desk.request(ctx), targetOf(screen), changeId);
        const redone = changeId === screen.undoable.takenBack;
        await changed(
          ctx,
          screen,
          outcome,
          ctx.texts.t(redone ? 'questionnaire:redone' : 'questionnaire:undone'),
        );
      }),
      'q.last': withScreen(async (ctx, screen, [number]) => {
        const { t, rich } = ctx.texts;
        const { view, question } = screen;
        const last = await lastYearsAnswer(prisma, view, question.code);
        if (!last) return void (await ctx.screen.say({ text: t('questionnaire:last_year.none') }));
        const size = chars(ctx.texts, statistics(last.text).characters);
        await ctx.screen.show(
          page(ctx, screen, last, integer(number) ?? 1, {
            name: 'q.last',
            head: () => rich('questionnaire:last_year.head', { year: view.year - 1, chars: size }),
            more: [button(t('questionnaire:buttons.take_over'), 'q.take', view.id, question.code)],
          }),
        );
      }),
      'q.take': withScreen(async (ctx, screen, [how]) => {
        const { t } = ctx.texts;
        const { view, question, joined } = screen;
        if (how === 'append' || how === 'replace') return takeOver(ctx, screen, how);
        if (joined.text === '') return takeOver(ctx, screen, 'append');
        await ctx.screen.show({
          text: t('questionnaire:last_year.choose', {
            chars: chars(ctx.texts, statistics(joined).characters),
          }),
          keyboard: keyboard(
            button(t('questionnaire:buttons.replace'), 'q.take', view.id, question.code, 'replace'),
            button(t('questionnaire:buttons.append'), 'q.take', view.id, question.code, 'append'),
            back(ctx, screen),
          ),
        });
      }),
    },
  };
}

function targetOf({ view, question }: QuestionScreen): Target {
  return { assignmentId: view.id, code: question.code };
}
