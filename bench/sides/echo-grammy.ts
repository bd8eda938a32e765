import { run } from '@grammyjs/runner';
import { Bot } from 'grammy';
import { runSide } from '../side.ts';

/** Echo with grammY and its runner as their documentation shows it: https://grammy.dev/plugins/runner */
await runSide(async ({ token, apiRoot }) => {
  const bot = new Bot(token, { client: { apiRoot } });
  bot.on('message:text', (ctx) => ctx.reply(ctx.message.text));
  await bot.init();
  const runner = run(bot);
  return () => runner.stop();
});
