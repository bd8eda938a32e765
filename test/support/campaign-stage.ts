import path from 'node:path';
import { createI18n } from '../../src/services/i18n/i18n.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import type { Prisma, PrismaClient } from '../../src/platform/database/generated/client.ts';
import { loadActor } from '../../src/services/people/store.ts';
import type { By } from '../../src/services/people/verb.ts';
import { enqueue } from '../../src/services/delivery/outbox.ts';
import { createCampaignActions } from '../../src/features/questionnaire/campaign/actions.ts';
import type { CampaignActions } from '../../src/features/questionnaire/campaign/actions.ts';
import { ensureBuiltIns } from '../../src/features/questionnaire/campaign/built-in.ts';
import { createCampaignRenderers } from '../../src/features/questionnaire/campaign/notices.ts';
import type { CampaignNoticeKind } from '../../src/features/questionnaire/campaign/notices.ts';
import { citiesInCampaign } from '../../src/features/questionnaire/campaign/store.ts';
import type { CityRow } from '../../src/features/questionnaire/campaign/store.ts';

/** A Monday morning in January: the time of the year when the questionnaires are asked for. */
export const STAGE_NOW = new Date('2027-01-18T03:00:00Z');

export const i18n = createI18n(path.join(packageRoot(), 'locales'));

/** A post with its holder, ready to ask for things. */
export interface Official {
  seatId: number;
  personId: number;
  by: By;
}

/** Three cities in three zones: one head, two heads, and nobody at all; with their coordinators. */
export async function createStage(prisma: PrismaClient) {
  await prisma.$transaction([
    prisma.notice.deleteMany(),
    prisma.journal.deleteMany(),
    prisma.answer.deleteMany(),
    prisma.reminder.deleteMany(),
    prisma.reminderRound.deleteMany(),
    prisma.delegation.deleteMany(),
    prisma.assignment.deleteMany(),
    prisma.campaign.deleteMany(),
    prisma.form.deleteMany(),
    prisma.branch.deleteMany(),
    prisma.holding.deleteMany(),
    prisma.seat.deleteMany(),
    prisma.person.deleteMany(),
    prisma.city.deleteMany(),
  ]);
  await ensureBuiltIns(prisma, { texts: i18n('ru'), now: STAGE_NOW });
  let keys = 0;

  /** `name` null: nobody holds the post. */
  async function seat(kind: string, cityId: number | null, name: string | null): Promise<Official> {
    const { id: seatId } = await prisma.seat.create({
      data: { kind, cityId, post: `${kind} ${name ?? ''}`.trim() },
    });
    const telegramId = 700_000 + seatId;
    let personId = 0;
    if (name !== null) {
      const data = { telegramId, surname: name, name: 'Вера', patronymic: 'Павловна', createdAt: STAGE_NOW };
      personId = (await prisma.person.create({ data })).id;
      await prisma.holding.create({ data: { seatId, personId, from: STAGE_NOW } });
    }
    return {
      seatId,
      personId,
      by: { actor: await loadActor(prisma, telegramId, STAGE_NOW), requestKey: '', now: STAGE_NOW },
    };
  }

  const city = (name: string, timeZone: string) => prisma.city.create({ data: { name, timeZone } });
  const [east, middle, west] = [
    await city('Благовещенск', 'Asia/Yakutsk'),
    await city('Новосибирск', 'Asia/Novosibirsk'),
    await city('Калининград', 'Europe/Kaliningrad'),
  ];
  const actions: CampaignActions = createCampaignActions({
    prisma,
    delivery: { enqueue: (db, notices) => enqueue(db, notices, STAGE_NOW), wake: () => undefined },
    association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
  });

  /** A request of its own. */
  const asks = ({ by }: Official, now = STAGE_NOW): By => ({ ...by, requestKey: `test:${keys++}`, now });

  const stage = {
    prisma,
    actions,
    asks,
    seat,
    east,
    middle,
    west,
    association: await seat('association_coordinator', null, 'Кедрова'),
    eastHead: await seat('head', east.id, 'Берёзкина'),
    first: await seat('head', middle.id, 'Первов'),
    second: await seat('head', middle.id, 'Второв'),
    middleCoordinator: await seat('city_coordinator', middle.id, 'Средняя'),
    eastCoordinator: await seat('city_coordinator', east.id, 'Восточная'),

    /** Opens the campaign of 2026 with a term on 12 February 2027. */
    async open(cities = [east, middle, west]) {
      const plan = { year: 2026, dueOn: '2027-02-12', cityIds: cities.map(({ id }) => id) };
      const outcome = await actions.open(asks(stage.association), plan);
      if (outcome.kind !== 'done') throw new Error(outcome.kind);
      const rows = await citiesInCampaign(prisma, outcome.campaignId, STAGE_NOW);
      const rowOf = ({ id }: { id: number }): CityRow => {
        const row = rows.find((each) => each.city.id === id);
        if (!row) throw new Error('the city is not in the campaign');
        return row;
      };
      return { outcome, campaignId: outcome.campaignId, rowOf };
    },

    queued: (where: Prisma.NoticeWhereInput = {}) =>
      prisma.notice.findMany({ where, select: { kind: true, personId: true }, orderBy: { id: 'asc' } }),

    /** What each notice of a kind would say to the person now, oldest first; null where it is withdrawn. */
    async read(kind: CampaignNoticeKind, { personId }: Official): Promise<(string | null)[]> {
      const rows = await prisma.notice.findMany({ where: { kind, personId }, orderBy: { id: 'asc' } });
      const render = createCampaignRenderers({ prisma, i18n })[kind];
      const recipient = { personId, chatId: 1, language: 'ru' as const, reach: 'ok' };
      return Promise.all(
        rows.map(async ({ args }) => (await render(args, recipient, STAGE_NOW))?.text ?? null),
      );
    },
  };
  return stage;
}

export type Stage = Awaited<ReturnType<typeof createStage>>;
