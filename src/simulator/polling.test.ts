import { Bot, type GrammyError } from 'grammy';
import { afterEach, describe, expect, it } from 'vitest';
import { type Person, type Simulator, type SimulatorOptions, createSimulator, rawCall } from './index.ts';

const open: Simulator[] = [];
afterEach(() => Promise.all(open.splice(0).map((simulator) => simulator.close())));

async function start(
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; anna: Person; bot: Bot }> {
  const simulator = await createSimulator(options);
  open.push(simulator);
  const bot = new Bot(simulator.token, { client: { apiRoot: simulator.apiRoot } });
  const anna = simulator.person({ firstName: 'Анна' });
  return { simulator, anna, bot };
}

describe('long polling', () => {
  const ids = (answer: { result?: unknown }): number[] =>
    (answer.result as { update_id: number }[]).map((update) => update.update_id);

  it('keeps updates until a higher offset confirms them, one at a time when asked again at once', async () => {
    const { simulator, anna } = await start({ firstUpdateId: 500 });
    for (const text of ['1', '2', '3']) anna.send(text);
    const get = (params: Record<string, unknown>): Promise<{ result?: unknown }> =>
      rawCall(simulator, 'getUpdates', params);
    expect(ids(await get({}))).toEqual([500, 501, 502]);
    expect(ids(await get({}))).toEqual([500]);
    expect(ids(await get({ offset: 501, limit: 1 }))).toEqual([501]);
    expect(ids(await get({ offset: -1 }))).toEqual([502]);
    expect(simulator.pendingUpdates).toBe(1);
    expect(ids(await get({ offset: 503 }))).toEqual([]);
    simulator.setNextUpdateId(40);
    anna.send('4');
    expect(ids(await get({ offset: 503 }))).toEqual([40]);
  });

  it('answers as soon as something comes, and forgets it after a day', async () => {
    const { simulator, anna } = await start();
    const waiting = rawCall(simulator, 'getUpdates', { timeout: 30 });
    await expect.poll(() => simulator.counts.get('getUpdates')).toBe(1);
    anna.send('раз');
    anna.send('два');
    expect(ids(await waiting)).toHaveLength(2);
    simulator.advance(25 * 60 * 60 * 1000);
    expect(ids(await rawCall(simulator, 'getUpdates'))).toEqual([]);
  });

  it('ends the earlier of two pollers with 409, and a poller beside a webhook', async () => {
    const { simulator, bot } = await start();
    const first = rawCall(simulator, 'getUpdates', { timeout: 30 });
    await expect.poll(() => simulator.counts.get('getUpdates')).toBe(1);
    const second = rawCall(simulator, 'getUpdates', { timeout: 30 });
    expect(await first).toEqual({
      ok: false,
      error_code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    await bot.api.setWebhook('http://127.0.0.1:9/hook');
    expect((await second).description).toBe('Conflict: terminated by setWebhook request');
    const refused = await bot.api.getUpdates().catch((error: unknown) => error);
    expect((refused as GrammyError).description).toBe(
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
    await bot.api.deleteWebhook();
    expect(await bot.api.getUpdates()).toEqual([]);
  });

  it('sends only the types that are asked for', async () => {
    const { anna, bot } = await start();
    await bot.api.getUpdates({ allowed_updates: ['edited_message'] });
    anna.edit(anna.send('а'), 'б');
    const updates = await bot.api.getUpdates({ offset: -100 });
    expect(updates.map((update) => Object.keys(update)[1])).toEqual(['edited_message']);
  });
});
