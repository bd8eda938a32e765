import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCityQuestions } from '../src/features/questionnaire/experience/city-question-actions.ts';
import { createHiding } from '../src/features/questionnaire/experience/hiding-actions.ts';
import { passagesJob } from '../src/features/questionnaire/experience/passages-store.ts';
import type { Request } from '../src/features/questionnaire/admission.ts';
import { createThemeActions } from '../src/features/questionnaire/experience/themes-actions.ts';
import type { LineRef } from '../src/features/questionnaire/experience/themes-actions.ts';
import { themeCampaigns, themesIn } from '../src/features/questionnaire/experience/themes-store.ts';
import type { SubmittedAnswer } from '../src/features/questionnaire/store.ts';
import type { Prisma } from '../src/platform/database/generated/client.ts';
import { createClarificationStage, LATER } from './support/clarification-stage.ts';
import type { ClarificationStage } from './support/clarification-stage.ts';
import { MAY } from './support/may.ts';
import { ACTORS } from './support/people.ts';
import type { Who } from './support/people.ts';

/** What others may read of a city, and the verbs around it, by everybody: a wrong one changes no row. */

let s: ClarificationStage;
let questions: ReturnType<typeof createCityQuestions>;
let hide: ReturnType<typeof createHiding>;
let themes: ReturnType<typeof createThemeActions>;

beforeAll(async () => {
  s = await createClarificationStage();
  questions = createCityQuestions(s.prisma);
  hide = createHiding(s.prisma);
  themes = createThemeActions(s.prisma);
}, 60_000);
afterAll(() => s.drop());

beforeEach(async () => {
  await s.prisma.themeLine.deleteMany();
  await s.prisma.theme.deleteMany();
  await s.prisma.cityQuestion.deleteMany();
  await s.prisma.passageWord.deleteMany();
  await s.reset();
});

const shown = async (): Promise<string[]> => {
  const rows = await s.prisma.passage.findMany({ orderBy: { code: 'asc' } });
  return rows.map(({ code, text, year }) => `${year} ${code}: ${text}`);
};
const BOTH = ['2026 ACHIEVED: Построен мост.', '2026 HELP: Нужны книги.'];

async function accept(): Promise<void> {
  const outcome = await s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 1);
  expect(outcome).toEqual({ kind: 'done' });
}

async function passageId(): Promise<number> {
  return (await s.prisma.passage.findFirstOrThrow({ where: { code: 'ACHIEVED' } })).id;
}

const sweep = () =>
  passagesJob(s.prisma).run({ now: LATER, slot: 'test', signal: new AbortController().signal });

describe('what others may read', () => {
  it('is there from acceptance on, and goes when it is taken back', async () => {
    expect(await shown()).toEqual([]);
    await accept();
    expect(await shown()).toEqual(BOTH);
    const words = (await s.prisma.passageWord.findMany()).map(({ word }) => word).sort();
    expect(words).toEqual(['книги', 'мост', 'нужны', 'построен']);
    await s.acceptance.reconsider(await s.by('association_coordinator'), s.assignmentId);
    expect(await shown()).toEqual([]);
  });

  it('is there for all that are accepted at once', async () => {
    const { id: lastSubmissionId } = await s.prisma.submission.findFirstOrThrow();
    const all = { campaignId: s.campaignId, count: 1, lastSubmissionId };
    expect(await s.acceptance.acceptAll(await s.by('association_coordinator'), all)).toMatchObject({
      kind: 'done',
    });
    expect(await shown()).toEqual(BOTH);
  });

  it('is made up for what was accepted before, and taken from what is not accepted', async () => {
    await accept();
    await s.prisma.passage.deleteMany();
    await Promise.all([sweep(), sweep()]);
    expect(await shown()).toEqual(BOTH);
    const before = await s.rows();
    await sweep();
    expect(await s.rows()).toEqual(before);
    await s.prisma.assignment.update({ where: { id: s.assignmentId }, data: { state: 'submitted' } });
    await sweep();
    expect(await shown()).toEqual([]);
  });

  it('is not what the city keeps for itself, before acceptance or after', async () => {
    const mine = (code: string) => ({ assignmentId: s.assignmentId, code });
    expect(await hide(await s.by('head_here'), mine('HELP'), true)).toEqual({ kind: 'done' });
    expect(await hide(await s.by('head_here'), mine('HELP'), true)).toEqual({ kind: 'nothing' });
    await accept();
    expect(await shown()).toEqual([BOTH[0]]);
    expect(await hide(await s.by('coordinator_here'), mine('ACHIEVED'), true)).toEqual({ kind: 'done' });
    expect(await shown()).toEqual([]);
    await sweep();
    expect(await shown()).toEqual([]);
    await hide(await s.by('coordinator_here'), mine('ACHIEVED'), false);
    await hide(await s.by('head_here'), mine('HELP'), false);
    expect(await shown()).toEqual(BOTH);
    expect(await hide(await s.by('head_here'), mine('NONE'), true)).toEqual({ kind: 'no_question' });
  });
});

/** Every verb, called by everybody who may, and by everybody who may not. */
const VERBS: Record<
  string,
  { may: Who[]; call: (request: Request, asked: number) => Promise<{ kind: string }> }
