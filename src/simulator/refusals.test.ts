import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Group,
  type Person,
  type RawAnswer,
  type Simulator,
  createSimulator,
  rawCall,
} from './index.ts';

let simulator: Simulator;
let person: Person;
let group: Group;

beforeAll(async () => {
  simulator = await createSimulator({ limits: { callbackSeconds: 60 } });
  person = simulator.person({ firstName: 'Анна' });
  person.open('');
  group = simulator.group({ title: 'Отдел' });
});
afterAll(() => simulator.close());

type Json = Record<string, unknown>;
const call = (method: string, params: Json = {}): Promise<RawAnswer> => rawCall(simulator, method, params);
const send = (params: Json = {}): Promise<RawAnswer> =>
  call('sendMessage', { chat_id: person.id, text: 'Текст', ...params });
const sent = async (params: Json = {}): Promise<number> =>
  ((await send(params)).result as { message_id: number }).message_id;

async function refusal(answer: Promise<RawAnswer>): Promise<string> {
  const { ok, error_code: code, description } = await answer;
  expect(ok).toBe(false);
  return `${code ?? ''} ${description ?? ''}`;
}

const inline = (...row: Json[]): Json => ({ reply_markup: { inline_keyboard: [row] } });
const keyboard = (...row: unknown[]): Json => ({ reply_markup: { keyboard: [row] } });

describe('texts', () => {
  it.each([
    ['400 Bad Request: message text is empty', { text: '' }],
    ['400 Bad Request: message text is empty', { text: ' \n\u200b ' }],
    ['400 Bad Request: message text is empty', { text: undefined }],
    ['400 Bad Request: message is too long', { text: 'а'.repeat(4_097) }],
    ['400 Bad Request: message is too long', { text: '😀'.repeat(2_048) + 'а' }],
    ['400 Bad Request: unsupported parse_mode', { parse_mode: 'bbcode' }],
    ['400 Bad Request: the simulator parses no Markdown; use entities or HTML', { parse_mode: 'MarkdownV2' }],
    [
      '400 Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
      { text: '<b>а', parse_mode: 'HTML' },
    ],
    [
      "400 Bad Request: can't parse entities: receive an entity with incorrect length",
      { entities: [{ type: 'bold', offset: 0, length: 9 }] },
    ],
    ["400 Bad Request: can't parse entities: can't parse entities JSON object", { entities: 'no json' }],
    ['400 Bad Request: message to be replied not found', { reply_parameters: { message_id: 999_999 } }],
  ])('%s', async (expected, params) => {
    expect(await refusal(send(params))).toBe(expected);
  });

  it('takes 4 096 units after parsing and trimming', async () => {
    const { ok, result } = await send({ text: `  <b>${'а'.repeat(4_096)}</b>\n`, parse_mode: 'HTML' });
    expect(ok).toBe(true);
    expect((result as { text: string }).text).toHaveLength(4_096);
  });

  it('a caption has at most 1 024 units', async () => {
    const document = person.sendDocument('a.txt', Buffer.from('a')).attachment?.file.id;
    const give = (length: number): Promise<RawAnswer> =>
      call('sendDocument', { chat_id: person.id, document, caption: 'а'.repeat(length) });
    expect((await give(1_024)).ok).toBe(true);
    expect(await refusal(give(1_025))).toBe('400 Bad Request: message caption is too long');
  });
});

describe('keyboards', () => {
  it.each([
    ['400 Bad Request: BUTTON_DATA_INVALID', inline({ text: 'Да', callback_data: 'д'.repeat(33) })],
    ['400 Bad Request: BUTTON_DATA_INVALID', inline({ text: 'Да', callback_data: '' })],
    [
      '400 Bad Request: inline keyboard button text must be non-empty',
      inline({ text: '', callback_data: 'a' }),
    ],
    [
      "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      inline({ text: 'Да' }),
    ],
    [
      "400 Bad Request: can't parse inline keyboard button: exactly one action expected",
      inline({ text: 'Да', url: 'https://example.ru', callback_data: 'a' }),
    ],
    [
      "400 Bad Request: inline keyboard button URL 'нет' is invalid: Wrong HTTP URL",
      inline({ text: 'Да', url: 'нет' }),
    ],
    ['400 Bad Request: keyboard button text must be non-empty', keyboard({ text: ' ' })],
    ['400 Bad Request: can\'t parse keyboard button: can\'t find field "text"', keyboard({})],
    [
      "400 Bad Request: can't parse inline keyboard: expected an Array of rows",
      { reply_markup: { inline_keyboard: {} } },
    ],
    ['400 Bad Request: object expected as reply markup', { reply_markup: '[]' }],
    ["400 Bad Request: can't parse reply keyboard markup JSON object", { reply_markup: '{' }],
  ])('%s', async (expected, params) => {
    expect(await refusal(send(params))).toBe(expected);
  });

  it('takes callback data of exactly 64 bytes', async () => {
    expect((await send(inline({ text: 'Да', callback_data: 'д'.repeat(32) }))).ok).toBe(true);
  });
});

