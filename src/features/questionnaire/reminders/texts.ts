import { dayIn, formatDay } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Outgoing } from '../../../services/delivery/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { label, termLine } from '../campaign/desk.ts';
import { whoAnswers } from '../campaign/notices.ts';
import type { CityRow } from '../campaign/store.ts';
import { questionNumber } from '../form.ts';
import type { Item } from './notices.ts';
import type { Given } from './store.ts';
import { titleOf } from '../wording.ts';

/** One of the things that a person is reminded of, as it stands when the message is sent. */
export interface Matter {
  as: Item['as'];
  row: CityRow;
  /** What is with this executor; empty for the others. */
  given: readonly Given[];
}

/** Who is addressed, and the words of the coordinator in whose round it is sent. */
export interface Saying {
  who: string | null;
  text: string | null;
  now: Date;
}

/** Of several the first are named. */
const MOST = 10;

/** One message about all that a person is reminded of. The coordinator's words come first; the facts always stay. */
export function reminderMessage(texts: Texts, matters: readonly Matter[], saying: Saying): Outgoing | null {
  const [first, ...others] = matters;
  if (!first) return null;
  const opening = saying.text === null ? [] : [saying.text, ''];
  if (others.length > 0) return digest(texts, matters, saying, opening);
  const body = { respondent, coordinator, executor }[first.as](texts, first, saying);
  return { text: [...opening, ...body].join('\n'), replyMarkup: keyboard(buttonFor(texts, first)) };
}

function respondent(texts: Texts, { row }: Matter, { who, text, now }: Saying): string[] {
  const { t } = texts;
  const { done, total } = row;
  const values = { title: titleOf(texts, row.campaign), who: who ?? '' };
  const key = text !== null ? 'title' : who === null ? 'lead_plain' : 'lead';
  const state = done === 0 ? 'empty' : done === total ? 'full' : 'begun';
  return [
    t(`reminder:notice.${key}`, values),
    termLine(texts, row.dueOn, now, row.city),
    t(`reminder:notice.${state}`, { done, total }),
  ];
}

function coordinator(texts: Texts, { row }: Matter, { text, now }: Saying): string[] {
  const { t } = texts;
  const values = { city: row.city.name, title: titleOf(texts, row.campaign) };
  return [
    t(text === null ? 'reminder:notice.city_lead' : 'reminder:notice.city_title', values),
    termLine(texts, row.dueOn, now, row.city),
    row.respondent
      ? t('reminder:notice.not_connected', { who: whoAnswers(texts, row.respondent) })
      : t('reminder:notice.unnamed'),
  ];
}

function executor(texts: Texts, matter: Matter, { who, text, now }: Saying): string[] {
  const { t } = texts;
  const { row } = matter;
  const values = { title: titleOf(texts, row.campaign), city: row.city.name, who: who ?? '' };
  const key = text !== null ? 'given_title' : who === null ? 'given_lead_plain' : 'given_lead';
  const terms = [...new Set(matter.given.map(({ dueOn }) => dueOn))].sort();
  const lines = terms.map((dueOn) => {
    const some = matter.given.filter((each) => each.dueOn === dueOn);
    const line = t('reminder:notice.given_line', {
      what: whatIsGiven(texts, row, some),
      day: dayWords(texts, dueOn, row, now),
    });
    return line.charAt(0).toUpperCase() + line.slice(1);
  });
  return [t(`reminder:notice.${key}`, values), ...lines];
}

function digest(
  texts: Texts,
  matters: readonly Matter[],
  { who, now }: Saying,
  opening: readonly string[],
): Outgoing {
  const { t } = texts;
  const lines = matters.slice(0, MOST).map(({ as, row, given }) => {
    const { done, total } = row;
    const dueOn = as === 'executor' ? (given.map((each) => each.dueOn).sort()[0] ?? row.dueOn) : row.dueOn;
    const values = {
      title: titleOf(texts, row.campaign),
      city: row.city.name,
      day: dayWords(texts, dueOn, row, now),
    };
    if (as === 'executor')
      return t('reminder:notice.digest_given', { ...values, what: whatIsGiven(texts, row, given) });
    if (as === 'coordinator') return t('reminder:notice.digest_city', values);
    return t('reminder:notice.digest_line', { ...values, done, total });
  });
  const rest = matters.length - lines.length;
  const head = t(who === null ? 'reminder:notice.digest_plain' : 'reminder:notice.digest', {
    who: who ?? '',
  });
  return {
    text: [
      ...opening,
      head,
      ...lines,
      ...(rest > 0 ? [t('reminder:notice.digest_more', { n: rest })] : []),
    ].join('\n'),
    replyMarkup: keyboard(
      matters.some(({ as }) => as !== 'coordinator') && button(t('reminder:buttons.mine'), 'q.mine'),
      matters.some(({ as }) => as === 'coordinator') && button(t('campaign:menu'), 'k.home'),
    ),
  };
}

/** «вопросы 3, 5, Общие сведения», «вся анкета» */
function whatIsGiven(texts: Texts, { campaign }: CityRow, given: readonly Given[]): string {
  const { t } = texts;
  const codes = given.map(({ code }) => code);
  if (codes.includes(null)) return t('reminder:given.whole');
  const numbers = codes
    .flatMap((code) => questionNumber(campaign.questions, code ?? '')?.number ?? [])
    .sort((a, b) => a - b);
  const parts = [
    ...(numbers.length > 0
      ? [t('reminder:given.numbers', { count: numbers.length, numbers: numbers.join(', ') })]
      : []),
    ...(codes.length > numbers.length ? [t('campaign:buttons.intro')] : []),
  ];
  return parts.join(', ');
}

function dayWords(texts: Texts, day: string, { city }: CityRow, now: Date): string {
  return formatDay(day, texts.language, 'weekday', dayIn(now, city.timeZone));
}

function buttonFor(texts: Texts, { as, row }: Matter): Button {
  const { t } = texts;
  if (as === 'coordinator')
    return row.respondent
      ? button(label(t('campaign:buttons.city')), 'k.city', row.assignmentId)
      : button(label(t('campaign:buttons.name')), 'k.name', row.assignmentId, 0);
  const begun = as === 'executor' || row.begun;
  return button(
    t(begun ? 'campaign:buttons.continue' : 'campaign:buttons.begin'),
    'q.open',
    row.assignmentId,
  );
}
