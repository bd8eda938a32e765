import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Desk } from '../desk.ts';
import type { SeamKind } from '../joining/joining.ts';
import type { QuestionScreen } from '../messages.ts';
import { seamsToSettle } from './question-keyboard.ts';
import { charactersOfPart } from '../statistics.ts';
import type { PieceRow, Target } from '../store.ts';
import { readText } from '../executors/text.ts';
import { questionsWithBasis } from '../last-year/last-year.ts';
import { textPage } from './text-page.ts';
import { backSentence } from './taking-back.ts';
import { chars, beginning, firstWords, placeOf } from '../wording.ts';

const SEAMS = { t: 'tight', s: 'space', p: 'paragraph' } as const satisfies Record<string, SeamKind>;
/** Characters of a text shown on either side of a seam. */
const AROUND = 160;
const PARTS_SHOWN = 20;

/** What can be done with a text that is there: read it, mend its seams, remove a part, take a change back. */
export function createCorrecting(prisma: PrismaClient, desk: Desk): Feature {
  const back = (ctx: Ctx, { view, question }: QuestionScreen) =>
    button(ctx.texts.t('chat:buttons.back'), 'q.go', view.id, question.code);

  async function showText(ctx: Ctx, screen: QuestionScreen, number: number): Promise<void> {
    const { t, rich } = ctx.texts;
    const { view, question, joined } = screen;
    if (joined.text === '') return void (await ctx.screen.say({ text: t('questionnaire:text.empty') }));
    const place = placeOf(ctx.texts, view, question.code);
    const { text, seen } = await readText(prisma, ctx, screen);
    const basis = await questionsWithBasis(prisma, view.id);
    const page = textPage(ctx.texts, screen, text, number, {
      name: 'q.text',
      head: (at, of) =>
        of === 1
          ? rich('questionnaire:text.head_whole', { place })
          : rich('questionnaire:text.head', { place, page: at, of }),
      atEnd: screen.side.decide,
      more: [
        basis.has(question.code) &&
          button(t('executor:buttons.differences'), 'e.diff', view.id, question.code),
      ],
    });
    await ctx.screen.show(page);
    if (page.last) await seen();
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
    const numbered = shown.map((piece, index) => ({ piece, number: first + index + 1 }));
    const lines = numbered.map(({ piece: { text, fileName }, number }) => {
      const file = shortName(fileName);
      if (text === '') return t('questionnaire:parts.file', { number, name: file });
      const size = chars(ctx.texts, charactersOfPart(text));
      const values = { number, chars: size, words: beginning(text, 40), name: file };
      return t(fileName === null ? 'questionnaire:parts.line' : 'questionnaire:parts.with_file', values);
    });
    const of = (label: string, name: string, piece: PieceRow) =>
      button(label, name, screen.view.id, screen.question.code, piece.id);
    await ctx.screen.show({
      text: `${t('questionnaire:parts.head')}\n\n${lines.join('\n')}`,
      keyboard: keyboard(
        ...flow(
          numbered.map(({ piece, number }) => of(String(number), 'q.remove', piece)),
          5,
        ),
        ...numbered
          .filter(({ piece }) => piece.text !== '' && piece.fileName !== null)
          .map(({ piece, number }) =>
            of(t('questionnaire:buttons.remove_file', { number }), 'q.unfile', piece),
          ),
        back(ctx, screen),
      ),
    });
  }

  /** What has been removed, by the name of its file where it has one. */
  function removed(
    { texts: { t } }: Ctx,
    { pieces }: QuestionScreen,
    id: number,
    what: 'part' | 'file',
  ): string {
    const index = pieces.findIndex((piece) => piece.id === id);
    const { text = '', fileName = null } = pieces[index] ?? {};
    if (fileName === null) return t('questionnaire:parts.removed');
    const values = { number: index + 1, name: shortName(fileName) };
    if (text === '') return t('questionnaire:parts.file_removed', values);
    return t(what === 'part' ? 'questionnaire:parts.both_removed' : 'questionnaire:parts.file_only', values);
  }

  /** The button stands under something that is no longer so. */
  const outdated = (ctx: Ctx, screen: QuestionScreen) =>
    desk.show(ctx, screen, ctx.texts.t('chat:old_button'));

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
        const fresh = await desk.screenOf(ctx, screen.view, screen.question.code);
        if (!fresh) return;
        if (seamsToSettle(fresh.joined).some(({ decided }) => !decided)) return showSeam(ctx, fresh, null);
        await desk.show(ctx, fresh, ctx.texts.t('questionnaire:seam.done'));
      }),
      'q.parts': withScreen(showParts),
      'q.remove': withScreen(async (ctx, screen, [piece]) => {
        const pieceId = integer(piece);
        if (pieceId === null) return outdated(ctx, screen);
        const outcome = await desk.answering.removePiece(desk.request(ctx), targetOf(screen), pieceId);
        await desk.changed(ctx, screen, outcome, removed(ctx, screen, pieceId, 'part'));
      }),
      /** «Убрать файл»: the text that came with it stays. */
      'q.unfile': withScreen(async (ctx, screen, [piece]) => {
        const pieceId = integer(piece);
        if (pieceId === null) return outdated(ctx, screen);
        const outcome = await desk.answering.removeFile(desk.request(ctx), targetOf(screen), pieceId);
        await desk.changed(ctx, screen, outcome, removed(ctx, screen, pieceId, 'file'));
      }),
      'q.undo': withScreen(async (ctx, screen, [change]) => {
        const changeId = integer(change);
        if (changeId === null) return outdated(ctx, screen);
        const outcome = await desk.answering.takeBack(desk.request(ctx), targetOf(screen), changeId);
        const { backs, undoable, pieces } = screen;
        const back = changeId === undoable.takenBack ? backs.redo : backs.undo;
        const done = outcome.kind === 'done' ? backSentence(ctx.texts, back, outcome, pieces) : '';
        await desk.changed(ctx, screen, outcome, done);
      }),
    },
  };
}

const shortName = (fileName: string | null): string => firstWords(fileName ?? '', 60);

function targetOf({ view, question }: QuestionScreen): Target {
  return { assignmentId: view.id, code: question.code };
}