describe('editing and deleting', () => {
  const edit = (params: Json): Promise<RawAnswer> =>
    call('editMessageText', { chat_id: person.id, text: 'Иначе', ...params });
  const remove = (id: number): Promise<RawAnswer> =>
    call('deleteMessage', { chat_id: person.id, message_id: id });

  it('refuses an edit that changes nothing, and takes one of the buttons alone', async () => {
    const buttons = inline({ text: 'Да', callback_data: 'a' });
    const id = await sent(buttons);
    expect(await refusal(edit({ message_id: id, text: 'Текст', ...buttons }))).toBe(
      '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same ' +
        'as a current content and reply markup of the message',
    );
    expect((await edit({ message_id: id, text: 'Текст' })).ok).toBe(true);
    expect(await refusal(call('editMessageReplyMarkup', { chat_id: person.id, message_id: id }))).toContain(
      'not modified',
    );
  });

  it('refuses an unknown message, a foreign one, one with a reply keyboard, a wrong kind', async () => {
    expect(await refusal(edit({ message_id: 999_999 }))).toBe('400 Bad Request: message to edit not found');
    expect(await refusal(edit({}))).toBe('400 Bad Request: message identifier is not specified');
    expect(await refusal(edit({ message_id: person.send('Моё').id }))).toBe(
      "400 Bad Request: message can't be edited",
    );
    expect(await refusal(edit({ message_id: await sent(keyboard('Да')) }))).toBe(
      "400 Bad Request: message can't be edited",
    );
    expect(await refusal(edit({ message_id: await sent(), ...keyboard('Да') }))).toBe(
      '400 Bad Request: inline keyboard expected',
    );
    expect(
      await refusal(
        call('editMessageCaption', { chat_id: person.id, message_id: await sent(), caption: 'а' }),
      ),
    ).toBe('400 Bad Request: there is no caption in the message to edit');
  });

  it('deletes within 48 hours only', async () => {
    const [young, old] = [await sent(), person.send('Моё').id];
    expect((await remove(young)).ok).toBe(true);
    expect(await refusal(remove(young))).toBe('400 Bad Request: message to delete not found');
    simulator.advance(48 * 60 * 60 * 1000 + 1_000);
    expect(await refusal(remove(old))).toBe("400 Bad Request: message can't be deleted for everyone");
    const ids = [await sent(), person.send('Моё').id];
    expect((await call('deleteMessages', { chat_id: person.id, message_ids: [...ids, 999_999] })).ok).toBe(
      true,
    );
    expect(person.chat.some((message) => ids.includes(message.id))).toBe(false);
  });
});

describe('chats', () => {
  const to = (id: number | string): Promise<string> => refusal(send({ chat_id: id }));

  it('refuses whom the bot cannot reach', async () => {
    expect(await to(1)).toBe('400 Bad Request: chat not found');
    expect(await to('')).toBe('400 Bad Request: chat_id is empty');
    expect(await to(simulator.person({ firstName: 'Новый' }).id)).toBe(
      "403 Forbidden: bot can't initiate conversation with a user",
    );
    const leaver = simulator.person({ firstName: 'Пётр' });
    leaver.send('Здравствуйте');
    leaver.block();
    expect(await to(leaver.id)).toBe('403 Forbidden: bot was blocked by the user');
    leaver.unblock();
    expect((await send({ chat_id: leaver.id })).ok).toBe(true);
    leaver.deactivate();
    expect(await to(leaver.id)).toBe('403 Forbidden: user is deactivated');
  });

  it('names the new chat of a group that became a supergroup', async () => {
    const next = group.migrate();
    const answer = await send({ chat_id: group.id });
    expect(answer).toEqual({
      ok: false,
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: next.id },
    });
    expect((await send({ chat_id: next.id })).ok).toBe(true);
    next.kick(person);
    expect(await to(next.id)).toBe('403 Forbidden: bot was kicked from the supergroup chat');
  });
});

