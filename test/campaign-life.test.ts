import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { seedOfficial } from './support/people.ts';
import { DAY, heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';

/** The whole life of a campaign, and of a branch of its own: told through the whole app. */

let tale: CampaignStory;

beforeEach(async () => {
  tale = await startCampaignStory();
});
afterEach(async (context) => {
  tale.write(context.task.name);
  await tale.close();
});

/** A second coordinator of the association. */
async function second(): Promise<Person> {
  const one = tale.person('Нина');
  const { prisma } = tale.database;
  const now = tale.simulator.now();
  const name = 'Ольхова Нина Андреевна';
  await seedOfficial(prisma, { telegramId: one.id, kind: 'association_coordinator', name, now });
  return one;
}

/** The bot has said what it says after some seconds of silence. */
async function quiet(one: Person): Promise<void> {
  const where = { chatId: one.id, wakeAt: { not: null } };
  await expect.poll(() => tale.database.prisma.lane.count({ where }), { timeout: 10_000 }).toBe(0);
  await tale.settled();
}

describe('a draft', () => {
  it(
    'is kept, gone on with by the other coordinator, changed under the first, and opened once',
    { timeout: 90_000 },
    async () => {
      const { kedrova, anna, far } = tale.people;
      const nina = await second();
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Открыть сбор', 'За 2026 год', 'пятница, 12 февраля', 'Все города: 3');
      expect(last(kedrova)).toContain('Это черновик: он сохранён');
      await tale.press(kedrova, 'Назад');
      expect(heard(kedrova)).toContain('Черновик сбора за 2026 год сохранён.');
      await tale.restart();

      await tale.say(nina, 'сбор');
      await tale.press(nina, 'Черновик за 2026 год');
      expect(last(nina)).toContain('Открыть сбор за 2026 год?');
      await tale.say(anna, 'анкета');
      expect(last(anna)).not.toContain('2026');
      await tale.say(far, 'сбор');
      expect(last(far)).toContain('Сейчас сбор не идёт');

      await tale.press(kedrova, 'Черновик за 2026 год', 'Другие города', 'Выбрать города', '✓ Калининград');
      await tale.press(kedrova, 'Готово: 2 города');
      expect(last(kedrova)).toContain('Не участвуют: Калининград.');
      await tale.press(nina, 'Открыть сбор');
      expect(last(nina)).toContain('черновик изменён другим координатором');
      expect(last(nina)).toContain('В сборе 2 города');
      expect(far.chat.map(({ text }) => text).join()).not.toContain('Назовите');

      kedrova.tap('Открыть сбор');
      nina.tap('Открыть сбор');
      await Promise.all([tale.acted(kedrova, '[Открыть сбор]'), tale.acted(nina, '[Открыть сбор]')]);
      for (const one of [kedrova, nina]) expect(last(one)).toContain('Сдали 0 из 2');
      expect(heard(anna).match(/вас ждёт анкета/gu)).toHaveLength(1);
      expect(heard(far).match(/Назовите, кто на неё отвечает/gu)).toHaveLength(1);

      // A draft of the next year is discarded by one; the other, who looks at it, is told.
      await tale.press(kedrova, 'Все сборы', 'Открыть сбор', 'За 2027 год', 'пятница, 19 ноября');
      await tale.say(nina, 'сбор');
      await tale.press(nina, 'Все сборы');
      expect(last(nina)).toContain('• За 2027 год: черновик, 0 городов. Городам не виден');
      await tale.press(nina, 'За 2027 год, черновик', 'Все города: 3', 'Удалить черновик');
      expect(last(nina)).toContain('Городам о нём не сообщали.');
      await tale.press(nina, 'Удалить черновик');
      expect(heard(nina)).toContain('Черновик сбора за 2027 год удалён.');
      await tale.press(kedrova, 'Все города: 3');
      expect(heard(kedrova)).toContain('Этого черновика уже нет');
      expect(last(kedrova)).toContain('Сбор за 2026 год');
    },
  );

  it('is followed by its history: opened, extended, closed, opened again', { timeout: 90_000 }, async () => {
    await tale.opened();
    const { kedrova } = tale.people;
    await tale.say(kedrova, 'сбор');
    expect(last(kedrova)).toContain('Открыт: понедельник, 18 января.');
    await tale.press(kedrova, 'Продлить срок', 'пятница, 19 февраля', 'Продлить');
    expect(last(kedrova)).toContain('Срок продлевали, первоначальный — пятница, 12 февраля.');
    await tale.advance(DAY);
    await tale.press(kedrova, 'Закрыть сбор', 'Закрыть сбор');
    expect(last(kedrova)).toContain('Сбор закрыт: вторник, 19 января');
    await tale.press(kedrova, 'Открыть снова', 'Открыть снова');
    expect(last(kedrova)).toContain('Открыт снова: вторник, 19 января.');
    await tale.press(kedrova, 'История');
    const [, , , ...steps] = last(kedrova).split('\n');
    expect(steps.map((line) => line.replace(/, \d\d:\d\d:/u, ':'))).toEqual([
      '• вторник, 19 января: сбор открыт снова. Кедрова\u00A0О.Н.',
      '• вторник, 19 января: сбор закрыт. Кедрова\u00A0О.Н.',
      '• понедельник, 18 января: срок продлён всем, новый — пятница, 19 февраля, прежний — пятница, 12 февраля. Кедрова\u00A0О.Н.',
      '• понедельник, 18 января: сбор открыт, 3 города, срок — пятница, 12 февраля. Кедрова\u00A0О.Н.',
    ]);
  });
});

describe('the respondent', () => {
  it(
    'is changed in the middle of writing: what he sends next is kept, and said so',
    { timeout: 90_000 },
    async () => {
      await tale.opened();
      const { far, rowan, pine } = tale.people;
      await tale.press(far, 'Назвать, кто отвечает', 'Рябинин\u00A0П.А.');
      await tale.press(rowan, 'Начать', 'Начать');
      await tale.say(rowan, 'Проведено 120 сходов граждан во всех районах города.');
      await tale.say(far, 'сбор');
      await tale.press(far, 'Назвать другого', 'Соснина\u00A0В.П.');
      await tale.say(rowan, 'И ещё 14 встреч в трудовых коллективах предприятий.');
      await rowan.waitFor(
        /Эта анкета теперь поручена другому\. Присланное в неё не записано, храним его сутки/,
      );
      expect(last(pine)).toContain('Уже готово 1 из 7, записанное на месте.');
      const { prisma } = tale.database;
      expect(await prisma.piece.count()).toBe(1);
      expect(await prisma.stray.count({ where: { chatId: rowan.id } })).toBe(1);
    },
  );

  it(
    'is lost: the city’s coordinator is told once, or the association’s where there is none',
    { timeout: 90_000 },
    async () => {
      await tale.opened();
      const { kedrova, anna, far, rowan } = tale.people;
      const { prisma } = tale.database;
      await tale.press(far, 'Назвать, кто отвечает', 'Рябинин\u00A0П.А.');
      await tale.press(rowan, 'Начать', 'Начать');
      await tale.say(rowan, 'Проведено 120 сходов граждан во всех районах города.');
      await tale.advance(60_000);
      await tale.settled();
      expect(await prisma.notice.count({ where: { kind: 'campaign.lost' } })).toBe(0);

      const cut = { cutOffAt: tale.simulator.now() };
      await prisma.person.updateMany({ where: { telegramId: rowan.id }, data: cut });
      await prisma.person.updateMany({ where: { telegramId: anna.id }, data: { reach: 'blocked' } });
      await tale.advance(60_000);
      await far.waitFor(/Отвечает Рябинин\u00A0П\.А\., .*, но доступ к боту закрыт/);
      expect(last(far)).toContain(
        'Хабаровск: на анкету «Организационная работа: итоги 2026 года» сейчас некому',
      );
      expect(last(far)).toContain('Записанное сохранено, готово 1 из 7');
      expect(labels(far)).toEqual(['Назвать другого', 'Пригласить преемника', 'К городу']);
      await kedrova.waitFor(/Отвечает Берёзкина\u00A0А\.В\., .*, но бот заблокирован/);
      await tale.advance(60_000);
      await tale.settled();
      expect(await prisma.notice.count({ where: { kind: 'campaign.lost' } })).toBe(2);

      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Кто сдал', 'Все города');
      expect(last(kedrova)).toContain('Хабаровск — в работе, готово 1 из 7; отвечать некому');
      expect(last(kedrova)).toContain('Благовещенск — отвечать некому, бот заблокирован');
      await tale.press(far, 'Назвать другого', 'Соснина\u00A0В.П.');
      const { pine } = tale.people;
      expect(last(pine)).toContain('Уже готово 1 из 7');
      await tale.advance(60_000);
      await tale.settled();
      expect(await prisma.notice.count({ where: { kind: 'campaign.lost' } })).toBe(2);

      // One who erases himself: the vacant post is told once, with what is open there.
      await tale.say(pine, '/forget');
      await tale.press(pine, 'Удалить');
      await far.waitFor(/Должность освободилась: .*\nОткрыто:\n• .*готово 1 из 7/su);
      await tale.advance(60_000);
      await tale.settled();
      expect(await prisma.notice.count({ where: { kind: 'campaign.lost' } })).toBe(2);
    },
  );
});

describe('closing while somebody pastes', () => {
  it(
    'every part is in the answer, or kept with a clear sentence; the coordinator has seen who writes',
    { timeout: 120_000 },
    async () => {
      await tale.opened();
      const { kedrova, anna } = tale.people;
      const { prisma } = tale.database;
      await tale.press(anna, 'Начать', 'Начать');
      await tale.say(anna, 'Проведено 120 сходов граждан во всех районах города.');
      await quiet(anna);
      for (const first of [3, 2, 1, 0]) {
        await tale.say(kedrova, 'сбор');
        await tale.press(kedrova, 'Закрыть сбор');
        expect(last(kedrova)).toContain('Анкету сейчас пишет 1 город (время местное):\nБлаговещенск, 1 из 7');
        const parts = ['Первая', 'Вторая', 'Третья'].map(
          (word) => `${word} часть, ${first} до закрытия: построены мосты, дороги и дома культуры.`,
        );
        const before = anna.lastMessage()?.id ?? 0;
        for (const part of parts.slice(0, first)) anna.send(part);
        kedrova.tap('Закрыть сбор');
        await expect
          .poll(() => prisma.campaign.count({ where: { closedAt: null } }), { interval: 5 })
          .toBe(0);
        for (const part of parts.slice(first)) anna.send(part);
        await tale.acted(kedrova, '[Закрыть сбор]');
        expect(last(kedrova)).toContain('Сбор закрыт: понедельник, 18 января');

        await quiet(anna);
        const texts = (rows: { text: string }[]) => rows.map(({ text }) => text);
        const inAnswer = texts(await prisma.piece.findMany({ where: { text: { in: parts } } }));
        const kept = texts(await prisma.stray.findMany({ where: { text: { in: parts } } }));
        expect([...inAnswer, ...kept].sort()).toEqual([...parts].sort());
        expect(kept).toEqual(expect.arrayContaining(parts.slice(first)));
        const told = () =>
          anna.chat.filter(({ id, sender }) => id > before && sender.isBot).map(({ text }) => text);
        if (kept.length > 0)
          await expect.poll(told).toContainEqual(expect.stringContaining('присланное в анкету не записано'));
        await expect.poll(told).toContainEqual(expect.stringContaining('Сбор закрыт'));

        await tale.press(kedrova, 'Открыть снова', 'Открыть снова');
        await tale.say(anna, 'анкета');
        await tale.press(anna, '1');
      }
    },
  );
});

describe('a branch of its own', () => {
  it(
    'is added with its questions, has its campaign, its respondents and its numbers',
    { timeout: 120_000 },
    async () => {
      await tale.opened();
      const { kedrova, anna, far, rowan, pine } = tale.people;
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Все сборы', 'Разделы', 'Добавить раздел');
      await tale.say(kedrova, '5');
      expect(last(kedrova)).toContain('Название — от 3 до 60 знаков');
      await tale.say(kedrova, 'организационная работа');
      expect(last(kedrova)).toContain('Такой раздел уже есть: «Организационная работа»');
      await tale.say(kedrova, 'благоустройство');
      await tale.say(kedrova, 'орг');
      expect(last(kedrova)).toContain('уже занято разделом «Организационная работа»');
      await tale.say(kedrova, 'блг');
      await tale.restart();
      await tale.press(kedrova, 'Начать с пустой анкеты');
      expect(last(kedrova)).toContain('Вопросов пока нет: добавьте их, и сбор можно будет открыть.');
      await tale.press(kedrova, 'Вопросы анкеты', 'Добавить вопрос', 'Длинный текст');
      await tale.say(kedrova, 'Что благоустроено в [год сбора] году?');
      await tale.press(kedrova, 'Без подсказки', 'Взять код Q1', 'Добавить');
      expect(last(kedrova)).toContain('Вопрос 1 из 1');
      await tale.press(kedrova, 'К списку', 'Назад', 'Открыть сбор');
      expect(last(kedrova)).toContain('Открыть сбор, благоустройство. За какой год');
      await tale.press(kedrova, 'За 2026 год', 'пятница, 12 февраля', 'Все города: 3', 'Открыть сбор');
      expect(last(kedrova)).toContain('Сбор за 2026 год, благоустройство');
      expect(heard(anna)).toContain('вас ждёт анкета «Благоустройство: итоги 2026 года»: 1\u00a0вопрос.');

      await tale.press(kedrova, 'Все сборы');
      expect(last(kedrova)).toContain('• Организационная работа, 2026 год: открыт, сдали 0 из 3');
      expect(labels(kedrova).slice(0, 2)).toEqual(['ОРГ, 2026 год, открыт', 'БЛГ, 2026 год, открыт']);

      await tale.say(far, 'сбор');
      expect(last(far)).toContain('Какой сбор показать?');
      await tale.press(far, 'Благоустройство, 2026', 'Назвать, кто отвечает', 'Рябинин\u00A0П.А.');
      await tale.say(far, 'сбор');
      await tale.press(far, 'Организационная работа, 2026', 'Назвать, кто отвечает', 'Соснина\u00A0В.П.');
      expect(last(rowan)).toContain('Благоустройство');
      expect(last(pine)).toContain('Организационная работа');

      await tale.say(anna, 'анкета');
      expect(labels(anna).slice(0, 2)).toEqual(['Организационная работа, 2026', 'Благоустройство, 2026']);
      await tale.press(anna, 'Благоустройство, 2026', 'Начать');
      expect(last(anna)).toContain('Что благоустроено в 2026 году?');
      await tale.say(anna, 'Высажено 1 200 деревьев, отремонтировано 14 дворов, открыт сквер.');
      await quiet(anna);
      await tale.press(anna, 'Готово');
      await tale.press(anna, 'Просмотр и сдача', 'Дальше →', 'Сдать', 'Сдать');
      expect(heard(anna)).toContain('2026-БЛГ-1');
    },
  );
});
