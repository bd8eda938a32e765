import { formatDay, formatInstant } from '../../services/calendar/index.ts';
import { button, flow, keyboard } from '../../services/chat/buttons.ts';
import type { Message } from '../../services/chat/screen.ts';
import type { RichText, Texts } from '../../services/i18n/i18n.ts';
import { asOf, back, dayOf, label, pageOf, termLine, turning, whenWritten } from './campaign-desk.ts';
import type { Association } from './paper.ts';
import { tally } from './campaign-state.ts';
import type { CampaignView, CityRow } from './campaign-store.ts';
import { whoAnswers } from './campaign-notices.ts';
import { questionNumber } from './form.ts';
import { chars, titleOf } from './wording.ts';

/** The screens of a campaign: what they say and which buttons they have. Plain data in, a message out. */

/** A rich first line, plain lines below it; what is absent falls out. */
export function lines(
  head: RichText,
  ...rest: (string | false | null)[]
): Pick<Message, 'text' | 'entities'> {
  const below = rest.filter((line) => line !== false && line !== null);
  return { text: [head.text, ...below].join('\n'), entities: head.entities };
}

/** The words above a screen that say what has just happened. */
export function above(note: string, message: Message): Message {
  if (note === '') return message;
  const shift = note.length + 2;
  const entities = (message.entities ?? []).map((entity) => ({ ...entity, offset: entity.offset + shift }));
  return { ...message, text: `${note}\n\n${message.text}`, entities };
}

