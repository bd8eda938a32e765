import path from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../platform/package-root.ts';
import { createI18n } from '../../../services/i18n/i18n.ts';
import { questionName } from './messages.ts';

const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');

it('calls the general information by its name alone: how to fill it in is nothing for whoever reads', () => {
  const wording = (code: string): string => `Вопрос ${code}`;
  expect(questionName(texts, wording, 'INTRO', 2026)).toBe('Общие сведения');
  expect(questionName(texts, wording, 'HELP', 2026)).toBe('Вопрос HELP');
});
