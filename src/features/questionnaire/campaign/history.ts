import type { Db } from '../../../platform/database/client.ts';
import { dayIn, formatDay, formatInstant } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import type { Told } from './actions.ts';
import { back, dayOf, pageOf, turning } from './desk.ts';
import type { CampaignShown } from './desk.ts';
import { lines } from './messages.ts';
import type { Association } from '../paper.ts';

/** What happens to a whole campaign, by the journal. */
const STEPS = [
  'draft_campaign',
  'open_campaign',
  'extend_campaign',
  'add_to_campaign',
  'close_campaign',
  'reopen_campaign',
] as const;

/** One step of a campaign's life. */
export interface CampaignStep {
  verb: (typeof STEPS)[number];
  at: Date;
  /** «Кедрова О.Н.»; the post where the person is not known any more; null: neither is. */
  who: string | null;
  /** What the verb wrote down. */
  told: Partial<Told>;
}

/** The life of a campaign, the newest step first: what was done to it, or to the term of one of its cities. */
export async function stepsOf(db: Db, campaignId: number): Promise<CampaignStep[]> {
  const cities = await db.assignment.findMany({ where: { campaignId }, select: { id: true } });
  const rows = await db.journal.findMany({
    where: {
      verb: { in: [...STEPS] },
      subject: { in: [`campaign:${campaignId}`, ...cities.map(({ id }) => `assignment:${id}`)] },
    },
    orderBy: { id: 'desc' },
  });
  const ids = (all: (number | null)[]): number[] => all.filter((id) => id !== null);
  const [people, seats] = await Promise.all([
    db.person.findMany({ where: { id: { in: ids(rows.map(({ personId }) => personId)) } } }),
    db.seat.findMany({ where: { id: { in: ids(rows.map(({ seatId }) => seatId)) } } }),
  ]);
  return rows.map(({ verb, at, personId, seatId, outcome }) => {
    const person = people.find(({ id, surname }) => id === personId && surname !== null);
    const post = seats.find(({ id }) => id === seatId)?.post ?? null;
    return {
      verb: verb as CampaignStep['verb'],
      at,
      who: person ? listed(person) : post,
      told: outcome as Partial<Told>,
    };
  });
}

/** The day that the campaign was opened with, where it was extended for all; null: the term is the first one. */
export function firstTermOf(steps: readonly CampaignStep[]): string | null {
  const first = steps.findLast(({ verb, told }) => verb === 'extend_campaign' && told.city === undefined);
  return first?.told.was ?? null;
}

/** When the campaign was opened again after it was closed; null: never. */
export function reopenedAt(steps: readonly CampaignStep[]): Date | null {
  return steps.find(({ verb }) => verb === 'reopen_campaign')?.at ?? null;
}

/** Steps of a page: two lines each on a phone. */
const SHOWN = 8;

export function historyMessage(
  texts: Texts,
  view: {
    campaign: CampaignShown;
    steps: readonly CampaignStep[];
    now: Date;
    association: Association;
    page: number;
  },
): Message {
  const { campaign, steps, now, association } = view;
  const { id, year, of } = campaign;
  const shown = pageOf(steps, view.page, SHOWN);
  return {
    ...lines(
      texts.rich('campaign:history.head', { year, of }),
      texts.t('campaign:history.clock', { city: association.name }),
      '',
      ...shown.items.map((step) => stepLine(texts, step, now, association)),
      shown.pages > 1 && texts.t('campaign:page', { page: shown.page + 1, pages: shown.pages }),
    ),
    keyboard: keyboard(
      turning(texts, shown, (to) => button('', 'k.history', id, to)),
      back(texts, 'k.year', id),
    ),
  };
}

/** «• Понедельник, 18 января, 10:05. Сбор открыт: 3 города, срок — пятница, 12 февраля. Кедрова О.Н.» */
function stepLine(texts: Texts, step: CampaignStep, now: Date, { timeZone }: Association): string {
  const { verb, at, who, told } = step;
  const { t, language } = texts;
  const inWords = (day = ''): string =>
    day === '' ? '' : formatDay(day, language, 'weekday', dayIn(now, timeZone));
  const values = { city: told.city ?? '', day: inWords(told.dueOn), was: inWords(told.was) };
  const what = (): string => {
    switch (verb) {
      case 'open_campaign':
        return told.entered === undefined
          ? t('campaign:history.opened')
          : t('campaign:history.open_campaign', {
              ...values,
              cities: t('campaign:cities', { count: told.entered }),
            });
      case 'extend_campaign':
        return t(
          told.city === undefined ? 'campaign:history.extend_all' : 'campaign:history.extend_city',
          values,
        );
      case 'close_campaign':
        return told.writing
          ? t('campaign:history.close_writing', { n: told.writing })
          : t('campaign:history.close_campaign');
      default:
        return t(`campaign:history.${verb}`, values);
    }
  };
  return t(who === null ? 'campaign:history.line' : 'campaign:history.line_who', {
    day: dayOf(texts, at, now, timeZone),
    time: formatInstant(at, timeZone, language, 'time'),
    what: what(),
    who: who ?? '',
  });
}
