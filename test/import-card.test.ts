import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { heard, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { readWord } from './support/paper.ts';

/** A document names what the card of its city lacks, and the coordinator is told once; then the card is filled. */

let tale: CampaignStory;
beforeAll(async () => {
  tale = await startCampaignStory();
});
afterAll(async () => {
  tale.write('import-card');
  await tale.close();
});

async function draft(one: Person): Promise<string> {
  await tale.say(one, 'анкета');
  await tale.press(one, 'Проект в Word');
  const file = one.chat.findLast(({ attachment }) => attachment)?.attachment?.file;
  return readWord(Buffer.from(file?.data ?? ''));
}

it('from the missing line to the full name of the department', { timeout: 60_000 }, async () => {
  await tale.opened();
  const { far, rowan } = tale.people;
  await tale.press(far, 'Назвать, кто отвечает', 'Рябинин\u00A0П.А.');
  const before = await draft(rowan);
  expect(before).toContain('В карточке города не заполнено: «Администрация», «Администрации (кого, чего)».');
  await draft(rowan);
  await far.waitFor(/в карточке города не заполнены строки/);
  expect(heard(far).split('не заполнены строки')).toHaveLength(2);

  await tale.press(far, 'Карточка города', '3');
  await tale.say(far, 'Администрация города Хабаровска');
  await tale.press(far, '4');
  await tale.say(far, 'администрации города Хабаровска');
  await tale.press(far, '17');
  await tale.say(far, 'первого июня');
  expect(last(far)).toContain('Дни пишите с годом');
  await tale.say(far, '25.10.2027, 1 июня 2027 г.');
  expect(last(far)).toContain('17. Местные выходные дни: 01.06.2027, 25.10.2027');
  const after = await draft(rowan);
  expect(after).not.toContain('В карточке города не заполнено');
  expect(after).toContain('отдел по связям с общественностью администрации города Хабаровска');
});
