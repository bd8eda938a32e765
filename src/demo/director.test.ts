import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createDirector, wayTo } from './director.ts';

const HOUR = 3_600_000;
const timeZone = 'Asia/Yakutsk';
/** By the clocks of Blagoveshchensk. */
const at = (local: string): Date => new Date(`${local}+09:00`);

describe('how far the clocks go', () => {
  test.each([
    ['a night', '2026-11-24T20:00', '2026-11-25T10:00'],
    ['before ten, to ten of the same day', '2026-11-25T07:30', '2026-11-25T10:00'],
    ['from ten sharp to the next day', '2026-11-25T10:00', '2026-11-26T10:00'],
    ['over a weekend', '2026-11-27T18:00', '2026-11-30T10:00'],
    ['over the first days of January', '2026-12-31T12:00', '2027-01-11T10:00'],
  ])('%s', (_, from, to) => {
    const way = wayTo({ to: 'working_morning', timeZone }, at(from));
    expect(new Date(at(from).getTime() + way)).toEqual(at(to));
  });

  test('to a day that is named, and never to none', () => {
    expect(wayTo({ to: '2026-11-26', timeZone }, at('2026-11-25T10:00'))).toBe(24 * HOUR);
    expect(wayTo({ to: '2026-11-24', timeZone }, at('2026-11-25T10:00'))).toBe(-24 * HOUR);
    expect(wayTo({ milliseconds: HOUR }, at('2026-11-25T10:00'))).toBe(HOUR);
    expect(() => wayTo({ to: '2026-02-30', timeZone }, at('2026-11-25T10:00'))).toThrow(/not a day/);
  });
});

test('an app that says nothing is not waited for without end', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = {
    url: () => Promise.resolve(url),
    ended: Promise.resolve(0),
    end() {},
    restart: () => Promise.resolve(),
  };
  const play = Promise.resolve({ id: '', language: 'ru', desk: [] });
  const director = createDirector({ play, app: () => app, reset: () => undefined, patience: 100 });
  await expect(director.advance({ milliseconds: HOUR }, at('2026-11-25T10:00'))).rejects.toThrow(/Timeout/);
  server.closeAllConnections();
  server.close();
});
