import { expect, it } from 'vitest';
import { formatInstant } from './format.ts';
import { isTimeZone, russianZones } from './zones.ts';
import ru from '../../../locales/ru/calendar.json' with { type: 'json' };
import en from '../../../locales/en/calendar.json' with { type: 'json' };

it('knows its zones and no others', () => {
  expect(russianZones.every(isTimeZone)).toBe(true);
  expect(isTimeZone('UTC')).toBe(true);
  expect(['', 'Asia/Habarovsk', '+10:00', 'МСК', 'Asia/Vladivostok '].some(isTimeZone)).toBe(false);
});

it.each([
  ['Russian', ru.zone, 'МСК'],
  ['English', en.zone, 'MSK'],
])('names every zone in %s with its true distance from Moscow', (_language, labels, moscow) => {
  expect(Object.keys(labels)).toEqual([...russianZones]);
  const noon = new Date('2027-02-12T09:00:00Z');
  for (const zone of russianZones) {
    const hours = Number(formatInstant(noon, zone, 'ru', 'time').slice(0, 2)) - 12;
    const distance = hours === 0 ? moscow : `${moscow}${hours > 0 ? '+' : '−'}${Math.abs(hours)}`;
    expect(labels[zone]).toMatch(new RegExp(`\\(${distance.replace('+', '\\+')}\\)$`));
  }
});
