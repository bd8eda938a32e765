import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCampaignActions } from '../src/features/questionnaire/campaign/actions.ts';
import type { CampaignActions } from '../src/features/questionnaire/campaign/actions.ts';
import { BRANCH } from '../src/features/questionnaire/campaign/branches.ts';
import { editBranch } from '../src/features/questionnaire/campaign/branch-edit.ts';
import { ensureBuiltIns } from '../src/features/questionnaire/campaign/built-in.ts';
import { createDrafts } from '../src/features/questionnaire/campaign/drafts.ts';
import type { Drafts } from '../src/features/questionnaire/campaign/drafts.ts';
import { editForm } from '../src/features/questionnaire/campaign/form.ts';
import type { CampaignDependencies } from '../src/features/questionnaire/campaign/verb.ts';
import { enqueue } from '../src/services/delivery/outbox.ts';
import type { By } from '../src/services/people/verb.ts';
import { i18n } from './support/campaign-stage.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { dumpRows } from './support/dump.ts';
import { ACTORS, seedSmallWorld } from './support/people.ts';
import type { SmallWorld, Who } from './support/people.ts';

/** Each verb of a campaign's life, called by everybody for the city *here*: a wrong one changes no row. */

const NOW = new Date('2027-01-18T03:00:00Z');
const ASSOCIATION: Who[] = ['association_coordinator'];

let db: TestDatabase;
let world: SmallWorld;
let actions: CampaignActions;
let drafts: Drafts;
let branchId: number;
/** A campaign that is open, one that is closed, and a draft. */
let open: number;
let closed: number;
let draft: number;
let assignmentId: number;

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  await ensureBuiltIns(prisma, { texts: i18n('ru'), now: NOW });
  branchId = (await prisma.branch.findUniqueOrThrow({ where: { code: BRANCH } })).id;
  const deps = {
    prisma,
    delivery: {
      enqueue: (...[tx, notices]: Parameters<CampaignDependencies['delivery']['enqueue']>) =>
        enqueue(tx, notices, NOW),
      wake: () => undefined,
    },
    association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
  };
  actions = createCampaignActions(deps);
  drafts = createDrafts(deps);
});
afterAll(() => db.drop());

beforeEach(async () => {
  const { prisma } = db.database;
  await prisma.notice.deleteMany();
  await prisma.journal.deleteMany();
  await prisma.assignment.deleteMany();
  await prisma.campaign.deleteMany();
  await prisma.form.deleteMany({ where: { version: { gt: 1 } } });
  await prisma.branch.deleteMany({ where: { id: { not: branchId } } });
  const form = await prisma.form.findFirstOrThrow();
  const make = async (year: number, state: { openedAt?: Date; closedAt?: Date }) =>
    (await prisma.campaign.create({ data: { branchId, formId: form.id, year, dueOn: NOW, ...state } })).id;
  open = await make(2026, { openedAt: NOW });
  closed = await make(2025, { openedAt: NOW, closedAt: NOW });
  draft = await make(2027, {});
  const respondentSeatId = world.officials.head_here.seatId;
  const made = await prisma.assignment.create({
    data: { campaignId: open, cityId: world.here, respondentSeatId },
  });
  assignmentId = made.id;
});

async function by(who: Who): Promise<By> {
  return { actor: await world.actor(who), requestKey: `c:${randomUUID()}`, now: NOW };
}

interface Call {
  may: Who[];
  call: (by: By) => Promise<{ kind: string }>;
}

const day = '2027-03-01';
const VERBS: Record<string, Call> = {
  draft_campaign: {
    may: ASSOCIATION,
    call: (who) => drafts.begin(who, { branchId, year: 2028, dueOn: day }),
  },
  'edit_draft, the term': {
    may: ASSOCIATION,
    call: (who) => drafts.change(who, draft, { kind: 'term', dueOn: day }),
  },
  'edit_draft, a city': {
    may: ASSOCIATION,
    call: (who) => drafts.change(who, draft, { kind: 'cities', add: [world.here], remove: [] }),
  },
  discard_draft: { may: ASSOCIATION, call: (who) => drafts.discard(who, draft) },
  open_campaign: {
    may: ASSOCIATION,
    call: (who) => actions.open(who, { branchId, year: 2027, dueOn: day, cityIds: [world.here] }),
  },
  add_to_campaign: {
    may: ASSOCIATION,
    call: (who) => actions.addCity(who, { campaignId: open, cityId: world.there }),
  },
  'extend_campaign, for all': {
    may: ASSOCIATION,
    call: (who) => actions.extend(who, { campaignId: open, assignmentId: null, dueOn: day }),
  },
  'extend_campaign, for one': {
    may: ASSOCIATION,
    call: (who) => actions.extend(who, { campaignId: open, assignmentId, dueOn: day }),
  },
  'open_campaign, of a past year': {
    may: ASSOCIATION,
    call: (who) => actions.archive(who, { branchId, year: 2024 }),
  },
  close_campaign: { may: ASSOCIATION, call: (who) => actions.close(who, { campaignId: open, writing: 0 }) },
  reopen_campaign: { may: ASSOCIATION, call: (who) => actions.reopen(who, { campaignId: closed }) },
  name_respondent: {
    may: [...ASSOCIATION, 'coordinator_here'],
    call: (who) => actions.nameRespondent(who, { assignmentId, seatId: world.officials.head_beside.seatId }),
  },
  edit_form: {
    may: ASSOCIATION,
    call: (who) => editForm(db.database.prisma, who, BRANCH, { kind: 'remove', code: 'HELP' }),
  },
  'edit_branch, a new one': {
    may: ASSOCIATION,
    call: (who) =>
      editBranch(db.database.prisma, who, { kind: 'add', name: 'Культура', short: 'КУЛ', questions: 'none' }),
  },
  'edit_branch, its name': {
    may: ASSOCIATION,
    call: (who) => editBranch(db.database.prisma, who, { kind: 'name', branchId, text: 'Организация' }),
  },
};

const rows = () => dumpRows(db.database.pool);

describe.each(Object.entries(VERBS))('%s', (_, { may, call }) => {
  it('changes nothing for whoever may not', async () => {
    const before = await rows();
    for (const who of ACTORS.filter((each) => !may.includes(each)))
      expect(await call(await by(who)), who).toEqual({ kind: 'no_right' });
    expect(await rows()).toEqual(before);
  });

  it.each(may)('is done for %s, once for one request', async (who) => {
    const before = await rows();
    const request = await by(who);
    const [first, second] = await Promise.all([call(request), call(request)]);
    expect(first).toMatchObject({ kind: 'done' });
    expect(second).toEqual(first);
    const after = await rows();
    expect(after).not.toEqual(before);
    expect(await call(request)).toEqual(first);
    expect(await rows()).toEqual(after);
  });
});
