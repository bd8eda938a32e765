import { InputFile } from 'grammy';
import type { Ctx } from '../../../services/chat/context.ts';
import { createDocument } from '../../../services/documents/index.ts';
import type { Desk } from '../desk.ts';
import { blankName, blankParts } from './blank.ts';

/** *Бланк в Word*: the file, and the list of questions below it. */
export async function sendBlank(ctx: Ctx, desk: Desk, id: string | undefined): Promise<void> {
  const open = await desk.open(ctx, id);
  if (!open) return;
  const { year, branchName, city, questions } = open.view;
  const form = { year, branchName, cityName: city.name, questions };
  const name = blankName(ctx.texts, form);
  const content = await createDocument(blankParts(ctx.texts, form), {
    title: name.slice(0, -5),
    author: city.name,
    createdAt: ctx.now,
  });
  const caption = ctx.texts.t('word_in:blank_sent');
  const sent = await ctx.api.sendDocument(ctx.chatId, new InputFile(content, name), { caption });
  ctx.screen.sent(sent.message_id);
  await desk.list(ctx, open.view);
}
