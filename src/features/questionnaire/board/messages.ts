import { formatInstant } from '../../../services/calendar/index.ts';
import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { BOARD_FILTERS, BOARD_ORDERS, filtered, lastChange, ordered } from './order.ts';
import type { BoardFilter, BoardOrder } from './order.ts';
import { asOf, back, dayOf, label, pageOf, termLine, turning, whenWritten } from '../campaign/desk.ts';
import { plannedLine } from '../reminders/screens.ts';
import type { WaitingRound } from '../reminders/store.ts';
import { branchOf } from './words.ts';
import { cityLine, figures, lines } from '../campaign/messages.ts';
import type { CampaignView, CityRow } from '../campaign/store.ts';
import type { Association } from '../paper.ts';

/** The screens of *Кто сдал* for the association. Plain data in, a message out. */

export interface BoardView {
  campaign: CampaignView;
  /** All cities of the campaign. */
  rows: readonly CityRow[];
  now: Date;
  association: Association;
}

export function boardMessage(texts: Texts, view: BoardView, reminder: WaitingRound | null): Message {
  const { campaign, rows, now, association } = view;
  const { id, year, closedAt } = campaign;
  const { t } = texts;
  const waiting = rows.some(({ submitted }) => !submitted);
  const toAccept = rows.some(({ submitted, state }) => submitted && state !== 'accepted');
  const closed =
    closedAt &&
    (campaign.archived
      ? t('behalf:archive.home')
      : t('campaign:home.closed', {
          time: formatInstant(closedAt, association.timeZone, texts.language, 'time'),
          day: dayOf(texts, closedAt, now, association.timeZone),
          city: association.name,
        }));
  return {
    ...lines(
      texts.rich('board:head', { year, branch: branchOf(campaign) }),
      asOf(texts, now, association),
      ...figures(texts, rows),
      closed ?? termLine(texts, campaign.dueOn, now, { name: null, timeZone: association.timeZone }),
      reminder && plannedLine(texts, reminder, now, association),
    ),
    keyboard: keyboard(
      [
        waiting && button(t('board:buttons.waiting'), 'b.list', id, 'waiting', 'state', 0),
        waiting && !closedAt && button(t('board:buttons.remind'), 'r.ask', id),
      ],
      // Seven buttons at most: all cities are also to be found from those that have not submitted, by *Состояния*.
      toAccept && waiting
        ? button(t('clarification:buttons.list'), 'c.list', id, 0)
        : [
            button(t('board:buttons.all'), 'b.list', id, 'all', 'name', 0),
            toAccept && button(t('clarification:buttons.list'), 'c.list', id, 0),
          ],
      [button(t('board:buttons.text'), 'b.text', id), button(t('board:buttons.excel'), 'b.excel', id)],
      waiting && !campaign.archived && button(t('board:buttons.calls'), 'b.calls', id, 0),
      back(texts, 'k.year', id),
    ),
  };
}

/** A page of the cities; a city leads to its card. */
export function boardList(
  texts: Texts,
  view: BoardView & { filter: BoardFilter; order: BoardOrder; page: number },
): Message {
  const { campaign, now, association, filter, order } = view;
  const { t } = texts;
  const rows = ordered(filtered(view.rows, filter), order);
  const shown = pageOf(rows, view.page);
  const next = BOARD_ORDERS[(BOARD_ORDERS.indexOf(order) + 1) % BOARD_ORDERS.length] ?? 'name';
  const to = (page: number, by: BoardOrder = order): Button =>
    button(t(`board:buttons.order.${by}`), 'b.list', campaign.id, filter, by, page);
  return {
    ...lines(
      texts.rich('board:list.head', {
        filter: t(`board:filter.${filter}`),
        n: rows.length,
        total: view.rows.length,
        year: campaign.year,
      }),
      asOf(texts, now, association),
      rows.length > 1 && t(`board:list.order.${order}`),
      '',
      rows.length === 0 && t('board:list.none'),
      ...shown.items.map((row) => listLine(texts, row, order, now)),
      shown.pages > 1 && t('campaign:page', { page: shown.page + 1, pages: shown.pages }),
    ),
    keyboard: keyboard(
      ...flow(shown.items.map((row) => button(label(row.city.name), 'k.city', row.assignmentId))),
      turning(texts, shown, to),
      [rows.length > 1 && to(0, next), button(t('board:buttons.states'), 'b.states', campaign.id, order)],
      back(texts, 'b.board', campaign.id),
    ),
  };
}

/** In the order of activity each line says when. */
function listLine(texts: Texts, row: CityRow, order: BoardOrder, now: Date): string {
  const line = cityLine(texts, row);
  const at = order === 'last' ? lastChange(row) : null;
  if (!at) return line;
  return texts.t('board:list.line_when', { line, when: whenWritten(texts, at, now, row.city.timeZone) });
}

/** Which cities to show: those states that a city is in, with their number. */
export function statesMessage(texts: Texts, view: BoardView, order: BoardOrder): Message {
  const { campaign, rows } = view;
  const { t } = texts;
  const some = BOARD_FILTERS.map((filter) => ({ filter, n: filtered(rows, filter).length })).filter(
    ({ filter, n }) => n > 0 && filter !== 'waiting',
  );
  return {
    ...lines(
      texts.rich('board:list.states', { year: campaign.year }),
      asOf(texts, view.now, view.association),
      ...figures(texts, rows),
    ),
    keyboard: keyboard(
      ...flow(
        some.map(({ filter, n }) =>
          button(
            t('board:list.state', { filter: t(`board:filter.${filter}`), n }),
            'b.list',
            campaign.id,
            filter,
            order,
            0,
          ),
        ),
      ),
      back(texts, 'b.board', campaign.id),
    ),
  };
}
