import { createAnswering } from '../features/questionnaire/answering/verbs.ts';
import { insertPiece } from '../features/questionnaire/answering/piece-insert.ts';
import { createCampaignActions } from '../features/questionnaire/campaign/actions.ts';
import { termProposals } from '../features/questionnaire/campaign/days.ts';
import { citiesInCampaign } from '../features/questionnaire/campaign/store.ts';
import { createAcceptance } from '../features/questionnaire/clarification/acceptance.ts';
import { createAsking } from '../features/questionnaire/clarification/asking.ts';
import { clarificationJobs } from '../features/questionnaire/clarification/jobs.ts';
import { createSubmitting } from '../features/questionnaire/review/submitting.ts';
import { makeVolume } from '../features/questionnaire/volume/making.ts';
import { recipientsOf } from '../features/questionnaire/volume/recipients.ts';
import { createVolumeVerbs } from '../features/questionnaire/volume/verbs.ts';
import type { Database } from '../platform/database/client.ts';
import { dayIn } from '../services/calendar/index.ts';
import { enqueue } from '../services/delivery/outbox.ts';
import type { Texts } from '../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE } from '../services/people/actor.ts';
import type { By } from '../services/people/verb.ts';
import { done } from './done.ts';
import { type Sample, withYears } from './sample.ts';

type SampleCity = Sample['cities'][number];

/** One act of a person of the sample at an instant. */
export type Step = (telegramId: number, at: Date) => Promise<By>;

/** What happens in a collection of the sample, through the verbs of the app; each act at an instant of its own. */
export function createCollecting(deps: {
  database: Database;
  texts: Texts;
  step: Step;
  /** The coordinator of the association, as a Telegram id. */
  coordinator: number;
}) {
  const { database, texts, step, coordinator } = deps;
  const { prisma, pool } = database;
  const association = { name: texts.t('questionnaire:association.city'), timeZone: ASSOCIATION_ZONE };
  const answering = createAnswering(prisma);
  const submitting = createSubmitting(prisma);
  const acceptance = createAcceptance(prisma);
  const asking = createAsking(prisma);
  const verbs = (at: Date) => ({
    prisma,
    association,
    delivery: {
      wake: () => undefined,
      enqueue: (...[db, notices]: [Parameters<typeof enqueue>[0], Parameters<typeof enqueue>[1]]) =>
        enqueue(db, notices, at),
    },
  });

  /** The questionnaire of a city, and its first head of a department, who answers it. */
  async function questionnaireOf(campaignId: number, city: SampleCity, at: Date) {
    const rows = await citiesInCampaign(prisma, campaignId, at);
    const row = rows.find((each) => each.city.name === city.name);
    const head = city.people.find(({ kind }) => kind === 'head');
    if (!row?.respondent || !head) throw new Error('the sample has a city without a head of department');
    const { assignmentId, respondent } = row;
    return { assignmentId, cityId: row.city.id, seatId: respondent.seatId, headId: head.id };
  }

  return {
    /** Opens the collection of a year with six weeks to answer. */
    async open(year: number, cityIds: number[], at: Date): Promise<{ id: number; year: number }> {
      const today = dayIn(at, ASSOCIATION_ZONE);
      const dueOn = termProposals(today).at(-1) ?? today;
      const actions = createCampaignActions(verbs(at));
      const { campaignId } = done(await actions.open(await step(coordinator, at), { year, dueOn, cityIds }));
      return { id: campaignId, year };
    },

    /** The head of the city writes these answers, and submits them if `submit`. */
    async answer(
      { id, year }: { id: number; year: number },
      city: SampleCity,
      { answers, submit }: { answers: SampleCity['lastYear']; submit: boolean },
      at: Date,
    ): Promise<void> {
      const { assignmentId, cityId, seatId, headId } = await questionnaireOf(id, city, at);
      await answering.open((await step(headId, at)).actor, assignmentId);
      for (const [code, text] of Object.entries(answers)) {
        if (text !== null) await write(code, text);
        const state = text === null ? 'skipped' : 'done';
        done(await answering.mark(await step(headId, at), { assignmentId, code }, state));
      }
      if (submit) done(await submitting.submit(await step(headId, at), assignmentId));

      async function write(code: string, text: string): Promise<void> {
        const { actor, requestKey } = await step(headId, at);
        // Of an earlier run; the campaign may be closed by now.
        if (await prisma.journal.findUnique({ where: { requestKey } })) return;
        // Below the numbers of all messages that the simulator will ever send.
        const messageId = Number(requestKey.split(':').at(-1));
        const stored = await insertPiece(pool, {
          requestKey,
          assignmentId,
          code,
          cityId,
          respondentSeatId: seatId,
          personId: actor.personId ?? NaN,
          seatId,
          sourceKey: `m:${headId}:${messageId}`,
          messageId,
          text: withYears(text, year),
          entities: [],
          sentAt: at,
          now: at,
        });
        if (stored !== 'stored') throw new Error(`the sample does not fit: ${stored}`);
      }
    },

    /** The association accepts what the city submitted. */
    async accept(campaignId: number, city: SampleCity, at: Date): Promise<void> {
      const { assignmentId } = await questionnaireOf(campaignId, city, at);
      done(await acceptance.accept(await step(coordinator, at), assignmentId, 1));
    },

    /** The association asks about one answer. */
    async ask(
      campaignId: number,
      city: SampleCity,
      asked: { code: string; remark: string },
      at: Date,
    ): Promise<void> {
      const { assignmentId } = await questionnaireOf(campaignId, city, at);
      done(await asking.ask(await step(coordinator, at), { assignmentId, ...asked }));
    },

    /** Nobody is in the middle of writing any more. */
    async close(campaignId: number, at: Date): Promise<void> {
      const actions = createCampaignActions(verbs(at));
      done(await actions.close(await step(coordinator, at), { campaignId, writing: 0 }));
    },

    /** The volume of what is accepted: closed, made, and sent to the cities. */
    async publish(campaignId: number, at: Date): Promise<void> {
      const volume = createVolumeVerbs(verbs(at));
      done(await volume.close(await step(coordinator, at), { campaignId, unaccepted: 0 }));
      const order = { campaignId, chatId: coordinator };
      const { buildId: id } = done(await volume.build(await step(coordinator, at), order));
      const made = await makeVolume({ prisma, association }, { id, campaignId }, { texts, now: at });
      if (made.kind === 'failed') throw made.error;
      await prisma.volumeBuild.update({ where: { id }, data: { state: 'done' } });
      const { people } = await recipientsOf(prisma, campaignId, at, at);
      const shown = { campaignId, people: people.length };
      done(await volume.send(await step(coordinator, at), shown));
    },

    /** The association hears of what was submitted by then, so that the app has no news of it. */
    async tell(at: Date): Promise<void> {
      const context = { now: at, slot: '', signal: new AbortController().signal };
      for (const job of clarificationJobs(prisma, association)) await job.run(context);
    },
  };
}
