import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CampaignShown } from '../src/features/questionnaire/campaign/desk.ts';
import { createHiding } from '../src/features/questionnaire/experience/hiding-actions.ts';
import { loadAssignment } from '../src/features/questionnaire/store.ts';
import { citiesBook, questionsBook, volumeSheet } from '../src/features/questionnaire/volume/content.ts';
import { closeMessage } from '../src/features/questionnaire/volume/messages.ts';
import { placeInVolume } from '../src/features/questionnaire/volume/place.ts';
import { keepWithheld, lastBuild, materialOf } from '../src/features/questionnaire/volume/store.ts';
import { staleness, volumeInput, volumeOf } from '../src/features/questionnaire/volume/store.ts';
import { createVolumeVerbs } from '../src/features/questionnaire/volume/verbs.ts';
import type { VolumeVerbs } from '../src/features/questionnaire/volume/verbs.ts';
import { packageRoot } from '../src/platform/package-root.ts';
import { enqueue } from '../src/services/delivery/outbox.ts';
import { createI18n } from '../src/services/i18n/i18n.ts';
import type { By } from '../src/services/people/verb.ts';
import { createClarificationStage, LATER } from './support/clarification-stage.ts';
import type { ClarificationStage } from './support/clarification-stage.ts';
import { MAY } from './support/may.ts';
import { ACTORS } from './support/people.ts';

/** The verbs of the volume, by everybody: a wrong one changes no row. And what a closed volume holds fast. */

const AFTER = new Date(LATER.getTime() + 60_000);
let s: ClarificationStage;
let verbs: VolumeVerbs;

beforeAll(async () => {
  s = await createClarificationStage();
  verbs = createVolumeVerbs({
    prisma: s.prisma,
    delivery: { enqueue: (tx, notices) => enqueue(tx, notices, LATER), wake: () => undefined },
    association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
  });
}, 60_000);
afterAll(() => s.drop());

beforeEach(async () => {
  await s.prisma.volumeBuild.deleteMany();
  await s.prisma.volume.deleteMany();
  await s.reset();
});

const campaign = () => ({ campaignId: s.campaignId });
const close = (by: By) => verbs.close(by, { ...campaign(), unaccepted: 1 });
const by = (now = LATER) => s.by('association_coordinator', now);

const association = { name: 'А', city: 'Б', timeZone: 'Asia/Novosibirsk' };
const input = () => volumeInput(s.prisma, s.campaignId, { association, asOf: AFTER });

/** As the job does it, without the files. */
async function built(now: Date): Promise<void> {
  const outcome = await verbs.build(await by(now), { ...campaign(), chatId: 1 });
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  const done = { state: 'done', doneAt: now };
  await s.prisma.volumeBuild.update({ where: { id: outcome.buildId }, data: done });
  await keepWithheld(s.prisma, outcome.buildId, (await input()).withheld);
}

async function ready(): Promise<void> {
  expect(await close(await by())).toEqual({ kind: 'done' });
  await built(AFTER);
}

const send = (who: By) => verbs.send(who, { ...campaign(), people: 2 });

const VERBS: Record<
  string,
  {
    may: (typeof MAY)['see_volume'];
    first?: () => Promise<unknown>;
    call: (by: By) => Promise<{ kind: string }>;
  }
> = {
  'build_volume, an option': {
    may: MAY.build_volume,
    call: (who) => verbs.option(who, s.campaignId, { listFiles: true }),
  },
  build_volume: {
    may: MAY.build_volume,
    call: (who) => verbs.build(who, { ...campaign(), chatId: 1 }),
  },
  close_volume: { may: MAY.close_volume, call: close },
  'close_volume, opening it again': {
    may: MAY.close_volume,
    first: async () => close(await by()),
    call: (who) => verbs.reopen(who, s.campaignId),
  },
  send_volume: { may: MAY.send_volume, first: ready, call: send },
  'send_volume, taking it back': {
    may: MAY.send_volume,
    first: async () => {
      await ready();
      await send(await by());
    },
    call: (who) => verbs.undo(who, s.campaignId),
  },
};

