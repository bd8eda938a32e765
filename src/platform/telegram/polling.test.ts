import type { GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSimulator, type Person, rawCall, type Simulator } from '../../simulator/index.ts';
import { createLog } from '../log.ts';
import { createTelegram } from './api.ts';
import { createPacing } from './pacing.ts';
import { createPolling, type PollingDependencies } from './polling.ts';
import { createTransport, type Transport } from './transport.ts';

let simulator: Simulator;
let person: Person;
let transport: Transport;
let stops: (() => Promise<void>)[];

beforeEach(async () => {
  simulator = await createSimulator();
  person = simulator.person({ firstName: 'Anna' });
  transport = createTransport();
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) await stop();
  await transport.close();
  await simulator.close();
});

/** Polls; what was stored, refused and told stands in the lists. */
function start(options: Partial<PollingDependencies> & { token?: string } = {}) {
  const { token = simulator.token, ...deps } = options;
  const stored: string[] = [];
  const refused: GrammyError[] = [];
  const states: boolean[] = [];
  const telegram = createTelegram({ token, apiRoot: simulator.apiRoot, transport, pacing: createPacing() });
  const polling = createPolling({
    api: telegram.unpaced,
    store: (updates) => Promise.resolve(void stored.push(...updates.map(textOf))),
    log: createLog({ level: 'silent' }),
    mayPoll: () => Promise.resolve(true),
    refused: (error) => refused.push(error),
    state: (ok) => states.push(ok),
    ...deps,
  });
  polling.start();
  stops.push(() => polling.stop());
  return { stored, refused, states, stop: () => polling.stop() };
}

const textOf = (update: Update): string => update.message?.text ?? '';
const polls = (): number => simulator.counts.get('getUpdates') ?? 0;

test('updates are stored in order, and confirmed by the next poll', async () => {
  const { stored, states } = start();
  for (const text of ['one', 'two', 'three']) person.send(text);
  await vi.waitFor(() => expect(stored).toEqual(['one', 'two', 'three']));
  await vi.waitFor(() => expect(simulator.pendingUpdates).toBe(0));
  expect(states).not.toContain(false);
});

test('the offset moves only when the updates are stored: what could not be comes again', async () => {
  const offered: string[][] = [];
  const seen: string[] = [];
  let away = true;
  const { states } = start({
    store(updates) {
      offered.push(updates.map(textOf));
      if (away) return Promise.reject(new Error('the database is away'));
      return Promise.resolve(void seen.push(...updates.map(textOf)));
    },
  });
  person.send('one');
  await vi.waitFor(() => expect(offered.length).toBeGreaterThan(1), { timeout: 3000 });
  expect(simulator.pendingUpdates).toBe(1);
  away = false;
  await vi.waitFor(() => expect(seen).toEqual(['one']), { timeout: 3000 });
  await vi.waitFor(() => expect(simulator.pendingUpdates).toBe(0));
  expect(states).not.toContain(false);
});

test('numbers that begin anew lower than before are taken as well', async () => {
  const { stored } = start();
  person.send('before');
  await vi.waitFor(() => expect(simulator.pendingUpdates).toBe(0));
  simulator.setNextUpdateId(17);
  person.send('after');
  await vi.waitFor(() => expect(stored).toEqual(['before', 'after']));
  await vi.waitFor(() => expect(simulator.pendingUpdates).toBe(0));
});

test('a webhook that was left behind is removed, its updates are not', async () => {
  await rawCall(simulator, 'setWebhook', { url: 'http://127.0.0.1:9/nobody' });
  person.send('waiting');
  const { stored, refused } = start();
  await vi.waitFor(() => expect(stored).toEqual(['waiting']), { timeout: 3000 });
  expect(refused).toEqual([]);
});

test('a copy without the lease stands by, asks nothing of Telegram, and takes over', async () => {
  let mine = false;
  const asked = vi.fn(() => Promise.resolve(mine));
  const { stored } = start({ mayPoll: asked });
  person.send('hello');
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2), { timeout: 3000 });
  expect(polls()).toBe(0);
  mine = true;
  await vi.waitFor(() => expect(stored).toEqual(['hello']), { timeout: 3000 });
});

test('a token that Telegram refuses is reported, and nothing more is asked', async () => {
  const { refused } = start({ token: '1:wrong' });
  await vi.waitFor(() => expect(refused.map((error) => error.error_code)).toEqual([401]));
});

test('a stranger who polls is reported', async () => {
  const { refused, stop } = start();
  await vi.waitFor(() => expect(polls()).toBe(1));
  await rawCall(simulator, 'getUpdates', { timeout: 0 });
  await vi.waitFor(() => expect(refused.map((error) => error.error_code)).toEqual([409]));
  await stop();
});

test('another copy of ours that polls, because the lease went over to it, is no stranger', async () => {
  let mine = true;
  const { refused, stored } = start({ mayPoll: () => Promise.resolve(mine) });
  await vi.waitFor(() => expect(polls()).toBe(1));
  mine = false;
  const heir = start();
  await vi.waitFor(() => expect(polls()).toBe(2));
  person.send('to the heir');
  await vi.waitFor(() => expect(heir.stored).toEqual(['to the heir']));
  expect([refused, heir.refused, stored]).toEqual([[], [], []]);
});

test('a long poll is cut off when the lease is lost', async () => {
  let mine = true;
  const asked = vi.fn(() => Promise.resolve(mine));
  const { stored } = start({ mayPoll: asked });
  await vi.waitFor(() => expect(polls()).toBe(1));
  mine = false;
  // Before the poll, during it, and again because it was over.
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(3), { timeout: 8000 });
  person.send('for nobody');
  expect(stored).toEqual([]);
  expect(simulator.pendingUpdates).toBe(1);
});

test('faults of Telegram and of the way there are waited out', async () => {
  simulator.faults.add({ effect: { kind: 'server-error' }, method: 'getUpdates' });
  simulator.faults.add({ effect: { kind: 'reset' }, method: 'getUpdates' });
  const { stored, states } = start();
  person.send('patience');
  await vi.waitFor(() => expect(stored).toEqual(['patience']), { timeout: 10_000 });
  expect(states.filter((ok) => !ok)).toHaveLength(2);
  expect(states.at(-1)).toBe(true);
});

test('stop ends a long poll at once', async () => {
  const { stop } = start();
  await vi.waitFor(() => expect(polls()).toBe(1));
  await stop();
  person.send('too late');
  expect(simulator.pendingUpdates).toBe(1);
});
