import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureBuiltIns } from '../src/features/questionnaire/campaign/built-in.ts';
import { readSpreadsheet } from '../src/services/documents/index.ts';
import type { Person } from '../src/simulator/index.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { texts } from './support/town.ts';

/** Three years of three cities: looked through, read side by side, asked about, and counted by themes. */

let tale: CampaignStory;

/** By city and year: what was answered, by code. */
const ANSWERS: Record<'east' | 'far' | 'west', Record<number, Record<string, string>>> = {
  east: {
    2024: {
      ACHIEVED: 'Начато благоустройство набережной Амура. Посажено 40 деревьев.',
      TOPICS_EXCHANGE: 'Работа с обращениями граждан',
    },
    2025: {
      ACHIEVED: `Завершено благоустройство набережной Амура. Посажено 90 деревьев.\n${'Город жил обычной жизнью. '.repeat(200)}`,
      TOPICS_EXCHANGE: '- Организация работы с обращениями граждан;\n- ведение протокола.',
    },
    2026: {
      ACHIEVED: 'Открыта ярмарка мёда; набережная в порядке.',
      HELP: 'Для служебного пользования: нужны специалисты по ярмаркам.',
      TOPICS_EXCHANGE: 'Просим обсудить:\n- обращения граждан в социальных сетях;\n- наставничество.',
    },
  },
  far: {
    2025: {
      ACHIEVED: 'Проведены праздники дворов.\nБлагоустройство двора за счёт жителей — наш лучший опыт.',
      TOPICS_EXCHANGE: 'обращения граждан',
    },
    2026: {
      ACHIEVED: 'Создан совет молодёжи.',
      TOPICS_EXCHANGE: '1. Организация работы с обращениями граждан\n2. Наставничество для молодых служащих',
    },
  },
  west: { 2026: { ACHIEVED: 'Создан музей янтаря.', TOPICS_EXCHANGE: 'Цифровой архив' } },
};

beforeAll(async () => {
  tale = await startCampaignStory();
  await seed();
  // What was accepted before there was a search is found by the next sweep.
  await tale.advance(0);
  await vi.waitUntil(async () => (await tale.database.prisma.passage.count()) === 13, { timeout: 20_000 });
}, 60_000);
afterAll(async () => {
  tale.write('experience');
  await tale.close();
});

async function seed(): Promise<void> {
  const { prisma } = tale.database;
  const now = tale.simulator.now();
  await ensureBuiltIns(prisma, { texts, now });
  const branch = await prisma.branch.findFirstOrThrow();
  const form = await prisma.form.findFirstOrThrow();
  const seats = await prisma.seat.findMany({ where: { kind: 'head' }, orderBy: { id: 'asc' } });
  for (const year of [2024, 2025, 2026]) {
    const place = { branchId: branch.id, formId: form.id, year, dueOn: now, openedAt: now };
    const { id: campaignId } = await prisma.campaign.create({
      data: { ...place, closedAt: year < 2026 ? now : null },
    });
    for (const key of ['east', 'far', 'west'] as const) {
      const answers = Object.entries(ANSWERS[key][year] ?? {});
      if (answers.length === 0) continue;
      const cityId = tale.cities[key];
      const respondentSeatId = seats.find((seat) => seat.cityId === cityId)?.id ?? null;
      const accepted = { state: 'accepted', number: `${year}-ОРГ-${cityId}`, edition: 1 };
      const { id: assignmentId } = await prisma.assignment.create({
        data: { campaignId, cityId, respondentSeatId, ...accepted, submittedAt: now, acceptedAt: now },
      });
      const content = answers.map(([code, text]) => ({ code, text, entities: [], value: null, files: [] }));
      await prisma.submission.create({
        data: { assignmentId, edition: 1, content, mark: '0000-0000', at: now },
      });
      for (const [code, text] of answers) {
        const { id: answerId } = await prisma.answer.create({
          data: { assignmentId, code, chars: text.length, pieceCount: 1, changedAt: now },
        });
        const piece = { sourceKey: `t:${answerId}`, position: 1, text, receivedAt: now };
        await prisma.piece.create({ data: { answerId, ...piece } });
      }
    }
  }
}

/** The words in bold of the last message. */
const bold = (one: Person): string[] => {
  const { text = '', entities = [] } = one.lastMessage() ?? {};
  return entities
    .filter(({ type }) => type === 'bold')
    .map(({ offset, length }) => text.slice(offset, offset + length));
};

