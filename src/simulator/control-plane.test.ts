import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, createSimulator, rawCall } from './index.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await createSimulator({ now: () => new Date('2026-02-01T00:00:00Z') });
});
afterAll(() => simulator.close());

async function sim(verb: string, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${simulator.apiRoot}/sim/${path}`, { method: verb, ...init });
  return response.json();
}

const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

interface Update {
  readonly callback_query?: { readonly id: string };
}

/** The first so many updates, as soon as they are there. */
async function updates(count: number): Promise<Update[]> {
  await expect.poll(() => simulator.pendingUpdates).toBe(count);
  return (await rawCall(simulator, 'getUpdates')).result as Update[];
}

describe('the control plane', () => {
  it('lets another process play a person', async () => {
    const { id } = (await sim('POST', 'persons', { firstName: 'Анна' })) as { id: number };
    expect(await sim('POST', `persons/${id}/open`, { link: 'abc' })).toMatchObject({ text: '/start abc' });
    const buttons = { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] };
    await rawCall(simulator, 'sendMessage', { chat_id: id, text: 'Это вы?', reply_markup: buttons });
    expect(await sim('POST', `persons/${id}/wait`, { text: 'Это' })).toMatchObject({
      by: 'bot',
      text: 'Это вы?',
    });
    const answered = sim('POST', `persons/${id}/press`, { button: 'Да' });
    const [, press] = await updates(2);
    await rawCall(simulator, 'answerCallbackQuery', {
      callback_query_id: press?.callback_query?.id,
      text: 'Да',
    });
    expect(await answered).toEqual({ text: 'Да', alert: false, url: null });
    expect(await sim('GET', `chats/${id}/transcript`)).toEqual({
      transcript: '**Анна:** /start abc\n\n**Бот:** Это вы?\n[Да]\n\n**Анна:** [Да]\n*(Да)*',
    });
    expect(await sim('GET', `chats/${id}/messages`)).toHaveLength(2);
    expect(await sim('GET', 'chats')).toMatchObject([{ id, kind: 'private', access: 'open', messages: 2 }]);
    expect(await sim('GET', 'persons')).toMatchObject([{ id, firstName: 'Анна', taps: 2 }]);
    const pieces = await sim('POST', `persons/${id}/paste`, { text: 'слово '.repeat(1_000), cut: 'hard' });
    expect(pieces).toHaveLength(2);
  });

  it('sends what is no text, and waits until the bot is silent', async () => {
    const { id } = (await sim('POST', 'persons', { firstName: 'Вера' })) as { id: number };
    await sim('POST', `persons/${id}/open`, { link: 'abc' });
    const kind = async (act: string, body?: object): Promise<unknown> =>
      ((await sim('POST', `persons/${id}/${act}`, body)) as { attachment: { kind: string } }).attachment.kind;
    expect(await kind('voice', { seconds: 7 })).toBe('voice');
    expect(await kind('photo', { base64: PICTURE })).toBe('photo');
    expect(await kind('sticker')).toBe('sticker');
    const waiting = (await rawCall(simulator, 'getUpdates')).result as { update_id: number }[];
    const early = sim('POST', `persons/${id}/idle`, { quietMs: 50, timeoutMs: 100 });
    expect(await early).toMatchObject({ ok: false });
    await rawCall(simulator, 'getUpdates', { offset: (waiting.at(-1)?.update_id ?? 0) + 1 });
    expect(await sim('POST', `persons/${id}/idle`, { quietMs: 50 })).toBe(true);
  });

  it('presses the one of two buttons with one label, and waits for no answer without end', async () => {
    const { id } = (await sim('POST', 'persons', { firstName: 'Олег' })) as { id: number };
    await sim('POST', `persons/${id}/open`, { link: '' });
    const row = ['first', 'second'].map((data) => ({ text: 'Ответить', callback_data: data }));
    const { result } = await rawCall(simulator, 'sendMessage', {
      chat_id: id,
      text: 'Вопросы',
      reply_markup: { inline_keyboard: [row] },
    });
    const { message_id: messageId } = result as { message_id: number };
    const press = (given: object): Promise<unknown> =>
      sim('POST', `persons/${id}/press`, { button: 'Ответить', messageId, timeoutMs: 50, ...given });
    const late = { error_code: 504, description: 'Timeout: no answer to the press' };
    expect(await press({})).toMatchObject(late);
    expect(await press({ data: 'second' })).toMatchObject(late);
    expect(await press({ data: 'third' })).toMatchObject({ error_code: 409 });
    const told = (await rawCall(simulator, 'getUpdates')).result as { callback_query?: { data: string } }[];
    expect(told.slice(-2).map(({ callback_query: query }) => query?.data)).toEqual(['first', 'second']);
  });

  it('takes files as Telegram does: none that is empty, any name', async () => {
    const { id } = (await sim('POST', 'persons', { firstName: 'Зоя' })) as { id: number };
    const send = (name: string, content: string): Promise<unknown> =>
      sim('POST', `persons/${id}/document`, { name, base64: Buffer.from(content).toString('base64') });
    expect(await send('пусто.docx', '')).toMatchObject({
      error_code: 409,
      description: 'a file must be non-empty',
    });
    expect(await sim('GET', `chats/${id}/messages`)).toEqual([]);
    const sent = await send('от\r\nчёт \ud800.txt', 'Ответ');
    expect(sent).toMatchObject({ attachment: { name: 'отчёт \ufffd.txt' } });
    const { attachment } = sent as { attachment: { path: string } };
    const answer = await fetch(`${simulator.apiRoot}/sim/files/${attachment.path}`);
    expect([answer.status, await answer.text()]).toEqual([200, 'Ответ']);
  });

  it('sets faults and the clock, and tells them', async () => {
    const rule = { effect: { kind: 'server-error', status: 503 }, method: 'getMe' };
    const others = { effect: { kind: 'slow', delayMs: 1 }, times: 2, chatId: 1 };
    await sim('POST', 'faults', rule);
    await sim('POST', 'faults', others);
    expect(await sim('GET', 'faults')).toEqual([rule, others]);
    expect(await rawCall(simulator, 'getMe')).toMatchObject({ error_code: 503 });
    expect(await sim('GET', 'faults')).toEqual([others]);
    expect(await sim('POST', 'clock', { advanceMs: 60_000 })).toEqual({ now: '2026-02-01T00:01:00.000Z' });
    expect(await sim('GET', 'clock')).toEqual({ now: '2026-02-01T00:01:00.000Z' });
    await sim('POST', 'faults', { effect: { kind: 'reset' }, times: 100 });
    await sim('DELETE', 'faults');
    expect(await sim('GET', 'faults')).toEqual([]);
    expect((await rawCall(simulator, 'getMe')).ok).toBe(true);
    expect(await sim('GET', 'counts')).toMatchObject({ getMe: 2 });
  });

  it('says what is wrong', async () => {
    expect(await sim('POST', 'persons/1/send', { text: 'а' })).toMatchObject({ error_code: 404 });
    expect(await sim('POST', 'faults', { effect: { kind: 'earthquake' } })).toMatchObject({
      error_code: 400,
    });
    const { id } = (await sim('POST', 'persons', { firstName: 'Пётр' })) as { id: number };
    expect(await sim('POST', `persons/${id}/tap`, { label: 'Меню' })).toMatchObject({ error_code: 409 });
    expect(await sim('GET', 'nothing')).toMatchObject({ error_code: 404 });
    expect(await sim('POST', `persons/${id}/constructor`)).toMatchObject({ error_code: 404 });
    for (const advanceMs of [1e300, -1, 0.5, 367 * 24 * 3_600_000])
      expect(await sim('POST', 'clock', { advanceMs }), String(advanceMs)).toMatchObject({ error_code: 400 });
  });
});
