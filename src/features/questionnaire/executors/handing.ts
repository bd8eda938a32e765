import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue, Json } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isShut, mayWritePart } from '../admission.ts';
import { entitiesOf } from '../answering/edits.ts';
import { formatNumber } from '../answering/numbers.ts';
import { dropStrays, keepStray, keptQuestion, questionKey } from '../answering/strays.ts';
import type { Desk } from '../desk.ts';
import type { ExecutorDesk } from './desk.ts';
import { notePartsSeen } from './news.ts';
import { isOwnWork, loadDelegation, namesOf } from './store.ts';
import type { Delegated } from './store.ts';
import { REMARK_LIMIT } from './verbs.ts';
import type { ExecutorVerbs } from './verbs.ts';
import { withOthers } from './whole.ts';
import { whatOf } from './wording.ts';
import { livePieces } from '../store.ts';

/** A remark that is being written: why it is returned, or why the executor cannot. */
type Remark = { delegationId: number; how: 'return' | 'decline' };

const REMARK = 'executor.remark';

/** Characters; more than a reason needs may be the answer itself, typed at the wrong moment. */
const SURELY_REASON = 300;

/** From hand to hand: the executor hands over or declines, the head takes or returns with a remark. */
export function createHanding(deps: {
  prisma: PrismaClient;
  desk: Desk;
  verbs: ExecutorVerbs;
  executors: ExecutorDesk;
  /** `Dialogues.enter`. */
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
}): Feature {
  const { prisma, desk, verbs, executors, enter } = deps;

  /** The delegation named in callback data, for its executor. */
  async function own(ctx: Ctx, id: string | undefined): Promise<Delegated | null> {
    const delegationId = integer(id);
    const found = delegationId === null ? null : await loadDelegation(prisma, delegationId);
    const { seatId = 0, view } = found ?? {};
    const about = { cityId: view?.city.id ?? null, seatId, givenTo: [seatId] };
    if (found && seatFor(ctx.actor, 'hand_over', about)) return found;
    await desk.refuse(ctx, { kind: found ? 'no_right' : 'gone' });
    return null;
  }

  async function list(ctx: Ctx, assignmentId: number): Promise<void> {
    delete ctx.state.place;
    const open = await desk.answering.open(ctx.actor, assignmentId);
    if (open.kind === 'open') await desk.list(ctx, open.view);
    else await ctx.screen.clear();
  }

  /** Taken or returned, from the notice or from the card: the head sees the list as it is now. What is taken was seen. */
  async function settled(ctx: Ctx, found: Delegated, key: 'taken' | 'returned'): Promise<void> {
    const { view, code } = found;
    if (key === 'taken') {
      const others = withOthers(found);
      const pieces = await livePieces(prisma, view.id, code ?? undefined);
      const taken = pieces.filter((piece) => !others.includes(piece.code));
      await notePartsSeen(prisma, ctx.actor, view, taken);
    }
    const names = await namesOf(prisma, [found.seatId], ctx.now);
    await ctx.screen.say({
      text: ctx.texts.t(`executor:hand.${key}`, {
        what: whatOf(ctx.texts, found.view, found.code),
        name: names.get(found.seatId)?.name ?? '',
      }),
    });
    await list(ctx, found.view.id);
  }

  async function take(ctx: Ctx, remark: Remark, text: string): Promise<void> {
    const { delegationId, how } = remark;
    const request = desk.request(ctx);
    const outcome =
      how === 'return'
        ? await verbs.returnDelegated(request, delegationId, text)
        : await verbs.declineDelegation(request, delegationId, text);
    const found = await loadDelegation(prisma, delegationId);
    if (!found) return;
    if (outcome.kind !== 'done') return executors.refuse(ctx, outcome, found.view.id);
    if (how === 'return') return settled(ctx, found, 'returned');
    await ctx.screen.say({
      text: ctx.texts.t('executor:hand.declined', { what: whatOf(ctx.texts, found.view, found.code) }),
    });
    await list(ctx, found.view.id);
  }

  const dialogue: Dialogue<Remark> = {
    name: REMARK,
    async ask(ctx, { delegationId, how }) {
      const { t } = ctx.texts;
      const found = await loadDelegation(prisma, delegationId);
      if (!found) return;
      const { view, code } = found;
      await ctx.screen.show({
        text: t(`executor:remark.${how}`, { what: whatOf(ctx.texts, view, code) }),
        keyboard: keyboard(
          how === 'decline' && button(t('executor:buttons.no_reason'), 'e.no', delegationId, 'plain'),
          how === 'return'
            ? button(t('chat:buttons.back'), 'e.d', delegationId)
            : code === null
              ? button(t('chat:buttons.back'), 'q.open', view.id)
              : button(t('chat:buttons.back'), 'q.go', view.id, code),
        ),
      });
    },
    async answer(ctx, remark) {
      const text = ctx.message?.text?.trim();
      if (text === undefined || text === '') return { kind: 'not_mine' };
      if (text.length > REMARK_LIMIT) {
        await ctx.screen.say({
          text: ctx.texts.t('executor:remark.long', { limit: formatNumber(REMARK_LIMIT) }),
        });
        return { kind: 'again' };
      }
      if (remark.how === 'decline' && text.length > SURELY_REASON) await askWhich(ctx, remark.delegationId);
      else await take(ctx, remark, text);
      return { kind: 'done' };
    },
  };

  const messageKey = (ctx: Ctx, messageId: number): string => `m:${ctx.chatId}:${messageId}`;

  /** «Это причина или ответ?»; until that is said the text is kept, and nothing is declined. */
  async function askWhich(ctx: Ctx, delegationId: number): Promise<void> {
    const { t } = ctx.texts;
    const { message } = ctx;
    const found = await loadDelegation(prisma, delegationId);
    if (!found || !message?.text) return;
    const { view, code } = found;
    const { message_id: messageId, text } = message;
    const key = messageKey(ctx, messageId);
    await keepStray(prisma, ctx.chatId, {
      sourceKey: code === null ? key : questionKey(key),
      messageId,
      text,
      entities: entitiesOf(message),
      at: ctx.now,
    });
    await ctx.screen.show({
      text: t('executor:remark.which'),
      keyboard: keyboard(
        button(t('executor:buttons.is_reason'), 'e.no', delegationId, messageId),
        code === null
          ? button(t('executor:buttons.is_answer'), 'q.strays')
          : button(t('executor:buttons.is_answer'), 'q.write', view.id, code, messageId),
        button(t('chat:buttons.back'), 'e.no', delegationId),
      ),
    });
  }

  return {
    dialogues: [dialogue],
    buttons: {
      /** *Готово, передать руководителю* */
      async 'e.ready'(ctx, [id]) {
        const found = await own(ctx, id);
        if (!found) return;
        const outcome = await verbs.markReady(desk.request(ctx), found.id);
        if (outcome.kind !== 'done') return executors.refuse(ctx, outcome, found.view.id);
        await ctx.screen.say({
          text: ctx.texts.t('executor:hand.ready', { what: whatOf(ctx.texts, found.view, found.code) }),
        });
        await list(ctx, found.view.id);
      },
      /** *Не могу ответить* */
      async 'e.no'(ctx, [id, said]) {
        const found = await own(ctx, id);
        if (!found) return;
        if (found.state !== 'given' && found.state !== 'returned')
          return executors.refuse(ctx, { kind: 'outdated' }, found.view.id);
        if (isShut(found.view, found.code)) return executors.refuse(ctx, { kind: 'closed' }, found.view.id);
        const remark: Remark = { delegationId: found.id, how: 'decline' };
        if (said === undefined) return enter(ctx, REMARK, remark);
        delete ctx.state.dialogue;
        if (said === 'plain') return take(ctx, remark, '');
        const reason = await keptQuestion(prisma, messageKey(ctx, integer(said) ?? 0), ctx.now);
        if (!reason) return enter(ctx, REMARK, remark);
        await take(ctx, remark, reason.text.trim());
        await dropStrays(prisma, [reason]);
      },
      /** *Принять* */
      async 'e.take'(ctx, [id, asOf]) {
        const found = await executors.found(ctx, id);
        if (!found) return;
        const { t } = ctx.texts;
        const outcome = await verbs.takeDelegated(desk.request(ctx), found.id, integer(asOf));
        if (outcome.kind === 'outdated') return executors.card(ctx, found, t('chat:old_button'));
        if (outcome.kind === 'changed') return executors.card(ctx, found, t('executor:refused.changed'));
        if (outcome.kind !== 'done') return executors.refuse(ctx, outcome, found.view.id);
        await settled(ctx, found, 'taken');
      },
      /** *Вернуть с замечанием* */
      async 'e.back'(ctx, [id]) {
        const found = await executors.found(ctx, id);
        if (!found) return;
        if (found.state !== 'ready') return executors.card(ctx, found, ctx.texts.t('chat:old_button'));
        if (isShut(found.view, found.code)) return executors.refuse(ctx, { kind: 'closed' }, found.view.id);
        if (isOwnWork(ctx.actor, found)) return executors.refuse(ctx, { kind: 'no_right' }, found.view.id);
        if (!mayWritePart(found.view, found.code)) return executors.card(ctx, found);
        await enter(ctx, REMARK, { delegationId: found.id, how: 'return' });
      },
    },
  };
}
