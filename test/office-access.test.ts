import { expect } from 'vitest';
import { storeUpdates } from '../src/platform/telegram/inbox.ts';
import { dumpRows } from './support/dump.ts';
import { invitationIn, last, officeStory, texts } from './support/office-stage.ts';
import { seedOfficial } from './support/people.ts';

const TIMEOUT = { timeout: 120_000 };

officeStory.concurrent('is cut off at once and given back', TIMEOUT, async ({ stage }) => {
  const { press, say, connected } = stage;
  const { coordinator, head } = await connected();
  await say(coordinator, 'сотрудники');
  await press(coordinator, '2', 'Отключить доступ', 'Отключить доступ');
  expect(last(coordinator)).toContain('Доступ отключён.');
  await say(head, 'анкета');
  expect(last(head)).toContain('Доступ к этому аккаунту закрыт координатором 1 февраля');
  expect(last(head)).toContain('(4212) 00-00-00');
  await say(head, '/mydata');
  expect(last(head)).toContain('Берёзкина Анна Викторовна');
  await press(coordinator, 'Вернуть доступ');
  await say(head, 'анкета');
  expect(last(head)).not.toContain('закрыт');
});

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
  expect(last(head)).toContain('Не удалось понять');
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
    await say(coordinator, 'отдел встреч', 'начальник отдела встреч', 'Рябинин Павел Андреевич');
    await press(coordinator, 'Без телефона', 'Выписать ссылку');
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
