import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Api } from 'grammy';
import mammoth from 'mammoth';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import { createAcceptance } from '../src/features/questionnaire/clarification/acceptance.ts';
import { createSubmitting } from '../src/features/questionnaire/review/submitting.ts';
import { createVolumeJob } from '../src/features/questionnaire/volume/jobs.ts';
import type { Person } from '../src/simulator/index.ts';
import { i18n } from './support/campaign-stage.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { program } from './support/program.ts';
import { asked, submitAnswers } from './support/submitted.ts';

/** The volume of three cities, from the first building to the head who reads it. */

const SOON = { timeout: 60_000, interval: 20 };

let tale: CampaignStory;
let campaignId: number;
let eastId: number;
let farId: number;

async function submit(by: Person, cityId: number, text: string): Promise<number> {
  const { prisma } = tale.database;
  const form = await prisma.form.findFirstOrThrow();
  const codes = (form.questions as { code: string }[]).map(({ code }) => code);
  const given = Object.fromEntries(codes.map((code, index) => [code, index === 1 ? text : `${code}: есть.`]));
  return submitAnswers(prisma, { telegramId: by.id, cityId, now: tale.simulator.now() }, given);
}

/** *Нет предложений* to every question of a form that requires none. */
async function skipAll(by: Person, cityId: number): Promise<void> {
  const { prisma } = tale.database;
  const now = tale.simulator.now();
  const ask = () => asked(prisma, by.id, now);
  const { id: assignmentId } = await prisma.assignment.findFirstOrThrow({ where: { cityId } });
  const answering = createAnswering(prisma);
  await answering.open((await ask()).actor, assignmentId);
  const form = await prisma.form.findFirstOrThrow();
  const questions = (form.questions as { code: string }[]).map((each) => ({ ...each, required: false }));
  await prisma.form.update({ where: { id: form.id }, data: { questions } });
  for (const { code } of questions) await answering.mark(await ask(), { assignmentId, code }, 'skipped');
  const outcome = await createSubmitting(prisma).submit(await ask(), assignmentId);
  expect(outcome.kind).toBe('done');
}

const documents = (one: Person) => one.chat.filter(({ attachment }) => attachment !== null);

beforeAll(async () => {
  tale = await startCampaignStory();
  campaignId = await tale.opened();
  eastId = await submit(tale.people.anna, tale.cities.east, 'Построен мост.');
}, 60_000);
afterAll(async () => {
  tale.write('volume');
  await tale.close();
});

/** Builds, and waits for the files. */
async function build(label: string): Promise<void> {
  const { kedrova } = tale.people;
  const before = documents(kedrova).length;
  await tale.press(kedrova, label);
  await vi.waitFor(() => expect(documents(kedrova)).toHaveLength(before + 3), SOON);
  await tale.settled();
}

