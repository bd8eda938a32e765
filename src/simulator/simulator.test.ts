import { Bot, type Context, InlineKeyboard, InputFile, Keyboard } from 'grammy';
import { afterEach, describe, expect, it } from 'vitest';
import { type Person, type Simulator, type SimulatorOptions, createSimulator, rawCall } from './index.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; anna: Person; bot: Bot }> {
  const simulator = await createSimulator(options);
  undo.push(() => simulator.close());
  const bot = new Bot(simulator.token, { client: { apiRoot: simulator.apiRoot } });
  return { simulator, anna: simulator.person({ firstName: 'Анна', lastName: 'Берёзкина' }), bot };
}

/** Long polling as grammY does it, until the end of the test. */
function poll(bot: Bot): void {
  const running = bot.start({ drop_pending_updates: false });
  undo.push(async () => {
    await bot.stop();
    await running;
  });
}

describe('grammY against the simulator', () => {
  it('echoes, knows commands and deep links', async () => {
    const { simulator, anna, bot } = await start();
    bot.command('start', (ctx) => ctx.reply(`Начали: ${ctx.match}`));
    bot.on('message:text', (ctx) => ctx.reply(ctx.message.text, { entities: ctx.message.entities ?? [] }));
    poll(bot);
    anna.open(`https://t.me/${simulator.bot.username ?? ''}?start=${'a'.repeat(64)}`);
    await anna.waitFor(`Начали: ${'a'.repeat(64)}`);
    anna.send('Важно', { entities: [{ type: 'bold', offset: 0, length: 5 }] });
    const reply = await anna.waitFor('Важно');
    expect(reply.entities).toEqual([{ type: 'bold', offset: 0, length: 5 }]);
    expect(reply.id).toBe(4);
    expect(() => anna.open('https://t.me/another_bot?start=a')).toThrow('not a link');
    expect(() => anna.open('a'.repeat(65))).toThrow('payload');
    expect(anna.transcript()).toBe(
      `**Анна:** /start ${'a'.repeat(64)}\n\n**Бот:** Начали: ${'a'.repeat(64)}\n\n**Анна:** Важно\n\n**Бот:** Важно`,
    );
  });

  it('presses inline buttons, shows notices, edits, taps the reply keyboard', async () => {
    const { anna, bot } = await start();
    const menu = new Keyboard().text('Анкета').text('Помощь').oneTime();
    bot.command('start', (ctx) => ctx.reply('Меню', { reply_markup: menu }));
    bot.hears('Анкета', (ctx) =>
      ctx.reply('Это вы?', {
        reply_markup: new InlineKeyboard().text('Да, это я', 'yes').row().text('Нет', 'no'),
      }),
    );
    bot.callbackQuery('yes', async (ctx) => {
      await ctx.editMessageText('Записано.', { reply_markup: new InlineKeyboard().text('Дальше', 'next') });
      await ctx.answerCallbackQuery({ text: 'Готово', show_alert: true });
    });
    poll(bot);
    anna.open('');
    await anna.waitFor('Меню');
    expect(anna.keyboard()).toEqual([['Анкета', 'Помощь']]);
    expect(() => anna.tapKeyboard('Сроки')).toThrow('no button "Сроки"');
    anna.tapKeyboard('Анкета');
    const question = await anna.waitFor(/Это вы/);
    expect(anna.screen()).toBe('Это вы?\n[Да, это я]\n[Нет]');
    expect(anna.keyboard()).toBeNull();
    expect(await anna.press('Да, это я')).toEqual({ text: 'Готово', alert: true, url: null });
    expect(await anna.waitFor('Записано')).toBe(question);
    expect(anna.screen()).toBe('Записано.\n[Дальше]');
    expect(() => anna.tap('Да, это я')).toThrow('no button "Да, это я"');
    expect(anna.taps).toBe(3);
    expect(anna.transcript()).toContain('**Анна:** [Анкета]');
    expect(anna.transcript()).toContain('**Анна:** [Да, это я]\n*(Готово)*');
  });

  it('sees edited messages, voice, stickers, blocks', async () => {
    const { anna, bot } = await start();
    const seen: string[] = [];
    bot.on('edited_message', (ctx) => void seen.push(`edited ${ctx.msg.message_id} ${ctx.msg.text ?? ''}`));
    bot.on(':voice', (ctx) => void seen.push(`voice ${ctx.msg.voice.duration}`));
    bot.on(':sticker', (ctx) => void seen.push(`sticker ${ctx.msg.sticker.emoji ?? ''}`));
    bot.on(
      ':photo',
      (ctx) => void seen.push(`photo ${ctx.msg.photo[0]?.width ?? 0} ${ctx.msg.caption ?? ''}`),
    );
    bot.on('my_chat_member', (ctx) => void seen.push(ctx.myChatMember.new_chat_member.status));
    poll(bot);
    const first = anna.send('Опечатко');
    anna.edit(first, 'Опечатка');
    anna.sendVoice(48);
    anna.sendSticker('🙂');
    const picture = Buffer.alloc(24);
    picture.writeUInt32BE(0x89504e47, 0);
    picture.writeUInt32BE(640, 16);
    picture.writeUInt32BE(480, 20);
    anna.sendPhoto(picture, 'Снимок');
    anna.block();
    anna.unblock();
    await anna.idle(50);
    expect(seen).toEqual([
      'edited 1 Опечатка',
      'voice 48',
      'sticker 🙂',
      'photo 640 Снимок',
      'kicked',
      'member',
    ]);
    expect(() => anna.edit(first, 'Опечатка')).toThrow('changes nothing');
  });

  it('passes files up and down byte by byte', async () => {
    const { simulator, anna, bot } = await start();
    const given = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256));
    let received: Buffer | undefined;
    bot.on(':document', async (ctx) => {
      const file = await ctx.getFile();
      const response = await fetch(`${simulator.apiRoot}/file/bot${simulator.token}/${file.file_path ?? ''}`);
      received = Buffer.from(await response.arrayBuffer());
      const upload = new InputFile(received, 'Анкета за 2026 год.docx');
      await ctx.replyWithDocument(upload, {
        caption: 'Квитанция',
        reply_markup: new InlineKeyboard().text('Да', 'y'),
      });
    });
    poll(bot);
    anna.sendDocument('Ответы.docx', given, '', 'Посылаю');
    const receipt = await anna.waitFor('Квитанция');
    expect(received?.equals(given)).toBe(true);
    const { name, buffer } = anna.downloadDocument(receipt);
    expect(name).toBe('Анкета за 2026 год.docx');
    expect(buffer.equals(given)).toBe(true);
    expect(receipt.attachment?.file.mime).toContain('wordprocessingml');
    expect(anna.screen()).toBe('*(файл «Анкета за 2026 год.docx», 293 КБ)*\nКвитанция\n[Да]');
  });

  it('shows the narrowest command menu', async () => {
    const { anna, bot } = await start();
    anna.open('');
    await bot.api.setMyCommands([{ command: 'help', description: 'Помощь' }]);
    expect(anna.commands().map(({ command }) => command)).toEqual(['help']);
    const scope = { type: 'chat', chat_id: anna.id } as const;
    await bot.api.setMyCommands([{ command: 'menu', description: 'Меню' }], { scope });
    expect(anna.commands().map(({ command }) => command)).toEqual(['menu']);
    expect(await bot.api.getMyCommands()).toEqual([{ command: 'help', description: 'Помощь' }]);
    await bot.api.deleteMyCommands({ scope });
    expect(anna.commands().map(({ command }) => command)).toEqual(['help']);
  });

  it('copies, forwards, deletes, describes itself', async () => {
    const { anna, bot } = await start();
    const boris = (await start()).anna;
    expect(boris.id).toBe(anna.id);
    anna.open('');
    const own = anna.send('Текст человека');
    const copy = await bot.api.copyMessage(anna.id, anna.id, own.id);
    const forward = await bot.api.forwardMessage(anna.id, anna.id, own.id);
    expect(forward.forward_origin).toMatchObject({ type: 'user', sender_user: { id: anna.id } });
    await bot.api.deleteMessages(anna.id, [copy.message_id, own.id]);
    expect(anna.chat.map((message) => message.text)).toEqual(['/start', 'Текст человека']);
    await bot.api.setMyDescription('Анкета и сроки');
    expect(await bot.api.getMyDescription()).toEqual({ description: 'Анкета и сроки' });
    expect(await bot.api.getChat(anna.id)).toMatchObject({
      id: anna.id,
      type: 'private',
      last_name: 'Берёзкина',
    });
    await expect(bot.api.leaveChat(anna.id)).rejects.toThrow('private chats');
  });
});

