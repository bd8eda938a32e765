import { type Clock, machineNow, monotonic } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/client.ts';
import type { Lease } from '../../platform/database/lease.ts';
import type { Log } from '../../platform/log.ts';
import { pause } from '../../platform/telegram/pacing.ts';
import type { Channel, Delivered, Outgoing, PassOn, Recipient, Renderer } from './notice.ts';
import { claimNotice, type DueNotice, markSent, settle } from './store.ts';

export interface AttemptDependencies {
  database: Database;
  lease: Lease;
  channels: Readonly<Record<string, Channel>>;
  renderers: Readonly<Record<string, Renderer>>;
  /** By kind, for notices that ask an official to act: who acts in his place gets them. */
  passOn: Readonly<Record<string, PassOn>>;
  /** Who a notice is for, as things stand; null: nobody any more (the account was taken away or erased). */
  recipientOf: (notice: { personId: number | null; chatId: number | null }) => Promise<Recipient | null>;
  clock: Clock;
  log: Log;
  /** How long after the request's limit a vanished sender's notice is judged, in milliseconds. */
  judgeAfter?: number | undefined;
}

/** `through`: the channel answered. `away`: it did not. `aside`: it was not asked. */
export type Attempted = 'through' | 'away' | 'aside';

/** How often a notice is tried whose outcome is unknown, if its kind allows another try at all. */
export const MOST_ATTEMPTS = 5;
/** And how often one whose text could not be made; a younger copy of the app may know how. */
const MOST_RENDERINGS = 8;
/** Milliseconds after which a text that waited for its turn is made anew. */
const STALE = 2000;

/** Creates the way of one notice: resolve, render, wait for the turn, claim, send, write down how it went. */
export function createAttempt(deps: AttemptDependencies) {
  const { database, lease, channels, renderers, passOn, recipientOf, clock, log } = deps;
  const { prisma, pool } = database;

  return async function attempt(notice: DueNotice, signal: AbortSignal): Promise<Attempted> {
    const channel = channels[notice.channel];
    if (channel === undefined) {
      await refuse(notice, 'no such channel');
      return 'aside';
    }
    let prepared = await prepare(notice);
    if (prepared === null) return 'aside';
    const asked = monotonic();
    await channel.turn(notice.lane, prepared.chatId, signal);
    if (monotonic() - asked > STALE) prepared = await prepare(notice);
    if (prepared === null) return 'aside';
    const { chatId, outgoing } = prepared;
    const judgeAt = new Date(machineNow().getTime() + (deps.judgeAfter ?? channel.limit(outgoing)));
    if (!(await claimNotice(pool, lease, notice.id, judgeAt))) return 'aside';
    return conclude(notice, chatId, await channel.send(notice.lane, chatId, outgoing));
  };

  /** The chat and the text as things stand; null: there is nothing to send, and the notice says why. */
  async function prepare(notice: DueNotice): Promise<{ chatId: number; outgoing: Outgoing } | null> {
    try {
      if (notice.notAfter !== null && notice.notAfter < clock.now()) return await withdraw(notice);
      const recipient = await recipientOf(notice);
      const others = async (): Promise<number> => (await passOn[notice.kind]?.(notice, clock.now())) ?? 0;
      if (recipient === null)
        return (await others()) > 0 ? await withdraw(notice) : await refuse(notice, 'no recipient');
      if (recipient.reach !== 'ok') return await refuse(notice, 'unreachable');
      const renderer = renderers[notice.kind];
      if (renderer === undefined) throw new Error(`no renderer for notices of the kind ${notice.kind}`);
      const outgoing = await renderer(notice.args, recipient, clock.now());
      if (outgoing !== null) return { chatId: notice.chatId ?? recipient.chatId, outgoing };
      await others();
      return await withdraw(notice);
    } catch (error) {
      const { id, kind, attempts } = notice;
      log.error({ err: error, notice: id, kind, attempts }, 'a notice could not be rendered');
      if (attempts + 1 >= MOST_RENDERINGS) return refuse(notice, 'not rendered');
      const retryAt = new Date(machineNow().getTime() + 60_000 * Math.min(60, 2 ** attempts));
      await settle(prisma, { id, state: 'queued' }, { attempts: attempts + 1, retryAt });
      return null;
    }
  }

  async function conclude(notice: DueNotice, chatId: number, delivered: Delivered): Promise<Attempted> {
    const sending = { id: notice.id, state: 'sending' } as const;
    /** It surely had no effect: as if it had not been tried. */
    const untried = { state: 'queued', attempts: notice.attempts, retryAt: null };
    if (delivered.kind !== 'sent') {
      const reason = 'reason' in delivered ? delivered.reason : undefined;
      log.info(
        { notice: notice.id, kind: notice.kind, outcome: delivered.kind, reason },
        'a notice was not sent',
      );
    }
    switch (delivered.kind) {
      case 'sent':
        await insist(() =>
          markSent(pool, { id: notice.id, chatId, messageId: delivered.messageId, now: clock.now() }),
        );
        return 'through';
      case 'refused':
        await settle(prisma, sending, { state: 'refused', failure: delivered.reason, retryAt: null });
        return 'through';
      case 'unreachable':
        await prisma.person.updateMany({ where: { telegramId: chatId }, data: { reach: delivered.reach } });
        await settle(prisma, sending, { state: 'refused', failure: delivered.reason, retryAt: null });
        return 'through';
      case 'migrated':
        await settle(prisma, sending, { ...untried, chatId: delivered.chatId });
        return 'through';
      case 'flooded':
        await settle(prisma, sending, untried);
        return 'through';
      case 'not-arrived':
        await settle(prisma, sending, untried);
        return 'away';
      case 'unknown':
        if (notice.againIfUnknown && notice.attempts + 1 < MOST_ATTEMPTS) {
          const retryAt = new Date(machineNow().getTime() + 5000 * 2 ** notice.attempts);
          await settle(prisma, sending, { state: 'queued', retryAt });
        } else {
          await settle(prisma, sending, { state: 'unknown', failure: delivered.reason, retryAt: null });
        }
        return 'away';
    }
  }

  async function refuse({ id }: DueNotice, failure: string): Promise<null> {
    await settle(prisma, { id, state: 'queued' }, { state: 'refused', failure });
    return null;
  }

  async function withdraw({ id }: DueNotice): Promise<null> {
    await settle(prisma, { id, state: 'queued' }, { state: 'withdrawn' });
    return null;
  }
}

/** What is out must not be forgotten because the database was away for a moment. */
async function insist(act: () => Promise<void>): Promise<void> {
  for (let wait = 100; ; wait *= 3) {
    try {
      await act();
      return;
    } catch (error) {
      if (wait > 5000) throw error;
      await pause(wait);
    }
  }
}
