import { expect } from 'vitest';
import { storeUpdates } from '../src/platform/telegram/inbox.ts';
import { dumpRows } from './support/dump.ts';
import { ADMIN, invitationIn, last, officeStory, texts } from './support/office-stage.ts';
import { seedOfficial } from './support/people.ts';

const TIMEOUT = { timeout: 120_000 };

officeStory.concurrent('is cut off at once, told so, and given back', TIMEOUT, async ({ stage }) => {
  const { press, say, connected } = stage;
  const { coordinator, head } = await connected();
  await say(coordinator, 'сотрудники');
  expect(last(coordinator)).toContain('Подключены: 2 из 2 должностей.');
  await press(coordinator, '2', 'Отключить доступ', 'Отключить доступ');
  expect(last(coordinator)).toContain('Доступ отключён: Берёзкина Анна Викторовна, Приреченск.');
  const closed = [
    'Доступ к этому аккаунту закрыт координатором 1 февраля: ',
    'начальник управления организационной работы, Приреченск.',
    'Калинина Вера Павловна, координатор города, (4212) 00-00-00',
  ];
  await head.waitFor(/Доступ к этому аккаунту закрыт/);
  for (const part of closed) expect(last(head)).toContain(part);
  await say(head, 'анкета');
  for (const part of closed) expect(last(head)).toContain(part);
  await say(head, '/mydata');
  expect(last(head)).toContain('Берёзкина Анна Викторовна');
  await say(coordinator, 'сотрудники');
  expect(last(coordinator)).toContain('Подключены: 1 из 2 должностей.');
  await press(coordinator, '2', 'Вернуть доступ');
  expect(last(coordinator)).toContain('Доступ возвращён: Берёзкина Анна Викторовна, Приреченск.');
  await head.waitFor(/Доступ к этому аккаунту возвращён: начальник управления/);
  await say(head, 'анкета');
  expect(last(head)).not.toContain('закрыт');
});

officeStory.concurrent(
  'goes with the links that were written by it; an account of ADMIN_IDS keeps it',
  TIMEOUT,
  async ({ stage }) => {
    const { person, press, say, open, settled } = stage;
    const { link } = await settled();
    const admin = person('Кедрова', { id: ADMIN });
    await open(admin);
    await say(admin, 'Кедрова Ольга Николаевна', 'сотрудники');
    await press(admin, 'Приреченск', '1', 'Отключить доступ', 'Отключить доступ');
    expect(last(admin)).toContain('Доступ отключён: Калинина Вера Павловна, Приреченск.');
    expect(last(admin)).toContain('отозвана 1 открытая ссылка');
    const head = person('Берёзкина');
    await open(head, link);
    expect(last(head)).toContain('Ссылка отозвана координатором.');

    await say(admin, '/invite');
    await press(admin, 'Администратор', 'Администратор');
    await say(admin, 'Липина Марина Сергеевна');
    await press(admin, 'Без телефона', 'Выписать ссылку', 'Ещё одна такая должность');
    const second = person('Липина');
    await open(second, invitationIn(admin).link);
    await press(second, 'Да, это я');
    await say(second, 'сотрудники');
    await press(second, 'Ассоциация', '1', 'Отключить доступ', 'Отключить доступ');
    expect(last(second)).toContain('Доступ не отключён: Кедрова Ольга Николаевна — в списке ADMIN_IDS');
    await say(admin, 'сотрудники');
    expect(last(admin)).toContain('Выберите город');
  },
);

