import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { openAssignment } from '../admission.ts';
import { livePieces } from '../store.ts';
import type { AssignmentView } from '../store.ts';
import { placeInVolume } from '../volume/place.ts';
import type { VolumePlace } from '../volume/place.ts';
import { joinedAnswers } from '../review/submitting.ts';
import { beginning, numberOf, placeOf, questionOf, titleOf } from '../wording.ts';
import type { ExperienceDesk } from './desk.ts';
import { createHiding } from './hiding-actions.ts';

/** What of its own questionnaire a city shows to others: each answer but those that it keeps for itself. */
export function createHidingScreens(desk: ExperienceDesk): Feature {
  const { prisma } = desk;
  const hide = createHiding(prisma);

  async function open(ctx: Ctx, id: string | undefined): Promise<AssignmentView | null> {
    const found = await openAssignment(prisma, ctx.actor, 'hide_answer', integer(id) ?? 0);
    if (found.kind === 'open') return found.view;
    await desk.refuse(ctx, found.kind);
    return null;
  }

  async function list(ctx: Ctx, view: AssignmentView): Promise<void> {
    const { t, rich } = ctx.texts;
    const kept = await keptIn(prisma, view.id);
    const own = joinedAnswers(view, await livePieces(prisma, view.id)).filter(({ text }) => text !== '');
    const numbered = own.map(({ code }) => ({ code, name: numberOf(view, code) }));
    const lines = numbered.map(({ code, name }) =>
      t(kept.has(code) ? 'experience:own.kept' : 'experience:own.shown', {
        question:
          name === null
            ? t('questionnaire:question.intro')
            : `${name}. ${beginning(questionOf(view, code)?.text ?? '', 48)}`,
      }),
    );
    const head = rich('experience:own.head', { title: titleOf(ctx.texts, view), city: view.city.name });
    const place = await placeInVolume(prisma, view, null, ctx.now);
    const volume = place === 'out' ? [] : [t(`experience:own.volume_whole.${place}`)];
    await ctx.screen.show({
      text: [head.text, ...volume, '', ...(lines.length > 0 ? lines : [t('experience:own.none')])].join('\n'),
      entities: head.entities,
      keyboard: keyboard(
        ...flow(
          numbered.map(({ code, name }) =>
            button(name === null ? t('experience:buttons.intro') : String(name), 'x.mark', view.id, code),
          ),
          4,
        ),
        button(t('chat:buttons.back'), 'q.open', view.id),
      ),
    });
  }

  async function one(ctx: Ctx, view: AssignmentView, code: string): Promise<void> {
    const question = questionOf(view, code);
    if (!question) return desk.refuse(ctx, 'no_question');
    const { t } = ctx.texts;
    const kept = (await keptIn(prisma, view.id)).has(code);
    const answer = joinedAnswers(view, await livePieces(prisma, view.id)).find((each) => each.code === code);
    const shown = t(kept ? 'experience:own.one_kept' : 'experience:own.one_shown', {
      place: placeOf(ctx.texts, view, code),
      question: question.text,
      words: beginning(answer?.text ?? '', 200),
    });
    const inVolume = volumeLine(await placeInVolume(prisma, view, code, ctx.now), kept);
    await ctx.screen.show({
      text: `${shown}\n${t(`experience:own.volume.${inVolume}`)}`,
      keyboard: keyboard(
        kept
          ? button(t('experience:buttons.show'), 'x.keep', view.id, code, 0)
          : button(t('experience:buttons.hide'), 'x.keep', view.id, code, 1),
        button(t('chat:buttons.back'), 'x.own', view.id),
      ),
    });
  }

  return {
    buttons: {
      async 'x.own'(ctx, [id]) {
        const view = await open(ctx, id);
        if (view) await list(ctx, view);
      },
      async 'x.mark'(ctx, [id, code = '']) {
        const view = await open(ctx, id);
        if (view) await one(ctx, view, code);
      },
      async 'x.keep'(ctx, [id, code = '', kept]) {
        const { actor, requestKey, now } = ctx;
        const target = { assignmentId: integer(id) ?? 0, code };
        const outcome = await hide({ actor, requestKey, now }, target, kept === '1');
        if (outcome.kind !== 'done' && outcome.kind !== 'nothing') return desk.refuse(ctx, outcome.kind);
        const view = await open(ctx, id);
        if (view) await one(ctx, view, code);
      },
    },
  };
}

/** What is said of an answer and the volume: what is hidden is not in it, unless it was too late. */
function volumeLine(place: VolumePlace, kept: boolean): 'goes' | 'out' | 'going' | 'going_kept' | 'sent' {
  if (place === 'free') return kept ? 'out' : 'goes';
  return place === 'going' && kept ? 'going_kept' : place;
}

/** The codes of the answers that a city keeps for itself. */
async function keptIn(prisma: PrismaClient, assignmentId: number): Promise<Set<string>> {
  const rows = await prisma.answer.findMany({
    where: { assignmentId, privateAt: { not: null } },
    select: { code: true },
  });
  return new Set(rows.map(({ code }) => code));
}
