import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY, heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { dumpRows } from './support/dump.ts';
import { rawCall } from '../src/simulator/index.ts';
import type { Person } from '../src/simulator/index.ts';

/** Reminders told through the whole app: by themselves over the weeks, and by a coordinator's button. */

const HOUR = 3600 * 1000;
const ABOUT_IT = /напоминаем об анкете/gi;

let tale: CampaignStory;
beforeEach(async () => {
  tale = await startCampaignStory();
});
afterEach(async (context) => {
  tale.write(context.task.name);
  await tale.close();
});

/** Moves the time; the jobs have run, and what they have to say is out. */
async function pass(milliseconds: number): Promise<void> {
  await tale.advance(milliseconds);
  const { pool } = tale.database;
  const open = `select from pgboss.job where name = 'reminders' and state in ('created', 'retry', 'active')`;
  await vi.waitUntil(async () => (await pool.query(open)).rowCount === 0, { interval: 30, timeout: 15_000 });
  await tale.settled();
}

/** A press with data that the bot never sent. */
async function forge(one: Person, data: string): Promise<void> {
  const markup = { inline_keyboard: [[{ text: data, callback_data: data }]] };
  const message = { chat_id: one.id, text: data, reply_markup: markup };
  expect((await rawCall(tale.simulator, 'sendMessage', message)).ok).toBe(true);
  one.tap(data);
  await tale.acted(one, `[${data}]`);
}

const day = (): string => tale.simulator.now().toISOString().slice(0, 10);
const reminded = (one: Person): number => heard(one).match(ABOUT_IT)?.length ?? 0;

describe('by themselves', () => {
  it(
    'eight to the silent, none to others, none on a day off, then each coordinator once',
    { timeout: 120_000 },
    async () => {
      await tale.opened();
      const { anna, far, west, pine, rowan, kedrova } = tale.people;
      const { prisma } = tale.database;
      const on = new Map<Person, string[]>([anna, far, west, pine].map((one) => [one, []]));
      /** 12:00 in Yakutsk and 13:00 in Vladivostok, then 10:30 in Kaliningrad; and on to the next day. */
      async function through(until: string): Promise<void> {
        while (day() < until) {
          for (const [one, days] of on) {
            while (days.length < reminded(one)) days.push(day());
          }
          await pass(5.5 * HOUR);
          for (const [one, days] of on) {
            while (days.length < reminded(one)) days.push(day());
          }
          await pass(18.5 * HOUR);
        }
      }
      await pass(5 * DAY);
      await through('2027-01-26');
      await pass(7 * DAY);
      await through('2027-02-04');
      expect(last(anna)).toContain('Ответов пока нет.');
      expect(labels(anna)).toEqual(['Начать']);
      await tale.press(anna, 'Начать', 'Начать');
      await tale.say(anna, 'Проведено 120 сходов граждан во всех районах города.');
      await tale.say(far, 'сбор');
      await tale.press(far, 'Назвать, кто отвечает', 'Соснина\u00A0В.П.');
      await pass(5 * DAY);
      await through('2027-02-10');
      expect(last(anna)).toContain(
        'Осталось 3 дня.\nГотово 1 из 7, написанное сохранено: продолжить можно с того же места.',
      );
      expect(labels(anna)).toEqual(['Продолжить']);
      await through('2027-02-11');
      await prisma.assignment.updateMany({
        where: { city: { name: 'Хабаровск' } },
        data: { state: 'submitted', submittedAt: tale.simulator.now() },
      });
      await through('2027-02-26');
      expect(on.get(anna)).toEqual([
      '2027-01-25', '2027-02-03', '2027-02-09', '2027-02-11', '2027-02-12', '2027-02-16', '2027-02-18', '2027-02-20',
    ]); // oxfmt-ignore
      expect(on.get(west)).toEqual(on.get(anna));
      expect(on.get(far)).toEqual(['2027-01-25', '2027-02-03']);
      expect(on.get(pine)).toEqual(['2027-02-09', '2027-02-11']);
      expect(reminded(rowan) + reminded(kedrova)).toBe(0);
      expect(heard(west)).toContain('Отвечающий не подключён к боту: начальник управления');
      expect(heard(kedrova).match(/бот больше не напоминает/g)).toHaveLength(1);
      expect(heard(kedrova)).toContain('Анкету не сдали: Благовещенск, Калининград.');
      expect(heard(west).match(/больше не напомнит/g)).toHaveLength(1);
      expect(heard(far)).not.toContain('больше не напомнит');
    },
  );
});

