import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';

/** A campaign is opened, its wording changed: told through the whole app by the coordinators. */

let tale: CampaignStory;

beforeEach(async () => {
  tale = await startCampaignStory();
});
afterEach(async (context) => {
  tale.write(context.task.name);
  await tale.close();
});

describe('opening', () => {
  it('with the recipients first, and each is told what he has to do', { timeout: 60_000 }, async () => {
    const { kedrova, anna, far, west } = tale.people;
    await tale.say(kedrova, 'сбор');
    expect(last(kedrova)).toContain('Сборов ещё не было');
    await tale.press(kedrova, 'Открыть сбор');
    expect(labels(kedrova)).toEqual(['За 2026 год', 'За 2027 год', 'Отмена']);
    await tale.press(kedrova, 'За 2026 год');
    expect(labels(kedrova).slice(0, 4)).toEqual([
      'пятница, 5 февраля',
      'пятница, 12 февраля',
      'пятница, 19 февраля',
      'пятница, 5 марта',
    ]);
    await tale.press(kedrova, 'пятница, 12 февраля', 'Все города: 3');
    const [, first, second] = last(kedrova).split('\n');
    expect(first).toBe('Уведомление получат 3 человека в 3 городах.');
    expect(second).toBe(
      'В 2 городах отвечающего назовёт или пригласит координатор города: Калининград, Хабаровск.',
    );
    await tale.press(kedrova, 'Посмотреть вопросы');
    expect(last(kedrova)).toContain('1. Что наиболее значительное удалось сделать в 2026 году?');
    expect(last(kedrova)).toContain('4. Какие задачи стоят в 2027 году?');
    await tale.press(kedrova, 'Назад', 'Открыть сбор');
    expect(last(kedrova)).toContain('Сбор за 2026 год, организационная работа');
    expect(last(kedrova)).toContain('Сдали 0 из 3');
    expect(last(kedrova)).toContain('Не открывали 1 · не подключён 1 · без отвечающего 1');

    expect(last(anna)).toContain(
      'Анна Викторовна, вас ждёт анкета «Организационная работа: итоги 2026 года»: 7\u00a0вопросов.',
    );
    expect(last(anna)).toContain('пятница, 12 февраля, до конца дня (Благовещенск)');
    expect(last(far)).toContain('Назовите, кто на неё отвечает');
    expect(last(west)).toContain(
      'Отвечает начальник управления организационной работы, но через бот связи пока нет',
    );
    await tale.press(anna, 'Начать');
    expect(last(anna)).toContain('Готово 0 из 7');

    // The next year's campaign begins among all of them.
    expect(labels(kedrova)).toHaveLength(7);
    await tale.press(kedrova, 'Все сборы');
    expect(last(kedrova)).toContain('• За 2026 год: открыт, сдали 0 из 3');
    await tale.press(kedrova, 'Открыть сбор', 'За 2027 год');
    expect(last(kedrova)).toContain('Сбор за 2027 год. По какой день включительно ждём анкеты?');
    expect(labels(kedrova)[0]).toBe('пятница, 19 ноября');
    await tale.press(kedrova, 'Назад');
    expect(last(kedrova)).toContain('За какой год собираем анкеты?');
    await tale.press(kedrova, 'Отмена');
    expect(last(kedrova)).toContain('Сбор за 2026 год, организационная работа');
  });

  it('by typing, with slips, over a restart in the middle', { timeout: 60_000 }, async () => {
    const { kedrova, anna, far } = tale.people;
    await tale.say(kedrova, 'Сбор');
    await tale.press(kedrova, 'Открыть сбор');
    await tale.say(kedrova, 'прошлый');
    expect(last(kedrova)).toContain('Не удалось понять, какой это год');
    await tale.say(kedrova, '25 декабря');
    expect(last(kedrova)).toContain('Напишите его четырьмя цифрами, например 2026.');
    await tale.say(kedrova, '2015');
    expect(last(kedrova)).toContain('За 2015 год сбор не открыть. Можно за годы с 2026 по 2029.');
    await tale.say(kedrova, 'за 2026 год');
    await tale.say(kedrova, '15 января');
    expect(last(kedrova)).toContain('Этот день уже прошёл: ');
    await tale.say(kedrova, 'когда-нибудь', '13 февраля');
    await tale.restart();
    await tale.press(kedrova, 'Выбрать города');
    await tale.say(kedrova, 'благовещенск, Магадан');
    expect(last(kedrova)).toContain('Не нашли: Магадан');
    expect(labels(kedrova)).toContain('✓ Благовещенск');
    await tale.press(kedrova, 'Хабаровск', '✓ Хабаровск');
    expect(last(kedrova)).toContain('Отмечено 1 из 3');
    await tale.restart();
    await tale.press(kedrova, 'Готово: 1 город');
    expect(last(kedrova)).toContain('Уведомление получит 1 человек.');
    expect(last(kedrova)).toContain('это выходной или праздничный день');
    await tale.press(kedrova, 'Другой срок');
    await tale.say(kedrova, 'помощь', '12.02');
    expect(heard(kedrova)).toContain('сообщение никуда не записано');
    expect(last(kedrova)).toContain('По какой день включительно ждём анкеты?'); // asked again, not answered by words typed elsewhere
    await tale.say(kedrova, '12.02');
    expect(last(kedrova)).toContain('Срок — пятница, 12 февраля 2027 года');
    await tale.say(kedrova, 'сбор');
    expect(last(kedrova)).toContain('черновик сохранён. Продолжите здесь; к сборам вернёт кнопка «Назад».');
    await tale.press(kedrova, 'Назад', 'Открыть сбор');
    expect(last(kedrova)).toContain('Черновик за 2026 год уже есть');
    expect(labels(kedrova).slice(0, 2)).toEqual(['Продолжить черновик за 2026 год', 'За 2027 год']);
    await tale.say(kedrova, '2026');
    expect(last(kedrova)).toContain('Открыть сбор за 2026 год?');
    await tale.press(kedrova, 'Открыть сбор');
    expect(heard(kedrova)).toContain(
      'Сбор за 2026 год открыт. Срок — пятница, 12 февраля, до конца дня в каждом городе.',
    );
    expect(last(anna)).toContain('вас ждёт анкета');
    expect(far.chat).toEqual([]);
  });

  it('an old button of a draft says so', async () => {
    const { kedrova } = tale.people;
    await tale.say(kedrova, 'сбор');
    await tale.press(kedrova, 'Открыть сбор');
    const shown = kedrova.lastMessage();
    const old = shown && { ...shown };
    await tale.say(kedrova, 'отмена');
    kedrova.tap('k.new:year:2026', old ?? undefined);
    await tale.acted(kedrova, '[k.new:year:2026]');
    expect(heard(kedrova)).toContain('Эта кнопка от прежнего сообщения');
    expect(last(kedrova)).toContain('Сборов ещё не было');
  });
});

