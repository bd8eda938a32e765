import { expect, vi } from 'vitest';
import { dumpRows } from './support/dump.ts';
import { last, officeStory, texts } from './support/office-stage.ts';

const TIMEOUT = { timeout: 120_000 };

officeStory.concurrent('names a living person and calls him to the place', TIMEOUT, async ({ stage }) => {
  const { press, say, menu, connected } = stage;
  const { coordinator, head } = await connected();
  await menu(head, 'Помощь');
  expect(last(head)).toContain(
    'Калинина Вера Павловна, координатор города, (4212) 00-00-00, с 9:00 до 18:00 (Приреченск)',
  );
  await press(head, 'Позвать координатора');
  await coordinator.waitFor(/Просят помощи: Берёзкина Анна Викторовна, начальник.*\n.*\n.*\(4212\) 11-11-11/);
  await press(head, 'Позвать координатора');
  expect(last(head)).toContain('Позвать ещё раз можно через 30 минут');
  await say(coordinator, 'помощь');
  expect(last(coordinator)).toContain('Координатор пока не подключён');
});

officeStory.concurrent(
  'officials get the language of their city, until they choose',
  TIMEOUT,
  async ({ stage }) => {
    const { person, press, say, open, settled } = stage;
    const { link } = await settled();
    const head = person('Anna', { languageCode: 'en' });
    await open(head);
    expect(last(head)).toContain('Who are you?');
    await open(head, link);
    await press(head, 'Да, это я');
    expect(texts(head)).toContain('Здравствуйте, Анна Викторовна');
    await say(head, '/language');
    await press(head, 'English');
    await say(head, 'help');
    expect(last(head)).toContain('Who will help: Калинина Вера Павловна');
    expect(head.keyboard()?.flat()).toContain('Help');
  },
);

officeStory.concurrent(
  'a citizen: nothing but the chat; gone without a trace',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, say, open, menu } = stage;
    const citizen = person('Житель', { id: 987_654_321 });
    await open(citizen);
    await press(citizen, 'Я житель');
    expect(texts(citizen)).toContain('только номер этого чата');
    expect(await story.database.prisma.person.count()).toBe(0);
    await say(citizen, '/language');
    await press(citizen, 'Русский');
    await menu(citizen, 'Мои данные');
    expect(last(citizen)).toContain('выбранный язык: Русский');
    await press(citizen, 'Удалить сведения', 'Удалить');
    await citizen.waitFor(/Сведения о вас удалены. Акт № \d+/);
    expect(JSON.stringify(await dumpRows(story.database.pool))).not.toContain('987654321');
    await say(citizen, '/mydata');
    expect(last(citizen)).toContain('Больше ничего');
    await press(citizen, 'Удалить сведения');
    citizen.tap('Удалить');
    citizen.send('/start'); // before the first is answered
    await citizen.waitFor(/Кто вы\?/);
    expect(texts(citizen).match(/Сведения о вас удалены/g)).toHaveLength(2);
  },
);

officeStory.concurrent(
  'an official: name and account go, what was done stays under the post',
  TIMEOUT,
  async ({ stage }) => {
    const { story, press, say, open, menu, connected } = stage;
    const { coordinator, head, seatId } = await connected();
    await menu(head, 'Помощь');
    await press(head, 'Позвать координатора');
    await coordinator.waitFor(/Просят помощи/);
    await say(head, '/forget');
    expect(last(head)).toContain('Ответы, написанные по должности, останутся');
    await press(head, 'Удалить');
    await head.waitFor(/Сведения о вас удалены/);
    const rows = JSON.stringify(await dumpRows(story.database.pool));
    for (const trace of [String(head.id), 'Берёзкина', 'Викторовна', '11-11-11'])
      expect(rows).not.toContain(trace);
    const { prisma } = story.database;
    expect(await prisma.journal.count({ where: { seatId, verb: 'connect', personId: null } })).toBe(1);
    expect(await prisma.holding.count({ where: { seatId, until: null } })).toBe(0);
    expect(await prisma.journal.count({ where: { verb: 'erase', personId: null, requestKey: null } })).toBe(
      1,
    );
    await coordinator.waitFor(/Должность освободилась: начальник управления/);
    await open(head);
    expect(last(head)).toContain('Кто вы?');
  },
);

