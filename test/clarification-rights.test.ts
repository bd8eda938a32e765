import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitingIn, withoutRemarks } from '../src/features/questionnaire/clarification/acceptance.ts';
import type { Request } from '../src/features/questionnaire/admission.ts';
import { concernedByLoss } from '../src/features/questionnaire/campaign/lost.ts';
import { clarificationJobs } from '../src/features/questionnaire/clarification/jobs.ts';
import { cityRecipients } from '../src/features/questionnaire/clarification/store.ts';
import { loadAssignment } from '../src/features/questionnaire/store.ts';
import { createClarificationStage, LATER } from './support/clarification-stage.ts';
import type { ClarificationStage } from './support/clarification-stage.ts';
import { ACTORS } from './support/people.ts';
import type { Who } from './support/people.ts';

/** Each verb of clarification and acceptance, called by everybody: a wrong one changes no row. */

type Call = (request: Request) => Promise<{ kind: string }>;

let s: ClarificationStage;
beforeAll(async () => {
  s = await createClarificationStage();
});
beforeEach(() => s.reset());
afterAll(() => s.drop());

describe('who may', () => {
  const ASSOCIATION: Who[] = ['association_coordinator'];
  const CITY: Who[] = ['head_here', 'coordinator_here'];
  /** Each with what has to be there before, and who may call it. */
  const VERBS: Record<string, { may: Who[]; ready: () => Call | Promise<Call> }> = {
    ask: {
      may: ASSOCIATION,
      ready: () => (request) =>
        s.asking.ask(request, { assignmentId: s.assignmentId, code: 'HELP', remark: 'Какие книги?' }),
    },
    setDay: {
      may: ASSOCIATION,
      ready: async () => {
        const id = await s.asked();
        return (request) => s.asking.setDay(request, id, '2027-02-26');
      },
    },
    sendNow: {
      may: ASSOCIATION,
      ready: async () => {
        await s.asked();
        return (request) => s.asking.sendNow(request, s.assignmentId);
      },
    },
    take: {
      may: ASSOCIATION,
      ready: async () => {
        const id = await s.asked();
        await s.explain('head_here', id);
        return (request) => s.asking.take(request, id);
      },
    },
    drop: {
      may: ASSOCIATION,
      ready: async () => {
        const id = await s.asked();
        return (request) => s.asking.drop(request, id);
      },
    },
    accept: { may: ASSOCIATION, ready: () => (request) => s.acceptance.accept(request, s.assignmentId, 1) },
    acceptAll: {
      may: ASSOCIATION,
      ready: async () => {
        const [one] = withoutRemarks(await waitingIn(s.prisma, s.campaignId));
        const shown = { campaignId: s.campaignId, count: 1, lastSubmissionId: one?.submissionId ?? 0 };
        return (request) => s.acceptance.acceptAll(request, shown);
      },
    },
    reconsider: {
      may: ASSOCIATION,
      ready: async () => {
        await s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 1);
        return (request) => s.acceptance.reconsider(request, s.assignmentId);
      },
    },
    explain: {
      may: [...ASSOCIATION, ...CITY],
      ready: async () => {
        const id = await s.asked();
        return (request) => s.answering.explain(request, id, { text: 'Верно.', way: 'chat' });
      },
    },
    reopen: {
      may: CITY,
      ready: async () => {
        const id = await s.asked();
        await s.explain('head_here', id);
        return (request) => s.answering.reopen(request, id);
      },
    },
    object: {
      may: ['head_here'],
      ready: async () => {
        const id = await s.asked();
        await s.explain('association_coordinator', id);
        return (request) => s.answering.object(request, id);
      },
    },
    keep: {
      may: CITY,
      ready: async () => {
        const id = await s.asked();
        await s.write('И дорога.');
        return (request) => s.answering.keep(request, id);
      },
    },
    correct: {
      may: CITY,
      ready: async () => {
        const id = await s.asked();
        await s.write('И дорога.');
        return (request) => s.answering.correct(request, id);
      },
    },
  };

  describe.each(Object.entries(VERBS))('%s', (_, { may, ready }) => {
    it('changes nothing for whoever may not', async () => {
      const call = await ready();
      const before = await s.rows();
      for (const who of ACTORS.filter((each) => !may.includes(each)))
        expect(await call(await s.by(who)), who).toEqual({ kind: 'no_right' });
      expect(await s.rows()).toEqual(before);
    });

    it.each(may)(
      'is done for %s in a closed campaign too, once with one key, and written down',
      async (who) => {
        const call = await ready();
        await s.prisma.campaign.updateMany({ data: { closedAt: LATER } });
        const request = await s.by(who);
        const [first, again] = await Promise.all([call(request), call(request)]);
        expect(first).toMatchObject({ kind: 'done' });
        expect(again).toEqual(first);
        const { personId } = request.actor;
        const entry = await s.prisma.journal.findUniqueOrThrow({
          where: { requestKey: request.requestKey },
        });
        expect(entry).toMatchObject({ personId, seatId: expect.any(Number) as number });
      },
    );
  });

  it('identifiers that are nowhere change nothing', async () => {
    const before = await s.rows();
    const none = 2 ** 31 - 1;
    const coordinator = () => s.by('association_coordinator');
    expect(
      await s.asking.ask(await coordinator(), { assignmentId: none, code: 'HELP', remark: 'А?' }),
    ).toEqual({ kind: 'gone' });
    expect(
      await s.asking.ask(await coordinator(), { assignmentId: s.assignmentId, code: 'NOPE', remark: 'А?' }),
    ).toEqual({
      kind: 'no_question',
    });
    expect(await s.asking.take(await coordinator(), none)).toEqual({ kind: 'gone' });
    expect(await s.asking.drop(await coordinator(), none)).toEqual({ kind: 'gone' });
    expect(await s.answering.explain(await s.by('head_here'), none, { text: 'А', way: 'chat' })).toEqual({
      kind: 'gone',
    });
    expect(await s.answering.correct(await s.by('head_here'), none)).toEqual({ kind: 'gone' });
    expect(await s.acceptance.accept(await coordinator(), none, 1)).toEqual({ kind: 'gone' });
    expect(await s.rows()).toEqual(before);
  });
});

