import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Message } from '../../services/chat/screen.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { fullName } from '../../services/people/names.ts';
import { occupantsOf } from '../../services/people/occupants.ts';
import type { Desk } from './desk.ts';

/** So many lines of a kind stand on the card; it is one screen. */
const MOST = 5;

/**
 * The card of a successor: what is open, what comes within 30 days, who worked on it. null: the post is new, nobody held
 * it before.
 */
export async function handoverCard(
  { prisma, handover }: Pick<Desk, 'prisma' | 'handover'>,
  texts: Texts,
  held: { seatId: number; personId: number },
  now: Date,
): Promise<Message | null> {
  const { seatId, personId } = held;
  const before = await prisma.holding.findFirst({
    where: { seatId, until: { not: null }, personId: { not: personId } },
    include: { person: true, seat: true },
    orderBy: { id: 'desc' },
  });
  if (!before) return null;
  const { t } = texts;
  const { open, soon, executorSeatIds, button: toOpen } = await handover(texts, seatId, now);
  const { departmentId, kind } = before.seat;
  const assistants = await prisma.seat.findMany({
    where: { departmentId: departmentId ?? 0, kind: 'assistant', closedAt: null, id: { not: seatId } },
    select: { id: true },
  });
  const acted = await prisma.acting.findMany({ where: { seatId, fromOn: { lte: now } } });
  const actingSeatIds = acted.map(({ actingSeatId }) => actingSeatId);
  const assistantSeatIds = kind === 'head' ? assistants.map(({ id }) => id) : [];
  const seatIds = [...new Set([...actingSeatIds, ...executorSeatIds, ...assistantSeatIds])];
  const occupants = await occupantsOf(prisma, seatIds, now);
  const met = new Set([personId, before.personId]);
  const colleagues = seatIds.flatMap((id) => {
    const one = occupants.get(id);
    if (!one || met.has(one.personId)) return [];
    met.add(one.personId);
    const role = actingSeatIds.includes(id)
      ? 'substitute'
      : executorSeatIds.includes(id)
        ? 'executor'
        : 'assistant';
    return [who(texts, fullName(one), t(`acting:handover.role.${role}`), one.phone)];
  });
  const former = who(texts, fullName(before.person), t('acting:handover.role.former'), before.person.phone);
  const text = [
    t('acting:handover.head', { post: before.seat.post }),
    section(t('acting:handover.open'), open) ?? t('acting:handover.nothing'),
    section(t('acting:handover.soon'), soon),
    section(t('acting:handover.people'), [former, ...colleagues]),
    open.length > 0 && kind !== 'association_coordinator' ? t('acting:handover.drafts') : null,
  ];
  return {
    text: text.filter(Boolean).join('\n\n'),
    keyboard: keyboard(toOpen, button(t('chat:buttons.menu'), 'menu')),
  };
}

/** A heading with its first lines; null: there are none. */
export function section(head: string, lines: readonly string[]): string | null {
  return lines.length === 0 ? null : [head, ...lines.slice(0, MOST).map((line) => `• ${line}`)].join('\n');
}

/** «Берёзкина Анна Викторовна, прежде в этой должности, +7 000 00-00-00» */
function who(texts: Texts, name: string | null, role: string, phone: string | null): string {
  return [name ?? texts.t('acting:handover.erased'), role, phone].filter(Boolean).join(', ');
}
