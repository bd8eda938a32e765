import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { i18n } from '../../../test/support/campaign-stage.ts';
import { createTestDatabase } from '../../../test/support/database.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { seedSmallWorld } from '../../../test/support/people.ts';
import type { SmallWorld, Who } from '../../../test/support/people.ts';
import { actingsOf } from '../../services/people/acting-store.ts';
import { createPeople } from '../../services/people/index.ts';
import type { People } from '../../services/people/index.ts';
import { createActingNotices } from './acting-notices.ts';
import { actingLine } from './acting-screens.ts';
import type { Desk } from './desk.ts';

/** What is told when whoever acts is cut off. */

const NOW = new Date('2027-02-08T03:00:00Z');
const WEEK = { fromOn: '2027-02-08', untilOn: '2027-02-14' };
let db: TestDatabase;
let world: SmallWorld;
let people: People;

beforeAll(async () => {
  db = await createTestDatabase();
  world = await seedSmallWorld(db.database.prisma, NOW);
  people = createPeople({ prisma: db.database.prisma, codeKey: Buffer.alloc(1), adminIds: [] });
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.database.prisma.acting.deleteMany();
});

const by = async (who: Who) => ({ actor: await world.actor(who), requestKey: `c:${randomUUID()}`, now: NOW });

/** The post of `lent` is lent to the press approver, who is then cut off. @returns what each is told */
async function stopped(lent: 'head_here' | 'coordinator_here', doer: Who) {
  const { prisma } = db.database;
  const { approver_here: substitute } = world.officials;
  const wish = { seatId: world.officials[lent].seatId, actingSeatId: substitute.seatId, ...WEEK };
  expect(await people.setActing(await by(lent), wish)).toMatchObject({ kind: 'done' });
  await prisma.notice.deleteMany();
  expect(await people.cutOff(await by(doer), substitute.personId)).toMatchObject({ kind: 'done' });
  return told();
}

async function told() {
  const { prisma } = db.database;
  const render = createActingNotices({ prisma, i18n } as unknown as Desk)['acting_stopped'];
  const notices = await prisma.notice.findMany({ where: { kind: 'acting_stopped' }, orderBy: { id: 'asc' } });
  return Promise.all(
    notices.map(async ({ personId, args }) => {
      const to = { personId, chatId: 1, language: 'ru' as const, reach: 'ok' };
      return [personId, (await render?.(args, to, NOW))?.text ?? null];
    }),
  );
}

it('the holder, who answers again, and the coordinator; not the one who did it; nobody, once he is let in again', async () => {
  const { prisma } = db.database;
  const { head_here: head, coordinator_here: coordinator, approver_here: substitute } = world.officials;
  expect(await stopped('head_here', 'association_coordinator')).toEqual([
    [head.personId, expect.stringMatching(/^Проверкин700000005\u00A0И\.П\. больше не может вас замещать/)],
    [coordinator.personId, expect.stringContaining('Замещение: Проверкин700000007 Иван Петрович, head')],
  ]);
  const [view] = await actingsOf(prisma, { seatIds: [head.seatId] }, NOW);
  expect(view && actingLine(i18n('ru'), view, NOW)).toMatch(/И\.П\.: .* Доступ закрыт, замещать не может\.$/);
  await people.restore(await by('association_coordinator'), substitute.personId);
  expect((await told()).map(([, text]) => text)).toEqual([null, null]);
  await prisma.acting.deleteMany();
  expect(await stopped('head_here', 'coordinator_here')).toMatchObject([[head.personId, expect.anything()]]);
  await people.restore(await by('association_coordinator'), substitute.personId);
});

it('of a coordinator’s post the association hears', async () => {
  const { coordinator_here: coordinator, association_coordinator: association } = world.officials;
  expect(await stopped('coordinator_here', 'administrator')).toMatchObject([
    [coordinator.personId, expect.stringContaining('За должность отвечаете вы')],
    [association.personId, expect.stringContaining('Если оно ещё нужно')],
  ]);
});
