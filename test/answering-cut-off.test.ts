import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { invitationIn } from './support/office-stage.ts';
import { seedOfficial } from './support/people.ts';
import type { Respondent } from './support/respondent.ts';
import { addRespondent, BEGIN, goTo, parts, press, settled, write } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** *Отключить доступ* in the middle of an answer: what is written stays, nothing more comes in, the next one goes on. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

const CLOSED = /Доступ к этому аккаунту закрыт координатором 5 февраля/;

/** The card of the head of department, from the list of the city's posts. */
async function card(coordinator: Person): Promise<void> {
  coordinator.send('сотрудники');
  const { text } = await coordinator.waitFor(/^\d+\. Берёзкина/mu, { timeoutMs: 15_000 });
  const number = /^(\d+)\. Берёзкина/mu.exec(text)?.[1] ?? '';
  await press(coordinator, number, /Берёзкина Анна Викторовна/);
}

/** The city's coordinator, and the head of a department who answers. */
async function townWith(
  city: string,
  coordinatorId: number,
): Promise<{ head: Respondent; coordinator: Person }> {
  const head = await addRespondent(story, city);
  await seedOfficial(story.database.prisma, {
    telegramId: coordinatorId,
    kind: 'city_coordinator',
    cityId: head.cityId,
    name: 'Рябинин Павел Андреевич',
    now: story.simulator.now(),
  });
  return {
    head,
    coordinator: story.simulator.person({ id: coordinatorId, firstName: 'Павел', started: true }),
  };
}

/** From the card of the post to the link for whoever comes after its holder. */
async function appoint(coordinator: Person, id: number): Promise<Person> {
  await card(coordinator);
  await press(coordinator, 'Назначить преемника', /./);
  await settled(story);
  coordinator.send('Ольховская Нина Петровна');
  await coordinator.waitFor(/./);
  await press(coordinator, 'Без телефона', /./);
  await press(coordinator, 'Выписать ссылку', /\?start=/);
  await settled(story);
  const next = story.simulator.person({ id, firstName: 'Нина' });
  next.open(invitationIn(coordinator).link);
  await next.waitFor(/Это вы\?/, { timeoutMs: 15_000 });
  return next;
}

test('cut off while he writes: what he wrote is seen by the coordinator and goes on in other hands', async () => {
  const { head, coordinator } = await townWith('Благовещенск', 8601);
  const { person } = head;
  const { prisma } = story.database;
  await card(coordinator);
  await press(coordinator, 'Отключить доступ', /Отключить доступ/);

  await goTo(head, 1);
  await write(person, 'Построен мост.');
  const last = person.send('Открыта школа.');
  const written = ['Построен мост.', 'Открыта школа.'];
  await expect.poll(() => parts(story, head, 'ACHIEVED'), { timeout: 15_000 }).toEqual(written);
  // Before the status below his last part is due.
  await press(coordinator, 'Отключить доступ', /Доступ отключён/);
  await person.waitFor(CLOSED, { timeoutMs: 15_000 });
  await settled(story);
  expect(person.transcript()).not.toContain('Этого вам не поручено');

  const acts = [
    () => person.send('Открыт парк.'),
    () => person.paste('Предложения к плану работы.\n'.repeat(200), { cut: 'desktop' }),
    () => person.sendDocument('список.txt', Buffer.from('a list')),
    () => person.edit(last, 'Открыты две школы.'),
    () => person.send('анкета'),
    () => person.tap('Готово'),
  ];
  for (const act of acts) {
    act();
    await person.waitFor(CLOSED, { timeoutMs: 15_000 });
    await settled(story);
  }
  expect(await parts(story, head, 'ACHIEVED')).toEqual(written);
  expect(await prisma.piece.count()).toBe(2);
  expect(await prisma.stray.count()).toBe(0);
  expect(await prisma.file.count()).toBe(0);

  await goTo({ ...head, person: coordinator }, 1);
  await press(coordinator, 'Показать текст', /Построен мост\.\s+Открыта школа\./);

  const next = await appoint(coordinator, 8602);
  await press(next, 'Да, это я', /Дела по должности/);
  await goTo({ ...head, person: next }, 1);
  expect(next.lastMessage()?.text).toContain('Сохранено: 2 части, 28 знаков.');
  await write(next, 'Открыт парк.');
  expect(await parts(story, head, 'ACHIEVED')).toEqual([...written, 'Открыт парк.']);
}, 90_000);

test("two heads around a hand-over: what the first wrote is the second's draft, and one of them answers", async () => {
  const { head, coordinator } = await townWith('Приреченск', 8611);
  const { person: first } = head;
  await goTo(head, 1);
  await write(first, 'Построен мост.');
  const next = await appoint(coordinator, 8612);
  // He writes in the very moment in which she takes over.
  first.send('Открыта школа.');
  await Promise.all([press(next, 'Да, это я', /Дела по должности/), settled(story)]);
  await settled(story);
  const taken = await parts(story, head, 'ACHIEVED');
  expect(taken[0]).toBe('Построен мост.');

  expect(first.transcript()).not.toContain('Этого вам не поручено');

  await goTo({ ...head, person: next }, 1);
  first.send('Открыт парк культуры имени первостроителей.');
  next.send('Открыта новая библиотека.');
  await first.waitFor(/Сообщение не записано: .*Теперь по ней отвечает Ольховская Нина Петровна/);
  await settled(story);
  expect(await parts(story, head, 'ACHIEVED')).toEqual([...taken, 'Открыта новая библиотека.']);
  expect(next.lastMessage()?.text).toContain(`Сохранено: ${taken.length + 1} части`);
}, 90_000);