officeStory.concurrent(
  'moves to a new phone after the coordinator’s word; the old account has nothing',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, say, open, connected } = stage;
    const { coordinator, head } = await connected();
    const { prisma } = story.database;
    const before = await prisma.person.findFirstOrThrow({ where: { telegramId: head.id } });
    await say(coordinator, 'сотрудники');
    await press(coordinator, '2', 'Новый телефон', 'Выписать ссылку');
    const other = person('Берёзкина, новый телефон');
    await say(other, '/language'); // the new account was here before, as a citizen
    await press(other, 'Русский');
    await open(other, invitationIn(coordinator).link);
    await press(other, 'Да, это я');
    expect(texts(other)).toContain('Доступ перенесён на этот аккаунт');
    const after = await prisma.person.findFirstOrThrow({ where: { telegramId: other.id } });
    expect(after.id).toBe(before.id);
    expect(await prisma.person.count({ where: { telegramId: head.id } })).toBe(0);
    expect(await prisma.holding.count({ where: { personId: after.id, until: null } })).toBe(1);
    await open(head);
    expect(last(head)).toContain('Кто вы?');
  },
);

officeStory.concurrent('goes over to a successor', TIMEOUT, async ({ stage }) => {
  const { story, person, press, say, open, connected } = stage;
  const { coordinator, head, seatId } = await connected();
  await say(coordinator, 'сотрудники');
  await press(coordinator, '2', 'Назначить преемника');
  await say(coordinator, 'Ольховская Нина Петровна');
  await press(coordinator, 'Без телефона', 'Выписать ссылку');
  const next = person('Ольховская');
  await open(next, invitationIn(coordinator).link);
  await press(next, 'Да, это я');
  expect(texts(next)).toContain('Здравствуйте, Нина Петровна');
  const holdings = await story.database.prisma.holding.findMany({
    where: { seatId },
    orderBy: { id: 'asc' },
  });
  expect(holdings.map(({ until }) => until === null)).toEqual([false, true]);
  await head.waitFor(/Должность передана преемнику: начальник управления/);
  await say(head, 'анкета');
  expect(last(head)).toContain('Это раздел для сотрудников администраций');
});

officeStory.concurrent(
  'is asked for by one who said no; granted, and declined',
  TIMEOUT,
  async ({ stage }) => {
    const { person, press, say, open, settled } = stage;
    const { coordinator, link } = await settled();
    const asker = person('Рябинин');
    await open(asker, link);
    await press(asker, 'Нет, другой человек', 'Попросить доступ');
    await say(asker, 'я'.repeat(501));
    expect(last(asker)).toContain('На 1 знак больше');
    await say(asker, 'Рябинин Павел Андреевич, отдел встреч, главный специалист, 22-22-22');
    expect(last(asker)).toContain('Просьба отправлена');
    await coordinator.waitFor(/Приреченск: просят доступ:\n«Рябинин Павел Андреевич, отдел встреч/);
    await say(asker, '/start');
    await press(asker, 'Я сотрудник администрации', 'Попросить доступ');
    await say(asker, 'Рябинин, ещё раз');
    expect(last(asker)).toContain('Ваша просьба у координатора с 1 февраля');
    await press(coordinator, 'Выписать ссылку', 'Руководитель подразделения');
    // What he wrote of himself is not asked of the coordinator again, and can be changed.
    expect(last(coordinator)).toContain('Рябинин Павел Андреевич');
    expect(last(coordinator)).toContain('главный специалист, отдел встреч, Приреченск\n22-22-22');
    await press(coordinator, 'Выписать ссылку');
    await asker.waitFor(/Доступ согласован/);
    await open(asker, invitationIn(coordinator).link);
    await press(asker, 'Да, это я');
    expect(texts(asker)).toContain('Здравствуйте, Павел Андреевич');

    const other = person('Осинкин');
    await open(other, link);
    await press(other, 'Нет, другой человек', 'Попросить доступ');
    await say(other, 'Осинкин');
    await coordinator.waitFor(/«Осинкин»/);
    await press(coordinator, 'Отклонить', 'Отклонить');
    await other.waitFor(/Просьба о доступе отклонена/);
    await press(coordinator, 'Отклонить').catch(() => undefined);
  },
);

