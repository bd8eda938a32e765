import { expect, it } from 'vitest';
import { cityTime, formatDay, formatInstant } from './format.ts';

const instant = new Date('2027-02-11T07:42:59Z');

it('writes a day in Russian', () => {
  expect(formatDay('2027-02-12', 'ru', 'weekday')).toBe('пятница, 12 февраля');
  expect(formatDay('2027-02-12', 'ru', 'weekdayYear')).toBe('пятница, 12 февраля 2027 г.');
  expect(formatDay('2027-02-12', 'ru', 'text')).toBe('12\u00A0февраля\u00A02027\u00A0г.');
  expect(formatDay('2027-02-02', 'ru', 'table')).toBe('02.02.2027');
});

it('writes a day in English', () => {
  expect(formatDay('2027-02-12', 'en', 'weekday')).toBe('Friday, 12 February');
  expect(formatDay('2027-02-12', 'en', 'weekdayYear')).toBe('Friday, 12 February 2027');
  expect(formatDay('2027-02-12', 'en', 'text')).toBe('12\u00A0February\u00A02027');
});

it('writes an instant by the clocks of a zone', () => {
  expect(formatInstant(instant, 'Asia/Yakutsk', 'ru', 'table')).toBe('11.02.2027, 16:42');
  expect(formatInstant(instant, 'Asia/Yakutsk', 'ru', 'time')).toBe('16:42');
  expect(formatInstant(instant, 'Asia/Yakutsk', 'ru', 'weekday')).toBe('четверг, 11 февраля, 16:42');
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

it('names the city where cities mix', () => {
  expect(cityTime(instant, { name: 'Благовещенск', timeZone: 'Asia/Yakutsk' }, 'ru')).toBe(
    '16:42 (Благовещенск)',
  );
  expect(cityTime(instant, { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' }, 'ru', 'table')).toBe(
    '11.02.2027, 14:42 (Новосибирск)',
  );
});