describe('a head looks for what others did', { timeout: 60_000 }, () => {
  it('finds words by their stems, with the sentence, over the years', async () => {
    const { rowan } = tale.people;
    await tale.say(rowan, 'опыт', 'благоустройства');
    expect(last(rowan)).toMatch(/^благоустройства: 3 ответа\n/u);
    expect(last(rowan)).toMatch(
      /\. Хабаровск, 2025 год\. Что .*\nБлагоустройство двора за счёт жителей — наш лучший опыт\./u,
    );
    expect(last(rowan)).toContain('Начато благоустройство набережной Амура.');
    expect(last(rowan)).not.toContain('Посажено');
    expect(bold(rowan)).toEqual(expect.arrayContaining(['Благоустройство', 'благоустройство']));
  });

  it('forgives an error of typing, and says so', async () => {
    const { rowan } = tale.people;
    await tale.say(rowan, 'набережнои благоустроиство');
    expect(last(rowan)).toContain('По слову „благоустроиство“ ничего нет, искали „благоустройство“.');
    expect(last(rowan)).toContain('Благовещенск, 2024 год');
  });

  it('narrows down by year and city, and takes it back', async () => {
    const { rowan } = tale.people;
    await tale.say(rowan, 'благоустройство');
    await tale.press(rowan, 'Год');
    expect(labels(rowan)).toEqual(['2025: 2', '2024: 1', 'Любой год', 'Назад']);
    await tale.press(rowan, 'Назад');
    expect(last(rowan)).toMatch(/: 3 ответа\n/u);
    await tale.press(rowan, 'Год');
    await tale.press(rowan, '2025: 2', 'Город', 'Благовещенск: 1');
    expect(last(rowan)).toContain('Отбор: Благовещенск · 2025 год');
    expect(last(rowan)).toMatch(/: 1 ответ\n/u);
    await tale.press(rowan, 'Убрать отбор');
    expect(last(rowan)).toMatch(/: 3 ответа\n/u);
  });

  it('reads the answer in pages, year by year, and what changed', async () => {
    const { rowan } = tale.people;
    await tale.say(rowan, 'завершено благоустройство набережной');
    await tale.press(rowan, '1');
    expect(last(rowan)).toMatch(/^Благовещенск, 2025 год\. .*\nСтраница 1 из 2\n\nЗавершено/u);
    expect(labels(rowan)).toEqual([
      ...[
        'Дальше →',
        '2024',
        '2026',
        'Все годы подряд',
        'Отличия от 2024 года',
        'Вопрос городу',
        'К найденному',
      ],
    ]);
    expect(last(rowan)).toMatch(/\n\nОтветы этого города за другие годы:$/u);
    await tale.press(rowan, 'Все годы подряд');
    expect(last(rowan)).toMatch(
      /^Благовещенск, ответы по годам\. [^]*\n\n2024 год\nНачато [^]*\n\n2025 год\nЗавершено /u,
    );
    await tale.press(rowan, 'Дальше →');
    expect(last(rowan)).toMatch(/\n\n2026 год\nОткрыта ярмарка мёда/u);
    await tale.press(rowan, 'Назад');
    await tale.press(rowan, '2024');
    expect(last(rowan)).toMatch(
      /2024 год[^]*Посажено 40 деревьев\.\n\nОтветы этого города за другие годы:$/u,
    );
    await tale.press(rowan, '2026');
    expect(last(rowan)).toContain('Открыта ярмарка мёда');
    await tale.press(rowan, '2025', 'Отличия от 2024 года');
    expect(last(rowan)).toContain('НачатоЗавершено благоустройство');
    await tale.press(rowan, 'Назад', 'К найденному');
    expect(last(rowan)).toContain('завершено благоустройство набережной: 1 ответ');
  });

  it('asks the city; its coordinator answers; the answer comes with the question', async () => {
    const { anna, far } = tale.people;
    await tale.say(anna, 'опыт', 'двор за счет жителей');
    await tale.press(anna, '1', 'Вопрос городу');
    await tale.say(anna, 'я'.repeat(1001));
    expect(heard(anna)).toContain('лишних 1');
    await tale.say(anna, 'Сколько жителей участвовало?');
    expect(last(anna)).toContain('Ваш вопрос: «Сколько жителей участвовало?»');
    await tale.press(anna, 'Отправить');
    expect(heard(anna)).toContain('Вопрос отправлен координатору города.');
    await far.waitFor(/Вопрос городу \(Хабаровск\) по ответу за 2025 год[^]*Берёзкина.А\.В\./u);
    await tale.press(far, 'Ответить');
    await tale.say(far, 'Около двухсот.');
    await tale.press(far, 'Отправить');
    await anna.waitFor(/Вы спрашивали: «Сколько жителей участвовало\?»\nОтвет: «Около двухсот\.»/u);
    await tale.say(far, 'опыт');
    expect(labels(far).join()).not.toContain('Вопросы от городов');
  });

  it('asks a city whose coordinator is not connected: the association gets it, and both are told', async () => {
    const { rowan, kedrova } = tale.people;
    await tale.say(rowan, 'опыт', 'ярмарка мёда');
    await tale.press(rowan, '1', 'Вопрос городу');
    expect(last(rowan)).toContain('Координатор этого города не подключён, вопрос получит Ассоциация.');
    await tale.say(rowan, 'Кто торгует?');
    await tale.press(rowan, 'Отправить');
    expect(heard(rowan)).toContain('Координатор этого города не подключён, вопрос получила Ассоциация.');
    await kedrova.waitFor(
      /Кто торгует\?[^]*Координатор этого города не подключён, поэтому вопрос пришёл вам\./u,
    );
  });

  it('does not look for what is a piece of an answer', async () => {
    const { anna } = tale.people;
    for (const piece of ['Открыт мост.\nОткрыт музей.', 'мост через реку '.repeat(15)]) {
      await tale.say(anna, 'опыт', piece);
      expect(last(anna)).not.toContain('Ничего не нашлось');
    }
    await anna.waitFor(/Записать присланное пока некуда/u);
  });

  it('keeps an answer for its own city, and shows it again', async () => {
    const { anna, rowan } = tale.people;
    const found = async (): Promise<string> => {
      await tale.say(rowan, 'опыт', 'специалисты');
      return last(rowan);
    };
    expect(await found()).toContain('Для служебного пользования: нужны специалисты по ярмаркам.');
    await tale.say(anna, 'анкета');
    await tale.press(anna, 'Видимость для городов');
    expect(last(anna)).toMatch(/5\. .* — виден городам/u);
    expect(last(anna)).toContain('Скрытые ответы в сборник не войдут.');
    await tale.press(anna, '5', 'Не показывать другим городам');
    expect(last(anna)).toContain('Ответ другим городам не показывается.');
    expect(last(anna)).toContain('В сборник Ассоциации ответ не входит.');
    expect(await found()).toContain('Ничего не нашлось.');
    await tale.press(anna, 'Показывать другим городам');
    expect(await found()).toContain('1 ответ');
  });

  it('is not for citizens, whatever they press', async () => {
    const citizen = tale.person('Горожанин');
    await tale.say(citizen, 'опыт');
    expect(last(citizen)).not.toContain('Опыт городов');
    for (const data of ['x.home', 'x.results', 'x.read:1:1', 'x.by:year:0', 'x.ask:1', 'x.themes', 'x.own:1'])
      await tale.forge(citizen, data);
    expect(heard(citizen)).not.toMatch(/Опыт городов|набережн|год\./u);
  });
});