officeStory.concurrent(
  'waits for an answer at the beginning of whoever may answer, until it is void',
  TIMEOUT,
  async ({ stage }) => {
    const { person, press, say, open, settled } = stage;
    const { coordinator, link } = await settled();
    const askers = ['Рябинин', 'Осинкин'].map((name) => person(name));
    for (const asker of askers) {
      await open(asker, link);
      await press(asker, 'Нет, другой человек', 'Попросить доступ');
      await say(asker, `${asker.profile.firstName}, отдел встреч, 22-22-22`);
    }
    await coordinator.waitFor(/«Осинкин/);
    const [first, second] = askers;
    if (!first || !second) throw new Error('two asked');
    await say(first, '/mydata');
    expect(last(first)).toContain('«Рябинин, отдел встреч, 22-22-22»');
    expect(last(first)).toContain('Других имени и телефона, кроме указанных в просьбе, не храним.');
    await open(coordinator);
    expect(last(coordinator)).toBe('2 просьбы о доступе ждут ответа.');
    await press(coordinator, 'Просьбы о доступе');
    expect(last(coordinator)).toContain('Просьба 1 из 2.\nПриреченск: просят доступ:\n«Рябинин');
    await press(coordinator, 'Дальше →');
    expect(last(coordinator)).toContain('«Осинкин');
    await press(coordinator, 'Отклонить', 'Отклонить');
    await open(coordinator);
    expect(last(coordinator)).toBe('1 просьба о доступе ждёт ответа.');
    await press(coordinator, 'Просьбы о доступе');
    await say(first, '/forget');
    await press(first, 'Удалить');
    await first.waitFor(/Сведения о вас удалены/);
    await press(coordinator, 'Выписать ссылку');
    expect(last(coordinator)).toContain(
      'Просьба снята: сведения о том, кто просил доступ, удалены по его желанию.',
    );
    await open(coordinator);
    expect(last(coordinator)).toContain('Сейчас от вас ничего не требуется.');
  },
);

officeStory.concurrent(
  'is not to be had by callback data of another city, made up by a stranger',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, open, connected } = stage;
    const { head, seatId, cityId } = await connected();
    const { prisma, pool } = story.database;
    const there = await prisma.city.create({ data: { name: 'Верхнелесск', timeZone: 'Asia/Novosibirsk' } });
    const stranger = person('Осинкина');
    const now = story.simulator.now();
    await seedOfficial(prisma, { telegramId: stranger.id, kind: 'city_coordinator', cityId: there.id, now });
    const asker = await prisma.person.create({ data: { telegramId: 1, createdAt: now } });
    const request = { personId: asker.id, cityId, text: 'прошу доступ', at: now };
    const { id } = await prisma.accessRequest.create({ data: request });
    await open(stranger);
    const people = async () => {
      const { Lane: _lane, Lease: _lease, Update: _update, ...rest } = await dumpRows(pool);
      return rest;
    };
    const before = await people();
    const made = ['seat', 'cut', 'cut.yes', 'restore', 'phone.yes', 'again', 'revoke', 'inv.seat', 'edit']
      .map((name) => `o.${name}:${seatId}`)
      .concat(
        `o.city:${cityId}`,
        `o.city.edit:${cityId}:3`,
        `o.staff.of:${cityId}`,
        'o.staff.of:0',
        'o.city.add',
      )
      .concat(`o.ask.grant:${id}`, `o.ask.declined:${id}`, 'o.inv.kind:administrator');
    const from = { id: stranger.id, is_bot: false, first_name: 'Осинкина' };
    const updates = made.map((data, index) => ({
      update_id: 900_000_000 + index,
      callback_query: { id: `made-${index}`, from, chat_instance: '1', data },
    }));
    await storeUpdates(pool, updates);
    const refusals = () => texts(stranger).match(/Этого вам не поручено/g)?.length ?? 0;
    await stranger.until(() => refusals() === made.length, { timeoutMs: 60_000 });
    expect(await people()).toEqual(before);
    expect(texts(stranger)).not.toMatch(/Берёзкина|Калинина|Приреченск/);
    await open(head);
    expect(texts(head)).toContain('Здравствуйте, Анна Викторовна.');
  },
);