describe('people', () => {
  it('cut a long paste as they are told, or as the seed decides', async () => {
    const { anna } = await start({ hardCutShare: 1 });
    const sentence = 'Проведено совещание с главами. ';
    const text = sentence.repeat(400);
    expect(anna.paste(text).map((message) => message.text.length)).toEqual([4_096, 4_096, 4_096, 111]);
    const pieces = anna.paste(text, { cut: 'desktop' }).map((message) => message.text);
    expect(pieces.every((piece) => piece.endsWith('главами.'))).toBe(true);
    expect(anna.messagesSent).toBe(4 + pieces.length);
  });

  it('wait by events and show the dialogue when time is over', async () => {
    const { anna, bot } = await start();
    anna.open('');
    await bot.api.sendMessage(anna.id, 'Прежнее');
    anna.send('Новое дело');
    await expect(anna.waitFor('Прежнее', { timeoutMs: 30 })).rejects.toThrow(
      '**Бот:** Прежнее\n\n**Анна:** Новое дело',
    );
    const waiting = anna.waitFor((message) => message.inlineKeyboard.length > 0);
    await bot.api.sendMessage(anna.id, 'Без кнопки');
    const { message_id: id } = await bot.api.sendMessage(anna.id, 'С кнопкой', {
      reply_markup: new InlineKeyboard().text('Да', 'yes'),
    });
    expect((await waiting).id).toBe(id);
    await expect(anna.press('Да', undefined, { timeoutMs: 30 })).rejects.toThrow(
      'an answer to the press on "Да"',
    );
    anna.mark();
    const gone = anna.until(() => anna.lastMessage()?.text === 'Без кнопки');
    await bot.api.deleteMessage(anna.id, id);
    await gone;
  });

  it('are idle only after everything was fetched', async () => {
    const { simulator, anna } = await start();
    anna.send('раз');
    await expect(anna.idle(10, { timeoutMs: 60 })).rejects.toThrow('updates not fetched: 1');
    await rawCall(simulator, 'getUpdates');
    const tooEarly = anna.idle(10, { timeoutMs: 60 });
    anna.send('два');
    await expect(tooEarly).rejects.toThrow('updates not fetched: 1');
    await rawCall(simulator, 'getUpdates', { offset: -1 });
    await anna.idle(10);
  });

  it('end their waits with the simulator', async () => {
    const simulator = await createSimulator();
    const waiting = simulator.person({ firstName: 'Анна' }).waitFor('никогда');
    await Promise.all([expect(waiting).rejects.toThrow('closed'), simulator.close()]);
  });
});

describe('a group', () => {
  it('hears its members and moves', async () => {
    const { simulator, anna, bot } = await start();
    const group = simulator.group({ title: 'Отдел' });
    const seen: Context['update'][] = [];
    bot.use((ctx) => void seen.push(ctx.update));
    poll(bot);
    group.say(anna, 'Всем привет');
    const next = group.migrate();
    await simulator.idle(50);
    expect(seen.map((update) => update.message?.text ?? update.message?.migrate_to_chat_id)).toEqual([
      'Всем привет',
      next.id,
      undefined,
    ]);
    await bot.api.sendMessage(next.id, 'Здравствуйте');
    expect(next.chat.map((message) => message.text)).toEqual(['Здравствуйте']);
  });
});
