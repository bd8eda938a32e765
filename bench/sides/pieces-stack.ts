import path from 'node:path';
import {
  type Conversation,
  type ConversationFlavor,
  conversations,
  createConversation,
} from '@grammyjs/conversations';
import { run, sequentialize } from '@grammyjs/runner';
import { PrismaAdapter, type SessionDelegate } from '@grammyjs/storage-prisma';
import { PrismaPg } from '@prisma/adapter-pg';
import { Bot, type Context, InlineKeyboard } from 'grammy';
import { QUESTIONS, READY } from '../questions.ts';
import { runSide } from '../side.ts';

/** What `bench/build.mjs` makes of `stack.prisma`. */
interface Client {
  session: SessionDelegate;
  answer: { create(args: { data: { chatId: number; code: string; text: string } }): Promise<unknown> };
  $disconnect(): Promise<void>;
}

/**
 * The questionnaire as the documentation of grammY builds it: runner, sequentialize, conversations 2 that keep their
 * state by `@grammyjs/storage-prisma`. A piece is safe once it is in the state of the conversation.
 * https://grammy.dev/plugins/conversations, https://grammy.dev/plugins/runner
 */
await runSide(async ({ token, apiRoot, databaseUrl }) => {
  const client = new URL(`../../.build/stack/client${path.extname(import.meta.url)}`, import.meta.url);
  const { PrismaClient } = (await import(client.href)) as { PrismaClient: new (options: object) => Client };
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });

  async function questionnaire(conversation: Conversation, ctx: Context): Promise<void> {
    const chatId = ctx.chat?.id ?? 0;
    for (const { code, text } of QUESTIONS) {
      await ctx.reply(text, { reply_markup: new InlineKeyboard().text(READY, 'ready') });
      const pieces: string[] = [];
      for (;;) {
        const next = await conversation.waitFor(['message:text', 'callback_query:data']);
        if (next.callbackQuery) {
          await next.answerCallbackQuery();
          break;
        }
        pieces.push(next.message?.text ?? '');
      }
      const answer = { chatId, code, text: pieces.join('\n\n') };
      await conversation.external(() => prisma.answer.create({ data: answer }).then(() => undefined));
    }
    await ctx.reply('Спасибо.');
  }

  const bot = new Bot<ConversationFlavor<Context>>(token, { client: { apiRoot } });
  bot.use(sequentialize((ctx) => ctx.chat?.id.toString()));
  bot.use(conversations({ storage: { type: 'key', adapter: new PrismaAdapter(prisma.session) } }));
  bot.use(createConversation(questionnaire));
  bot.command('start', (ctx) => ctx.conversation.enter('questionnaire'));
  bot.catch(({ error }) => console.error(error));
  await bot.init();
  const runner = run(bot);
  return async () => {
    await runner.stop();
    await prisma.$disconnect();
  };
});