> = {
  hide_answer: {
    may: MAY.hide_answer,
    call: (by) => hide(by, { assignmentId: s.assignmentId, code: 'HELP' }, true),
  },
  ask_city: {
    may: MAY.ask_city.filter((who) => !who.endsWith('_here') && who !== 'head_beside'),
    call: async (by) => questions.ask(by, { passageId: await passageId(), text: 'Как построили?' }),
  },
  answer_city: {
    may: MAY.answer_city,
    call: (by, questionId) => questions.answer(by, { questionId, text: 'Быстро.' }),
  },
  'edit_themes, joining': {
    may: MAY.edit_themes,
    call: async (by) => themes.join(by, aboutThemes(), await lineOf('Книги'), await lineOf('Кадры')),
  },
  'edit_themes, taking a line out': {
    may: MAY.edit_themes,
    call: async (by) => themes.takeOut(by, aboutThemes(), await lineOf('Новые книги')),
  },
  'edit_themes, renaming': {
    may: MAY.edit_themes,
    call: async (by) => themes.rename(by, aboutThemes(), await lineOf('Кадры'), 'Люди.'),
  },
  'ask_city, taking back': {
    may: ['head_there'],
    call: (by, asked) => questions.takeBack(by, asked),
  },
};

const aboutThemes = () => ({ campaignId: s.campaignId, code: 'HELP', common: ['новый'] });

const themesNow = async () => {
  const [campaign] = await themeCampaigns(s.prisma);
  const { campaignId, code, common } = aboutThemes();
  const found = campaign?.id === campaignId ? await themesIn(s.prisma, campaign, code, common) : null;
  if (!found) throw new Error('no themes');
  return found;
};

async function lineOf(text: string): Promise<LineRef> {
  const line = (await themesNow()).themes.flatMap(({ lines }) => lines).find((each) => each.text === text);
  if (!line) throw new Error(`no line ${text}`);
  return line;
}

/** The answer of *here* to HELP is a list by now. */
async function withList(): Promise<void> {
  const submission = await s.prisma.submission.findFirstOrThrow();
  const content = (submission.content as unknown as SubmittedAnswer[]).map((each) =>
    each.code === 'HELP' ? { ...each, text: 'Нужны:\n- книги;\n- новые книги;\n- кадры.' } : each,
  );
  await s.prisma.submission.update({
    where: { id: submission.id },
    data: { content: content as unknown as Prisma.InputJsonValue },
  });
}

async function withQuestion(): Promise<number> {
  await withList();
  await accept();
  const asked = await questions.ask(await s.by('head_there'), {
    passageId: await passageId(),
    text: 'Сколько?',
  });
  if (asked.kind !== 'done') throw new Error(asked.kind);
  return asked.questionId;
}

describe.each(Object.entries(VERBS))('%s', (_, { may, call }) => {
  it('changes nothing for whoever may not', async () => {
    const asked = await withQuestion();
    const before = await s.rows();
    for (const who of ACTORS.filter((each) => !may.includes(each)))
      expect(['no_right', 'own_city'], who).toContain((await call(await s.by(who), asked)).kind);
    expect(await s.rows()).toEqual(before);
  });

  it.each(may)('is done for %s, once for one request', async (who) => {
    const asked = await withQuestion();
    const request = await s.by(who);
    const [first, second] = await Promise.all([call(request, asked), call(request, asked)]);
    expect(first).toMatchObject({ kind: 'done' });
    expect(second).toEqual(first);
  });
});

describe('themes that were corrected', () => {
  const told = async (): Promise<string[]> =>
    (await themesNow()).themes.map(
      ({ title, lines }) => `${title}: ${lines.map(({ text }) => text).join(', ')}`,
    );
  const by = () => s.by('association_coordinator');

  it('stay so, until the city writes something else', async () => {
    await withList();
    expect(await told()).toEqual(['Книги: Книги, Новые книги', 'Кадры: Кадры']);
    await themes.takeOut(await by(), aboutThemes(), await lineOf('Новые книги'));
    expect(await told()).toEqual(['Кадры: Кадры', 'Книги: Книги', 'Новые книги: Новые книги']);
    await themes.join(await by(), aboutThemes(), await lineOf('Новые книги'), await lineOf('Кадры'));
    await themes.rename(await by(), aboutThemes(), await lineOf('Кадры'), ' всякое  разное. ');
    expect(await told()).toEqual(['Всякое разное: Новые книги, Кадры', 'Книги: Книги']);
    await themes.rename(await by(), aboutThemes(), await lineOf('Книги'), 'Всякое разное');
    expect((await told()).sort()).toEqual(['Всякое разное (2): Книги', 'Всякое разное: Новые книги, Кадры']);
    await s.prisma.submission.updateMany({ data: { content: [] } });
    expect(await told()).toEqual([]);
    const stale = { assignmentId: s.assignmentId, index: 1 };
    expect(await themes.rename(await by(), aboutThemes(), stale, 'Имя')).toEqual({ kind: 'changed' });
  });

  it('leave out what the city keeps for itself', async () => {
    await withList();
    await hide(await s.by('head_here'), { assignmentId: s.assignmentId, code: 'HELP' }, true);
    expect(await themesNow()).toMatchObject({ themes: [], hidden: 1, cities: 0 });
  });
});
