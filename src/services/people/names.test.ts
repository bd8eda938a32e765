import { describe, expect, it } from 'vitest';
import { looksLikeFullName, readEmail, readFullName, readPhone } from './names.ts';

const anna = { kind: 'ok', surname: 'Берёзкина', name: 'Анна', patronymic: 'Викторовна' };

describe('readFullName', () => {
  it.each([
    ['Берёзкина Анна Викторовна', anna],
    ['  берёзкина   АННА викторовна ', anna],
    ['Анна Викторовна Берёзкина', anna],
    ['Пётр Ильич Соснин', { kind: 'ok', surname: 'Соснин', name: 'Пётр', patronymic: 'Ильич' }],
    [
      'Соснина-Ольховская Вера Павловна',
      { kind: 'ok', surname: 'Соснина-Ольховская', name: 'Вера', patronymic: 'Павловна' },
    ],
    ['Кедров Рашид Мамед оглы', { kind: 'ok', surname: 'Кедров', name: 'Рашид', patronymic: 'Мамед оглы' }],
    ['Kedrova Olga', { kind: 'ok', surname: 'Kedrova', name: 'Olga', patronymic: null }],
    ['Берёзкина Анна Викторовна'.normalize('NFD'), anna],
    ['Берёзкина\u200B Анна\u00AD Викторовна', anna],
    [
      'Соснина\u2011Ольховская Вера',
      { kind: 'ok', surname: 'Соснина-Ольховская', name: 'Вера', patronymic: null },
    ],
    ['Берёзкина', { kind: 'one_word' }],
    ['Берёзкина А.В.', { kind: 'initials' }],
    ['Берёзкина А. В.', { kind: 'initials' }],
    ['Берёзкина Анна +7 000', { kind: 'letters' }],
    ['', { kind: 'one_word' }],
    ['Прошу выписать ссылку начальнику нашего управления', { kind: 'long' }],
  ])('%s', (text, read) => {
    expect(readFullName(text)).toEqual(read);
  });
});

describe('looksLikeFullName', () => {
  it.each(['Берёзкина Анна Викторовна', 'Анна Викторовна Берёзкина', 'Соснин-Ольховский  Пётр Ильич'])(
    'sees a person: %s',
    (text) => expect(looksLikeFullName(text)).toBe(true),
  );
  it.each([
    'Управление Организационной Работы',
    'управление имени ивановича',
    'Берёзкина Анна',
    'Отдел встреч',
  ])('sees none: %s', (text) => expect(looksLikeFullName(text)).toBe(false));
});

describe('readPhone', () => {
  it.each(['+7 (383) 000-00-00', '(4162) 00-00-00, доб. 12', '8 800 000 00 00', '22-00-00'])(
    'takes %s',
    (phone) => {
      expect(readPhone(` ${phone} `)).toBe(phone);
    },
  );
  it.each(['нет', '1234', 'звонить после 15 по 22-00-00', '+7'])('refuses %s', (text) => {
    expect(readPhone(text)).toBeNull();
  });
});

it('reads e-mail', () => {
  expect(readEmail(' org@example.org ')).toBe('org@example.org');
  expect(readEmail('org@example')).toBeNull();
});
