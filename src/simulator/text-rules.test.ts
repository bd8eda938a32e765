import { describe, expect, it } from 'vitest';
import { checkEntities, isLink, withFoundEntities } from './entities.ts';
import { cleanText } from './text-rules.ts';

describe('cleanText', () => {
  it('trims, drops carriage returns, turns control characters into spaces', () => {
    expect(cleanText(' \n\tа\r\nб\u0007в \n', []).text).toBe('а\nб в');
  });

  it('moves entities with their text and drops those left empty', () => {
    const entities = [
      { type: 'bold', offset: 0, length: 3 },
      { type: 'italic', offset: 3, length: 4 },
      { type: 'code', offset: 7, length: 2 },
    ];
    // "   а\r\nб  ": the first covers only white space, the last only trailing white space
    expect(cleanText('   а\r\nб  ', entities)).toEqual({
      text: 'а\nб',
      entities: [{ type: 'italic', offset: 0, length: 3 }],
    });
  });

  it.each(['', '   \n', '\u200b', '\u00a0\u2060'])('finds nothing to see in %j', (text) => {
    expect(cleanText(text, []).text).toBe('');
  });
});

describe('checkEntities', () => {
  it.each([
    [{ type: 'shout', offset: 0, length: 1 }, 'unsupported entity type "shout"'],
    [{ type: 'bold', offset: -1, length: 1 }, 'incorrect offset'],
    [{ type: 'bold', offset: 0, length: 4 }, 'incorrect length'],
    [{ type: 'bold', offset: 2, length: 1 }, 'begins in a middle of a UTF-16 symbol'],
    [{ type: 'bold', offset: 0, length: 2 }, 'ends in a middle of a UTF-16 symbol'],
    [{ type: 'text_link', offset: 0, length: 1, url: 'no address' }, 'URL'],
    [{ type: 'text_mention', offset: 0, length: 1 }, 'user'],
  ])('refuses %j', (entity, reason) => {
    expect(() => checkEntities([entity], 'а😀')).toThrow(reason);
    expect(() => checkEntities([entity], 'а😀')).toThrow("Bad Request: can't parse entities: ");
  });

  it('passes right ones through untouched', () => {
    const entities = [{ type: 'bold', offset: 1, length: 2 }];
    expect(checkEntities(entities, 'а😀')).toEqual(entities);
  });
});

describe('withFoundEntities', () => {
  it.each([
    ['/start abc', ['bot_command /start']],
    ['см. /help@vestovoy_bot', ['bot_command /help@vestovoy_bot']],
    ['и/или, 24/7, /path/to', []],
    [
      'почта a.b@example.ru, сайт https://example.ru/a?b=1.',
      ['email a.b@example.ru', 'url https://example.ru/a?b=1'],
    ],
    ['@coordinator и #план', ['mention @coordinator', 'hashtag #план']],
  ])('finds in %j', (text, found) => {
    const all = withFoundEntities(text, []);
    expect(
      all.map((entity) => `${entity.type} ${text.slice(entity.offset, entity.offset + entity.length)}`),
    ).toEqual(found);
  });

  it('adds nothing inside code', () => {
    const code = { type: 'code', offset: 0, length: 6 };
    expect(withFoundEntities('/start', [code])).toEqual([code]);
  });
});

describe('isLink', () => {
  it.each(['https://example.ru/a', 'example.ru', 'tg://user?id=1', 'tel:+73830000000'])(
    'takes %s',
    (address) => {
      expect(isLink(address)).toBe(true);
    },
  );
  it.each(['', 'слово', 'javascript:alert(1)', 'http://'])('refuses %j', (address) => {
    expect(isLink(address)).toBe(false);
  });
});