/** «Сдали 3 из 12, из них с опозданием 1», then the others, those with nobody in them left out. */
export function figures(texts: Texts, rows: readonly CityRow[]): string[] {
  const counts = tally(rows.map(({ state }) => state));
  const done = counts.submitted + counts.submitted_late;
  const key =
    counts.submitted_late > 0 ? 'campaign:figures.submitted_some_late' : 'campaign:figures.submitted';
  const others = (['in_work', 'not_opened', 'not_connected', 'unnamed'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => texts.t(`campaign:figures.${state}`, { n: counts[state] }));
  const rest = others.join(' · ');
  return [
    texts.t(key, { n: done, total: rows.length, late: counts.submitted_late }),
    rest.charAt(0).toUpperCase() + rest.slice(1),
  ].filter(Boolean);
}

export function campaignMessage(
  texts: Texts,
  view: {
    campaign: CampaignView;
    rows: readonly CityRow[];
    now: Date;
    association: Association;
    several: boolean;
    /** The year whose campaign is to be opened next; null: all that can be meant are there. */
    next: number | null;
  },
): Message {
  const { campaign, rows, now, association, several, next } = view;
  const { id, year, closedAt } = campaign;
  const { t } = texts;
  const head = texts.rich('campaign:home.head', { year, branch: branchOf(campaign) });
  const closed =
    closedAt &&
    t('campaign:home.closed', {
      time: formatInstant(closedAt, association.timeZone, texts.language, 'time'),
      day: dayOf(texts, closedAt, now, association.timeZone),
      city: association.name,
    });
  return {
    ...lines(
      head,
      asOf(texts, now, association),
      ...figures(texts, rows),
      closed ?? termLine(texts, campaign.dueOn, now, { name: null, timeZone: association.timeZone }),
    ),
    keyboard: closedAt
      ? keyboard(
          button(t('campaign:buttons.list'), 'k.list', id),
          button(t('campaign:buttons.reopen'), 'k.reopen', id),
          [
            button(t('campaign:buttons.questions'), 'k.form'),
            several && button(t('campaign:buttons.years'), 'k.years'),
          ],
          back(texts, 'k.home'),
        )
      : keyboard(
          button(t('campaign:buttons.list'), 'k.list', id),
          [
            button(t('campaign:buttons.extend'), 'k.term', id, 0),
            button(t('campaign:buttons.add'), 'k.add', id),
          ],
          [
            button(t('campaign:buttons.questions'), 'k.form'),
            button(t('campaign:buttons.close'), 'k.close', id),
          ],
          next !== null && button(t('campaign:buttons.open_year', { year: next }), 'k.open', next),
          several && button(t('campaign:buttons.years'), 'k.years'),
        ),
  };
}

/** Nothing is open: the last campaign, if there was one, and *Открыть сбор*. */
export function noneOpenMessage(
  texts: Texts,
  last: { campaign: CampaignView; rows: readonly CityRow[] } | null,
): Message {
  const { t } = texts;
  const text = last
    ? t('campaign:home.none_open', { year: last.campaign.year, figures: figures(texts, last.rows)[0] ?? '' })
    : t('campaign:home.never');
  return {
    text,
    keyboard: keyboard(
      button(t('campaign:buttons.open'), 'k.open'),
      last && button(t('campaign:buttons.year', { year: last.campaign.year }), 'k.year', last.campaign.id),
      button(t('campaign:buttons.questions'), 'k.form'),
    ),
  };
}

export function yearsMessage(texts: Texts, campaigns: readonly CampaignView[]): Message {
  const { t } = texts;
  const some = campaigns.slice(0, 8);
  return {
    text: t('campaign:years'),
    keyboard: keyboard(
      ...some.map(({ id, year, closedAt }) =>
        button(
          t(closedAt ? 'campaign:buttons.year_closed' : 'campaign:buttons.year_open', { year }),
          'k.year',
          id,
        ),
      ),
      button(t('campaign:buttons.open'), 'k.open'),
      back(texts, 'k.home'),
    ),
  };
}

/** «в работе, готово 4 из 7» */
function stateOf(texts: Texts, row: CityRow): string {
  const { state, done, total, number } = row;
  return texts.t(`campaign:state.${state}`, { done, total, number: number ?? '' });
}

/** «Хабаровск — не открывали»; with the term where it is the city's own, or `dated`. */
export function cityLine(texts: Texts, row: CityRow, dated = row.extended): string {
  return texts.t(dated ? 'campaign:list.line_dated' : 'campaign:list.line', {
    city: row.city.name,
    state: stateOf(texts, row),
    day: formatDay(row.dueOn, texts.language, 'table'),
  });
}

export function listMessage(
  texts: Texts,
  view: {
    campaign: CampaignView;
    rows: readonly CityRow[];
    now: Date;
    association: Association;
    page: number;
  },
): Message {
  const { campaign, rows, now, association } = view;
  const shown = pageOf(rows, view.page);
  return {
    ...lines(
      texts.rich('campaign:list.head', { year: campaign.year }),
      asOf(texts, now, association),
      ...figures(texts, rows),
      '',
      ...shown.items.map((row) => cityLine(texts, row)),
      shown.pages > 1 && texts.t('campaign:page', { page: shown.page + 1, pages: shown.pages }),
    ),
    keyboard: keyboard(
      ...flow(shown.items.map((row) => button(label(row.city.name), 'k.city', row.assignmentId))),
      turning(texts, shown, (page) => button('', 'k.list', campaign.id, page)),
      back(texts, 'k.year', campaign.id),
    ),
  };
}

/** One city of a campaign; `whole`: the association's coordinator looks, who extends terms and has the list to go back to. */
export function cityMessage(texts: Texts, row: CityRow, now: Date, whole: boolean): Message {
  const { t } = texts;
  const { assignmentId, campaign, city, respondent, lastWrittenAt } = row;
  const open = !campaign.closedAt;
  const who = respondent
    ? t(respondent.connected ? 'campaign:city.who' : 'campaign:city.who_not_connected', {
        who: whoAnswers(respondent),
      })
    : t('campaign:city.nobody');
  const written =
    lastWrittenAt && !row.submitted
      ? t('campaign:city.written', {
          when: whenWritten(texts, lastWrittenAt, now, city.timeZone),
          city: city.name,
        })
      : null;
  const submitted =
    row.submitted && row.submittedAt
      ? t('campaign:city.submitted_at', {
          number: row.number ?? '',
          time: formatInstant(row.submittedAt, city.timeZone, texts.language, 'time'),
          day: dayOf(texts, row.submittedAt, now, city.timeZone),
          city: city.name,
        })
      : null;
  const { state, done, total } = row;
  const going =
    state === 'in_work' || state === 'not_opened' ? t(`campaign:city.${state}`, { done, total }) : null;
  return {
    ...lines(
      texts.rich('campaign:city.head', { city: city.name, title: titleOf(texts, campaign) }),
      who,
      !row.submitted && row.number !== null && t('campaign:city.withdrawn', { number: row.number }),
      submitted ?? going,
      written,
      ...row.tooLong.map(({ code, by }) =>
        t('campaign:city.too_long', {
          number: questionNumber(campaign.questions, code)?.number ?? t('questionnaire:buttons.intro'),
          shown: chars(texts, by),
        }),
      ),
      open ? !row.submitted && termLine(texts, row.dueOn, now, city) : t('campaign:city.closed'),
    ),
    keyboard: keyboard(
      open &&
        button(
          t(respondent ? 'campaign:buttons.rename' : 'campaign:buttons.name'),
          'k.name',
          assignmentId,
          0,
        ),
      open &&
        respondent &&
        !respondent.connected &&
        button(t('campaign:buttons.invite'), 'o.inv.seat', respondent.seatId),
      whole &&
        open &&
        !row.submitted &&
        button(t('campaign:buttons.extend'), 'k.term', campaign.id, assignmentId),
      button(t('campaign:buttons.questionnaire'), 'q.open', assignmentId),
      whole ? back(texts, 'k.list', campaign.id, 0) : button(t('chat:buttons.menu'), 'menu'),
    ),
  };
}

/** «организационная работа», within a sentence. */
function branchOf({ branchName }: Pick<CampaignView, 'branchName'>): string {
  return branchName.charAt(0).toLowerCase() + branchName.slice(1);
}
