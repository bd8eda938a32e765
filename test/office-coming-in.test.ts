import { expect, vi } from 'vitest';
import { dumpRows } from './support/dump.ts';
import { ADMIN, invitationIn, last, officeStory, texts } from './support/office-stage.ts';

const TIMEOUT = { timeout: 120_000 };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

officeStory.concurrent(
  'an empty installation: the administrator, a city, its coordinator, who invites a head',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, say, open, menu } = stage;
    const admin = person('Кедрова', { id: ADMIN });
    await open(admin);
    await say(admin, 'Кедрова О.Н.');
    expect(texts(admin)).toContain('Инициалов мало');
    await say(admin, 'Кедрова Ольга Николаевна');
    expect(admin.keyboard()?.flat()).toEqual(['Сотрудники', 'Помощь', 'Город', 'Замещение']);
    await press(admin, 'Добавить город');
    await say(admin, 'Приреченск', 'Хабаровск');
    await press(admin, 'Владивосток, Хабаровск, Биробиджан (МСК+7)', 'Координатор города');
    await say(admin, 'управление организационной работы');
    await press(admin, 'Координатор города');
    await story.restart(); // the draft is kept
    await say(admin, 'Калинина Вера Павловна', '(4212) 00-00-00');
    await press(admin, 'Выписать ссылку');
    const coordinator = person('Калинина');
    await open(coordinator, invitationIn(admin).link);
    await press(coordinator, 'Да, это я');
    expect(coordinator.keyboard()?.flat()).toEqual(['Анкета', 'Сбор', 'Сотрудники', 'Помощь']);
    await menu(coordinator, 'Сотрудники');
    await press(coordinator, 'Пригласить', 'Руководитель подразделения', 'управление организационной работы');
    await say(coordinator, 'начальник управления организационной работы', 'берёзкина анна викторовна');
    await press(coordinator, 'Назад');
    expect(last(coordinator)).toContain('Фамилия, имя и отчество');
    await say(coordinator, 'Берёзкина Анна Викторовна');
    await press(coordinator, 'Без телефона');
    expect(last(coordinator)).toContain(
      'Берёзкина Анна Викторовна\nначальник управления организационной работы, Приреченск',
    );
    await press(coordinator, 'Выписать ссылку');
    const { link, code } = invitationIn(coordinator);
    expect(link).toMatch(/start=[A-Za-z0-9_-]{1,64}$/);
    const stored = await dumpRows(story.database.pool);
    expect(JSON.stringify(stored)).not.toContain(link.split('=')[1]);
    expect(JSON.stringify(stored)).not.toContain(code.replace(' ', ''));
    expect(story.log).not.toContain('Кедрова');
    expect(story.log).not.toContain(link.split('=')[1]);
  },
);

officeStory.concurrent(
  'the secretary opens the link first and says no, two others look on; the head comes in',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, open, settled } = stage;
    const { coordinator, link } = await settled();
    const secretary = person('Рябинин');
    await open(secretary, link);
    expect(last(secretary)).toContain(
      'Берёзкина Анна Викторовна, начальник управления организационной работы, Приреченск',
    );
    const before = await dumpRows(story.database.pool);
    await press(secretary, 'Нет, другой человек');
    expect(last(secretary)).toContain('Ссылка не использована, о вас ничего не записано');
    const { Person, Invitation, Journal } = await dumpRows(story.database.pool);
    expect({ Person, Invitation, Journal }).toEqual({
      Person: before['Person'],
      Invitation: before['Invitation'],
      Journal: before['Journal'],
    });

    const [clerk, driver, head] = [person('Клерк'), person('Шофёр'), person('Берёзкина')];
    for (const one of [clerk, driver, head]) await open(one, link);
    await press(head, 'Да, это я');
    expect(texts(head)).toContain('Здравствуйте, Анна Викторовна.');
    const come = await dumpRows(story.database.pool);
    await press(clerk, 'Да, это я');
    expect(last(clerk)).toContain('Ссылкой уже воспользовались 1 февраля.');
    expect(last(clerk)).toContain('Спросить можно здесь: Калинина Вера Павловна');
    await press(driver, 'Нет, другой человек');
    expect(last(driver)).toContain('о вас ничего не записано');
    const { Person: people, Holding: holdings } = await dumpRows(story.database.pool);
    expect([people, holdings]).toEqual([come['Person'], come['Holding']]);
    expect(holdings).toHaveLength(2); // the coordinator's and hers

    expect(head.keyboard()?.flat()).toEqual(['Анкета', 'Помощь', 'Опыт городов', 'Мои данные']);
    const offered = head.commands().map(({ command }) => command);
    expect(offered).toEqual(expect.arrayContaining(['anketa', 'invite', 'acting']));
    expect(offered).not.toContain('post'); // she has one
    expect(coordinator.commands().map(({ command }) => command)).toContain('invite');
    await coordinator.waitFor(/Доступ получен по вашей ссылке: Берёзкина Анна Викторовна/);

    await open(secretary, link);
    expect(last(secretary)).toContain('Ссылкой уже воспользовались');
    expect(last(secretary)).toContain('Калинина Вера Павловна, координатор города, (4212) 00-00-00');
    await open(head, link);
    expect(texts(head)).toContain('Эта ссылка уже сработала: вы подключены как начальник управления');
  },
);

