import { describe, expect, test } from 'vitest';
import { ownAnswers } from '../../../../test/support/own-answers.ts';
import { noSample, readSample } from '../../../../test/support/sample.ts';
import { isQuestionToBot, looksLikeAnswer, mayBeAnswer, topicOf } from './incoming.ts';

const questions = [
  'а можно ответить завтра?',
  'Можно ответить потом?',
  'А можно завтра?',
  'Можно прислать файлом Word?',
  'можно ли отправить частями?',
  'Куда писать?',
  'Куда нажимать?',
  'Что дальше?',
  'Что делать дальше?',
  'Как исправить ответ?',
  'Как удалить это сообщение?',
  'как сдать анкету?',
  'Как прикрепить файл?',
  'До какого числа надо сдать?',
  'Какой срок?',
  'Когда крайний срок?',
  'Сколько вопросов осталось?',
  'Вы сохранили мой текст?',
  'Всё сохранилось?',
  'Это бот?',
  'А если не успею?',
  'Здравствуйте, подскажите, пожалуйста, можно пропустить этот вопрос?',
  'Кому можно позвонить?',
  'Есть образец ответа?',
  'Обязательно отвечать на все вопросы?',
  'Я могу поручить это другому?',
  'Сообщение дошло?',
  'Где кнопка?',
  'подскажите как отправить',
  'Не поняла, что здесь писать',
  'Почему не видно моего ответа?',
  'Can I answer tomorrow?',
  'How do I submit the form?',
  '??',
];

const answers = [
  'Благоустройство и жилищное строительство города Южно-Сахалинска.',
  'Нет',
  'Нет предложений',
  'Предложений нет.',
  'Не знаю',
  'Информационная поддержка.',
  'Как привлечь жителей на встречи?',
  'Как исправить ошибки в градостроительном плане?',
  'Можно ли изменить порядок сборов за вывоз мусора?',
  'Что делать с бродячими собаками?',
  'Что делать с мусором?',
  'Где взять деньги на дороги?',
  'Когда отменят прямые выборы?',
  'Какие площадки нужны малым городам?',
  'Сколько заместителей должно быть у мэра?',
  'Кто отвечает за ливневую канализацию?',
  'Как организовать работу старост?',
  'Почему не хватает кадров?',
  'Нужны ли советы микрорайонов?',
  'Можно ли передать полномочия по ТОС?',
  '- Как отправить ответ?',
  '1. Как сдать отчёт?',
  'Обмен опытом',
  'Работа с обращениями граждан: сроки, ответы, анкеты?\nПротокол приёма делегаций',
  'Проведено 10 семинаров, 3 форума',
  '15',
  'более 1 500',
  'да',
  'Завершить ремонт моста',
  'Сдать в срок дом культуры',
  'Подготовка ответов на обращения. Какие сроки считать разумными?',
  'Хотелось бы знать, как другие города ведут реестр поручений?',
  'What should cities do about stray dogs?',
  `${'а можно ответить завтра? '.repeat(8)}?`,
];

describe('isQuestionToBot', () => {
  test.each(questions)('a question to the bot: «%s»', (text) => {
    expect(isQuestionToBot(text)).toBe(true);
  });

  test.each(answers)('an answer: «%s»', (text) => {
    expect(isQuestionToBot(text)).toBe(false);
  });

  test('no line of a real answer is taken for a question', () => {
    const all = [...Object.values(ownAnswers), ...Object.values(readSample()?.answers ?? {})];
    const lines = all.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
    expect(lines.filter(isQuestionToBot)).toEqual([]);
  });
});

describe('topicOf', () => {
  test.each([
    ['как исправить ответ на вопрос 2?', 'fix'],
    ['хочу исправить анкету', 'fix'],
    ['Сколько осталось ответить?', 'left'],
    ['а это куда сохраняется?', 'saved'],
    ['где мой текст', 'saved'],
    ['Спасибо!', 'thanks'],
    ['Большое спасибо вам', 'thanks'],
    ['How do I correct an answer?', 'fix'],
  ])('«%s» is about %s', (text, topic) => expect(topicOf(text)).toBe(topic));

  test.each([
    ...answers,
    'Изменить сроки сдачи анкет',
    'Нужно исправить ответы жителям',
    'Спасибо жителям за субботник',
    'Где взять текст положения о ТОС?',
  ])('an answer: «%s»', (text) => expect(topicOf(text)).toBeNull());
});

describe('looksLikeAnswer', () => {
  test.each(['спасибо', 'когда собрание?', '- один пункт', 'а'.repeat(200), ''])('«%s» does not', (text) => {
    expect(looksLikeAnswer(text)).toBe(false);
  });

  test.each([
    'а'.repeat(201),
    '- раз;\n- два.',
    '1. Раз\n2. Два',
    ...Object.values(ownAnswers).filter((text) => text.length > 200),
  ])('a long text or a list does', (text) => {
    expect(looksLikeAnswer(text)).toBe(true);
  });
});

const sample = readSample();
test.skipIf(!sample)(`the long answers of the sample look like answers (skipped where ${noSample})`, () => {
  const long = Object.values(sample?.answers ?? {}).filter(
    (text) => text.length > 200 || text.startsWith('-'),
  );
  expect(long.length).toBeGreaterThan(3);
  expect(long.filter((text) => !looksLikeAnswer(text))).toEqual([]);
});

describe('mayBeAnswer', () => {
  test.each([
    'Построена новая школа',
    'Добрый день! В городе построена новая школа на 500 мест',
    'Нет предложений от города',
    'не хватает кадров и средств',
    'Белогорск: ярмарка дворов.',
    'Когда же починят мост через Зею?',
  ])('outside a question «%s» is worth asking about', (text) => expect(mayBeAnswer(text)).toBe(true));

  test.each([
    'что-то короткое',
    'новая школа',
    'Добрый день, уважаемые коллеги!',
    'Здравствуйте, Анна Викторовна',
    'Спасибо большое за помощь!',
    'а можно ответить завтра?',
    'Как мне отправить анкету?',
    'не понимаю, что писать сюда',
    'я сегодня не могу',
    'кто меня замещает?',
    'как уволить сотрудника?',
    'Как пригласить нового сотрудника',
    '',
  ])('outside a question «%s» is not', (text) => expect(mayBeAnswer(text)).toBe(false));
});
