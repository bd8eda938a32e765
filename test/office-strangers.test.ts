import { expect } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { dumpRows } from './support/dump.ts';
import { last, officeStory, texts } from './support/office-stage.ts';
import { seedOfficial } from './support/people.ts';

const TIMEOUT = { timeout: 120_000 };
const MINUTE = 60_000;

const labels = (one: Person) => (one.lastMessage()?.inlineKeyboard ?? []).flat().map(({ text }) => text);

officeStory.concurrent(
  'types the code without pressing anything: the same five tries an hour',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, say, open, settled } = stage;
    const { code } = await settled();
    const head = person('Берёзкина');
    await open(head);
    const wrong = code === '00000000' ? '11111111' : '00000000';
    await say(head, '12.05.2027');
    expect(last(head)).toContain('обращений не принимает');
    await say(head, wrong, `${wrong.slice(0, 4)} ${wrong.slice(4)}`);
    expect(last(head)).toContain('В этот час осталось 3 попытки');
    await press(head, 'Назад', 'Ввести код');
    await say(head, wrong, wrong, wrong);
    expect(last(head)).toContain('Пять попыток за час использованы');
    await say(head, code);
    expect(texts(head)).not.toContain('Берёзкина Анна');
    await story.advance(61 * MINUTE);
    await say(head, `${code.slice(0, 4)}-${code.slice(4)}`);
    expect(last(head)).toContain('Берёзкина Анна Викторовна');
    await press(head, 'Да, это я');
    expect(texts(head)).toContain('Здравствуйте, Анна Викторовна');
  },
);

officeStory.concurrent(
  'complains to the wrong address: is told the right ones',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, say, open, menu, settled } = stage;
    const { prisma, pool } = story.database;
    const { cityId, link } = await settled();
    const card = {
      site: 'https://prirechensk.example.org',
      receptionPhone: '(4212) 00-00-01',
      dispatcherPhone: '(4212) 00-00-02',
    };
    await prisma.city.update({ where: { id: cityId }, data: { card } });
    const citizen = person('Житель');
    await open(citizen);
    await press(citizen, 'Я житель');
    expect(texts(citizen)).toContain('только номер этого чата');
    expect(labels(citizen)).toEqual(['Куда обратиться', 'Я сотрудник администрации']);
    await press(citizen, 'Куда обратиться');
    const complaint = 'третий день нет горячей воды, примите меры';
    await say(citizen, complaint);
    for (const part of [
      'текст не сохранён и никому не передан',
      'Куда обратиться, Приреченск:',
      '112',
      'диспетчерская (4212) 00-00-02',
      'приёмная администрации — (4212) 00-00-01',
      'https://prirechensk.example.org',
    ])
      expect(last(citizen)).toContain(part);
    expect(JSON.stringify(await dumpRows(pool))).not.toContain('горячей воды');

    await prisma.city.create({ data: { name: 'Верхнелесск', timeZone: 'Asia/Novosibirsk' } });
    citizen.sendDocument('жалоба.pdf', Buffer.from('жалоба'));
    await citizen.waitFor(/файл не сохранён и никому не передан/);
    expect(last(citizen)).toContain('сайт или приёмная администрации');
    expect(last(citizen)).not.toContain('Приреченск');
    expect(await prisma.file.count()).toBe(0);
    citizen.sendVoice(10);
    await citizen.waitFor(/голосовое не сохранено/);
    citizen.sendSticker();
    await citizen.waitFor(/Кто вы\?/);
    await open(citizen, link);
    await press(citizen, 'Нет, другой человек');
    await say(citizen, 'тогда примите жалобу');
    expect(last(citizen)).toContain('Куда обратиться, Приреченск:');

    await menu(citizen, 'Помощь');
    await press(citizen, 'Назад');
    expect(labels(citizen)).toEqual(['Я житель', 'Я сотрудник администрации', 'Мои данные', 'Помощь']);
    await say(citizen, 'меню');
    expect(labels(citizen)).toContain('Я житель');
    await say(citizen, 'анкета');
    expect(last(citizen)).toContain('раздел для сотрудников администраций');
    expect(labels(citizen)).toEqual(['Я сотрудник администрации', 'Меню', 'Помощь']);
  },
);

officeStory.concurrent(
  'says who he is, then asks in plain words to be forgotten',
  TIMEOUT,
  async ({ stage }) => {
    const { person, press, say, open } = stage;
    const citizen = person('Житель');
    await say(citizen, 'я сотрудник');
    expect(last(citizen)).toContain('Сотрудники входят по именной ссылке');
    const shown = citizen.lastMessage();
    if (!shown) throw new Error('nothing is shown');
    const again = { ...shown, inlineKeyboard: [[{ text: 'Я сотрудник', callback_data: 'o.official' }]] };
    expect(await citizen.press('Я сотрудник', again)).toMatchObject({ text: 'Это уже на экране.' });
    await say(citizen, 'Рябинин Павел Андреевич, главный специалист, Приреченск');
    expect(last(citizen)).toContain('Попросить доступ?');
    expect(last(citizen)).toContain('«Рябинин Павел Андреевич, главный специалист, Приреченск»');
    await press(citizen, 'Попросить доступ');
    expect(last(citizen)).toContain('Координатор ещё не подключён, передать просьбу некому');
    await open(citizen);
    await say(citizen, 'Удалите, пожалуйста, мои данные');
    expect(last(citizen)).toContain('Удалить всё, что о вас записано?');
    await press(citizen, 'Удалить');
    await citizen.waitFor(/Сведения о вас удалены/);
  },
);

officeStory.concurrent(
  'a deputy mayor asks for a questionnaire that is not his',
  TIMEOUT,
  async ({ stage }) => {
    const { story, person, press, say, open, settled } = stage;
    const { cityId } = await settled();
    const approver = person('Соснин');
    const now = story.simulator.now();
    const of = { telegramId: approver.id, kind: 'approver', cityId, post: 'заместитель мэра', now } as const;
    await seedOfficial(story.database.prisma, { ...of, name: 'Соснин Пётр Ильич' });
    await open(approver);
    await say(approver, 'анкета');
    expect(last(approver)).toContain('Анкеты для вас нет: на неё отвечает руководитель подразделения');
    expect(last(approver)).toContain('когда понадобится ваше утверждение, придёт сообщение');
    await press(approver, 'Помощь');
    expect(last(approver)).toContain('Калинина Вера Павловна');
    await say(approver, 'сбор');
    expect(last(approver)).toContain('Этого вам не поручено');
  },
);