describe('presses, files, commands, the door', () => {
  const TOO_OLD = '400 Bad Request: query is too old and response timeout expired or query ID is invalid';
  const answer = (id: unknown, params: Json = {}): Promise<RawAnswer> =>
    call('answerCallbackQuery', { callback_query_id: id, ...params });

  async function pressed(): Promise<unknown> {
    await sent(inline({ text: 'Да', callback_data: 'yes' }));
    person.tap('Да');
    const { result } = await call('getUpdates', { offset: -1 });
    return (result as { callback_query: { id: string } }[])[0]?.callback_query.id;
  }

  it('lets a press be answered once and in time', async () => {
    expect(await refusal(answer('1'))).toBe(TOO_OLD);
    const id = await pressed();
    expect(await refusal(answer(id, { text: 'а'.repeat(201) }))).toBe('400 Bad Request: MESSAGE_TOO_LONG');
    expect((await answer(id, { text: 'Записано' })).ok).toBe(true);
    expect(person.notices.at(-1)).toEqual({ text: 'Записано', alert: false, url: null });
    expect(await refusal(answer(id))).toBe(TOO_OLD);
    const late = await pressed();
    simulator.advance(61_000);
    expect(await refusal(answer(late))).toBe(TOO_OLD);
  });

  it('refuses wrong files', async () => {
    const give = (document: unknown): Promise<string> =>
      refusal(call('sendDocument', { chat_id: person.id, document }));
    expect(await give('no-such-id')).toBe('400 Bad Request: wrong file identifier/HTTP URL specified');
    expect(await give('attach://none')).toBe('400 Bad Request: attached file not found');
    expect(await give(undefined)).toBe('400 Bad Request: there is no document in the request');
    expect(await refusal(call('getFile', { file_id: 'x' }))).toBe(
      '400 Bad Request: wrong file_id or the file is temporarily unavailable',
    );
    const large = person.sendDocument('big.bin', Buffer.alloc(20 * 1024 * 1024 + 1)).attachment?.file.id;
    expect(await refusal(call('getFile', { file_id: large }))).toBe('400 Bad Request: file is too big');
  });

  it('measures what is sent up', async () => {
    const small = await createSimulator({ limits: { uploadBytes: 1_000 } });
    const reader = small.person({ firstName: 'Анна' });
    reader.open('');
    const upload = async (name: 'document' | 'photo', size: number): Promise<RawAnswer> => {
      const form = new FormData();
      form.set('chat_id', String(reader.id));
      form.set(name, new Blob([new Uint8Array(size)]), 'a.bin');
      const method = name === 'photo' ? 'sendPhoto' : 'sendDocument';
      const url = `${small.apiRoot}/bot${small.token}/${method}`;
      return (await (await fetch(url, { method: 'POST', body: form })).json()) as RawAnswer;
    };
    expect((await upload('document', 1_000)).ok).toBe(true);
    expect(await refusal(upload('document', 1_001))).toBe('413 Request Entity Too Large');
    expect(await refusal(upload('document', 3_000_000))).toBe('413 Request Entity Too Large');
    expect(await refusal(upload('document', 0))).toBe('400 Bad Request: file must be non-empty');
    expect(await refusal(upload('photo', 100))).toBe('400 Bad Request: IMAGE_PROCESS_FAILED');
    await small.close();
  });

  it('checks commands', async () => {
    const set = (command: string, description: string): Promise<RawAnswer> =>
      call('setMyCommands', { commands: [{ command, description }] });
    expect(await refusal(set('Меню', 'Меню'))).toBe('400 Bad Request: BOT_COMMAND_INVALID');
    expect(await refusal(set('a'.repeat(33), 'Меню'))).toBe('400 Bad Request: BOT_COMMAND_INVALID');
    expect(await refusal(set('menu', ' '))).toBe('400 Bad Request: command description must be non-empty');
    expect(await refusal(call('setMyCommands', { commands: [], scope: { type: 'chat', chat_id: 1 } }))).toBe(
      '400 Bad Request: chat not found',
    );
  });

  it('knows its token and its methods', async () => {
    expect(
      await refusal(rawCall({ ...simulator, apiRoot: simulator.apiRoot, token: '1:wrong' }, 'getMe')),
    ).toBe('401 Unauthorized');
    expect(await refusal(call('makeTea'))).toBe('404 Not Found');
    expect((await call('GETME')).ok).toBe(true);
  });

  it('takes a query string and a form as well as JSON', async () => {
    const url = `${simulator.apiRoot}/bot${simulator.token}/sendMessage?chat_id=${person.id}`;
    const answers = [
      await fetch(`${url}&text=${encodeURIComponent('Из строки')}`),
      await fetch(url, { method: 'POST', body: new URLSearchParams({ text: 'Из формы' }) }),
    ];
    expect(answers.map((response) => response.status)).toEqual([200, 200]);
    expect(person.chat.slice(-2).map((message) => message.text)).toEqual(['Из строки', 'Из формы']);
  });
});