it('is built, built anew when answers changed, closed, sent after a second thought, and read by a head', async () => {
  const { kedrova, anna, far, west } = tale.people;
  await tale.say(kedrova, 'сбор');
  await tale.press(kedrova, 'Сборник');
  expect(last(kedrova)).toContain('Представили материалы 1 из 3 городов: приняты 0, сданы и не приняты 1.');
  expect(last(kedrova)).toContain('Без материалов (2): Калининград, Хабаровск.');
  await tale.press(kedrova, 'Приложения: нет');
  expect(labels(kedrova)).toContain('Приложения: да');
  await tale.press(kedrova, 'Название Ассоциации');
  await tale.say(kedrova, 'Ассоциация\nсибирских городов');
  expect(last(kedrova)).toContain('Название записано.');
  await build('Собрать');
  expect(heard(kedrova)).toMatch(/Сборник готов за \d+ с: 3 файла\./u);
  const [book] = documents(kedrova);
  const { name, buffer } = kedrova.downloadDocument(book!);
  expect(name).toMatch(/^Сборник.*2026.*\.docx$/u);
  const { value } = await mammoth.extractRawText({ buffer });
  for (const words of ['Ассоциация сибирских городов', 'Благовещенск', 'Построен мост.', 'Калининград'])
    expect(value).toContain(words);

  farId = await submit(far, tale.cities.far, 'Открыт музей.');
  await tale.press(kedrova, 'Сборник');
  expect(last(kedrova)).toContain('Со времени сборки изменилась 1 анкета.');
  await build('Собрать заново');
  const { prisma } = tale.database;
  const acceptance = createAcceptance(prisma);
  const by = await asked(prisma, kedrova.id, tale.simulator.now());
  expect(await acceptance.accept(by, eastId, 1)).toEqual({ kind: 'done' });

  await tale.press(kedrova, 'Сборник', 'Закрыть сборник');
  expect(last(kedrova)).toContain('Не приняты: Хабаровск.');
  await tale.press(kedrova, 'Закрыть сборник');
  expect(last(kedrova)).toContain('Соберите их заново');
  expect(labels(kedrova)).not.toContain('Разослать');
  await tale.forge(kedrova, `c.back:${eastId}`);
  expect(heard(kedrova)).toContain('Сборник закрыт: сданные материалы больше не меняются.');
  await tale.forge(far, `q.withdraw:${farId}:yes`);
  expect(heard(far)).toContain('Сборник закрыт: сданные материалы больше не меняются.');
  await tale.forge(anna, `vol.file:${campaignId}:cities`);
  expect(last(anna)).toContain('Этого файла нет.');
  const states = await prisma.assignment.findMany({ where: { campaignId }, orderBy: { id: 'asc' } });
  expect(states.map(({ state }) => state).sort()).toEqual(['accepted', 'not_opened', 'submitted']);

  await tale.forge(kedrova, `vol.home:${campaignId}`);
  await build('Собрать заново');
  await tale.press(kedrova, 'Сборник', 'Ещё', 'Приложения: да', 'Назад');
  expect(last(kedrova)).toContain('Настройки сборника изменились');
  expect(labels(kedrova)).not.toContain('Разослать');
  await build('Собрать заново');
  await tale.forge(anna, `x.keep:${eastId}:ACHIEVED:1`);
  expect(last(anna)).toContain('В сборник Ассоциации ответ не входит.');
  await tale.press(kedrova, 'Сборник');
  expect(last(kedrova)).toContain('Не войдут ответы, которые города не показывают: 1.');
  expect(last(kedrova)).toContain('города скрыли или снова открыли свои ответы. Соберите файлы заново.');
  expect(labels(kedrova)).not.toContain('Разослать');
  await build('Собрать заново');
  expect(heard(kedrova)).toMatch(/3 файла\.\nНе войдут ответы, которые города не показывают: 1\./u);
  await tale.press(kedrova, 'Сборник', 'Разослать');
  expect(last(kedrova)).toContain('получат 2 человека. Города (2): Благовещенск, Хабаровск.');
  await tale.press(kedrova, 'Разослать', 'Отменить рассылку');
  expect(last(kedrova)).toContain('Рассылка отменена');
  await tale.advance(61_000);
  await tale.settled();
  expect(heard(anna)).not.toContain('вышел сборник');

  // The coordinator of the far city hands over within the minute: her successor is told.
  await tale.press(kedrova, 'Разослать', 'Разослать');
  const heir = tale.simulator.person({
    id: 820_000_099,
    firstName: 'Вера',
    languageCode: 'ru',
    started: true,
  });
  const now = tale.simulator.now();
  const { seatId } = await prisma.holding.findFirstOrThrow({ where: { person: { telegramId: far.id } } });
  const { id: personId } = await prisma.person.create({
    data: { telegramId: heir.id, surname: 'Преемникова', name: 'Вера', createdAt: now },
  });
  await prisma.holding.updateMany({ where: { seatId }, data: { until: now } });
  await prisma.holding.create({ data: { seatId, personId, from: now } });
  await tale.advance(61_000);
  await anna.waitFor(/вышел сборник «Организационная работа: итоги 2026 года»: материалы 2 городов\./u);
  await tale.settled();
  await tale.advance(61_000);
  await heir.waitFor(/вышел сборник/);
  expect(heard(far)).not.toContain('вышел сборник');
  expect(heard(west)).not.toContain('вышел сборник');
  expect(documents(anna)).toHaveLength(0);
  await tale.press(anna, 'Открыть сборник');
  const read = await mammoth.extractRawText({ buffer: anna.downloadDocument(documents(anna)[0]!).buffer });
  for (const words of ['Хабаровск', 'Открыт музей.', 'Сборник закрыт']) expect(read.value).toContain(words);
  expect(read.value).not.toContain('Построен мост.');
  await tale.forge(anna, `x.keep:${eastId}:PROBLEMS:1`);
  expect(last(anna)).toContain('Сборник с этим ответом уже разослан, убрать его оттуда нельзя.');
  await tale.say(anna, 'анкета');
  expect(labels(anna)).toContain('Сборник за 2026 год');
  await tale.forge(kedrova, `vol.reopen:${campaignId}`);
  expect(heard(kedrova)).toContain('Сборник уже разослан');
}, 120_000);

