import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { button } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import { seatFor } from '../../services/people/rights.ts';
import { waitingIn } from './clarification/acceptance.ts';
import { isSubmitted, mayWrite, subjectOf } from './admission.ts';
import { mineOf } from './bot.ts';
import { everyButton, lower, questionName, untilLine } from './clarification/messages.ts';
import { openClarifications, unanswered } from './clarification/store.ts';
import { executorDay, whatOf } from './executors/wording.ts';
import { progressOfView, standingLine } from './messages.ts';
import { label } from './campaign/desk.ts';
import type { AssignmentView } from './store.ts';
import { numberOf, term, titleOf } from './wording.ts';

/** What waits for a person, and the buttons that lead to it. */
export interface WhatWaits {
  text: string;
  buttons: Button[];
}

/** A screen is not longer than this; the rest is behind *Анкета*. */
const MOST = 5;

/** Everything that is expected of a person now: to write, to clarify, to accept; null: nothing. */
export async function whatWaits(prisma: PrismaClient, ctx: Ctx): Promise<WhatWaits | null> {
  // Of a post in which somebody acts today nothing is expected of its holder.
  const views = (await mineOf(prisma, ctx.actor)).filter((view) =>
    seatFor(ctx.actor, 'answer', subjectOf(view)),
  );
  const parts = [toWrite(ctx, views), await toClarify(prisma, ctx, views), await toAccept(prisma, ctx)];
  const found = parts.filter((part) => part !== null);
  if (found.length === 0) return handedIn(ctx, views);
  return {
    text: found.map(({ text }) => text).join('\n'),
    buttons: found.flatMap(({ buttons }) => buttons),
  };
}

/** Of whom nothing is expected, because it was submitted: how it stands; null: nothing was. */
function handedIn({ texts, now }: Ctx, views: readonly AssignmentView[]): WhatWaits | null {
  const handed = views
    .filter((view) => isSubmitted(view) && !view.closedAt && !view.wholeForm)
    .slice(0, MOST);
  const [first, ...others] = handed;
  if (!first) return null;
  const lines = handed.map((view) => {
    const line = standingLine(texts, view, now);
    return others.length > 0 ? `${titleOf(texts, view)}, ${view.city.name}. ${line}` : line;
  });
  const name = texts.t('questionnaire:menu');
  return {
    text: lines.join('\n'),
    buttons: [others.length > 0 ? button(name, 'q.mine') : button(name, 'q.open', first.id)],
  };
}

function toWrite(ctx: Ctx, views: readonly AssignmentView[]): WhatWaits | null {
  const { t } = ctx.texts;
  const items = views.flatMap((view) => linesToWrite(ctx, view).map((line) => ({ view, line })));
  const [first] = items;
  if (!first) return null;
  const { view } = first;
  const lines = items.slice(0, MOST).map(({ line }) => line);
  if (items.some((each) => each.view.id !== view.id)) {
    return { text: lines.join('\n'), buttons: [button(t('questionnaire:menu'), 'q.mine')] };
  }
  const writes =
    view.wholeForm !== undefined || ctx.actor.seats.some(({ seatId }) => seatId === view.respondent?.seatId);
  if (!writes)
    return { text: lines.join('\n'), buttons: [button(t('executor:buttons.open_form'), 'q.open', view.id)] };
  const label = t(
    progressOfView(view).done > 0 ? 'questionnaire:buttons.continue' : 'questionnaire:buttons.start',
  );
  return {
    text: [...lines, t('questionnaire:waiting_how', { button: label })].join('\n'),
    buttons: [button(label, 'q.next', view.id)],
  };
}

function linesToWrite({ texts, now }: Ctx, view: AssignmentView): string[] {
  if (view.wholeForm) {
    const writable = (code: string | null): boolean =>
      view.questions.some((each) => (code === null || code === each.code) && mayWrite(view, each.code));
    return view.delegations
      .filter(({ state, code }) => state !== 'ready' && writable(code))
      .map(({ code, dueOn }) =>
        texts.t('executor:waiting', {
          what: whatOf(texts, view, code),
          day: executorDay(texts, view, dueOn, now),
        }),
      );
  }
  if (view.closedAt || isSubmitted(view)) return [];
  const questions = texts.t('questionnaire:questions', {
    count: view.questions.filter(({ code }) => numberOf(view, code) !== null).length,
  });
  return [
    texts.t('questionnaire:waiting', {
      title: titleOf(texts, view),
      questions,
      term: term(texts, view, now),
    }),
  ];
}

/** What the association asked and the city has not answered; also after the campaign was closed. */
async function toClarify(
  prisma: PrismaClient,
  { texts, now }: Ctx,
  views: readonly AssignmentView[],
): Promise<WhatWaits | null> {
  const asked = views.filter(({ state, wholeForm }) => state === 'to_clarify' && wholeForm === undefined);
  const owed = await Promise.all(
    asked.map(async (view) =>
      unanswered(await openClarifications(prisma, view.id)).map((clarification) => {
        const name = questionName(texts, view, clarification.code);
        const note = texts.t('clarification:city_note', { count: 1, questions: lower(name) });
        return {
          view,
          line: [note, untilLine(texts, clarification, view, now)].filter(Boolean).join(' '),
          button: button(name, 'c.see', clarification.id),
        };
      }),
    ),
  );
  const all = owed.flat();
  const shown = all.slice(0, MOST);
  if (shown.length === 0) return null;
  const cut = new Set(all.slice(MOST).map(({ view }) => view));
  return {
    text: shown.map(({ line }) => line).join('\n'),
    buttons: [...shown.map((each) => each.button), ...[...cut].map((view) => everyButton(texts, view))],
  };
}

/** For whoever accepts: how many questionnaires wait, by campaigns. */
async function toAccept(prisma: PrismaClient, { actor, texts }: Ctx): Promise<WhatWaits | null> {
  if (!seatFor(actor, 'accept')) return null;
  const campaigns = await prisma.campaign.findMany({
    where: { openedAt: { not: null }, assignments: { some: { state: { in: ['submitted', 'to_clarify'] } } } },
    include: { branch: true },
    orderBy: { id: 'desc' },
    take: MOST,
  });
  const several = campaigns.length > 1;
  const branches = new Set(campaigns.map(({ branchId }) => branchId)).size;
  const lines: string[] = [];
  const buttons: Button[] = [];
  for (const { id, year, branch } of campaigns) {
    const n = (await waitingIn(prisma, id)).length;
    if (n === 0) continue;
    const title = several ? texts.t('questionnaire:title', { branch: branch.name, year }) : null;
    lines.push([title, texts.t('questionnaire:to_accept', { n })].filter(Boolean).join('. '));
    const list = texts.t('clarification:buttons.list');
    const of = branches > 1 ? `${year}, ${branch.name}` : String(year);
    buttons.push(button(several ? label(`${list}: ${of}`) : list, 'c.list', id, 0));
  }
  return lines.length > 0 ? { text: lines.join('\n'), buttons } : null;
}