/** Monday, 8 February, 10:00 in Novosibirsk: four days before the term. */
async function monday(): Promise<void> {
  await tale.opened();
  const { prisma } = tale.database;
  await pass(21 * DAY);
  // What was missed meanwhile was made up just now; as if it had been sent on its day.
  await prisma.reminder.updateMany({ data: { on: new Date('2027-02-03') } });
}

describe('by the coordinator', () => {
  it(
    'sees to whom, writes her own words, takes it back, sends it; the second coordinator is told',
    { timeout: 90_000 },
    async () => {
      await monday();
      const { kedrova, anna, west } = tale.people;
      const before = reminded(anna);
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Напомнить');
      expect(last(kedrova)).toContain('Напоминание получат 3 города, анкету там не открывали.');
      expect(last(kedrova)).toContain(
        'не подключён или не назван, — координатор города: Калининград, Хабаровск.',
      );
      expect(last(kedrova)).toContain(
        'Калининград: сейчас там нерабочее время. Получат в 10:00 по местному времени, понедельник, 8 февраля.',
      );
      expect(labels(kedrova)).toEqual(['Отправить', 'Изменить текст', 'Список для обзвона', 'Назад']);
      await tale.press(kedrova, 'Изменить текст');
      await tale.say(kedrova, 'я'.repeat(501));
      expect(heard(kedrova)).toContain('Знаков получилось 501, помещается 500.');
      await tale.say(kedrova, 'Коллеги, в четверг сдаём сборник в печать.');
      expect(last(kedrova)).toContain('Текст: «Коллеги, в четверг сдаём сборник в печать.»');
      await tale.restart();
      await tale.press(kedrova, 'Отправить');
      expect(last(kedrova)).toMatch(
        /Напоминание отправим в 10:0\d \(Новосибирск\): 3 города\.\nДо этого отправку можно отменить\./,
      );
      await tale.press(kedrova, 'Отменить отправку');
      expect(heard(kedrova)).toContain('Отправка отменена, никому ничего не ушло.');
      expect(last(kedrova)).toContain('Текст: «Коллеги, в четверг сдаём сборник в печать.»');
      await pass(2 * 60_000);
      expect(reminded(anna)).toBe(before);

      const second = await tale.official(
        'association_coordinator',
        null,
        'координатор',
        'Вторая Нина Ивановна',
      );
      await tale.say(second, 'сбор');
      await tale.press(second, 'Напомнить');
      await tale.press(kedrova, 'Отправить');
      await tale.press(second, 'Отправить');
      expect(last(second)).toMatch(
        /^Напоминание уже назначено\. Уйдёт: сегодня в 10:0\d \(Новосибирск\), 3 города\.\nНазначено: Кедрова\u00A0О\.Н\., сегодня в 10:0/,
      );
      await pass(61_000);
      expect(last(anna)).toMatch(
        /^Коллеги, в четверг сдаём сборник в печать\.\n\nАнкета «Организационная работа: итоги 2026 года»\.\nСрок — пятница, 12 февраля/,
      );
      expect(heard(anna).match(/в печать/g)).toHaveLength(1);
      expect(heard(west)).not.toContain('в печать');
      await tale.press(kedrova, 'Как доставлено');
      expect(last(kedrova)).toContain('Отправлено сообщений: 2.\nУйдут позже: 1.');
      await pass(5.5 * HOUR);
      expect(last(west)).toContain('в печать');
      await tale.press(kedrova, 'Как доставлено');
      expect(last(kedrova)).toContain('Отправлено сообщений: 3.');
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Напомнить');
      expect(last(kedrova)).toContain('Напоминать сейчас некому.\nНапоминали меньше двух рабочих дней назад');
    },
  );

  it(
    'on a day off it is only planned: said so everywhere, and taken back later',
    { timeout: 90_000 },
    async () => {
      await tale.opened();
      await pass(19 * DAY);
      const { kedrova, anna } = tale.people;
      const { prisma } = tale.database;
      await prisma.reminder.deleteMany();
      const planned = 'Уйдёт: понедельник, 8 февраля, в 07:00 (Новосибирск), 3 города.';
      const before = reminded(anna);
      await tale.say(kedrova, 'сбор');
      expect(last(kedrova)).not.toContain('Напоминание назначено');
      await tale.press(kedrova, 'Напомнить', 'Отправить');
      expect(last(kedrova).split('\n')[0]).toBe(`Напоминание назначено. ${planned}`);
      await pass(5 * 60_000);
      await tale.say(kedrova, 'сбор');
      expect(last(kedrova)).toContain(`Напоминание назначено. ${planned}`);
      await tale.press(kedrova, 'Напомнить');
      expect(last(kedrova)).toMatch(/\nНазначено: Кедрова\u00A0О\.Н\., сегодня в /);
      expect(last(kedrova)).toContain(`Напоминание уже назначено. ${planned}`);
      expect(labels(kedrova).slice(0, 2)).toEqual(['Отменить отправку', 'Как доставлено']);
      const { id } = await prisma.assignment.findFirstOrThrow({ where: { city: { name: 'Благовещенск' } } });
      await forge(kedrova, `b.hist:${id}`);
      expect(heard(kedrova)).toMatch(
        /\n12:0\d Кедрова\u00A0О\.Н\., координатор Ассоциации: назначено напоминание, уйдёт: понедельник, 8 февраля, в 10:00/,
      );
      await tale.say(kedrova, 'кто сдал');
      expect(last(kedrova)).toContain(`Напоминание назначено. ${planned}`);
      await tale.press(kedrova, 'Список для обзвона');
      expect(last(kedrova)).toContain('не напоминали');
      expect(last(kedrova)).not.toContain('напоминали 1 раз');
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Напомнить', 'Отменить отправку');
      expect(last(kedrova)).toContain('Напоминание получат 3 города');
      await tale.press(kedrova, 'Отправить');
      // Monday morning in the east; in Kaliningrad it is still night.
      await pass(2 * DAY);
      expect(reminded(anna)).toBe(before + 1);
      await forge(kedrova, `b.hist:${id}`);
      expect(heard(kedrova)).toMatch(/ назначено напоминание, ушло: сегодня в 10:00/);
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Напомнить');
      expect(last(kedrova)).toContain('Уйдут позже: 1.');
      await tale.say(kedrova, 'кто сдал');
      expect(last(kedrova)).not.toContain('Напоминание назначено');
      await tale.press(kedrova, 'Список для обзвона');
      expect(last(kedrova).match(/напоминали 1 раз/g)).toHaveLength(2);
      expect(last(kedrova).match(/не напоминали/g)).toHaveLength(1);
    },
  );

  it(
    'whoever blocked the bot is named to the coordinator, and not tried twice',
    { timeout: 90_000 },
    async () => {
      await monday();
      const { kedrova, anna, far } = tale.people;
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Напомнить', 'Отправить');
      anna.block();
      await pass(61_000);
      await pass(6 * HOUR);
      await pass(60_000);
      expect(heard(kedrova)).toContain(
        'Напоминание об анкете не доставлено: 1.\n• Благовещенск: Берёзкина\u00A0А.В.',
      );
      expect(heard(kedrova).match(/не доставлено: 1\./g)).toHaveLength(1);
      expect(reminded(far)).toBeGreaterThan(0);
      await tale.say(kedrova, 'сбор');
      await tale.press(kedrova, 'Напомнить');
      expect(last(kedrova)).toContain('второй раз не отправим: Благовещенск, Калининград, Хабаровск.');
    },
  );

  it('in a city by its own coordinator, and nowhere else', { timeout: 90_000 }, async () => {
    await monday();
    const { far, anna, pine } = tale.people;
    await tale.say(far, 'сбор');
    await tale.press(far, 'Назвать, кто отвечает', 'Соснина\u00A0В.П.', 'Напомнить');
    expect(last(far)).toContain('Напоминание получат: Соснина\u00A0В.П.');
    const before = reminded(anna);
    await tale.press(far, 'Отправить');
    await pass(61_000);
    expect(last(pine)).toContain('Вера Павловна, напоминаем об анкете');
    expect(reminded(anna)).toBe(before);
    expect(heard(far)).not.toContain('Благовещенск');

    // Data that the bot never sent: another city's coordinator, and nonsense.
    const { west } = tale.people;
    const round = await tale.database.prisma.reminderRound.findFirstOrThrow();
    const rows = async () => {
      const { Reminder, ReminderRound, Journal, Notice } = await dumpRows(tale.database.pool);
      return { Reminder, ReminderRound, Journal, Notice };
    };
    const found = await rows();
    for (const data of [`r.undo:${round.id}`, `r.round:${round.id}`]) {
      await forge(west, data);
      expect(last(west), data).toContain('Этого вам не поручено');
    }
    for (const data of ['r.ask:x', 'r.ask:99', 'r.send:', 'r.undo:0', 'r.round:-1', 'r.text:x', 'r.kept']) {
      await forge(west, data);
      expect(last(west), data).toContain('Этого здесь уже нет');
    }
    await forge(anna, `r.send:${round.campaignId}`);
    expect(last(anna)).toContain('Этого вам не поручено');
    expect(await rows()).toEqual(found);
    expect(heard(west)).not.toContain('Хабаровск');
  });
});
