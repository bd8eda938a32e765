import { type Api, InputFile } from 'grammy';
import type { Telegram } from '../../platform/telegram/api.ts';
import { classify } from '../../platform/telegram/outcome.ts';
import type { Channel, Delivered, NoticeLane, Outgoing } from './notice.ts';

/** The channel through Telegram: takes a slot of the common pace, then makes one attempt. */
export function createTelegramChannel(telegram: Pick<Telegram, NoticeLane | 'pacing'>): Channel {
  return {
    turn: (lane, chatId, signal) => telegram.pacing.slot({ lane, chat: String(chatId), signal }),

    async send(lane, chatId, outgoing) {
      try {
        return { kind: 'sent', messageId: await post(telegram[lane], chatId, outgoing) };
      } catch (error) {
        return judge(error);
      }
    },

    limit: (outgoing) => (outgoing.document === undefined ? 20_000 : 130_000),
  };
}

async function post(api: Api, chatId: number, outgoing: Outgoing): Promise<number> {
  const { text, entities, replyMarkup, document } = outgoing;
  const markup = replyMarkup && { reply_markup: replyMarkup };
  const message =
    document === undefined
      ? await api.sendMessage(chatId, text, {
          ...(entities && { entities }),
          ...markup,
          link_preview_options: { is_disabled: true },
        })
      : await api.sendDocument(chatId, new InputFile(document.content, document.name), {
          caption: text,
          ...(entities && { caption_entities: entities }),
          ...markup,
        });
  return message.message_id;
}

function judge(error: unknown): Delivered {
  const outcome = classify(error);
  switch (outcome.kind) {
    case 'refused':
      return { kind: 'refused', reason: outcome.description };
    case 'unreachable':
      return { kind: 'unreachable', reach: outcome.reach, reason: outcome.description };
    case 'migrated':
      return outcome;
    case 'flooded':
      return { kind: 'flooded' };
    case 'not-arrived':
    case 'unknown':
      return { kind: outcome.kind, reason: outcome.code };
  }
}
