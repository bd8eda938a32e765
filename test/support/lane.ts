import type { Message } from 'grammy/types';
import type { Prisma } from '../../src/platform/database/generated/client.ts';
import type { ChatState } from '../../src/services/chat/context.ts';
import type { Story } from './story.ts';

/** What a chat remembers, as it stands in the database. */
export async function laneState(story: Story, chatId: number): Promise<ChatState> {
  const lane = await story.database.prisma.lane.findUniqueOrThrow({ where: { chatId } });
  return lane.state as unknown as ChatState;
}

export async function lanePlace(story: Story, chatId: number): Promise<ChatState['place']> {
  return (await laneState(story, chatId)).place;
}

/** Changes it, as another build would have left it. */
export async function changeLane(
  story: Story,
  chatId: number,
  change: (state: ChatState) => void,
): Promise<void> {
  const state = await laneState(story, chatId);
  change(state);
  await story.database.prisma.lane.update({ where: { chatId }, data: { state: asJson(state) } });
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;

let updateId = 900_000_001;

/** A message of a kind that the simulator's people do not send, stored as if Telegram had brought it. */
export async function storeUpdate(story: Story, chatId: number, content: Partial<Message>): Promise<void> {
  const id = updateId++;
  const who = { id: chatId, first_name: 'Анна' };
  const message = {
    message_id: 1,
    date: Math.floor(story.simulator.now().getTime() / 1000),
    chat: { ...who, type: 'private' },
    from: { ...who, is_bot: false },
    ...content,
  };
  await story.database.prisma.update.create({
    data: { id, chatId, payload: asJson({ update_id: id, message }) },
  });
}
