import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createExecutorRenderers } from '../src/features/questionnaire/executor-notices.ts';
import { createI18n } from '../src/services/i18n/i18n.ts';
import type { Person } from '../src/simulator/index.ts';
import { heard, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';

/** An executor when the question is taken from him, or the campaign is closed. */

let tale: CampaignStory;
let ilya: Person;
let assignmentId: number;
let seatId: number;

const PROBLEMS = 'PROBLEMS';

beforeAll(async () => {
  tale = await startCampaignStory();
  const { prisma } = tale.database;
  ilya = await tale.official('executor', tale.cities.east, 'специалист', 'Клёнов Илья Сергеевич');
  seatId = (await prisma.seat.findFirstOrThrow({ where: { kind: 'executor' } })).id;
  await tale.opened();
  assignmentId = (await prisma.assignment.findFirstOrThrow({ where: { cityId: tale.cities.east } })).id;
}, 60_000);
afterAll(async () => {
  tale.write('executor-shut');
  await tale.close();
});

/** Of what the bot itself sent, the last message; what was forged stands in between. */
const screen = (one: Person) =>
  one.chat.filter(({ sender, text }) => sender.isBot && !/^[a-z]\.[a-z.]+:/.test(text)).at(-1);
const last = (one: Person): string => screen(one)?.text ?? '';
const labels = (one: Person): string[] => (screen(one)?.inlineKeyboard ?? []).flat().map(({ text }) => text);

const question = (code = PROBLEMS): string => `${assignmentId}:${code}`;

async function given(code = PROBLEMS): Promise<number> {
  await tale.forge(tale.people.anna, `e.to:${question(code)}:${seatId}`);
  const row = await tale.database.prisma.delegation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(row).toMatchObject({ code, state: 'given' });
  return row.id;
}

async function write(one: Person, text: string): Promise<void> {
  one.paste(text);
  const open = async (): Promise<number> =>
    (await tale.database.prisma.update.count({ where: { doneAt: null } })) +
    (await tale.database.prisma.lane.count({ where: { wakeAt: { not: null } } }));
  const quiet = async () => tale.simulator.pendingUpdates === 0 && (await open()) === 0;
  await vi.waitUntil(quiet, { interval: 20, timeout: 15_000 });
  await tale.acted(one, text);
}

async function close(closed: boolean): Promise<void> {
  const closedAt = closed ? tale.simulator.now() : null;
  await tale.database.prisma.campaign.updateMany({ data: { closedAt } });
}

const state = async (id: number): Promise<string> =>
  (await tale.database.prisma.delegation.findUniqueOrThrow({ where: { id } })).state;

describe('a question that was recalled while he wrote', () => {
  it('is not said to be with another, and he hears nothing more of it', { timeout: 60_000 }, async () => {
    const { prisma } = tale.database;
    const { anna } = tale.people;
    const id = await given();
    await tale.forge(ilya, `q.go:${question()}`);
    await write(ilya, 'Первая часть исполнителя.');
    const author = await prisma.person.findFirstOrThrow({ where: { telegramId: anna.id } });
    const executor = await prisma.person.findFirstOrThrow({ where: { telegramId: ilya.id } });
    await tale.forge(anna, `q.go:${question()}`);
    await write(anna, 'Часть руководителя.');
    const render = createExecutorRenderers({ prisma, i18n: createI18n('locales') })['executor.beside'];
    const args = { assignmentId, code: PROBLEMS, authorId: author.id, since: '2027-01-01T00:00:00Z' };
    const recipient = { personId: executor.id, chatId: ilya.id, language: 'ru', reach: 'ok' } as const;
    const told = () => render(args, recipient, tale.simulator.now());
    expect(await told()).toMatchObject({ text: expect.stringContaining('Пока вы писали') as string });

    await tale.forge(anna, `e.recall:${id}:yes`);
    expect(await told()).toBeNull();
    await write(ilya, 'Часть после отзыва, которую терять нельзя.');
    expect(heard(ilya)).toContain('больше не поручено');
    expect(heard(ilya)).toContain('храним его сутки');
    expect(heard(ilya)).not.toContain('поручена другому');
  });
});

describe('a campaign closed when the answer is handed over', () => {
  it('offers no decision, and asks for no remark', { timeout: 60_000 }, async () => {
    const { anna } = tale.people;
    const id = await given();
    await tale.forge(ilya, `e.ready:${id}`);
    await tale.forge(anna, `e.d:${id}`);
    expect(labels(anna)).toEqual(expect.arrayContaining(['Принять', 'Вернуть с замечанием']));
    await close(true);
    await tale.forge(anna, `e.d:${id}`);
    expect(last(anna)).toContain('Сбор закрыт');
    expect(labels(anna)).toEqual(['Прочитать', 'К списку']);
    await tale.forge(anna, `e.back:${id}`);
    expect(heard(anna)).not.toContain('Что исправить?');
    await close(false);
    await tale.forge(anna, `e.take:${id}`);
    expect(await state(id)).toBe('accepted');
  });
});

describe('buttons that the bot never sent', () => {
  it('are answered like old ones', { timeout: 60_000 }, async () => {
    const { kedrova } = tale.people;
    const answered = () => heard(kedrova).split('Эта кнопка от прежнего сообщения').length - 1;
    await tale.forge(kedrova, `o.city.edit:${tale.cities.east}:1`);
    for (const data of ['o.city.set:99', `o.city.edit:${tale.cities.east}:99`, `k.named:${assignmentId}:`]) {
      const before = answered();
      await tale.forge(kedrova, data);
      expect(answered(), data).toBe(before + 1);
    }
  });
});
