import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDeliveryStage,
  type DeliveryStage,
  notice,
  type Reader,
} from '../../../test/support/delivery-stage.ts';
import { program } from '../../../test/support/program.ts';

let stage: DeliveryStage;
beforeEach(async () => {
  stage = await createDeliveryStage();
});
afterEach(() => stage.close());

const numbers = (readers: readonly Reader[]): number[] => readers.map((reader) => reader.received().length);

/** A sender in a process of its own. */
function startProcess(): ChildProcess {
  const { url, simulator, cleanUp } = stage;
  const args = [program('sender-process'), url, simulator.apiRoot, simulator.token];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  cleanUp.push(() => kill(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('several senders', () => {
  it('all freeze at a 429, and neither lose nor double', async () => {
    const { prisma, simulator, until } = stage;
    const readers = await stage.people(30);
    const [one, other] = [stage.copy(), stage.copy()];
    simulator.faults.add({ effect: { kind: 'too-many', retryAfter: 3, freeze: true }, after: 12 });
    await one.enqueue(
      prisma,
      readers.map((reader) => notice(reader)),
    );
    one.start();
    other.start();
    const frozen = () => Math.min(one.telegram.pacing.frozenFor(), other.telegram.pacing.frozenFor());
    await expect.poll(frozen, { timeout: 10_000 }).toBeGreaterThan(500);
    await until({ sent: 30 }, 15_000);
    expect(numbers(readers)).toEqual(readers.map(() => 1));
  });

  it('hand over without sending anything twice', async () => {
    const { prisma, until, states } = stage;
    const readers = await stage.people(90);
    const [one, other] = [stage.copy({ perSecond: 60 }), stage.copy({ perSecond: 60 })];
    await one.enqueue(
      prisma,
      readers.map((reader) => notice(reader)),
    );
    one.start();
    await expect.poll(async () => (await states())['sent'] ?? 0, { timeout: 10_000 }).toBeGreaterThan(20);
    other.start();
    await one.stop();
    const { sent = 0, queued = 0 } = await states();
    expect(sent + queued).toBe(90);
    expect(queued).toBeGreaterThan(0);
    await until({ sent: 90 }, 15_000);
    expect(numbers(readers)).toEqual(readers.map(() => 1));
  });

  it(
    'double no reminder and lose no notice that asks to act when they are killed or stalled',
    { timeout: 90_000 },
    async () => {
      const { prisma, simulator } = stage;
      simulator.faults.add({ effect: { kind: 'slow', delayMs: 150 }, method: 'sendMessage', times: 1e6 });
      const readers = await stage.people(240);
      await stage.copy().enqueue(
        prisma,
        readers.map((reader, index) => notice(reader, { againIfUnknown: index % 2 === 1 })),
      );
      const calls = () => simulator.counts.get('sendMessage') ?? 0;
      const sendsAnother = (count: number) => {
        const goal = calls() + count;
        return expect.poll(calls, { timeout: 20_000, interval: 10 }).toBeGreaterThanOrEqual(goal);
      };
      for (const count of [25, 40]) {
        const child = startProcess();
        await sendsAnother(count);
        await kill(child);
      }
      const stalled = startProcess();
      await sendsAnother(30);
      stalled.kill('SIGSTOP');
      startProcess();
      await sendsAnother(30);
      stalled.kill('SIGCONT');
      await expect.poll(stage.open, { timeout: 60_000 }).toBe(0);

      const { sent = 0, unknown = 0 } = await stage.states();
      expect(sent + unknown).toBe(240);
      expect(unknown).toBeGreaterThan(0);
      expect(unknown).toBeLessThan(40);
      const got = numbers(readers);
      expect(got.filter((number, index) => index % 2 === 0 && number > 1)).toEqual([]);
      expect(got.filter((number, index) => index % 2 === 1 && number < 1)).toEqual([]);
      expect(got.filter((number) => number > 1).length).toBeLessThan(40);
      const marked = await prisma.notice.findMany({ where: { state: 'sent' } });
      const sentTo = new Set(marked.map(({ personId }) => personId));
      expect(readers.filter((reader) => sentTo.has(reader.id) && reader.received().length === 0)).toEqual([]);
    },
  );
});
