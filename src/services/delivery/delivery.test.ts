import { afterEach, describe, expect, it } from 'vitest';
import {
  createDeliveryStage,
  type DeliveryStage,
  notice,
  type Reader,
} from '../../../test/support/delivery-stage.ts';
import type { SimulatorOptions } from '../../simulator/index.ts';
import type { PassOn, Renderer } from './index.ts';
import { enqueue } from './outbox.ts';

let stage: DeliveryStage;
afterEach(() => stage.close());

async function begin(options: SimulatorOptions = {}): Promise<Reader> {
  stage = await createDeliveryStage(options);
  return stage.reader();
}

const numbers = (readers: readonly Reader[]): number[] => readers.map((reader) => reader.received().length);

describe('the outbox', () => {
  it('takes many notices at once, each key once, with the transaction or not at all', async () => {
    await begin();
    const { prisma, clock, states } = stage;
    const { enqueue, depth } = stage.copy();
    const many = Array.from({ length: 1300 }, (_, id) => notice({ id }, { dedupeKey: `many:${id}` }));
    const failed = prisma.$transaction(async (db) => {
      await enqueue(db, many);
      throw new Error('the change failed');
    });
    await expect(failed).rejects.toThrow('the change failed');
    expect(await states()).toEqual({});
    expect(await prisma.$transaction((db) => enqueue(db, many.slice(0, 1100)))).toBe(1100);
    expect(await prisma.$transaction((db) => enqueue(db, [...many, ...many.slice(0, 3)]))).toBe(200);
    clock.advance(5000);
    const { depth: due, oldestSeconds } = await depth();
    expect(due).toBe(1300);
    expect(oldestSeconds).toBeGreaterThanOrEqual(5);
  });
});