officeStory.concurrent(
  'two accounts say yes to one link: one of them gets the post',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, open, settled } = stage;
    const { link } = await settled();
    const [first, second] = [person('Первый'), person('Вторая')];
    await Promise.all([open(first, link), open(second, link)]);
    await Promise.all([press(first, 'Да, это я'), press(second, 'Да, это я')]);
    const greeted = [first, second].filter((one) => texts(one).includes('Здравствуйте, Анна Викторовна'));
    const refused = [first, second].filter((one) => texts(one).includes('Ссылкой уже воспользовались'));
    expect([greeted.length, refused.length]).toEqual([1, 1]);
    expect(refused.map(texts).join()).toContain('Спросить можно здесь: Калинина Вера Павловна');
    expect(await story.database.prisma.holding.count({ where: { until: null } })).toBe(2);
  },
);

officeStory.concurrent('by code: five tries an hour, also over a restart', TIMEOUT, async ({ stage }) => {
  const { story, person, press, say, open, settled } = stage;
  const { code } = await settled();
  const head = person('Берёзкина');
  await open(head);
  await press(head, 'Я сотрудник администрации', 'Ввести код');
  await say(head, 'код не пришёл');
  expect(last(head)).toContain('Попытка не засчитана');
  const wrong = code === '00000000' ? '11111111' : '00000000';
  await say(head, wrong, wrong, wrong);
  expect(last(head)).toContain('осталось 2 попытки');
  await story.restart();
  await say(head, wrong, wrong);
  expect(last(head)).toContain('через 60 минут');
  await press(head, 'Назад', 'Ввести код');
  expect(last(head)).toContain('Пять попыток за час использованы');
  await say(head, code);
  expect(texts(head)).not.toContain('Берёзкина Анна');
  await story.advance(61 * MINUTE);
  await press(head, 'Назад', 'Ввести код');
  await say(head, `${code.slice(0, 4)} ${code.slice(4)}`);
  expect(last(head)).toContain('Берёзкина Анна Викторовна');
  expect(last(head)).toContain('Личные сведения и доступ удаляются по вашей просьбе в любой день');
  await press(head, 'Да, это я');
  expect(texts(head)).toContain('Здравствуйте, Анна Викторовна');
  const secretary = person('Рябинин');
  await open(secretary);
  await say(secretary, code);
  expect(last(secretary)).toContain('Кодом уже воспользовались');
});

officeStory.concurrent('a link that has expired, was revoked, or never was', TIMEOUT, async ({ stage }) => {
  const { story, person, press, say, open, settled } = stage;
  const { coordinator, link } = await settled();
  const head = person('Берёзкина');
  await open(head, 'x'.repeat(32));
  expect(last(head)).toContain('Такой ссылки нет');
  await say(coordinator, 'сотрудники');
  await press(coordinator, '2', 'Отозвать ссылку');
  expect(last(coordinator)).toContain('Ссылка отозвана.');
  await open(head, link);
  expect(last(head)).toContain('Ссылка отозвана координатором.');
  await press(coordinator, 'Выписать ссылку заново');
  const again = invitationIn(coordinator);
  expect(again.link).not.toBe(link);
  await story.advance(15 * DAY);
  await open(head, again.link);
  expect(last(head)).toContain('Срок ссылки истёк 15 февраля');
});

officeStory.concurrent('nobody came: name and telephone go two weeks later', TIMEOUT, async ({ stage }) => {
  const { story, person, press, say, open, settled } = stage;
  const { coordinator, link, seatId } = await settled();
  const { prisma, pool } = story.database;
  const kept = async () => JSON.stringify(await dumpRows(pool));
  await story.advance(15 * DAY);
  await say(coordinator, 'сотрудники');
  expect(last(coordinator)).toContain(
    'Берёзкина\u00A0А.В., начальник управления организационной работы — срок ссылки',
  );
  expect(await kept()).toContain('(4212) 11-11-11');
  await story.advance(14 * DAY);
  await vi.waitFor(async () => expect(await kept()).not.toMatch(/Берёзкина|11-11-11/), { timeout: 15_000 });
  await say(coordinator, 'сотрудники');
  expect(last(coordinator)).toContain('2. начальник управления организационной работы — срок ссылки истёк');
  await press(coordinator, '2');
  expect(last(coordinator)).toContain('Должность не занята.');
  await press(coordinator, 'Пригласить');
  expect(last(coordinator)).toContain('Фамилия, имя и отчество');
  const head = person('Берёзкина');
  await open(head, link);
  expect(last(head)).toContain('Срок ссылки истёк 15 февраля');
  expect(await prisma.invitation.count({ where: { seatId } })).toBe(1);
});

