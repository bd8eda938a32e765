import type { AccessRequest, PrismaClient } from '../../platform/database/generated/client.ts';
import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { yesOrNo } from '../../services/chat/words.ts';
import { REQUEST_LIMIT } from '../../services/people/access.ts';
import { seatFor } from '../../services/people/rights.ts';
import { citiesOf, invitationBy } from '../../services/people/store.ts';
import type { Desk } from './desk.ts';
import type { Invite } from './invite.ts';
import { readRequest } from './request-reading.ts';
import { day, page, pageButtons, zoneOf } from './wording.ts';

export interface Access extends Feature {
  /** How many requests wait for an answer of this person, with the button that leads to them; null: none. */
  waiting(ctx: Ctx): Promise<{ text: string; button: Button } | null>;
  /** Shows a request of these words, to be sent. */
  propose(ctx: Ctx, text: string): Promise<void>;
}

/** *Попросить доступ*: in one message, to the coordinator of the city whose link was opened, or of the association. */
export function createAccess(desk: Desk, invite: Pick<Invite, 'begin'>): Access {
  const { people, prisma } = desk;

  const dialogue: Dialogue<{ text?: string }> = {
    name: 'office.ask_access',
    async ask(ctx, { text }) {
      const { t } = ctx.texts;
      const back = desk.back(ctx, 'o.official');
      await ctx.screen.show(
        text === undefined
          ? { text: t('office:access.question'), keyboard: keyboard(back) }
          : {
              text: t('office:access.preview', { text }),
              keyboard: keyboard(
                button(t('office:official.ask'), 'o.ask.send'),
                button(t('office:access.rewrite'), 'o.ask'),
                back,
              ),
            },
      );
    },
    async answer(ctx, { text: shown }) {
      const text = ctx.message?.text?.trim();
      if (text === undefined) return { kind: 'not_mine' };
      if (text.length > REQUEST_LIMIT) {
        const count = text.length - REQUEST_LIMIT;
        await ctx.screen.say({ text: ctx.texts.t('office:access.too_long', { count }) });
        return { kind: 'again' };
      }
      if (shown === undefined) await send(ctx, text);
      else if (yesOrNo(ctx.texts, text) === 'yes') await send(ctx, shown);
      else return { kind: 'next', args: { text } };
      return { kind: 'done' };
    },
  };

  async function send(ctx: Ctx, text: string): Promise<void> {
    const { t } = ctx.texts;
    const { declinedInvitationId } = ctx.state;
    const declined =
      declinedInvitationId === undefined
        ? null
        : await invitationBy(prisma, { id: declinedInvitationId }, ctx.now);
    const outcome = await people.askAccess(desk.by(ctx), text, declined?.seat.cityId ?? null);
    ctx.actorChanged();
    await ctx.screen.freeze();
    const said = {
      done: () => t('office:access.sent'),
      nobody: () => t('office:access.nobody'),
      asked: (at: string) =>
        t('office:access.asked', { day: day(ctx.texts, new Date(at), zoneOf(ctx.actor), ctx.now) }),
    };
    await ctx.screen.say({
      text: outcome.kind === 'asked' ? said.asked(outcome.at) : said[outcome.kind](),
      keyboard: keyboard(button(t('chat:buttons.menu'), 'menu')),
    });
  }

  const answers = (ctx: Ctx, subject: { cityId?: number | null } = {}): boolean =>
    seatFor(ctx.actor, 'answer_access_request', subject) !== null;

  /** Those that this person may answer, the oldest first. */
  async function open(ctx: Ctx): Promise<AccessRequest[]> {
    if (!answers(ctx)) return [];
    const all = await prisma.accessRequest.findMany({ where: { answeredAt: null }, orderBy: { at: 'asc' } });
    return all.filter(({ cityId }) => answers(ctx, { cityId }));
  }

  /** One at a time, with its answers. */
  async function list(ctx: Ctx, wanted = 0): Promise<void> {
    desk.leave(ctx);
    if (!answers(ctx)) return desk.refuse(ctx);
    const { texts } = ctx;
    const { rows, ...at } = page(await open(ctx), wanted, 1);
    const [first] = rows;
    const back = desk.back(ctx, 'menu');
    if (!first) return ctx.screen.show({ text: texts.t('office:access.none'), keyboard: keyboard(back) });
    const position = texts.t('office:access.position', { number: at.number + 1, count: at.last + 1 });
    const asked = await requestText(prisma, texts, first);
    await ctx.screen.show({
      text: [at.last > 0 ? position : null, asked].filter(Boolean).join('\n'),
      keyboard: keyboard(...requestButtons(texts, first.id), pageButtons(texts, at, 'o.asks'), back),
    });
  }

  /** One that is open and this person's to answer; else says why it is not. */
  async function request(ctx: Ctx, id: string | undefined): Promise<AccessRequest | null> {
    const found = await prisma.accessRequest.findUnique({ where: { id: integer(id) ?? 0 } });
    if (found ? !answers(ctx, found) : !answers(ctx)) await desk.refuse(ctx);
    else if (found?.answeredAt === null) return found;
    else {
      const why = !found ? 'withdrawn' : (await wasAnswered(prisma, found.id)) ? 'answered' : 'connected';
      await ctx.screen.say({ text: ctx.texts.t(`office:access.${why}`) });
    }
    return null;
  }

  return {
    async waiting(ctx) {
      const { t } = ctx.texts;
      const { length: count } = await open(ctx);
      if (count === 0) return null;
      return {
        text: t('office:access.waiting', { count }),
        button: button(t('office:access.see'), 'o.asks'),
      };
    },
    propose: (ctx, text) => desk.enter(ctx, dialogue.name, { text }),
    dialogues: [dialogue] as readonly Dialogue[],
    buttons: {
      'o.asks': (ctx, [number]) => list(ctx, integer(number) ?? 0),
      'o.ask': (ctx) => desk.enter(ctx, dialogue.name, {}),
      async 'o.ask.send'(ctx) {
        const { dialogue: under } = ctx.state;
        const { text } = under?.name === dialogue.name ? (under.args as { text?: string }) : {};
        if (text === undefined) return desk.enter(ctx, dialogue.name, {});
        desk.leave(ctx);
        await send(ctx, text);
      },
      async 'o.ask.grant'(ctx, [id]) {
        const found = await request(ctx, id);
        if (!found) return;
        const known = readRequest(found.text, await citiesOf(prisma));
        const cityId = found.cityId ?? known.cityId;
        await invite.begin(ctx, {
          ...known,
          requestId: found.id,
          ...(cityId === undefined ? {} : { cityId }),
        });
      },
      async 'o.ask.decline'(ctx, [id]) {
        const found = await request(ctx, id);
        if (!found) return;
        const { t } = ctx.texts;
        await ctx.screen.show({
          text: t('office:access.decline_question'),
          keyboard: keyboard(
            button(t('office:access.decline_yes'), 'o.ask.declined', found.id),
            desk.back(ctx, 'menu'),
          ),
        });
      },
      async 'o.ask.declined'(ctx, [id]) {
        const { kind } = await people.answerRequest(desk.by(ctx), integer(id) ?? 0, 'declined');
        if (kind === 'no_right') return desk.refuse(ctx);
        await ctx.screen.freeze();
        const said = { done: 'declined_done', answered: 'answered', not_found: 'withdrawn' } as const;
        await ctx.screen.say({ text: ctx.texts.t(`office:access.${said[kind]}`) });
      },
    },
  };
}

/** A coordinator answered it; else it was closed because the asker came in by another link, or by a code. */
async function wasAnswered(prisma: PrismaClient, requestId: number): Promise<boolean> {
  const where = {
    verb: 'answer_access_request',
    subject: `access_request:${requestId}`,
    outcome: { path: ['kind'], equals: 'done' },
  };
  return (await prisma.journal.count({ where })) > 0;
}

/** Who asks, in his own words, and what a coordinator does first. */
export async function requestText(
  prisma: PrismaClient,
  { t }: Texts,
  { cityId, text }: AccessRequest,
): Promise<string> {
  const city = cityId === null ? null : await prisma.city.findUnique({ where: { id: cityId } });
  return city
    ? t('office:notice.access_city', { city: city.name, text })
    : t('office:notice.access', { text });
}

export function requestButtons({ t }: Texts, requestId: number): Button[] {
  return [
    button(t('office:access.grant'), 'o.ask.grant', requestId),
    button(t('office:access.decline'), 'o.ask.decline', requestId),
  ];
}
