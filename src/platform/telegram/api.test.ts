import net from 'node:net';
import { once } from 'node:events';
import { GrammyError, InputFile } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.ts';
import { createTelegram, type Telegram } from './api.ts';
import { classify } from './outcome.ts';
import { createPacing } from './pacing.ts';
import { createTransport, type Transport } from './transport.ts';

let simulator: Simulator;
let transport: Transport;
let told: number[];
let counted: string[];

beforeEach(() => {
  told = [];
  counted = [];
  transport = createTransport();
});
afterEach(async () => {
  await transport.close();
  await simulator.close();
});

async function begin(options: SimulatorOptions = {}, limit?: number): Promise<Telegram> {
  simulator = await createSimulator(options);
  return telegramAt(simulator.apiRoot, limit);
}

function telegramAt(apiRoot: string, limit?: number): Telegram {
  const pacing = createPacing();
  pacing.onFlooded((milliseconds) => told.push(milliseconds));
  const sends = { inc: (labels: unknown) => counted.push(Object.values(labels as object).join(' ')) };
  return createTelegram({
    token: simulator.token,
    apiRoot,
    transport,
    pacing,
    limit,
    metrics: { sends } as never,
  });
}

function people(count: number) {
  return Array.from({ length: count }, () => {
    const person = simulator.person({ firstName: 'Пётр' });
    person.send('/start');
    return person;
  });
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'answered',
    (error: unknown) => error,
  );

const texts = (person: { chat: readonly { by: string; text: string }[] }): string[] =>
  person.chat.filter(({ by }) => by === 'bot').map(({ text }) => text);

