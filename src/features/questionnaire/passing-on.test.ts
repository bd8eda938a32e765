import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createClarificationStage, LATER } from '../../../test/support/clarification-stage.ts';
import type { ClarificationStage } from '../../../test/support/clarification-stage.ts';
import { seedOfficial } from '../../../test/support/people.ts';
import { i18n } from '../../../test/support/campaign-stage.ts';
import type { Db } from '../../platform/database/client.ts';
import type { NewNotice } from '../../services/delivery/index.ts';
import { createCampaignActions } from './campaign/actions.ts';
import { clarificationJobs } from './clarification/jobs.ts';
import { createClarificationRenderers } from './clarification/notices.ts';
import { passCampaignNotices, noticeTo } from './campaign/notices.ts';
import type { CampaignNoticeKind } from './campaign/notices.ts';
import { passClarificationNotices } from './clarification/passing.ts';
import { executorNotices, passExecutorNotices } from './executors/notices.ts';
import { enqueue } from '../../services/delivery/outbox.ts';

/** Somebody is cut off, or stops acting, between a verb and the sending of its notice: who is there by then gets it, once. */

let s: ClarificationStage;
let deputy: { seatId: number; personId: number };
beforeAll(async () => {
  s = await createClarificationStage();
  const seat = { kind: 'head' as const, cityId: s.world.here, now: LATER, name: 'Заместителев Пётр Ильич' };
  deputy = await seedOfficial(s.prisma, { ...seat, telegramId: 700_000_060 });
});
afterAll(() => s.drop());
beforeEach(anew);

async function anew(): Promise<void> {
  const { head_here: head, association_coordinator: asker } = s.world.officials;
  await s.prisma.acting.deleteMany();
  await s.prisma.delegation.deleteMany();
  const back = { id: { in: [head.personId, asker.personId] } };
  await s.prisma.person.updateMany({ where: back, data: { cutOffAt: null } });
  await s.reset();
}

const cut = (personId: number) =>
  s.prisma.person.update({ where: { id: personId }, data: { cutOffAt: LATER } });

const acts = (seatId: number) =>
  s.prisma.acting.create({
    data: {
      seatId,
      actingSeatId: deputy.seatId,
      fromOn: new Date('2027-02-15'),
      untilOn: new Date('2027-02-19'),
      setAt: LATER,
    },
  });

/** Passes on all notices of a kind that wait for somebody, twice; how many there are in his place, and for whom. */
async function passed(kind: string, personId: number): Promise<{ counts: number[]; people: number[] }> {
  const { prisma } = s;
  const all = {
    ...passClarificationNotices(prisma),
    ...passExecutorNotices(prisma),
    ...passCampaignNotices(prisma),
  };
  const counts: number[] = [];
  for (const notice of await prisma.notice.findMany({ where: { kind, personId } }))
    for (let run = 0; run < 2; run += 1) {
      const found = await all[kind as CampaignNoticeKind]?.({ ...notice, id: Number(notice.id) }, LATER);
      counts.push(found ?? -1);
    }
  const others = await prisma.notice.findMany({ where: { kind, personId: { not: personId } } });
  return { counts, people: others.map((notice) => notice.personId ?? 0) };
}

it('a question of the association: to who acts, else to the city’s coordinator', async () => {
  const { head_here: head, coordinator_here: coordinator } = s.world.officials;
  await s.asked();
  await cut(head.personId);
  expect(await passed('clarification.asked', head.personId)).toEqual({
    counts: [1, 1],
    people: [coordinator.personId],
  });
  await anew();
  await cut(head.personId);
  await s.asked();
  await acts(head.seatId);
  expect((await passed('clarification.asked', coordinator.personId)).people).toEqual([deputy.personId]);
});

