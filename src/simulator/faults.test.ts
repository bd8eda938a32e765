import { Bot, GrammyError } from 'grammy';
import { afterEach, describe, expect, it } from 'vitest';
import { type Person, type Simulator, type SimulatorOptions, createSimulator } from './index.ts';

const open: Simulator[] = [];
afterEach(() => Promise.all(open.splice(0).map((simulator) => simulator.close())));

async function start(
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; anna: Person; bot: Bot }> {
  const simulator = await createSimulator(options);
  open.push(simulator);
  const bot = new Bot(simulator.token, { client: { apiRoot: simulator.apiRoot } });
  const anna = simulator.person({ firstName: 'Анна' });
  anna.open('');
  return { simulator, anna, bot };
}

describe('faults and limits', () => {
  const reply = (bot: Bot, anna: Person, text = 'Текст'): Promise<unknown> =>
    bot.api.sendMessage(anna.id, text).catch((error: unknown) => error);
  const texts = (anna: Person): string[] =>
    anna.chat.filter(({ by }) => by === 'bot').map(({ text }) => text);

  it('reset, 5xx, 429, a refusal: nothing happens', async () => {
    const { simulator, anna, bot } = await start();
    simulator.faults.add({ effect: { kind: 'reset' }, method: 'sendMessage' });
    expect(await reply(bot, anna)).toMatchObject({ name: 'HttpError' });
    simulator.faults.add({ effect: { kind: 'server-error' } });
    expect(await reply(bot, anna)).toMatchObject({ error_code: 502, description: 'Bad Gateway' });
    simulator.faults.add({ effect: { kind: 'too-many', retryAfter: 7 } });
    expect(await reply(bot, anna)).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    });
    expect(texts(anna)).toEqual([]);
    await reply(bot, anna, 'Дошло');
    expect(texts(anna)).toEqual(['Дошло']);
  });

  it('an answer lost after the effect had its effect', async () => {
    const { simulator, anna, bot } = await start();
    const fault = simulator.faults.add({
      effect: { kind: 'answer-lost' },
      method: ['sendMessage'],
      after: 1,
      times: 2,
    });
    await reply(bot, anna, '1');
    expect(await reply(bot, anna, '2')).toMatchObject({ name: 'HttpError' });
    expect(await reply(bot, anna, '3')).toMatchObject({ name: 'HttpError' });
    expect(await reply(bot, anna, '4')).toMatchObject({ text: '4' });
    expect(texts(anna)).toEqual(['1', '2', '3', '4']);
    expect(fault.hits).toBe(2);
  });

  it('no answer at all: with and without the effect', async () => {
    const { simulator, anna } = await start();
    const give = (text: string): Promise<unknown> => {
      const url = `${simulator.apiRoot}/bot${simulator.token}/sendMessage?chat_id=${anna.id}&text=${text}`;
      return fetch(url, { signal: AbortSignal.timeout(150) }).catch((error: unknown) => error);
    };
    simulator.faults.add({ effect: { kind: 'no-answer' } });
    simulator.faults.add({ effect: { kind: 'answer-lost', silent: true } });
    expect(await give('1')).toMatchObject({ name: 'TimeoutError' });
    expect(await give('2')).toMatchObject({ name: 'TimeoutError' });
    expect(texts(anna)).toEqual(['2']);
  });

  it('by chance and by chat, the same with the same seed', async () => {
    const pattern = async (seed: number): Promise<string> => {
      const { simulator, anna, bot } = await start({ seed });
      simulator.faults.add({
        effect: { kind: 'server-error', status: 500 },
        probability: 0.5,
        chatId: anna.id,
      });
      const outcomes: string[] = [];
      for (let turn = 0; turn < 20; turn++)
        outcomes.push((await reply(bot, anna)) instanceof GrammyError ? 'x' : '.');
      return outcomes.join('');
    };
    const first = await pattern(3);
    expect(first).toMatch(/x.*\.|\..*x/);
    expect(await pattern(3)).toBe(first);
    expect(await pattern(4)).not.toBe(first);
  });

  it('the pace of a chat is limited, and everything is frozen then', async () => {
    const { simulator, anna, bot } = await start({ limits: { rates: { chatBurst: 3 } } });
    const outcomes = await Promise.all(['1', '2', '3', '4'].map((text) => reply(bot, anna, text)));
    expect(outcomes.filter((outcome) => outcome instanceof GrammyError)).toHaveLength(1);
    expect(await bot.api.getChat(anna.id).catch((error: unknown) => error)).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 3 },
    });
    expect(simulator.refusedByLimits).toBe(2);
    expect(await bot.api.getUpdates()).toHaveLength(1);
  });
});