officeStory.concurrent(
  'one who blocked the bot is marked, and written to again when he comes back',
  TIMEOUT,
  async ({ stage }) => {
    const { story, connected } = stage;
    const { head } = await connected();
    const { prisma } = story.database;
    const reach = async () =>
      (await prisma.person.findFirstOrThrow({ where: { telegramId: head.id } })).reach;
    head.block();
    await vi.waitUntil(async () => (await reach()) === 'blocked', { interval: 10, timeout: 5_000 });
    head.unblock();
    await vi.waitUntil(async () => (await reach()) === 'ok', { interval: 10, timeout: 5_000 });
  },
);

officeStory.concurrent('is filled in the chat, checked, and shown back', TIMEOUT, async ({ stage }) => {
  const { story, press, say, settled } = stage;
  const { coordinator, cityId } = await settled();
  await say(coordinator, 'город');
  expect(last(coordinator)).toContain('3. Администрация: не заполнено');
  await press(coordinator, '3');
  await say(coordinator, 'Администрация города Приреченска');
  expect(last(coordinator)).toContain('3. Администрация: Администрация города Приреченска');
  await press(coordinator, '7');
  await say(coordinator, 'Соснин');
  expect(last(coordinator)).toContain('Нужны инициалы и фамилия');
  await say(coordinator, 'Соснин Пётр Ильич');
  expect(last(coordinator)).toContain('7. Утверждает, инициалы и фамилия: П.И. Соснин');
  await press(coordinator, '16', 'Шестидневная');
  expect(last(coordinator)).toContain('Рабочая неделя: Шестидневная');
  const { card } = await story.database.prisma.city.findUniqueOrThrow({ where: { id: cityId } });
  expect(card).toEqual({
    officialName: 'Администрация города Приреченска',
    approverName: 'П.И. Соснин',
    daysOff: 'six_days',
  });
});

officeStory.concurrent('to be forgotten gives no new tries of a code', TIMEOUT, async ({ stage }) => {
  const { story, person, press, say, open } = stage;
  const { pool } = story.database;
  const guesser = person('Кто-то', { id: 987_654_322 });
  await open(guesser);
  await press(guesser, 'Я сотрудник администрации', 'Ввести код');
  await say(guesser, '10000001', '10000002', '10000003', '10000004', '10000005');
  expect(last(guesser)).toContain('Пять попыток за час использованы');
  await say(guesser, '/forget');
  await press(guesser, 'Удалить');
  await guesser.waitFor(/Попытки ввести код бот помнит ещё час/);
  const { rows } = await pool.query<{ state: object }>('select state from "Lane" where "chatId" = 987654322');
  expect(rows.map(({ state }) => Object.keys(state))).toEqual([['codeTries']]);
  // The end of the turn may still write the hour: the time is moved until it has come.
  const hour = `update "Lane" set "wakeAt" = now() where "chatId" = 987654322 and "wakeAt" > now()`;
  const forgotten = async (): Promise<void> => {
    await pool.query(hour);
    expect(JSON.stringify(await dumpRows(pool))).not.toContain('987654322');
  };
  await vi.waitFor(forgotten, { timeout: 15_000, interval: 200 });
});

officeStory.concurrent('comes back within the hour: still no new tries', TIMEOUT, async ({ stage }) => {
  const { person, press, say, open } = stage;
  const guesser = person('Кто-то');
  await open(guesser);
  await press(guesser, 'Я сотрудник администрации', 'Ввести код');
  await say(guesser, '10000001', '10000002', '10000003', '10000004', '10000005', '/forget');
  await press(guesser, 'Удалить');
  await guesser.waitFor(/бот помнит ещё час/);
  await open(guesser);
  await press(guesser, 'Я сотрудник администрации', 'Ввести код');
  expect(last(guesser)).toContain('Пять попыток за час использованы');
});

officeStory.concurrent('a card of longest fields still fits into one message', TIMEOUT, async ({ stage }) => {
  const { story, say, settled } = stage;
  const { coordinator, cityId } = await settled();
  const long = Object.fromEntries(
    [
      'officialName',
      'officialNameGenitive',
      'headTitle',
      'approverPost',
      'addressee',
      'signerPost',
      'address',
    ].map((field) => [field, 'Я'.repeat(300)]),
  );
  const districts = Array.from({ length: 40 }, (_, index) => `${'Р'.repeat(58)}${index + 10}`);
  await story.database.prisma.city.update({ where: { id: cityId }, data: { card: { ...long, districts } } });
  await say(coordinator, 'город');
  expect(last(coordinator)).toContain('Приреченск');
  expect(last(coordinator)).toContain('ЯЯЯ…');
});
