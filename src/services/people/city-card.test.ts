import { describe, expect, it } from 'vitest';
import { missingForDocuments, readCard, readField } from './city-card.ts';
import type { CardField } from './city-card.ts';

describe('readField', () => {
  it.each<[CardField, string, string | string[]]>([
    ['approverName', 'Соснин П.И.', 'П.И. Соснин'],
    ['approverName', 'п. и. соснин', 'П.И. Соснин'],
    ['signerName', 'Берёзкина Анна Викторовна', 'А.В. Берёзкина'],
    ['signerName', 'П.И. Соснин-Ольховский', 'П.И. Соснин-Ольховский'],
    ['receptionPhone', '(4162) 00-00-00', '(4162) 00-00-00'],
    ['site', 'https://example.org/', 'https://example.org'],
    ['site', 'приреченск.рф', 'приреченск.рф'],
    [
      'districts',
      'Заречный\nСтарая пристань; заречный,  Лоцманская  слобода',
      ['Заречный', 'Старая пристань', 'Лоцманская слобода'],
    ],
    ['daysOff', 'six_days', 'six_days'],
    ['digestAt', '8.30', '08:30'],
    ['digestAt', '9', '09:00'],
    ['address', '  ул. Примерная,\n1 ', 'ул. Примерная, 1'],
  ])('%s: %s', (field, text, value) => {
    expect(readField(field, text)).toEqual({ kind: 'ok', value });
  });

  it.each<[CardField, string, string]>([
    ['approverName', 'Соснин', 'name'],
    ['dispatcherPhone', 'нет', 'phone'],
    ['site', 'сайт в разработке', 'site'],
    ['districts', ' ; ', 'districts'],
    ['daysOff', 'sometimes', 'days_off'],
    ['digestAt', '15:00', 'time'],
    ['digestAt', '8:75', 'time'],
    ['headTitle', '  ', 'line'],
  ])('%s refuses %s', (field, text, why) => {
    expect(readField(field, text)).toEqual({ kind: 'bad', why });
  });
});

it('tells what documents still lack', () => {
  const card = readCard({ officialName: 'Администрация города Приреченска', ofLater: 1 });
  expect(card).toEqual({ officialName: 'Администрация города Приреченска' });
  expect(missingForDocuments(card)).toContain('signerName');
  expect(missingForDocuments(card)).not.toContain('officialName');
  expect(missingForDocuments(card)).not.toContain('site');
});
