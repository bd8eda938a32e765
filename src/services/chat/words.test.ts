import { expect, test } from 'vitest';
import { createI18n } from '../i18n/i18n.ts';
import { packageRoot } from '../../platform/package-root.ts';
import path from 'node:path';
import type { MenuEntry } from './feature.ts';
import { createWords, yearBehind } from './words.ts';

const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');
const entry = (word: MenuEntry['words'][number], more: Partial<MenuEntry> = {}): MenuEntry => ({
  label: 'chat:buttons.menu',
  words: [word],
  order: 1,
  allowed: () => true,
  handle: () => Promise.resolve(),
  ...more,
});

test('plain words lead to the screens of the coordinators; a year may stand behind «сбор» alone', () => {
  const entries = [
    entry('campaign', { dated: true }),
    entry('open_campaign', { hidden: true }),
    entry('waiting', { hidden: true }),
    entry('remind', { hidden: true }),
    entry('questionnaire'),
  ];
  const words = createWords(entries, [texts]);
  const found = (text: string): unknown => {
    const heard = words(text);
    return heard?.kind === 'entry' ? heard.entry.words[0] : heard;
  };
  expect(['Новый сбор', 'открыть сбор', 'Как открыть сбор на следующий год?'].map(found)).toEqual(
    Array(3).fill('open_campaign'),
  );
  expect(['не сдали', 'кто не сдал?'].map(found)).toEqual(Array(2).fill('waiting'));
  expect(found('напомнить')).toBe('remind');
  expect(['сбор 2026', 'сбор за 2026 год', 'Сбор за 2026 г.'].map(found)).toEqual(Array(3).fill('campaign'));
  expect(['анкета 2026', 'сбор металла 2026', 'сбор'].map(found)).toEqual([null, null, 'campaign']);
  expect(['сбор за 2026 год', 'сбор'].map(yearBehind)).toEqual([2026, null]);
});
