import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { mayReconsider, waitingIn, withoutRemarks } from './acceptance.ts';
import type { Waiting } from './acceptance.ts';
import { READ_PAGE, stateLines, submittedLines } from './acceptance-standing.ts';
import { isSubmitted } from '../admission.ts';
import { objects } from '../behalf/record.ts';
import { entriesOf, sectionText } from '../review/answer-pages.ts';
import { back, label, pageOf, someOf, turning } from '../campaign/desk.ts';
import { findCampaign } from '../campaign/store.ts';
import type { ClarificationDesk } from './desk.ts';
import { messageOf, waitingLine } from './messages.ts';
import { contentOf, openClarifications } from './store.ts';
import { concat, formatted } from '../formatted.ts';
import { pagesOf } from '../paging.ts';
import type { AssignmentView } from '../store.ts';

export interface AcceptanceScreens extends Feature {
  /** One city's answers, page by page, to be accepted or asked about. */
  read(ctx: Ctx, view: AssignmentView, page: number, above?: string): Promise<void>;
}

/** *Принять*: what waits, the answers of one city, and all without remarks at once. */
export function createAcceptanceScreens(desk: ClarificationDesk): AcceptanceScreens {
  const { prisma, acceptance } = desk;
  const accepts = (ctx: Ctx): boolean => seatFor(ctx.actor, 'accept') !== null;

  /** What waits in a campaign, for whoever sees all of it; says why not, and yields null. */
  async function waiting(
    ctx: Ctx,
    id: string | undefined,
  ): Promise<{ id: number; year: number; all: Waiting[] } | null> {
    const number = integer(id);
    if (!seatFor(ctx.actor, 'see_campaign')) {
      await desk.refuse(ctx, 'no_right');
      return null;
    }
    const campaign = number === null ? null : await findCampaign(prisma, number);
    if (!campaign) {
      await desk.refuse(ctx, 'gone');
      return null;
    }
    desk.leave(ctx);
    return { id: campaign.id, year: campaign.year, all: await waitingIn(prisma, campaign.id) };
  }

  async function list(ctx: Ctx, id: string | undefined, page: number, above?: string): Promise<void> {
    const found = await waiting(ctx, id);
    if (!found) return;
    const { t, rich } = ctx.texts;
    const { all } = found;
    const shown = pageOf(all, page, 6);
    const head = rich('clarification:list.head', { year: found.year, count: all.length });
    const plain = accepts(ctx) ? withoutRemarks(all).length : 0;
    await ctx.screen.show({
      text: [
        head.text,
        above,
        all.length === 0 && t('clarification:list.empty'),
        ...shown.items.map((each) => waitingLine(ctx.texts, each)),
        shown.pages > 1 && t('campaign:page', { page: shown.page + 1, pages: shown.pages }),
      ]
        .filter((line) => typeof line === 'string')
        .join('\n'),
      entities: head.entities,
      keyboard: keyboard(
        ...flow(shown.items.map(({ view }) => button(label(view.city.name), 'c.read', view.id, 1))),
        turning(ctx.texts, shown, (to) => button('', 'c.list', found.id, to)),
        plain > 0 && button(t('clarification:buttons.all', { count: plain }), 'c.all', found.id),
        back(ctx.texts, 'b.board', found.id),
      ),
    });
  }

  async function previewAll(ctx: Ctx, id: string | undefined, above?: string): Promise<void> {
    const found = await waiting(ctx, id);
    if (!found) return;
    const { t, rich } = ctx.texts;
    const plain = withoutRemarks(found.all);
    if (plain.length === 0) return list(ctx, id, 0, above ?? t('clarification:all.none'));
    const rest = found.all.filter((each) => !plain.includes(each));
    const names = (some: readonly Waiting[]) =>
      someOf(
        ctx.texts,
        some.map(({ view }) => view.city.name),
        40,
      );
    const head = rich('clarification:all.head', { count: plain.length, year: found.year });
    const last = Math.max(...plain.map(({ submissionId }) => submissionId));
    await ctx.screen.show({
      text: [
        head.text,
        above,
        t('clarification:all.cities', { cities: names(plain) }),
        rest.length > 0 && t('clarification:all.rest', { cities: names(rest) }),
        t('clarification:all.effect'),
        t(
          plain.some(({ view }) => view.inVolume) ? 'clarification:all.final' : 'clarification:all.not_final',
        ),
      ]
        .filter((line) => typeof line === 'string')
        .join('\n'),
      entities: head.entities,
      keyboard: keyboard(
        button(
          t('clarification:buttons.all_do', { count: plain.length }),
          'c.all.yes',
          found.id,
          plain.length,
          last,
        ),
        back(ctx.texts, 'c.list', found.id, 0),
      ),
    });
  }

  async function read(ctx: Ctx, view: AssignmentView, number: number, above?: string): Promise<void> {
    const { texts } = ctx;
    const { t } = texts;
    if (!isSubmitted(view)) {
      await ctx.screen.show({
        text: t(view.edition > 0 ? 'clarification:read.withdrawn' : 'clarification:read.not_submitted', {
          city: view.city.name,
        }),
        keyboard: keyboard(back(texts, 'c.list', view.campaignId, 0)),
      });
      return;
    }
    const content = await contentOf(prisma, view.id, view.edition);
    const pages = pagesOf(entriesOf(texts, view, content), READ_PAGE);
    const index = Math.min(Math.max(number, 1), Math.max(pages.length, 1)) - 1;
    const page = pages[index];
    const head = texts.rich(pages.length > 1 ? 'clarification:read.head' : 'clarification:read.head_whole', {
      city: view.city.name,
      number: view.number ?? '',
      edition: view.edition,
      page: index + 1,
      pages: pages.length,
    });
    const lines = [
      ...(above === undefined ? [] : [above]),
      ...(index === 0 ? await submittedLines(prisma, ctx, view, content) : []),
      ...(await stateLines(prisma, ctx, view)),
    ];
    const body = concat(
      [
        concat([formatted(head.text, head.entities), ...lines.map((line) => formatted(line))], '\n'),
        ...(page?.sections ?? []).map((section) => sectionText(texts, section)),
      ],
      '\n\n',
    );
    const turn = (to: number, key: 'chat:buttons.previous' | 'chat:buttons.next') =>
      to >= 0 && to < pages.length && button(t(key), 'c.read', view.id, to + 1);
    const [first, ...others] = await openClarifications(prisma, view.id);
    await ctx.screen.show(
      messageOf(
        body,
        keyboard(
          [turn(index - 1, 'chat:buttons.previous'), turn(index + 1, 'chat:buttons.next')],
          accepts(ctx) &&
            (mayReconsider(view)
              ? button(t('clarification:buttons.reconsider'), 'c.back', view.id)
              : [
                  view.state === 'submitted' &&
                    button(t('clarification:buttons.accept'), 'c.yes', view.id, view.edition),
                  !view.inVolume && button(t('clarification:buttons.ask'), 'c.ask', view.id, index + 1),
                ]),
          first &&
            (others.length === 0
              ? button(t('clarification:buttons.single'), 'c.one', first.id)
              : button(t('clarification:buttons.several', { count: others.length + 1 }), 'c.some', view.id)),
          button(t('questionnaire:buttons.word'), 'q.word', view.id),
          button(t('clarification:buttons.list'), 'c.list', view.campaignId, 0),
        ),
      ),
    );
  }

  /** The city objects to what was entered for it: whoever accepts decides, with his eyes open. */
  async function askObjected(ctx: Ctx, view: AssignmentView, edition: number): Promise<void> {
    const { t } = ctx.texts;
    await ctx.screen.show({
      text: [`${view.city.name}, ${view.number ?? ''}.`, t('behalf:accept_ask')].join('\n'),
      keyboard: keyboard(
        button(t('behalf:buttons.accept'), 'c.yes', view.id, edition, 'yes'),
        back(ctx.texts, 'c.read', view.id, 1),
      ),
    });
  }

  /** After accepting: what waits besides, or that nothing does. */
  async function onward(ctx: Ctx, view: AssignmentView, text: string): Promise<void> {
    await ctx.screen.say({
      text,
      ...(!view.inVolume && {
        keyboard: keyboard(button(ctx.texts.t('clarification:buttons.reconsider'), 'c.back', view.id)),
      }),
    });
    await list(ctx, String(view.campaignId), 0);
  }

  return {
    read,
    buttons: {
      'c.list': (ctx, [id, page]) => list(ctx, id, integer(page) ?? 0),
      async 'c.read'(ctx, [id, page]) {
        const view = await desk.open(ctx, id, 'see_campaign');
        if (view) await read(ctx, view, integer(page) ?? 1);
      },
      async 'c.yes'(ctx, [id, edition, sure]) {
        const view = await desk.open(ctx, id, 'accept');
        if (!view) return;
        if (objects(view.behalf) && view.state === 'submitted' && sure !== 'yes')
          return askObjected(ctx, view, integer(edition) ?? -1);
        const outcome = await acceptance.accept(desk.desk.request(ctx), view.id, integer(edition) ?? -1);
        if (outcome.kind === 'done') {
          const { city, number, inVolume } = view;
          const values = { city: city.name, number: number ?? '' };
          const key = inVolume ? 'clarification:accept.done_final' : 'clarification:accept.done';
          return onward(ctx, view, ctx.texts.t(key, values));
        }
        const fresh = await desk.open(ctx, id, 'accept');
        await desk.refuse(ctx, outcome.kind);
        if (fresh) await read(ctx, fresh, 1);
      },
      async 'c.back'(ctx, [id]) {
        const view = await desk.open(ctx, id, 'accept');
        if (!view) return;
        const outcome = await acceptance.reconsider(desk.desk.request(ctx), view.id);
        const fresh = await desk.open(ctx, id, 'accept');
        if (outcome.kind !== 'done') await desk.refuse(ctx, outcome.kind);
        const above = outcome.kind === 'done' ? ctx.texts.t('clarification:accept.back') : undefined;
        if (fresh) await read(ctx, fresh, 1, above);
      },
      'c.all': (ctx, [id]) => previewAll(ctx, id),
      async 'c.all.yes'(ctx, [id, count, last]) {
        const campaignId = integer(id);
        if (campaignId === null) return desk.refuse(ctx, 'gone');
        const outcome = await acceptance.acceptAll(desk.desk.request(ctx), {
          campaignId,
          count: integer(count) ?? -1,
          lastSubmissionId: integer(last) ?? -1,
        });
        if (outcome.kind === 'no_right') return desk.refuse(ctx, 'no_right');
        if (outcome.kind === 'changed') return previewAll(ctx, id, ctx.texts.t('clarification:all.changed'));
        await ctx.screen.say({ text: ctx.texts.t('clarification:all.done', { count: outcome.count }) });
        await list(ctx, id, 0);
      },
    },
  };
}
