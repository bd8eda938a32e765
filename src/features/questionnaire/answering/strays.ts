import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { ChatState, Ctx } from '../../../services/chat/context.ts';
import type { PutText } from './changing.ts';
import type { RawEntity } from '../formatted.ts';

/**
 * A text or file that came outside a question, or that looked like a question to the bot. Kept for 24 hours. The key
 * begins with `m:` for the former and with `q:` for the latter, which are offered by their own button only.
 */
export interface Stray {
  id: number;
  sourceKey: string;
  messageId: number;
  text: string;
  entities: RawEntity[];
  fileId: number | null;
  fileName: string | null;
  at: Date;
}

const KEPT = 24 * 3600 * 1000;
/** What came so many milliseconds after the last one was not written in one go with it. */
const APART = 10 * 60_000;
/** As many beginnings of bunches as a chat remembers. */
const REMEMBERED = 9;
/** What follows the last one within so many milliseconds belongs to it. */
const TOGETHER = 10_000;

const outside = (chatId: number, now: Date): Prisma.StrayWhereInput => ({
  chatId,
  sourceKey: { startsWith: 'm:' },
  at: { gt: new Date(now.getTime() - KEPT) },
});

/** The menu that asks about them is known by this name. */
export const ASKS_STRAYS = 'strays';

/** A text has come outside any question: after another screen it begins a bunch of its own. */
export function noteBunch(state: ChatState, messageId: number): void {
  const { screen, bunches = [] } = state;
  if (screen === undefined || screen.about === ASKS_STRAYS || screen.messageId <= (bunches.at(-1) ?? 0))
    return;
  state.bunches = [...bunches, messageId].slice(-REMEMBERED);
}

/** What was written in one go, and may be placed or dropped as a whole; the newest bunch is the last. */
export function bunchesOf<S extends Pick<Stray, 'messageId' | 'at'>>(
  strays: readonly S[],
  beginnings: readonly number[] = [],
): S[][] {
  const bunches: S[][] = [];
  for (const stray of strays) {
    const bunch = bunches.at(-1);
    const before = bunch?.at(-1);
    const apart =
      !before ||
      stray.at.getTime() - before.at.getTime() > APART ||
      beginnings.some((each) => each > before.messageId && each <= stray.messageId);
    if (apart) bunches.push([stray]);
    else bunch?.push(stray);
  }
  return bunches;
}

/** The key of a question to the bot, by its message's. */
export function questionKey(messageKey: string): string {
  return messageKey.replace(/^m:/u, 'q:');
}

export async function keepStray(
  db: Db,
  chatId: number,
  stray: Omit<Stray, 'id' | 'fileId' | 'fileName'> & { fileId?: number; fileName?: string },
): Promise<void> {
  const { entities, ...rest } = stray;
  await db.stray.upsert({
    where: { sourceKey: stray.sourceKey },
    create: { chatId, ...rest, entities },
    update: {},
  });
}

/** A message that was kept is edited in the chat. False: it is not among the kept ones. */
export async function editStray(
  db: Db,
  sourceKey: string,
  text: string,
  entities: readonly RawEntity[],
): Promise<boolean> {
  const { count } = await db.stray.updateMany({
    where: { sourceKey: { in: [sourceKey, questionKey(sourceKey)] } },
    data: { text, entities },
  });
  return count > 0;
}

export async function keptStrays(db: Db, chatId: number, now: Date): Promise<Stray[]> {
  const rows = await db.stray.findMany({
    where: outside(chatId, now),
    orderBy: { messageId: 'asc' },
  });
  return rows.map(strayOf);
}

/** All that is kept of this chat, by bunches. */
export async function keptBunches(db: Db, { chatId, now, state }: Ctx): Promise<Stray[][]> {
  return bunchesOf(await keptStrays(db, chatId, now), state.bunches);
}

/** The bunch to which a kept text belongs; empty where it is gone. */
export async function bunchWith(db: Db, ctx: Ctx, strayId: number | null): Promise<Stray[]> {
  return (await keptBunches(db, ctx)).find((bunch) => bunch.some(({ id }) => id === strayId)) ?? [];
}

export function countStrays(db: Db, chatId: number, now: Date): Promise<number> {
  return db.stray.count({ where: outside(chatId, now) });
}

/** Whether what comes now is the rest of something that was kept a moment ago. */
export async function followsStray(db: Db, chatId: number, now: Date): Promise<boolean> {
  const at = { gt: new Date(now.getTime() - TOGETHER) };
  return (await db.stray.count({ where: { ...outside(chatId, now), at, text: { not: '' } } })) > 0;
}

/** What looked like a question to the bot, or may belong elsewhere; null after 24 hours, or when it has been placed. */
export async function keptQuestion(db: Db, messageKey: string, now: Date): Promise<Stray | null> {
  const at = { gt: new Date(now.getTime() - KEPT) };
  const sourceKey = { in: [messageKey, questionKey(messageKey)] };
  const row = await db.stray.findFirst({ where: { sourceKey, at } });
  return row && { ...strayOf(row), sourceKey: messageKey };
}

/** As the verbs that put texts into an answer take it. */
export function toPut({ id: _, at, ...rest }: Stray): PutText {
  return { ...rest, sentAt: at };
}

function strayOf({ chatId: _, entities, ...row }: Prisma.StrayGetPayload<object>): Stray {
  return { ...row, entities: (entities as RawEntity[] | null) ?? [] };
}

export async function dropStrays(db: Db, strays: readonly Stray[]): Promise<void> {
  await db.stray.deleteMany({ where: { id: { in: strays.map(({ id }) => id) } } });
}

/** The job's part: what was kept for 24 hours and not placed goes. */
export async function sweepStrays(prisma: PrismaClient, now: Date): Promise<void> {
  await prisma.stray.deleteMany({ where: { at: { lte: new Date(now.getTime() - KEPT) } } });
}