describe('a coordinator on leave', () => {
  const away = async (seatId: number, actingSeatId: number) => {
    const days = { fromOn: new Date('2027-02-10'), untilOn: new Date('2027-02-20') };
    await s.prisma.acting.create({ data: { seatId, actingSeatId, ...days, setAt: LATER } });
  };

  it('of the association: what the city answers, objects to and submits is told to whoever acts for him', async () => {
    const { association_coordinator: onLeave, approver_here: acts, head_here: head } = s.world.officials;
    await s.prisma.seat.update({ where: { id: s.second.seatId }, data: { closedAt: LATER } });
    const [id, help] = [await s.asked(), await s.asked('HELP')];
    await away(onLeave.seatId, acts.seatId);
    await s.explain('head_here', id);
    await s.explain('coordinator_here', help);
    await s.answering.object(await s.by('head_here'), help);
    const association = { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' };
    const [job] = clarificationJobs(s.prisma, association);
    await job?.run({ now: LATER, slot: '', signal: new AbortController().signal });
    const told = await s.prisma.notice.findMany({ where: { personId: { not: head.personId } } });
    expect(told.map((each) => [each.kind, each.personId])).toEqual(
      ['answered', 'answered', 'objected', 'submitted'].map((kind) => [
        `clarification.${kind}`,
        acts.personId,
      ]),
    );
    await s.prisma.seat.update({ where: { id: s.second.seatId }, data: { closedAt: null } });
    await s.prisma.acting.deleteMany();
  });

  it('of the city: a lost respondent, and what is asked while he is away', async () => {
    const { coordinator_here: coordinator, head_beside: deputy, head_here: head } = s.world.officials;
    await away(coordinator.seatId, deputy.seatId);
    expect(await concernedByLoss(s.prisma, LATER, s.world.here)).toEqual([deputy.personId]);
    const lost = { where: { id: head.personId } };
    await s.prisma.person.update({ ...lost, data: { reach: 'blocked' } });
    const view = await loadAssignment(s.prisma, s.assignmentId);
    const people = view ? await cityRecipients(s.prisma, view, LATER) : [];
    expect(people.map(({ personId, role }) => [personId, role])).toEqual([[deputy.personId, 'coordinator']]);
    await s.prisma.person.update({ ...lost, data: { reach: 'ok' } });
    await s.prisma.acting.deleteMany();
  });
});
