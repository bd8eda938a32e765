import { expect, it } from 'vitest';
import { wantsToBeForgotten } from './forget-wish.ts';

it.each([
  'удалите мои данные',
  'Удалите, пожалуйста, мои персональные данные!',
  'Прошу удалить меня из базы',
  'забудьте меня',
  'сотрите всё, что обо мне записано',
  'Отзываю своё согласие на обработку',
  'please delete my data',
  'Forget me',
])('hears the wish: %s', (text) => {
  expect(wantsToBeForgotten(text)).toBe(true);
});

it.each([
  'уберите снег у меня во дворе',
  'удалили дерево у дома, меня никто не спросил',
  'Удалите яму на дороге',
  'забудьте про ремонт',
  'дайте согласие на спил',
  `удалите мои данные ${'и примите меры '.repeat(20)}`,
])('hears something else: %s', (text) => {
  expect(wantsToBeForgotten(text)).toBe(false);
});
