import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../platform/package-root.ts';
import { createI18n } from '../../services/i18n/i18n.ts';
import { peopleLines } from './import-wording.ts';
import { datedDay, day, moment, page, postLine, until } from './wording.ts';

const i18n = createI18n(path.join(packageRoot(), 'locales'));
const ru = i18n('ru');

describe('postLine', () => {
  it.each([
    ['начальник управления организационной работы', 'управление организационной работы', ''],
    ['начальник управления', 'управление организационной работы', ', управление организационной работы'],
    ['главный специалист', 'отдел встреч', ', отдел встреч'],
    ['координатор города', null, ''],
    ['начальник организационного управления', 'организационное управление', ''],
    ['начальник отдела', 'отделение приёма', ', отделение приёма'],
    ['начальник управления связи', 'управление связи администрации города Приреченска', ''],
    ['главный специалист', 'отдел встреч администрации города Приреченска', ', отдел встреч'],
  ])('%s, %s', (post, departmentName, shown) => {
    expect(postLine(ru, { post, departmentName, cityName: 'Приреченск' })).toBe(
      `${post}${shown}, Приреченск`,
    );
  });

  it('names the association where there is no city', () => {
    expect(postLine(ru, { post: 'координатор', departmentName: null, cityName: null })).toBe(
      'координатор, Ассоциация',
    );
    const post = 'координатор Ассоциации';
    expect(postLine(ru, { post, departmentName: null, cityName: null })).toBe(post);
    expect(postLine(ru, { post: 'пресс-секретарь', departmentName: null, cityName: '' })).toBe(
      'пресс-секретарь',
    );
  });
});

it('says days and times by the clock of the city', () => {
  const instant = new Date('2027-01-31T16:30:00Z');
  const zone = 'Asia/Vladivostok';
  expect(day(ru, instant, zone, instant)).toBe('1 февраля');
  expect(day(ru, instant, zone, new Date('2028-01-31T16:30:00Z'))).toBe('1 февраля 2027 года');
  expect(moment(ru, instant, zone, instant)).toBe('1 февраля, 02:30');
  expect(datedDay(ru, instant, zone)).toBe('1\u00A0февраля\u00A02027\u00A0г.');
  expect(day(i18n('en'), instant, 'UTC', instant)).toBe('31 January');
  const city = { name: 'Приреченск', timeZone: zone };
  expect(until(ru, instant, city, { actor: { seats: [] }, now: instant } as never)).toBe(
    'понедельник, 1 февраля, 02:30 (Приреченск)',
  );
  expect(until(ru, instant, null, { actor: { seats: [] }, now: instant } as never)).toBe(
    'воскресенье, 31 января, 23:30 (Новосибирск)',
  );
  const seats = [{ timeZone: 'Asia/Yakutsk', cityName: 'Благовещенск' }];
  expect(until(ru, instant, null, { actor: { seats }, now: instant } as never)).toBe(
    'понедельник, 1 февраля, 01:30 (Благовещенск)',
  );
});

it('turns pages and stays within them', () => {
  const all = [1, 2, 3, 4, 5];
  expect(page(all, 1, 2)).toEqual({ rows: [3, 4], number: 1, last: 2 });
  expect(page(all, 9, 2).rows).toEqual([5]);
  expect(page([], 0, 2)).toEqual({ rows: [], number: 0, last: 0 });
});

it('says before a table is written who will be invited, and which rows name nobody', () => {
  const row = (number: number, person: object | null, link: string | null, state = 'new') => ({
    row: { row: number, sheet: 'Лист', person },
    link,
    state,
  });
  const seats = [row(2, {}, 'write'), row(3, {}, 'replace'), row(4, null, null), row(5, null, null, 'same')];
  expect(peopleLines(ru, { seats } as never, false)).toEqual([
    'Приглашения получат 2 человека.',
    'Без фамилии 1 строка (4): должность запишем свободной, приглашения не будет.',
  ]);
});
