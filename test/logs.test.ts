import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRespondent, BEGIN, goTo, press, settled, write } from './support/respondent.ts';
import type { Respondent } from './support/respondent.ts';
import { startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/**
 * At LOG_LEVEL=trace a whole session with faults of every kind leaves no text of a message, no name, no telephone and no
 * token in the log. The words are Latin: what is Cyrillic would be cut out anyhow.
 */

const TELLTALE = {
  name: 'Zhuravlyova',
  patronymic: 'Lvovna',
  phone: '+7 416 255-77-31',
  text: 'Snowdrop in the answer',
  edit: 'Foxglove in the edit',
  stray: 'Marigold outside any question, '.repeat(8),
  question: 'can I answer tomorrow, Bluebell?',
  file: 'Cornflower.xlsx',
  caption: 'Larkspur in the caption',
  city: 'Honeysuckle',
  invitation: 'Tk9-Peppermint_0123456789abcdefghijkl',
  code: '83920174',
  refused: 'Sunflower refused',
};

let story: Story;
let head: Respondent;

beforeAll(async () => {
  story = await startStory({ at: BEGIN, env: { LOG_LEVEL: 'trace' } });
  head = await addRespondent(story, TELLTALE.city);
  await story.database.prisma.person.update({
    where: { id: head.personId },
    data: { surname: TELLTALE.name, patronymic: TELLTALE.patronymic, phone: TELLTALE.phone },
  });
});
afterAll(() => story.close());

const errors = (): number => story.log.split('\n').filter((line) => line.includes('"level":"error"')).length;

test('no text, no name, no token', { timeout: 90_000 }, async () => {
  const { person, telegramId } = head;
  const { pool } = story.database;
  const { faults } = story.simulator;
  person.open(TELLTALE.invitation);
  person.send(TELLTALE.code);
  person.send('/mydata');
  await settled(story);
  await goTo(head, 3);
  const part = person.send(TELLTALE.text);
  person.sendDocument(TELLTALE.file, Buffer.from('x'), '', TELLTALE.caption);
  await write(person, 'One more.');
  person.send(TELLTALE.question);
  await person.waitFor(/Похоже на вопрос/);
  await press(person, 'К списку', /Готово 1 из 7/);
  person.send(TELLTALE.stray);
  await person.waitFor(/Это ответ на анкету/, { timeoutMs: 15_000 });

  // The database refuses rows and quotes them: of the hot path, of Prisma, of what a turn leaves behind.
  await goTo(head, 3);
  await settled(story);
  const words = Object.values(TELLTALE).map((word) => `text not like '%${word.slice(0, 12)}%'`);
  await pool.query(`alter table "Piece" add constraint telltale check (${words.join(' and ')}) not valid`);
  person.send(`${TELLTALE.text}, once more`);
  await person.waitFor(/Сбой на нашей стороне/, { timeoutMs: 20_000 });
  person.edit(part, TELLTALE.edit);
  await expect.poll(errors, { timeout: 20_000 }).toBeGreaterThan(5);
  await settled(story);
  await pool.query('alter table "Piece" drop constraint telltale');
  await pool.query(
    `alter table "Lane" add constraint telltale check (state::text not like '%COLLEAGUES%') not valid`,
  );
  person.send('анкета');
  await person.waitFor(/Анкета «/);
  person.tap('2');
  await settled(story);
  await pool.query('alter table "Lane" drop constraint telltale');

  // Telegram refuses and quotes; connections break with the token in their address.
  const quoting = `Bad Request: can't parse entities: unexpected "${TELLTALE.refused}"`;
  for (const effect of [
    { kind: 'refusal', status: 400, description: quoting },
    { kind: 'reset' },
    { kind: 'server-error' },
  ] as const) {
    faults.add({ effect, chatId: telegramId, times: 1 });
    faults.add({ effect, method: 'getUpdates', times: 1 });
    const before = errors();
    person.send('меню');
    await expect.poll(errors, { timeout: 20_000 }).toBeGreaterThan(before);
  }
  faults.add({ effect: { kind: 'server-error' }, method: 'getFile' });
  person.sendDocument(TELLTALE.file, Buffer.from('y'), '', TELLTALE.caption);
  await settled(story);

  const [id = '', secret = ''] = story.simulator.token.split(':');
  expect(story.log).toContain('"level":"error"');
  for (const word of [
    ...Object.values(TELLTALE).map((each) => each.slice(0, 12)),
    secret,
    `bot${id}`,
    'One more',
  ]) {
    const line = story.log.split('\n').find((each) => each.toLowerCase().includes(word.toLowerCase()));
    expect(line, word).toBeUndefined();
  }
  expect(story.log).not.toMatch(/[А-Яа-яЁё]/u);
});
