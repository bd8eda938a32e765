import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawCall } from '../src/simulator/index.ts';
import type { Person } from '../src/simulator/index.ts';
import { DAY, heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { dumpRows } from './support/dump.ts';

/** Who answers, until when, and the end of a campaign: told through the whole app by the coordinators. */

let tale: CampaignStory;

beforeEach(async () => {
  tale = await startCampaignStory();
});
afterEach(async (context) => {
  tale.write(context.task.name);
  await tale.close();
});

describe('who answers', () => {
  it(
    'the city’s coordinator names him, changes her mind, and both are told',
    { timeout: 60_000 },
    async () => {
      await tale.opened();
      const { kedrova, pine, rowan, far } = tale.people;
      await tale.press(far, 'Назвать, кто отвечает');
      expect(last(far)).toContain(
        '• начальник отдела, отдел по связям с общественностью — Рябинин\u00A0П.А.',
      );
      await tale.press(far, 'Рябинин\u00A0П.А.');
      expect(last(far)).toContain(
        'Отвечает Рябинин\u00A0П.А., начальник отдела, отдел по связям с общественностью.',
      );
      expect(last(rowan)).toContain('Павел Андреевич, вас ждёт анкета');
      await tale.press(rowan, 'Начать');
      await tale.say(far, 'сбор');
      await tale.press(far, 'Назвать другого', 'Соснина\u00A0В.П.');
      expect(last(pine)).toContain('Вера Павловна, вас ждёт анкета');
      expect(last(rowan)).toContain('теперь отвечает Соснина\u00A0В.П.');
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Кто сдал', 'Все города', 'Хабаровск');
      expect(last(kedrova)).toContain('Отвечает Соснина\u00A0В.П.');
      expect(last(kedrova)).toContain('Анкета в работе, готово 0 из 7.');
    },
  );

  it('whoever is invited finds the questionnaire by his post', { timeout: 60_000 }, async () => {
    await tale.opened();
    const { kedrova, west } = tale.people;
    await tale.press(west, 'К городу', 'Пригласить');
    await tale.say(west, 'Морской Илья Львович');
    await tale.press(west, 'Без телефона', 'Выписать ссылку');
    const link = /https:\S+\?start=\S+/.exec(heard(west))?.[0] ?? '';
    const newcomer = tale.person('Илья');
    await tale.follow(newcomer, link);
    await tale.press(newcomer, 'Да, это я');
    expect(heard(newcomer)).toContain('Организационная работа: итоги 2026 года');
    await tale.say(newcomer, 'анкета');
    expect(last(newcomer)).toContain('Готово 0 из 7');
    await tale.say(kedrova, 'сбор');
    await tale.press(kedrova, 'Кто сдал', 'Все города');
    expect(last(kedrova)).toContain('Калининград — в работе, готово 0 из 7');
  });

  it('another city’s coordinator sees nothing and changes nothing', { timeout: 60_000 }, async () => {
    await tale.opened();
    const { west, far } = tale.people;
    const { prisma } = tale.database;
    const [there, seat] = [
      await prisma.assignment.findFirstOrThrow({ where: { city: { name: 'Хабаровск' } } }),
      await prisma.seat.findFirstOrThrow({ where: { kind: 'head', city: { name: 'Хабаровск' } } }),
    ];
    await tale.press(far, 'Назвать, кто отвечает');
    const campaign = there.campaignId;
    const forged = [
      `k.named:${there.id}:${seat.id}`,
      `k.year:${campaign}`,
      `k.history:${campaign}:0`,
      `k.years:0`,
      'k.draft:1',
      'k.br.one:1',
      'k.form:1:0',
      `k.tilled:${campaign}:${there.id}:2027-03-01`,
      `k.closed:${campaign}:0`,
      'k.open',
      'k.q.cut:HELP',
    ];
    const before = await campaignRows();
    for (const data of forged) {
      await forge(west, data);
      expect(last(west), data).toContain('Этого вам не поручено');
      expect(heard(west)).not.toContain('Хабаровск');
    }
    expect(await campaignRows()).toEqual(before);
  });
});

/** All that a coordinator can change. */
async function campaignRows() {
  const { Campaign, Assignment, Form, Journal, Notice } = await dumpRows(tale.database.pool);
  return { Campaign, Assignment, Form, Journal, Notice };
}

/** A press with data that the bot never sent: they come from a stranger. */
async function forge(one: Person, data: string): Promise<void> {
  const sent = await rawCall(tale.simulator, 'sendMessage', {
    chat_id: one.id,
    text: data,
    reply_markup: { inline_keyboard: [[{ text: data, callback_data: data }]] },
  });
  expect(sent.ok).toBe(true);
  one.tap(data);
  await tale.acted(one, `[${data}]`);
}

describe('the term, and a city more', () => {
  it('is extended for one city and then for all; a city is added', { timeout: 90_000 }, async () => {
    await tale.opened();
    const { kedrova, anna, far } = tale.people;
    await tale.say(kedrova, 'сбор');
    await tale.press(kedrova, 'Кто сдал', 'Все города', 'Благовещенск', 'Продлить срок');
    expect(labels(kedrova).slice(0, 3)).toEqual([
      'понедельник, 15 февраля',
      'пятница, 19 февраля',
      'пятница, 26 февраля',
    ]);
    await tale.say(kedrova, '10 февраля');
    expect(last(kedrova)).toContain('Новый срок должен быть позже прежнего. Прежний — пятница, 12 февраля.');
    await tale.say(kedrova, 'до 17 февраля');
    expect(last(kedrova)).toContain(
      'Благовещенск: продлить срок?\nНовый срок — среда, 17 февраля, прежний — пятница, 12 февраля.',
    );
    await tale.restart();
    await tale.press(kedrova, 'Продлить');
    expect(heard(kedrova)).toContain(
      'Благовещенск: срок продлён. Новый срок — среда, 17 февраля, до конца дня.\nУведомление получит 1 человек.',
    );
    expect(last(kedrova)).toContain('Срок — среда, 17 февраля, до конца дня (Благовещенск).');
    expect(last(anna)).toContain(
      'продлён: среда, 17 февраля, до конца дня (Благовещенск). Прежний срок — пятница, 12 февраля.',
    );

    await tale.press(kedrova, 'Назад', 'Назад', 'Продлить срок', 'Только одному городу');
    expect(last(kedrova)).toContain('Нажмите город, день выберете на следующем шаге.');
    expect(last(kedrova)).toContain('Благовещенск — не открывали, срок 17.02.2027');
    await tale.press(kedrova, 'Благовещенск');
    expect(last(kedrova)).toContain('Благовещенск: продлить срок.');
    await tale.press(kedrova, 'Назад', 'Назад', 'Назад');

    await tale.press(kedrova, 'Продлить срок', 'понедельник, 15 февраля', 'Продлить');
    expect(heard(kedrova)).toContain(
      'Срок продлён всем городам. Новый срок — понедельник, 15 февраля, до конца дня.\nУведомление получат 2 человека в 2 городах.',
    );
    expect(last(kedrova)).toContain('Срок — понедельник, 15 февраля, до конца дня в каждом городе.');
    expect(last(anna)).toContain('среда, 17 февраля');
    expect(last(far)).toContain('понедельник, 15 февраля, до конца дня (Хабаровск)');

    const city = await tale.database.prisma.city.create({
      data: { name: 'Абакан', timeZone: 'Asia/Krasnoyarsk' },
    });
    await tale.press(kedrova, 'Добавить город', 'Абакан');
    expect(last(kedrova)).toContain('либо внесите его ответы сами: «Внести за город».');
    await tale.press(kedrova, 'Добавить');
    expect(heard(kedrova)).toContain('Сообщить пока некому: к боту никто не подключён.');
    expect(last(kedrova)).toContain('Сдали 0 из 4');
    await tale.press(kedrova, 'Добавить город');
    expect(last(kedrova)).toContain(
      'Новый город сначала добавьте в список городов: его открывает слово «города».',
    );
    await tale.press(kedrova, 'Добавить город');
    expect(last(kedrova)).toContain('Название города, как на карте.');
    await tale.say(kedrova, 'сбор');
    await tale.press(kedrova, 'Кто сдал', 'Все города');
    expect(last(kedrova)).toContain('Абакан — отвечающий не назван');
    expect(last(kedrova)).toContain('Благовещенск — не открывали, срок 17.02.2027');
    expect(await tale.database.prisma.assignment.count({ where: { cityId: city.id } })).toBe(1);
  });
});

describe('closing', () => {
  it(
    'after a list of who is writing; reopened, and what was written is there',
    { timeout: 90_000 },
    async () => {
      await tale.opened();
      const { kedrova, anna, far, pine } = tale.people;
      await tale.press(anna, 'Начать', 'Начать');
      await tale.say(anna, 'Проведено 120 сходов граждан во всех районах города.');
      await tale.advance(5 * 60_000);
      await tale.press(far, 'Назвать, кто отвечает', 'Соснина\u00A0В.П.');

      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Закрыть сбор');
      expect(last(kedrova)).toContain(
        'Анкету сейчас пишет 1 город (время местное):\nБлаговещенск, 1 из 7, последняя запись сегодня в 12:',
      );
      const first = kedrova.lastMessage() ?? undefined;
      await tale.press(pine, 'Начать');
      kedrova.tap('Закрыть сбор', first);
      await tale.acted(kedrova, '[Закрыть сбор]');
      expect(heard(kedrova)).toContain('Пока вы смотрели список, он изменился');
      expect(last(kedrova)).toContain('Хабаровск, 0 из 7, открыта, записей нет');
      await tale.press(kedrova, 'Закрыть сбор');
      expect(last(kedrova)).toContain('Сбор закрыт: понедельник, 18 января');
      expect(last(anna)).toContain('больше не принимается. Записанное сохранено.');

      await tale.say(anna, 'Ещё одно предложение в ответ, которое уже не принимается.');
      expect(heard(anna)).toContain('Сбор закрыт');

      await tale.advance(DAY);
      await tale.press(kedrova, 'Открыть снова');
      expect(last(kedrova)).toContain('Уведомление получат 3 человека в 3 городах.');
      await tale.press(kedrova, 'Открыть снова');
      expect(last(kedrova)).toContain('Сдали 0 из 3');
      expect(last(anna)).toContain('Сбор снова открыт');
      await tale.press(anna, 'Продолжить');
      expect(last(anna)).toContain('Готово 1 из 7');
    },
  );
});
