import { HttpError } from 'grammy';
import { describe, expect, test, vi } from 'vitest';
import { message, textOf, stageLanes } from '../../../test/support/copies/lane-stage.ts';
import { monotonic } from '../clock.ts';
import type { Turn } from './lanes.ts';
import type { Left } from './lanes.ts';
import { TransportError } from './transport.ts';

const { copy, start, later, store, allDone, sql } = stageLanes();

describe('faults', () => {
  test('a handler that throws is tried three times with back-off and set aside; the lane goes on, the person is told', async () => {
    const tries: { text: string; at: number; attempts: number }[] = [];
    const told: Turn[] = [];
    const outcomes: string[] = [];
    await store(message(1, 'fine'), message(1, 'poison'), message(1, 'after'), message(2, 'other'));
    start({
      handle: (turn) => {
        tries.push({ text: textOf(turn), at: monotonic(), attempts: turn.attempts });
        return textOf(turn) === 'poison' ? Promise.reject(new Error('a fault')) : Promise.resolve({});
      },
      setAside: (turn) => Promise.resolve(void told.push(turn)),
      observe: (_, outcome) => outcomes.push(outcome),
    });
    await allDone();
    const chat = tries.filter(({ text }) => text !== 'other');
    expect(chat.map(({ text }) => text)).toEqual(['fine', 'poison', 'poison', 'poison', 'after']);
    expect(chat.map(({ attempts }) => attempts)).toEqual([0, 0, 1, 2, 0]);
    const pauses = chat.slice(2, 4).map(({ at }, i) => at - (chat[i + 1]?.at ?? 0));
    expect(pauses[0]).toBeGreaterThan(450);
    expect(pauses[1]).toBeGreaterThan(1950);
    expect(told.map(textOf)).toEqual(['poison']);
    expect(outcomes.filter((outcome) => outcome === 'set_aside')).toHaveLength(1);
    expect(await sql(`select outcome, count(*)::int from "Update" group by 1 order by 1`)).toEqual([
      { outcome: 'done', count: 3 },
      { outcome: 'failed', count: 1 },
    ]);
  });

  test('telling the person may fail as well', async () => {
    await store(message(1, 'poison'), message(1, 'after'));
    await sql('update "Update" set attempts = 3 where id = (select min(id) from "Update")');
    const seen: string[] = [];
    start({
      handle: (turn) => Promise.resolve({}).finally(() => seen.push(textOf(turn))),
      setAside: () => Promise.reject(new Error('blocked')),
    });
    await allDone();
    expect(seen).toEqual(['after']);
  });

  test('that Telegram cannot be reached is nobody’s third fault: the update waits', async () => {
    await store(message(1, 'hello'));
    let tries = 0;
    start({
      handle: () => {
        tries += 1;
        return Promise.reject(new TransportError(false, 'ECONNREFUSED'));
      },
    });
    await vi.waitFor(async () => {
      const [lane] = await sql(
        'select "leaseToken", "leasedUntil" > now() + interval \'2 s\' as rests from "Lane"',
      );
      expect(lane).toEqual({ leaseToken: null, rests: true });
    });
    expect(tries).toBe(1);
    expect(await sql('select attempts, "doneAt", payload is not null as kept from "Update"')).toEqual([
      { attempts: 0, doneAt: null, kept: true },
    ]);
  });

  test.each<[string, Left]>([
    ['by the database', { lastMessageId: 2 ** 40 }],
    ['before it gets there', { state: { number: 1n } }],
  ])('what an update leaves and is refused %s is a fault of it and spoils nobody else’s', async (_, left) => {
    await store(message(1, 'spoilt'), ...[2, 3, 4].map((chat) => message(chat, 'fine')));
    await sql('update "Update" set attempts = 2 where id = (select min(id) from "Update")');
    start({ handle: (turn) => Promise.resolve(textOf(turn) === 'spoilt' ? left : { state: { ok: true } }) });
    await allDone();
    expect(await sql(`select outcome, attempts from "Update" order by seq`)).toEqual([
      { outcome: 'failed', attempts: 3 },
      ...[2, 3, 4].map(() => ({ outcome: 'done', attempts: 0 })),
    ]);
  });

  test('that Telegram breaks off for some time is no third fault either; what fails so for ever is set aside', async () => {
    await store(message(1, 'hello'), message(2, 'poison'));
    const tries = { hello: 0, poison: 0 };
    const told: string[] = [];
    start({
      handle: (turn) => {
        const text = textOf(turn) as keyof typeof tries;
        tries[text] += 1;
        if (text === 'hello' && tries.hello > 4) return Promise.resolve({});
        const error = new TransportError(true, 'ECONNRESET');
        return Promise.reject(new HttpError('Network request for sendMessage failed', error));
      },
      setAside: (turn) => Promise.resolve(void told.push(textOf(turn))),
    });
    // Nobody waits out the rests here.
    const hurry = setInterval(
      () => void sql('update "Lane" set "leasedUntil" = null where "leaseToken" is null'),
      20,
    );
    later(() => clearInterval(hurry));
    await allDone();
    expect({ tries, told }).toEqual({ tries: { hello: 5, poison: 10 }, told: ['poison'] });
  });

  test('an update whose holder vanished three times is set aside', async () => {
    await store(message(1, 'kills'), message(1, 'after'));
    const seen: string[] = [];
    const told: string[] = [];
    const lanes = copy({
      handle: (turn) => Promise.resolve({}).finally(() => seen.push(textOf(turn))),
      setAside: (turn) => Promise.resolve(void told.push(textOf(turn))),
    });
    await sql(`update "Update" set attempts = 2 where id = (select min(id) from "Update")`);
    await sql(`update "Lane" set "leaseToken" = gen_random_uuid(), "leasedUntil" = now() - interval '1 s'`);
    lanes.start();
    await allDone();
    expect(seen).toEqual(['after']);
    expect(told).toEqual(['kills']);
  });
});