describe('the association counts themes', { timeout: 60_000 }, () => {
  it('by stems, corrects them by hand, and takes them away as a table', async () => {
    const { kedrova } = tale.people;
    await tale.say(kedrova, 'опыт');
    await tale.press(kedrova, 'Темы для семинаров');
    expect(last(kedrova)).toContain('сбор за 2026 год');
    const [question = ''] = labels(kedrova);
    await tale.press(kedrova, question);
    const list = (): string[] => last(kedrova).split('\n').slice(2);
    expect(list()).toEqual([
      '1. Наставничество — 2 города',
      '2. Обращения граждан в социальных сетях — 2 города',
      '3. Цифровой архив — 1 город',
    ]);
    await tale.press(kedrova, '2', 'Переименовать');
    await tale.say(kedrova, 'Обращения граждан');
    await tale.press(kedrova, 'К темам', '3', 'Объединить');
    expect(last(kedrova)).toBe(
      'С какой темой объединить «Цифровой архив»? Это название останется у общей темы.',
    );
    await tale.press(kedrova, 'Наставничество');
    expect(last(kedrova)).toMatch(/^Цифровой архив\n[^]*Калининград: Цифровой архив/u);
    await tale.press(kedrova, 'Вынести строку', '1');
    await tale.press(kedrova, 'К темам');
    expect(list()[0]).toMatch(/^1\. .* — 2 города$/u);
    expect(list().join()).toContain('Обращения граждан — 2 города');

    await tale.press(kedrova, 'Excel');
    const message = kedrova.lastMessage();
    if (!message) throw new Error('nothing was sent');
    const { name, buffer } = kedrova.downloadDocument(message);
    expect(name).toMatch(/^Темы-2026-2027-01-18\.xlsx$/u);
    const reading = await readSpreadsheet({ name, content: buffer });
    if (reading.kind !== 'read') throw new Error(reading.kind);
    const rows = reading.sheets[0]?.rows.map(({ cells }) => cells) ?? [];
    const row = rows.find((cells) => cells[0] === 'Обращения граждан');
    expect(row?.slice(1, 3)).toEqual(['2', 'Благовещенск, Хабаровск']);
    expect(row?.[3]).toContain('Хабаровск: Организация работы с обращениями граждан');
  });

  it('of the years before as well', async () => {
    const { kedrova } = tale.people;
    await tale.press(kedrova, 'К темам', 'Назад', '2025 год');
    const [question = ''] = labels(kedrova);
    await tale.press(kedrova, question);
    expect(last(kedrova)).toContain('Обращения граждан — 2 города');
    expect(last(kedrova)).toContain('Ведение протокола — 1 город');
  });
});
