import { formatDay } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { BoardEntry } from './store.ts';
import { capital, executorOf, partOf, withExecutors } from './words.ts';
import { asOf, campaignLabels, termLine } from '../campaign/desk.ts';
import { lines, stateOf } from '../campaign/messages.ts';
import { whoAnswers } from '../campaign/notices.ts';
import type { Respondent } from '../campaign/store.ts';
import { titleOf } from '../wording.ts';

/** So many executors fit a phone; the table has them all. */
const MOST = 12;

/** *Кто сдал* for a city: each of its questionnaires with the department that answers and what is with executors. */
export function cityBoard(
  texts: Texts,
  view: {
    city: { id: number; name: string; timeZone: string };
    entries: readonly BoardEntry[];
    now: Date;
  },
): Message {
  const { city, entries, now } = view;
  const { t } = texts;
  const labelOf = campaignLabels(
    texts,
    entries.map(({ row }) => row.campaign),
  );
  const waiting = entries.filter(({ row }) => !row.submitted && !row.campaign.closedAt);
  return {
    ...lines(
      texts.rich('board:city.head', { city: city.name }),
      asOf(texts, now, city),
      ...entries.map((entry) => `\n${blockOf(texts, entry, now)}`),
    ),
    keyboard: keyboard(
      ...entries.map(({ row }) =>
        button(
          entries.length === 1 ? t('board:buttons.city') : labelOf(row.campaign),
          'k.city',
          row.assignmentId,
        ),
      ),
      ...waiting.map(({ row }) =>
        button(
          waiting.length === 1 ? t('board:buttons.remind') : labelOf(row.campaign, 'remind'),
          'r.ask',
          row.campaign.id,
        ),
      ),
      [
        button(t('board:buttons.text'), 'b.ctext', city.id),
        button(t('board:buttons.excel'), 'b.cexcel', city.id),
      ],
      button(t('chat:buttons.menu'), 'menu'),
    ),
  };
}

function blockOf(texts: Texts, entry: BoardEntry, now: Date): string {
  const { t } = texts;
  const { row } = entry;
  const { respondent } = row;
  const given = withExecutors(entry);
  const who = respondent ? whoOf(texts, respondent) : t('board:city.nobody');
  return [
    titleOf(texts, row.campaign),
    who,
    t('board:city.state', { state: stateOf(texts, row) }),
    row.campaign.closedAt
      ? t('board:text.closed')
      : !row.submitted && termLine(texts, row.dueOn, now, row.city),
    given.length > 0 && t('board:city.given'),
    ...given.slice(0, MOST).map((each) => {
      const line = t('board:city.given_line', {
        who: executorOf(each),
        what: partOf(texts, row.campaign, each.code),
        state: t(`board:given.${each.state}`),
      });
      if (!each.dueOn) return line;
      return t('board:city.given_due', { line, day: formatDay(each.dueOn, texts.language, 'table') });
    }),
    given.length > MOST && t('board:city.more', { count: given.length - MOST }),
  ]
    .filter(Boolean)
    .join('\n');
}

/** «управление организационной работы — Берёзкина А.В., начальник управления»; each stands once, whatever is missing. */
function whoOf(texts: Texts, respondent: Respondent): string {
  const { departmentName: department } = respondent;
  const who = whoAnswers(texts, { ...respondent, departmentName: null });
  return department === null ? capital(who) : texts.t('board:city.who', { department, who });
}
