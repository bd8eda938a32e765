import { integer } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue, Step } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { yesOrNo } from '../../services/chat/words.ts';
import { SEAT_KINDS } from '../../services/people/actor.ts';
import { readLine, readPhone } from '../../services/people/names.ts';
import { seatFor } from '../../services/people/rights.ts';
import { readPost } from '../../services/people/staff.ts';
import { cityOf, staffSeat } from '../../services/people/store.ts';
import type { Desk } from './desk.ts';
import { looksLikePerson, outOfTurn, readInvited, withPerson } from './invite-person.ts';
import {
  doubtSettled,
  fixedFor,
  kindsFor,
  nextStep,
  readyDraft,
  resumed,
  stepBack,
  withinReach,
  withoutDoubt,
} from './invite-steps.ts';
import type { Draft } from './invite-steps.ts';
import { createInviteScreens } from './invite-screens.ts';
import type { Links } from './links.ts';

const NAME = 'office.invite';

export interface Invite extends Feature {
  /** Begins an invitation with what is known already. */
  begin(ctx: Ctx, known: Partial<Draft>): Promise<void>;
}

/** /invite: one screen a step, the answers so far in the dialogue's arguments. */
export function createInvite(
  desk: Desk,
  links: Links,
  deps: {
    home: (ctx: Ctx) => Promise<void>;
    /** Goes on with whoever was invited to act for a post. */
    toAct: (ctx: Ctx, seatId: number, actingSeatId: number) => Promise<void>;
  },
): Invite {
  const { home, toAct } = deps;
  const { prisma, people } = desk;
  const screens = createInviteScreens(desk);

  const go = (ctx: Ctx, draft: Draft): Promise<void> => desk.enter(ctx, NAME, draft);

  /** On to the first question whose answer is missing; what the actor has no choice about is not asked. */
  function goOn(ctx: Ctx, draft: Partial<Draft>): Promise<void> {
    return go(ctx, resumed(ctx.actor, draft));
  }

  async function begin(ctx: Ctx, known: Partial<Draft>): Promise<void> {
    if (kindsFor(ctx.actor).length === 0) return desk.refuse(ctx);
    await goOn(ctx, known);
  }

  /** The draft that the pressed button belongs to; else says that the button is old. */
  async function draftOf(ctx: Ctx): Promise<Draft | null> {
    const { dialogue } = ctx.state;
    if (dialogue?.name === NAME) return dialogue.args as Draft;
    await desk.oldButton(ctx, () => home(ctx));
    return null;
  }

  const pressed = (change: (ctx: Ctx, draft: Draft, args: string[]) => Promise<void>) => {
    return async (ctx: Ctx, args: string[]): Promise<void> => {
      const draft = await draftOf(ctx);
      if (draft) await change(ctx, draft, args);
    };
  };

  async function understand(ctx: Ctx, draft: Draft, text: string): Promise<Draft | string> {
    const { t } = ctx.texts;
    switch (draft.step) {
      case 'city': {
        const found = await screens.cities(ctx, { ...draft, search: text });
        const [only] = found;
        if (only && found.length === 1) return { ...draft, cityId: only.id };
        return found.length === 0 ? t('office:cities.not_found') : { ...draft, search: text, page: 0 };
      }
      case 'department':
      case 'post': {
        const field = draft.step;
        const value = field === 'post' ? readPost(text) : readLine(text, 200);
        if (value === null) return t('office:invite.too_long');
        return looksLikePerson(value)
          ? { ...draft, step: 'doubt', doubt: { field, value } }
          : { ...draft, [field]: value };
      }
      case 'doubt': {
        const back = stepBack(draft, []) ?? draft;
        const said = yesOrNo(ctx.texts, text);
        if (said === null) return understand(ctx, back, text);
        return said === 'yes' ? doubtSettled(draft) : back;
      }
      case 'name': {
        const read = readInvited(text, draft.alone);
        if (read.kind === 'letters' || read.kind === 'long') return t(`office:name.${read.kind}`);
        return withPerson(draft, read);
      }
      case 'phone': {
        const phone = readPhone(text);
        return phone === null ? t('office:staff.bad.phone') : { ...draft, phone };
      }
      default:
        return t('office:invite.press');
    }
  }

  const dialogue: Dialogue<Draft> = {
    name: NAME,
    ask: (ctx, draft) => screens.show(ctx, draft),
    async answer(ctx, draft): Promise<Step<Draft>> {
      const text = ctx.message?.text;
      if (text === undefined) return { kind: 'not_mine' };
      const said = draft.step === 'confirm' ? yesOrNo(ctx.texts, text) : null;
      if (said !== null) {
        await (said === 'yes' ? issue(ctx, draft) : back(ctx, draft));
        return { kind: 'done' };
      }
      const typed = outOfTurn(draft, text);
      if (typed) return { kind: 'next', args: typed };
      const next = await understand(ctx, draft, text);
      if (typeof next !== 'string') {
        const searching = next.search !== undefined && next.cityId === undefined;
        const step = next.doubt ? 'doubt' : searching ? 'city' : nextStep(next);
        return { kind: 'next', args: { ...next, step } };
      }
      const kept = draft.step === 'kind' ? null : ctx.texts.t('office:invite.kept');
      await screens.show(ctx, draft, [next, kept].filter(Boolean).join(' '));
      return { kind: 'again' };
    },
  };

  async function issue(ctx: Ctx, draft: Draft): Promise<void> {
    const ready = readyDraft(draft);
    if (!ready) return goOn(ctx, draft);
    const outcome = await people.invite(desk.by(ctx), ready.post, ready.invitee);
    if (outcome.kind === 'taken') return go(ctx, { ...draft, step: 'taken', seatId: outcome.seatId });
    desk.leave(ctx);
    if (outcome.kind === 'no_right') return desk.refuse(ctx);
    if (outcome.kind === 'not_found') return desk.oldButton(ctx, () => home(ctx));
    if (draft.requestId !== undefined)
      await people.answerRequest(desk.by(ctx, ':request'), draft.requestId, 'granted');
    const { actingFor, errand } = draft;
    if (errand) return links.hand(ctx, outcome, () => desk.invitedFor(ctx, errand, outcome.seatId));
    if (actingFor === undefined) return links.hand(ctx, outcome);
    await links.hand(ctx, outcome, () => toAct(ctx, actingFor, outcome.seatId));
  }

  async function back(ctx: Ctx, draft: Draft): Promise<void> {
    const from: Draft = draft.step === 'taken' ? (({ seatId: _seatId, ...rest }) => rest)(draft) : draft;
    const before = stepBack(from, Object.keys(fixedFor(ctx.actor, from)));
    if (before) return go(ctx, before);
    desk.leave(ctx);
    await (from.errand ? desk.invitedFor(ctx, from.errand, null) : home(ctx));
  }

  return {
    begin,
    dialogues: [dialogue],
    commands: [
      {
        name: 'invite',
        describe: 'office:commands.invite',
        allowed: (actor) => kindsFor(actor).length > 0,
        handle: (ctx) => begin(ctx, {}),
      },
    ],
    buttons: {
      'o.inv': (ctx, [cityId]) => {
        const id = integer(cityId);
        return begin(ctx, id === null ? {} : { cityId: id });
      },
      async 'o.inv.kind'(ctx, [name, city]) {
        const kind = SEAT_KINDS.find((each) => each === name);
        if (!kind || !kindsFor(ctx.actor).includes(kind)) return desk.refuse(ctx);
        const draft = ctx.state.dialogue?.name === NAME ? (ctx.state.dialogue.args as Draft) : {};
        const cityId = integer(city);
        await begin(ctx, { ...draft, kind, ...(cityId === null ? {} : { cityId }) });
      },
      'o.inv.city': pressed(async (ctx, draft, [id]) => {
        const { search: _search, page: _page, ...rest } = draft;
        const chosen = { ...rest, cityId: integer(id) ?? 0 };
        if (!withinReach(ctx.actor, chosen) || !(await cityOf(prisma, chosen.cityId)))
          return desk.refuse(ctx);
        await goOn(ctx, chosen);
      }),
      'o.inv.page': pressed((ctx, draft, [number]) => go(ctx, { ...draft, page: integer(number) ?? 0 })),
      'o.inv.dep': pressed(async (ctx, draft, [id]) => {
        const chosen = (await screens.departments(ctx, draft)).find(
          (department) => department.id === integer(id),
        );
        const { page: _page, ...rest } = draft;
        await goOn(ctx, chosen ? { ...rest, department: chosen.name } : draft);
      }),
      'o.inv.nodep': pressed((ctx, draft) => goOn(ctx, { ...draft, department: null })),
      'o.inv.post': pressed(async (ctx, draft) =>
        goOn(ctx, { ...draft, post: screens.proposedPost(ctx, draft) }),
      ),
      'o.inv.nophone': pressed((ctx, draft) => goOn(ctx, { ...draft, phone: null })),
      'o.inv.ok': pressed(issue),
      'o.inv.next': pressed(issue),
      'o.inv.more': pressed((ctx, draft) => {
        const { seatId: _seatId, ...rest } = draft;
        return issue(ctx, { ...rest, another: true });
      }),
      'o.inv.sure': pressed((ctx, draft) => goOn(ctx, doubtSettled(draft))),
      /** What was typed for a department or a post is the person. */
      'o.inv.whom': pressed((ctx, draft) => {
        const { field = 'department', value = '' } = draft.doubt ?? {};
        const read = readInvited(value);
        const known = withoutDoubt(draft, field);
        return goOn(ctx, read.kind === 'letters' || read.kind === 'long' ? known : withPerson(known, read));
      }),
      'o.inv.alone': pressed((ctx, { alone, ...draft }) =>
        goOn(ctx, alone === undefined ? draft : { ...draft, surname: alone, name: '', patronymic: null }),
      ),
      'o.inv.back': pressed(back),
      async 'o.inv.seat'(ctx, [id]) {
        const seat = await staffSeat(prisma, integer(id) ?? 0, ctx.now);
        if (!seat) return desk.oldButton(ctx, () => home(ctx));
        const { kind, cityId, departmentId } = seat;
        if (!seatFor(ctx.actor, `invite_${kind}`, { cityId, departmentId })) return desk.refuse(ctx);
        await begin(ctx, { seatId: seat.seatId, kind });
      },
    },
  };
}
