import { test as base, vi } from 'vitest';
import type { Person } from '../../src/simulator/index.ts';
import { createPeople } from '../../src/services/people/index.ts';
import { codeKeyFrom } from '../../src/services/people/invitation.ts';
import { loadActor } from '../../src/services/people/store.ts';
import { seedOfficial } from './people.ts';
import { keepTranscript, startStory } from './story.ts';
import type { Story } from './story.ts';

export const ADMIN = 810_000_001;

/** The whole app with people who talk to it; one a test, so stories run side by side while the pace of a chat is kept. */
export interface Stage {
  story: Story;
  person(firstName: string, options?: { id?: number; languageCode?: string }): Person;
  /** Each resolves when the bot has answered and the turn is done with. */
  press(one: Person, ...buttons: string[]): Promise<void>;
  say(one: Person, ...texts: string[]): Promise<void>;
  open(one: Person, link?: string): Promise<void>;
  menu(one: Person, label: string): Promise<void>;
  /** Приреченск with its coordinator, and a head who is invited but has not come in. */
  settled(): Promise<Settled>;
  /** The same, and the head has come in. */
  connected(): Promise<Settled & { head: Person }>;
}

export interface Settled {
  coordinator: Person;
  cityId: number;
  /** The head's. */
  seatId: number;
  link: string;
  code: string;
}

export const texts = (one: Person): string => one.chat.map((message) => message.text).join('\n');
export const last = (one: Person): string => one.lastMessage()?.text ?? '';

/** The link and the code of the last message to forward. */
export function invitationIn(one: Person): { link: string; code: string } {
  const forwarded = [...one.chat].reverse().find((message) => message.text?.includes('?start='));
  const link = /https:\S+/.exec(forwarded?.text ?? '')?.[0] ?? '';
  const code = /\d{4} \d{4}/.exec(forwarded?.text ?? '')?.[0] ?? '';
  return { link, code };
}

export const officeStory = base.extend<{ stage: Stage }>({
  stage: async ({ task }, use) => {
    const story = await startStory({ at: '2027-02-01T00:30:00Z', adminIds: [ADMIN] });
    await use(createStage(story));
    keepTranscript(story, task.name);
    await story.close();
  },
});

function createStage(story: Story): Stage {
  const { prisma, pool } = story.database;
  let nextId = ADMIN + 1;

  async function answered(one: Person): Promise<void> {
    await one.waitFor(/./);
    const open = async () => (await pool.query('select 1 from "Update" where "doneAt" is null')).rowCount;
    await vi.waitUntil(async () => (await open()) === 0, { interval: 30, timeout: 30_000 });
  }

  const stage: Stage = {
    story,
    person(firstName, { id = nextId++, languageCode = 'ru' } = {}) {
      return story.simulator.person({ id, firstName, languageCode });
    },
    async press(one, ...buttons) {
      for (const button of buttons) {
        one.tap(button);
        await answered(one);
      }
    },
    async say(one, ...texts) {
      for (const text of texts) {
        one.send(text);
        await answered(one);
      }
    },
    async open(one, link = '') {
      one.open(link);
      await answered(one);
    },
    async menu(one, label) {
      one.tapKeyboard(label);
      await answered(one);
    },
    async settled() {
      const now = story.simulator.now();
      const city = await prisma.city.create({ data: { name: 'Приреченск', timeZone: 'Asia/Vladivostok' } });
      const coordinator = stage.person('Калинина');
      const { seatId } = await seedOfficial(prisma, {
        telegramId: coordinator.id,
        kind: 'city_coordinator',
        cityId: city.id,
        post: 'координатор города',
        name: 'Калинина Вера Павловна',
        phone: '(4212) 00-00-00',
        now,
      });
      await prisma.seat.update({ where: { id: seatId }, data: { hours: 'с 9:00 до 18:00' } });
      await stage.open(coordinator);
      const verbs = createPeople({ prisma, codeKey: codeKeyFrom(story.simulator.token), adminIds: [] });
      const issued = await verbs.invite(
        { actor: await loadActor(prisma, coordinator.id, now), requestKey: 'c:seed', now },
        {
          kind: 'head',
          cityId: city.id,
          departmentName: 'управление организационной работы',
          post: 'начальник управления организационной работы',
        },
        { surname: 'Берёзкина', name: 'Анна', patronymic: 'Викторовна', phone: '(4212) 11-11-11' },
      );
      if (issued.kind !== 'done') throw new Error(issued.kind);
      const link = `https://t.me/simulated_bot?start=${issued.token}`;
      return { ...issued, coordinator, cityId: city.id, link };
    },
    async connected() {
      const settled = await stage.settled();
      const head = stage.person('Берёзкина');
      await stage.open(head, settled.link);
      await stage.press(head, 'Да, это я');
      await settled.coordinator.waitFor(/Доступ получен по вашей ссылке: Берёзкина Анна Викторовна/);
      return { ...settled, head };
    },
  };
  return stage;
}
