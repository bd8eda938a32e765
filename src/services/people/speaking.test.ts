import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../platform/package-root.ts';
import { createI18n } from '../i18n/i18n.ts';
import type { Actor } from './actor.ts';
import { speaksFor } from './speaking.ts';

const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');

function says(...seats: [post: string, department: string, city: string][]): string | null {
  const held = seats.map(([post, departmentName, cityName]) => ({ post, departmentName, cityName }));
  return speaksFor(texts, { seats: held } as unknown as Actor);
}

test('the line in which he types names the post that he speaks for, where he has several', () => {
  expect(says(['начальник управления', 'управление связи', 'Омск'])).toBeNull();
  expect(
    says(['начальник отдела', 'отдел писем', 'Омск'], ['начальник отдела', 'отдел встреч', 'Омск']),
  ).toBe('За: начальник отдела, отдел писем');
  expect(
    says(['начальник отдела', 'отдел писем', 'Омск'], ['начальник отдела', 'отдел писем', 'Томск']),
  ).toBe('За: Омск, начальник отдела, отдел писем');
  const long = says(
    ['начальник управления', 'управление по связям с общественностью и печати', 'Омск'],
    ['a', 'b', 'c'],
  );
  expect(long).toMatch(/^За: Омск, начальник управления, .*…$/u);
  expect(long?.length).toBeLessThanOrEqual(64);
});
