import type { Db } from '../../../platform/database/client.ts';
import { dayIn, formatDay, formatInstant } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { asOf, back, dayOf, label, pageOf, termLine, turning } from './desk.ts';
import type { CampaignShown } from './desk.ts';
import type { DraftView } from './drafts.ts';
import { firstTermOf, reopenedAt } from './history.ts';
import type { CampaignStep } from './history.ts';
import { branchOf, figures, lines } from './messages.ts';
import type { CampaignView, CityRow } from './store.ts';
import type { Association } from '../paper.ts';
import { plannedLine } from '../reminders/screens.ts';
import type { WaitingRound } from '../reminders/store.ts';

/** The screens on which a campaign is found: one campaign, all of them, and what is said while none is open. */

/** One campaign in its present state, with all that can be done next. */
export function campaignMessage(
  texts: Texts,
  view: {
    campaign: CampaignShown;
    rows: readonly CityRow[];
    steps: readonly CampaignStep[];
    /** A round that is planned and has not gone out. */
    reminder: WaitingRound | null;
    now: Date;
    association: Association;
  },
): Message {
  const { campaign, rows, now, association } = view;
  const { id, year, closedAt, branchId } = campaign;
  const { t } = texts;
  const volume = button(t('volume:buttons.volume'), 'vol.home', id);
  const history = button(t('campaign:buttons.history'), 'k.history', id, 0);
  const all = button(t('campaign:buttons.all'), 'k.years', 0);
  const more = [history, all];
  // Once there is something to print; the history is behind it then.
  const printable = rows.some(({ submitted }) => submitted);
  return {
    ...lines(
      texts.rich('campaign:home.head', { year, branch: branchOf(campaign) }),
      asOf(texts, now, association),
      ...figures(texts, rows, campaign.archived),
      ...stateLines(texts, view),
    ),
    keyboard: campaign.archived
      ? keyboard(
          button(t('board:menu'), 'b.board', id),
          [button(t('campaign:buttons.add'), 'k.add', id), volume],
          more,
          back(texts, 'k.home'),
        )
      : closedAt
        ? keyboard(
            [button(t('board:menu'), 'b.board', id), volume],
            button(t('campaign:buttons.reopen'), 'k.reopen', id),
            button(t('campaign:buttons.questions'), 'k.form', branchId),
            more,
            back(texts, 'k.home'),
          )
        : keyboard(
            [button(t('board:menu'), 'b.board', id), button(t('reminder:buttons.remind'), 'r.ask', id)],
            [
              button(t('campaign:buttons.extend'), 'k.term', id, 0),
              button(t('campaign:buttons.add'), 'k.add', id),
            ],
            button(t('campaign:buttons.close'), 'k.close', id),
            [printable ? volume : history, all],
          ),
  };
}

/** Open since when, until when, extended or not; or closed. */
function stateLines(texts: Texts, view: Parameters<typeof campaignMessage>[1]): (string | false)[] {
  const { campaign, steps, reminder, now, association } = view;
  const { openedAt, closedAt, dueOn } = campaign;
  const { t, language } = texts;
  const { timeZone } = association;
  if (campaign.archived) return [t('behalf:archive.home')];
  if (closedAt) {
    const time = formatInstant(closedAt, timeZone, language, 'time');
    const day = dayOf(texts, closedAt, now, timeZone);
    return [t('campaign:home.closed', { time, day, city: association.name })];
  }
  const again = reopenedAt(steps);
  const first = firstTermOf(steps);
  return [
    again
      ? t('campaign:home.reopened', { day: dayOf(texts, again, now, timeZone) })
      : t('campaign:home.opened', { day: dayOf(texts, openedAt, now, timeZone) }),
    termLine(texts, dueOn, now, { name: null, timeZone }),
    first !== null &&
      t('campaign:home.extended', { day: formatDay(first, language, 'weekday', dayIn(now, timeZone)) }),
    reminder !== null && plannedLine(texts, reminder, now, association),
  ];
}

