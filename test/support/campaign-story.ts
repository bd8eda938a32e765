import { writeFileSync } from 'node:fs';
import { vi } from 'vitest';
import type { Language } from '../../src/services/i18n/i18n.ts';
import { createCampaignActions } from '../../src/features/questionnaire/campaign/actions.ts';
import { enqueue } from '../../src/services/delivery/outbox.ts';
import { loadActor } from '../../src/services/people/store.ts';
import { rawCall } from '../../src/simulator/index.ts';
import type { Person } from '../../src/simulator/index.ts';
import { printMessage } from '../../src/simulator/transcript.ts';
import { seedOfficial } from './people.ts';
import { startStory } from './story.ts';

export const DAY = 24 * 3600 * 1000;

/**
 * The association's coordinator and three cities in three zones, talking to the whole app; the people are invented.
 * Благовещенск: one head. Хабаровск: two heads and a coordinator. Калининград: a coordinator and a head's post that nobody
 * holds. It is Monday, 18 January 2027, 10:00 in Novosibirsk. `language`: of the app and of every city.
 */
export async function startCampaignStory(language: Language = 'ru') {
  const story = await startStory({ at: '2027-01-18T03:00:00Z', env: { DEFAULT_LANGUAGE: language } });
  const { prisma, pool } = story.database;
  const now = story.simulator.now();
  const everybody: Person[] = [];
  /** What stood on each one's screen after each of his acts. */
  const screens = new Map<Person, string[]>();

  const city = async (name: string, timeZone: string) =>
    (await prisma.city.create({ data: { name, timeZone, language } })).id;
  const cities = {
    east: await city('Благовещенск', 'Asia/Yakutsk'),
    far: await city('Хабаровск', 'Asia/Vladivostok'),
    west: await city('Калининград', 'Europe/Kaliningrad'),
  };
  let id = 820_000_001;

  function person(firstName: string): Person {
    const one = story.simulator.person({ id: id++, firstName, languageCode: 'ru', started: true });
    everybody.push(one);
    return one;
  }

  async function official(
    kind: Parameters<typeof seedOfficial>[1]['kind'],
    cityId: number | null,
    post: string,
    name: string,
    departmentId?: number,
  ): Promise<Person> {
    const one = person(name.split(' ')[0] ?? '');
    const place = {
      ...(cityId === null ? {} : { cityId }),
      ...(departmentId === undefined ? {} : { departmentId }),
    };
    await seedOfficial(prisma, { telegramId: one.id, kind, post, name, now, ...place });
    return one;
  }

  const head = 'начальник управления организационной работы';
  const department = await prisma.department.create({
    data: { cityId: cities.far, name: 'отдел по связям с общественностью' },
  });
  const people = {
    kedrova: await official(
      'association_coordinator',
      null,
      'координатор Ассоциации',
      'Кедрова Ольга Николаевна',
    ),
    anna: await official('head', cities.east, head, 'Берёзкина Анна Викторовна'),
    pine: await official('head', cities.far, head, 'Соснина Вера Павловна'),
    rowan: await official('head', cities.far, 'начальник отдела', 'Рябинин Павел Андреевич', department.id),
    far: await official('city_coordinator', cities.far, 'координатор города', 'Калинина Мария Петровна'),
    west: await official('city_coordinator', cities.west, 'координатор города', 'Янтарёв Олег Ильич'),
  };
  await prisma.seat.create({ data: { kind: 'head', cityId: cities.west, post: head } });

  /** Every update has been handled, and what is to be sent on the bot's own accord is out. */
  async function settled(): Promise<void> {
    const open = `select (select count(*) from "Update" where "doneAt" is null)
      + (select count(*) from "Notice" where state = 'sending' or (state = 'queued' and "notBefore" <= $1)) as open`;
    const left = async (): Promise<number> =>
      Number((await pool.query<{ open: number }>(open, [story.simulator.now()])).rows[0]?.open);
    await vi.waitUntil(async () => (await left()) === 0, { interval: 30, timeout: 30_000 });
  }

  async function acted(one: Person, act: string): Promise<void> {
    const before = one.chat.filter(({ sender }) => sender.isBot).map(({ id }) => id);
    await one.waitFor(/./);
    await settled();
    const fresh = one.chat.filter((message) => message.sender.isBot && !before.includes(message.id));
    const seen = new Set([...fresh, ...[one.lastMessage()].filter((message) => message !== null)]);
    screens.set(one, [...(screens.get(one) ?? []), `>>> ${act}`, ...[...seen].map(printMessage)]);
  }

  return {
    ...story,
    get log() {
      return story.log;
    },
    cities,
    people,
    person,
    official,
    settled,
    acted,

    async press(one: Person, ...labels: string[]): Promise<void> {
      for (const label of labels) {
        one.tap(label);
        await acted(one, `[${label}]`);
      }
    },

    /** A press with data that the bot never sent: they come from a stranger. */
    async forge(one: Person, data: string): Promise<void> {
      await rawCall(story.simulator, 'sendMessage', {
        chat_id: one.id,
        text: data,
        reply_markup: { inline_keyboard: [[{ text: data, callback_data: data }]] },
      });
      one.tap(data);
      await acted(one, `[${data}]`);
    },

    async say(one: Person, ...texts: string[]): Promise<void> {
      for (const text of texts) {
        one.send(text);
        await acted(one, text);
      }
    },

    async follow(one: Person, link: string): Promise<void> {
      one.open(link);
      await acted(one, '/start');
    },

    /** What the coordinator's buttons call. */
    async verbs() {
      const at = story.simulator.now();
      const actions = createCampaignActions({
        prisma,
        delivery: { enqueue: (db, notices) => enqueue(db, notices, at), wake: () => undefined },
        association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
      });
      const actor = await loadActor(prisma, people.kedrova.id, at);
      const all = Object.values(cities);
      return { actions, all, by: (requestKey: string) => ({ actor, requestKey, now: at }) };
    },

    /** Opens the campaign of 2026 for all cities, due on 12 February; everybody has got his notice. */
    async opened(): Promise<number> {
      const { actions, all, by } = await this.verbs();
      const outcome = await actions.open(by('test:open'), { year: 2026, dueOn: '2027-02-12', cityIds: all });
      if (outcome.kind !== 'done') throw new Error(outcome.kind);
      await people.anna.waitFor(/вас ждёт анкета/);
      await settled();
      return outcome.campaignId;
    },

    /** With TRANSCRIPTS=<folder>: everything that everybody saw, to be read aloud. */
    write(name: string): void {
      const folder = process.env['TRANSCRIPTS'];
      if (folder === undefined) return;
      const told = everybody.map(
        (one) =>
          `\n======== ${one.profile.firstName}\n${(screens.get(one) ?? []).join('\n\n')}\n\n~~~ chat\n${one.transcript()}`,
      );
      writeFileSync(`${folder}/${name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 50)}.txt`, told.join('\n'));
    },
  };
}

export type CampaignStory = Awaited<ReturnType<typeof startCampaignStory>>;

/** The bot's last message in the chat. */
export const last = (one: Person): string => one.lastMessage()?.text ?? '';

/** Labels of the buttons under it. */
export const labels = (one: Person): string[] =>
  (one.lastMessage()?.inlineKeyboard ?? []).flat().map((button) => button.text);

/** Everything that stands in the chat. */
export const heard = (one: Person): string => one.chat.map(({ text }) => text).join('\n---\n');
