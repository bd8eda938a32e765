import { createAcceptance } from '../../src/features/questionnaire/clarification/acceptance.ts';
import type { Request } from '../../src/features/questionnaire/admission.ts';
import { createAnswering } from '../../src/features/questionnaire/answering/verbs.ts';
import { createClarificationAnswering } from '../../src/features/questionnaire/clarification/answering.ts';
import { createAsking } from '../../src/features/questionnaire/clarification/asking.ts';
import type { Question } from '../../src/features/questionnaire/form.ts';
import { insertPiece } from '../../src/features/questionnaire/answering/piece-insert.ts';
import type { SubmittedAnswer } from '../../src/features/questionnaire/store.ts';
import { createSubmitting, standingSubmission } from '../../src/features/questionnaire/review/submitting.ts';
import { createTestDatabase } from './database.ts';
import { dumpRows } from './dump.ts';
import { seedOfficial, seedSmallWorld } from './people.ts';
import type { Who } from './people.ts';
import { submitAnswers } from './submitted.ts';

const NOW = new Date('2027-02-12T05:00:00Z');
/** When the association reads it. */
export const LATER = new Date('2027-02-15T05:00:00Z');
const question = (code: string, required: boolean): Question => ({
  code,
  kind: 'long_text',
  text: `${code}?`,
  hint: '',
  required,
  limit: 1000,
});
const QUESTIONS = [question('ACHIEVED', true), question('HELP', false)];
export const ANSWERS = { ACHIEVED: 'Построен мост.', HELP: 'Нужны книги.' };

/** A submitted questionnaire of *here*, the verbs around it, and two coordinators of the association. */
export async function createClarificationStage() {
  const db = await createTestDatabase();
  const { prisma } = db.database;
  const world = await seedSmallWorld(prisma, NOW);
  const second = await seedOfficial(prisma, {
    telegramId: 700_000_050,
    kind: 'association_coordinator',
    now: NOW,
  });
  const asking = createAsking(prisma);
  const answering = createClarificationAnswering(prisma);
  const writing = createAnswering(prisma);
  const acceptance = createAcceptance(prisma);
  const submitting = createSubmitting(prisma);
  const branch = await prisma.branch.create({ data: { code: 'organisation', short: 'ОРГ', name: 'Работа' } });
  const form = await prisma.form.create({
    data: { code: 'organisation', version: 1, questions: QUESTIONS, createdAt: NOW },
  });
  const { id: campaignId } = await prisma.campaign.create({
    data: { branchId: branch.id, formId: form.id, year: 2026, dueOn: NOW, openedAt: NOW },
  });
  let keys = 0;

  async function by(who: Who, now = LATER): Promise<Request> {
    return { actor: await world.actor(who), requestKey: `v:${keys++}`, now };
  }

  async function asked(code = 'ACHIEVED'): Promise<number> {
    const what = { assignmentId: stage.assignmentId, code, remark: 'Верно ли это?' };
    const outcome = await asking.ask(await by('association_coordinator'), what);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    return outcome.clarificationId;
  }

  async function write(text: string, code = 'ACHIEVED'): Promise<'stored' | 'repeated' | 'shut'> {
    const { personId, seatId } = world.officials.head_here;
    const id = keys++;
    return insertPiece(db.database.pool, {
      requestKey: `m:${id}`,
      assignmentId: stage.assignmentId,
      code,
      cityId: world.here,
      respondentSeatId: seatId,
      personId,
      seatId,
      sourceKey: `m:7:${1000 + id}`,
      messageId: 1000 + id,
      text,
      entities: [],
      sentAt: LATER,
      now: LATER,
    });
  }

  const rows = () => dumpRows(db.database.pool);
  const state = async () =>
    (await prisma.assignment.findUniqueOrThrow({ where: { id: stage.assignmentId } })).state;
  const clarification = (id: number) => prisma.clarification.findUniqueOrThrow({ where: { id } });
  const explain = async (who: Who, id: number) =>
    answering.explain(await by(who), id, { text: 'Верно.', way: 'chat' });

  async function text(code = 'ACHIEVED'): Promise<string> {
    const content = (await standingSubmission(prisma, stage.assignmentId))?.content;
    return (content as unknown as SubmittedAnswer[]).find((each) => each.code === code)?.text ?? '';
  }

  async function written(code = 'ACHIEVED'): Promise<string[]> {
    const pieces = await prisma.piece.findMany({
      where: { removedBy: null, answer: { assignmentId: stage.assignmentId, code } },
      orderBy: { position: 'asc' },
    });
    return pieces.map((piece) => piece.text);
  }

  const stage = {
    /** Of the questionnaire of *here*; another one after each `reset`. */
    assignmentId: 0,
    campaignId,
    prisma,
    world,
    second,
    asking,
    answering,
    writing,
    acceptance,
    submitting,
    by,
    key: () => `v:${keys++}`,
    asked,
    write,
    rows,
    state,
    clarification,
    explain,
    text,
    written,
    drop: () => db.drop(),

    /** Everything anew: submitted in time, asked about by nobody. */
    async reset(): Promise<void> {
      await prisma.passage.deleteMany();
      await prisma.clarification.deleteMany();
      await prisma.submission.deleteMany();
      await prisma.piece.deleteMany();
      await prisma.answer.deleteMany();
      await prisma.passage.deleteMany();
      await prisma.assignment.deleteMany();
      await prisma.journal.deleteMany();
      await prisma.notice.deleteMany();
      await prisma.campaign.updateMany({ data: { closedAt: null } });
      await prisma.assignment.create({
        data: { campaignId, cityId: world.here, respondentSeatId: world.officials.head_here.seatId },
      });
      const { telegramId } = world.officials.head_here;
      stage.assignmentId = await submitAnswers(prisma, { telegramId, cityId: world.here, now: NOW }, ANSWERS);
    },
  };
  return stage;
}

export type ClarificationStage = Awaited<ReturnType<typeof createClarificationStage>>;