describe('the wording', () => {
  it('is edited while a campaign is open, which keeps its own', { timeout: 90_000 }, async () => {
    const campaignId = await tale.opened();
    const { kedrova, anna } = tale.people;
    await tale.say(kedrova, 'сбор');
    await tale.press(kedrova, 'Все сборы', 'Вопросы анкеты');
    expect(last(kedrova)).toContain('Сбор за 2026 год уже открыт и идёт по прежним вопросам');
    expect(last(kedrova)).toContain('1. Что наиболее значительное удалось сделать в 2027 году?');
    await tale.press(kedrova, '1');
    expect(last(kedrova)).not.toContain('ACHIEVED');
    await tale.press(kedrova, 'Изменить вопрос');
    expect(last(kedrova)).toContain('Что наиболее значительное удалось сделать в [год сбора] году?');
    await tale.say(kedrova, 'Чем запомнился 2026 год?');
    expect(last(kedrova)).toContain('Год написан цифрами (2026)');
    await tale.restart();
    await tale.press(kedrova, 'Пусть год меняется');
    expect(last(kedrova)).toContain('Чем запомнился 2027 год?');
    await tale.press(kedrova, 'Записать');
    expect(last(kedrova)).toContain('Сохранено, редакция 2.');

    await tale.press(
      kedrova,
      'Изменить подсказку',
      'Без подсказки',
      'Записать',
      'Сделать необязательным',
      'Ниже',
    );
    expect(last(kedrova)).toContain('Вопрос 2 из 7');
    await tale.press(kedrova, 'Убрать');
    expect(last(kedrova)).toContain('Вопрос убран');
    await tale.press(kedrova, 'Убранные вопросы: 1', 'Чем запомнился 2027 год?');
    expect(last(kedrova)).toContain('Вопрос возвращён, редакция 7.');
    expect(last(kedrova)).toContain('Вопрос 2 из 7');

    await tale.press(kedrova, 'К списку', 'Добавить вопрос', 'Число');
    await tale.say(kedrova, 'Сколько встреч с населением проведено в [год сбора] году?');
    await tale.press(kedrova, 'Без подсказки');
    await tale.say(kedrova, 'встречи', 'ACHIEVED');
    expect(last(kedrova)).toContain('Код ACHIEVED занят, это вопрос «Чем запомнился 2027 год?».');
    await tale.say(kedrova, 'meetings');
    expect(last(kedrova)).toContain('Сколько встреч с населением проведено в 2027 году?');
    await tale.press(kedrova, 'Добавить');
    expect(last(kedrova)).toContain('Вопрос 8 из 8');

    await tale.press(anna, 'Начать', 'Начать');
    expect(last(anna)).toContain('Что наиболее значительное удалось сделать в 2026 году?');
    const { actions, all, by } = await tale.verbs();
    await actions.close(by('test:close'), { campaignId, writing: 1 });
    const next = await actions.open(by('test:next'), { year: 2027, dueOn: '2027-12-20', cityIds: all });
    expect(next.kind).toBe('done');
    await anna.waitFor(/вас ждёт анкета «Организационная работа: итоги 2027 года»/);
    await tale.settled();
    await tale.say(anna, 'анкета');
    expect(last(anna)).toContain('Готово 0 из 8');
  });
});