it('to whoever is named while it is open: all that is owed, once; where nobody is there, to the coordinator', async () => {
  const { prisma } = s;
  const { coordinator_here: coordinator } = s.world.officials;
  const association = { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' };
  const delivery = {
    enqueue: (db: Db, all: readonly NewNotice[]) => enqueue(db, all, LATER),
    wake: () => undefined,
  };
  const { nameRespondent } = createCampaignActions({ prisma, delivery, association });
  const name = async (seatId: number) =>
    nameRespondent(await s.by('coordinator_here'), { assignmentId: s.assignmentId, seatId });
  const render = createClarificationRenderers({ prisma, i18n })['clarification.asked'];
  const kind = 'clarification.asked';
  const waiting = () => prisma.notice.findMany({ where: { kind, state: 'queued' } });
  await s.asked();
  await prisma.notice.updateMany({ where: { kind }, data: { state: 'sent', sentAt: LATER } });
  await s.asked('HELP');
  const [held] = await waiting();
  expect(await name(deputy.seatId)).toMatchObject({ kind: 'done', told: 1 });
  const [only, ...others] = await waiting();
  expect(others).toEqual([]);
  expect([only?.personId, only?.notBefore]).toEqual([deputy.personId, held?.notBefore]);
  const to = { personId: deputy.personId, chatId: 1, language: 'ru' as const, reach: 'ok' };
  const said = await render(only?.args, to, LATER);
  expect(said?.text).toContain('Вопрос 1');
  expect(said?.text).toContain('Вопрос 2');
  expect(await waiting()).toHaveLength(1);
  const vacant = await prisma.seat.create({
    data: { kind: 'head', cityId: s.world.here, post: 'начальник' },
  });
  expect(await name(vacant.id)).toMatchObject({ kind: 'done', told: 0 });
  expect((await waiting()).map(({ personId }) => personId)).toEqual([coordinator.personId]);
  await anew();
  await prisma.seat.delete({ where: { id: vacant.id } });
});

it('to the city’s coordinator at once, where who answers is lost after he was told; once, and of each question', async () => {
  const { prisma } = s;
  const { head_here: head, coordinator_here: coordinator } = s.world.officials;
  const kind = 'clarification.asked';
  const association = { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' };
  const job = clarificationJobs(prisma, association).find(({ name }) => name === 'questions-lost');
  const told = async () => {
    for (let run = 0; run < 2; run += 1)
      await job?.run({ now: LATER, slot: '', signal: new AbortController().signal });
    const all = await prisma.notice.findMany({ where: { kind }, orderBy: { id: 'asc' } });
    await prisma.notice.updateMany({
      where: { kind, state: 'queued' },
      data: { state: 'sent', sentAt: LATER },
    });
    return all.map(({ personId }) => personId);
  };
  await s.asked();
  expect(await told()).toEqual([head.personId]);
  await cut(head.personId);
  expect(await told()).toEqual([head.personId, coordinator.personId]);
  const { args } = await prisma.notice.findFirstOrThrow({ where: { kind, personId: coordinator.personId } });
  const render = createClarificationRenderers({ prisma, i18n })[kind];
  const to = { personId: coordinator.personId, chatId: 1, language: 'ru' as const, reach: 'ok' };
  expect((await render(args, to, LATER))?.text).toContain(
    'но через бот связи нет, поэтому пишем вам.\nВопрос 1',
  );
  await s.asked('HELP');
  expect(await told()).toEqual([head, coordinator, coordinator].map(({ personId }) => personId));
  expect(await told()).toHaveLength(3);
});

it('an answer of the city: to whoever may ask where the asker is gone; not to the one who answered', async () => {
  const { association_coordinator: asker } = s.world.officials;
  const id = await s.asked();
  await s.explain('head_here', id);
  await cut(asker.personId);
  expect(await passed('clarification.answered', asker.personId)).toEqual({
    counts: [1, 1],
    people: [s.second.personId],
  });
});

it('what was explained on his behalf: to the holder, where the acting ends before it is sent', async () => {
  const { head_here: head } = s.world.officials;
  const acting = await acts(head.seatId);
  const id = await s.asked();
  const said = { text: 'Верно.', way: 'phone' } as const;
  expect(await s.answering.explain(await s.by('association_coordinator'), id, said)).toMatchObject({
    kind: 'done',
  });
  await s.prisma.acting.update({ where: { id: acting.id }, data: { endedAt: LATER } });
  expect(await passed('clarification.behalf', deputy.personId)).toEqual({
    counts: [1, 1],
    people: [head.personId],
  });
});

it('what is given to an executor: to whoever has the post by then, while it is still given', async () => {
  const { prisma } = s;
  const executor = await seedOfficial(prisma, {
    telegramId: 700_000_061,
    kind: 'executor',
    cityId: s.world.here,
    now: LATER,
  });
  const { id: delegationId } = await prisma.delegation.create({
    data: {
      assignmentId: s.assignmentId,
      code: 'HELP',
      seatId: executor.seatId,
      givenAt: LATER,
      changedAt: LATER,
    },
  });
  const about = { delegationId, cause: '0', now: LATER };
  await enqueue(prisma, await executorNotices(prisma, 'executor.given', about), LATER);
  await acts(executor.seatId);
  await cut(executor.personId);
  expect(await passed('executor.given', executor.personId)).toEqual({
    counts: [1, 1],
    people: [deputy.personId],
  });
  await prisma.delegation.update({ where: { id: delegationId }, data: { state: 'recalled' } });
  expect((await passed('executor.given', executor.personId)).counts).toEqual([0, 0]);
});

it('that the city is asked: to who acts; of a respondent who is lost the coordinator hears otherwise', async () => {
  const { head_here: head, coordinator_here: coordinator } = s.world.officials;
  const kinds: CampaignNoticeKind[] = ['campaign.asked', 'campaign.extended'];
  const terms = { was: '2027-02-12', to: '2027-02-19' };
  await enqueue(
    s.prisma,
    kinds.map((kind) => noticeTo(head.personId, kind, s.assignmentId, 0n, terms)),
    LATER,
  );
  await cut(head.personId);
  expect((await passed('campaign.asked', head.personId)).people).toEqual([]);
  expect((await passed('campaign.extended', head.personId)).people).toEqual([coordinator.personId]);
  await acts(head.seatId);
  expect((await passed('campaign.asked', head.personId)).people).toEqual([deputy.personId]);
});
