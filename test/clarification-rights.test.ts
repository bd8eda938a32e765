import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitingIn, withoutRemarks } from '../src/features/questionnaire/acceptance.ts';
import type { Request } from '../src/features/questionnaire/admission.ts';
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
