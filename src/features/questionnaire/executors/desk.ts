import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isShut, mayWritePart, subjectOf } from '../admission.ts';
import type { Desk } from '../desk.ts';
import { lastChange } from './news.ts';
import { isOwnWork, loadDelegation, namesOf } from './store.ts';
import type { Delegated } from './store.ts';
import type { DelegationOutcome } from './verbs.ts';
import { executorDay, sizeOf, whatOf } from './wording.ts';
import { innerUnstopped } from '../wording.ts';
import { maySubmit } from '../review/submitting.ts';

/** What the screens about executors share: one delegation as it stands, and why nothing was done. */
export interface ExecutorDesk {
  /** The delegation named in callback data, for those who may give and take back. */
  found(ctx: Ctx, id: string | undefined): Promise<Delegated | null>;
  /** How it stands now. */
  card(ctx: Ctx, found: Delegated, above?: string): Promise<void>;
  /** Why nothing was done. */
  refuse(
    ctx: Ctx,
    outcome: Exclude<DelegationOutcome, { kind: 'done' }>,
    assignmentId: number,
  ): Promise<void>;
}

/** A button that is pressed leads away from a dialogue of ours that waits for a text. */
export function leaveExecutor(ctx: Ctx): void {
  if (ctx.state.dialogue?.name.startsWith('executor.')) delete ctx.state.dialogue;
}

export function createExecutorDesk(prisma: PrismaClient, desk: Desk): ExecutorDesk {
  async function found(ctx: Ctx, id: string | undefined): Promise<Delegated | null> {
    const delegationId = integer(id);
    const delegated = delegationId === null ? null : await loadDelegation(prisma, delegationId);
    const may = delegated && seatFor(ctx.actor, 'delegate', subjectOf(delegated.view)) !== null;
    if (delegated && may) return delegated;
    await desk.refuse(ctx, { kind: delegated ? 'no_right' : 'gone' });
    return null;
  }

  async function card(ctx: Ctx, found: Delegated, above?: string): Promise<void> {
    leaveExecutor(ctx);
    const { texts } = ctx;
    const { t } = texts;
    const { id, code, seatId, state, view } = found;
    const named = (await namesOf(prisma, [seatId], ctx.now)).get(seatId);
    const written = view.answers.some(
      (each) => each.code === code && (each.chars > 0 || each.pieceCount > 0),
    );
    const size = code === null || !written ? '' : sizeOf(texts, view, code);
    const values = {
      what: whatOf(texts, view, code),
      name: named?.name ?? '',
      day: executorDay(texts, view, found.dueOn, ctx.now),
      remark: innerUnstopped(found.remark ?? ''),
      size,
    };
    const waits = !named?.connected && (state === 'given' || state === 'returned');
    const unsaid = state === 'declined' && !found.remark;
    const shut = isShut(view, code);
    const writable = mayWritePart(view, code);
    const open = (state === 'given' || state === 'returned') && !shut;
    const own = isOwnWork(ctx.actor, found);
    const decides = state === 'ready' && !shut && !own;
    const pending = state === 'given' || state === 'returned' || state === 'ready';
    const key =
      pending && !writable
        ? (`${state === 'ready' ? 'ready' : 'given'}_${shut ? 'shut' : 'submitted'}` as const)
        : waits
          ? 'waiting'
          : unsaid
            ? 'declined_plain'
            : state === 'ready'
              ? readyKey(own, code)
              : state;
    const sees = t(code === null ? 'executor:card.sees_all' : 'executor:card.sees_this');
    const submits = t(maySubmit(ctx, view) ? 'executor:card.only_you' : 'executor:card.only_head');
    await ctx.screen.show({
      text: [
        above,
        t('executor:card.head', values),
        t(`executor:card.${key}`, values),
        size !== '' && t('executor:card.written', values),
        open && writable && `${sees} ${submits}`,
      ]
        .filter(Boolean)
        .join('\n'),
      keyboard: keyboard(
        state === 'ready' && [
          code === null
            ? button(t('executor:buttons.read'), 'q.review', view.id)
            : button(t('executor:buttons.read'), 'q.text', view.id, code),
          decides && button(t('executor:buttons.take'), 'e.take', id, await lastChange(prisma, found)),
        ],
        decides && writable && button(t('executor:buttons.return'), 'e.back', id),
        open && writable && button(t('executor:buttons.term'), 'e.term', id),
        (open || (state === 'ready' && !shut)) && button(t('executor:buttons.recall'), 'e.recall', id),
        (state === 'declined' || state === 'recalled') &&
          !shut &&
          button(t('executor:buttons.another'), 'e.give', view.id, code ?? '*'),
        button(t('questionnaire:buttons.list'), 'q.open', view.id),
      ),
    });
  }

  async function refuse(
    ctx: Ctx,
    outcome: Exclude<DelegationOutcome, { kind: 'done' }>,
    assignmentId: number,
  ): Promise<void> {
    const { t } = ctx.texts;
    switch (outcome.kind) {
      case 'given': {
        const found = await loadDelegation(prisma, outcome.delegationId);
        return found ? card(ctx, found, t('executor:refused.given')) : undefined;
      }
      case 'nobody':
      case 'outdated':
      case 'changed':
      case 'bad_day':
      case 'empty': {
        await ctx.screen.say({ text: t(`executor:refused.${outcome.kind}`) });
        const open = await desk.open(ctx, String(assignmentId));
        return open ? desk.list(ctx, open.view) : undefined;
      }
      default:
        return desk.refuse(ctx, outcome, assignmentId);
    }
  }

  return { found, card, refuse };
}

/** What is said of what was handed over: of one's own work somebody else decides. */
function readyKey(own: boolean, code: string | null): 'ready' | 'ready_all' | 'ready_own' {
  if (own) return 'ready_own';
  return code === null ? 'ready_all' : 'ready';
}