officeStory.concurrent('an invitation typed past its buttons', TIMEOUT, async ({ stage }) => {
  const { story, press, say, settled } = stage;
  const { coordinator } = await settled();
  await say(coordinator, '/invite', 'начальника');
  expect(last(coordinator)).toMatch(/^Нажмите одну из кнопок под сообщением\.\n/);
  await press(coordinator, 'Руководитель подразделения');
  await say(coordinator, 'Рябинин Павел Андреевич');
  expect(last(coordinator)).toContain('«Рябинин Павел Андреевич» — это похоже на имя');
  await say(coordinator, 'нет');
  expect(last(coordinator)).toContain('В какое подразделение?');
  await say(coordinator, 'Рябинин Павел Андреевич', 'отдел встреч');
  expect(last(coordinator)).toContain('Какая должность?');
  await say(coordinator, 'Осинкина Вера Павловна', 'да', 'Рябинин Павел Андреевич');
  await press(coordinator, 'Без телефона');
  expect(last(coordinator)).toContain('Осинкина Вера Павловна, отдел встреч, Приреченск');
  await say(coordinator, 'нет');
  expect(last(coordinator)).toContain('Служебный телефон');
  await say(coordinator, '22-22-22', '33-33-33', 'наверное');
  expect(last(coordinator)).toContain('33-33-33');
  expect(last(coordinator)).toContain('Введённое раньше сохранено.');
  await say(coordinator, 'Да.');
  expect(invitationIn(coordinator).code).toMatch(/\d{4} \d{4}/);
  await press(coordinator, 'К сотрудникам');
  expect(last(coordinator)).toContain(
    'Рябинин\u00A0П.А., Осинкина Вера Павловна, отдел встреч — приглашение до',
  );
  const seat = { post: 'Осинкина Вера Павловна', department: { name: 'отдел встреч' } };
  const phone = '33-33-33';
  expect(await story.database.prisma.invitation.count({ where: { surname: 'Рябинин', phone, seat } })).toBe(
    1,
  );
});

officeStory.concurrent(
  'a surname alone: asked about, completed, or left as it is',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, say, open, settled } = stage;
    const { coordinator } = await settled();
    await say(coordinator, '/invite');
    await press(coordinator, 'Руководитель подразделения');
    await say(coordinator, 'Петров');
    expect(last(coordinator)).toContain(
      '«Петров» — это похоже на имя человека. Подразделение называется так?',
    );
    await press(coordinator, 'Это тот, кого приглашаем');
    expect(last(coordinator)).toContain('В какое подразделение?');
    await say(coordinator, 'отдел встреч', '22-22-22', 'начальник отдела');
    expect(last(coordinator)).toBe(
      'Петров\nначальник отдела, отдел встреч, Приреченск\n22-22-22\n\n' +
        'Имя и отчество? По ним бот обращается. Если они неизвестны, нажмите «Только фамилия».',
    );
    await say(coordinator, '/help', 'Спасибо');
    expect(texts(coordinator)).toContain('сообщение никуда не записано');
    expect(last(coordinator)).toContain('Имя и отчество?'); // asked again: words typed elsewhere are no answer
    await say(coordinator, 'Олег Ильич');
    expect(last(coordinator)).toContain('Петров Олег Ильич\n');
    expect(last(coordinator)).toContain('Всё верно?');
    await press(coordinator, 'Назад', 'Назад');
    await say(coordinator, '№ 7');
    expect(last(coordinator)).toContain('В имени есть лишние знаки.');
    expect(last(coordinator)).toContain('Введённое раньше сохранено.');
    await say(coordinator, 'Петров');
    await press(coordinator, 'Только фамилия');
    await say(coordinator, '22-22-22');
    await press(coordinator, 'Выписать ссылку');
    const petrov = person('Олег');
    await open(petrov, invitationIn(coordinator).link);
    await press(petrov, 'Да, это я');
    expect(texts(petrov)).toContain('Здравствуйте, Петров.');
    const [known] = await story.database.prisma.person.findMany({ where: { surname: 'Петров' } });
    expect(known).toMatchObject({ name: null, patronymic: null, phone: '22-22-22' });
  },
);