describe.each(Object.entries(VERBS))('%s', (_, { may, first, call }) => {
  it('changes nothing for whoever may not, and is done once for whoever may', async () => {
    await first?.();
    const before = await s.rows();
    for (const who of ACTORS.filter((each) => !may.includes(each)))
      expect(await call(await s.by(who)), who).toEqual({ kind: 'no_right' });
    expect(await s.rows()).toEqual(before);
    const request = await by();
    const [one, other] = await Promise.all([call(request), call(request)]);
    expect(one).toMatchObject({ kind: 'done' });
    expect(other).toEqual(one);
    expect(await s.rows()).not.toEqual(before);
  });
});

describe('a closed volume', () => {
  it('lets nothing of it be withdrawn, asked about, corrected or taken back, until it is open again', async () => {
    const asked = await s.asked();
    await s.write('Построены два моста.');
    const closing = await close(await by());
    expect(closing).toEqual({ kind: 'done' });
    const kept = { kind: 'in_volume' };
    const head = () => s.by('head_here');
    expect(await s.submitting.withdraw(await head(), s.assignmentId)).toEqual(kept);
    expect(await s.answering.correct(await head(), asked)).toEqual(kept);
    expect(await s.write('Построены три моста.')).toBe('shut');
    const what = { assignmentId: s.assignmentId, code: 'HELP', remark: 'Каких?' };
    expect(await s.asking.ask(await by(), what)).toEqual(kept);
    expect(await s.explain('head_here', asked)).toMatchObject({ kind: 'done' });
    expect(await s.acceptance.accept(await by(), s.assignmentId, 1)).toEqual({ kind: 'done' });
    expect(await s.acceptance.reconsider(await by(), s.assignmentId)).toEqual(kept);
    expect(await s.text()).toBe('Построен мост.');
    expect(await verbs.reopen(await by(), s.campaignId)).toEqual({ kind: 'done' });
    expect(await s.acceptance.reconsider(await by(), s.assignmentId)).toEqual({ kind: 'done' });
    expect(await s.submitting.withdraw(await head(), s.assignmentId)).toMatchObject({ kind: 'done' });
  });

  it('does not take what is submitted later', async () => {
    await close(await by());
    const { here: _, there: cityId, officials } = s.world;
    const { seatId } = officials.head_there;
    const late = await s.prisma.assignment.create({
      data: { ...campaign(), cityId, respondentSeatId: seatId, state: 'submitted' },
    });
    await s.prisma.submission.create({
      data: { assignmentId: late.id, edition: 1, content: [], mark: '', at: AFTER },
    });
    const made = await input();
    expect(made.cities.map(({ name }) => name)).toEqual(['Приреченск']);
    expect(made.missing).toEqual(['Верхнелесск']);
    expect(made.closedOn).toBe('2027-02-15');
    expect(made.cities[0]?.answers.map(({ text }) => text)).toEqual(['Построен мост.', 'Нужны книги.']);
  });

  it('is sent only as it was shown and built, to those who can be told, and is taken back in its minute', async () => {
    expect(await verbs.close(await by(), { ...campaign(), unaccepted: 0 })).toEqual({ kind: 'changed' });
    expect(await send(await by())).toEqual({ kind: 'not_closed' });
    await built(new Date(LATER.getTime() - 60_000));
    await close(await by());
    expect(await send(await by())).toEqual({ kind: 'stale' });
    await built(AFTER);
    expect(await verbs.send(await by(), { ...campaign(), people: 3 })).toEqual({ kind: 'changed' });
    expect(await send(await by(AFTER))).toEqual({ kind: 'done', people: 2 });
    const { head_here: head, coordinator_here: coordinator } = s.world.officials;
    const queued = await s.prisma.notice.findMany({ where: { kind: 'volume.sent', state: 'queued' } });
    expect(queued.map(({ personId }) => personId)).toEqual([head.personId, coordinator.personId]);
    expect(await verbs.reopen(await by(AFTER), s.campaignId)).toEqual({ kind: 'sent' });
    expect(await verbs.build(await by(AFTER), { ...campaign(), chatId: 1 })).toEqual({ kind: 'sent' });
    expect(await verbs.undo(await by(AFTER), s.campaignId)).toEqual({ kind: 'done' });
    expect(await s.prisma.notice.count({ where: { kind: 'volume.sent', state: 'queued' } })).toBe(0);
    await send(await by(AFTER));
    const gone = new Date(AFTER.getTime() + 61_000);
    expect(await verbs.undo(await by(gone), s.campaignId)).toEqual({ kind: 'late' });
  });
});

