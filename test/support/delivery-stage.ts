import { expect } from 'vitest';
import { createClock } from '../../src/platform/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { createTelegram, type Telegram } from '../../src/platform/telegram/api.ts';
import { createPacing } from '../../src/platform/telegram/pacing.ts';
import { createTransport } from '../../src/platform/telegram/transport.ts';
import {
  createDelivery,
  type Delivery,
  type NewNotice,
  type PassOn,
  type Renderer,
} from '../../src/services/delivery/index.ts';
import { createSimulator, type Person, type SimulatorOptions } from '../../src/simulator/index.ts';
import { createTestDatabase } from './database.ts';
import { createRecipients } from './recipients.ts';

/** A copy of the app as far as it sends. */
export interface Copy extends Delivery {
  telegram: Telegram;
  /** Calls to the Bot API that ended so. */
  calls(outcome: string): Promise<number>;
}

/** Somebody who has started the bot, with his row. */
export interface Reader {
  id: number;
  person: Person;
  /** Texts that he got from the bot. */
  received(): string[];
}

const text: Renderer = (args) => Promise.resolve({ text: String((args as { text: string }).text) });

export function notice(reader: { id: number }, more: Partial<NewNotice> = {}): NewNotice {
  const { id: personId } = reader;
  return { dedupeKey: `test:${personId}`, personId, kind: 'text', args: { text: 'Напоминание' }, ...more };
}

/** A database, a simulator and any number of senders. */
export async function createDeliveryStage(options: SimulatorOptions = {}) {
  const clock = createClock();
  const { database, url, drop } = await createTestDatabase();
  const { prisma } = database;
  const simulator = await createSimulator(options);
  const cleanUp: (() => Promise<unknown>)[] = [drop, () => simulator.close()];

  /** Notices by state. */
  async function states(): Promise<Record<string, number>> {
    const groups = await prisma.notice.groupBy({ by: ['state'], _count: true });
    return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
  }

  return {
    clock,
    database,
    prisma,
    url,
    simulator,
    states,
    cleanUp,

    /** `perSecond`: 200, so that tests which are not about the pace are quick. */
    copy(
      how: {
        renderers?: Record<string, Renderer>;
        passOn?: Record<string, PassOn>;
        apiRoot?: string;
        perSecond?: number;
      } = {},
    ): Copy {
      const { renderers, passOn = {}, apiRoot = simulator.apiRoot, perSecond = 200 } = how;
      const metrics = createMetrics();
      const transport = createTransport();
      const pacing = createPacing({ perSecond });
      const telegram = createTelegram({ token: simulator.token, apiRoot, transport, pacing, metrics });
      const delivery = createDelivery({
        database,
        telegram,
        clock,
        renderers: { text, ...renderers },
        passOn,
        recipientOf: createRecipients(prisma),
        log: createLog({ level: 'silent' }),
        leaseTtl: 2000,
        judgeAfter: 1000,
      });
      cleanUp.push(async () => {
        await delivery.stop();
        await transport.close();
      });
      const calls = async (outcome: string): Promise<number> =>
        (await metrics.sends.get()).values
          .filter(({ labels }) => labels.outcome === outcome)
          .reduce((sum, { value }) => sum + value, 0);
      return { ...delivery, telegram, calls };
    },

    async people(count: number): Promise<Reader[]> {
      const persons = Array.from({ length: count }, () => simulator.person({ firstName: 'Анна' }));
      for (const person of persons) person.send('/start');
      await prisma.lane.createMany({ data: persons.map(({ id }) => ({ chatId: id })) });
      const data = persons.map(({ id }) => ({ telegramId: id, createdAt: clock.now() }));
      const rows = await prisma.person.createManyAndReturn({ data });
      return persons.map((person) => ({
        id: rows.find(({ telegramId }) => Number(telegramId) === person.id)?.id ?? 0,
        person,
        received: () => person.chat.filter(({ by }) => by === 'bot').map((message) => message.text),
      }));
    },

    async reader(): Promise<Reader> {
      return (await this.people(1))[0] as Reader;
    },

    /** Notices that are not at their end. */
    async open(): Promise<number> {
      const { queued = 0, sending = 0 } = await states();
      return queued + sending;
    },

    /** Waits until the outbox is in exactly this state. */
    until: (wanted: Record<string, number>, timeout = 10_000): Promise<void> =>
      expect.poll(states, { timeout, interval: 50 }).toEqual(wanted),

    async close(): Promise<void> {
      for (const act of cleanUp.reverse()) await act();
    },
  };
}

export type DeliveryStage = Awaited<ReturnType<typeof createDeliveryStage>>;
