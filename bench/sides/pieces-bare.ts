import { randomUUID } from 'node:crypto';
import type { Update } from 'grammy/types';
import pg from 'pg';
import { insertPiece } from '../../src/features/questionnaire/answering/piece-insert.ts';
import { machineNow } from '../../src/platform/clock.ts';
import { sessionConfig } from '../../src/platform/database/connection.ts';
import { ALLOWED_UPDATES, storeUpdates } from '../../src/platform/telegram/inbox.ts';
import {
  type ClaimedLane,
  createLaneStore,
  type Finish,
  type OpenUpdate,
} from '../../src/platform/telegram/lane-store.ts';
import { createTransport } from '../../src/platform/telegram/transport.ts';
import type { Place } from '../../src/services/chat/context.ts';
import { ACTOR_SQL, type Actor } from '../../src/services/people/actor.ts';
import { runSide } from '../side.ts';

/**
 * The app's hot statements in the shortest program that stores pieces by them: pg and undici, without grammY, Prisma and
 * everything that a bot needs besides. What a chat is asked stands in its lane already.
 */
await runSide(({ token, apiRoot, databaseUrl }) => {
  const pool = new pg.Pool({ ...sessionConfig({ connectionString: databaseUrl }), max: 10 });
  const transport = createTransport();
  const store = createLaneStore(pool, ACTOR_SQL, 30);
  let running = true;

  async function getUpdates(offset: number): Promise<Update[]> {
    const body = JSON.stringify({ offset, limit: 100, timeout: 30, allowed_updates: ALLOWED_UPDATES });
    const url = `${apiRoot}/bot${token}/getUpdates`;
    const { content } = await transport.exchange({
      url,
      body,
      contentType: 'application/json',
      limit: 60_000,
    });
    return (JSON.parse(content.toString()) as { result: Update[] }).result;
  }

  async function handleAll(): Promise<void> {
    const claim = randomUUID();
    const lanes = await store.claim(claim, 250, []);
    if (lanes.length === 0) return;
    const updates = await store.read(
      lanes.map((lane) => lane.chatId),
      20,
    );
    const queues = lanes.map((lane) => ({
      lane,
      queue: updates.filter(({ chatId }) => chatId === lane.chatId),
    }));
    for (let i = 0; i < 20; i++) {
      const turns = queues.filter(({ queue }) => i < Math.max(queue.length, 1));
      if (turns.length === 0) break;
      await Promise.all(turns.map(({ lane, queue }) => insert(lane, queue[i]?.update)));
      await store.finish(turns.map(({ lane, queue }) => done(lane, claim, queue, i)));
    }
    await handleAll();
  }

  async function insert(lane: ClaimedLane, update: Update | undefined): Promise<void> {
    const message = update?.message;
    if (message?.text === undefined) return;
    const { place } = lane.state as { place: Place };
    const actor = lane.companion as Actor;
    const key = `m:${lane.chatId}:${message.message_id}`;
    await insertPiece(pool, {
      ...place,
      requestKey: key,
      personId: actor.personId ?? 0,
      seatId: actor.seats[0]?.seatId ?? 0,
      sourceKey: key,
      messageId: message.message_id,
      text: message.text,
      entities: [],
      sentAt: new Date(message.date * 1000),
      now: machineNow(),
    });
  }

  function done({ chatId }: ClaimedLane, claim: string, queue: OpenUpdate[], i: number): Finish {
    return {
      chatId,
      token: claim,
      updateId: queue[i]?.id ?? null,
      outcome: 'done',
      faulted: false,
      state: undefined,
      lastMessageId: queue[i]?.update.message?.message_id ?? 0,
      wake: { inSeconds: 3600, what: { kind: 'q.saved' } },
      release: i >= queue.length - 1,
      rest: null,
    };
  }

  async function run(): Promise<void> {
    let offset = 0;
    while (running) {
      const updates = await getUpdates(offset);
      const last = updates.at(-1);
      if (last === undefined) continue;
      await storeUpdates(pool, updates);
      offset = last.update_id + 1;
      await handleAll();
    }
  }

  run().catch((error: unknown) => {
    if (running) console.error(error);
  });
  return Promise.resolve(async () => {
    running = false;
    await transport.close();
    await pool.end();
  });
});
