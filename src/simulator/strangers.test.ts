import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type Simulator, createSimulator } from './index.ts';

let simulator: Simulator;
afterEach(() => simulator.close());

/** The status of what a browser, or anybody, gets who sends these headers. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<unknown> {
  const { port } = simulator;
  const sent = request({ host: '127.0.0.1', port, path, method, headers }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.destroy();
  return answer.statusCode;
}

describe('whoever comes from another site', () => {
  const open = { 'sec-fetch-mode': 'navigate' };
  const ways: [string, Record<string, string>][] = [
    ['under a name that leads here', { host: 'example.ru' }],
    ['as a script', { origin: 'https://example.ru' }],
    ['as a picture', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['from another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
    ['by a link', { 'sec-fetch-site': 'cross-site', ...open }],
  ];

  it.each(ways)('reaches nothing %s', async (_, headers) => {
    simulator = await createSimulator();
    const { token } = simulator;
    const anna = simulator.person({ firstName: 'Анна' });
    const document = anna.sendDocument('a.txt', Buffer.from('Ответ'));
    const file = document.attachment?.file.path ?? '';
    const places = [
      `/bot${token}/getUpdates?offset=99999999999&timeout=50`,
      `/file/bot${token}/${file}`,
      `/sim/files/${file}`,
      '/sim/persons',
      '/sim/live',
    ];
    for (const place of places) {
      expect(await get(place, headers), place).toBe(403);
      if (place !== places[0]) expect(await get(place), place).toBe(200);
    }
    expect(simulator.pendingUpdates).toBe(1);
  });

  it('opens the page by a link, and only that', async () => {
    simulator = await createSimulator({ page: import.meta.dirname + '/page' });
    for (const [way, headers] of ways) expect(await get('/', headers)).toBe(way === 'by a link' ? 200 : 403);
    expect(await get('/', { 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await get('/', { 'sec-fetch-site': 'cross-site', ...open }, 'POST')).toBe(403);
  });
});

describe('what goes wrong in an answer', () => {
  it('ends that answer only', async () => {
    let now = new Date('2026-02-01T00:00:00Z');
    simulator = await createSimulator({ now: () => now });
    const anna = simulator.person({ firstName: 'Анна' });
    const live = (): Promise<Response> => fetch(`${simulator.apiRoot}/sim/live`);
    const reader = (await live()).body?.getReader();
    await reader?.read();
    now = new Date(NaN);
    anna.send('Здравствуйте');
    await expect(reader?.read()).rejects.toThrow();
    await expect(live().then((answer) => answer.text())).rejects.toThrow();
    now = new Date('2026-02-01T00:00:00Z');
    expect((await live()).status).toBe(200);
  });

  it('is the address, where that is none', async () => {
    simulator = await createSimulator({ page: import.meta.dirname + '/page' });
    for (const path of ['/%', '/sim/desk/%', '/sim/files/%E0', `/file/bot${simulator.token}/%`])
      expect(await get(path), path).toBe(400);
  });
});
