import type { Clock } from '../../platform/clock.ts';
import type { Database, Db } from '../../platform/database/client.ts';
import { createLease } from '../../platform/database/lease.ts';
import type { Log } from '../../platform/log.ts';
import type { Telegram } from '../../platform/telegram/api.ts';
import { type AttemptDependencies, createAttempt } from './attempt.ts';
import type { NewNotice } from './notice.ts';
import { enqueue, outboxDepth } from './outbox.ts';
import { createSender } from './sender.ts';
import { createTelegramChannel } from './telegram-channel.ts';

export type { NewNotice, Outgoing, PassOn, Recipient, Renderer } from './notice.ts';

/** Everything that the bot sends of its own accord: outbox, sender, channels. */
export interface Delivery {
  /** Puts notices into the outbox, in the caller's transaction; returns how many are new. Then `wake` after its end. */
  enqueue(db: Db, notices: readonly NewNotice[]): Promise<number>;
  /** Looks into the outbox now rather than within a second. */
  wake(): void;
  start(): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
  /** Due and not sent. */
  depth(): Promise<{ depth: number; oldestSeconds: number }>;
}

export function createDelivery(deps: {
  database: Database;
  telegram: Pick<Telegram, 'personal' | 'broadcast' | 'pacing'>;
  clock: Clock;
  renderers: AttemptDependencies['renderers'];
  passOn?: AttemptDependencies['passOn'];
  recipientOf: AttemptDependencies['recipientOf'];
  log: Log;
  /** Milliseconds after which another copy takes over from a sender that is silent. */
  leaseTtl?: number;
  /** Milliseconds after which a notice that a vanished sender was sending is judged; absent: the channel's limit. */
  judgeAfter?: number;
}): Delivery {
  const { database, telegram, clock, renderers, passOn = {}, recipientOf, log } = deps;
  const { leaseTtl = 10_000, judgeAfter } = deps;
  const lease = createLease(database.pool, 'sender', { ttl: leaseTtl });
  const channels = { telegram: createTelegramChannel(telegram) };
  const attempt = createAttempt({
    database,
    lease,
    channels,
    renderers,
    passOn,
    recipientOf,
    clock,
    log,
    judgeAfter,
  });
  const sender = createSender({ database, lease, pacing: telegram.pacing, attempt, clock, log });
  return {
    enqueue: (db, notices) => enqueue(db, notices, clock.now()),
    wake: () => {
      sender.wake();
    },
    start: () => {
      sender.start();
    },
    stop: () => sender.stop(),
    depth: () => outboxDepth(database.prisma, clock.now()),
  };
}