it('a build whose process is killed is begun anew by the next run, and leaves one set of files', async () => {
  await tale.stop();
  const { prisma } = tale.database;
  const { apiRoot, token } = tale.simulator;
  const { id: volumeId } = await prisma.volume.findUniqueOrThrow({ where: { campaignId } });
  const { kedrova } = tale.people;
  const { id } = await prisma.volumeBuild.create({
    data: { volumeId, chatId: kedrova.id, createdAt: tale.simulator.now() },
  });
  const job = createVolumeJob({
    database: tale.database,
    api: new Api(token, { apiRoot }),
    association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
    i18n,
    defaultLanguage: 'ru',
  });
  const run = () =>
    job.run({ now: tale.simulator.now(), slot: 'test', signal: new AbortController().signal });
  const copy = spawn(process.execPath, [program('volume-process'), tale.databaseUrl, apiRoot, token]);
  const row = () => prisma.volumeBuild.findUniqueOrThrow({ where: { id }, include: { files: true } });
  await vi.waitFor(async () => expect((await row()).progress).toBe(3), SOON);
  // Another copy leaves it alone while that one is at it.
  await run();
  expect(await row()).toMatchObject({ state: 'building', files: [] });
  copy.kill('SIGKILL');
  await once(copy, 'exit');
  await vi.waitFor(async () => {
    await run();
    expect((await row()).state).toBe('done');
  }, SOON);
  const kinds = (await row()).files.map(({ kind, part }) => `${kind} ${part}`);
  expect(kinds.sort()).toEqual(['cities 1', 'questions 1', 'table 1']);
}, 120_000);

it('a volume too large for one file comes in parts, and the chat says so; a city without proposals is in it', async () => {
  const { prisma } = tale.database;
  const { apiRoot, token } = tale.simulator;
  const { kedrova, west } = tale.people;
  const now = tale.simulator.now();
  const { id: volumeId } = await prisma.volume.update({
    where: { campaignId },
    data: { closedAt: null, sendAt: null },
  });
  await skipAll(west, tale.cities.west);
  const api = new Api(token, { apiRoot });
  const { message_id: messageId } = await api.sendMessage(kedrova.id, 'Собираем сборник…');
  await prisma.volumeBuild.create({ data: { volumeId, chatId: kedrova.id, messageId, createdAt: now } });
  const before = documents(kedrova).length;
  const job = createVolumeJob({
    database: tale.database,
    api,
    association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
    i18n,
    defaultLanguage: 'ru',
    // Nothing fits: each letter stands alone.
    fileLimit: 1,
  });
  await job.run({ now, slot: 'test', signal: new AbortController().signal });
  const said = kedrova.chat.find(({ id }) => id === messageId)?.text ?? '';
  expect(said).toMatch(
    /^Сборник готов за \d+ с: 9 файлов\.\n.*он разделён по буквам алфавита\.\nНе войдут ответы, .*: 2\.$/u,
  );
  const files = documents(kedrova)
    .slice(before)
    .map((message) => kedrova.downloadDocument(message));
  expect(files.map(({ name }) => name).filter((name) => /2026-\p{Lu}\.docx$/u.test(name))).toEqual(
    ['Б', 'К', 'Х'].map((letter) => `Сборник-2026-${letter}.docx`),
  );
  const { value } = await mammoth.extractRawText({ buffer: files[1]?.buffer ?? Buffer.of() });
  expect(value).toMatch(/Часть 2 из 3: города на К[^]*Калининград[^]*Предложений нет\./u);
}, 60_000);
