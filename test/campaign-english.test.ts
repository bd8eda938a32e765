import { afterEach, expect, it } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';

/** The coordinators' screens in English, from the first campaign to its end. */

let tale: CampaignStory | undefined;
afterEach(async (context) => {
  tale?.write(context.task.name);
  await tale?.close();
});

/** What stands in the database in Russian, in English as well. */
const DATA =
  /Благовещенск|Хабаровск|Калининград|(начальник|отдел) [а-я ]+|[А-ЯЁ][а-яё]+\u00A0[А-Я.]+|Анна Викторовна|Павел Андреевич/gu;

it('every screen of a coordinator is English', { timeout: 120_000 }, async () => {
  tale = await startCampaignStory('en');
  const { kedrova, anna, far, west } = tale.people;
  const { press: pressed, say: said } = tale;

  function check(one: Person): void {
    for (const { text } of one.chat.filter(({ sender }) => sender.isBot))
      expect(text.replace(DATA, ''), text).not.toMatch(/[А-Яа-яЁё]/u);
    for (const label of labels(one)) expect(label.replace(DATA, ''), label).not.toMatch(/[А-Яа-яЁё]/u);
  }
  async function press(one: Person, ...buttons: string[]): Promise<void> {
    for (const each of buttons) {
      await pressed(one, each);
      check(one);
    }
  }
  async function say(one: Person, ...texts: string[]): Promise<void> {
    for (const each of texts) {
      await said(one, each);
      check(one);
    }
  }

  await say(kedrova, 'campaign');
  await press(kedrova, 'Open a campaign');
  await say(kedrova, '25 December', '2015', 'for 2026', 'some day', '1 January', '13 February', 'campaign');
  await press(kedrova, 'Choose cities', 'Tick all', 'Clear all', 'Хабаровск');
  await say(kedrova, 'Atlantis');
  await press(kedrova, 'Done: 1 city', 'Other cities', 'All cities: 3', 'Other term');
  await say(kedrova, '12.02');
  await press(kedrova, 'See the questions', 'Back', 'Open a campaign');
  expect(last(kedrova)).toContain('Campaign for 2026, organisational work');
  for (const one of [anna, far, west]) check(one);

  await press(far, 'Name who answers', 'Рябинин\u00A0П.А.');
  await press(
    kedrova,
    'All campaigns',
    'Open a campaign',
    'For 2027',
    'Cancel',
    'History',
    'Back',
    'Who has submitted',
    'All cities',
    'Хабаровск',
  );
  await press(kedrova, 'Name somebody else', 'Back', 'Extend term');
  await say(kedrova, '10 February', '17 February');
  await press(kedrova, 'Extend', 'Back', 'Back', 'Extend term', 'For one city only', 'Back');
  await press(kedrova, 'Monday, 15 February', 'Extend', 'Add a city', 'Back');
  check(anna);

  await press(kedrova, 'All campaigns', 'Questions', '1', 'Change the question');
  await say(kedrova, 'What was new in 2026?');
  await press(
    kedrova,
    'Let the year change',
    'Save',
    'Change the hint',
    'No hint',
    'Save',
    'Make it optional',
  );
  await press(kedrova, 'Down', 'Remove', 'Removed questions: 1', 'What was new in 2027?', 'To the list');
  await press(kedrova, 'Add a question', 'Number');
  await say(kedrova, 'How many meetings were held in [campaign year]?', 'All of them');
  await say(kedrova, '!', 'ACHIEVED', 'MEETINGS');
  await press(kedrova, 'Add', 'To the list', 'Back');

  await press(anna, 'Begin');
  await press(kedrova, 'Close campaign', 'Close campaign', 'Open again', 'Open again');
  for (const one of [anna, far, west]) check(one);
  expect(last(kedrova)).toContain('Submitted: 0 of 3');

  await press(kedrova, 'History', 'Back', 'All campaigns', 'Branches', 'Add a branch');
  await say(kedrova, '!', 'organisational work', 'Improvement', 'ORG', 'IMP');
  await press(kedrova, 'Take as a basis', 'Change the short name', 'Back', 'Open a campaign', 'For 2026');
  await press(
    kedrova,
    'Friday, 12 February',
    'All cities: 3',
    'Back',
    'IMP, 2026, draft',
    'Delete the draft',
  );
  await press(kedrova, 'Delete the draft', 'Open a campaign', 'Improvement');
  expect(last(kedrova)).toContain('Open a campaign, improvement.');
});
