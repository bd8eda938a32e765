import { InputFile } from 'grammy';
import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { ImportedLink } from '../../services/people/import-links.ts';
import { inParts } from '../../services/people/import-links.ts';
import { waitingFor } from '../../services/people/import-staff.ts';
import { showCode } from '../../services/people/invitation.ts';
import { fullName } from '../../services/people/names.ts';
import { seatFor } from '../../services/people/rights.ts';
import type { Desk } from './desk.ts';
import { linksFile } from './import-sheets.ts';
import type { LinkRow, SheetFile } from './import-sheets.ts';

export interface ImportLinks extends Feature {
  /** The sheet of links that were just written. */
  hand(ctx: Ctx, links: readonly ImportedLink[]): Promise<void>;
  send(ctx: Ctx, file: SheetFile, caption: string): Promise<void>;
}

/** The sheet with a link and a code for each who was invited, and new links for those who have not come in. */
export function createImportLinks(desk: Desk): ImportLinks {
  const { prisma, people } = desk;

  async function send(ctx: Ctx, { name, content }: SheetFile, caption: string): Promise<void> {
    const sent = await ctx.api.sendDocument(ctx.chatId, new InputFile(content, name), { caption });
    ctx.screen.sent(sent.message_id);
  }

  async function hand(ctx: Ctx, links: readonly ImportedLink[]): Promise<void> {
    const rows: LinkRow[] = [];
    for (const part of inParts(links)) {
      const secrets = new Map(part.map((link) => [link.invitationId, link]));
      const invitations = await prisma.invitation.findMany({
        where: { id: { in: [...secrets.keys()] } },
        include: { seat: { include: { city: true, department: true } } },
      });
      for (const invitation of invitations) {
        const { seat, expiresAt } = invitation;
        const secret = secrets.get(invitation.id);
        if (!secret || !seat.city) continue;
        rows.push({
          city: seat.city,
          department: seat.department?.name ?? '',
          post: seat.post,
          person: fullName(invitation) ?? '',
          phone: invitation.phone ?? '',
          email: invitation.email ?? '',
          link: `https://t.me/${desk.botName}?start=${secret.token}`,
          code: showCode(secret.code),
          expiresAt,
        });
      }
    }
    const file = linksFile(ctx.texts, rows, `@${desk.botName}`, ctx.now);
    await send(ctx, file, ctx.texts.t('import:links.caption', { count: rows.length }));
  }

  /** The cities that a button means: of an import of one's own, one city, or all (null); undefined: it means none. */
  async function citiesOf(ctx: Ctx, [of, number]: string[]): Promise<number[] | null | undefined> {
    const id = integer(number);
    if (id === null) return undefined;
    if (of === 'c') return id === 0 ? null : [id];
    const { personId } = ctx.actor;
    if (of !== 'j' || personId === null) return undefined;
    const row = await prisma.journal.findFirst({ where: { id, verb: 'import_staff', personId } });
    return (row?.outcome as { cityIds?: number[] } | undefined)?.cityIds;
  }

  async function home(ctx: Ctx, text: string): Promise<void> {
    await ctx.screen.show({
      text,
      keyboard: keyboard(button(ctx.texts.t('office:staff.list'), 'o.staff'), desk.back(ctx, 'menu')),
    });
  }

  return {
    hand,
    send,
    buttons: {
      async 'i.links'(ctx, args) {
        desk.leave(ctx);
        const cityIds = await citiesOf(ctx, args);
        if (cityIds === undefined || !seatFor(ctx.actor, 'import_staff')) return desk.refuse(ctx);
        const { t } = ctx.texts;
        const { length: count } = await waitingFor(prisma, ctx.actor, cityIds, ctx.now);
        if (count === 0) return home(ctx, t('import:links.nobody'));
        await ctx.screen.show({
          text: t('import:links.question', { count }),
          keyboard: keyboard(
            button(t('import:buttons.renew', { count }), 'i.renew', ...args),
            desk.back(ctx, 'o.staff'),
          ),
        });
      },
      async 'i.renew'(ctx, args) {
        desk.leave(ctx);
        const cityIds = await citiesOf(ctx, args);
        if (cityIds === undefined) return desk.refuse(ctx);
        const outcome = await people.renewLinks(desk.by(ctx), cityIds);
        if (outcome.kind === 'no_right') return desk.refuse(ctx);
        if (outcome.kind === 'nothing') return home(ctx, ctx.texts.t('import:links.nobody'));
        await hand(ctx, outcome.links);
        await home(ctx, ctx.texts.t('import:links.done'));
      },
    },
  };
}