describe('an answer that its city keeps for itself', () => {
  const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');
  const hide = async (code: string, hidden: boolean, now = AFTER): Promise<void> => {
    const target = { assignmentId: s.assignmentId, code };
    const outcome = await createHiding(s.prisma)(await s.by('head_here', now), target, hidden);
    expect(outcome).toEqual({ kind: 'done' });
  };
  const stale = async () => {
    const build = await lastBuild(s.prisma, s.campaignId);
    return build && staleness(s.prisma, s.campaignId, build, await volumeOf(s.prisma, s.campaignId));
  };
  const place = async (code: string, now = AFTER) => {
    const view = await loadAssignment(s.prisma, s.assignmentId);
    return view && placeInVolume(s.prisma, view, code, now);
  };

  it('stands in none of the three files, and is counted', async () => {
    const { content } = await s.prisma.submission.findFirstOrThrow();
    const skipped = { code: 'MORE', text: '', entities: [], value: null, files: [], skipped: true };
    const answers = [...(content as object[]), skipped];
    await s.prisma.submission.updateMany({ data: { content: answers } });
    await hide('HELP', true);
    const files = async (): Promise<string> => {
      const made = await input();
      const [book, byQuestions] = [citiesBook, questionsBook].map((make) => make(texts, made, made.cities));
      return JSON.stringify([book, byQuestions, volumeSheet(texts, made, made.cities)]);
    };
    expect(await files()).toContain('Построен мост.');
    expect(await files()).not.toContain('Нужны книги.');
    const material = await materialOf(s.prisma, s.campaignId, null);
    expect(material.withheld).toBe(1);
    const campaign = { id: s.campaignId, year: 2026 } as CampaignShown;
    const closing = closeMessage(texts, { campaign, material });
    expect(closing.text).toContain('Не войдут ответы, которые города не показывают: 1.');
    await hide('ACHIEVED', true);
    expect(await files()).not.toContain('Построен мост.');
    // It has proposals, and keeps them.
    expect(await files()).toContain('Ответов в тексте нет.');
    expect(await files()).not.toContain('"text":"Предложений нет."');
  });

  it('makes what was built stale, until it is as it was', async () => {
    await hide('HELP', true, LATER);
    expect(await close(await by())).toEqual({ kind: 'done' });
    await built(AFTER);
    expect(await stale()).toBeNull();
    await hide('HELP', false);
    expect(await stale()).toEqual({ kind: 'withheld' });
    expect(await send(await by(AFTER))).toEqual({ kind: 'stale' });
    await hide('HELP', true);
    expect(await stale()).toBeNull();
    await hide('ACHIEVED', true);
    expect(await stale()).toEqual({ kind: 'withheld' });
    await built(AFTER);
    expect(await send(await by(AFTER))).toMatchObject({ kind: 'done' });
  });

  it('is hidden before the volume is sent, or told that it goes', async () => {
    await ready();
    const [sent, seen] = await Promise.all([
      by(AFTER).then((who) => send(who)),
      hide('HELP', true).then(() => place('HELP')),
    ]);
    expect(['done going', 'stale free']).toContain(`${sent.kind} ${seen}`);
  });

  it('can be left out until the volume is sent', async () => {
    expect(await place('HELP')).toBe('free');
    await hide('HELP', true);
    await ready();
    expect(await place('ACHIEVED')).toBe('free');
    await send(await by(AFTER));
    expect(await place('HELP')).toBe('out');
    expect(await place('ACHIEVED')).toBe('going');
    await hide('ACHIEVED', true);
    expect(await stale()).toEqual({ kind: 'withheld' });
    expect(await place('ACHIEVED')).toBe('going');
    const gone = new Date(AFTER.getTime() + 24 * 3600 * 1000);
    expect(await place('ACHIEVED', gone)).toBe('sent');
    expect(await place('HELP', gone)).toBe('out');
    await s.prisma.volume.updateMany({ data: { closedAt: new Date(0), sendAt: null } });
    expect(await place('ACHIEVED')).toBe('out');
  });
});