describe('the sender', () => {
  it('asks who gets instead what nobody, or the wrong one, would get', async () => {
    const anna = await begin();
    const { prisma, clock, until } = stage;
    const [boris, clara, dina] = (await stage.people(3)) as [Reader, Reader, Reader];
    const renderers: Record<string, Renderer> = {
      task: (_, { personId }) => Promise.resolve(personId === anna.id ? { text: 'Задание' } : null),
    };
    const task: PassOn = ({ args }, now) =>
      (args as { vain?: true }).vain
        ? Promise.resolve(0)
        : enqueue(prisma, [notice(anna, { dedupeKey: 'task:anna', kind: 'task', args: {} })], now).then(
            () => 1,
          );
    const { start } = stage.copy({ renderers, passOn: { task } });
    for (const { id } of [boris, dina])
      await prisma.person.update({ where: { id }, data: { telegramId: null } });
    await enqueue(
      prisma,
      [
        ...[boris, clara].map((each) => notice(each, { kind: 'task', args: {} })),
        notice(dina, { kind: 'task', args: { vain: true } }),
      ],
      clock.now(),
    );
    start();
    await until({ sent: 1, withdrawn: 2, refused: 1 });
    expect(anna.received()).toEqual(['Задание']);
    expect(clara.received()).toEqual([]);
  });

  it('sends what is due, with the text of the moment, and notes what is out', async () => {
    const anna = await begin();
    const { prisma, clock, until } = stage;
    let words = 'Первый текст';
    const replyMarkup = { inline_keyboard: [[{ text: 'Открыть', callback_data: 'a' }]] };
    const document = { name: 'otchet.docx', content: Buffer.from('Отчёт') };
    const renderers: Record<string, Renderer> = {
      late: () => Promise.resolve({ text: words, replyMarkup }),
      file: () => Promise.resolve({ text: 'Отчёт', document }),
      obsolete: () => Promise.resolve(null),
    };
    const { enqueue, start, wake } = stage.copy({ renderers });
    const inHours = (hours: number): Date => new Date(clock.now().getTime() + hours * 3_600_000);
    await enqueue(prisma, [
      notice(anna, { dedupeKey: 'late', kind: 'late', notBefore: inHours(1) }),
      notice(anna, { dedupeKey: 'file', kind: 'file', lane: 'broadcast' }),
      notice(anna, { dedupeKey: 'obsolete', kind: 'obsolete' }),
      notice(anna, { dedupeKey: 'too late', notAfter: inHours(-1) }),
      notice({ id: 4711 }, { dedupeKey: 'nobody' }),
    ]);
    start();
    await until({ queued: 1, sent: 1, withdrawn: 2, refused: 1 });
    words = 'Второй текст';
    clock.advance(3_600_001);
    wake();
    await until({ sent: 2, withdrawn: 2, refused: 1 });
    expect(anna.received()).toEqual(['Отчёт', 'Второй текст']);
    expect(anna.person.lastMessage()?.inlineKeyboard).toHaveLength(1);
    const { lastMessageId } = await prisma.lane.findUniqueOrThrow({ where: { chatId: anna.person.id } });
    expect(lastMessageId).toBe(anna.person.lastMessage()?.id);
  });

  it('sends hundreds within the limits, personal ones first, while replies go out', async () => {
    const writer = await begin({ limits: { rates: true } });
    const { prisma, simulator, until } = stage;
    const readers = await stage.people(200);
    const { enqueue, start, telegram } = stage.copy({ perSecond: 29 });
    await enqueue(
      prisma,
      readers.map((reader, index) => notice(reader, { lane: index % 2 === 0 ? 'broadcast' : 'personal' })),
    );
    start();
    for (let part = 0; part < 6; part += 1) await telegram.replies.sendMessage(writer.person.id, 'Ответ');
    await until({ sent: 200 }, 15_000);
    expect(simulator.refusedByLimits).toBe(0);
    expect(numbers(readers)).toEqual(readers.map(() => 1));
    const first = await prisma.notice.findMany({ orderBy: { sentAt: 'asc' }, take: 60 });
    expect(first.filter(({ lane }) => lane === 'personal').length).toBeGreaterThan(45);
  });

  it('keeps the order of one person', async () => {
    const anna = await begin();
    const { enqueue, start } = stage.copy();
    const texts = ['1', '2', '3', '4'];
    stage.simulator.faults.add({ effect: { kind: 'slow', delayMs: 200 } });
    await enqueue(
      stage.prisma,
      texts.map((each) => notice(anna, { dedupeKey: each, args: { text: each } })),
    );
    start();
    await stage.until({ sent: 4 });
    expect(anna.received()).toEqual(texts);
  });

  it('does not send a reminder again when the answer was lost, but a notice that asks to act', async () => {
    const anna = await begin();
    const boris = await stage.reader();
    for (const { person } of [anna, boris]) {
      stage.simulator.faults.add({
        effect: { kind: 'answer-lost' },
        chatId: person.id,
        method: 'sendMessage',
      });
    }
    const { enqueue, start } = stage.copy();
    await enqueue(stage.prisma, [
      notice(anna),
      notice(boris, { againIfUnknown: true, args: { text: 'Утвердите план' } }),
    ]);
    start();
    await stage.until({ unknown: 1, sent: 1 }, 15_000);
    expect(anna.received()).toEqual(['Напоминание']);
    expect(boris.received()).toEqual(['Утвердите план', 'Утвердите план']);
  });

  it('waits while Telegram is away instead of burning the outbox', async () => {
    await begin();
    const readers = await stage.people(60);
    const { enqueue, start } = stage.copy();
    const fault = stage.simulator.faults.add({ effect: { kind: 'server-error' }, times: 1e6 });
    await enqueue(
      stage.prisma,
      readers.map((reader) => notice(reader)),
    );
    start();
    await expect.poll(() => fault.hits, { timeout: 10_000 }).toBeGreaterThan(3);
    fault.remove();
    await expect.poll(stage.open, { timeout: 15_000 }).toBe(0);
    const { sent = 0, unknown = 0 } = await stage.states();
    expect(sent + unknown).toBe(60);
    expect(unknown).toBe(fault.hits);
    expect(unknown).toBeLessThan(40);
  });

  it('loses nothing while there is no connection', async () => {
    const anna = await begin();
    const { prisma, until } = stage;
    const away = stage.copy({ apiRoot: 'http://127.0.0.1:1' });
    await away.enqueue(prisma, [notice(anna)]);
    away.start();
    await expect.poll(() => away.calls('failed'), { timeout: 5000 }).toBeGreaterThan(1);
    await away.stop();
    expect(await prisma.notice.findMany()).toMatchObject([{ state: 'queued', attempts: 0 }]);
    stage.copy().start();
    await until({ sent: 1 });
    expect(anna.received()).toHaveLength(1);
  });

  it('remembers who cannot be reached, and writes again when they have written', async () => {
    const anna = await begin();
    anna.person.block();
    const { prisma, simulator, until } = stage;
    const { enqueue, start, wake } = stage.copy();
    await enqueue(prisma, [notice(anna)]);
    start();
    await until({ refused: 1 });
    const failure = 'Forbidden: bot was blocked by the user';
    expect(await prisma.notice.findMany()).toMatchObject([{ failure }]);
    expect(await prisma.person.findUnique({ where: { id: anna.id } })).toMatchObject({ reach: 'blocked' });
    await enqueue(prisma, [notice(anna, { dedupeKey: 'second' })]);
    wake();
    await until({ refused: 2 });
    expect(simulator.counts.get('sendMessage')).toBe(1);
    anna.person.unblock();
    await prisma.person.update({ where: { id: anna.id }, data: { reach: 'ok' } });
    await enqueue(prisma, [notice(anna, { dedupeKey: 'third' })]);
    wake();
    await until({ refused: 2, sent: 1 });
  });

  it('follows a group that became a supergroup', async () => {
    await begin();
    const { prisma, simulator, until } = stage;
    const group = simulator.group({ title: 'Отдел' });
    const next = group.migrate();
    const { enqueue, start } = stage.copy();
    await enqueue(prisma, [{ dedupeKey: 'group', chatId: group.id, kind: 'text', args: { text: 'План' } }]);
    start();
    await until({ sent: 1 });
    expect(await prisma.notice.findMany()).toMatchObject([{ chatId: BigInt(next.id) }]);
    expect(next.chat.map((message) => message.text)).toContain('План');
  });

  it('sets a notice aside that cannot be rendered, and goes on with the others', async () => {
    const anna = await begin();
    const broken: Renderer = () => Promise.reject(new Error('no such assignment'));
    const { enqueue, start } = stage.copy({ renderers: { broken } });
    await enqueue(stage.prisma, [
      notice(anna, { dedupeKey: 'broken', kind: 'broken' }),
      notice(anna, { dedupeKey: 'not known', kind: 'of a younger copy' }),
      notice(anna),
    ]);
    start();
    const setAside = { state: 'queued', attempts: 1, retryAt: { gt: new Date() } };
    await expect.poll(() => stage.prisma.notice.count({ where: setAside })).toBe(2);
    await stage.until({ queued: 2, sent: 1 });
  });
});
