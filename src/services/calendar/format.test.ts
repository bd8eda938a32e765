import { expect, it } from 'vitest';
import { cityTime, formatDay, formatInstant } from './format.ts';

const instant = new Date('2027-02-11T07:42:59Z');

it('writes a day in Russian', () => {
  expect(formatDay('2027-02-12', 'ru', 'weekday', '2027-12-31')).toBe('пятница, 12 февраля');
  expect(formatDay('2027-02-12', 'ru', 'weekdayYear')).toBe('пятница, 12 февраля 2027 года');
  expect(formatDay('2027-02-12', 'ru', 'text')).toBe('12\u00A0февраля\u00A02027\u00A0г.');
  expect(formatDay('2027-02-02', 'ru', 'table')).toBe('02.02.2027');
});

it('writes a day in English', () => {
  expect(formatDay('2027-02-12', 'en', 'weekday', '2027-01-01')).toBe('Friday, 12 February');
  expect(formatDay('2027-02-12', 'en', 'weekdayYear')).toBe('Friday, 12 February 2027');
  expect(formatDay('2027-02-12', 'en', 'text')).toBe('12\u00A0February\u00A02027');
});

it('writes an instant by the clocks of a zone', () => {
  expect(formatInstant(instant, 'Asia/Yakutsk', 'ru', 'table')).toBe('11.02.2027, 16:42');
  expect(formatInstant(instant, 'Asia/Yakutsk', 'ru', 'time')).toBe('16:42');
  expect(formatInstant(instant, 'Asia/Yakutsk', 'ru', 'weekday', instant)).toBe('четверг, 11 февраля, 16:42');
  expect(formatInstant(instant, 'Europe/Kaliningrad', 'ru', 'time')).toBe('09:42');
});

it('changes the day at midnight', () => {
  expect(formatInstant(new Date('2027-02-11T12:00:00Z'), 'Asia/Kamchatka', 'ru', 'table')).toBe(
    '12.02.2027, 00:00',
  );
  expect(formatInstant(new Date('2027-02-11T11:59:59Z'), 'Asia/Kamchatka', 'ru', 'table')).toBe(
    '11.02.2027, 23:59',
  );
});

it('names the year where it is not that of today', () => {
  const inAYear = ['2026-12-31', '2028-01-01'];
  for (const today of inAYear) {
    expect(formatDay('2027-02-12', 'ru', 'weekday', today)).toBe('пятница, 12 февраля 2027 года');
    expect(formatDay('2027-02-12', 'en', 'weekday', today)).toBe('Friday, 12 February 2027');
  }
});

it('begins the year by the clocks of the zone', () => {
  const now = new Date('2026-12-31T15:00:00Z'); // midnight in Yakutsk
  const before = new Date(now.getTime() - 60_000);
  const read = (at: Date, zone: string) => formatInstant(before, zone, 'ru', 'weekday', at);
  expect(read(before, 'Asia/Yakutsk')).toBe('четверг, 31 декабря, 23:59');
  expect(read(now, 'Asia/Yakutsk')).toBe('четверг, 31 декабря 2026 года, 23:59');
  expect(read(now, 'Europe/Moscow')).toBe('четверг, 31 декабря, 17:59');
});

it('names the city where cities mix', () => {
  const city = { name: 'Благовещенск', timeZone: 'Asia/Yakutsk' };
  expect(cityTime(instant, city, 'ru', instant)).toBe('четверг, 11 февраля, 16:42 (Благовещенск)');
});