describe('the API client', () => {
  it('makes calls of every shape', async () => {
    const { replies, unpaced, download } = await begin();
    const [person] = people(1);
    if (person === undefined) return;
    expect((await unpaced.getMe()).username).toBe('simulated_bot');
    await replies.sendMessage(person.id, 'Добрый день');
    const content = Buffer.from('Отчёт'.repeat(10_000));
    const { document } = await replies.sendDocument(person.id, new InputFile(content, 'otchet.docx'), {
      caption: 'Отчёт',
    });
    const { file_path: path } = await unpaced.getFile(document?.file_id ?? '');
    expect(await download(path ?? '')).toEqual(content);
    expect(texts(person)).toEqual(['Добрый день', 'Отчёт']);
    expect(counted).toContain('sendDocument reply sent');
  });

  it('stays within the limits with replies and notices mixed', async () => {
    const { replies, personal, pacing } = await begin({ limits: { rates: true } });
    const readers = people(150);
    const writers = people(20);
    const notices = readers.map(async ({ id }) => {
      await pacing.slot({ lane: 'personal', chat: String(id) });
      await personal.sendMessage(id, 'Напоминание');
    });
    const answers = writers.flatMap(({ id }) =>
      [1, 2, 3].map((part) => replies.sendMessage(id, `Ответ ${part}`)),
    );
    await Promise.all([...notices, ...answers]);
    expect(simulator.refusedByLimits).toBe(0);
    expect(readers.every((person) => texts(person).length === 1)).toBe(true);
    expect(writers.map(texts)).toEqual(writers.map(() => ['Ответ 1', 'Ответ 2', 'Ответ 3']));
  });

  it('freezes everything on a 429, tells it, and loses and doubles nothing', async () => {
    const { replies, unpaced, pacing } = await begin();
    const readers = people(40);
    simulator.faults.add({ effect: { kind: 'too-many', retryAfter: 1, freeze: true }, after: 10 });
    const sends = readers.map(({ id }) => replies.sendMessage(id, 'Текст'));
    await expect.poll(() => told.length).toBeGreaterThan(0);
    expect(pacing.frozenFor()).toBeGreaterThan(500);
    await unpaced.deleteMessage(readers[0]?.id ?? 0, 1);
    await Promise.all(sends);
    expect(told[0]).toBe(1000);
    expect(readers.map((person) => texts(person).length)).toEqual(readers.map(() => 1));
  });

  it('merges the edits of one message that wait', async () => {
    const { replies, pacing } = await begin();
    const [person] = people(1);
    if (person === undefined) return;
    const { message_id: id } = await replies.sendMessage(person.id, 'Раз');
    pacing.freeze(200);
    const edits = ['Два', 'Три', 'Четыре'].map((text) => replies.editMessageText(person.id, id, text));
    const markup = replies.editMessageReplyMarkup(person.id, id, {
      reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] },
    });
    const last = replies.editMessageText(person.id, id, 'Пять');
    for (const result of await Promise.all(edits)) expect(result).toMatchObject({ text: 'Четыре' });
    await Promise.all([markup, last]);
    expect(texts(person)).toEqual(['Пять']);
    expect(simulator.counts.get('editMessageText')).toBe(2);
  });

  it('tries again what surely did not arrive, and nothing else', async () => {
    await begin();
    const [person] = people(1);
    if (person === undefined) return;
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    server.close();
    const away = telegramAt(`http://127.0.0.1:${port}`);
    const sent = away.replies.sendMessage(person.id, 'Дошло');
    await expect.poll(() => counted.filter((line) => line.endsWith('failed')).length).toBeGreaterThan(1);
    const bridge = net.createServer((socket) => {
      const target = net.connect(simulator.port, '127.0.0.1');
      socket.pipe(target).pipe(socket);
      for (const end of [socket, target]) end.on('error', () => undefined);
    });
    bridge.listen(port, '127.0.0.1');
    await sent;
    bridge.close();
    expect(texts(person)).toEqual(['Дошло']);

    const here = telegramAt(simulator.apiRoot, 300);
    for (const effect of [
      { kind: 'reset' },
      { kind: 'no-answer' },
      { kind: 'server-error' },
      { kind: 'answer-lost' },
    ] as const) {
      simulator.faults.add({ effect, method: 'sendMessage' });
      const before = simulator.counts.get('sendMessage') ?? 0;
      const error = await failure(here.replies.sendMessage(person.id, effect.kind));
      expect(classify(error)).toMatchObject({ kind: 'unknown' });
      expect(simulator.counts.get('sendMessage')).toBe(before + 1);
    }
    expect(texts(person)).toEqual(['Дошло', 'answer-lost']);
  });

  it('tells how a call was refused', async () => {
    const { replies, broadcast } = await begin();
    const [person, blocker, gone] = people(3);
    if (person === undefined || blocker === undefined || gone === undefined) return;
    blocker.block();
    gone.deactivate();
    const group = simulator.group({ title: 'Отдел' });
    const next = group.migrate();
    const outcome = async (chat: number, text = 'Текст') =>
      classify(await failure(replies.sendMessage(chat, text)));
    expect(await outcome(blocker.id)).toMatchObject({ kind: 'unreachable', reach: 'blocked' });
    expect(await outcome(gone.id)).toMatchObject({ kind: 'unreachable', reach: 'deactivated' });
    expect(await outcome(group.id)).toEqual({ kind: 'migrated', chatId: next.id });
    expect(await outcome(12345)).toEqual({
      kind: 'refused',
      code: 400,
      description: 'Bad Request: chat not found',
    });
    expect(await outcome(person.id, '')).toMatchObject({ kind: 'refused', code: 400 });
    simulator.faults.add({ effect: { kind: 'too-many', retryAfter: 2 } });
    const flooded = await failure(broadcast.sendMessage(person.id, 'Текст'));
    expect(classify(flooded)).toEqual({ kind: 'flooded', milliseconds: 2000 });
    const stranger = createTelegram({
      token: '1:wrong',
      apiRoot: simulator.apiRoot,
      transport,
      pacing: createPacing(),
    });
    expect(classify(await failure(stranger.replies.getMe()))).toMatchObject({ kind: 'not-arrived' });
  });

  it('lets no error tell the token', async () => {
    const { replies } = await begin();
    const [person] = people(1);
    if (person === undefined) return;
    for (const effect of [{ kind: 'reset' }, { kind: 'server-error' }] as const) {
      simulator.faults.add({ effect });
      const error = await failure(replies.sendMessage(person.id, 'Текст'));
      const inner = error instanceof GrammyError ? error : (error as { error: unknown }).error;
      for (const each of [error, inner]) {
        expect(JSON.stringify(each, Object.getOwnPropertyNames(each))).not.toContain(simulator.token);
      }
    }
  });

  it('ends a wait for the turn by abort', async () => {
    const { replies, pacing } = await begin();
    const [person] = people(1);
    if (person === undefined) return;
    pacing.freeze(60_000);
    const controller = new AbortController();
    const sent = failure(replies.sendMessage(person.id, 'Текст', {}, controller.signal as never));
    controller.abort();
    expect(classify(await sent)).toEqual({ kind: 'not-arrived', code: 'ABORTED' });
    const waiting = failure(replies.sendMessage(person.id, 'Текст'));
    await expect.poll(() => counted.length).toBe(0);
    pacing.close();
    expect(classify(await waiting)).toEqual({ kind: 'not-arrived', code: 'CLOSED' });
    expect(texts(person)).toEqual([]);
  });
});