/** Nothing is open: the last campaign, if there was one, the drafts, and *Открыть сбор*. */
export function noneOpenMessage(
  texts: Texts,
  last: { campaign: CampaignView; rows: readonly CityRow[] } | null,
  drafts: readonly DraftView[],
): Message {
  const { t } = texts;
  const text = last
    ? t('campaign:home.none_open', { year: last.campaign.year, figures: figures(texts, last.rows)[0] ?? '' })
    : t('campaign:home.never');
  return {
    text,
    keyboard: keyboard(
      button(t('campaign:buttons.open'), 'k.open'),
      ...drafts
        .slice(0, 2)
        .map(({ id, year }) => button(t('campaign:buttons.draft', { year }), 'k.draft', id)),
      last && button(t('campaign:buttons.year', { year: last.campaign.year }), 'k.year', last.campaign.id),
      [button(t('campaign:buttons.questions'), 'k.form', 0), button(t('campaign:buttons.branches'), 'k.br')],
      last && button(t('campaign:buttons.all'), 'k.years', 0),
    ),
  };
}

/** A campaign, or a draft of one, as the list of all shows it. */
export interface Listed {
  id: number;
  year: number;
  branchShort: string;
  branchName: string;
  state: 'draft' | 'open' | 'closed' | 'archive';
  /** What the association has, of the cities in it. */
  submitted: number;
  total: number;
}

const HAS = ['submitted', 'to_clarify', 'accepted'];

/** Open campaigns, then drafts, then closed ones. */
export async function listOf(
  db: Db,
  campaigns: readonly CampaignView[],
  drafts: readonly DraftView[],
): Promise<Listed[]> {
  const counts = await db.assignment.groupBy({
    by: ['campaignId', 'state'],
    where: { campaignId: { in: campaigns.map(({ id }) => id) } },
    _count: true,
  });
  const listed = campaigns.map((campaign): Listed => {
    const own = counts.filter(({ campaignId }) => campaignId === campaign.id);
    const sum = (some: typeof own): number => some.reduce((total, { _count }) => total + _count, 0);
    const submitted = sum(own.filter(({ state }) => HAS.includes(state)));
    const state = campaign.archived ? 'archive' : campaign.closedAt ? 'closed' : 'open';
    return { ...campaign, state, submitted, total: sum(own) };
  });
  const begun = drafts.map(({ id, year, branch, cityIds }): Listed => {
    const { short: branchShort, name: branchName } = branch;
    return { id, year, branchShort, branchName, state: 'draft', submitted: 0, total: cityIds.length };
  });
  const open = listed.filter(({ state }) => state === 'open');
  return [...open, ...begun, ...listed.filter(({ state }) => state === 'closed' || state === 'archive')];
}

/** All campaigns; `several`: there is more than one branch, and each line says of which. This is the home then. */
export function campaignsMessage(
  texts: Texts,
  all: readonly Listed[],
  several: boolean,
  page: number,
): Message {
  const { t } = texts;
  const shown = pageOf(all, page, 4);
  const name = (each: Listed): string =>
    several
      ? t('campaign:all.of_branch', { branch: each.branchName, year: each.year })
      : t('campaign:all.of_year', { year: each.year });
  const line = (each: Listed): string =>
    t(each.state === 'archive' ? 'behalf:archive.listed' : `campaign:all.${each.state}`, {
      ...each,
      name: name(each),
      cities: t('campaign:cities', { count: each.total }),
    });
  const caption = (each: Listed): string =>
    each.state === 'archive'
      ? t('behalf:archive.caption', { year: each.year })
      : several
        ? t(`campaign:buttons.branch_${each.state}`, { short: each.branchShort, year: each.year })
        : t(`campaign:buttons.year_${each.state}`, { year: each.year });
  return {
    ...lines(
      texts.rich('campaign:all.head'),
      all.length === 0 && t('campaign:home.never'),
      ...shown.items.map(line),
      shown.pages > 1 && t('campaign:page', { page: shown.page + 1, pages: shown.pages }),
    ),
    keyboard: keyboard(
      ...shown.items.map((each) =>
        each.state === 'draft'
          ? button(label(caption(each)), 'k.draft', each.id, 'all')
          : button(label(caption(each)), 'k.year', each.id),
      ),
      turning(texts, shown, (to) => button('', 'k.years', to)),
      [
        button(t('campaign:buttons.open'), 'k.open'),
        !several && button(t('campaign:buttons.questions'), 'k.form', 0),
      ],
      button(t('behalf:buttons.archive'), 'k.arch'),
      [
        button(t('campaign:buttons.branches'), 'k.br'),
        several ? button(t('chat:buttons.menu'), 'menu') : back(texts, 'k.home'),
      ],
    ),
  };
}
